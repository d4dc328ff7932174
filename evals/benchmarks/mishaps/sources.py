"""A site that hangs, drips, lies, never ends or changes while it is read: the last good page stays, and is told of."""

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from evals.benchmarks.mishaps.large import MOST_MEGABYTES, measured
from evals.benchmarks.mishaps.stage import Outcome, Stage
from ingest.files import LARGEST_FILE
from knowledge.generations import KnowledgeBase

PAGES = 6
SPOILT = "/side-2"
GIGABYTE = 10**9
ENDLESS = 5 * GIGABYTE
PIECE = b"a" * 1_000_000
# What may have been sent before whoever reads it has had enough: what it keeps, and what is on its way.
MOST_SENT = LARGEST_FILE + 30 * len(PIECE)
# A page that drips is given up after `ingest.web.fetching.LONGEST` seconds.
DRIPPING = 120
CONFIGURATION = """[[sources]]
name = "lyng"
sitemaps = ["{address}/sitemap.xml"]
rate = 50
"""


@dataclass(slots=True)
class Site:
    """Pages that each name their edition in every paragraph, and what is done at the spoilt one."""

    edition: int = 0
    spoil: "Callable[[Handler], None] | None" = None
    sent: int = 0
    asked: int = 0
    address: str = ""
    lock: threading.Lock = field(default_factory=threading.Lock)

    def page(self, path: str, edition: int | None = None) -> bytes:
        """A page of an edition, by default today's."""
        said = [
            f"<p>Udgave {edition or self.edition}: lederne ved {path} peger på kurser nummer {n}.</p>" for n in range(5)
        ]
        return f"<html lang=da><title>Om {path}</title><body><h1>Om {path}</h1>{''.join(said)}</body></html>".encode()


