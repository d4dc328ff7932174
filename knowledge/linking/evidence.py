"""How far the words of a sentence bear a competence out, as figures that a confidence is made of."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from knowledge.linking.names import Recognised
from knowledge.linking.units import Unit
from knowledge.linking.words import Vocabulary

# A stem in this many sentences or more weighs as one in so many: a course base of ten must not call all words rare.
_FEWEST_SENTENCES = 50


@dataclass(frozen=True, slots=True)
class Evidence:
    """What one sentence says of one competence; all 0 to 1 but `mass`."""

    name: float
    """The best share of a name, by rarity, that the sentence holds, times the name's weight."""
    description: float
    """The share of the description, by rarity."""
    mass: float
    """The rarity of all that was found together, in units of a word that stands in one sentence of the base."""
    exact: float
    """1 where a whole name of the competence's own stands there, in any inflection."""
    title: float
    """1 for the title."""
    lead: float = 0.0
    """`name` and `description` together, by the most that any competence has in the sentence."""
    meaning: float = 0.0
    """The cosine of the sentence with label and description."""


@dataclass(frozen=True, slots=True)
class _Weighed:
    """Stems with the share of the whole that each makes by its rarity, times what the whole is worth."""

    shares: tuple[tuple[str, float], ...]

    def held(self, held: Mapping[str, float]) -> float:
        """How much of it is there."""
        total = 0.0
        for stem, share in self.shares:
            if stem in held:
                total += share * held[stem]
        return total


@dataclass(frozen=True, slots=True)
class _Sought:
    """A competence, ready to be compared."""

    competence: Recognised
    names: tuple[_Weighed, ...]
    description: _Weighed
    mass: _Weighed
    own_names: tuple[frozenset[str], ...]


class Reader:
    """Compares sentences with competences, by the rarity of words among these sentences."""

    def __init__(self, competences: Sequence[Recognised], units: Iterable[Unit]) -> None:
        sentences = [set(unit.stems) for unit in units]
        self._sentences = max(_FEWEST_SENTENCES, len(sentences))
        self._counts = Counter(stem for sentence in sentences for stem in sentence)
        self._sought = [self._made_ready(competence) for competence in competences]
        self._asking: defaultdict[str, set[int]] = defaultdict(set)
        for number, sought in enumerate(self._sought):
            for stem, _ in sought.mass.shares:
                self._asking[stem].add(number)
        self._vocabulary = Vocabulary(self._asking)

    def read(self, unit: Unit) -> Iterator[tuple[Recognised, Evidence]]:
        """Give the competences that share a word with a sentence, each with its evidence, `meaning` still 0."""
        held = self._held(unit)
        numbers = {number for stem in held for number in self._asking[stem]}
        found = [(sought, *_names_and_description(sought, held)) for sought in map(self._sought.__getitem__, numbers)]
        best = max((name + description for _, name, description in found), default=0.0)
        stems = frozenset(unit.stems)
        for sought, name, description in found:
            exact = any(own <= stems for own in sought.own_names)
            lead = (name + description) / best if best else 0.0
            mass = sought.mass.held(held)
            yield sought.competence, Evidence(name, description, mass, float(exact), float(unit.is_title), lead)

    def _held(self, unit: Unit) -> Mapping[str, float]:
        """The stems of competences that a sentence holds, each with how far."""
        held: dict[str, float] = {}
        for stem in unit.stems:
            for other, likeness in self._vocabulary.standing_for(stem).items():
                held[other] = max(likeness, held.get(other, 0.0))
        return held

    def _made_ready(self, competence: Recognised) -> _Sought:
        stems = {stem for name in competence.names for stem in name.stems} | set(competence.description)
        rarest = math.log(1 + self._sentences)
        return _Sought(
            competence,
            tuple(self._weighed(name.stems, name.weight) for name in competence.names),
            self._weighed(competence.description, 1.0),
            _Weighed(tuple((stem, self._rarity(stem) / rarest) for stem in sorted(stems))),
            tuple(frozenset(name.stems) for name in competence.names if name.weight == 1.0),
        )

    def _weighed(self, stems: Sequence[str], worth: float) -> _Weighed:
        total = sum(self._rarity(stem) for stem in stems)
        return _Weighed(tuple((stem, worth * self._rarity(stem) / total) for stem in stems))

    def _rarity(self, stem: str) -> float:
        return math.log(1 + self._sentences / (1 + self._counts[stem]))


def _names_and_description(sought: _Sought, held: Mapping[str, float]) -> tuple[float, float]:
    return max((name.held(held) for name in sought.names), default=0.0), sought.description.held(held)
