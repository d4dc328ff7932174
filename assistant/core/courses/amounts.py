"""Reads prices, ECTS points and durations out of a question."""

import re
from functools import cache

from assistant.core.courses.reading import Reading
from assistant.core.courses.words import any_of, number, number_pattern, words

# "Højst 5 deltagere" is no price; nobody pays less than this for a course.
LEAST_PRICE = 100
# Before an amount in kroner may stand a comma and a dash: "2.500,-".
_SIGN = r"(?:,-|,00)?"


def read_ects(reading: Reading) -> Reading:
    """Read "mindst 5 ECTS", "højst 10 ECTS", "5-10 ECTS", "10 ECTS"."""
    match = _amount(tuple(words()["ects"]["units"])).search(reading.rest)
    if match is None:
        return reading
    least, most = _bounds(match)
    return reading.take(match, min_ects=least, max_ects=most)


def read_days(reading: Reading) -> Reading:
    """Read how long a course may take: "højst to dage", "en dag", "endagskursus", "en halv dag"."""
    half = re.search(rf"(?:\b(?:en|et|a)\s+)?{any_of(words()['days']['half'])}", reading.rest, re.IGNORECASE)
    if half:
        return reading.take(half, max_days=0.5)
    for match in _days().finditer(reading.rest):
        if not re.search(rf"{any_of(words()['days']['not_after'])}\s+$", reading.rest[: match.start()], re.IGNORECASE):
            return reading.take(match, max_days=number(match["last"]))
    return reading


def read_price(reading: Reading) -> Reading:
    """Read "gratis", "under 3.000 kr.", "højst fem tusind", "2.000-3.000 kr.", "inkl. moms"."""
    table = words()["money"]
    if vat := re.search(any_of(table["with_vat"]), reading.rest, re.IGNORECASE):
        reading = reading.take(vat, with_vat=True)
    if vat := re.search(any_of(table["without_vat"]), reading.rest, re.IGNORECASE):
        reading = reading.take(vat)
    if free := re.search(any_of(table["free"]), reading.rest, re.IGNORECASE):
        return reading.take(free, max_price=0.0)
    if match := _amount(tuple(table["units"]), in_kroner=True).search(reading.rest):
        least, most = _bounds(match)
        bare = not match["bound"] and not match["first"]
        return reading.take(match, min_price=None if bare else least, max_price=most)
    bare_match = _bare_price().search(reading.rest)
    if bare_match and number(bare_match["last"]) >= LEAST_PRICE:
        return reading.take(bare_match, max_price=number(bare_match["last"]))
    return reading


def _bounds(match: re.Match[str]) -> tuple[float | None, float | None]:
    """The least and the most of an amount; both the same where it is bare."""
    last = number(match["last"])
    if match["first"]:
        return number(match["first"]), last
    bound = re.sub(r"\.?\s+", " ", (match["bound"] or "").lower()).strip(". ")
    table = words()["bounds"]
    if bound in table["most"]:
        return None, last
    return last, None if bound in table["least"] else last


@cache
def _amount(units: tuple[str, ...], in_kroner: bool = False) -> re.Pattern[str]:
    """Match an amount of some unit, with what bounds it, or the first of two."""
    table = words()["bounds"]
    bound = any_of((*table["most"], *table["least"]))
    pair = rf"(?:{any_of(table['between'])}\s+)?(?P<first>{number_pattern()})\s*(?:[-–]|{any_of(table['and'])})\s*"
    unit = rf"\s*{_SIGN}\s*(?:{any_of(units)}\.?{'|(?<=,-)' if in_kroner else ''})"
    currency = rf"(?:{any_of(units)}\.?\s*)?"
    return re.compile(
        rf"(?:{pair}|(?P<bound>{bound})\.?\s+{currency})?(?P<last>{number_pattern()}){unit}", re.IGNORECASE
    )


@cache
def _bare_price() -> re.Pattern[str]:
    """Match an amount without a unit after what bounds it: "maksimalt 5.500"."""
    bound = any_of(words()["bounds"]["most"])
    units = any_of(words()["money"]["units"])
    return re.compile(rf"{bound}\.?\s+(?:{units}\.?\s*)?(?P<last>{number_pattern()}){_SIGN}", re.IGNORECASE)


@cache
def _days() -> re.Pattern[str]:
    table = words()
    bound = any_of(table["bounds"]["most"])
    named = "|".join(sorted(map(re.escape, table["numbers"]["words"]), key=len, reverse=True))
    units = "|".join(sorted(map(re.escape, table["days"]["units"]), key=len, reverse=True))
    return re.compile(
        rf"(?:{bound}\.?\s+)?(?<!\w)(?P<last>\d+(?:,5)?|{named})[\s-]*(?:{units})(?:(?!\w)|(?=kursus|kurser))",
        re.IGNORECASE,
    )
