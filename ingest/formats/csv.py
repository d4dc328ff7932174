"""CSV with semicolons, commas or tabs: course and profile lists as records, other tables as rows of a report."""

import csv
import io
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from ingest.encoding import read_text
from ingest.errors import UnreadableError
from ingest.markup import compose
from ingest.records.cells import rearmed
from ingest.tables import Row, first_table_row, records_of, report_elements, restored, table_kind
from ingest.types import Extracted, Fault
from knowledge.types import SourceKind

# In the order of preference where two fit equally: Danish spreadsheets write semicolons, decimal commas are common.
DELIMITERS = (";", "\t", ",", "|")

# Rows that are enough to see which delimiter cuts them evenly.
_SAMPLE_ROWS = 50

# A cell longer than this is a quotation mark that was never closed.
_LONGEST_CELL = 131_072


def read(path: Path) -> Extracted:
    """Read a CSV file; a row with more or fewer fields than there are headings is a fault, the others are read."""
    rows = parse(read_text(path))
    start = first_table_row([row.cells for row in rows])
    headings = [str(cell) for cell in rows[start].cells]
    kind = table_kind(headings)
    whole, faults = _even(rows[start + 1 :], len(headings), allow_notes=kind is SourceKind.REPORT)
    if kind is SourceKind.REPORT:
        cells = [[str(cell) for cell in row.cells] for row in [*rows[: start + 1], *whole]]
        text, blocks = compose(report_elements(cells))
        return Extracted(text, blocks, faults=faults)
    whole = [Row(tuple(rearmed(str(cell)) for cell in row.cells), row.line) for row in whole]
    records = records_of(kind, headings, whole)
    if not records and not faults:
        raise UnreadableError("the table has headings but no rows: fill it or remove it", reason="empty")
    return Extracted(records=records, faults=faults)


def parse(text: str) -> list[Row]:
    """Cut a text into rows with the line each begins on; empty lines are left out."""
    rows = _rows(text, delimiter_of(text))
    if not rows:
        raise UnreadableError("the table has no rows: fill it or remove it", reason="empty")
    return rows


def delimiter_of(text: str) -> str:
    """Find the delimiter that cuts the most rows into the same number of fields, two or more."""
    best, best_score = DELIMITERS[0], (0.0, 0)
    for delimiter in DELIMITERS:
        try:
            counts = [len(row.cells) for row in _rows(text, delimiter, _SAMPLE_ROWS)]
        except UnreadableError:
            continue
        usual, times = Counter(count for count in counts if count > 1).most_common(1)[0] if max(counts) > 1 else (0, 0)
        score = (times / len(counts), usual)
        if score[0] > best_score[0]:
            best, best_score = delimiter, score
    return best


def _rows(text: str, delimiter: str, most: int | None = None) -> list[Row]:
    rows: list[Row] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True, skipinitialspace=True)
    line = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                rows.append(Row(tuple(restored(cell.strip()) for cell in cells), line))
            if any(len(cell) > _LONGEST_CELL for cell in cells) or (most and len(rows) >= most):
                break
            line = reader.line_num + 1
    except csv.Error as error:
        raise UnreadableError(
            f"the row cannot be cut into fields ({error}): check that its quotation marks are closed",
            reason="syntax",
            line=line,
        ) from error
    return rows


def _even(rows: Sequence[Row], expected: int, allow_notes: bool) -> tuple[list[Row], tuple[Fault, ...]]:
    """Part the rows that have as many fields as there are headings from those that have not."""
    whole, faults = [], []
    for row in rows:
        cells = row.cells
        while len(cells) > expected and not cells[-1]:
            cells = cells[:-1]
        if len(cells) == expected or (allow_notes and sum(bool(cell) for cell in cells) == 1):
            whole.append(Row(cells, row.line))
            continue
        much = "many" if len(cells) > expected else "few"
        message = (
            f"the row has too {much} fields ({len(cells)}, the headings are {expected}): put quotation marks or fields"
        )
        faults.append(
            Fault("", message, f"too_{much}_fields", line=row.line, values={"found": len(cells), "expected": expected})
        )
    return whole, tuple(faults)
