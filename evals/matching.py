"""Whether a text shows an expected fact, whatever its spaces, dashes, capitals and quotation marks.

An alternative is found as whole words; an asterisk at its end lets the last word go on (`jobkonsulent*` finds
`jobkonsulenterne`). A number is not found inside a longer number or a date (`16` is not in `2016` or `16/05/2018`,
nor `10` in `10.000`).
"""

import re
import unicodedata
from collections.abc import Iterable

from assistant.core.types import Answer

_SAME = str.maketrans({**dict.fromkeys("‐‑‒–—−", "-"), **dict.fromkeys("“”„«»’‘´`", "'"), '"': "'", "\u00ad": None})
_SPACE = re.compile(r"\s+")
_SPACE_BEFORE_PER_CENT = re.compile(r"\s+(?=%)")
_CITATION_MARK = re.compile(r"\[\d+\]")
_ITEM_NUMBER = re.compile(r"^\s*\d+[.)]\s", re.MULTILINE)


def normalise(text: str) -> str:
    """The text in one form: NFC, lower case, one kind of space, dash and quotation mark, `54 %` as `54%`."""
    folded = unicodedata.normalize("NFC", text).translate(_SAME).casefold()
    return _SPACE_BEFORE_PER_CENT.sub("", _SPACE.sub(" ", folded)).strip()


def shows(text: str, alternatives: Iterable[str]) -> bool:
    """Whether any of the alternatives of a fact stands in the text."""
    normalised = normalise(text)
    return any(_pattern(alternative).search(normalised) for alternative in alternatives)


def shown_text(answer: Answer) -> str:
    """All that a reader sees of an answer's substance: its text, quotations, their dates, and suggested courses.

    Titles and publishers are left out: a source that is merely named has not been made to answer, nor has one that an
    abstention names as the nearest. Citation marks and the numbers of list items are taken away: they are not what is
    said.
    """
    text = _CITATION_MARK.sub(" ", answer.text)
    for near in answer.nearest:
        text = text.replace(near.title, " ")
    parts = [text]
    for citation in answer.citations:
        parts += [citation.quote, citation.date.isoformat() if citation.date else ""]
    for course in answer.courses:
        parts += [course.title, course.provider or "", course.reason]
    return without_item_numbers("\n".join(parts))


def without_item_numbers(text: str) -> str:
    """A text without the numbers of its list items, which answers are compared without."""
    return _ITEM_NUMBER.sub("", text)


def _pattern(alternative: str) -> re.Pattern[str]:
    wanted = normalise(alternative)
    stem = wanted.removesuffix("*")
    before = r"(?<!\w)(?<!\d[.,/-])" if stem[:1].isdigit() else r"(?<!\w)"
    after = "" if stem != wanted else r"(?!\w)(?![.,/-]\d)" if stem[-1:].isdigit() else r"(?!\w)"
    return re.compile(before + re.escape(stem) + after)
