"""Reads a question: what it is about, which kind of answer it wants, and which years and names it ties that to."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from assistant.core.asking import Expected as Expected
from assistant.core.asking import expected_kind
from assistant.core.cues import cues, first_phrase
from assistant.core.matching import Alternative, Term
from assistant.core.types import Language
from knowledge.danish import content_stems, fold, fold_words, is_stop_word, stem, tokenize
from knowledge.thesaurus import Thesaurus
from knowledge.types import Snapshot

# Words of asking ("siger", "findes") tell little; zero would leave "hvad siger COK?" one term only.
WEAK_TERM = 0.15
# Words of every subject ("holde", "god", "sted") in a question need not stand in the answer.
GENERAL_TERM = 0.35
# An English word without a translation says nothing about a Danish text.
UNTRANSLATED = 0.3
# No word has this stem.
UNSEEN = ""
# A shorter name is a letter away from too many words ("Norge", "borger").
SHORTEST_CORRECTED_NAME = 6
_NAME = re.compile(r"\b[A-ZÆØÅ][\w&/-]*(?:\s+[A-ZÆØÅ][\w&/-]*)*")


# "Hvor mange af de nye medarbejdere": further on stands what is said of them.
WITHIN_HOW_MANY = 4

# Kinds of answer whose subject is a thing that must be named; a place or an amount is named by itself.
FOCUSED = frozenset({Expected.ANY, Expected.PERSON})

# "Hvad er det højeste, man kan få?" asks for one amount, not for the first of a ranked list.
MEASURED = frozenset({Expected.MONEY, Expected.NUMBER, Expected.DURATION, Expected.DATE})


@dataclass(frozen=True, slots=True)
class Question:
    """A question as understood. `terms` without weak words may be empty: then there is nothing to look for."""

    text: str
    language: Language
    expected: Expected
    terms: tuple[Term, ...]
    focus: Term | None
    """The thing of which the question asks which one: `område` in "hvilket område ...", if it asks so."""
    count: int | None
    """How many things it asks for by name: 6 in "hvilke seks ..."."""
    is_about_now: bool
    wants_list: bool
    wants_everything: bool
    wants_extreme: bool
    counted: Term | None = None
    """What is counted: `kommuner` in "hvor mange kommuner ...", where it is named."""

    @property
    def subject(self) -> tuple[Term, ...]:
        """The terms that carry the subject."""
        return tuple(term for term in self.terms if stem(term.word) not in cues().weak_stems)


def read_question(text: str, language: Language, snapshot: Snapshot, thesaurus: Thesaurus) -> Question:
    """Analyse a question; the snapshot tells how rare its words are and what a mistyped one was meant as."""
    folded = fold_words(text)
    table = cues()
    terms = terms_of(text, snapshot, thesaurus, language)
    expected = expected_kind(text)
    if expected is Expected.ANY and folded.startswith(cues().what_is) and len(terms) == 1:
        expected = Expected.DEFINITION
    return Question(
        text=text,
        language=language,
        expected=expected,
        terms=terms,
        focus=_focus(folded, terms) if expected in FOCUSED else None,
        count=_count(folded),
        is_about_now=first_phrase(folded, table.now) is not None,
        wants_list=first_phrase(folded, table.lists["phrases"]) is not None,
        wants_everything=first_phrase(folded, table.lists["everything"]) is not None,
        wants_extreme=expected not in MEASURED and first_phrase(folded, table.lists["superlative"]) is not None,
        counted=_counted(folded, terms) if expected is Expected.NUMBER else None,
    )


def _focus(folded: str, terms: Sequence[Term]) -> Term | None:
    """The first term after words such as "hvilken" and "hvem er", where the answer must speak of that very thing."""
    phrase = first_phrase(folded, cues().which_phrases)
    words = folded.split()
    after = [place + 1 for place, word in enumerate(words) if word in cues().which_one]
    if phrase:
        after.append(len(folded[: folded.index(phrase)].split()) + len(phrase.split()))
    if not after:
        return None
    by_word = {term.word: term for term in terms if is_telling(term)}
    return next((by_word[word] for word in words[min(after) :] if word in by_word), None)


def _counted(folded: str, terms: Sequence[Term]) -> Term | None:
    """The first telling term soon after "hvor mange"."""
    phrase = first_phrase(folded, cues().how_many)
    if phrase is None:
        return None
    after = f" {folded} ".partition(f" {phrase} ")[2].split()[:WITHIN_HOW_MANY]
    by_word = {term.word: term for term in terms if is_telling(term)}
    return next((by_word[word] for word in after if word in by_word), None)


def _count(folded: str) -> int | None:
    for first, second in pairwise(folded.split()):
        if first in cues().which and (second.isdigit() or second in cues().counts):
            return int(second) if second.isdigit() else cues().counts[second]
    return None


def _name_words(text: str) -> frozenset[str]:
    """The words of names (capitalised where no sentence begins, acronyms) and numbers, folded."""
    found: set[str] = set()
    for match in _NAME.finditer(text):
        words = [token.text for token in tokenize(match.group())]
        opens = not text[: match.start()].strip() or text[: match.start()].rstrip()[-1:] in ".?!:"
        found.update(fold(word) for word in (words[1:] if opens and not words[0].isupper() else words))
    found.update(fold(token.text) for token in tokenize(text) if token.text[0].isdigit() or token.text == "§")
    return frozenset(found) - cues().not_names


def terms_of(text: str, snapshot: Snapshot, thesaurus: Thesaurus, language: Language = "da") -> tuple[Term, ...]:
    """What a text is about: its words without stop words, weighted, each with what may stand for it."""
    words = [token.text for token in tokenize(text) if not is_stop_word(token.text)]
    others = _thesaurus_terms(text, words, thesaurus)
    names = _name_words(text)
    terms: dict[str, Term] = {}
    for word in words:
        own = stem(word)
        is_name = fold(word) in names
        meant = [] if is_name and len(own) < SHORTEST_CORRECTED_NAME else _corrections(own, snapshot, thesaurus)
        alternatives = tuple(dict.fromkeys((Alternative((own,), 1.0), *others.get(own, ()), *meant)))
        weight = snapshot.rarity(own) if is_name else _weight(own, meant or alternatives[1:], language, snapshot)
        terms.setdefault(
            own, Term(fold(word), weight * _worth(own), alternatives, is_name, _held(alternatives, snapshot))
        )
    return tuple(terms.values())


def _held(alternatives: Sequence[Alternative], snapshot: Snapshot) -> bool:
    """Whether a passage has all the words of one of these."""
    unseen = snapshot.rarity(UNSEEN)
    return any(all(snapshot.rarity(stem) < unseen for stem in one.stems) for one in alternatives)


def _weight(own: str, others: Sequence[Alternative], language: Language, snapshot: Snapshot) -> float:
    """How much a word tells: its rarity; of one in no source that was mistyped or is English, that of what is meant.

    `others`: what was meant, or else what may stand for it. An English word that nothing is known to stand for is one
    that no Danish source could hold.
    """
    unseen = snapshot.rarity(UNSEEN)
    rarity = snapshot.rarity(own)
    is_mistyped = bool(snapshot.corrections(own)) if rarity >= unseen else False
    if rarity < unseen or not (is_mistyped or language == "en"):
        return rarity
    for other in others:
        rarest = max(snapshot.rarity(stem) for stem in other.stems)
        if rarest < unseen:
            return rarest
    return rarity * UNTRANSLATED if language == "en" else rarity


def is_telling(term: Term) -> bool:
    """Whether a term is neither a word of asking nor one of every subject."""
    return _worth(stem(term.word)) == 1.0


def _worth(own: str) -> float:
    """What a stem tells of the subject, 0-1."""
    if own in cues().weak_stems:
        return WEAK_TERM
    return GENERAL_TERM if own in cues().general_stems else 1.0


def _corrections(own: str, snapshot: Snapshot, thesaurus: Thesaurus) -> list[Alternative]:
    """What a mistyped word was meant as, and what stands for that; empty for a known word."""
    found = []
    for known, weight in snapshot.corrections(own):
        found.append(Alternative((known,), weight))
        for expansion in thesaurus.expand(known):
            stems = tuple(content_stems(expansion.term))
            if stems:
                found.append(Alternative(stems, weight * expansion.weight))
    return found


def _thesaurus_terms(text: str, words: Sequence[str], thesaurus: Thesaurus) -> dict[str, list[Alternative]]:
    """Alternatives by the stem they may stand for: a label of several words may stand for each of its words."""
    found: dict[str, list[Alternative]] = {}
    for expansion in thesaurus.expand(text):
        stems = tuple(content_stems(expansion.term))
        if not stems:
            continue
        for word in _words_behind(expansion.source, words):
            found.setdefault(stem(word), []).append(Alternative(stems, expansion.weight))
    return found


def _words_behind(source: str, words: Sequence[str]) -> list[str]:
    wanted = set(content_stems(source))
    return [word for word in words if stem(word) in wanted]
