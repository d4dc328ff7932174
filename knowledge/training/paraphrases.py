"""Asks of written statements in other words: what the lexicons and the thesaurus give for the words of a statement.

The result is no sentence but the words of one, in Danish or in English, which is all that a sum of vectors sees.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from knowledge.danish import is_stop_word, stem, tokenize
from knowledge.training.records import Asked
from knowledge.training.wordings import Wording
from knowledge.types import Language

# A question has so many words that carry meaning.
WORDS = (2, 6)
# Of words that have another wording so many are given in it; the others stay, as some of a question's do.
REWORDED = 0.85
# Of words that have none so many stay.
KEPT = 0.15
# Wordings of more words are rare, and looked for at each word.
_LONGEST = 3

# Of questions of a statement within a larger text so many are to find all of it.
WHOLE = 0.5

Reworded = Mapping[tuple[str, ...], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Said:
    """What is written, and the larger text that it stands in; the same where it stands alone."""

    text: str
    within: str


class Paraphraser:
    """The wordings turned round: from what is written to all that may be typed for it, by language."""

    def __init__(self, wordings: Iterable[Wording]) -> None:
        self._typed: dict[Language, dict[tuple[str, ...], list[str]]] = {"da": {}, "en": {}}
        for wording in wordings:
            key = tuple(stem(token.text) for token in tokenize(wording.written))
            if key and len(key) <= _LONGEST:
                self._typed[wording.language].setdefault(key, []).append(wording.typed)

    def asked(
        self, statements: Sequence[Said], language: Language, count: int, random: np.random.Generator
    ) -> Iterator[Asked]:
        """Draw statements with a question each in other words; what has too few such words is passed over."""
        for place in random.integers(0, len(statements), count):
            said = statements[place]
            question = self._question(said.text, language, random)
            if question:
                yield Asked(question, said.within if random.random() < WHOLE else said.text)

    def _question(self, statement: str, language: Language, random: np.random.Generator) -> str:
        parts = list(self._parts(statement, self._typed[language], random))
        most = int(random.integers(*WORDS, endpoint=True))
        # What stands together is asked of together.
        first = int(random.integers(0, max(1, len(parts) - most + 1)))
        chosen = parts[first : first + most]
        if sum(reworded for _, reworded in chosen) < WORDS[0]:
            return ""
        return " ".join(text for text, _ in chosen)

    def _parts(self, statement: str, typed: Reworded, random: np.random.Generator) -> Iterator[tuple[str, bool]]:
        """The words of a statement that a question may hold, and whether each is in other words."""
        words = [token.text for token in tokenize(statement)]
        stems = [stem(word) for word in words]
        at = 0
        while at < len(words):
            length = next((n for n in range(_LONGEST, 0, -1) if tuple(stems[at : at + n]) in typed), 0)
            if length and random.random() < REWORDED:
                choices = typed[tuple(stems[at : at + length])]
                yield choices[int(random.integers(len(choices)))], True
            elif not is_stop_word(words[at]) and random.random() < KEPT:
                yield words[at], False
            at += max(length, 1)
