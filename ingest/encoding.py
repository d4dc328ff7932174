"""From bytes to text: the encoding is told from the bytes, strictly; line ends and letters are made the same once.

Every offset counts code points of the text returned here: line ends are `\n`, letters are composed (Unicode NFC).
"""

import codecs
import re
import unicodedata
from pathlib import Path

from ingest.errors import UnreadableError
from ingest.files import read_bytes, require_kind

# The longer marks first: UTF-32-LE begins with the mark of UTF-16-LE.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

# Letters below U+0100 fill Danish text, so in UTF-16 nearly every second byte is zero; binary files have fewer.
_ZERO_SHARE_OF_UTF16 = 0.6

# Control characters that text does not hold; tabs, line ends and page breaks it does.
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1b\x7f-\x9f]")

# One stray control character in so many is a slip of the program that wrote the text; more is a binary file.
_CHARACTERS_PER_CONTROL = 500

_DANISH_IN_UTF8 = re.compile("|".join("æøåÆØÅé").encode())


def read_text(path: Path) -> str:
    """Read a text file whatever its encoding; raises `UnreadableError` where the bytes are no text."""
    data = read_bytes(path)
    require_kind(data, "text")
    return decode(data)


def decode(data: bytes) -> str:
    """Turn bytes into text: by their mark, else UTF-16 by its zeros, else UTF-8, else Windows-1252."""
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _checked(_strictly(data[len(mark) :], name))
    if b"\x00" in data:
        return _checked(_strictly(data, _utf16_order(data)))
    return _checked(_single_bytes_or_utf8(data))


def normalise(text: str) -> str:
    """Make every line end `\n` and compose letters (NFC), so that offsets are counted once and for all."""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))


def _strictly(data: bytes, name: str) -> str:
    try:
        return data.decode(name)
    except UnicodeDecodeError as error:
        reason = "truncated" if error.end >= len(data) else "encoding"
        raise UnreadableError(
            f"the file begins as {name.upper()} but breaks off that at byte {error.start}: save it anew as UTF-8",
            reason=reason,
            encoding=name,
        ) from error


def _utf16_order(data: bytes) -> str:
    half = max(1, len(data) // 2)
    zeros_first, zeros_second = data[0::2].count(0) / half, data[1::2].count(0) / half
    if max(zeros_first, zeros_second) < _ZERO_SHARE_OF_UTF16 or min(zeros_first, zeros_second) > 0:
        raise _binary()
    return "utf-16-be" if zeros_first > zeros_second else "utf-16-le"


def _single_bytes_or_utf8(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        if _DANISH_IN_UTF8.search(data):
            line = data.count(b"\n", 0, error.start) + 1
            cut_off = error.end >= len(data) and "unexpected end" in error.reason
            raise UnreadableError(
                "the file is cut off inside a letter: fetch it again"
                if cut_off
                else "the file mixes UTF-8 with another encoding: save it anew as UTF-8",
                line=line,
                reason="truncated" if cut_off else "encoding",
            ) from error
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError as error:
        raise _binary() from error


def _checked(text: str) -> str:
    text = normalise(text).removeprefix("\ufeff")
    if not text.strip():
        raise UnreadableError("the file is empty: fill it or remove it", reason="empty")
    controls = len(_CONTROL.findall(text))
    if "\x00" in text or controls * _CHARACTERS_PER_CONTROL > len(text):
        raise _binary()
    return text


def _binary() -> UnreadableError:
    return UnreadableError(
        "the file holds binary data, not text: give it the name of what it is, or save it as UTF-8 text",
        reason="binary",
    )
