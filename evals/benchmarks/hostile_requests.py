"""Requests that nobody means well with, as data: what is sent over the wire, and with which statuses it may be refused.

RFC 9110 and 9112 (HTTP), the OWASP API Security Top 10 of 2023, and what fuzzers and smugglers are known to send.
"""

import gzip
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

HOST = "127.0.0.1"
# What carries a key is sent when the service has keys; `KEYS` are the names that stand for their secrets.
KEYS = ("expired", "revoked", "reader")
# Longer than a service that gives 1 second waits for the rest of a request.
LONG = 1.6
CLOSED = 0
"""Among the statuses: the connection may also be closed without a word, since what was sent is not HTTP."""

Piece = bytes | float
"""What is sent, or so many seconds of silence."""


@dataclass(frozen=True, slots=True)
class Hostile:
    """One request; `{key:NAME}` in it stands for the secret of a key of that name."""

    name: str
    sent: tuple[Piece, ...]
    statuses: frozenset[int]
    keyed: bool = False
    """Whether it is sent to a service that has keys."""


def everything() -> list[Hostile]:
    """All of them; each has a name of its own."""
    groups = (bodies(), fields(), parameters(), paths(), heads(), methods(), lengths(), gibberish(), slow(), keys())
    return [hostile for group in groups for hostile in group]


def head(method: str, path: str, headers: Sequence[str] = (), host: str | None = HOST) -> bytes:
    """A request's head as it goes over the wire."""
    lines = [f"{method} {path} HTTP/1.1", *([f"Host: {host}"] if host is not None else []), *headers]
    return "\r\n".join((*lines, "", "")).encode("latin-1")


def post(body: bytes, content_type: str | None = "application/json", path: str = "/api/ask", *more: str) -> bytes:
    """A request with a body."""
    kind = [f"Content-Type: {content_type}"] if content_type else []
    return head("POST", path, [*kind, f"Content-Length: {len(body)}", *more]) + body


def refused(name: str, sent: bytes | tuple[Piece, ...], *statuses: int) -> Hostile:
    """One that is refused with one of these statuses; 200 says that it is answered as if it were harmless."""
    return Hostile(name, sent if isinstance(sent, tuple) else (sent,), frozenset(statuses))


def bodies() -> Iterator[Hostile]:
    """Bodies that are no question: too large, too deep, no text, no JSON."""
    question = b'{"question": "Hvad er en fagprofil?"}'
    yield refused("body of 700 kB", post(b"x" * 700_000), 413)
    yield refused("body said to be of 20 MB", head("POST", "/api/ask", ["Content-Length: 20000000"]) + b"x" * 100, 413)
    yield refused("body said to be without end", head("POST", "/api/ask", ["Content-Length: " + "9" * 30]), 400, 413)
    chunk = b"c350\r\n" + b"x" * 50_000 + b"\r\n"
    chunked = head("POST", "/api/ask", ["Transfer-Encoding: chunked", "Content-Type: application/json"])
    yield refused("body of 700 kB in chunks", chunked + chunk * 14 + b"0\r\n\r\n", 413)
    yield refused("arrays 100,000 deep", post(b"[" * 100_000), 400)
    yield refused("arrays 100,000 deep, closed", post(b"[" * 100_000 + b"]" * 100_000), 400, 422)
    yield refused("objects 50,000 deep", post(b'{"a":' * 50_000 + b"1" + b"}" * 50_000), 400, 422)
    yield refused("question 20,000 deep", post(b'{"question":' + b"[" * 20_000 + b"]" * 20_000 + b"}"), 400, 422)
    yield refused("no body", post(b""), 422)
    yield refused("half an object", post(b'{"question"'), 400)
    yield refused("two objects", post(question * 2), 400)
    yield refused("bytes that are no UTF-8", post(b'{"question": "\xff\xfe\xfa"}'), 400)
    yield refused("bytes cut inside a letter", post(b'{"question": "\xc3'), 400)
    yield refused("UTF-16 of another kind", post('{"question": 1}'.encode("utf-16")), 400, 422)
    yield refused("compressed without being asked", post(gzip.compress(question)), 400)
    for name, kind in (
        ("text", "text/plain"),
        ("XML", "application/xml"),
        ("a form", "application/x-www-form-urlencoded"),
        ("parts", "multipart/form-data; boundary=x"),
        ("nothing", None),
    ):
        yield refused(f"question sent as {name}", post(question, kind), 415, 422)


def fields() -> Iterator[Hostile]:
    """Questions whose parts are of a wrong kind."""
    values = ("null", "7", "1e999", "true", "[]", "{}", "NaN", "-Infinity", '"\\ud800"', '"a\\udfff"', "9" * 5_000)
    for value in values:
        shown = value if len(value) < 20 else f"a number of {len(value)} digits"
        yield refused(f"question {shown}", post(f'{{"question": {value}}}'.encode()), 400, 422)
        if value not in {"null"}:
            body = f'{{"question": "hej", "conversation_id": {value}}}'.encode()
            yield refused(f"conversation {shown}", post(body), 400, 422)
    for body in ("[]", '"hej"', "7", "null", "NaN", "{}", '{"q": "hej"}', '{"question": "a", "__proto__": {}}'):
        yield refused(f"body {body}", post(body.encode()), 400, 422)
    for name, value in (
        ("learner", "root"),
        ("learner", "../citizen"),
        ("as_of", "0000-00-00"),
        ("as_of", "99999-01-01"),
        ("as_of", "' OR 1=1 --"),
        ("conversation_id", ""),
        ("conversation_id", "x" * 100_000),
        ("role", "admin"),
        ("visibilities", "internal"),
    ):
        body = f'{{"question": "hej", "{name}": "{value}"}}'.encode()
        yield refused(f"{name} {value[:20]!r}", post(body), 400, 422)
    yield refused("feedback of no answer", post(b'{"answer_id": "ans_0", "verdict": "up"}', path="/api/feedback"), 404)
    yield refused(
        "feedback of neither kind", post(b'{"answer_id": "a", "verdict": "<script>"}', path="/api/feedback"), 422
    )
    outside = b'{"paths": ["/etc"]}'
    yield refused("ingest of the system's files", post(outside, path="/api/ingest"), 400, 403, 422)
    yield refused(
        "ingest out of a folder", post(b'{"paths": ["../../../etc/passwd"]}', path="/api/ingest"), 400, 403, 422
    )
    yield refused(
        "ingest from elsewhere", post(b'{"paths": ["http://169.254.169.254/"]}', path="/api/ingest"), 400, 403, 422
    )
    yield refused("chat without messages", post(b'{"model": "fagkompas"}', path="/v1/chat/completions"), 400, 422)
    yield refused("chat with a number", post(b'{"messages": 7}', path="/v1/chat/completions"), 400, 422)


