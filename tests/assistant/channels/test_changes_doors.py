"""What changed between two generations, on the command line, over HTTP and as a tool."""

import datetime
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import anyio
import httpx
import jsonschema
import pytest
from mcp import Client
from mcp_types import CallToolResult, TextContent

from assistant.channels.build import open_application
from assistant.channels.changing import change_sentence, marked, written_value
from assistant.channels.http.relay import Streams
from assistant.channels.http.service import Service
from assistant.channels.mcp.server import build_server
from assistant.channels.mcp.types import Client as Caller
from assistant.channels.mcp.types import Room
from assistant.channels.opening import open_kept
from assistant.channels.settings import Settings
from ingest.changes.types import ChangeCode, Validity
from knowledge.types import Learner, Price
from knowledge.worddiff import word_diff
from prompts.wording import LANGUAGES, Wording
from tests.assistant.channels.doors import serving
from tests.assistant.channels.terminal import run
from tests.ingest.changes.snapshots import a_course, of_course

WORDS = Wording.load()


@pytest.fixture(scope="module")
def news(changed_data: Path) -> Iterator[httpx.Client]:
    with serving(changed_data) as made:
        yield made


def seen(told: dict[str, Any]) -> list[tuple[str, str]]:
    return [(change["code"], change["subject_id"]) for change in told["changes"]]


PUBLIC = [
    ("course_closed", "borgerkursus"),
    ("course_moved", "facilitering"),
    ("course_dearer", "facilitering"),
    ("course_new", "borgerkursus-2"),
    ("competence_added", "tovholder"),
    ("competence_reworded", "tovholder"),
    ("source_new", "nyt-om-transfer"),
]


# --- the command line ---


