"""Brings typography to one form (NFC, quotes, dashes, white space), with the way back to the original offsets."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_SINGLE = {
    **dict.fromkeys("“”„‟«»″〝〞＂", '"'),
    **dict.fromkeys("‘’‚‛‹›′`´", "'"),
    **dict.fromkeys("‐‑‒–—―−﹣－", "-"),
    "…": "...",
    "ﬀ": "ff",
    "ﬁ": "fi",
    "ﬂ": "fl",
    "ﬃ": "ffi",
    "ﬄ": "ffl",
}
# Soft hyphens, zero-width signs and byte order marks show nothing.
_INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
# A base character with its combining marks is one unit of NFC; Hangul and other exotica keep their code points.
_CLUSTER = re.compile(rf"[{_INVISIBLE}]+|\s+|\S[\u0300-\u036f]*")
# Those clusters that one form changes; the letters of Latin script stand for themselves.
_CHANGING = re.compile(
    rf"\s+|[{_INVISIBLE}]+|[^ -~¡-ʯ][\u0300-\u036f]*|[ -~¡-ʯ][\u0300-\u036f]+|[`´«»]",
)
# Texts are asked about again and again within one answer, claims once.
_CACHED_TEXTS = 64


@dataclass(frozen=True, slots=True)
class Normalised:
    """A text in one typographic form; `starts[i]:ends[i]` is where character i comes from in the original."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Give the original offsets of a stretch that is not empty."""
        return self.starts[start], self.ends[end - 1]


@lru_cache(maxsize=_CACHED_TEXTS)
def normalise_with_offsets(text: str) -> Normalised:
    """Normalise a text and keep where each character comes from."""
    parts: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for cluster in _CLUSTER.finditer(text):
        written = _rewrite(cluster.group())
        if not written:
            # What shows nothing parts no spaces.
            continue
        if written == " " and parts and parts[-1] == " ":
            ends[-1] = cluster.end()
            continue
        parts.append(written)
        starts += [cluster.start()] * len(written)
        ends += [cluster.end()] * len(written)
    return Normalised("".join(parts), tuple(starts), tuple(ends))


def normalise(text: str) -> str:
    """Bring a text to one typographic form, without white space at its ends."""
    return re.sub(" +", " ", _CHANGING.sub(lambda found: _rewrite(found.group()), text)).strip()


def _rewrite(cluster: str) -> str:
    if cluster.isspace():
        return " "
    if cluster[0] in _INVISIBLE:
        return ""
    return _SINGLE.get(cluster) or unicodedata.normalize("NFC", cluster)
