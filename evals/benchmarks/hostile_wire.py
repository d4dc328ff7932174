"""Hostile requests that bend HTTP itself: heads, methods, lengths, what is no HTTP, and what comes too slowly."""

from collections.abc import Iterator

from evals.benchmarks.hostile_requests import CLOSED, Hostile, head, post, refused

# Longer than a service that gives 1 second waits for the rest of a request.
LONG = 1.6


def heads() -> Iterator[Hostile]:
    """Heads that are too large, say something twice, or lie about where they come from."""
    ok = "/api/sources"
    yield refused("header of 100 kB", head("GET", ok, ["X-A: " + "a" * 100_000]), 431)
    yield refused("cookie of 60 kB", head("GET", ok, ["Cookie: a=" + "b" * 60_000]), 431)
    yield refused("20,000 headers", head("GET", ok, [f"X-{number}: 1" for number in range(20_000)]), 431)
    yield refused("address of 60 kB", head("GET", "/" + "a" * 60_000), 431)
    yield refused("header with a null", head("GET", ok, ["X-A: a\0b"]), 400)
    yield refused("header with a bare carriage return", head("GET", ok, ["X-A: a\rX-B: b"]), 400)
    yield refused("header without a name", head("GET", ok, [": a"]), 400)
    yield refused("header with a space in its name", head("GET", ok, ["X A: a"]), 400)
    yield refused("header without a colon", head("GET", ok, ["nonsense"]), 400)
    yield refused("header that begins with a space", b"GET / HTTP/1.1\r\n X-A: a\r\nHost: 127.0.0.1\r\n\r\n", 400)
    yield refused("no host", head("GET", ok, host=None), 400)
    yield refused("two hosts", head("GET", ok, ["Host: evil.example"]), 400)
    for host in (
        "",
        "evil.example",
        "127.0.0.1.evil.example",
        "127.0.0.1@evil.example",
        "localhost:80@evil.example",
        "[::1",
        "0x7f000001",
        "169.254.169.254",
        "a" * 5_000,
    ):
        yield refused(f"host {host[:30]!r}", head("GET", ok, host=host), 400, 421)
    for ranges in ("bytes=9999999-", "bytes=5-1", "bytes=x", "lines=1-2", "bytes=" + ",".join(["0-"] * 5_000)):
        yield refused(f"range {ranges[:20]}", head("GET", "/static/main.js", [f"Range: {ranges}"]), 200)
    for origin in ("https://evil.example", "null", "http://127.0.0.1.evil.example", "file://"):
        sent = post(b'{"question": "hej"}', "application/json", "/api/ask", f"Origin: {origin}")
        yield refused(f"origin {origin}", sent, 403)


def methods() -> Iterator[Hostile]:
    """Methods that a route does not have, or nobody."""
    for method in ("PUT", "PATCH", "DELETE", "TRACE", "PROPFIND", "get", "A" * 1_000, "GET-JSON"):
        yield refused(f"method {method[:10]}", head(method, "/api/sources"), 400, 405)
    yield refused("method CONNECT", head("CONNECT", "evil.example:443"), 400, 404, 405)
    yield refused("method G\\0T", b"G\0T / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", 400)
    yield refused("asking by GET", head("GET", "/api/ask"), 405)
    yield refused("override of the method", head("GET", "/api/ask", ["X-HTTP-Method-Override: POST"]), 405)
    upgrade = ["Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: YQ=="]
    yield refused("a WebSocket", head("GET", "/ws", upgrade), 404)
    yield refused("HTTP/2 by upgrade", head("GET", "/h2", ["Connection: Upgrade", "Upgrade: h2c"]), 404)
    yield refused("a whole address elsewhere", head("GET", "http://evil.example/etc/passwd"), 400, 404)


