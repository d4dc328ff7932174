"""A small site on loopback whose pages are set by hand, and which remembers what it was asked."""

import hashlib
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Behaviour = Callable[[BaseHTTPRequestHandler], None]
HTML = "text/html; charset=utf-8"


@dataclass
class Answer:
    """What a path answers: a page, or whatever `act` does with the connection."""

    content: bytes = b""
    kind: str = HTML
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    validated: bool = True
    act: Behaviour | None = None


@dataclass
class Site:
    """The pages by path, and the requests: method path, and whether it was answered with 304."""

    address: str = ""
    answers: dict[str, Answer] = field(default_factory=dict)
    asked: list[tuple[str, int]] = field(default_factory=list)
    down: bool = False

    def page(self, path: str, title: str, text: str = "", links: tuple[str, ...] = (), head: str = "") -> str:
        """Set a page of HTML; returns its address."""
        anchors = "".join(f'<p><a href="{link}">{link}</a></p>' for link in links)
        body = f"<h1>{title}</h1><p>{text or 'Her står noget, der er langt nok til at være en side med indhold.'}</p>"
        html = (
            f"<!doctype html><html lang=da><head><title>{title}</title>{head}</head><body>{body}{anchors}</body></html>"
        )
        self.answers[path] = Answer(html.encode("utf-8"))
        return self.address + path

    def sitemap(self, *paths: str, path: str = "/sitemap.xml") -> str:
        """Set a sitemap; returns its address."""
        urls = "".join(f"<url><loc>{self.address}{one}</loc></url>" for one in paths)
        xml = f'<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{urls}</urlset>'
        self.answers[path] = Answer(xml.encode("utf-8"), "application/xml")
        return self.address + path

    def take_asked(self) -> list[tuple[str, int]]:
        """What was asked since the last time."""
        taken, self.asked = self.asked, []
        return taken


@contextmanager
def running_site() -> Iterator[Site]:
    """Serve a site until the block ends."""
    site = Site()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            answer = site.answers.get(self.path, Answer(b"<h1>404</h1>", status=404))
            if site.down:
                answer = Answer(b"<h1>Bad gateway</h1>", status=502)
            if answer.act is not None:
                site.asked.append((self.path, 0))
                answer.act(self)
                return
            tag = f'"{hashlib.sha256(answer.content).hexdigest()[:16]}"'
            is_same = answer.validated and answer.status == 200 and self.headers.get("If-None-Match") == tag
            status = 304 if is_same else answer.status
            site.asked.append((self.path, status))
            self.send_response(status)
            if answer.validated:
                self.send_header("ETag", tag)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Type", answer.kind)
            self.send_header("Content-Length", str(0 if is_same else len(answer.content)))
            self.end_headers()
            if not is_same:
                self.wfile.write(answer.content)

        def log_message(self, *_: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        def handle_error(self, request: object, client_address: object) -> None:
            """Whoever asked has left, as is tested."""

    server = Server(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    site.address = f"http://127.0.0.1:{server.server_address[1]}"
    site.answers["/robots.txt"] = Answer(b"User-agent: *\nDisallow: /hemmeligt/\n", "text/plain")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
