"""Several things in one cell, and text that a spreadsheet would take for a formula: written and read back exactly.

The parts of a cell stand between `;`, `|` or line breaks. A part that holds one of these itself stands in quotation
marks, doubled inside, as in CSV: `Skrive; "læse; regne"`. A cell that begins with `=`, `+`, `-` or `@` is written with
an apostrophe before it (OWASP, CSV injection), which is taken away again.
"""

import re

_SEPARATORS = re.compile(r"\s*[;|\n]\s*")
_QUOTED = re.compile(r'"((?:[^"]|"")*)"')
_NEEDS_QUOTES = re.compile(r'[;|\n]|^"')
_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_DISARMED = re.compile(r"'+[=+\-@\t\r]")


def parts_of(cell: str) -> list[str]:
    """Cut a cell into its parts, each as it is written there, quotation marks and all."""
    parts: list[str] = []
    rest = cell.strip()
    while rest:
        quoted = _QUOTED.match(rest)
        end = _SEPARATORS.search(rest, quoted.end() if quoted else 0)
        parts.append(rest[: end.start()] if end else rest)
        rest = rest[end.end() :].lstrip() if end else ""
    return [part.strip() for part in parts if part.strip()]


def unquoted(part: str) -> str:
    """Take the quotation marks off a part that was given them for what it holds; others keep theirs."""
    quoted = _QUOTED.fullmatch(part)
    inner = quoted[1].replace('""', '"') if quoted else ""
    return inner if _NEEDS_QUOTES.search(inner) else part


def quoted(part: str) -> str:
    """Write a text so that it is one part of a cell."""
    return enclosed(part) if _NEEDS_QUOTES.search(part) else part


def enclosed(part: str) -> str:
    """Write a text in quotation marks."""
    return '"' + part.replace('"', '""') + '"'


def disarmed(text: str) -> str:
    """Write a text so that no spreadsheet takes it for a formula."""
    return "'" + text if _FORMULA.match(text) else text


def rearmed(text: str) -> str:
    """Take away the apostrophe that `disarmed` puts before a text."""
    return text[1:] if _DISARMED.match(text) else text
