"""Answers that quote what is gone: told where they are read again, and listed at every door."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from assistant.channels.opening import open_kept
from assistant.channels.settings import Settings
from tests.assistant.channels.doors import INTERNAL, REPORT, ingest_into, serving, write_sources
from tests.assistant.channels.terminal import run

QUESTION = "Hvor mange procent af lederne peger på virksomhedssamarbejde?"
COURSES = "Hvilke kurser er der i facilitering?"
SECRET = "Hvad koster projekt Nordstjernen?"


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    folder = write_sources(tmp_path / "sources")
    ingest_into(tmp_path / "data", folder)
    return folder


@pytest.fixture
def client(sources: Path) -> Iterator[httpx.Client]:
    with serving(sources.parent / "data") as made:
        yield made


def ask(client: httpx.Client, question: str = QUESTION, **headers: str) -> Any:
    return client.post("/api/ask", json={"question": question}, headers=headers).json()


def rewrite(sources: Path, before: str, after: str) -> None:
    assert before in REPORT
    (sources / "rapport.md").write_text(REPORT.replace(before, after), "utf-8")
    ingest_into(sources.parent / "data", sources)


def withdraw(sources: Path) -> None:
    (sources / "rapport.md").unlink()
    ingest_into(sources.parent / "data", sources)


def codes(answer: Any) -> list[str]:
    return [notice["code"] for notice in answer["notices"]]


def test_an_answer_that_is_read_again_says_what_has_changed_since(client: httpx.Client, sources: Path) -> None:
    answer = ask(client)
    path = f"/api/answers/{answer['id']}"
    assert client.get(path).json() == answer
    rewrite(sources, "54 procent", "61 procent")
    again = client.get(path).json()
    (notice,) = [one for one in again["notices"] if one not in answer["notices"]]
    assert notice["code"] == "source_changed"
    assert "[1]" in notice["text"]
    assert "Lederne om opkvalificering" in notice["text"]
    (kept,) = client.get(f"/api/conversations/{answer['conversation_id']}").json()["answers"]
    assert kept == again
    assert notice["text"] in client.get(f"/answers/{answer['id']}").text


def test_a_source_that_was_withdrawn_is_told_so_until_it_is_back(client: httpx.Client, sources: Path) -> None:
    answer = ask(client)
    withdraw(sources)
    assert "source_withdrawn" in codes(client.get(f"/api/answers/{answer['id']}").json())
    rewrite(sources, "120 ledere", "121 ledere")
    assert client.get(f"/api/answers/{answer['id']}").json() == answer


def test_words_that_still_stand_elsewhere_in_the_source_stand(client: httpx.Client, sources: Path) -> None:
    answer = ask(client)
    rewrite(sources, "54 procent af lederne peger", "54 procent af\nlederne peger")
    assert client.get(f"/api/answers/{answer['id']}").json() == answer
    assert client.get("/api/stale").json()["answers"] == []


def test_what_rests_on_text_that_is_gone_is_listed(client: httpx.Client, sources: Path) -> None:
    answer, _ = ask(client), ask(client, COURSES)
    rewrite(sources, "54 procent", "61 procent")
    listed = client.get("/api/stale").json()
    assert (listed["total"], listed["next"]) == (1, None)
    (stale,) = listed["answers"]
    assert (stale["answer_id"], stale["conversation_id"]) == (answer["id"], answer["conversation_id"])
    assert stale["question"] == QUESTION
    title = "Lederne om opkvalificering"
    assert stale["gone"] == [{"number": 1, "source_id": "rapport", "title": title, "fate": "source_changed"}]


def test_each_key_sees_its_own_and_what_it_may_see(sources: Path) -> None:
    with open_kept(Settings(data=sources.parent / "data")) as state:
        secrets = [state.keys.create(name, internal=internal)[1] for name, internal in (("a", True), ("b", False))]
    mine, others = ({"authorization": f"Bearer {secret}"} for secret in secrets)
    with serving(sources.parent / "data") as client:
        assert ask(client, SECRET, **mine)["citations"]
        (sources / "notat.md").write_text(INTERNAL.replace("812.000", "913.000"), "utf-8")
        ingest_into(sources.parent / "data", sources)
        (stale,) = client.get("/api/stale", headers=mine).json()["answers"]
        assert stale["question"] == SECRET
        assert client.get("/api/stale", headers=others).json()["answers"] == []


def test_the_command_lists_answers_and_cases(
    client: httpx.Client, sources: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ask(client)
    cases = sources.parent / "cases.jsonl"
    rows = [
        {"id": "tal", "question": QUESTION, "facts": [["54"]], "sources": ["rapport"], "passages": ["54 procent"]},
        {"id": "pris", "question": "Hvad koster det?", "facts": [["812.000"]], "sources": ["notat"]},
        {"id": "vaek", "question": "Hvad står der?", "facts": [["x"]], "sources": ["slettet"]},
        {"id": "ingen", "question": "Hvem vandt?", "answerable": False},
    ]
    cases.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    data = str(sources.parent / "data")
    told = run(capsys, "--data", data, "stale", "--cases", str(cases), "--json").json
    assert (told["answers"], [case["id"] for case in told["cases"]]) == ([], ["vaek"])
    rewrite(sources, "54 procent", "61 procent")
    told = run(capsys, "--data", data, "stale", "--cases", str(cases), "--json").json
    assert [answer["question"] for answer in told["answers"]] == [QUESTION]
    assert [case["id"] for case in told["cases"]] == ["tal", "vaek"]
    shown = run(capsys, "--data", data, "stale", "--cases", str(cases)).output
    assert "er ændret" in shown
    assert "- vaek: Hvad står der?" in shown


def test_where_nothing_was_kept_all_stands(sources: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shown = run(capsys, "--data", str(sources.parent / "data"), "stale")
    assert (shown.code, shown.output.count("\n")) == (0, 1)
    assert not (sources.parent / "data" / "state.sqlite").exists()
