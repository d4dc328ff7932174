"""Reads numbers written in words: cardinals and compounds, scales, fractions, ordinals."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from assistant.core.types import Language
from assistant.core.verification.vocabulary import NumberWords, number_words, units

_WORD = re.compile(r"[^\W\d_]+")
_TENS = re.compile(r"(?P<ones>\w+?)og(?P<tens>\w+)")
# "en halv million", "half a million"; before anything else half is a share or a measure.
_HALF_A = frozenset({("en", "halv"), ("half", "a")})
# "to og en halv time", "one and a half hours"
_AND_A_HALF = frozenset({("og", "en", "halv"), ("og", "et", "halvt"), ("and", "a", "half")})
# A share in words is compared with per cents.
_WHOLE = 100
_HUNDRED = 100
_HALVES = 2
_LAST_OF_TENS = 20


@dataclass(frozen=True, slots=True)
class WordNumber:
    """A number in words at `start:end`; a fraction is a share in per cent."""

    value: Fraction
    start: int = 0
    end: int = 0
    unit: str | None = None
    parts: tuple[Fraction, ...] = ()


def find_words(text: str, language: Language) -> list[WordNumber]:
    """Find the numbers in words of a text, in order."""
    known = number_words(language)
    tokens = list(_WORD.finditer(text))
    words = [token.group().lower() for token in tokens]
    found: list[WordNumber] = []
    place = 0
    while place < len(words):
        number, used = _number(words, place, known)
        if number is not None:
            found.append(replace(number, start=tokens[place].start(), end=tokens[place + used - 1].end()))
        place += used
    return [number for number in found if not _follows_digits(text, number)]


def _number(words: Sequence[str], place: int, known: NumberWords) -> tuple[WordNumber | None, int]:
    """Read one number from `words[place:]`, without its offsets, and how many words it takes."""
    if _is_every_other(words, place, known):
        return WordNumber(Fraction(_HALVES)), 2
    share, used = _share(words, place, known)
    if share:
        return WordNumber(Fraction(_WHOLE, share), unit="percent", parts=(Fraction(1), Fraction(share))), used
    value, unit, used = _read(words, place, known)
    if words[place] in known.articles and tuple(words[place + 2 : place + 5]) in _AND_A_HALF:
        unit = units().exact.get(words[place + 1])
        if unit in units().time:
            return WordNumber(Fraction(3, 2), unit=unit), 5
    if words[place] in known.articles and tuple(words[place + 1 : place + 4]) in _AND_A_HALF:
        value, unit, used = Fraction(1), None, 1
    if value is None:
        return None, 1
    if unit is None and tuple(words[place + used : place + used + 3]) in _AND_A_HALF:
        value, used = value + Fraction(1, 2), used + 3
    return WordNumber(value, unit=unit), used


def _is_every_other(words: Sequence[str], place: int, known: NumberWords) -> bool:
    """Tell whether something happens every two of a unit of time ("hver anden uge")."""
    opener, following, unit = [*words[place : place + 3], "", ""][:3]
    return opener in known.share_openers and following in known.seconds and units().is_time(unit)


def _share(words: Sequence[str], place: int, known: NumberWords) -> tuple[int, int]:
    """Read "hver femte" or "one in five" as the number of parts and of words; (0, 1) where none is written."""
    word, following, after, later = [*words[place : place + 4], "", "", "", ""][:4]
    if word in known.share_openers and not units().is_time(after):
        of = _HALVES if following in known.seconds else known.ordinals.get(following, 0)
        return (of, 2) if of else (0, 1)
    if word in known.articles and following == "in" and not units().is_time(later):
        of = known.cardinals.get(after, 0)
        return (of, 3) if of > 1 else (0, 1)
    return 0, 1


def _follows_digits(text: str, number: WordNumber) -> bool:
    """Tell whether the word is the scale of a number in digits before it."""
    return bool(re.search(r"\d[ -]?$", text[: number.start]))


def _read(words: Sequence[str], place: int, known: NumberWords) -> tuple[Fraction | None, str | None, int]:
    """Read one number from `words[place:]`: its value, its unit, how many words it takes."""
    word = words[place]
    following = words[place + 1] if place + 1 < len(words) else ""
    if word in known.halves and following not in known.scales:
        return known.halves[word], None, 1
    if tuple(words[place : place + 2]) in _HALF_A and words[place + 2 : place + 3] and words[place + 2] in known.scales:
        return Fraction(known.scales[words[place + 2]], 2), None, 3
    if word in known.bare:
        return Fraction(_WHOLE, known.fractions[word]), "percent", 1
    count, used = _count(words, place, known)
    after = words[place + used] if place + used < len(words) else ""
    if count is not None and after in known.fractions:
        return Fraction(count) / known.fractions[after] * _WHOLE, "percent", used + 1
    if count is None or (
        used == 1 and word in known.articles and word not in known.cardinals and not _out_of(words, place)
    ):
        return (Fraction(known.ordinals[word]), None, 1) if word in known.ordinals else (None, None, 1)
    return Fraction(count), None, used


def _out_of(words: Sequence[str], place: int) -> bool:
    """Tell whether "out of" follows an article ("en ud af ti")."""
    return tuple(words[place + 1 : place + 3]) in {("ud", "af"), ("out", "of")}


def _count(words: Sequence[str], place: int, known: NumberWords) -> tuple[Fraction | None, int]:
    """Read the longest cardinal from `words[place:]`; an article alone is read as one."""
    total, current, used = Fraction(0), None, 0
    while place + used < len(words):
        word = words[place + used]
        if word in {"og", "and"} and current is not None and _adds(words, place + used + 1, current, known):
            used += 1
            continue
        value = _joined(word, known) if current else _opening(word, known)
        scale = known.scales.get(word)
        if value is not None and (current is None or _adds(words, place + used, current, known)):
            current = (current or Fraction(0)) + value
        elif scale is not None:
            current = (current or Fraction(1)) * scale
            if scale > _HUNDRED:
                total, current = total + current, Fraction(0)
        else:
            break
        used += 1
    return (total + (current or 0), used) if used else (None, 1)


def _adds(words: Sequence[str], place: int, current: Fraction, known: NumberWords) -> bool:
    """Tell whether the word at `place` adds to a number begun: twenty one, hundred and five, tusind tre hundrede."""
    value = _joined(words[place], known) if place < len(words) else None
    if value is None:
        return False
    if current == 0 or (current >= _HUNDRED and current % _HUNDRED == 0):
        return True
    return current % 10 == 0 and current % _HUNDRED >= _LAST_OF_TENS and value < 10


def _opening(word: str, known: NumberWords) -> Fraction | None:
    """Read a word that begins a number; an article counts as one."""
    if word in known.articles:
        return Fraction(1)
    return _simple(word, known) or known.halves.get(word)


def _joined(word: str, known: NumberWords) -> Fraction | None:
    """Read a word inside a number, where "one" is a number too."""
    return Fraction(known.joined[word]) if word in known.joined else _simple(word, known)


def _simple(word: str, known: NumberWords) -> Fraction | None:
    """Read one word: fem, femogtredive."""
    if word in known.cardinals:
        return Fraction(known.cardinals[word])
    compound = _TENS.fullmatch(word)
    if compound is None:
        return None
    ones = known.joined.get(compound.group("ones"), known.cardinals.get(compound.group("ones")))
    tens = known.cardinals.get(compound.group("tens"))
    return None if ones is None or tens is None or tens < _LAST_OF_TENS else Fraction(ones + tens)