def parameters() -> Iterator[Hostile]:
    """Addresses whose parameters cannot be used."""
    for query in (
        "limit=-1&q=a",
        "limit=0&q=a",
        "limit=1e9&q=a",
        "limit=NaN&q=a",
        "limit=" + "9" * 400 + "&q=a",
        "limit=%00&q=a",
        "limit=1&limit=x&q=a",
        "q=a&kind=../report",
        "q=a&learner[]=citizen",
        "q[$ne]=a",
        "",
        "q=a&" + "&".join(f"p{number}=1" for number in range(2_000)),
    ):
        yield refused(f"search?{query[:24]}", head("GET", f"/api/search?{query}"), 400, 422)
    for query in (
        "max_price=-1",
        "max_price=inf",
        "min_ects=NaN",
        "max_ects=1e999",
        "from=31-02-2027",
        "to=%27%20OR%201%3D1",
        "limit=-5",
        "offset=-1",
        "offset=99999999999999999999",
        "include_expired=2",
        "provider=a&provder=b",
    ):
        yield refused(f"courses?{query}", head("GET", f"/api/courses?{query}"), 400, 422)
    for place in ("sources", "profiles", "conversations"):
        yield refused(f"{place}?limit=-1", head("GET", f"/api/{place}?limit=-1"), 400, 422)
        yield refused(f"{place}?offset=1e5", head("GET", f"/api/{place}?offset=1e5"), 400, 422)


def paths() -> Iterator[Hostile]:
    """Ways out of the folder, and into the shell and the database, in every place that an address has."""
    templates = (
        "/api/texts/{}",
        "/api/courses/{}",
        "/api/profiles/{}",
        "/api/sources/{}",
        "/api/answers/{}",
        "/api/conversations/{}",
        "/api/ingest/{}",
        "/v1/models/{}",
        "/answers/{}",
        "/texts/{}",
        "/static/{}",
        "/problems/{}",
        "/{}",
    )
    inserted = (
        "..%2f..%2f..%2f..%2fetc%2fpasswd",
        "../../../../etc/passwd",
        "%2e%2e/%2e%2e/CURRENT",
        "..%5c..%5cwindows%5cwin.ini",
        "....//....//state.sqlite",
        "%c0%ae%c0%ae%c0%afetc",
        "%00.md",
        "a%0d%0aX-Injected:%201",
        "';DROP%20TABLE%20answers;--",
        "$(id)%7C%60id%60",
        "{{7*7}}%3Cscript%3Ealert(1)%3C/script%3E",
        "A" * 9_000,
    )
    for template in templates:
        for text in inserted:
            yield refused(template.format(text[:40]), head("GET", template.format(text)), 400, 404, 405, 422)


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


def keys() -> Iterator[Hostile]:
    """Keys that open nothing, or not this."""
    for name, header, statuses in (
        ("no key", "X-A: a", (401,)),
        ("an empty key", "Authorization: Bearer ", (401,)),
        ("a key of nobody", "Authorization: Bearer fk_" + "A" * 43, (401,)),
        ("an expired key", "Authorization: Bearer {key:expired}", (401,)),
        ("a revoked key", "Authorization: Bearer {key:revoked}", (401,)),
        ("a key cut short", "Authorization: Bearer fk_", (401,)),
        ("a key as password", "Authorization: Basic {key:reader}", (401,)),
        ("a key without a word before it", "Authorization: {key:reader}", (401,)),
        ("a key of 10,000 letters", "Authorization: Bearer fk_" + "a" * 10_000, (401,)),
        ("a key that asks the database", "Authorization: Bearer ' OR '1'='1", (401,)),
        ("a key of other letters", "Authorization: Bearer fk_\xe6\xf8\xe5", (401,)),
        ("a cookie of nobody", 'Cookie: fagkompas_key=fk_0; x="', (401,)),
        ("a cookie that is none", 'Cookie: ;;;=;==,"\\', (401,)),
    ):
        sent = head("GET", "/api/sources", [header])
        yield Hostile(name, (sent,), frozenset(statuses), keyed=True)
    reader = "Authorization: Bearer {key:reader}"
    for name, sent in (
        ("a reader's figures", head("GET", "/metrics", [reader])),
        ("a reader's ingest", post(b"{}", "application/json", "/api/ingest", reader)),
        ("a reader's look at an ingest", head("GET", "/api/ingest/run_0", [reader])),
    ):
        yield Hostile(name, (sent,), frozenset({403}), keyed=True)
    yield Hostile("a key in the address", (head("GET", "/api/sources?key={key:reader}"),), frozenset({401}), keyed=True)
