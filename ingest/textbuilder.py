"""Building a text block by block, each block keeping its place in it."""

from ingest.encoding import normalise
from ingest.types import Block, BlockKind

# List items and table rows follow each other line by line; all else has an empty line between.
_CLOSE = frozenset({BlockKind.LIST_ITEM, BlockKind.TABLE_ROW})


class TextBuilder:
    """Collects blocks in reading order and gives the text with offsets in code points."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._blocks: list[Block] = []
        self._length = 0

    def add(self, kind: BlockKind, text: str, level: int = 1, page: int | None = None) -> None:
        """Append a block; what holds no visible letter is left out."""
        text = normalise(text).strip()
        if not text:
            return
        separator = self._separator(kind)
        start = self._length + len(separator)
        self._parts += [separator, text]
        self._length = start + len(text)
        self._blocks.append(Block(kind, start, self._length, level, page))

    def build(self) -> tuple[str, tuple[Block, ...]]:
        """Give the whole text and its blocks."""
        return "".join(self._parts), tuple(self._blocks)

    def _separator(self, kind: BlockKind) -> str:
        if not self._blocks:
            return ""
        return "\n" if kind in _CLOSE and self._blocks[-1].kind is kind else "\n\n"
