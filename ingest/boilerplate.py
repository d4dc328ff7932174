"""Telling what belongs to a page (menus, bylines, addresses, links) from what the page says.

Boilerplate stays in the stored text and out of passages. The patterns are data: `boilerplate.toml`.
"""

import functools
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

from ingest.dates import WrittenDate, find_dates, is_period

# A line that dates a document is short: label, name, date and time.
_LONGEST_DATE_LINE = 90

# Eight names with a date and what they do are no longer than this; a longer line is a paragraph.
_LONGEST_BYLINE = 300

# Names in a byline: `Af Mia Dalby Larsen`.
_NAME = r"[A-ZÆØÅÉ][\w.’'-]*"
_BYLINE = re.compile(
    rf"(?:Af|Skrevet af|Tekst|Tekst og foto|By):? {_NAME}(?: (?:og |and |& )?{_NAME}){{1,7}}(?:,.{{0,60}})?"
)
# Four digits and a town; 1990 to 2029 are years far more often, but for 2000 Frederiksberg.
_POSTCODE = re.compile(r"\b(?:DK-?)?(?!199\d|20[0-2]\d)\d{4} [A-ZÆØÅ][\wæøåé]+|\b2000 Frederiksberg\b")
_PHONE_OR_MAIL = re.compile(r"\b(?:tlf|telefon|tel|cvr|ean)\b|\+45|\S@\S+\.\w|www\.", re.IGNORECASE)
_STREET = re.compile(r"[A-ZÆØÅ][\wæøåé.]*(?: [\wæøåé.]+)* \d{1,4} ?[A-ZÆØÅ]?\b")
_SEPARATOR = re.compile(r"\s+[•·|⋅∙/–-]\s+|\s*[|•]\s*")
_CLOCK = re.compile(r"\b\d{1,2}[:.]\d\d\b")
_WORD = re.compile(r"[^\W\d_]+")

# An address has at least street, postcode and one more part when it is written on one line.
_ADDRESS_PARTS = 3

# Words of an address line: more is a paragraph that mentions an address.
_LONGEST_ADDRESS = 40


@dataclass(frozen=True, slots=True)
class Patterns:
    """The compiled patterns of `boilerplate.toml`."""

    lines: re.Pattern[str]
    link_lists: re.Pattern[str]
    date_labels: frozenset[str]
    change_labels: frozenset[str]
    section_names: frozenset[str]


@functools.cache
def patterns() -> Patterns:
    """Read `boilerplate.toml` once."""
    data = tomllib.loads(Path(__file__).with_name("boilerplate.toml").read_text(encoding="utf-8"))

    def any_of(expressions: list[str]) -> re.Pattern[str]:
        return re.compile("(?:" + "|".join(expressions) + r")[\s.]*", re.IGNORECASE)

    return Patterns(
        any_of(data["lines"]),
        any_of(data["link_lists"]),
        frozenset(data["date_labels"]),
        frozenset(data["change_labels"]),
        frozenset(data["section_names"]),
    )


def is_boilerplate(line: str) -> bool:
    """Tell whether a line belongs to the page wherever it stands: menu, sharing, cookies, download, address, ruler."""
    line = " ".join(line.split())
    if not any(character.isalnum() for character in line):
        return True
    return patterns().lines.fullmatch(line) is not None or is_address(line)


def opens_link_list(line: str) -> bool:
    """Tell whether a line opens a list of links to other pages (`Mest læste`, `Læs også`)."""
    return patterns().link_lists.fullmatch(" ".join(line.split())) is not None


def is_address(line: str) -> bool:
    """Tell whether a line is an organisation's address: a postcode, with street and telephone or mail, in parts."""
    if len(line.split()) > _LONGEST_ADDRESS or not _POSTCODE.search(line):
        return False
    parts = [part for part in _SEPARATOR.split(line) if part]
    if len(parts) >= _ADDRESS_PARTS:
        return bool(_STREET.search(line) or _PHONE_OR_MAIL.search(line))
    return bool(_STREET.match(line) or _POSTCODE.match(line)) and not line.endswith((".", "?", "!"))


def address_owner(line: str) -> str | None:
    """Give the organisation that an address line names first (`DISCUS A/S • Nørre Allé 70 …`), or None."""
    if not is_address(" ".join(line.split())):
        return None
    parts = [part for part in _SEPARATOR.split(line.strip()) if part]
    owner = parts[0].strip(" ,")
    is_name = len(parts) >= _ADDRESS_PARTS and not any(c.isdigit() for c in owner) and "@" not in owner
    return owner if is_name and owner[:1].isupper() and not _PHONE_OR_MAIL.search(owner) else None


def is_byline(line: str) -> bool:
    """Tell whether a line names who wrote the text, with or without a date behind the names."""
    line = line.strip()
    if len(line) > _LONGEST_BYLINE:
        return False
    for found in reversed(find_dates(line)):
        line = line[: found.start] + line[found.end :]
    line = _CLOCK.sub("", line).strip(" ,|/·•-")
    return _BYLINE.fullmatch(line) is not None


def dates_of_line(line: str) -> list[WrittenDate]:
    """Give the dates of a line that only dates the document (`NYHED / 30-06-2016`); none for prose and periods."""
    line = line.strip()
    found = find_dates(line) if len(line) <= _LONGEST_DATE_LINE else []
    if not found:
        return []
    rest = line
    for one in reversed(found):
        rest = rest[: one.start] + " " + rest[one.end :]
    rest = _CLOCK.sub(" ", rest)
    if is_byline(line):
        return found
    if any(character.isdigit() for character in rest):
        return []
    words = {word.lower() for word in _WORD.findall(rest)}
    strangers = words - patterns().date_labels
    is_kicker = len(strangers) <= 2 and re.match(r"[^\W\d_]+(?: [^\W\d_]+)?\s*[/|·•,]", rest) is not None
    return found if not strangers or is_kicker else []


def says_changed(line: str) -> bool:
    """Tell whether a date line says when the text was last changed rather than when it came out."""
    return any(word.lower() in patterns().change_labels for word in _WORD.findall(line))


def is_period_line(line: str) -> bool:
    """Tell whether a line is a month or a year alone, which dates a text too loosely to use."""
    return is_period(line)
