"""One reader a format, found by file name; the module's name is the format's name.

A module here that has `read(path) -> Extracted` is a reader for files of its name; `ALIASES` holds the other endings.
"""

import importlib
import pkgutil
from collections.abc import Callable
from pathlib import Path

from ingest.errors import UnknownFormatError
from ingest.types import Extracted

Reader = Callable[[Path], Extracted]

ALIASES = {
    ".htm": "html",
    ".xhtml": "html",
    ".markdown": "md",
    ".text": "txt",
    ".tsv": "csv",
    ".yml": "yaml",
    ".json": "jsonld",
}

FORMATS = frozenset(module.name for module in pkgutil.iter_modules(__path__))

KNOWN_SUFFIXES = frozenset({*ALIASES, *("." + name for name in FORMATS)})


def reader_for(path: Path) -> Reader:
    """Find the reader for a file by its ending; raises `UnknownFormatError`."""
    suffix = path.suffix.lower()
    name = ALIASES.get(suffix, suffix.removeprefix("."))
    if suffix not in KNOWN_SUFFIXES:
        known = ", ".join(sorted(KNOWN_SUFFIXES))
        raise UnknownFormatError(
            f"no reader takes files that end in {suffix or 'nothing'}: save it as one of {known}", suffix=suffix
        )
    reader: Reader = importlib.import_module(f"{__name__}.{name}").read
    return reader
