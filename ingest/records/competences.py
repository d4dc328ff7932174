"""Competences as courses and profiles name them: labels, or mappings with id, description, other names and level."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from ingest.records.fields import Fields, fields_of
from ingest.records.values import competence_level, listing, references, words_of
from ingest.types import RawRecord, RawValue
from knowledge.competences import competence_key
from knowledge.types import Competence, CourseCompetence, SourceKind

_LEVEL = re.compile(
    r"\s*[(\[]\s*(?:niveau|level)\s*:?\s*([0-5])\s*[)\]]\s*$|\s*[,:]?\s+(?:niveau|level)\s*:?\s*([0-5])\s*$", re.I
)


def course_competences(fields: Fields, name: str) -> tuple[CourseCompetence, ...]:
    """Read what a course requires or provides."""
    return tuple(CourseCompetence(one.label, one.competence_id or None, one.level) for one in _named(fields, name))


def profile_competences(fields: Fields, name: str) -> tuple[Competence, ...]:
    """Read the competences of a profile; one without an id gets its label's, so that equal labels meet."""
    return tuple(
        replace(one, competence_id=competence_key(one.competence_id or None, one.label)) for one in _named(fields, name)
    )


def _named(fields: Fields, name: str) -> Iterator[Competence]:
    """Read competences; an id that is not given is empty."""
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


def _of_text(text: str) -> Competence:
    match = _LEVEL.search(text)
    return Competence("", text[: match.start()], level=int(match[1] or match[2])) if match else Competence("", text)


def _of_mapping(fields: Fields, name: str, item: Mapping[object, object], line: int | None) -> Competence | None:
    raw = {str(key): part if isinstance(part, RawValue) else RawValue(part, line) for key, part in item.items()}
    inner = fields_of(RawRecord(SourceKind.PROFILE, raw, line), "competence")
    label = inner.text("label") or inner.text("id")
    level = inner.read("level", competence_level)
    fields.faults += inner.faults
    fields.notices += inner.notices
    if label is None:
        fields.fault(name, "missing", "a competence has no name; give it a `navn`")
        return None
    for part in ("broader", "related"):
        fields.places[f"{part} {competence_key(inner.text('id'), label)}"] = inner.place(part)
    return Competence(
        competence_id=inner.text("id") or "",
        label=label,
        description=inner.text("description"),
        alt_labels=inner.texts("alt_labels"),
        hidden_labels=inner.texts("hidden_labels"),
        broader=tuple(references(inner.raw("broader"))),
        related=tuple(references(inner.raw("related"))),
        same_as=tuple(references(inner.raw("same_as"))),
        level=level,
    )
