"""CSV with semicolons and a byte order mark, as Danish spreadsheets open it without asking."""

import csv
import io
from collections.abc import Sequence

from ingest.exporting.tables import as_text, check_length, table_of
from ingest.exporting.written import Written
from ingest.records.cells import disarmed

# A longer cell is read as a quotation mark that was never closed (`ingest.formats.csv`).
LONGEST_CELL = 131_072


def write(records: Sequence[Written], kind: str) -> bytes:
    """Write one table; text that a spreadsheet would take for a formula gets an apostrophe before it."""
    table = table_of(records, kind, kind)
    check_length(table, LONGEST_CELL, "csv")
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(table.headings)
    writer.writerows([_text(cell) for cell in row] for row in table.rows)
    return text.getvalue().encode("utf-8-sig")


def _text(cell: object) -> str:
    return disarmed(cell) if isinstance(cell, str) else as_text(cell)  # type: ignore[arg-type]
