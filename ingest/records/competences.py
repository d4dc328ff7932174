"""Competences as courses and profiles name them: labels, or mappings with id, description, other names and level."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from urllib.parse import quote, unquote

from ingest.records.cells import enclosed, parts_of, quoted, unquoted
from ingest.records.fields import Fields, fields_of
from ingest.records.values import competence_level, references, words_of
from ingest.types import RawRecord, RawValue
from knowledge.competences import competence_key
from knowledge.types import Competence, CourseCompetence, SourceKind

_LEVEL = re.compile(
    r"\s*[(\[]\s*(?:niveau|level)\s*:?\s*([0-5])\s*[)\]]\s*$|\s*[,:]?\s+(?:niveau|level)\s*:?\s*([0-5])\s*$", re.I
)
# An id behind a name, and a name in quotation marks with what follows it.
_WITH_ID = re.compile(r"(.*\S)\s*\{([^{}]+)\}", re.S)
_WHOLE_NAME = re.compile(rf'"((?:[^"]|"")*)"(?:\s*\{{([^{{}}]+)\}})?(?:{_LEVEL.pattern})?', re.I | re.S)


# An id is written with percent signs for what would end it or the part of the cell; letters of any language stay.
_SAFE_IN_ID = "".join(map(chr, range(33, 127))).translate(dict.fromkeys(map(ord, '{}%;|"')))


@dataclass(frozen=True, slots=True)
class _Written:
    """A part of a cell, as it is written there."""

    part: str


def course_competences(fields: Fields, name: str) -> tuple[CourseCompetence, ...]:
    """Read what a course requires or provides."""
    return tuple(CourseCompetence(one.label, one.competence_id or None, one.level) for one in _named(fields, name))


def profile_competences(fields: Fields, name: str) -> tuple[Competence, ...]:
    """Read the competences of a profile; one without an id gets its label's, so that equal labels meet."""
    return tuple(
        replace(one, competence_id=competence_key(one.competence_id or None, one.label)) for one in _named(fields, name)
    )


def cell_of(label: str, competence_id: str | None, level: int | None) -> str:
    """Write a competence as one part of a cell, as it is read from there."""
    name = label if _of_cell(label) == Competence("", label) and quoted(label) == label else enclosed(label)
    identity = f" {{{quote(competence_id, safe=_SAFE_IN_ID)}}}" if competence_id else ""
    return f"{name}{identity}" + ("" if level is None else f" (niveau {level})")


def _named(fields: Fields, name: str) -> Iterator[Competence]:
    """Read competences; an id that is not given is empty."""
    value = fields.values.get(name)
    if value is None:
        return
    single = isinstance(value.value, Mapping)
    named = [value.value] if single else map(_Written, parts_of(words_of(value.value)))
    items = value.value if isinstance(value.value, list | tuple) else named
    for item in items:
        if isinstance(item, Mapping):
            competence = _of_mapping(fields, name, item, value.line)
            if competence:
                yield competence
        elif isinstance(item, _Written):
            yield _of_cell(item.part)
        elif words_of(item):
            yield _of_text(words_of(item))


def _of_cell(part: str) -> Competence:
    """Read `Samtale`, `Samtale (niveau 2)`, `Samtale {k-1} (niveau 2)`; a name in quotation marks is taken whole."""
    whole = _WHOLE_NAME.fullmatch(part)
    if not whole:
        found = _of_text(part)
        name = _WITH_ID.fullmatch(found.label)
        if name is None:
            return replace(found, label=unquoted(found.label))
        return Competence(unquote(name[2]), name[1], level=found.level)
    level = whole[3] or whole[4]
    return Competence(unquote(whole[2] or ""), whole[1].replace('""', '"'), level=int(level) if level else None)


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
