"""A visit to a source: which pages it has now, each asked for once, and what changed in the mirror."""

import datetime
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from urllib.parse import urlsplit

from ingest.types import Fault, Notice
from ingest.web.addresses import host_of, normal
from ingest.web.fetching import Fetched, Fetcher, path_of, same_site
from ingest.web.mirror import Mirror, ending_of
from ingest.web.pages import canonical_of, is_kept_out, links_of, parsed, places_of, problem_of
from ingest.web.robots import Robots
from ingest.web.sources import ConnectedSource

# Below this many pages a share says nothing: one of two is a half.
_FEWEST_TO_ASK = 3
_LARGEST_SHARE_GONE = 1 / 3
# Sitemaps of sitemaps, one in the other.
_MOST_SITEMAPS = 200
_HTML = ".html"

Heard = Callable[[int, int], None]
"""Called with how many pages were looked at, and how many are known of."""


@dataclass(slots=True)
class Visited:
    """What came of a visit."""

    new: int = 0
    """Pages that are new or other than before."""
    unchanged: int = 0
    gone: list[str] = field(default_factory=list)
    requests: int = 0
    faults: list[Fault] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)


@dataclass(slots=True)
class Visit:
    """One visit under way."""

    source: ConnectedSource
    mirror: Mirror
    fetcher: Fetcher
    today: datetime.date
    told: Visited = field(default_factory=Visited)
    seen: set[str] = field(default_factory=set)
    gone: list[str] = field(default_factory=list)
    is_whole: bool = True
    """Whether every list of pages could be read: what stands on none may be asked after then."""
    _robots: dict[str, Robots] = field(default_factory=dict)

    def listed(self) -> Iterator[tuple[str, int]]:
        """The pages to begin with, and how deep their links are followed."""
        yield from ((normal(url), 0) for url in self.source.urls)
        yield from ((url, 0) for url in self._of_sitemaps())
        yield from ((normal(url), self.source.depth) for url in self.source.sections)

    def look_at(self, url: str, depth: int) -> list[str]:
        """Ask for a page and keep it; the links to follow from it."""
        if url in self.seen:
            return []
        self.seen.add(url)
        if not self._may(url):
            return []
        found = self.fetcher.fetch(url, self.mirror.validators)
        if found.url == url:
            return self._take(found, depth)
        is_known = found.url in self.seen
        self.seen.add(found.url)
        links = [] if is_known else self._take(found, depth)
        if not found.problem and url in self.mirror.pages and found.url in self.mirror.pages:
            # It has moved. Where all pages lead to one, that is no more to be believed than that all are gone.
            self.gone.append(url)
        return links

    def forget_gone(self, allow_removals: bool) -> None:
        """Forget the pages that their servers say are gone, unless those are suspiciously many."""
        gone, known = [url for url in self.gone if url in self.mirror.pages], len(list(self.mirror.shown()))
        if len(gone) > known * _LARGEST_SHARE_GONE and known >= _FEWEST_TO_ASK and not allow_removals:
            values = {"gone": len(gone), "known": known, "source": self.source.name}
            self.told.faults.append(Fault(self.source.name, _WORDS["web_many_gone"], "web_many_gone", values=values))
            return
        for url in gone:
            self.mirror.forget(url)
            self.told.gone.append(url)

    def _take(self, found: Fetched, depth: int) -> list[str]:
        if found.gone:
            self.gone.append(found.url)
            if found.url not in self.mirror.pages:
                self._fault(found.url, "web_missing")
            return []
        if found.problem:
            return self._failed(found.url, found.problem, depth, **found.values)
        content = self.mirror.content(found.url) if found.unchanged else found.content
        ending = ending_of(found) if not found.unchanged else _ending(self.mirror.pages[found.url].file)
        if ending is None:
            return self._failed(found.url, "web_kind", 0, kind=found.kind)
        root = parsed(content or b"") if ending == _HTML else None
        hidden = False
        if ending == _HTML:
            problem = "web_empty" if root is None else problem_of(root)
            # A list of links is a page to follow, if not one to read.
            hidden = problem == "web_empty" and depth > 0 and root is not None
            if problem and not hidden:
                return self._failed(found.url, problem, depth)
        if root is not None:
            hidden = hidden or is_kept_out(root) or not self.wants(found.url)
            links = links_of(root, found.url) if depth else []
            own = canonical_of(root, found.url)
            if own and _is_variant(own, found.url) and host_of(own) in self.fetcher.hosts:
                hidden, links = True, [own, *links]
        else:
            links = []
        self._keep(found, hidden)
        return [link for link in links if host_of(link) in self.fetcher.hosts]

    def _keep(self, found: Fetched, hidden: bool) -> None:
        if found.unchanged:
            self.told.unchanged += 1
        elif self.mirror.put(found, self.today, hidden):
            self.told.new += not hidden
        else:
            self.told.unchanged += 1

    def _failed(self, url: str, problem: str, depth: int, **values: object) -> list[str]:
        if depth:
            self.is_whole = False
        self._fault(url, problem, **values)
        return []

    def _fault(self, url: str, code: str, **values: object) -> None:
        self.told.faults.append(Fault(url, _WORDS[code], code, values=values or None))

    def wants(self, url: str) -> bool:
        """Whether the patterns of the source let a page in."""
        path = path_of(url)
        fits = not self.source.allow or any(fnmatchcase(path, pattern) for pattern in self.source.allow)
        return fits and not any(fnmatchcase(path, pattern) for pattern in self.source.deny)

    def follows(self, url: str) -> bool:
        """Whether a link is one to look at."""
        return url not in self.seen and self.wants(url)

    def _may(self, url: str) -> bool:
        robots = self._robots_of(url)
        if robots.allows(url):
            return True
        self._fault(url, "web_robots_unknown" if robots.is_shut else "web_robots")
        self.is_whole = self.is_whole and not robots.is_shut
        return False

    def _robots_of(self, url: str) -> Robots:
        host = host_of(url)
        if host not in self._robots:
            address = f"{url.partition('://')[0]}://{host}/robots.txt"
            found = self.fetcher.fetch(address, self.mirror.validators)
            self._robots[host] = Robots.of(found, self.mirror.content(found.url))
            if found.content is not None:
                self.mirror.put(found, self.today, hidden=True)
            self.fetcher.rate = self._robots[host].slowest(self.fetcher.rate)
        return self._robots[host]

    def _of_sitemaps(self) -> Iterator[str]:
        waiting, looked = deque(normal(url) for url in self.source.sitemaps), set[str]()
        while waiting and len(looked) < _MOST_SITEMAPS:
            url = waiting.popleft()
            if url in looked or not self._may(url):
                continue
            looked.add(url)
            found = self.fetcher.fetch(url, self.mirror.validators)
            content = self.mirror.content(found.url) if found.unchanged else found.content
            try:
                pages, more = places_of(content or b"")
            except ValueError:
                pages, more = [], []
            if not pages and not more:
                self.is_whole = False
                self._fault(url, found.problem or "web_sitemap", **found.values)
                continue
            if found.content is not None:
                self.mirror.put(found, self.today, hidden=True)
            waiting.extend(more)
            yield from (page for page in pages if self.wants(page))


