"""Reads a claim or a piece of evidence into the facts that are compared."""

import re
from dataclasses import dataclass
from functools import lru_cache

from assistant.core.types import Language
from assistant.core.verification.clauses import Clause, read_clauses
from assistant.core.verification.dates import Date, find_dates, without_dates
from assistant.core.verification.normalise import normalise
from assistant.core.verification.numbers import Quantity, find_quantities

# The claims of an answer rest on the same few quotations and titles.
_KEPT_READINGS = 256
_CLOCK = re.compile(r"(?<![\d:])(\d{1,2}):(\d\d)(?![\d:])")


@dataclass(frozen=True, slots=True)
class Reading:
    """A normalised text and the facts in it, each with its place."""

    text: str
    dates: tuple[Date, ...]
    quantities: tuple[Quantity, ...]
    clauses: tuple[Clause, ...]
    about: frozenset[str] = frozenset()
    """Stems that the source's title and headings have and those of other sources cited beside it have not."""


@lru_cache(maxsize=_KEPT_READINGS)
def read(text: str, language: Language) -> Reading:
    """Read the facts of a text; line ends part its clauses."""
    plain = "\n".join(line for line in map(normalise, text.splitlines()) if line)
    return read_normalised(plain, language)


def read_normalised(text: str, language: Language) -> Reading:
    """Read the facts of a text that is normalised already; the time of day is written in one way."""
    text = _CLOCK.sub(r"\1.\2", text)
    dates = find_dates(text, language)
    rest = without_dates(text, dates)
    return Reading(text, tuple(dates), tuple(find_quantities(rest, language)), tuple(read_clauses(rest, language)))
