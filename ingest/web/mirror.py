"""A folder with the pages of a source as files, and what is known of each beside them in `.mirror.json`.

A page that could not be had, or that is an error or a login page, keeps its last good file. It is forgotten only when
its server says that it is gone, and not while more than a third of all pages would go at once.
"""

import datetime
import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

from ingest.formats import KNOWN_SUFFIXES
from ingest.web.fetching import Fetched, Validators
from knowledge.slugs import slug

STATE = ".mirror.json"
_META = ".meta.yaml"
_LONGEST_NAME = 60
_DIGITS = 8
_KINDS = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "application/pdf": ".pdf",
    "text/plain": ".txt",
    "text/markdown": ".md",
    "text/csv": ".csv",
    "application/json": ".json",
    "application/ld+json": ".jsonld",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
}


@dataclass(frozen=True, slots=True)
class Page:
    """What is known of one address; `file` is empty for what is read for its links or rules only."""

    file: str
    digest: str
    etag: str | None = None
    modified: str | None = None
    fetched: str = ""
    """The day on which its content was last new."""

    @property
    def validators(self) -> Validators:
        """What to ask its server with."""
        return Validators(self.etag, self.modified)


@dataclass(slots=True)
class Mirror:
    """The folder of one source."""

    folder: Path
    pages: dict[str, Page] = field(default_factory=dict)
    """Address -> what is known."""
    visited: str = ""
    """When all of it was last looked at, in UTC."""

    @classmethod
    def open(cls, folder: Path) -> "Mirror":
        """Read what is known; a state that was lost or torn is made anew, and the files stay until it is."""
        try:
            values = json.loads((folder / STATE).read_bytes())
            pages = {url: Page(**page) for url, page in values["pages"].items()}
            return cls(folder, pages, values["visited"])
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return cls(folder)

    def save(self) -> None:
        """Keep what is known; what was there before stays if this is broken off."""
        self.folder.mkdir(parents=True, exist_ok=True)
        values = {"pages": {url: asdict(page) for url, page in self.pages.items()}, "visited": self.visited}
        _replace(self.folder / STATE, json.dumps(values, indent=1).encode("utf-8"))

    def content(self, url: str) -> bytes | None:
        """What was last stored of an address."""
        page = self.pages.get(url)
        try:
            return (self.folder / page.file).read_bytes() if page else None
        except OSError:
            return None

    def validators(self, url: str) -> Validators:
        """What to ask for a page with: nothing where its file is not there any more."""
        page = self.pages.get(url)
        return page.validators if page and (self.folder / page.file).exists() else Validators()

    def put(self, found: Fetched, today: datetime.date, hidden: bool = False) -> bool:
        """Store a page, with its address beside it; False where it is what it was. `hidden`: not to be ingested."""
        content = found.content or b""
        digest = hashlib.sha256(content).hexdigest()
        known = self.pages.get(found.url)
        name = self._name(found, hidden)
        is_new = known is None or known.digest != digest or known.file != name or self.content(found.url) is None
        if is_new:
            self.folder.mkdir(parents=True, exist_ok=True)
            if known is not None and known.file != name:
                self._remove(known)
            if not hidden:
                meta = f"url: {json.dumps(found.url)}\nretrieved: {today.isoformat()}\n"
                _replace(self.folder / f"{name}{_META}", meta.encode("utf-8"))
            _replace(self.folder / name, content)
        day = today.isoformat() if is_new or known is None else known.fetched
        self.pages[found.url] = Page(name, digest, found.validators.etag, found.validators.modified, day)
        return is_new

    def forget(self, url: str) -> None:
        """Remove a page that is gone."""
        page = self.pages.pop(url, None)
        if page is not None:
            self._remove(page)

    def shown(self) -> Iterator[str]:
        """The addresses whose files are ingested."""
        return (url for url, page in self.pages.items() if not page.file.startswith("."))

    def _remove(self, page: Page) -> None:
        for name in (page.file, f"{page.file}{_META}"):
            (self.folder / name).unlink(missing_ok=True)

    def _name(self, found: Fetched, hidden: bool) -> str:
        """A name that people recognise the page by, and that no other page has."""
        path = urlsplit(found.url).path
        stem = slug(path.removesuffix(PurePosixPath(path).suffix))[:_LONGEST_NAME].strip("-") or "forside"
        digits = hashlib.sha256(found.url.encode("utf-8")).hexdigest()[:_DIGITS]
        return f".{digits}" if hidden else f"{stem}-{digits}{ending_of(found)}"


def ending_of(found: Fetched) -> str | None:
    """The ending of the file that a page becomes; None for a kind that nothing reads."""
    own = PurePosixPath(urlsplit(found.url).path).suffix.lower()
    by_kind: Mapping[str, str] = _KINDS
    if found.kind in {"", "application/octet-stream", "text/plain"} and own in KNOWN_SUFFIXES:
        return own
    return by_kind.get(found.kind)


def _replace(path: Path, content: bytes) -> None:
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.part")
    unfinished.write_bytes(content)
    unfinished.replace(path)