def lengths() -> Iterator[Hostile]:
    """Two opinions on where a request ends (smuggling), and lengths that are none."""
    inner = b"GET /metrics HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
    for name, headers, rest in (
        ("length and chunks", ["Content-Length: 4", "Transfer-Encoding: chunked"], b"0\r\n\r\n" + inner),
        ("chunks and length", ["Transfer-Encoding: chunked", "Content-Length: 6"], b"0\r\n\r\nX"),
        ("two lengths", ["Content-Length: 5", "Content-Length: 6"], b"hello" + inner),
        ("two lengths in one", ["Content-Length: 5, 6"], b"hello"),
        ("length with a sign", ["Content-Length: +5"], b"hello"),
        ("length below nothing", ["Content-Length: -5"], b"hello"),
        ("length in hexadecimal", ["Content-Length: 0x5"], b"hello"),
        ("length with an underscore", ["Content-Length: 1_0"], b"hello"),
        ("length in other digits", ["Content-Length: \xb2"], b"hello"),
        ("chunks twice", ["Transfer-Encoding: chunked, chunked"], b"0\r\n\r\n"),
        ("chunks of another name", ["Transfer-Encoding: xchunked"], b"0\r\n\r\n"),
        ("chunks that are not the last", ["Transfer-Encoding: chunked, identity"], b"0\r\n\r\n"),
        ("chunks behind a tab", ["Transfer-Encoding:\tchunked", "Content-Length: 3"], b"0\r\n\r\n" + inner),
        ("chunks before a space", ["Transfer-Encoding : chunked"], b"0\r\n\r\n"),
        ("a chunk of no size", ["Transfer-Encoding: chunked"], b"zz\r\nhello\r\n0\r\n\r\n"),
        ("a chunk below nothing", ["Transfer-Encoding: chunked"], b"-5\r\nhello\r\n0\r\n\r\n"),
        ("a chunk beyond measure", ["Transfer-Encoding: chunked"], b"f" * 40 + b"\r\nhello"),
        ("a chunk longer than it says", ["Transfer-Encoding: chunked"], b"3\r\nhello\r\n0\r\n\r\n"),
    ):
        yield refused(name, head("POST", "/api/ask", headers) + rest, 400, 413, 501)
    yield refused("a request behind a body", head("GET", "/nope", [f"Content-Length: {len(inner)}"]) + inner, 404)


def gibberish() -> Iterator[Hostile]:
    """What is not HTTP, or of another time."""
    for name, sent in (
        ("null bytes", b"\0" * 200 + b"\r\n\r\n"),
        ("every byte", bytes(range(256)) + b"\r\n\r\n"),
        ("a TLS greeting", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x11" * 200),
        ("mail", b"EHLO evil.example\r\nMAIL FROM:<a@evil.example>\r\n\r\n"),
        ("HTTP/2", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
        ("HTTP/9.9", b"GET / HTTP/9.9\r\nHost: 127.0.0.1\r\n\r\n"),
        ("HTTP/0.9", b"GET /api/sources\r\n\r\n"),
        ("a shell", b"() { :;}; /bin/id\r\n\r\n"),
        ("lines without end", b"\r\n" * 30_000),
        ("one line without end", b"A" * 200_000),
        ("letters that are not ASCII", "GET /søg HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode()),
    ):
        yield refused(name, sent, 400, 421, 431, 505, CLOSED)


def slow() -> Iterator[Hostile]:
    """Requests that do not come, or come a little at a time."""
    start = head("POST", "/api/ask", ["Content-Type: application/json", "Content-Length: 100"])
    yield refused("nothing at all", (LONG,), CLOSED)
    yield refused("half a head", (b"GET /api/sources HTTP/1.1\r\nHost: 127.0.0.1\r\n", LONG), 408)
    yield refused("a head a little at a time", (b"GET / HTTP/1.1\r\n", *[b"X-A: a\r\n", 0.4] * 5), 408)
    yield refused("no body where one was promised", (start, LONG), 408)
    yield refused("a body a little at a time", (start, *[b"x", 0.4] * 5), 408)
    yield refused(
        "a chunk a little at a time",
        (start.replace(b"Content-Length: 100", b"Transfer-Encoding: chunked"), b"ff\r\n", *[b"x", 0.4] * 5),
        408,
    )
