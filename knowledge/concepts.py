"""A concept of the thesaurus and how it is read: labels of several sorts, and which other concepts lie near."""

from collections.abc import Mapping
from dataclasses import dataclass

from knowledge.errors import DamagedError


@dataclass(frozen=True, slots=True)
class Concept:
    """A concept with its labels (SKOS); `english` are labels a question may use and no source does."""

    concept_id: str
    label: str
    alternatives: tuple[str, ...] = ()
    misspellings: tuple[str, ...] = ()
    english: tuple[str, ...] = ()
    broader: tuple[str, ...] = ()
    related: tuple[str, ...] = ()


def concept_of(concept_id: str, fields: Mapping[str, object]) -> Concept:
    """Read the fields of one concept; raises `DamagedError` for unknown ones and wrong forms."""
    known = {"prefLabel", "altLabel", "hiddenLabel", "en", "broader", "related"}
    if unknown := set(fields) - known:
        raise damaged_concept(concept_id, f"has unknown fields {sorted(unknown)}")
    label = fields.get("prefLabel", concept_id)
    return Concept(
        concept_id=concept_id,
        label=str(label),
        alternatives=_texts(concept_id, fields, "altLabel"),
        misspellings=_texts(concept_id, fields, "hiddenLabel"),
        english=_texts(concept_id, fields, "en"),
        broader=_texts(concept_id, fields, "broader"),
        related=_texts(concept_id, fields, "related"),
    )


def _texts(concept_id: str, fields: Mapping[str, object], name: str) -> tuple[str, ...]:
    value = fields.get(name, [])
    if not isinstance(value, list) or not all(isinstance(text, str) and text.strip() for text in value):
        raise damaged_concept(concept_id, f"has a '{name}' that is not a list of texts")
    return tuple(value)


def damaged_concept(concept_id: str, what: str) -> DamagedError:
    """The error of a concept that is not as it must be."""
    return DamagedError(f"Thesaurus: the concept '{concept_id}' {what}; correct thesaurus.yaml.", concept=concept_id)