class Handler(BaseHTTPRequestHandler):
    """Answers for the site it was made for."""

    protocol_version = "HTTP/1.1"

    def __init__(self, site: Site, *arguments: object) -> None:
        self.site = site
        super().__init__(*arguments)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        """A page, the sitemap, or the mishap."""
        if self.path == SPOILT and self.site.spoil is not None:
            self.site.asked += 1
            self.close_connection = True
            self.site.spoil(self)
        elif self.path == "/sitemap.xml":
            places = "".join(f"<url><loc>{self.site.address}/side-{n}</loc></url>" for n in range(PAGES))
            self.answer(f"<urlset>{places}</urlset>".encode(), "application/xml")
        elif self.path == "/robots.txt":
            self.answer(b"User-agent: *\nDisallow:\n", "text/plain")
        else:
            self.answer(self.site.page(self.path))

    def answer(self, content: bytes, kind: str = "text/html; charset=utf-8", **headers: str) -> None:
        """Answer as a good server does, but for the headers given."""
        told = {"Content-Type": kind, "Content-Length": str(len(content)), **headers}
        self.send_response(200)
        for name, value in told.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class Server(ThreadingHTTPServer):
    """Does not tell of those who left."""

    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Whoever asked has had enough."""


@contextmanager
def serving() -> Iterator[Site]:
    """Serve a site on loopback."""
    site = Site()
    server = Server(("127.0.0.1", 0), partial(Handler, site))
    site.address = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def carried_out(folder: Path) -> Iterator[Outcome]:
    """Each on one page of the site, while the others go on to the next edition."""
    folder.mkdir(exist_ok=True)
    with serving() as site:
        stage = Stage(folder, folder / "data", folder / "dokumenter")
        (folder / "fagkompas.toml").write_text(CONFIGURATION.format(address=site.address), "utf-8")
        for _ in range(2):
            site.edition += 1
            assert stage.run("ingest").code == 0
        for name, (spoil, codes) in SPOILS.items():
            outcome = Outcome(f"source: {name}")
            with stage.read(outcome, whole_pages):
                site.spoil, site.sent, site.asked = spoil, 0, 0
                site.edition += 1
                code, seconds, megabytes, told = measured(stage)
                outcome.said = f"{seconds:.0f} s, {megabytes:.0f} MB, {site.sent / 10**6:.0f} MB sent, exit code {code}"
                if code not in codes or megabytes > MOST_MEGABYTES or site.sent > MOST_SENT or "Traceback" in told:
                    outcome.amiss.append(f"{outcome.said}: {told[-300:]}")
                if code and SPOILT not in told:
                    outcome.amiss.append(f"the page is not named: {told[-300:]}")
                site.spoil = None
                mended(stage, site, outcome)
            yield outcome


def mended(stage: Stage, site: Site, outcome: Outcome) -> None:
    """The next ingest has all pages as they are then."""
    site.edition += 1
    stage.expect(outcome, stage.run("ingest"), codes=(0,))
    stage.expect(outcome, stage.run("doctor"), codes=(0,))
    seen = stage.seen(editions_of_pages)
    if seen != {str(site.edition)}:
        outcome.amiss.append(f"afterwards readers see {sorted(seen)}, not {site.edition}")


def editions_of_pages(base: KnowledgeBase) -> set[str]:
    """The editions that the pages are of; each must be whole, and none may be missing."""
    snapshot = base.current()
    texts = [snapshot.text(source.text_id) for source in snapshot.sources()]
    named = [{part.split(":")[0] for part in text.split("Udgave ")[1:]} for text in texts]
    assert len(texts) == PAGES, f"{len(texts)} pages instead of {PAGES}"
    assert all(len(one) == 1 for one in named), f"a page is of several editions: {named}"
    for source in snapshot.sources():
        for passage in snapshot.passages(source.source_id):
            assert snapshot.text(passage.text_id)[passage.start : passage.end] == passage.text, "a quotation moved"
    return set().union(*named)


def whole_pages(base: KnowledgeBase) -> set[str]:
    """That each page is one that the site once had."""
    editions_of_pages(base)
    return {"whole"}


def _hang(handler: Handler) -> None:
    time.sleep(DRIPPING)


def _drip(handler: Handler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 100000\r\n\r\n")
    for _ in range(DRIPPING):
        handler.wfile.write(b"<p>dryp")
        handler.wfile.flush()
        time.sleep(1)


def _redirect(handler: Handler) -> None:
    handler.send_response(302)
    handler.send_header("Location", SPOILT)
    handler.send_header("Content-Length", "0")
    handler.end_headers()


def _says_less(handler: Handler) -> None:
    handler.answer(handler.site.page(SPOILT), Content_Length="80")


def _says_more(handler: Handler) -> None:
    handler.answer(handler.site.page(SPOILT), Content_Length="50000")


def _other_charset(handler: Handler) -> None:
    content = handler.site.page(SPOILT).decode("utf-8").replace("peger på", "peger på ændrede, øgede").encode("latin-1")
    handler.answer(content, "text/html; charset=utf-8")


def _unknown_charset(handler: Handler) -> None:
    handler.answer(handler.site.page(SPOILT), "text/html; charset=klingon-8")


def _five_gigabytes(handler: Handler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", "text/html")
    handler.send_header("Content-Length", str(ENDLESS))
    handler.end_headers()
    _pour(handler, lambda piece: piece)


def _without_end(handler: Handler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n")
    _pour(handler, lambda piece: f"{len(piece):x}\r\n".encode() + piece + b"\r\n")


def _pour(handler: Handler, wrapped: Callable[[bytes], bytes]) -> None:
    while handler.site.sent < ENDLESS:
        handler.wfile.write(wrapped(PIECE))
        handler.site.sent += len(PIECE)


def _changes(handler: Handler) -> None:
    """Another edition each time it is asked for, under one and the same mark."""
    site = handler.site
    handler.answer(site.page(SPOILT, 1_000_000 + site.asked), ETag='"altid-den-samme"')


def _same_mark(handler: Handler) -> None:
    """It says that nothing has changed whatever it was asked."""
    handler.send_response(304)
    handler.end_headers()


DONE, TOLD = (0,), (3,)
SPOILS: Mapping[str, tuple[Callable[[Handler], None], tuple[int, ...]]] = {
    "hangs": (_hang, TOLD),
    "drips": (_drip, TOLD),
    "redirects for ever": (_redirect, TOLD),
    "is longer than it says": (_says_less, (0, 3)),
    "is shorter than it says": (_says_more, TOLD),
    "is in another charset than it says": (_other_charset, DONE),
    "names a charset that nobody knows": (_unknown_charset, DONE),
    "serves 5 GB": (_five_gigabytes, TOLD),
    "never ends": (_without_end, TOLD),
    "is another page each time, under one mark": (_changes, DONE),
    "says unchanged whatever it is asked": (_same_mark, (0, 3)),
}
