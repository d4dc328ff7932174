"""Excel: one sheet, the headings held in view, dates as dates, numbers as numbers, and text never as a formula."""

import io
from collections.abc import Sequence
from typing import Any

from ingest.exporting.tables import Table, as_text, check_length, table_of
from ingest.exporting.written import Scalar, Written

# Excel's own limit; openpyxl cuts off what is longer without a word.
LONGEST_CELL = 32_767

# As openpyxl writes a number; one that needs a digit more is written as text.
_KEPT = ".16g"

_NAMES = {"profile": "Profiler", "course": "Kurser"}
# Characters; wide enough for a title, and a description wraps.
_WIDEST, _NARROWEST = 50, 10


def write(records: Sequence[Written], kind: str) -> bytes:
    """Write one sheet."""
    import openpyxl

    table = table_of(records, kind, _NAMES[kind])
    check_length(table, LONGEST_CELL, "xlsx")
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.title = table.name
    for number, row in enumerate((table.headings, *table.rows), start=1):
        for column, value in enumerate(row, start=1):
            if value is not None:
                _fill(sheet.cell(number, column), value)
    _dress(sheet, table)
    content = io.BytesIO()
    workbook.save(content)
    return content.getvalue()


def _fill(cell: Any, value: Scalar) -> None:
    if isinstance(value, str | bool) or (isinstance(value, float) and float(f"{value:{_KEPT}}") != value):
        cell.value = as_text(value)
        # openpyxl takes a text that begins with `=` for a formula unless it is told; so would a later edit in Excel.
        cell.data_type = "s"
        cell.quotePrefix = True
    else:
        cell.value = value


def _dress(sheet: Any, table: Table) -> None:
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    sheet.freeze_panes = "C2"
    for column, heading in enumerate(table.headings, start=1):
        sheet.cell(1, column).font = Font(bold=True)
        longest = max([len(heading), *(len(as_text(row[column - 1])) for row in table.rows)])
        sheet.column_dimensions[get_column_letter(column)].width = min(_WIDEST, max(_NARROWEST, longest + 2))
    for row in sheet.iter_rows(min_row=2):
        for cell in row:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
