"""What a competence is recognised by: its names, parts of them, what the thesaurus knows for them, its description."""

from collections.abc import Iterator
from dataclasses import dataclass

from knowledge.competences import Known
from knowledge.danish import content_stems
from knowledge.thesaurus import Thesaurus

# "Rådighed og sanktioner" is taught where one of the two is; less surely so.
_PART_WEIGHT = 0.85
# Words of the field for the same thing.
_ALIAS_WEIGHT = 0.8
_JOINED = (" og ", " and ")


@dataclass(frozen=True, slots=True)
class Name:
    """The stems of one name, and how surely it stands for the competence, 0 to 1."""

    stems: tuple[str, ...]
    weight: float


@dataclass(frozen=True, slots=True)
class Recognised:
    """A competence as it is looked for."""

    key: str
    label: str
    names: tuple[Name, ...]
    description: tuple[str, ...]
    """The stems of the description that no name has."""
    words: str
    """Label and description, as they are compared by meaning."""


def recognised(known: Known, thesaurus: Thesaurus) -> Recognised:
    """Gather what a competence is recognised by."""
    weights: dict[tuple[str, ...], float] = {}
    for name, weight in _names(known, thesaurus):
        stems = tuple(dict.fromkeys(content_stems(name)))
        if stems:
            weights[stems] = max(weight, weights.get(stems, 0.0))
    named = {stem for stems in weights for stem in stems}
    description = tuple(one for one in dict.fromkeys(content_stems(known.description or "")) if one not in named)
    names = tuple(Name(stems, weight) for stems, weight in weights.items())
    words = f"{known.label}. {known.description or ''}".strip()
    return Recognised(known.key, known.label, names, description, words)


def _names(known: Known, thesaurus: Thesaurus) -> Iterator[tuple[str, float]]:
    for name in (known.label, *known.alt_labels, *known.hidden_labels):
        parts = [name]
        for joint in _JOINED:
            parts = [part for whole in parts for part in whole.split(joint)]
        yield name, 1.0
        yield from ((part, _PART_WEIGHT) for part in parts if part != name)
        for whole in {name, *parts}:
            yield from ((alias, _ALIAS_WEIGHT) for alias in _aliases(whole, thesaurus))


def _aliases(name: str, thesaurus: Thesaurus) -> Iterator[str]:
    """What the thesaurus has for the whole name; what it has for one of its words is too wide."""
    stems = content_stems(name)
    for expansion in thesaurus.expand(name):
        if expansion.is_alias and content_stems(expansion.source) == stems:
            yield expansion.term
