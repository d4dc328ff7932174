"""A plan as a file to keep: the formats by their ending."""

from collections.abc import Callable, Mapping
from typing import Any

from assistant.channels.plans.telling import Teller

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MEDIA_TYPES = {".xlsx": XLSX, ".pdf": "application/pdf"}


def file_of(suffix: str, told: Mapping[str, Any], teller: Teller) -> bytes:
    """The bytes of a plan as `.xlsx` or `.pdf`; the libraries are loaded when one is asked for."""
    return _writer(suffix)(told, teller)


def _writer(suffix: str) -> Callable[[Mapping[str, Any], Teller], bytes]:
    if suffix == ".pdf":
        from assistant.channels.plans.document import plan_to_pdf

        return plan_to_pdf
    from assistant.channels.plans.workbook import plan_to_workbook

    return plan_to_workbook
