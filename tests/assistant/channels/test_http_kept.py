"""What the service keeps: conversations, answers by their id, feedback; also after it was started anew."""

from pathlib import Path

import httpx
import pytest

from assistant.channels.http.shapes import answers, knowledge
from assistant.channels.opening import open_kept
from assistant.channels.settings import Settings
from assistant.channels.state.conversations import Conversations
from assistant.channels.state.errors import StateUnwritableError
from tests.assistant.channels.doors import ingest_into, serving, write_sources

QUESTION = "Hvad er sværest for medarbejderne?"
CPR = "010203-1234"


def ask(client: httpx.Client, question: str = QUESTION, **more: object) -> dict[str, object]:
    response = client.post("/api/ask", json={"question": question, **more})
    assert response.status_code == 200, response.text
    value = response.json()
    assert isinstance(value, dict)
    return value


def test_an_answer_can_be_read_again_by_its_id(client: httpx.Client) -> None:
    answer = ask(client)
    assert client.get(f"/api/answers/{answer['id']}").json() == answer


def test_a_conversation_holds_its_answers_in_order(client: httpx.Client) -> None:
    first = ask(client)
    second = ask(client, "Og hvad koster facilitering?", conversation_id=first["conversation_id"])
    kept = client.get(f"/api/conversations/{first['conversation_id']}").json()
    assert kept == {"conversation_id": first["conversation_id"], "answers": [first, second]}


def test_conversations_are_listed_the_latest_first_in_parts(tmp_path: Path, small_data: Path) -> None:
    with serving(small_data, state_url=f"sqlite:///{tmp_path / 'state.sqlite'}") as client:
        ids = [ask(client, f"Spørgsmål {number}?")["conversation_id"] for number in range(5)]
        first = client.get("/api/conversations", params={"limit": 2}).json()
        assert (first["total"], [one["question"] for one in first["conversations"]]) == (
            5,
            ["Spørgsmål 4?", "Spørgsmål 3?"],
        )
        rest = client.get(first["next"]).json()
        last = client.get(rest["next"]).json()
        assert last["next"] is None
        listed = [*first["conversations"], *rest["conversations"], *last["conversations"]]
        assert [one["conversation_id"] for one in listed] == ids[::-1]


def test_a_conversation_that_is_forgotten_is_gone_with_its_answers(client: httpx.Client) -> None:
    answer = ask(client)
    path = f"/api/conversations/{answer['conversation_id']}"
    assert client.delete(path).status_code == 204
    for gone in (client.get(path), client.delete(path), client.get(f"/api/answers/{answer['id']}")):
        assert gone.status_code == 404
        assert gone.headers["content-type"] == "application/problem+json"


def test_a_service_started_anew_goes_on_where_it_was(tmp_path: Path) -> None:
    data = tmp_path / "data"
    ingest_into(data, write_sources(tmp_path / "sources"))
    with serving(data) as client:
        answer = ask(client)
    with serving(data) as client:
        assert client.get(f"/api/answers/{answer['id']}").json() == answer
        follow_up = ask(client, "Og hvorfor?", conversation_id=answer["conversation_id"])
        assert follow_up["conversation_id"] == answer["conversation_id"]
        assert len(client.get(f"/api/conversations/{answer['conversation_id']}").json()["answers"]) == 2


def test_a_text_that_was_cited_stays_openable_after_the_source_has_changed(tmp_path: Path) -> None:
    data, sources = tmp_path / "data", write_sources(tmp_path / "sources")
    ingest_into(data, sources)
    with serving(data) as client:
        citation = ask(client)["citations"][0]  # type: ignore[index]
    report = sources / "rapport.md"
    for number in range(5):
        text = report.read_text(encoding="utf-8")
        report.write_text(text + f"\nTilføjelse nummer {number}.\n", encoding="utf-8")
        ingest_into(data, sources)
    with serving(data) as client:
        text = client.get(f"/api/texts/{citation['text_id']}").json()["text"]
    assert text[citation["start"] : citation["end"]] == citation["quote"]


def test_feedback_is_kept_with_question_answer_and_quotations(tmp_path: Path, small_data: Path) -> None:
    settings = Settings(data=small_data, state_url=f"sqlite:///{tmp_path / 'state.sqlite'}")
    with serving(small_data, state_url=settings.state_url) as client:
        answer = ask(client)
        comment = f"Godt, men hvad med {CPR}?"
        given = {"answer_id": answer["id"], "verdict": "down", "comment": comment}
        assert client.post("/api/feedback", json=given).status_code == 204
        assert client.post("/api/feedback", json={**given, "verdict": "up"}).status_code == 204
        client.delete(f"/api/conversations/{answer['conversation_id']}")
    with open_kept(settings) as state:
        (feedback,) = state.feedback.all()
    assert (feedback.verdict, feedback.question, feedback.answer) == ("up", answer["question"], answer)
    assert CPR not in feedback.comment
    assert feedback.passages[0]["quote"] == answer["citations"][0]["quote"]  # type: ignore[index]


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({"answer_id": "ans_nobody", "verdict": "up"}, 404),
        ({"answer_id": "ans_nobody", "verdict": "so-so"}, 422),
        ({"verdict": "up"}, 422),
        ({"answer_id": "ans_nobody", "verdict": "up", "comment": "x" * 3_000}, 422),
        ({"answer_id": "ans_nobody", "verdict": "up", "stars": 5}, 422),
    ],
)
def test_feedback_that_cannot_be_used_is_a_problem(client: httpx.Client, given: object, status: int) -> None:
    response = client.post("/api/feedback", json=given)
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"


