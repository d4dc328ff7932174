"""Readable ids made of names."""

import re
import unicodedata
from functools import lru_cache

_LETTERS = (("æ", "ae"), ("ø", "oe"), ("å", "aa"))


# The names of all competences and courses of a large municipality.
_KEPT = 20_000


@lru_cache(_KEPT)
def slug(text: str) -> str:
    """Make a readable id of lower-case letters, digits and hyphens: `Årsrapport 2018.pdf` -> `aarsrapport-2018-pdf`."""
    text = unicodedata.normalize("NFC", text).casefold()
    for letter, typed in _LETTERS:
        text = text.replace(letter, typed)
    ascii_text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", ascii_text).strip("-")
