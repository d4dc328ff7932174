"""The MCP door's tools with the SDK's client in this process: what they take, give and refuse."""

from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import anyio
import jsonschema
import pytest
from mcp import Client, MCPError
from mcp_types import CallToolResult, TextContent

from assistant.channels.build import open_application
from assistant.channels.http.relay import Streams
from assistant.channels.http.service import Service
from assistant.channels.mcp.server import build_server
from assistant.channels.mcp.types import Client as Caller
from assistant.channels.mcp.types import Room
from assistant.channels.opening import open_kept
from assistant.channels.settings import Settings
from assistant.core.assistant import Assistant
from tests.assistant.channels.slow_work import SlowWork

QUESTION = "Hvad er det sværeste område for medarbejderne?"
SOON = 10
T = TypeVar("T")


@pytest.fixture(scope="module")
def room(small_data: Path) -> Iterator[Room]:
    settings = Settings(data=small_data)
    with open_application(settings) as parts, open_kept(settings) as state:
        streams = Streams(2, SOON)
        yield Room(Service(parts, state, streams), lambda request: Caller(address="http://localhost:8000/"))
        streams.close()


def visit(room: Room, visitor: Callable[[Client], Awaitable[T]]) -> T:
    """What a visitor brings home who talks to the server over these parts."""

    async def talk() -> T:
        async with Client(build_server(room)) as client:
            return await visitor(client)

    return anyio.run(talk)


def call(room: Room, tool: str, /, **arguments: Any) -> CallToolResult:
    return visit(room, lambda client: client.call_tool(tool, arguments))


def said(result: CallToolResult) -> str:
    (content,) = result.content
    assert isinstance(content, TextContent)
    return content.text


def test_the_tools_are_described_with_what_they_take_and_give(room: Room) -> None:
    tools = visit(room, lambda client: client.list_tools()).tools
    assert [tool.name for tool in tools] == ["ask", "search_courses", "get_profile", "analyse_gap", "list_changes"]
    for tool in tools:
        assert tool.title
        assert tool.description
        assert tool.annotations is not None
        assert tool.annotations.read_only_hint
        assert all(described["description"] for described in tool.input_schema["properties"].values())
        jsonschema.Draft202012Validator.check_schema(tool.input_schema)
        assert tool.output_schema is not None
        jsonschema.Draft202012Validator.check_schema(tool.output_schema)


def test_descriptions_are_in_the_language_of_the_caller(room: Room) -> None:
    english = Room(room.service, lambda request: Caller(language="en"))
    (ask, *_) = visit(english, lambda client: client.list_tools()).tools
    assert ask.title == "Ask the sources"
    assert said(call(english, "get_profile")) == "Correct the arguments: profile: The field is missing."


def test_an_answer_is_the_public_json_and_text_with_its_sources(room: Room) -> None:
    result = call(room, "ask", question=QUESTION)
    answer = result.structured_content
    assert not result.is_error
    assert answer["kind"] == "answer"
    assert "54 procent" in answer["citations"][0]["quote"]
    assert said(result).startswith(answer["text"])
    assert "**Kilder**" in said(result)
    assert f"/texts/{answer['citations'][0]['text_id']}?" in said(result)


def test_an_answer_is_kept_and_a_follow_up_leans_on_it(room: Room) -> None:
    first = call(room, "ask", question="Hvilke kurser er der i facilitering?").structured_content
    kept = room.service.state.answers.find(first["id"])
    assert kept is not None
    assert kept.answer == first
    conversation = {"conversation_id": first["conversation_id"]}
    assert "Pris: 4200 kr." in said(call(room, "ask", question="Hvad koster det?", **conversation))


def test_a_question_can_be_asked_as_of_a_day(room: Room) -> None:
    result = call(room, "ask", question="Hvilke kurser er der i facilitering?", as_of="2032-01-01")
    assert "expired_course" in {notice["code"] for notice in result.structured_content["notices"]}


def test_courses_are_found_by_subject_and_filters(room: Room) -> None:
    result = call(room, "search_courses", query="facilitering", max_price=5000, **{"from": "01-01-2031"})
    found = result.structured_content
    assert [course["course_id"] for course in found["courses"]] == ["facilitering"]
    assert found["filters"]["start_from"] == "2031-01-01"
    assert "Facilitering af møder – Kursushuset Nordlys" in said(result)
    assert "Passer på: Facilitering" in said(result)
    assert "Kilde: https://nordlys.example.dk/facilitering" in said(result)


def test_no_more_courses_than_wanted_are_given_and_their_number_told(room: Room) -> None:
    found = call(room, "search_courses", include_expired=True, limit=1).structured_content
    assert (len(found["courses"]), found["total"]) == (1, 2)


def test_no_course_is_said_in_words(room: Room) -> None:
    result = call(room, "search_courses", max_price=1)
    assert (result.is_error, result.structured_content["total"]) == (False, 0)
    assert said(result) == "Jeg fandt ingen kurser, der passer til det, du beder om."


