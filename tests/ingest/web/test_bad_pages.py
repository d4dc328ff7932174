"""What a site may answer that is no page: the last good one stays, and the report says what came instead."""

import gzip
import time
from http.server import BaseHTTPRequestHandler

import pytest

from ingest.encoding import decode
from tests.ingest.web.site import HTML, Answer, Site
from tests.ingest.web.visitor import IMPATIENCE, PATIENCE, Visitor, codes


def hang(handler: BaseHTTPRequestHandler) -> None:
    time.sleep(6)


def drip(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 100000\r\n\r\n")
    for _ in range(70):
        handler.wfile.write(b"<p>drip")
        handler.wfile.flush()
        time.sleep(0.1)


def lie_on_length(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 5000\r\n\r\n<h1>Kort</h1>")
    handler.close_connection = True


def never_end(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n")
    piece = b"x" * 10_000
    for _ in range(100):
        handler.wfile.write(f"{len(piece):x}\r\n".encode() + piece + b"\r\n")


def talk_nonsense(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"\x00\x01 hest\r\n\r\n")
    handler.close_connection = True


def shell(title: str, body: str = "") -> bytes:
    return f"<html><head><title>{title}</title></head><body><h1>{title}</h1>{body}</body></html>".encode()


FILLING = "<p>Her står der noget, så siden ligner en side med indhold, som nogen har skrevet.</p>"
BOMB = gzip.compress(b"<p>" + b"a" * 10_000_000)


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (Answer(b"fejl", status=500), "web_status"),
        (Answer(b"", status=403), "web_status"),
        (
            Answer(shell("Siden findes ikke", "<p>Vi kan ikke finde den side, du leder efter. Prøv at søge.</p>")),
            "web_missing",
        ),
        (
            Answer(shell("Log ind", "<p>Her skal du logge ind med dit navn og din kode for at komme videre.</p>")),
            "web_login",
        ),
        (Answer(shell("Intra", "<form><input type=password></form>" + "<p>tekst</p>" * 20)), "web_login"),
        (
            Answer(shell("Siden er midlertidigt lukket", "<p>Vi er tilbage lige om lidt, og alt bliver som før.</p>")),
            "web_trouble",
        ),
        (Answer(b"<html><body><div id=app></div></body></html>"), "web_empty"),
        (Answer(b""), "web_empty"),
        (Answer(b"\xff\xd8\xff\xe0", "image/jpeg"), "web_kind"),
        (Answer(BOMB, headers={"Content-Encoding": "gzip"}), "web_too_large"),
        (Answer(b"<p>" + b"a" * 200_000), "web_too_large"),
        (Answer(act=hang), "web_unreachable"),
        (Answer(act=drip), "web_too_slow"),
        (Answer(act=lie_on_length), "web_unreachable"),
        (Answer(act=never_end), "web_too_large"),
        (Answer(act=talk_nonsense), "web_unreachable"),
        (Answer(status=302, headers={"Location": "/et"}), "web_redirects"),
        (Answer(status=302, headers={"Location": "http://169.254.169.254/hemmeligt"}), "web_elsewhere"),
        (Answer(status=302, headers={"Location": "file:///etc/passwd"}), "web_redirect"),
    ],
)
def test_what_is_no_page_keeps_the_last_good_one(answer: Answer, code: str, visitor: Visitor, site: Site) -> None:
    urls = tuple(site.page(f"/{name}", name) for name in ("et", "to"))
    visitor(urls=urls)
    site.answers["/et"] = answer
    visitor.seconds = IMPATIENCE if answer.act else PATIENCE
    told = visitor(urls=urls)
    visitor.seconds = PATIENCE
    assert codes(told) == [code]
    assert visitor.files() == ["et.html", "to.html"]
    assert "<h1>et</h1>" in visitor.text("et")
    # And when it is well again it is taken.
    site.page("/et", "et på ny")
    assert visitor(urls=urls).new == 1


def test_a_server_that_is_down_changes_nothing(visitor: Visitor, site: Site) -> None:
    urls = tuple(site.page(f"/{name}", name) for name in ("et", "to"))
    visitor(urls=urls)
    site.down = True
    # Without the rules of robots.txt nothing is asked for.
    assert codes(visitor(urls=urls)) == ["web_robots_unknown"] * 2
    assert len(visitor.files()) == 2


def test_a_page_in_another_charset_than_it_says_is_read_all_the_same(visitor: Visitor, site: Site) -> None:
    url = site.page("/et", "et", "Æblerne på øen er ændrede, siger de ældre, og det er langt nok til en side.")
    content = site.answers["/et"].content.decode("utf-8").encode("latin-1")
    site.answers["/et"] = Answer(content, "text/html; charset=klingon-8")
    assert visitor(urls=(url,)).faults == []
    (path,) = visitor.folder.glob("et-*.html")
    assert "Æblerne på øen" in decode(path.read_bytes())


def test_a_page_that_changes_between_two_requests_is_one_or_the_other_and_whole(visitor: Visitor, site: Site) -> None:
    url = site.page("/et", "et")
    seen: list[int] = []

    def change(handler: BaseHTTPRequestHandler) -> None:
        seen.append(len(seen))
        content = shell("et", "".join(f"<p>Udgave {seen[-1]} af et langt nok stykke.</p>" for _ in range(50)))
        handler.send_response(200)
        for name, value in {"ETag": '"samme"', "Content-Type": HTML, "Content-Length": str(len(content))}.items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(content)

    site.answers["/et"] = Answer(act=change)
    for _ in range(3):
        assert visitor(urls=(url,)).faults == []
        assert visitor.text("et").count(f"Udgave {seen[-1]} af") == 50
