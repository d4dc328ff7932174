"""Tables: a course list and a profile list become records, any other table rows of a report.

The headings decide. A list of persons and their levels is a team's own business and is not taken in.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ingest.errors import UnreadableError
from ingest.markup import Element, table_elements
from ingest.records.headings import group, plain
from ingest.types import BlockKind, RawRecord, RawValue
from knowledge.masking import mask_within
from knowledge.types import SourceKind

# A table of courses names them and says one of these of each.
_SAID_OF_COURSES = frozenset({"provider", "level", "ects", "price", "duration", "form", "place", "start", "runs"})

# Headings that name a course or any document; `navn` alone could head a list of anything.
_TITLES = frozenset(plain(word) for word in ("titel", "title", "kursus", "kursustitel", "kursusnavn", "course"))

_SAID_OF_PROFILES = frozenset({"competences", "competence", "tasks", "set", "builds_on"})

# Headings that make a table a list of people.
_PERSONS = frozenset(plain(word) for word in ("person", "medarbejder", "ansat", "employee", "navn på medarbejder"))

# A CPR number that begins with 0 and was taken for a number.
_DIGITS_WITHOUT_ZERO = 9

Cell = object


@dataclass(frozen=True, slots=True)
class Row:
    """Cells as the file has them, and the line or row they stand on."""

    cells: tuple[Cell, ...]
    line: int


def table_kind(headings: Sequence[str]) -> SourceKind:
    """Tell by its headings whether a table lists courses, profiles, or is part of a report."""
    names = {plain(heading) for heading in headings if heading.strip()}
    courses = {group("course").field_of(heading) for heading in headings}
    profiles = {group("profile").field_of(heading) for heading in headings}
    if names & _PERSONS and ("competence" in profiles or "competences" in profiles):
        raise UnreadableError(
            "the table lists persons with their competences, which is no knowledge to share: move it out of the folder",
            reason="team_file",
        )
    said = courses & _SAID_OF_COURSES
    named = "title" in profiles
    if named and "set" in profiles:
        return SourceKind.PROFILE
    if "title" in courses and said and (names & _TITLES or len(said) > 1):
        return SourceKind.COURSE
    return SourceKind.PROFILE if named and profiles & _SAID_OF_PROFILES else SourceKind.REPORT


def records_of(kind: SourceKind, headings: Sequence[str], rows: Sequence[Row]) -> tuple[RawRecord, ...]:
    """Make a record of every row; empty cells are left out, keys stay as the table writes them."""
    records = []
    for row in rows:
        fields: Mapping[str, RawValue] = {
            heading.strip(): RawValue(cell, row.line)
            for heading, cell in zip(headings, row.cells, strict=False)
            if heading.strip() and not is_blank(cell)
        }
        if fields:
            records.append(RawRecord(kind, fields, row.line))
    return tuple(records)


def report_elements(rows: Sequence[Sequence[str]], title: str | None = None) -> list[Element]:
    """Write a report table: lines of one cell above it head it, lines of one cell below it explain it."""
    first = first_table_row(rows)
    elements = [Element(BlockKind.HEADING, title)] if title else []
    for row in rows[:first]:
        kind = BlockKind.PARAGRAPH if elements and not title else BlockKind.HEADING
        elements.append(Element(kind, only_cell(row), 2 if title else 1))
    narrow = len(rows[first]) == 1
    elements += table_elements([row for row in rows[first:] if narrow or not _is_single(row)])
    elements += [Element(BlockKind.PARAGRAPH, only_cell(row)) for row in rows[first:] if not narrow and _is_single(row)]
    return elements


def first_table_row(rows: Sequence[Sequence[Cell]]) -> int:
    """Find the row of headings: the first with more than one filled cell, else the first."""
    for index, row in enumerate(rows):
        if sum(not is_blank(cell) for cell in row) > 1:
            return index
    return 0


def only_cell(row: Sequence[str]) -> str:
    """Give the single filled cell of a row."""
    return next((cell for cell in row if cell.strip()), "")


def is_blank(cell: Cell) -> bool:
    """Tell whether a cell holds nothing."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def restored(digits: str) -> str:
    """Give a CPR number back the zero that a spreadsheet drops (102031234), so that it is seen and masked."""
    is_number = len(digits) == _DIGITS_WITHOUT_ZERO and digits.isdecimal() and mask_within(int(digits))[1]
    return f"0{digits}" if is_number else digits


def _is_single(row: Sequence[str]) -> bool:
    return sum(not is_blank(cell) for cell in row) <= 1
