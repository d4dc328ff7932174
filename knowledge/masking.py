"""Civil registration (CPR) numbers are blotted out before anything is stored, logged or sent.

A CPR number is a birthday (ddmmyy) and four digits. It is recognised by its form and by a date that exists, not by the
modulus-11 check, which numbers given out since 2007 need not satisfy. Masking keeps the length, so that offsets into
the masked text hold, and does nothing to a text that is masked already.
"""

import re
from collections.abc import Iterable, Mapping

MASKING_VERSION = "2"
"""Written into each generation; a new version means that every file is read again."""

_MASK = "X"

# Hyphens, dashes and minus signs that word processors and PDF files put between the two parts.
_DASH = "[-\u2010-\u2015\u2212\ufe58\ufe63\uff0d]"
# What may stand unseen between the parts: white space (no-break and thin ones too), zero-width marks, soft hyphens.
_BLANK = "[^\\S\\n]|[\u200b-\u200d\u2060\ufeff\u00ad]"
# At most one line break, so that a number at the end of a paragraph is not joined to the year that begins the next.
_GAP = f"(?:{_BLANK}){{0,8}}\\n?(?:{_BLANK}){{0,8}}"
# Where only a space stands between six digits (or a date) and four, these say that the four are an amount.
_NOT_AMOUNT = r"(?![,.]\d|[,.]-|\s?(?:kr|dkk|kroner|eur|euro|timer|ects)\b)"

# Years: nobody plans for longer.
_LONGEST_PERIOD = 20
# Every form begins with six digits, parted two by two or not at all: a text without them need not be read three times.
_SIX_DIGITS = re.compile(r"\d\d[-./ \u00a0]?\d\d[-./ \u00a0]?\d\d")

_COMPACT = re.compile(
    rf"""
    (?<![\d+])                                          # not inside a longer number, not a foreign telephone number
    (?P<day>\d\d)(?P<month>\d\d)(?P<year>\d\d)
    (?: (?P<dash>{_GAP}{_DASH}{_GAP}|[_/.])\d{{4}}(?!\d)
      | \d{{4}}(?!\d)
      | {_GAP}\d{{4}}(?!\d){_NOT_AMOUNT}
    )
    """,
    re.VERBOSE | re.IGNORECASE,
)
_SEPARATED = re.compile(
    rf"""
    (?<![\d+])(?<!\d[-./])
    (?P<day>\d\d)(?P<mark>[-./ \u00a0])(?P<month>\d\d)(?P=mark)(?P<year>\d\d)
    (?: (?P<dash>{_GAP}{_DASH}{_GAP})\d{{4}}(?!\d)
      | [ \u00a0\u2009\u202f]\d{{4}}(?!\d){_NOT_AMOUNT}
    )
    """,
    re.VERBOSE | re.IGNORECASE,
)
_LONG_YEAR = re.compile(
    rf"""
    (?<![\d+])(?<!\d[-./])
    (?P<day>\d\d)(?P<mark>[-./]?)(?P<month>\d\d)(?P=mark)(?P<century>18|19|20)(?P<year>\d\d)
    (?P<dash>{_GAP}{_DASH}{_GAP})
    (?P<serial>\d{{4}})(?!\d)
    """,
    re.VERBOSE,
)

# Ten digits in a row are part of a code when a letter stands before them, unless the letters say what the number is.
_LABEL_BEFORE = re.compile(r"(?:cpr|nr|pnr|nummer)\Z", re.IGNORECASE)
_LABEL_REACH = 8

_DAYS_IN_MONTH = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
# Numbers given to people without a civil registration have 60 added to the day.
_REPLACEMENT_DAYS = 60


def mask_cpr(text: str) -> tuple[str, int]:
    """Replace each digit of every CPR number by `X`; give the text, as long as before, and how many were masked."""
    masked = 0
    if _SIX_DIGITS.search(text) is None:
        return text, masked
    for form in (_COMPACT, _SEPARATED, _LONG_YEAR):
        text, found = _mask_form(form, text)
        masked += found
    return text, masked


def mask_within(value: object) -> tuple[object, int]:
    """Mask every text in a value of nested lists and mappings (keys too); whole numbers are masked as their digits."""
    if isinstance(value, str):
        return mask_cpr(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return _mask_number(value)
    if isinstance(value, Mapping):
        return mask_mapping(value)
    if isinstance(value, list | tuple):
        return _mask_all(value)
    return value, 0


def mask_mapping(values: Mapping[str, object]) -> tuple[dict[str, object], int]:
    """Mask the keys and values of a mapping."""
    keys = [mask_cpr(str(key)) for key in values]
    items, count = _mask_all(values.values())
    masked = {key: item for (key, _), item in zip(keys, items, strict=True)}
    return masked, count + sum(found for _, found in keys)


def _mask_all(values: Iterable[object]) -> tuple[list[object], int]:
    pairs = [mask_within(value) for value in values]
    return [masked for masked, _ in pairs], sum(count for _, count in pairs)


def _mask_number(value: int) -> tuple[object, int]:
    """A spreadsheet drops the leading zero of 010203-1234, so nine digits are read as ten."""
    text = str(value)
    masked, count = mask_cpr(text.zfill(10) if len(text) in (9, 10) else text)
    return (masked, count) if count else (value, 0)


def _mask_form(form: re.Pattern[str], text: str) -> tuple[str, int]:
    pieces: list[str] = []
    copied = position = count = 0
    while match := form.search(text, position):
        if _is_plausible(match):
            pieces += [text[copied : match.start()], re.sub(r"\d", _MASK, match.group())]
            copied = position = match.end()
            count += 1
        else:
            position = match.start() + 1
    return "".join([*pieces, text[copied:]]) if count else text, count


def _is_plausible(match: re.Match[str]) -> bool:
    return _is_date(match) and not _is_code(match) and not _is_period(match)


def _is_period(match: re.Match[str]) -> bool:
    """01.02.2018-2019 lasts from a day to a year; 01022018-2019 does not, nor what would last backwards or for ever."""
    said = match.groupdict()
    if not said.get("serial") or not said["mark"]:
        return False
    return 0 <= int(said["serial"]) - int(said["century"] + said["year"]) <= _LONGEST_PERIOD


def _is_date(match: re.Match[str]) -> bool:
    day, month, year = (int(match[name]) for name in ("day", "month", "year"))
    if match["dash"] is not None and day > _REPLACEMENT_DAYS:
        day -= _REPLACEMENT_DAYS
    if not 1 <= month <= len(_DAYS_IN_MONTH) or not 1 <= day <= _DAYS_IN_MONTH[month - 1]:
        return False
    return (day, month) != (29, 2) or year % 4 == 0


def _is_code(match: re.Match[str]) -> bool:
    if match["dash"] is not None or not match.group().isdigit():
        return False
    before = match.string[max(0, match.start() - _LABEL_REACH) : match.start()]
    if re.search(r"\d[.,]\Z", before):
        return True
    return before[-1:].isalpha() and _LABEL_BEFORE.search(before) is None