def test_the_command_tells_what_matters_most_first(changed_data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = run(capsys, "--data", str(changed_data), "changes").output.splitlines()
    assert lines[0].startswith("Ændringer fra generation 1 (")
    assert lines[1] == "- Lukket: Facilitering for ledige [for borgere] står ikke længere i kilderne."
    assert "    Facilitering [+af møder+]" in lines
    # Where a line breaks depends on the terminal.
    assert "koster nu 4.600 kr.; før 4.200 kr." in " ".join(" ".join(lines).split())


def test_the_command_writes_one_document_and_whoever_runs_it_sees_all(
    changed_data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = run(capsys, "--data", str(changed_data), "changes", "--json").json
    assert ("course_price", "hemmeligt") in seen(told)
    assert [name for name in PUBLIC if name[1] not in {"nyt-om-transfer"} and name not in seen(told)] == []
    assert (told["from"]["generation"], told["to"]["generation"]) == (1, 2)
    assert told["counts"]["course_dearer"] == 1
    backwards = run(capsys, "--data", str(changed_data), "changes", "--from", "2", "--to", "1", "--json").json
    assert ("course_cheaper", "facilitering") in seen(backwards)


def test_a_generation_that_is_gone_is_refused_in_one_sentence(
    changed_data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    refused = run(capsys, "--data", str(changed_data), "changes", "--from", "7")
    assert (refused.code, refused.error) == (2, "Der er ingen generation 7. Gemt er: 1, 2.\n")


def test_a_single_generation_is_told_of(small_data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    outcome = run(capsys, "--data", str(small_data), "changes")
    assert outcome.output.startswith("Der er kun generation 1 (")
    assert outcome.code == 0


# --- HTTP ---


def test_the_route_gives_what_all_may_see(news: httpx.Client) -> None:
    told = news.get("/api/changes").json()
    assert [(code, name) for code, name in seen(told) if code != "source_new"] == PUBLIC[:-1]
    assert (told["total"], told["next"]) == (len(PUBLIC), None)
    assert [one["generation"] for one in told["kept"]] == [1, 2]
    dearer = next(change for change in told["changes"] if change["code"] == "course_dearer")
    assert (dearer["before"]["amount"], dearer["after"]["amount"]) == (4200, 4600)
    reworded = next(change for change in told["changes"] if change["code"] == "competence_reworded")
    assert [piece["fate"] for piece in reworded["words"]] == ["same", "new"]


def test_a_key_that_may_see_internal_sources_sees_what_changed_in_them(changed_data: Path, tmp_path: Path) -> None:
    data = shutil.copytree(changed_data, tmp_path / "data", ignore=shutil.ignore_patterns("state.sqlite*"))
    with open_kept(Settings(data=data)) as state:
        secrets = {internal: state.keys.create("nøgle", internal=internal)[1] for internal in (True, False)}
    with serving(data) as client:
        told = {
            internal: seen(client.get("/api/changes", headers={"Authorization": f"Bearer {secret}"}).json())
            for internal, secret in secrets.items()
        }
    assert ("course_price", "hemmeligt") in told[True]
    assert ("course_price", "hemmeligt") not in told[False]


def test_sentences_are_in_the_language_of_the_reader(news: httpx.Client) -> None:
    told = news.get("/api/changes", headers={"Accept-Language": "en"}).json()
    assert (
        told["changes"][0]["sentence"] == "Closed: Facilitering for ledige [for citizens] is no longer in the sources."
    )


def test_parts_of_the_changes_follow_one_another(news: httpx.Client) -> None:
    first = news.get("/api/changes", params={"limit": 2, "from": 1, "to": 2}).json()
    second = news.get(first["next"]).json()
    assert seen(first) == PUBLIC[:2]
    assert seen(second) == PUBLIC[2:4]


@pytest.mark.parametrize("asked", [{"from": 9}, {"to": 9}])
def test_a_generation_that_is_gone_is_not_found(news: httpx.Client, asked: dict[str, int]) -> None:
    refused = news.get("/api/changes", params=asked)
    assert (refused.status_code, refused.json()["type"]) == (404, "/problems/unknown-generation")
    assert refused.json()["detail"] == "Der er ingen generation 9. Gemt er: 1, 2."


@pytest.mark.parametrize("asked", [{"from": 0}, {"to": "i går"}, {"since": 1}])
def test_what_is_no_generation_is_refused(news: httpx.Client, asked: dict[str, Any]) -> None:
    assert news.get("/api/changes", params=asked).status_code == 422


# --- the tool ---


@pytest.fixture(scope="module")
def room(changed_data: Path) -> Iterator[Room]:
    settings = Settings(data=changed_data)
    with open_application(settings) as parts, open_kept(settings) as state:
        streams = Streams(2, 10)
        yield Room(Service(parts, state, streams), lambda request: Caller())
        streams.close()


def call(room: Room, **arguments: Any) -> CallToolResult:
    async def talk() -> CallToolResult:
        async with Client(build_server(room)) as client:
            (listed,) = [one for one in (await client.list_tools()).tools if one.name == "list_changes"]
            result = await client.call_tool("list_changes", arguments)
            if not result.is_error:
                assert listed.output_schema is not None
                jsonschema.validate(result.structured_content, listed.output_schema)
            return result

    return anyio.run(talk)


def said(result: CallToolResult) -> str:
    (content,) = result.content
    assert isinstance(content, TextContent)
    return content.text


def test_the_tool_gives_the_same_to_be_read(room: Room) -> None:
    result = call(room)
    assert result.structured_content is not None
    assert result.structured_content["total"] == len(PUBLIC)
    assert "- Dyrere: Facilitering af møder (Kursushuset Nordlys) koster nu 4.600 kr.; før 4.200 kr." in " ".join(
        said(result).split()
    )


def test_the_tool_says_how_many_more_there_are(room: Room) -> None:
    result = call(room, most=1, from_generation=1)
    assert result.structured_content is not None
    assert len(result.structured_content["changes"]) == 1
    assert said(result).endswith(f"Og {len(PUBLIC) - 1} til.")


def test_the_tool_names_the_generations_that_are_there(room: Room) -> None:
    refused = call(room, from_generation=5)
    assert refused.is_error
    assert said(refused) == "Der er ingen generation 5. Gemt er: 1, 2."


# --- the sentences ---


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", ChangeCode)
def test_every_change_has_a_sentence(code: ChangeCode, language: str) -> None:
    key = f"change.{code.value}"
    known = [one for one in WORDS.sentences[language] if one == key or one.startswith(f"{key}_")]
    assert known
    assert all(WORDS.placeholders(language, one) <= {"title", "item", "before", "after"} for one in known)


def test_a_course_that_has_run_out_says_so_where_it_is_told_of() -> None:
    (change,) = of_course(None, a_course(valid_to=datetime.date(2020, 1, 1), learner=Learner.EMPLOYEE))
    assert change_sentence(change, WORDS, "da") == "Nyt kursus: Facilitering af møder (Nordlys) [udløbet]."


def test_words_that_changed_are_marked() -> None:
    assert marked(word_diff("leder møder godt", "styrer møder"), WORDS, "da") == "[-leder-] [+styrer+] møder [-godt-]"


def test_values_are_written_as_people_read_them() -> None:
    day = datetime.date(2030, 1, 2)
    assert written_value(Price(2395, vat_included=False), WORDS, "da") == "2.395 kr. ekskl. moms"
    assert written_value(None, WORDS, "da") == "ikke oplyst"
    assert written_value(Validity("2026"), WORDS, "da") == "2026: uden udløb"
    assert written_value(Validity("2026", None, day), WORDS, "en") == "2026: until 2 January 2030"
    assert written_value(Validity("2026", day, day), WORDS, "da") == "2026: fra 2. januar 2030 til 2. januar 2030"
