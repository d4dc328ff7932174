"""List numbering of Word documents: which paragraphs are items, at what depth, under which number."""

from collections import defaultdict
from typing import Any

from ingest.markup import item_marker

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

# Number formats that are shown as something other than a number.
_UNNUMBERED = frozenset({"bullet", "none"})

# The deepest style that Word's own list styles name (`List Bullet 5`).
_DEEPEST_STYLE = 9


class Numbering:
    """Follows the numbered paragraphs of a document in their order and counts as Word does."""

    def __init__(self, document: Any) -> None:
        self._formats = _formats(document)
        self._styles = document.styles.element
        self._style_numbering: dict[str, tuple[str, int] | None] = {}
        self._counters: dict[tuple[str, int], int] = defaultdict(int)

    def item(self, paragraph: Any, style_id: str | None, style_name: str) -> tuple[int, str] | None:
        """Give depth from 1 and marker of a paragraph that is a list item, else None."""
        found = _numbering_of(paragraph.find(f"{_WORD}pPr")) or self._of_style(style_id)
        if found is None:
            return _by_style_name(style_name)
        number_id, level = found
        if number_id == "0":
            return None
        kind = self._formats.get((number_id, level), "bullet")
        if kind in _UNNUMBERED:
            return level + 1, item_marker(None)
        for other_id, other_level in list(self._counters):
            if other_id == number_id and other_level > level:
                del self._counters[other_id, other_level]
        self._counters[number_id, level] += 1
        return level + 1, item_marker(self._counters[number_id, level])

    def _of_style(self, style_id: str | None) -> tuple[str, int] | None:
        if style_id is None:
            return None
        if style_id not in self._style_numbering:
            self._style_numbering[style_id] = None
            for style in self._styles.iter(f"{_WORD}style"):
                if style.get(f"{_WORD}styleId") == style_id:
                    based = style.find(f"{_WORD}basedOn")
                    own = _numbering_of(style.find(f"{_WORD}pPr"))
                    parent = based.get(f"{_WORD}val") if based is not None else None
                    self._style_numbering[style_id] = own or self._of_style(parent)
        return self._style_numbering[style_id]


def _by_style_name(name: str) -> tuple[int, str] | None:
    """Take `List Bullet 2` at its word where the document defines no numbering for it."""
    words = name.lower().split()
    if words[:2] not in (["list", "bullet"], ["opstilling", "-"]):
        return None
    depth = int(words[-1]) if words[-1].isdigit() else 1
    return min(depth, _DEEPEST_STYLE), item_marker(None)


def _numbering_of(properties: Any) -> tuple[str, int] | None:
    numbering = properties.find(f"{_WORD}numPr") if properties is not None else None
    if numbering is None:
        return None
    number_id, level = numbering.find(f"{_WORD}numId"), numbering.find(f"{_WORD}ilvl")
    if number_id is None:
        return None
    return str(number_id.get(f"{_WORD}val")), int(level.get(f"{_WORD}val")) if level is not None else 0


def _formats(document: Any) -> dict[tuple[str, int], str]:
    """Map each number id and level to how Word shows it: `bullet`, `decimal`, ..."""
    part = next((r.target_part for r in document.part.rels.values() if r.reltype.endswith("/numbering")), None)
    if part is None:
        return {}
    root = part.element
    abstract = {
        definition.get(f"{_WORD}abstractNumId"): {
            int(level.get(f"{_WORD}ilvl")): level.find(f"{_WORD}numFmt") for level in definition.iter(f"{_WORD}lvl")
        }
        for definition in root.iter(f"{_WORD}abstractNum")
    }
    formats: dict[tuple[str, int], str] = {}
    for number in root.iter(f"{_WORD}num"):
        reference = number.find(f"{_WORD}abstractNumId")
        levels = abstract.get(reference.get(f"{_WORD}val"), {}) if reference is not None else {}
        for level, shown in levels.items():
            if shown is not None:
                formats[str(number.get(f"{_WORD}numId")), level] = str(shown.get(f"{_WORD}val"))
    return formats