def visit(
    source: ConnectedSource,
    mirror: Mirror,
    today: datetime.date,
    allow_removals: bool = False,
    heard: Heard | None = None,
    fetcher: Fetcher | None = None,
) -> Visited:
    """Bring a mirror in line with its source, page by page; what goes wrong is told and changes nothing."""
    hosts = {host_of(url) for url in (*source.urls, *source.sitemaps, *source.sections)}
    asking = fetcher or Fetcher(source.rate, same_site(hosts))
    under_way = Visit(source, mirror, asking, today)
    try:
        _walk(under_way, heard)
        if under_way.is_whole:
            _ask_after_the_rest(under_way)
        under_way.forget_gone(allow_removals)
    finally:
        asking.close()
        under_way.told.requests = asking.requests
        mirror.visited = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
        mirror.save()
    return under_way.told


def _walk(under_way: Visit, heard: Heard | None) -> None:
    waiting, done = deque(under_way.listed()), 0
    while waiting:
        url, depth = waiting.popleft()
        if done >= under_way.source.most:
            under_way.is_whole = False
            values = {"most": under_way.source.most}
            under_way.told.notices.append(Notice("web_most", path=under_way.source.name, values=values))
            return
        if url in under_way.seen:
            continue
        done += 1
        for link in under_way.look_at(url, depth):
            if under_way.follows(link):
                waiting.append((link, max(0, depth - 1)))
        if heard:
            heard(done, done + len(waiting))


def _ask_after_the_rest(under_way: Visit) -> None:
    """A page that stands on no list any more is forgotten only when its server says that it is gone.

    One that the source itself names no more, or leaves out, is not wanted any more.
    """
    rest: Sequence[str] = [url for url in under_way.mirror.shown() if url not in under_way.seen]
    lists = under_way.source.sitemaps or under_way.source.sections
    for url in rest:
        if lists and under_way.wants(url):
            under_way.look_at(url, 0)
        else:
            under_way.gone.append(url)


def _is_variant(one: str, other: str) -> bool:
    """Whether two addresses differ in scheme, "www.", query or last slash only; sites name wrong ones as their own."""
    first, second = (urlsplit(url) for url in (one, other))
    same_host = first.netloc.removeprefix("www.") == second.netloc.removeprefix("www.")
    return same_host and first.path.rstrip("/") == second.path.rstrip("/")


def _ending(file: str) -> str:
    return "." + file.rpartition(".")[2] if "." in file.lstrip(".") else _HTML


_WORDS = {
    "web_elsewhere": "the address leads to another host, which is not asked: name that one as a source of its own",
    "web_redirect": "the page sends on to something that is no address of the web: check it in a browser",
    "web_redirects": "the page sends on and on: check it in a browser",
    "web_unreachable": "the server did not answer: it is tried again at the next visit",
    "web_status": "the server answered with an error: it is tried again at the next visit",
    "web_too_large": "the page is larger than what is read: ingest it as a file in parts",
    "web_too_slow": "the page takes too long to come: it is tried again at the next visit",
    "web_missing": "there is no such page: take it out of the source, or mend its address",
    "web_trouble": "the page says that something went wrong: it is tried again at the next visit",
    "web_login": "the page asks to log in: ingest what is behind it as a file",
    "web_empty": "the page has no text of its own: save it from the browser once it is shown whole",
    "web_kind": "no reader takes what is there: save it as a document",
    "web_robots": "the server's robots.txt asks not to fetch it: ask its owner for the text",
    "web_robots_unknown": "the server's robots.txt cannot be had: it is tried again at the next visit",
    "web_sitemap": "the sitemap lists no pages: what is known of it stays",
    "web_many_gone": "more than a third of the pages are gone: check the site, or say --allow-removals",
}
