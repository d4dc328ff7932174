"""Competences as courses and profiles name them: labels, or mappings with id, description, other names and level."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ingest.records.fields import Fields, fields_of
from ingest.records.headings import slug
from ingest.records.values import competence_level, listing, words_of
from ingest.types import RawRecord, RawValue
from knowledge.types import Competence, CourseCompetence, SourceKind

_LEVEL = re.compile(
    r"\s*[(\[]\s*(?:niveau|level)\s*:?\s*([0-5])\s*[)\]]\s*$|\s*[,:]?\s+(?:niveau|level)\s*:?\s*([0-5])\s*$", re.I
)


@dataclass(frozen=True, slots=True)
class _Named:
    """One competence as a record names it."""

    label: str
    competence_id: str | None = None
    description: str | None = None
    alt_labels: tuple[str, ...] = ()
    level: int | None = None


def course_competences(fields: Fields, name: str) -> tuple[CourseCompetence, ...]:
    """Read what a course requires or provides."""
    return tuple(CourseCompetence(one.label, one.competence_id, one.level) for one in _named(fields, name))


def profile_competences(fields: Fields, name: str) -> tuple[Competence, ...]:
    """Read the competences of a profile; one without an id gets its label's, so that equal labels meet."""
    return tuple(
        Competence(one.competence_id or slug(one.label), one.label, one.description, one.alt_labels)
        for one in _named(fields, name)
    )


def _named(fields: Fields, name: str) -> Iterator[_Named]:
    value = fields.values.get(name)
    if value is None:
        return
    single = isinstance(value.value, Mapping)
    items = value.value if isinstance(value.value, list | tuple) else [value.value] if single else listing(value.value)
    for item in items:
        if isinstance(item, Mapping):
            named = _of_mapping(fields, name, item, value.line)
            if named:
                yield named
        else:
            yield _of_text(words_of(item))


def _of_text(text: str) -> _Named:
    match = _LEVEL.search(text)
    return _Named(text[: match.start()], level=int(match[1] or match[2])) if match else _Named(text)


def _of_mapping(fields: Fields, name: str, item: Mapping[object, object], line: int | None) -> _Named | None:
    raw = {str(key): part if isinstance(part, RawValue) else RawValue(part, line) for key, part in item.items()}
    inner = fields_of(RawRecord(SourceKind.PROFILE, raw, line), "competence")
    label = inner.text("label") or inner.text("id")
    level = inner.read("level", competence_level)
    fields.faults += inner.faults
    fields.notices += inner.notices
    if label is None:
        fields.fault(name, "missing", "a competence has no name; give it a `navn`")
        return None
    return _Named(label, inner.text("id"), inner.text("description"), inner.texts("alt_labels"), level)
