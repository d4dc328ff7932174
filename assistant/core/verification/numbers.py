"""Finds quantities written in digits or words, Danish or English, as exact values with unit and bound."""

import re
from dataclasses import dataclass, replace
from fractions import Fraction

from assistant.core.types import Language
from assistant.core.verification.number_words import find_words
from assistant.core.verification.vocabulary import number_words, units

_DIGITS = re.compile(
    r"(?<!\w)(?<!\d[.,])(?P<whole>\d{1,3}(?:[., ']\d{3})+(?![\d])(?:[.,]\d+)?|\d+(?:[.,]\d+)?)?(?P<half>[½¼¾])?"
    r"(?:'?(?:st|nd|rd|th|erne|ere|er))?(?!(?!(?:mio|mia|bn|m)\b)\w)"
)
_VULGAR = {"½": Fraction(1, 2), "¼": Fraction(1, 4), "¾": Fraction(3, 4)}
_GROUPED = re.compile(r"\d{1,3}(?:[. ']\d{3})+(?:,\d+)?")
_GROUPED_ENGLISH = re.compile(r"\d{1,3}(?:[, ']\d{3})+(?:\.\d+)?")
_SCALE = re.compile(r"[ -]?(?P<scale>[^\W\d_]+)\b\.?")
# "4.950,-" is a price, with or without "kr." behind.
_PRICE = re.compile(r",-+(?!\w)")
_UNIT = re.compile(r"[ -]?(?P<unit>%-point|%|€|\$|per cent|percentage points?|[^\W\d_]+)")
_UNIT_BEFORE = re.compile(r"(?P<unit>[^\W\d_]+|[€$])\.? ?$")
_CURRENCIES = (" dkk", " kr.", " kr", " eur", " €")
_RANGE = re.compile(r" ?(?:-|til|to|og|and|eller|or) ?")
_OUT_OF = re.compile(r" (?:ud af|out of|in every|af) ")
_OR_MORE = re.compile(r"[^.,;]{0,20}? (?:eller mere|eller flere|og derover|or more|and over)\b")
# "10 out of 9" is no share.
_WHOLE = 100


@dataclass(frozen=True, slots=True)
class Quantity:
    """An amount: `values` holds more than one where a separator can be read in two ways, `parts` those of a share."""

    values: frozenset[Fraction]
    start: int
    end: int
    unit: str | None = None
    bound: str | None = None
    parts: tuple[Fraction, ...] = ()
    written: str = ""

    def is_borne_out_by(self, other: "Quantity") -> bool:
        """Tell whether the other amount is this one, in the same unit or one it is made of, with the same bound."""
        if self.unit != other.unit and self.unit in units().time and other.unit in units().time:
            return self.bound == other.bound and bool(_in_smaller_units(self) & _in_smaller_units(other))
        if not (self.values & other.values):
            return not self.unit and bool(self.values & frozenset(other.parts))
        if self.bound != other.bound:
            return False
        strict = units().strict
        if self.unit in strict or other.unit in strict:
            return self.unit == other.unit
        return self.unit is None or other.unit is None or self.unit == other.unit


def _in_smaller_units(quantity: Quantity) -> set[tuple[Fraction, str]]:
    """Give an amount of time in its own unit and in the one that is made of."""
    unit = quantity.unit or ""
    smaller, count = units().larger.get(unit, (unit, 1))
    return {(value, unit) for value in quantity.values} | {(value * count, smaller) for value in quantity.values}


def find_quantities(text: str, language: Language) -> list[Quantity]:
    """Find the quantities of a normalised text without its dates, in order."""
    digits = [
        _in_digits(match, language) for match in _DIGITS.finditer(text) if match.group("whole") or match.group("half")
    ]
    words = [
        Quantity(frozenset({found.value}), found.start, found.end, found.unit, parts=found.parts)
        for found in find_words(text, language)
    ]
    found: list[Quantity] = []
    for quantity in sorted([*digits, *words], key=lambda each: each.start):
        found.append(_complete(text, quantity, language, found[-1].end if found else 0))
    return _join(text, found)


def _in_digits(match: re.Match[str], language: Language) -> Quantity:
    """Read digits with their separators."""
    half = _VULGAR.get(match.group("half") or "", Fraction(0))
    whole = match.group("whole")
    values = {Fraction(0)} if not whole else _readings(whole, language)
    return Quantity(frozenset(value + half for value in values), match.start(), match.end())


