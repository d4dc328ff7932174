"""Profiles and courses as rows under Danish headings: one row a competence of a profile, one row a run of a course."""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ingest.exporting.errors import ExportError
from ingest.exporting.numbers import danish
from ingest.exporting.written import Entry, Scalar, Written, in_danish
from ingest.records.cells import quoted
from ingest.records.competences import cell_of
from ingest.records.headings import group

# There in every table, so that it is known for what it is whatever the records say.
_ALWAYS = {
    "profile": ("id", "title", "set", "version", "description", "tasks", "competence"),
    "course": ("id", "title", "provider", "level", "description", "provides", "start", "place", "price"),
}
# What a row begins with that says more of the record in the row above.
_IDENTITY = ("id", "title")
_OF_COMPETENCE = "competence_"

Cells = dict[str, Scalar]


@dataclass(frozen=True, slots=True)
class Table:
    """Headings, and rows of as many cells; None where nothing is said."""

    name: str
    headings: tuple[str, ...]
    rows: tuple[tuple[Scalar | None, ...], ...]


def table_of(records: Sequence[Written], kind: str, name: str) -> Table:
    """Lay records out as a table; columns that no record fills are left out."""
    rows = [row for record in records for row in _rows(record)]
    filled = {field for row in rows for field in row}
    fields = [one for one in group(kind).names if one in filled or one in _ALWAYS[kind]]
    headings = tuple(group(kind).usual[one] for one in fields)
    return Table(name, headings, tuple(tuple(row.get(one) for one in fields) for row in rows))


def as_text(cell: Scalar | None) -> str:
    """Write a cell as text."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "ja" if cell else "nej"
    if isinstance(cell, datetime.date):
        return cell.isoformat()
    return danish(cell) if isinstance(cell, float) else str(cell)


def check_length(table: Table, limit: int, format_name: str) -> None:
    """Raise `ExportError` for a cell that is longer than the format takes."""
    for row in table.rows:
        for heading, cell in zip(table.headings, row, strict=True):
            if isinstance(cell, str) and len(cell) > limit:
                raise ExportError(
                    f"{row[0]}: the field {heading!r} has {len(cell)} characters, and a cell of {format_name} takes "
                    f"{limit}: export as yaml or jsonld",
                    id=row[0],
                    field=heading,
                    limit=limit,
                    format=format_name,
                )


def _rows(record: Written) -> Iterator[Cells]:
    more = list(_competence_rows(record) if record.kind == "profile" else map(_run_cells, record.runs))
    first: Cells = {**in_danish(record.values), **{name: _joined(parts) for name, parts in record.lists.items()}}
    if record.kind == "course":
        first |= {name: "; ".join(map(_competence, given)) for name, given in record.competences.items()}
        first |= more.pop(0) if more else {}
    yield first
    identity = {name: record.values[name] for name in _IDENTITY}
    yield from (identity | cells for cells in more)


def _competence_rows(record: Written) -> Iterator[Cells]:
    for competence in record.competences.get("competences", ()):
        cells = {_OF_COMPETENCE + name: _cell(value) for name, value in competence.items() if name != "label"}
        yield {"competence": _cell(competence["label"]), **cells}


def _run_cells(run: Entry) -> Cells:
    return {name: quoted(value) if isinstance(value, str) else _cell(value) for name, value in run.items()}


def _cell(value: Scalar | tuple[str, ...]) -> Scalar:
    return _joined(value) if isinstance(value, tuple) else value


def _joined(parts: Sequence[str]) -> str:
    return "; ".join(map(quoted, parts))


def _competence(entry: Mapping[str, object]) -> str:
    level, identity = entry.get("level"), entry.get("id")
    return cell_of(str(entry["label"]), str(identity) if identity else None, level if isinstance(level, int) else None)
