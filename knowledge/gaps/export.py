"""Text that leaves for a spreadsheet: never taken for a formula, never with characters that a workbook cannot hold."""

import re

# What a spreadsheet program may take for the beginning of a formula (OWASP, CSV injection).
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
# XML 1.0 has no place for these; surrogates are no characters.
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# Characters that a cell of a workbook holds at most.
LONGEST_CELL = 32_767


def as_text(value: str) -> str:
    """Give a text that no spreadsheet program reads as a formula: an apostrophe goes before the sign."""
    clean = _NOT_IN_XML.sub("", value)[: LONGEST_CELL - 1]
    return f"'{clean}" if clean.lstrip(" ").startswith(_FORMULA_SIGNS) else clean