def test_nothing_of_a_cpr_number_is_kept(tmp_path: Path, small_data: Path) -> None:
    file = tmp_path / "state.sqlite"
    with serving(small_data, state_url=f"sqlite:///{file}") as client:
        answer = ask(client, f"Min borger {CPR} er ledig. Hvad er sværest?")
        client.post("/api/feedback", json={"answer_id": answer["id"], "verdict": "up", "comment": CPR})
    written = b"".join(part.read_bytes() for part in tmp_path.iterdir())
    assert b"1234" not in written
    assert b"010203" not in written


def test_the_day_to_answer_on_can_be_given(client: httpx.Client) -> None:
    def notices(day: str) -> set[str]:
        return {notice["code"] for notice in ask(client, as_of=day)["notices"]}  # type: ignore[attr-defined]

    assert "old_source" not in notices("2024-06-01")
    assert "old_source" in notices("2034-06-01")


def test_a_client_that_has_a_reply_already_is_told_so(client: httpx.Client) -> None:
    for path in ("/api/sources", "/api/courses?query=facilitering", "/api/profiles", "/api/search?q=kurser"):
        first = client.get(path)
        tag = first.headers["etag"]
        for given in (tag, f"W/{tag}", f'"other", {tag}', "*"):
            again = client.get(path, headers={"if-none-match": given})
            assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
        assert client.get(path, headers={"if-none-match": '"other"'}).status_code == 200


@pytest.mark.parametrize(
    ("path", "name"), [("/api/sources", "sources"), ("/api/courses", "courses"), ("/api/profiles", "profiles")]
)
def test_a_list_in_parts_is_the_whole_list(client: httpx.Client, path: str, name: str) -> None:
    whole = client.get(path).json()
    assert (whole["total"], whole["next"]) == (len(whole[name]), None)
    parts, following = [], f"{path}?limit=1"
    while following:
        response = client.get(following)
        parts += response.json()[name]
        following = response.json()["next"]
        link = response.headers.get("link")
        assert link == (f'<{following}>; rel="next"' if following else None)
    assert parts == whole[name]


def test_a_part_keeps_the_filters(client: httpx.Client) -> None:
    first = client.get("/api/courses", params={"query": "facilitering", "include_expired": "true", "limit": 1}).json()
    second = client.get(first["next"]).json()
    assert second["filters"] == first["filters"]
    assert second["courses"] != first["courses"]


@pytest.mark.parametrize("wrong", ["limit=0", "limit=-1", "limit=1001", "offset=-1", "limit=x", "page=2"])
def test_a_part_that_makes_no_sense_is_a_problem(client: httpx.Client, wrong: str) -> None:
    response = client.get(f"/api/sources?{wrong}")
    assert (response.status_code, response.json()["type"]) == (422, "/problems/invalid")


def test_the_shapes_described_are_the_shapes_given(client: httpx.Client) -> None:
    def same(model: type, value: dict[str, object]) -> None:
        assert set(model.model_fields) == set(value), model  # type: ignore[attr-defined]
        model.model_validate(value)  # type: ignore[attr-defined]

    answer = ask(client)
    same(answers.Answer, answer)
    same(answers.Citation, answer["citations"][0])  # type: ignore[index]
    same(answers.Suggestion, ask(client, "Hvilke kurser er der i facilitering?")["courses"][0])  # type: ignore[index]
    same(knowledge.Source, client.get("/api/sources").json()["sources"][0])
    same(knowledge.Course, client.get("/api/courses").json()["courses"][0])
    same(knowledge.Profile, client.get("/api/profiles").json()["profiles"][0])
    same(knowledge.Passage, client.get("/api/search?q=ledere").json()["passages"][0])


def test_an_answer_that_cannot_be_kept_is_given_all_the_same(
    tmp_path: Path, small_data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise StateUnwritableError("The disk is full.")

    monkeypatch.setattr(Conversations, "remember", full)
    with serving(small_data, state_url=f"sqlite:///{tmp_path / 'state.sqlite'}") as client:
        answer = ask(client)
        assert answer["citations"]
        assert client.get(f"/api/answers/{answer['id']}").status_code == 404
