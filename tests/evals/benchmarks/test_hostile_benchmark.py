"""All hostile requests against a real service; and that a reply that is not as it should be is seen."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from evals.benchmarks.hostile import everything, run, violation
from evals.benchmarks.hostile_requests import CLOSED, Hostile
from evals.benchmarks.service import Reply
from tests.assistant.channels.doors import write_sources

HOSTILE = Hostile("one", (b"GET /nope HTTP/1.1\r\n\r\n",), frozenset({404}))
PAGE = Hostile("two", (b"GET /answers/nope HTTP/1.1\r\n\r\n",), frozenset({404}))
MAY_CLOSE = Hostile("three", (b"\0",), frozenset({400, CLOSED}))


def reply(status: int = 404, content_type: str = "application/problem+json", **changed: Any) -> Reply:
    body = {"type": "/problems/x", "title": "x", "status": 404, "detail": "x", "request_id": "x"} | changed
    return Reply(status, {"content-type": content_type}, json.dumps(body))


@pytest.mark.slow
def test_every_hostile_request_is_refused_in_words_and_harms_nothing(tmp_path: Path) -> None:
    tally = run(tmp_path, write_sources(tmp_path / "sources"))
    assert tally.violations == []
    assert tally.sent == len(everything())


def test_there_are_more_than_a_hundred_each_with_a_name_of_its_own() -> None:
    names = Counter(hostile.name for hostile in everything())
    assert len(names) > 300
    assert [name for name, count in names.items() if count > 1] == []


def test_a_problem_of_the_right_status_is_right() -> None:
    assert violation(HOSTILE, reply()) is None


@pytest.mark.parametrize(
    "wrong",
    [
        None,
        reply(500),
        reply(content_type="application/json"),
        reply(status_in_body=1, status=400),
        Reply(404, {"content-type": "text/plain"}, "Not Found"),
        Reply(404, {"content-type": "text/html"}, "<h1>Not Found</h1>"),
        Reply(404, {"content-type": "application/problem+json", "x-injected": "1"}, reply().body),
        Reply(404, {"content-type": "application/problem+json"}, '{"type": "/problems/x"}'),
    ],
)
def test_anything_else_is_a_violation(wrong: Reply | None) -> None:
    assert violation(HOSTILE, wrong)


def test_people_may_get_a_page_but_none_with_a_script_from_the_address() -> None:
    assert violation(PAGE, Reply(404, {"content-type": "text/html; charset=utf-8"}, "<p>x</p>")) is None
    assert violation(PAGE, Reply(404, {"content-type": "text/html"}, "<script>alert(1)</script>"))


def test_only_what_is_no_http_may_be_hung_up_on() -> None:
    assert violation(MAY_CLOSE, None) is None
    assert violation(HOSTILE, None) == "one: no reply"