def _readings(written: str, language: Language) -> set[Fraction]:
    """Read a number as the language writes it; English text about Denmark may use either way."""
    readings = set()
    if language == "da" or _GROUPED.fullmatch(written):
        grouped = _GROUPED.fullmatch(written) is not None
        plain = re.sub("[. ']", "", written).replace(",", ".") if grouped else written.replace(",", ".")
        readings.add(Fraction(plain) if plain.count(".") < 2 else Fraction(written.replace(",", "").replace(".", "")))
    if language == "en":
        grouped = _GROUPED_ENGLISH.fullmatch(written) is not None
        plain = re.sub("[, ']", "", written) if grouped else written.replace(",", ".")
        if plain.count(".") <= 1:
            readings.add(Fraction(plain))
    return readings


def _complete(text: str, quantity: Quantity, language: Language, floor: int) -> Quantity:
    """Add the scale, unit and bound around an amount; what stands before `floor` belongs to the amount before."""
    scale = _SCALE.match(text, quantity.end)
    factor = number_words(language).scales.get(scale.group("scale").lower()) if scale and not quantity.unit else None
    if scale is not None and factor is not None:
        quantity = replace(quantity, values=frozenset(value * factor for value in quantity.values), end=scale.end())
    unit, end = (quantity.unit, quantity.end) if quantity.unit else _unit(text, quantity)
    bound = _bound(text[floor : quantity.start], language)
    if language == "en" and unit in units().time and re.search(r"\bover $", text[: quantity.start], re.IGNORECASE):
        # "over two years" says how long something took.
        bound = None
    if _OR_MORE.match(text, end):
        bound = "at_least"
    return replace(quantity, unit=unit, end=end, bound=bound, written=text[quantity.start : end].strip())


def _unit(text: str, quantity: Quantity) -> tuple[str | None, int]:
    """Find the unit after an amount, or a currency before it."""
    known = units()
    price = _PRICE.match(text, quantity.end)
    after = _UNIT.match(text, price.end() if price else quantity.end)
    if after is not None:
        word = after.group("unit").lower()
        ending = next((unit for tail, unit in known.ending.items() if word.endswith(tail)), None)
        unit = known.exact.get(word) or ending
        if unit is not None:
            return unit, after.end()
    if price is not None:
        return "krone", price.end()
    before = _UNIT_BEFORE.search(text, 0, quantity.start)
    unit = known.exact.get(before.group("unit").lower()) if before is not None else None
    return (unit if unit in known.strict and unit != "percent" else None), quantity.end


def _bound(before: str, language: Language) -> str | None:
    """Find a bound right before an amount ("mindst 54"), or with its verb between ("kan højst have tre")."""
    before = before.lower().removesuffix(" ")
    for currency in _CURRENCIES:
        before = before.removesuffix(currency)
    for softener in (" ca.", " omkring", " cirka", " about"):
        before = before.removesuffix(softener)
    found = [phrase for phrase in number_words(language).bounds if re.search(rf"\b{phrase}$", before)]
    if not found:
        found = [phrase for phrase in number_words(language).apart if re.search(rf"\b{phrase} \w+(?: \w+)?$", before)]
    return number_words(language).bounds[max(found, key=len)] if found else None


def _join(text: str, found: list[Quantity]) -> list[Quantity]:
    """Give the first number of a range the unit of the second, and read "N out of M" as a share as well."""
    joined: list[Quantity] = []
    for place, quantity in enumerate(found):
        following = found[place + 1] if place + 1 < len(found) else None
        between = text[quantity.end : following.start] if following is not None else ""
        if following is not None and quantity.unit is None and _RANGE.fullmatch(between) and following.unit:
            quantity = replace(quantity, unit=following.unit)
        joined.append(quantity)
        if following is not None and _OUT_OF.fullmatch(between):
            joined += _share(quantity, following)
    return joined


def _share(part: Quantity, whole: Quantity) -> list[Quantity]:
    """Read two amounts as a share in per cent, where it is one."""
    first, second = min(part.values), min(whole.values)
    if part.unit or not 0 < first <= second:
        return []
    written = f"{part.written} / {whole.written}"
    return [
        Quantity(
            frozenset({first / second * _WHOLE}), part.start, whole.end, "percent", part.bound, (first, second), written
        )
    ]
