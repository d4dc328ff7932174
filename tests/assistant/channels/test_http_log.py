"""The log: a line of JSON an event, and no word of what people asked or of a key."""

import io
import json
import logging
import os
import sys
import threading
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from assistant.channels.http.exchanges import begin
from assistant.channels.http.log_lines import LOG, JsonLines, log_config, log_what_is_printed
from assistant.channels.opening import open_kept
from assistant.channels.settings import Settings
from assistant.channels.state.types import Role
from tests.assistant.channels.doors import ingest_into, serving, write_sources

SECRET_QUESTION = "Hvad er det sværeste for Xylofonia Hemmeligsen?"
# The longest wait for a line that comes within milliseconds.
PATIENCE = 30
STREAM = {"accept": "text/event-stream"}


@contextmanager
def logged(requests: int = 0) -> Iterator[list[dict[str, Any]]]:
    """What the log gets until so many requests are told of: a line is written after its reply is out."""
    written: io.StringIO = io.StringIO()
    lines: list[dict[str, Any]] = []
    handler = logging.StreamHandler(written)
    handler.setFormatter(JsonLines())
    logger, level = logging.getLogger(), LOG.level
    logger.addHandler(handler)
    LOG.setLevel(logging.INFO)
    try:
        yield lines
        until = time.monotonic() + PATIENCE
        while written.getvalue().count('"message": "request"') < requests and time.monotonic() < until:
            time.sleep(0.01)
    finally:
        logger.removeHandler(handler)
        LOG.setLevel(level)
        lines += [json.loads(line) for line in written.getvalue().splitlines()]


