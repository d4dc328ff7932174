"""Visits one source of a local site again and again."""

import datetime
from pathlib import Path
from typing import Any

from ingest.web.addresses import host_of
from ingest.web.fetching import Fetcher, same_site
from ingest.web.mirror import Mirror
from ingest.web.sources import ConnectedSource
from ingest.web.visiting import Visited, visit
from tests.ingest.web.site import Site

# A busy machine may be long in answering; where a server is to be given up, it is given up sooner.
PATIENCE, IMPATIENCE = 60.0, 4.0
TODAY = datetime.date(2026, 11, 23)


class Visitor:
    """Visits one source again and again."""

    def __init__(self, folder: Path, site: Site) -> None:
        self.folder = folder
        self.site = site
        self.seconds = PATIENCE

    def __call__(self, allow_removals: bool = False, **fields: Any) -> Visited:
        source = ConnectedSource("prøve", **{"rate": 50.0, **fields})
        fetcher = Fetcher(50.0, same_site({host_of(self.site.address)}), sleep=lambda _: None)
        fetcher.longest, fetcher.largest, fetcher.patience = self.seconds, 100_000, self.seconds
        return visit(source, Mirror.open(self.folder), TODAY, allow_removals, fetcher=fetcher)

    def files(self) -> list[str]:
        """The names of the pages that ingest reads, without their digits."""
        names = (path for path in self.folder.iterdir() if path.suffix != ".yaml" and not path.name.startswith("."))
        return sorted(path.stem.rpartition("-")[0] + path.suffix for path in names)

    def text(self, name: str) -> str:
        (path,) = self.folder.glob(f"{name}-*.html")
        return path.read_text("utf-8")


def codes(told: Visited) -> list[str]:
    return [fault.code for fault in told.faults]
