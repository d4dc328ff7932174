"""Tells whether it is courses that a question asks for."""

from collections.abc import Sequence

from assistant.core.asking import asking_sentences, asks_for_fact, is_elliptic, opening
from assistant.core.cues import cues, first_phrase
from assistant.core.matching import MISTYPED, likeness
from knowledge.danish import fold_words

# "Relevante kurser for ledere": a wish without a verb names the courses at once.
OPENS_WITHIN = 3
WHAT = frozenset({"hvad", "what"})


def wants_courses(question: str) -> bool:
    """Whether a question asks for courses rather than for a fact; the last sentence that tells either way decides."""
    for sentence in asking_sentences(question):
        wish = _wishes(opening(sentence))
        if wish is not None:
            return wish
    return False


def wants_something(question: str) -> bool:
    """Whether a question asks for something without saying what sort: of courses, if it says what a course has."""
    opened = [opening(sentence) for sentence in asking_sentences(question)]
    return any(
        pattern.search(folded) and first_phrase(folded, cues().courses["facts"]) is None
        for folded in opened
        for pattern in cues().something
    )


def may_want_courses(question: str) -> bool:
    """Whether courses may help where no source answers: somebody is to learn something."""
    folded = fold_words(question)
    return first_phrase(folded, cues().courses["needs"]) is not None and not wants_courses(question)


def _wishes(folded: str) -> bool | None:
    """Whether one sentence asks for courses; None where it asks for nothing."""
    words = folded.split()
    among = any(f"{folded} ".startswith(f"{phrase} ") for phrase in cues().courses["among"])
    if not words or among or is_elliptic(folded):
        return None
    if any(pattern.search(folded) for pattern in cues().wishes):
        return True
    if words[0] in cues().which or words[0] in WHAT:
        return _asks_which_course(words[1:])
    fact = first_phrase(folded, cues().courses["facts"]) is not None
    named = any(is_course_word(word) for word in words)
    if any(pattern.search(folded) for pattern in cues().exists):
        return named and not fact
    if named and not fact and not asks_for_fact(folded):
        told = first_phrase(folded, cues().courses["asking"]) is not None
        return True if told or any(is_course_word(word) for word in words[:OPENS_WITHIN]) else None
    return False if asks_for_fact(folded) else None


def _asks_which_course(words: Sequence[str]) -> bool:
    """Whether what follows "hvilke" or "what" is a word for courses, be it with an adjective before it."""
    table = cues().courses
    noun = next((word for word in words if word not in table["between"] and not word.isdigit()), "")
    return is_course_word(noun) or noun in table["offers"]


def is_course_word(word: str) -> bool:
    """Whether a word stands for courses, be it mistyped by one letter."""
    table = cues().courses
    if word in table["definite"]:
        return False
    return word.endswith(tuple(table["noun_endings"])) or any(
        likeness(noun, word) in (1.0, MISTYPED) for noun in table["nouns"]
    )


def names_courses(question: str) -> bool:
    """Whether a question says that it is courses it wants, not only that somebody is to learn something."""
    return any(is_course_word(word) for word in fold_words(question).split())
