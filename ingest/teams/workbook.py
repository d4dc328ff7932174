"""The rows of a workbook's first visible sheet that holds any; formulas by their stored result, never evaluated."""

import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from ingest.formats.xlsx import shown
from ingest.tables import Row
from knowledge.gaps.errors import TeamError, TeamFault
from knowledge.gaps.types import TeamNotice

# A team file has six columns and at most 10,000 rows; a sheet may have some empty ones around them.
MOST_ROWS = 12_000
MOST_COLUMNS = 60


def workbook_rows(data: bytes) -> tuple[list[Row], tuple[TeamNotice, ...]]:
    """Give the rows as text; raises `TeamError`, also for formulas whose result the file does not hold."""
    values, formulas = _opened(data, data_only=True), _opened(data, data_only=False)
    visible = [sheet for sheet in values.worksheets if sheet.sheet_state == "visible"]
    for sheet in visible:
        _check_size(sheet)
        rows = list(_filled(sheet))
        if not rows:
            continue
        others = [other.title for other in visible if other is not sheet and other.max_row > 1]
        notices = [TeamNotice("one_sheet", values={"sheet": sheet.title, "others": others})] if others else []
        return rows, (*notices, *_formulas(sheet, formulas[sheet.title]))
    raise TeamError([TeamFault("empty")])


def _opened(data: bytes, data_only: bool) -> Any:
    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        return openpyxl.load_workbook(BytesIO(data), data_only=data_only, keep_links=False, keep_vba=False)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, TypeError, AttributeError, SyntaxError,
            OSError) as error:  # fmt: skip
        raise TeamError([TeamFault("damaged")]) from error


def _check_size(sheet: Any) -> None:
    if sheet.max_row > MOST_ROWS or sheet.max_column > MOST_COLUMNS:
        values = {"rows": sheet.max_row, "columns": sheet.max_column, "limit": MOST_ROWS}
        raise TeamError([TeamFault("too_many_cells", values=values)])


def _filled(sheet: Any) -> Iterator[Row]:
    for number, cells in enumerate(sheet.iter_rows(values_only=True), start=1):
        row = tuple(shown(int(cell) if isinstance(cell, float) and cell.is_integer() else cell) for cell in cells)
        if any(row):
            yield Row(row, number)


def _formulas(sheet: Any, formulas: Any) -> tuple[TeamNotice, ...]:
    cells = [cell for row in formulas.iter_rows() for cell in row if cell.data_type == "f"]
    without = [cell for cell in cells if sheet[cell.coordinate].value is None]
    if without:
        raise TeamError([TeamFault("formula", cell.row, cell.column_letter) for cell in without])
    if not cells:
        return ()
    return (TeamNotice("formulas", cells[0].row, cells[0].column_letter, {"count": len(cells)}),)
