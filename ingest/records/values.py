"""Values as people write them, read strictly: numbers, dates, yes and no, levels, forms, learners, lists.

Each function takes a field's value as the file has it and raises `ValueTrouble` with a reason, never guesses.
"""

import datetime
import re
from collections.abc import Mapping, Sequence

from ingest.dates import ImpossibleDateError, ImpreciseDateError, parse_date
from ingest.records.cells import parts_of, unquoted
from ingest.records.headings import plain, synonyms, words
from ingest.types import RawValue
from ingest.yamlmarks import plain as plain_value
from knowledge.types import Learner, Visibility

# A programme of three years has 180 ECTS and a whole long one 300; more is a misread thousands point.
MOST_ECTS = 300
HIGHEST_LEVEL = 5

_NUMBER = re.compile(r"[-−]?\d+(?:[.,  \u00a0\u202f]\d+)*")
_THOUSANDS = re.compile(r"\d{1,3}(?:([. \u00a0\u202f])\d{3})(?:\1\d{3})*(?:,\d+)?")
_ENGLISH = re.compile(r"\d{1,3}(?:,\d{3})+\.\d+")
_PLAIN = re.compile(r"\d+(?:[.,]\d+)?")
_ISO_DURATION = re.compile(r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?")


class ValueTrouble(Exception):  # noqa: N818 - not an error of its own: becomes a RecordError or a notice
    """Why a value cannot be used. `only_notice`: it is honest but not precise, so the record stands without it."""

    def __init__(self, reason: str, advice: str, *, only_notice: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.advice = advice
        self.only_notice = only_notice


def words_of(value: object) -> str:
    """Write a value as readable text: lists joined by `; `, named things by their name, numbers the Danish way."""
    if isinstance(value, RawValue):
        return words_of(value.value)
    if isinstance(value, Mapping):
        named = next((value[key] for key in value if plain(str(key)) in _NAME_KEYS), None)
        return words_of(
            named if named is not None else [item for key, item in value.items() if not str(key).startswith("@")]
        )
    if isinstance(value, list | tuple):
        return "; ".join(text for text in map(words_of, value) if text)
    if isinstance(value, bool):
        return "ja" if value else "nej"
    if isinstance(value, float):
        return f"{value:.10g}".replace(".", ",")
    if isinstance(value, datetime.datetime):
        return value.date().isoformat() if value.time() == datetime.time.min else value.isoformat(" ", "minutes")
    return "" if value is None else str(value).strip()


# What a mapping in JSON-LD or YAML is called, wherever it says it.
_NAME_KEYS = frozenset(map(plain, (
    "name", "navn", "titel", "label", "prefLabel", "targetName", "@value", "value", "audienceType", "educationalRole",
    "addressLocality",
)))  # fmt: skip


def number(value: object) -> float:
    """Read a number with decimal comma or thousands points: `12,5`, `2.395`, `2.395,00`; `7.5` is seven and a half."""
    if isinstance(value, Mapping):
        value = next((item for key, item in value.items() if plain(str(key)) == "value"), words_of(value))
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    found = _NUMBER.findall(words_of(value))
    if len(found) > 1:
        raise ValueTrouble("several_numbers", "write one number", only_notice=True)
    if not found:
        raise ValueTrouble("bad_number", "write one number, such as 10 or 7,5")
    return number_of(found[0])


def number_of(written: str) -> float:
    """Read the digits of one number."""
    written = written.replace("−", "-")
    digits = written.lstrip("-")
    if _THOUSANDS.fullmatch(digits):
        digits = re.sub(r"[^\d,]", "", digits).replace(",", ".")
    elif _ENGLISH.fullmatch(digits):
        digits = digits.replace(",", "")
    elif _PLAIN.fullmatch(digits):
        digits = digits.replace(",", ".")
    else:
        raise ValueTrouble("bad_number", "write it as 2395 or 2.395,00")
    return -float(digits) if written.startswith("-") else float(digits)


def ects(value: object) -> float:
    """Read ECTS points, above 0 and at most `MOST_ECTS`."""
    points = number(value)
    if not 0 <= points <= MOST_ECTS:
        raise ValueTrouble("bad_number", f"ECTS points lie between 0 and {MOST_ECTS}")
    return points


def competence_level(value: object) -> int:
    """Read a competence level, a whole number from 0 to 5."""
    level = number(value)
    if level not in range(HIGHEST_LEVEL + 1):
        raise ValueTrouble("bad_number", f"a competence level is a whole number from 0 to {HIGHEST_LEVEL}")
    return int(level)


def day(value: object) -> datetime.date:
    """Read one date; a month or words such as `løbende` is honest but no day."""
    try:
        return parse_date(value if isinstance(value, datetime.date) else words_of(value))
    except ImpossibleDateError as error:
        raise ValueTrouble("bad_date", "the calendar has no such day: write the right one") from error
    except ImpreciseDateError as error:
        raise ValueTrouble("imprecise_date", "write the day too", only_notice=True) from error
    except ValueError as error:
        if not any(sign.isdigit() for sign in words_of(value)):
            raise ValueTrouble("imprecise_date", "write a date", only_notice=True) from error
        raise ValueTrouble("bad_date", "write it as 2026-03-31 or 31-03-2026") from error


def flag(value: object) -> bool:
    """Read yes or no."""
    answer = synonyms("answers").get(plain(words_of(value)))
    if answer is None:
        raise ValueTrouble("bad_flag", "write ja or nej")
    return answer == "yes"


def visibility(value: object) -> Visibility:
    """Read who may see a record: offentlig or intern."""
    code = synonyms("visibilities").get(plain(words_of(value)))
    if code is None:
        raise ValueTrouble("bad_visibility", "write offentlig or intern")
    return Visibility(code)


def level(value: object) -> str:
    """Give the code of a level (`akademi`, `diplom`, ...), or the source's own word in lower case."""
    written = words_of(value)
    known = synonyms("levels")
    tokens = re.split(r"[\s(),/]+", written)
    return next((known[plain(one)] for one in (written, *tokens) if plain(one) in known), written.lower())


def form(value: object) -> str:
    """Give the code of a form (`physical`, `online`, `blended`, `on_request`), or the source's own word."""
    known = synonyms("forms")
    modes = [known[plain(one)] for one in listing(value) if plain(one) in known]
    if {"physical", "online"} <= set(modes):
        return "blended"
    written = words_of(value)
    if not modes:
        modes = [known[plain(one)] for one in re.split(r"[\s(),/+]+", written) if plain(one) in known]
    return modes[0] if modes and len(set(modes)) == 1 else "blended" if len(set(modes)) > 1 else written.lower()


def learner(value: object) -> Learner | None:
    """Tell who a target group is: the first group named; staff and managers together are nobody in particular."""
    known = synonyms("learners")
    named = [known[plain(word)] for word in re.findall(r"[^\W\d_]+", words_of(value)) if plain(word) in known]
    if not named or ({"employee", "manager"} <= set(named) and named[0] != "citizen"):
        return None
    return Learner(named[0])


def duration(value: object) -> str:
    """Give a duration as written; an ISO 8601 duration (`P3D`) in Danish words."""
    written = words_of(value)
    match = _ISO_DURATION.fullmatch(written)
    if match is None or not any(match.groups()):
        return written
    units: Sequence[tuple[str, str]] = [words()["durations"][key] for key in ("Y", "M", "W", "D", "H", "m")]
    parts = zip(match.groups(), units, strict=True)
    return " ".join(f"{count} {one if count == '1' else many}" for count, (one, many) in parts if count)


def listing(value: object) -> list[str]:
    """Split a list, or a cell with `;`, `|` or line breaks between its parts."""
    if isinstance(value, list | tuple):
        return [text for text in map(words_of, value) if text]
    return [unquoted(part) for part in parts_of(words_of(value))]


def references(value: object) -> list[str]:
    """Give the ids that a list names; a JSON-LD reference is its `@id`."""
    value = plain_value(value)
    items = value if isinstance(value, list | tuple) else [value] if isinstance(value, Mapping) else listing(value)
    named = (words_of(item.get("@id", item) if isinstance(item, Mapping) else item) for item in items)
    return [name for name in named if name]


def seats(value: object) -> int:
    """Read how many places there are, a whole number from 0."""
    found = number(value)
    if found < 0 or found != int(found):
        raise ValueTrouble("bad_number", "a number of places is a whole number from 0")
    return int(found)
