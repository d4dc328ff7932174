"""The HTTP service over a real knowledge base: answers, search, courses, profiles, sources, texts."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest

from assistant.channels.build import open_application
from assistant.channels.settings import Settings
from knowledge.types import Visibility
from tests.assistant.channels.doors import ingest_into, serving, write_sources

ANSWER_KEYS = {
    "id", "conversation_id", "generation", "mode", "kind", "question", "language", "text", "claims", "citations",
    "courses", "filters", "without", "plan", "notices", "nearest", "searched_also", "follow_ups", "usage", "latency_ms",
}  # fmt: skip
QUESTION = "Hvad er det sværeste område for medarbejderne?"


def ask(client: httpx.Client, question: str, **more: Any) -> dict[str, Any]:
    response = client.post("/api/ask", json={"question": question, **more})
    assert response.status_code == 200, response.text
    answer: dict[str, Any] = response.json()
    return answer


def test_the_service_is_alive(client: httpx.Client) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}


def test_an_answer_has_the_shape_of_the_contract(client: httpx.Client) -> None:
    answer = ask(client, QUESTION)
    assert answer.keys() == ANSWER_KEYS
    assert answer["kind"] == "answer"
    assert "54 procent" in answer["text"]
    assert answer["generation"] == 1


def test_every_quotation_stands_in_its_text_counted_in_code_points(client: httpx.Client) -> None:
    citations = ask(client, QUESTION)["citations"]
    assert citations
    for citation in citations:
        stored = client.get(f"/api/texts/{citation['text_id']}").json()
        assert stored["text_id"] == citation["text_id"]
        assert "🎓" in stored["text"]
        assert stored["text"][citation["start"] : citation["end"]] == citation["quote"]


def test_a_follow_up_leans_on_the_conversation(client: httpx.Client) -> None:
    first = ask(client, QUESTION)
    second = ask(client, "Hvor mange peger på det?", conversation_id=first["conversation_id"])
    assert second["conversation_id"] == first["conversation_id"]
    assert "54 procent" in second["text"]


def test_a_course_search_marks_what_is_over_and_leaves_out_what_is_for_citizens(client: httpx.Client) -> None:
    answer = ask(client, "Hvilke kurser er der i facilitering?")
    assert answer["kind"] == "courses"
    found = {course["course_id"] for course in answer["courses"]}
    assert "facilitering" in found
    assert not found & {"borgerkursus", "hemmeligt"}


def test_a_course_tells_where_its_provider_writes_of_it(client: httpx.Client) -> None:
    answer = ask(client, "Hvilke kurser er der i facilitering i Aarhus?")
    assert [course["url"] for course in answer["courses"]] == ["https://nordlys.example.dk/facilitering"]


def test_a_filter_that_was_understood_is_taken_away(client: httpx.Client) -> None:
    question = "Hvilke kurser i facilitering er der i Aarhus i april 2031?"
    first = ask(client, question)
    assert {one["name"]: one["met"] for one in first["filters"]} == {
        "place": True, "start_from": False, "start_to": False,
    }  # fmt: skip
    named = [{"name": one["name"], "value": one["value"]} for one in first["filters"] if not one["met"]]
    again = ask(client, question, conversation_id=first["conversation_id"], without=named)
    assert [one["name"] for one in again["filters"]] == ["place"]
    assert [one["name"] for one in again["without"]] == ["start_from", "start_to"]
    assert "Valgt fra" in again["text"]


def test_a_plan_in_words_comes_in_parts_too(client: httpx.Client) -> None:
    plan = ask(client, "Hvad mangler mit team? Vi er 2 tovholdere, ingen kan facilitering")["plan"]
    assert (plan["people"], plan["price"], plan["unknown_prices"]) == (2, 8400.0, 0)
    assert [(one["course_id"], one["people"], one["gives"]) for one in plan["steps"]] == [
        ("facilitering", 2, ["Facilitering"])
    ]


@pytest.mark.parametrize("question", ["Hvad koster projekt Nordstjernen?", "Nordstjernen", "Kurser i Nordstjernen?"])
def test_nothing_internal_is_answered_named_or_found(client: httpx.Client, question: str) -> None:
    answer = client.post("/api/ask", json={"question": question}).json()
    # The question is repeated; what is checked is everything else.
    said = str({**answer, "question": "", "searched_also": []})
    assert "812.000" not in said
    assert "Notat om" not in said
    assert "Facilitering i Nordstjernen" not in said
    passages = client.get("/api/search", params={"q": question}).json()["passages"]
    assert all("Nordstjernen" not in passage["text"] for passage in passages)


def test_a_question_of_50_000_characters_is_answered_and_the_cut_is_said(client: httpx.Client) -> None:
    for letter in ("a", "æ", "🎓"):
        answer = ask(client, f"{QUESTION} " + f"{letter * 9} " * 4_995)
        assert "question_cut" in {notice["code"] for notice in answer["notices"]}
        assert len(answer["question"]) <= 2_000


@pytest.mark.parametrize("question", ["", "   ", "?!…", "\u0000", "»«"])
def test_a_question_without_words_is_answered_with_advice(client: httpx.Client, question: str) -> None:
    answer = ask(client, question)
    assert answer["kind"] == "abstain"
    assert answer["text"]
    assert answer["citations"] == []


def test_a_cpr_number_is_masked_in_the_answer_and_in_the_conversation(client: httpx.Client) -> None:
    first = ask(client, "Hvad er det sværeste område for 010203-1234?")
    assert "010203-1234" not in str(first)
    assert "cpr_masked" in {notice["code"] for notice in first["notices"]}
    second = ask(client, "Og hvorfor?", conversation_id=first["conversation_id"])
    assert "010203" not in str(second)


def test_an_english_question_is_answered_in_an_english_frame(client: httpx.Client) -> None:
    answer = ask(client, "What is the hardest area for the staff?")
    assert answer["language"] == "en"


def test_search_gives_passages_with_scores_and_their_parts(client: httpx.Client) -> None:
    found = client.get("/api/search", params={"q": "virksomhedssamarbejde", "limit": 1}).json()
    assert found.keys() == {"passages", "searched_also", "by_words_alone"}
    (passage,) = found["passages"]
    assert passage["title"] == "Lederne om opkvalificering"
    assert passage["path"] == "rapport.md"
    assert passage["parts"]
    text = client.get(f"/api/texts/{passage['text_id']}").json()["text"]
    assert text[passage["start"] : passage["end"]] == passage["text"]


def test_search_can_be_held_to_a_kind(client: httpx.Client) -> None:
    found = client.get("/api/search", params={"q": "facilitering", "kind": "course"}).json()["passages"]
    assert {passage["kind"] for passage in found} == {"course"}


def course_ids(client: httpx.Client, **filters: Any) -> set[str]:
    response = client.get("/api/courses", params=filters)
    assert response.status_code == 200, response.text
    return {course["course_id"] for course in response.json()["courses"]}


def test_a_region_nobody_knows_is_refused_with_those_there_are(client: httpx.Client) -> None:
    assert course_ids(client, regions="Jylland") == {"facilitering"}
    refused = client.get("/api/courses", params={"regions": "Skåne"})
    assert refused.status_code == 422
    assert "Fyn" in refused.json()["errors"][0]["detail"]


def test_courses_are_filtered_as_on_the_command_line(client: httpx.Client) -> None:
    assert course_ids(client) == {"facilitering"}
    assert course_ids(client, include_expired="true") == {"facilitering", "gammelt"}
    assert course_ids(client, learner="citizen") == {"borgerkursus"}
    assert course_ids(client, query="facilitering", level="akademi", provider="nordlys", place="aarhus") == {
        "facilitering"
    }
    assert course_ids(client, max_price=4_000) == set()
    assert course_ids(client, min_ects=5, max_ects=5) == {"facilitering"}
    assert course_ids(client, **{"from": "2031-03-01", "to": "01-03-2031"}) == {"facilitering"}
    assert course_ids(client, **{"from": "02-03-2031"}) == set()
    assert course_ids(client, profile="tovholder") == {"facilitering"}
    assert course_ids(client, competence="Facilitering") == {"facilitering"}


def test_the_filters_come_back_with_the_courses(client: httpx.Client) -> None:
    found = client.get("/api/courses", params={"query": "facilitering", "from": "2031-01-01"}).json()
    assert found["filters"] == {"query": "facilitering", "start_from": "2031-01-01", "include_expired": False}


def test_one_course_and_one_profile_are_had_by_id(client: httpx.Client) -> None:
    course = client.get("/api/courses/facilitering").json()
    assert (course["title"], course["status"], course["price"]["amount"]) == ("Facilitering af møder", "open", 4200)
    assert [profile["profile_id"] for profile in client.get("/api/profiles").json()["profiles"]] == ["tovholder"]
    assert client.get("/api/profiles/tovholder").json()["title"] == "Tovholder"


def test_sources_are_listed_without_the_internal_ones(client: httpx.Client) -> None:
    sources = client.get("/api/sources").json()["sources"]
    report = next(source for source in sources if source["kind"] == "report")
    assert {source["visibility"] for source in sources} == {"public"}
    assert (report["publisher"], report["date"], report["path"]) == (
        "Kommunernes Læringsnet", "2024-03-05", "rapport.md",
    )  # fmt: skip
    assert client.get(f"/api/sources/{report['source_id']}").json() == report


def test_what_is_internal_is_not_found_by_id(small_data: Path, client: httpx.Client) -> None:
    with open_application(Settings(data=small_data)) as parts:
        hidden = [s for s in parts.knowledge_base.current().sources() if s.visibility is Visibility.INTERNAL]
    assert len(hidden) == 2
    for source in hidden:
        assert client.get(f"/api/sources/{source.source_id}").status_code == 404
        assert client.get(f"/api/texts/{source.text_id}").json()["type"] == "/problems/unknown-text"
    assert client.get("/api/courses/hemmeligt").status_code == 404


def test_a_citation_stays_openable_and_answers_follow_the_next_ingest(tmp_path: Path) -> None:
    sources = write_sources(tmp_path / "sources")
    ingest_into(tmp_path / "data", sources)
    with serving(tmp_path / "data") as client:
        (before, *_) = ask(client, QUESTION)["citations"]
        report = sources / "rapport.md"
        whole = report.read_text("utf-8")
        # More ingests than generations are kept.
        for number in (61, 62, 63, 64):
            report.write_text(whole.replace("54 procent", f"{number} procent"), "utf-8")
            ingest_into(tmp_path / "data", sources)
        assert "64 procent" in ask(client, QUESTION)["text"]
        text = client.get(f"/api/texts/{before['text_id']}").json()["text"]
        assert text[before["start"] : before["end"]] == before["quote"]


def test_a_citation_stays_openable_when_the_service_was_started_anew(tmp_path: Path) -> None:
    sources = write_sources(tmp_path / "sources")
    ingest_into(tmp_path / "data", sources)
    with serving(tmp_path / "data") as client:
        (before, *_) = ask(client, QUESTION)["citations"]
    (sources / "rapport.md").write_text("# Noget andet\n\nAlt er skrevet om.\n", "utf-8")
    ingest_into(tmp_path / "data", sources)
    with serving(tmp_path / "data") as client:
        assert before["quote"] in client.get(f"/api/texts/{before['text_id']}").json()["text"]


def test_a_source_that_became_internal_is_no_longer_shown(tmp_path: Path) -> None:
    sources = write_sources(tmp_path / "sources")
    ingest_into(tmp_path / "data", sources)
    with serving(tmp_path / "data") as client:
        (before, *_) = ask(client, QUESTION)["citations"]
        report = sources / "rapport.md"
        report.write_text(report.read_text("utf-8").replace("date:", "visibility: internal\ndate:"), "utf-8")
        ingest_into(tmp_path / "data", sources)
        assert client.get(f"/api/texts/{before['text_id']}").status_code == 404


def test_the_samples_answer_over_http(samples_data: Path) -> None:
    with serving(samples_data) as client:
        answer = ask(client, "Hvilke områder udfordrer medarbejderne mest?")
        assert answer["citations"]
        for citation in answer["citations"]:
            text = client.get(f"/api/texts/{citation['text_id']}").json()["text"]
            assert text[citation["start"] : citation["end"]] == citation["quote"]


def test_many_ask_at_once_and_each_gets_their_own_answer(client: httpx.Client) -> None:
    questions = [QUESTION, "Hvilke kurser er der i facilitering?", "Hej"] * 4
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda question: ask(client, question), questions))
    assert [answer["question"] for answer in answers] == questions
    assert len({answer["conversation_id"] for answer in answers}) == len(questions)
