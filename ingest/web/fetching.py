"""One page of the web: asked for once, conditionally, within limits of time, size and redirects; never raises."""

import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin, urlsplit

from ingest.files import LARGEST_FILE
from ingest.web.addresses import host_of, normal
from ingest.web.sources import is_address

AGENT = "Fagkompas/1"
"""How the servers that are asked, and their robots.txt, know who asks."""
# Seconds: to be connected and between two pieces; and for all of a page, which a dripping server would draw out.
PATIENCE, LONGEST = 15.0, 90.0
MOST_REDIRECTS = 5
OK, NOT_MODIFIED = 200, 304
GONE = frozenset({404, 410})
REDIRECTS = frozenset({301, 302, 303, 307, 308})


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server gave with a page, to be asked later whether it still is that."""

    etag: str | None = None
    modified: str | None = None

    def headers(self) -> dict[str, str]:
        """As a conditional request has them."""
        given = {"If-None-Match": self.etag, "If-Modified-Since": self.modified}
        return {name: value for name, value in given.items() if value}


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came of asking: content, or that it is unchanged or gone, or why nothing came (`problem`, a code)."""

    url: str
    """Where it was found, after redirects."""
    content: bytes | None = None
    kind: str = ""
    """The media type, without parameters."""
    validators: Validators = Validators()
    unchanged: bool = False
    gone: bool = False
    problem: str | None = None
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(slots=True)
class Fetcher:
    """Asks servers, at most so often; `close` it."""

    rate: float
    hosts: Collection[str]
    """The only hosts that are asked, also where a redirect leads."""
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    requests: int = 0
    longest: float = LONGEST
    largest: int = LARGEST_FILE
    patience: float = PATIENCE
    _client: Any = None
    _next: float = 0.0

    def fetch(self, url: str, validators: Callable[[str], Validators], accept: str = "*/*") -> Fetched:
        """Ask for a page; `validators` gives what is known of an address that it is asked for at."""
        self._opened()
        begun = self.clock()
        for _ in range(MOST_REDIRECTS + 1):
            if host_of(url) not in self.hosts:
                return Fetched(url, problem="web_elsewhere", values={"host": host_of(url)})
            found = self._ask(url, validators(url), accept, begun)
            if isinstance(found, Fetched):
                return found
            if not is_address(found):
                return Fetched(url, problem="web_redirect", values={"to": found})
            url = normal(found)
        return Fetched(url, problem="web_redirects", values={"most": MOST_REDIRECTS})

    def close(self) -> None:
        """Close the connections."""
        if self._client is not None:
            self._client.close()

    def _ask(self, url: str, known: Validators, accept: str, begun: float) -> "Fetched | str":
        """The answer, or the address that a redirect leads to."""
        import httpx

        self._wait()
        self.requests += 1
        try:
            with self._opened().stream("GET", url, headers={"Accept": accept, **known.headers()}) as response:
                target = response.headers.get("location")
                if response.status_code in REDIRECTS and target:
                    return urljoin(url, str(target))
                return self._read(url, response, begun, known)
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, UnicodeError, ValueError) as error:
            return Fetched(url, problem="web_unreachable", values={"reason": type(error).__name__})

    def _read(self, url: str, response: Any, begun: float, known: Validators) -> Fetched:
        status = response.status_code
        if status == NOT_MODIFIED and known != Validators():
            return Fetched(url, validators=known, unchanged=True)
        if status in GONE:
            return Fetched(url, gone=True)
        if status != OK:
            return Fetched(url, problem="web_status", values={"status": status})
        content = bytearray()
        for piece in response.iter_bytes():
            content += piece
            if len(content) > self.largest:
                return Fetched(url, problem="web_too_large", values={"limit": self.largest})
            if self.clock() - begun > self.longest:
                return Fetched(url, problem="web_too_slow", values={"seconds": round(self.longest)})
        headers = response.headers
        kind = headers.get("content-type", "").partition(";")[0].strip().lower()
        return Fetched(url, bytes(content), kind, Validators(headers.get("etag"), headers.get("last-modified")))

    def _opened(self) -> Any:
        import httpx

        if self._client is None:
            self._client = httpx.Client(timeout=self.patience, headers={"User-Agent": AGENT}, trust_env=True)
        return self._client

    def _wait(self) -> None:
        now = self.clock()
        if now < self._next:
            self.sleep(self._next - now)
        self._next = max(now, self._next) + 1.0 / self.rate


def same_site(hosts: Collection[str]) -> frozenset[str]:
    """These hosts, with and without a "www." before them."""
    bare = {host.removeprefix("www.") for host in hosts}
    return frozenset(bare | {f"www.{host}" for host in bare})


def path_of(url: str) -> str:
    """The path and the query of an address, as robots.txt and patterns mean it."""
    parts = urlsplit(url)
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
