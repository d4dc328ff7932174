"""Hostile requests that are HTTP: their bodies, fields, parameters, addresses and keys are what is wrong with them."""

import gzip
from collections.abc import Iterator

from evals.benchmarks.hostile_requests import Hostile, head, post, refused


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
