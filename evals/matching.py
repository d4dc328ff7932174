"""Whether a text shows an expected fact, whatever its spaces, dashes, capitals and quotation marks.

An alternative is found as whole words; an asterisk at its end lets the last word go on (`jobkonsulent*` finds
`jobkonsulenterne`). A number is not found inside a longer number (`16` is not in `2016`, nor `10` in `10.000`).
"""

import re
import unicodedata
from collections.abc import Iterable

_SAME = str.maketrans({**dict.fromkeys("‐‑‒–—−", "-"), **dict.fromkeys("“”„«»’‘´`", "'"), '"': "'", "\u00ad": None})
_SPACE = re.compile(r"\s+")
_SPACE_BEFORE_PER_CENT = re.compile(r"\s+(?=%)")


def normalise(text: str) -> str:
    """The text in one form: NFC, lower case, one kind of space, dash and quotation mark, `54 %` as `54%`."""
    folded = unicodedata.normalize("NFC", text).translate(_SAME).casefold()
    return _SPACE_BEFORE_PER_CENT.sub("", _SPACE.sub(" ", folded)).strip()


def shows(text: str, alternatives: Iterable[str]) -> bool:
    """Whether any of the alternatives of a fact stands in the text."""
    normalised = normalise(text)
    return any(_pattern(alternative).search(normalised) for alternative in alternatives)


def _pattern(alternative: str) -> re.Pattern[str]:
    wanted = normalise(alternative)
    stem = wanted.removesuffix("*")
    before = r"(?<![\w])(?<!\d[.,])" if stem[:1].isdigit() else r"(?<!\w)"
    after = "" if stem != wanted else r"(?!\w)(?![.,]\d)" if stem[-1:].isdigit() else r"(?!\w)"
    return re.compile(before + re.escape(stem) + after)
