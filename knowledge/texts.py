"""Extracted texts by content hash: written once, never changed, so a citation that was given stays openable."""

import hashlib
import os
from collections.abc import Sequence
from pathlib import Path

from knowledge.errors import BadInputError, UnknownTextError

_PREFIX = "txt_"

# 128 bits of SHA-256: collisions are out of reach, and an id still fits in a URL and a log line.
_HEX_DIGITS = 32

# The first two hex digits name a folder, so that no folder grows beyond a few thousand files.
_FOLDER_DIGITS = 2


def text_id_of(text: str) -> str:
    """Name a text by its content: `txt_` and 32 hex digits of the SHA-256 of its UTF-8; raises `BadInputError`."""
    return _PREFIX + hashlib.sha256(_encode(text)).hexdigest()[:_HEX_DIGITS]


def text_id_of_file(path: Path) -> str | None:
    """The id of the text in a file of the store; None where it is not there, or not what the file's name says."""
    try:
        digits = hashlib.sha256(path.read_bytes()).hexdigest()[:_HEX_DIGITS]
    except OSError:
        return None
    return _PREFIX + digits if digits == path.stem else None


def _encode(text: str) -> bytes:
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise BadInputError(
            f"The text holds a half character (a lone surrogate) at position {error.start}; save the file as UTF-8.",
            position=error.start,
        ) from error


class TextStore:
    """The folder of texts; `read` raises `UnknownTextError`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._unsynced: list[Path] = []

    def put(self, text: str) -> str:
        """Store a text and return its id; durable after `sync`. An existing file that lost its content is replaced."""
        text_id = text_id_of(text)
        if self.is_whole(text_id):
            return text_id
        path = self._path(text_id)
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_name(f".{path.name}.{os.getpid()}")
        # Bytes, not text mode: nothing may translate a newline, or every offset after it is wrong.
        unfinished.write_bytes(_encode(text))
        unfinished.replace(path)
        self._unsynced.append(path)
        return text_id

    def read(self, text_id: str) -> str:
        """Return the stored text, newlines untouched."""
        try:
            return self._path(text_id).read_bytes().decode("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise UnknownTextError(
                f"No text {text_id!r} is stored; take the id from a citation or from `fagkompas sources`.",
                text_id=text_id,
            ) from error

    def is_whole(self, text_id: str) -> bool:
        """Whether the text is stored and is still what its id says."""
        try:
            return text_id_of_file(self._path(text_id)) == text_id
        except UnknownTextError:
            return False

    def unsynced(self) -> Sequence[Path]:
        """Hand over the files and folders that must reach the disk before a generation may cite them."""
        files, self._unsynced = self._unsynced, []
        folders = {path.parent for path in files}
        return [*files, *sorted(folders), *([self._folder] if files else [])]

    def _path(self, text_id: str) -> Path:
        digits = text_id.removeprefix(_PREFIX)
        # The id comes from outside (HTTP): only what we could have given out may become a path.
        if text_id == digits or len(digits) != _HEX_DIGITS or set(digits) - set("0123456789abcdef"):
            raise UnknownTextError(f"{text_id!r} is not a text id; ids look like {_PREFIX}0123….", text_id=text_id)
        return self._folder / digits[:_FOLDER_DIGITS] / f"{digits}.txt"
