"""Makes a follow-up question stand alone, by simple means: it borrows the subject of what was asked or said before."""

import re
from collections.abc import Sequence

from assistant.core.asking import Expected, asking_sentences, asks_for_fact, expected_kind, is_elliptic, opening
from assistant.core.courses.narrowing import JOINT, narrows
from assistant.core.courses.wishes import wants_courses
from assistant.core.cues import cues, first_phrase
from assistant.core.smalltalk import smalltalk
from assistant.core.teams import asks_of_team, tells_of_team
from assistant.core.types import Turn
from knowledge.danish import content_stems, fold, fold_words, is_stop_word, stem, tokenize

# A question with fewer words of substance than this cannot stand alone when it also points backwards.
FEW_STEMS = 2
# One that opens with "og" may have a subject of its own, but says more then.
MANY_STEMS = 3
# A course in a list of courses; a source before its quotations.
_LISTED = re.compile(r"^- \*\*(.+?)\*\*", re.MULTILINE)
# A capital that opens no sentence, or a number.
_NAMED = re.compile(r"(?<=\S)\s[A-ZÆØÅ]\w|\d")
_TITLE = re.compile(r"\*\*(.+?)\*\*")


def stand_alone(question: str, history: Sequence[Turn]) -> str:
    """The question with what it leans on; unchanged when it stands alone or nothing came before.

    Earlier follow-ups are made to stand alone too, so what is borrowed may have been said several turns before.
    """
    before = Turn("")
    for turn in history:
        if smalltalk(turn.question) is None:
            before = Turn(_joined(turn.question, before), turn.answer_text)
    return _joined(question, before)


def leans(question: str) -> bool:
    """Whether a question points to what came before: by its opening, a pronoun or a sort of thing and little else."""
    folded = fold_words(question)
    things = {stem(word) for thing in cues().things for word in thing.split()}
    own = [one for one in content_stems(question) if not _is_general(one)]
    if any(f"{folded} ".startswith(f"{phrase} ") for phrase in cues().openings):
        return len(own) < MANY_STEMS
    if folded.split()[:1] and folded.split()[0] in cues().fragments and not asks_for_fact(opening(question)):
        return len(own) < FEW_STEMS
    pronouns = any(fold(token.text) in cues().pronouns for token in tokenize(question))
    if first_phrase(folded, cues().things):
        return len([one for one in own if one not in things]) < FEW_STEMS - 1 + pronouns
    # A role is held somewhere: "hvem er formand?" without a name speaks of what was spoken of.
    role = expected_kind(question) is Expected.PERSON and not _NAMED.search(question)
    return len(own) < FEW_STEMS and (pronouns or role or not own)


def _is_general(own: str) -> bool:
    return own in cues().weak_stems | cues().general_stems | cues().unit_stems


def _joined(question: str, before: Turn) -> str:
    """A question with what it borrows from the turn before: its subject, or all of it where it asks nothing itself."""
    if before.question and _goes_on_with_team(question, before):
        return f"{before.question.rstrip(' .')}. {question.strip()}"
    if narrows(question, before.question):
        return f"{before.question.rstrip()}{JOINT}{question.strip()}"
    if not before.question or not leans(question):
        return question
    title = _course_meant(question, before)
    if title and not wants_courses(question):
        return f"{question.strip()} {title}"
    if expected_kind(question) is Expected.ANY and not _asks(question):
        return f"{_with_parallels(before.question.rstrip(), question)} {question.strip()}"
    subject = _subject(before.question, question) or next(iter(_TITLE.findall(before.answer_text)), "")
    return f"{question.strip()} {subject}".strip()


def _goes_on_with_team(question: str, before: Turn) -> bool:
    """Whether who asks tells more of the team that was asked of or told of before."""
    if not (asks_of_team(before.question) or tells_of_team(before.question)) or wants_courses(question):
        return False
    return (
        tells_of_team(question)
        or asks_of_team(question)
        or (expected_kind(question) is Expected.ANY and not _asks(question))
    )


def _asks(question: str) -> bool:
    """Whether a question has a word of asking of its own, past "og" and "hvad med"."""
    openings = [opening(sentence) for sentence in asking_sentences(question)]
    return wants_courses(question) or any(asks_for_fact(one) and not is_elliptic(one) for one in openings)


def _course_meant(question: str, before: Turn) -> str:
    """The title of the course that "det" or "det andet" points to, where courses were listed before; else empty."""
    titles = _LISTED.findall(before.answer_text)
    if not titles or not wants_courses(before.question):
        return ""
    place = next((cues().picks[word] for word in fold_words(question).split() if word in cues().picks), 0)
    return str(titles[place]) if place < len(titles) else ""


def _subject(earlier: str, question: str) -> str:
    """The words of an earlier question that carry its subject, but for those that the new one has another of."""
    replaced = {old for old, _ in _parallels(earlier, question)}
    words = [token.text for token in tokenize(earlier) if not is_stop_word(token.text)]
    kept = [word for word in words if not _is_general(stem(word)) and fold(word) not in replaced]
    return " ".join(dict.fromkeys(kept))


def _with_parallels(earlier: str, question: str) -> str:
    """The earlier question with numbers, ordinals and the like exchanged for those of the new one."""
    for old, new in _parallels(earlier, question):
        earlier = re.sub(rf"(?<!\w){re.escape(old)}(?!\w)", new, earlier, flags=re.IGNORECASE)
    return earlier


def _parallels(earlier: str, question: str) -> list[tuple[str, str]]:
    """Words of the earlier question, each with the one of the same sort in the new one that takes its place."""
    old, new = ([fold(token.text) for token in tokenize(text)] for text in (earlier, question))
    found = []
    for group in (*cues().parallels, frozenset(word for word in (*old, *new) if word.isdigit())):
        was, becomes = ([word for word in words if word in group] for words in (old, new))
        if was and becomes and was[-1] != becomes[-1]:
            found.append((was[-1], becomes[-1]))
    return found
