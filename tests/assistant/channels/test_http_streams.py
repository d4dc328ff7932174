"""Answers as they come: the events, one who leaves, one too many, one too slow, and an error in the middle."""

import asyncio
import json
import time
from collections.abc import Generator, Iterator
from pathlib import Path

import httpx
import pytest

from assistant.channels.http.relay import BusyError, LateError, Streams
from assistant.core.assistant import Assistant
from assistant.core.events import Event, Token
from assistant.core.types import AskRequest
from knowledge.errors import KnowledgeError
from tests.assistant.channels.doors import serving
from tests.assistant.channels.slow_work import SlowWork

STREAMED = {"accept": "text/event-stream"}
SOON = 10


def read_events(response: httpx.Response) -> Iterator[tuple[str, dict[str, object]]]:
    name = ""
    for line in response.iter_lines():
        if line.startswith("event: "):
            name = line.removeprefix("event: ")
        elif line.startswith("data: "):
            yield name, json.loads(line.removeprefix("data: "))


def stream(client: httpx.Client, question: str, **more: object) -> list[tuple[str, dict[str, object]]]:
    with client.stream("POST", "/api/ask", json={"question": question, **more}, headers=STREAMED) as response:
        assert response.headers["content-type"].startswith("text/event-stream")
        return list(read_events(response))


@pytest.mark.parametrize("question", ["Hvad er sværest for medarbejderne?", "Kurser i facilitering?", "Hej", ""])
def test_the_events_come_in_order_and_make_up_the_answer(client: httpx.Client, question: str) -> None:
    events = stream(client, question)
    names = [name for name, _ in events]
    assert names[:2] == ["status", "sources"]
    assert names[-2:] == ["answer", "done"]
    answer = events[-2][1]
    assert "".join(str(value["text"]) for name, value in events if name == "token") == answer["text"]
    assert [value for name, value in events if name == "citation"] == answer["citations"]
    assert events[-1][1] == {}


def test_a_streamed_answer_is_the_one_that_comes_whole(client: httpx.Client) -> None:
    question = "Hvad er sværest for medarbejderne?"
    streamed = stream(client, question)[-2][1]
    whole = client.post("/api/ask", json={"question": question}).json()
    own = {"id", "conversation_id", "latency_ms"}
    assert {k: v for k, v in streamed.items() if k not in own} == {k: v for k, v in whole.items() if k not in own}


def test_a_streamed_answer_is_kept(client: httpx.Client) -> None:
    answer = stream(client, "Hvad er sværest for medarbejderne?")[-2][1]
    assert client.get(f"/api/answers/{answer['id']}").json() == answer


def test_words_for_people_are_in_the_language_they_read(client: httpx.Client) -> None:
    headers = {**STREAMED, "accept-language": "en"}
    with client.stream("POST", "/api/ask", json={"question": "Hej"}, headers=headers) as response:
        assert next(read_events(response)) == ("status", {"stage": "searching", "text": "Searching the sources"})


def test_what_is_wrong_before_the_answer_begins_is_a_problem(client: httpx.Client) -> None:
    response = client.post("/api/ask", json={"question": 1}, headers=STREAMED)
    assert (response.status_code, response.json()["type"]) == (422, "/problems/invalid")


def test_a_client_that_leaves_ends_its_work(small_data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    work = SlowWork()
    monkeypatch.setattr(Assistant, "stream", lambda *_: work())
    with serving(small_data) as client:
        with client.stream("POST", "/api/ask", json={"question": "hej"}, headers=STREAMED) as response:
            next(read_events(response))
        assert work.ended.wait(SOON)
    assert work.made < work.pieces


def test_one_stream_too_many_is_told_to_come_again(small_data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    work = SlowWork()
    monkeypatch.setattr(Assistant, "stream", lambda *_: work())
    ask = {"url": "/api/ask", "json": {"question": "hej"}, "headers": STREAMED}
    with serving(small_data, most_streams=1) as client:
        with client.stream("POST", **ask) as response:  # type: ignore[arg-type]
            # Kept: a reader that is dropped closes the reply.
            events = read_events(response)
            next(events)
            refused = client.post(**ask)  # type: ignore[arg-type]
            assert (refused.status_code, refused.json()["type"]) == (503, "/problems/busy")
            assert refused.headers["retry-after"] == "2"
        assert work.ended.wait(SOON)
        for _ in range(100):
            with client.stream("POST", **ask) as response:  # type: ignore[arg-type]
                if response.status_code == 200:
                    break
            time.sleep(0.05)
        else:
            pytest.fail("the place was not given back")


def test_an_answer_that_takes_too_long_ends_with_a_problem(small_data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    work = SlowWork()
    monkeypatch.setattr(Assistant, "stream", lambda *_: work())
    with serving(small_data, answer_seconds=1) as client:
        events = stream(client, "hej")
    assert [name for name, _ in events[-2:]] == ["error", "done"]
    assert events[-2][1]["type"] == "/problems/timed-out"
    assert work.ended.wait(SOON)


def break_with(error: Exception) -> object:
    def work(_self: Assistant, _request: AskRequest) -> Generator[Event]:
        yield Token("Et ")
        raise error

    return work


@pytest.mark.parametrize(
    ("error", "problem"),
    [(KnowledgeError("damaged"), "/problems/unavailable"), (RuntimeError("a secret"), "/problems/unexpected")],
)
def test_an_error_in_the_middle_is_told_and_the_stream_ends_in_order(
    error: Exception, problem: str, small_data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Assistant, "stream", break_with(error))
    with serving(small_data) as client:
        events = stream(client, "hej")
    assert [name for name, _ in events] == ["token", "error", "done"]
    assert events[1][1]["type"] == problem
    assert "secret" not in json.dumps(events)


def read_all(streams: Streams, work: SlowWork, pulse: float = SOON) -> list[object]:
    async def read() -> list[object]:
        made = streams.begin(work)
        try:
            return [piece async for piece in made.read(pulse)]
        finally:
            made.close()

    return asyncio.run(read())


def test_a_relay_gives_everything_in_order_and_its_place_back() -> None:
    streams = Streams(1, SOON)
    for _ in range(3):
        assert read_all(streams, SlowWork(50, 0)) == [Token("ord ")] * 50
    for _ in range(100):
        if streams.running == 0:
            break
        time.sleep(0.01)
    assert streams.running == 0
    streams.close()


def test_a_relay_says_when_nothing_comes() -> None:
    streams = Streams(1, SOON)
    pieces = read_all(streams, SlowWork(1, 0.2), pulse=0.05)
    assert pieces[0] == Token("ord ")
    assert pieces[1:]
    assert set(pieces[1:]) == {None}
    streams.close()


def test_work_that_hangs_is_left_behind() -> None:
    streams = Streams(1, 0.1)
    work = SlowWork(2, 0.5)
    with pytest.raises(LateError):
        read_all(streams, work)
    with pytest.raises(BusyError):
        streams.begin(work)
    assert work.ended.wait(SOON)
    streams.close()


def test_a_place_that_is_never_used_is_given_back() -> None:
    streams = Streams(1, SOON)
    streams.begin(SlowWork(1, 0)).close()
    streams.begin(SlowWork(1, 0)).close()
    assert streams.running == 0
    streams.close()