def told(lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [line for line in lines if line["message"] == "request"]


def test_a_request_is_one_line(client: httpx.Client) -> None:
    with logged(1) as lines:
        client.get("/api/courses/facilitering", headers={"x-request-id": "abc"})
    (line,) = told(lines)
    assert line.pop("ms") >= 0
    assert line.pop("time").endswith("Z")
    assert line.pop("process") == os.getpid()
    assert line == {
        "level": "info",
        "message": "request",
        "request_id": "abc",
        "method": "GET",
        "route": "/api/courses/{course_id}",
        "status": 200,
    }


@pytest.mark.parametrize("headers", [{}, STREAM])
def test_an_answer_is_told_by_kind_and_generation_only(client: httpx.Client, headers: dict[str, str]) -> None:
    with logged(1) as lines:
        client.post("/api/ask", json={"question": SECRET_QUESTION}, headers=headers)
    (line,) = told(lines)
    assert line["kind"] in {"answer", "abstain"}
    assert line["generation"] == 1
    assert "question" not in line


@pytest.mark.parametrize("headers", [{}, STREAM])
def test_questions_stand_in_the_log_masked_where_that_is_wanted(small_data: Path, headers: dict[str, str]) -> None:
    with serving(small_data, log_questions=True) as client, logged(1) as lines:
        client.post("/api/ask", json={"question": "Hvad må 010190-1234 lære?"}, headers=headers)
    (line,) = told(lines)
    assert line["question"].startswith("Hvad må ")
    assert "010190" not in json.dumps(lines)


def test_a_refusal_is_told_by_its_code_and_a_key_by_its_id(tmp_path: Path) -> None:
    ingest_into(tmp_path / "data", write_sources(tmp_path / "sources"))
    with serving(tmp_path / "data") as client, logged(2) as lines:
        with open_kept(Settings(data=tmp_path / "data")) as state:
            key, secret = state.keys.create("læser", Role.READER)
        client.get("/api/sources")
        client.get("/api/sources", headers={"authorization": f"Bearer {secret}"})
    refused, let_in = told(lines)
    assert (refused["status"], refused["problem"]) == (401, "key_missing")
    assert let_in["owner"] == key.key_id
    assert secret not in json.dumps(lines)


def test_nothing_that_is_asked_gets_into_the_log(client: httpx.Client) -> None:
    asked = {"question": SECRET_QUESTION}
    chat = {"model": "fagkompas", "messages": [{"role": "user", "content": SECRET_QUESTION}]}
    with logged(11) as lines:
        client.post("/api/ask", json=asked)
        client.post("/api/ask", json=asked, headers=STREAM)
        client.post("/api/ask", json=asked | {"learner": SECRET_QUESTION, SECRET_QUESTION: 1})
        client.post("/api/ask", content=json.dumps(asked)[:-1], headers={"content-type": "application/json"})
        client.get("/api/search", params={"q": SECRET_QUESTION})
        client.get("/api/courses", params={"query": SECRET_QUESTION})
        client.get(f"/{SECRET_QUESTION}")
        client.get(f"/api/texts/{SECRET_QUESTION}")
        client.post("/v1/chat/completions", json=chat)
        client.post("/v1/chat/completions", json=chat | {"stream": True})
        client.get("/api/sources", headers={"x-request-id": "Xylofonia Hemmeligsen", "referer": "Xylofonia"})
    text = json.dumps(lines, ensure_ascii=False)
    assert len(told(lines)) == 11
    assert "Xylofonia" not in text
    assert "Hemmeligsen" not in text


@pytest.mark.parametrize("headers", [{}, STREAM])
def test_an_error_is_told_by_kind_and_place_but_not_by_what_it_says(
    small_data: Path, monkeypatch: pytest.MonkeyPatch, headers: dict[str, str]
) -> None:
    def broken(_self: object, request: Any) -> Any:
        raise ValueError(f"cannot parse {request.question}") from KeyError(request.question)

    monkeypatch.setattr("assistant.core.assistant.Assistant.stream", broken)
    with serving(small_data) as client, logged(1) as lines:
        client.post("/api/ask", json={"question": SECRET_QUESTION}, headers={**headers, "x-request-id": "one"})
    (fault,) = [line for line in lines if line["level"] == "error"]
    assert fault["error"]["kind"] == "ValueError"
    assert fault["error"]["from"] == {"kind": "KeyError", "at": []}
    assert any("broken" in frame for frame in fault["error"]["at"])
    assert fault["request_id"] == "one"
    assert "Xylofonia" not in json.dumps(lines, ensure_ascii=False)


def record(name: str, message: str) -> logging.LogRecord:
    return logging.LogRecord(name, logging.WARNING, "/somewhere/client.py", 7, message, None, None)


def test_what_others_say_may_hold_a_question_and_is_left_out() -> None:
    line = json.loads(JsonLines().format(record("httpx", SECRET_QUESTION)))
    assert (line["logger"], line["at"]) == ("httpx", "client.py:7")
    assert "Xylofonia" not in json.dumps(line)
    assert "010190" not in JsonLines(log_questions=True).format(record("httpx", "CPR 010190-1234"))
    assert "left out" not in JsonLines(log_questions=True).format(record("httpx", "hej"))


def test_a_line_is_one_line_whatever_is_said() -> None:
    written = JsonLines().format(record("fagkompas.http", 'a\r\n{"level": "critical"}\u2028'))
    assert len(written.splitlines()) == 1
    assert json.loads(written)["level"] == "warning"


def test_a_line_names_the_request_it_belongs_to() -> None:
    def within() -> str:
        begin("abc")
        return JsonLines().format(record("fagkompas.http", "hej"))

    found: list[str] = []
    thread = threading.Thread(target=lambda: found.append(within()))
    thread.start()
    thread.join()
    assert json.loads(found[0])["request_id"] == "abc"
    assert "request_id" not in json.loads(JsonLines().format(record("fagkompas.http", "hej")))


def test_an_error_tells_what_it_says_where_questions_are_logged() -> None:
    try:
        raise ValueError("CPR 010190-1234")
    except ValueError:
        fault = logging.LogRecord("fagkompas.http", logging.ERROR, __file__, 1, "hej", None, sys.exc_info())
    line = json.loads(JsonLines(log_questions=True).format(fault))
    assert line["error"]["says"].startswith("CPR ")
    assert "010190" not in json.dumps(line)


def test_every_process_can_be_told_to_log_so() -> None:
    config = log_config(log_questions=True)
    assert json.loads(json.dumps(config)) == config
    configured = logging.config.DictConfigurator(config)  # type: ignore[attr-defined]
    formatter = configured.configure_formatter(config["formatters"]["lines"])
    assert json.loads(formatter.format(record("httpx", "hej")))["message"] == "hej"


def test_what_would_be_printed_becomes_lines() -> None:
    log_what_is_printed()
    with logged() as lines, warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.warn(SECRET_QUESTION, stacklevel=1)
        thread = threading.Thread(target=lambda: int(SECRET_QUESTION))
        thread.start()
        thread.join()
        sys.excepthook(ValueError, ValueError(SECRET_QUESTION), None)
    assert [line["level"] for line in lines] == ["warning", "error", "critical"]
    assert lines[1]["error"]["kind"] == "ValueError"
    assert "Xylofonia" not in json.dumps(lines, ensure_ascii=False)
