"""Texts as arrays of subword ids, packed end to end: what one lookup of the model reads."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from tokenizers import Tokenizer

ENCODE_BATCH = 4096
# Two thousand characters hold any paragraph; what is longer is a table.
LONGEST_TEXT = 2000


@dataclass(frozen=True, slots=True)
class TokenText:
    """One text: subword ids, and for each the number of its word, counted from 0."""

    ids: np.ndarray
    words: np.ndarray


@dataclass(frozen=True, slots=True)
class TokenTexts:
    """Many texts in one array: text `i` is `ids[starts[i]:starts[i + 1]]`."""

    ids: np.ndarray
    words: np.ndarray
    starts: np.ndarray

    def __len__(self) -> int:
        """Counts the texts."""
        return len(self.starts) - 1

    def text(self, index: int) -> TokenText:
        """Gives one text."""
        span = slice(self.starts[index], self.starts[index + 1])
        return TokenText(self.ids[span], self.words[span])


def tokenise(tokenizer: Tokenizer, texts: Sequence[str]) -> TokenTexts:
    """Encodes texts in order."""
    coded: list[TokenText] = []
    for first in range(0, len(texts), ENCODE_BATCH):
        batch = [text[:LONGEST_TEXT] for text in texts[first : first + ENCODE_BATCH]]
        coded.extend(
            TokenText(np.array(code.ids, dtype=np.int32), np.array(code.word_ids, dtype=np.int32))
            for code in tokenizer.encode_batch(batch)
        )
    return pack(coded)


def pack(texts: Iterable[TokenText]) -> TokenTexts:
    """Lays texts end to end."""
    kept = list(texts)
    starts = np.zeros(len(kept) + 1, dtype=np.int64)
    np.cumsum([len(text.ids) for text in kept], out=starts[1:])
    return TokenTexts(
        np.concatenate([text.ids for text in kept]), np.concatenate([text.words for text in kept]), starts
    )


def joined(parts: Sequence[TokenTexts]) -> TokenTexts:
    """Lays several collections end to end."""
    lengths = np.concatenate([np.diff(part.starts) for part in parts])
    starts = np.concatenate([[0], np.cumsum(lengths)])
    return TokenTexts(
        np.concatenate([part.ids for part in parts]), np.concatenate([part.words for part in parts]), starts
    )
