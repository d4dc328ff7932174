"""Schemes that a law takes away, and whether a text speaks of them."""

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

import yaml

from knowledge.danish import fold_words
from knowledge.thesaurus import Thesaurus
from knowledge.types import Language


@dataclass(frozen=True, slots=True)
class Scheme:
    """A scheme that is phased out between two days by an act."""

    concept_id: str
    label: str
    since: datetime.date
    """The first day on which a part of the act is in force."""
    until: datetime.date
    """The day on which the last part is."""
    act: Mapping[Language, str]
    source: str
    names: tuple[str, ...]
    """What it goes by, plain: the label, its other names, its English ones."""


def abolished_in(texts: Iterable[str], schemes: Sequence[Scheme], day: datetime.date) -> Iterator[Scheme]:
    """Find the schemes that the texts speak of and that are being phased out, or are gone, on a day."""
    words = [f" {fold_words(text)} " for text in texts]
    for scheme in schemes:
        if scheme.since <= day and any(_speaks_of(text, scheme) for text in words):
            yield scheme


def read_schemes(thesaurus: Thesaurus) -> tuple[Scheme, ...]:
    """Read the bundled schemes with their names from the thesaurus; those that it does not know are left out."""
    known = thesaurus.concepts
    return tuple(_scheme(concept_id, fields, thesaurus) for concept_id, fields in _raw().items() if concept_id in known)


def _scheme(concept_id: str, fields: Mapping[str, object], thesaurus: Thesaurus) -> Scheme:
    concept = thesaurus.concepts[concept_id]
    since, until, act = fields["from"], fields["by"], fields["act"]
    assert isinstance(since, datetime.date)
    assert isinstance(until, datetime.date)
    assert isinstance(act, Mapping)
    names = tuple(dict.fromkeys(fold_words(name) for name in (concept.label, *concept.alternatives, *concept.english)))
    return Scheme(concept_id, concept.label, since, until, act, str(fields["source"]), names)


def _speaks_of(text: str, scheme: Scheme) -> bool:
    """Whether a word begins with a name: in any inflection, and as the first part of a compound."""
    return any(f" {name}" in text for name in scheme.names)


@cache
def _raw() -> Mapping[str, Mapping[str, object]]:
    loaded: Mapping[str, Mapping[str, object]] = yaml.load(
        resources.files("knowledge").joinpath("schemes.yaml").read_bytes(), Loader=yaml.CSafeLoader
    )
    return loaded
