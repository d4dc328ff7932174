"""Which files of the connected sources are pages with declared records."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cached_property
from pathlib import Path

from ingest.declared.rules import DeclaredPage, RecordRule
from ingest.declared.selecting import PAGES
from ingest.web.addresses import normal
from ingest.web.fetching import path_of
from ingest.web.mirror import Mirror
from ingest.web.sources import ConnectedSource


@dataclass(frozen=True, slots=True)
class _Folder:
    """The folder of a source: its rules, the addresses of its files by name, and the pages that list others."""

    rules: Sequence[RecordRule]
    urls: Mapping[str, str] | None = None
    lists: frozenset[str] = frozenset()

    def page(self, relative: str) -> DeclaredPage | None:
        url = self.urls.get(relative) if self.urls is not None else None
        if self.urls is not None and url is None:
            return None
        path = path_of(url) if url else f"/{relative}"
        rule = next((one for one in self.rules if self._fits(one, path, url)), None)
        return DeclaredPage(rule, url) if rule else None

    def _fits(self, rule: RecordRule, path: str, url: str | None) -> bool:
        # The page that lists the courses is none of them, unless the rule names it or finds several on a page.
        if url in self.lists and not rule.each and rule.page != path:
            return False
        return fnmatchcase(path, rule.page)


class DeclaredPages:
    """Tells of a file whether a rule of its source fits it; mirrors are read at the first question."""

    def __init__(self, sources: Iterable[ConnectedSource], mirrors: Path) -> None:
        self._sources = [source for source in sources if source.records]
        self._mirrors = mirrors

    def __call__(self, place: Path) -> DeclaredPage | None:
        """The rule for a file, or None."""
        if not self._sources or place.suffix.lower() not in PAGES:
            return None
        for folder in (place, *place.parents):
            if folder in self._folders:
                return self._folders[folder].page(place.relative_to(folder).as_posix())
        return None

    @cached_property
    def _folders(self) -> Mapping[Path, _Folder]:
        found = {}
        for source in self._sources:
            if source.folder is not None:
                found[Path(source.folder).expanduser().resolve()] = _Folder(source.records)
                continue
            place = self._mirrors / source.name
            urls = {page.file: url for url, page in Mirror.open(place).pages.items()}
            found[place] = _Folder(source.records, urls, frozenset(map(normal, source.sections)))
        return found