@pytest.mark.parametrize("name", ["tovholder", "Tovholder", "TOVHOLDER"])
def test_a_profile_is_found_by_id_and_title(room: Room, name: str) -> None:
    result = call(room, "get_profile", profile=name)
    assert result.structured_content["profile_id"] == "tovholder"
    assert "Kompetencer:\n- Facilitering" in said(result)


def refused(result: CallToolResult) -> str:
    assert result.is_error
    assert result.structured_content is None
    assert "\n" not in said(result)
    return said(result)


def test_an_unknown_profile_is_answered_with_the_known_ones(room: Room) -> None:
    sentence = refused(call(room, "get_profile", profile="pilot"))
    assert sentence == "Der er ingen fagprofil »pilot«. De kendte er: tovholder (Tovholder)."


def test_wrong_arguments_are_named_in_one_sentence_that_repeats_no_values(room: Room) -> None:
    wrong = {"limit": "mange", "hest": 1, "from": "i går", "learner": "leder"}
    sentence = refused(call(room, "search_courses", **wrong))
    assert sentence.startswith("Ret argumenterne: ")
    assert {field for field in wrong if f"{field}: " in sentence} == wrong.keys()
    assert "mange" not in sentence


def test_an_unknown_tool_is_an_error_of_the_protocol(room: Room) -> None:
    async def visitor(client: Client) -> str:
        with pytest.raises(MCPError) as raised:
            await client.call_tool("slet_alt", {})
        return raised.value.message

    assert visit(room, visitor) == (
        "Der er intet værktøj, der hedder »slet_alt«. "
        "Værktøjerne er: ask, search_courses, get_profile, analyse_gap, list_changes."
    )


def test_nothing_internal_is_told(room: Room) -> None:
    told = [
        call(room, "ask", question="Hvad koster projekt Nordstjernen?"),
        call(room, "search_courses", query="Nordstjernen"),
        call(room, "search_courses", query="facilitering", include_expired=True),
    ]
    for result in told:
        shown = {**result.structured_content, "question": "", "filters": {}}
        assert "812.000" not in str(shown)
        assert "Facilitering i Nordstjernen" not in said(result) + str(shown)


def test_before_the_first_ingest_a_call_says_what_to_do(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path)
    with open_application(settings) as parts, open_kept(settings) as state:
        empty = Room(Service(parts, state, Streams(1, SOON)), lambda request: Caller())
        calls: dict[str, dict[str, str]] = {
            "ask": {"question": "Hvad?"},
            "search_courses": {},
            "get_profile": {"profile": "x"},
        }
        for tool, arguments in calls.items():
            sentence = refused(call(empty, tool, **arguments))
            assert "fagkompas ingest" in sentence
            assert str(tmp_path) not in sentence


def test_an_error_that_nobody_foresaw_is_told_without_its_words(
    room: Room, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("a secret")

    monkeypatch.setattr(Assistant, "stream", broken)
    assert refused(call(room, "ask", question=QUESTION)) == "Noget gik galt hos os. Prøv igen; fejlen står i loggen."
    assert "a secret" in caplog.text


def test_a_call_that_is_given_up_ends_its_work(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    work = SlowWork()
    monkeypatch.setattr(Assistant, "stream", lambda *_: work())

    async def visitor(client: Client) -> None:
        with anyio.move_on_after(0.3):
            await client.call_tool("ask", {"question": QUESTION})

    visit(room, visitor)
    assert work.ended.wait(SOON)
    assert 0 < work.made < work.pieces


def test_work_beyond_its_bounds_is_told_of(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Assistant, "stream", lambda *_: SlowWork(100)())
    streams = Streams(1, 0.2)
    narrow = Room(Service(room.service.parts, room.service.state, streams), lambda request: Caller())

    async def visitor(client: Client) -> list[str]:
        sentences: list[str] = []

        async def ask() -> None:
            sentences.append(refused(await client.call_tool("ask", {"question": QUESTION})))

        async with anyio.create_task_group() as tasks:
            tasks.start_soon(ask)
            tasks.start_soon(ask)
        return sentences

    busy, late = visit(narrow, visitor)
    assert busy.startswith("Der besvares allerede så mange spørgsmål")
    assert late.startswith("Svaret var ikke færdigt efter 0.2 sekunder")
    streams.close()


def test_a_team_is_analysed_and_planned_for(room: Room) -> None:
    member = {"person": "AB", "profile": "Tovholder", "competence": "Facilitering", "level": 1, "wanted": 3}
    result = call(room, "analyse_gap", team=[member])
    assert [one["course_id"] for one in result.structured_content["plan"]["courses"]] == ["facilitering"]
    assert "AB: Facilitering af møder" in said(result)
    refused = call(room, "analyse_gap", team=[member, {**member, "level": 2}], goal="fewest")
    assert refused.is_error
    assert "behold den rigtige række" in said(refused)
