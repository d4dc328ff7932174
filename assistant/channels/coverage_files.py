"""The coverage as a file: a picture, or a table for a spreadsheet."""

from collections.abc import Mapping

from assistant.channels.covering import coverage_rows, rows_to_csv, rows_to_xlsx
from assistant.channels.heatmap import draw_coverage
from knowledge.coverage import Coverage
from prompts.wording import Wording

FORMS: Mapping[str, str] = {
    "png": "image/png",
    "svg": "image/svg+xml",
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
"""Media type by the ending of a file's name."""


def coverage_file(coverage: Coverage, form: str, wording: Wording, language: str) -> bytes:
    """The content of a file of one of the `FORMS`."""
    if form == "csv":
        return rows_to_csv(coverage_rows(coverage, wording, language))
    if form == "xlsx":
        return rows_to_xlsx(coverage_rows(coverage, wording, language))
    return draw_coverage(coverage, form, wording, language)
