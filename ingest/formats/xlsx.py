"""Excel workbooks: every visible sheet; course and profile lists as records, other sheets as tables of a report."""

import datetime
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from ingest.errors import UnreadableError
from ingest.files import check_unpacked_size, read_bytes, require_kind
from ingest.markup import Element, compose
from ingest.tables import Cell, Row, first_table_row, is_blank, records_of, report_elements, restored, table_kind
from ingest.types import Extracted, Notice, RawRecord, RawValue
from knowledge.types import SourceKind

# Names that a program gave a sheet; they say nothing.
_DEFAULT_SHEETS = ("sheet", "ark", "feuil", "tabelle")

# Rows and columns of a sheet: Excel's own limit is a million rows, none of the field's lists has a tenth of these.
_MOST_ROWS = 50_000
_MOST_COLUMNS = 300
# How a row begins in a sheet's XML, and how much of that is looked at at a time.
_ROW, _PIECE = b"<row ", 2**20

_TRUTH = {True: "ja", False: "nej"}

# Digits that a spreadsheet shows of a number; what lies beyond is the noise of binary fractions.
_DIGITS = 10


def read(path: Path) -> Extracted:
    """Read a workbook: values as shown, dates as dates, formulas by their last result, merged cells filled down."""
    data = read_bytes(path)
    require_kind(data, "xlsx")
    check_unpacked_size(data)
    _check_rows(data)
    values, formulas = _open(data, data_only=True), _open(data, data_only=False)
    records: list[RawRecord] = []
    elements: list[Element] = []
    notices: list[Notice] = []
    for sheet in values.worksheets:
        if sheet.sheet_state != "visible":
            notices.append(Notice("hidden_sheet", values={"sheet": sheet.title}))
            continue
        _check_size(sheet)
        notices += _formulas_without_result(sheet, formulas[sheet.title])
        rows = list(_rows(sheet))
        if not rows:
            continue
        start = first_table_row([row.cells for row in rows])
        headings = [shown(cell) for cell in rows[start].cells]
        kind = table_kind(headings)
        if kind is SourceKind.REPORT:
            title = None if sheet.title.lower().startswith(_DEFAULT_SHEETS) else sheet.title
            elements += report_elements([[shown(cell) for cell in row.cells] for row in rows], title)
        else:
            records += records_of(kind, headings, rows[start + 1 :])
    if not records and not elements:
        raise UnreadableError("the workbook has no rows on a visible sheet: fill it or remove it", reason="empty")
    if records:
        return Extracted(records=tuple(records), notices=tuple(notices))
    text, blocks = compose(elements)
    return Extracted(text, blocks, _properties(values), notices=tuple(notices))


def shown(cell: Cell) -> str:
    """Write a cell as a Danish spreadsheet shows it: 27-11-2018, 2195,5, ja."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return _TRUTH[cell]
    if isinstance(cell, datetime.datetime):
        return cell.strftime("%d-%m-%Y" if cell.time() == datetime.time() else "%d-%m-%Y %H:%M")
    if isinstance(cell, datetime.date):
        return cell.strftime("%d-%m-%Y")
    if isinstance(cell, datetime.time):
        return cell.strftime("%H:%M")
    if isinstance(cell, float):
        return f"{cell:.{_DIGITS}g}".replace(".", ",") if abs(cell) < 10**_DIGITS else f"{cell:.0f}"
    return restored(str(cell).strip())


def _open(data: bytes, data_only: bool) -> Any:
    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        return openpyxl.load_workbook(BytesIO(data), data_only=data_only, keep_links=False)
    except (
        InvalidFileException,
        zipfile.BadZipFile,
        KeyError,
        ValueError,
        TypeError,
        AttributeError,
        SyntaxError,
    ) as error:
        raise UnreadableError(
            "the workbook is damaged: open it in a spreadsheet program and save it anew", reason="damaged"
        ) from error


def _check_rows(data: bytes) -> None:
    """Count the rows of each sheet before any is read: a million of them pack to a few hundred kilobytes."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            for name in archive.namelist():
                if name.startswith("xl/worksheets/") and _rows_in(archive, name) > _MOST_ROWS:
                    raise _too_large(name, f"more than {_MOST_ROWS} rows")
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError):
        # What is wrong with the file is told by whoever opens it as a workbook.
        return


def _rows_in(archive: zipfile.ZipFile, name: str) -> int:
    count, rest = 0, b""
    with archive.open(name) as part:
        while count <= _MOST_ROWS and (piece := part.read(_PIECE)):
            read = rest + piece
            count += read.count(_ROW)
            rest = read[-len(_ROW) + 1 :]
    return count


def _check_size(sheet: Any) -> None:
    if sheet.max_row > _MOST_ROWS or sheet.max_column > _MOST_COLUMNS:
        raise _too_large(sheet.title, f"{sheet.max_row} rows and {sheet.max_column} columns")


def _too_large(sheet: str, size: str) -> UnreadableError:
    return UnreadableError(
        f"the sheet {sheet} has {size}, over the limit of {_MOST_ROWS} and {_MOST_COLUMNS}: delete the empty ones or "
        "split it",
        reason="too_large",
    )


def _rows(sheet: Any) -> Iterator[Row]:
    """Give the rows that hold something, merged cells filled down, percentages as percentages."""
    below = {
        (row, merged.min_col): sheet.cell(merged.min_row, merged.min_col)
        for merged in sheet.merged_cells.ranges
        for row in range(merged.min_row + 1, merged.max_row + 1)
    }
    for number, cells in enumerate(sheet.iter_rows(), start=1):
        values = tuple(_value(below.get((number, column), cell)) for column, cell in enumerate(cells, start=1))
        if any(not is_blank(value) for value in values):
            yield Row(values, number)


def _value(cell: Any) -> Cell:
    value = cell.value
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        return value.date()
    if isinstance(value, int | float) and not isinstance(value, bool) and "%" in str(cell.number_format):
        return f"{shown(round(value * 100, _DIGITS))} %"
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _formulas_without_result(sheet: Any, formulas: Any) -> list[Notice]:
    missing = [
        cell.coordinate
        for row in formulas.iter_rows()
        for cell in row
        if cell.data_type == "f" and sheet[cell.coordinate].value is None
    ]
    if not missing:
        return []
    return [Notice("formula_without_result", values={"sheet": sheet.title, "cell": missing[0], "count": len(missing)})]


def _properties(workbook: Any) -> dict[str, RawValue]:
    title = (workbook.properties.title or "").strip()
    return {"title": RawValue(title)} if title else {}
