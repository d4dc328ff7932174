"""Ingest of everything that is connected: pages are fetched into mirrors, then mirrors and folders are ingested."""

import dataclasses
import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest.declared.pages import DeclaredPages
from ingest.options import USUAL, IngestOptions, Progress
from ingest.pipeline import ingest
from ingest.types import Fault, IngestReport, Notice
from ingest.web.mirror import Mirror
from ingest.web.sources import ConnectedSource, is_address, page_source
from ingest.web.visiting import visit
from knowledge.disk import naming_disk_trouble
from knowledge.errors import NoGenerationError
from knowledge.generations import KnowledgeBase

PAGES = "sider"
"""The mirror of the pages that were named one by one."""
_MIRRORS = "web"


@dataclass(frozen=True, slots=True)
class Connection:
    """Where mirrors lie, and the sources that are connected."""

    data: Path
    sources: Sequence[ConnectedSource] = ()

    def mirror(self, name: str) -> Mirror:
        """The mirror of a source."""
        return Mirror.open(self.mirrors / name)

    @property
    def mirrors(self) -> Path:
        """The folder of all mirrors."""
        return self.data.resolve() / _MIRRORS

    @property
    def declared(self) -> DeclaredPages:
        """Which files are pages with declared records, as the mirrors are now."""
        return DeclaredPages(self.sources, self.mirrors)


def ingest_connected(
    given: Sequence[str],
    knowledge_base: KnowledgeBase,
    connection: Connection,
    options: IngestOptions = USUAL,
    progress: Progress | None = None,
) -> IngestReport:
    """Ingest paths, addresses and names of sources; all that is known or connected where none is given.

    Raises as `ingest` does, and `SourceError`. A dry run fetches nothing: it looks at what was fetched last.
    """
    addresses = [one for one in given if is_address(one)]
    named = [source for source in connection.sources if source.name in given]
    paths = [one for one in given if one not in addresses and one not in {source.name for source in named}]
    visited = _sources(addresses, named if given else connection.sources, connection, everything=not given)
    faults: list[Fault] = []
    notices: list[Notice] = []
    mirrors = []
    for source in visited:
        mirror, gone = connection.mirror(source.name), []
        if not options.dry_run:
            with naming_disk_trouble(connection.data):
                told = visit(source, mirror, datetime.date.today(), options.allow_removals, _heard(progress))
            faults, notices, gone = [*faults, *told.faults], [*notices, *told.notices], told.gone
        # A mirror that holds nothing, and not because its pages are gone, was lost: what is known of it stays.
        if any(mirror.shown()) or gone or options.allow_removals:
            mirrors.append(str(mirror.folder))
    folders = [source.folder for source in (named if given else connection.sources) if source.folder]
    roots = [*paths, *folders, *mirrors, *([] if given else _known(knowledge_base, connection))]
    if not roots and (given or visited):
        # Nothing of it could be had; no root at all would mean everything that is known.
        return IngestReport(_current(knowledge_base), failed=tuple(faults), notices=tuple(notices))
    options = dataclasses.replace(options, declared=connection.declared)
    report = ingest(list(dict.fromkeys(roots)), knowledge_base, options, progress)
    return dataclasses.replace(report, failed=(*faults, *report.failed), notices=(*notices, *report.notices))


def _sources(
    addresses: Sequence[str], named: Sequence[ConnectedSource], connection: Connection, everything: bool
) -> list[ConnectedSource]:
    """The sources of the web to visit: those that are named, and the pages that were named one by one."""
    found = [source for source in named if source.is_web]
    known = list(connection.mirror(PAGES).shown())
    if addresses or (everything and known):
        found.append(page_source([*known, *addresses]))
    return found


def _known(knowledge_base: KnowledgeBase, connection: Connection) -> list[str]:
    """The roots that are known, but for mirrors: those are ingested once they are in line with their sites."""
    try:
        roots = {source.root for source in knowledge_base.current().sources()}
    except NoGenerationError:
        return []
    return sorted(root for root in roots if Path(root).parent != connection.mirrors)


def _current(knowledge_base: KnowledgeBase) -> int:
    try:
        return knowledge_base.current().number
    except NoGenerationError:
        return 0


def _heard(progress: Progress | None) -> Callable[[int, int], None] | None:
    return (lambda done, total: progress("fetch", done, total)) if progress else None
