"""What is asked of profiles, of competences that nobody teaches, and of a team, answered in the sources' words."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from assistant.core.build import build_assistant
from assistant.core.types import Answer, AnswerKind, AskRequest
from ingest.options import IngestOptions
from ingest.pipeline import ingest
from knowledge import embeddings
from knowledge.generations import KnowledgeBase
from knowledge.settings import KnowledgeSettings
from tests.assistant.core.corpus import TODAY

PROFILES = """profilsaet: egne profiler
version: "{version}"
profiler:
  - id: formidler-{version}
    titel: Jobformidler
    aliasser: [formidler]
    kompetencer:
      - {{id: aftaler, label: Aftaler med virksomheder, beskrivelse: Lave klare aftaler.}}
      - {{id: match, label: Jobmatch, beskrivelse: Finde den rette til jobbet.}}
  - id: vejleder-{version}
    titel: Uddannelsesvejleder
    kompetencer:
      - {{id: match, label: Jobmatch, beskrivelse: Finde den rette til jobbet.}}
      - {{id: rkv, label: Realkompetencer, beskrivelse: Kende reglerne om RKV.}}
"""
COURSES = """kurser:
  - id: match-kursus
    titel: Find den rette
    udbyder: Kursushuset Lyng
    laerer: medarbejder
    giver: [Jobmatch]
    hold:
      - {start: 2027-03-01, slut: 2027-03-02, sted: Aarhus}
  - id: match-holdt
    titel: Find den rette dengang
    laerer: medarbejder
    giver: [Realkompetencer]
    hold:
      - {start: 2020-03-01, slut: 2020-03-02, sted: Aarhus}
"""


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    folder = tmp_path_factory.mktemp("profiles")
    root: Path = folder / "sources"
    root.mkdir()
    (root / "nye.yaml").write_text(PROFILES.format(version="2026"), "utf-8")
    (root / "gamle.yaml").write_text(PROFILES.format(version="2019"), "utf-8")
    (root / "kurser.yaml").write_text(COURSES, "utf-8")
    with KnowledgeBase(
        KnowledgeSettings(data=folder / "data"), lambda: embeddings.load("danish-static")
    ) as knowledge_base:
        report = ingest([root], knowledge_base, IngestOptions())
        assert not report.failed, report.failed
        yield knowledge_base


@pytest.fixture(scope="module")
def ask(base: KnowledgeBase) -> Callable[[str], Answer]:
    assistant = build_assistant(base.current, lambda: TODAY)

    def asked(question: str) -> Answer:
        answer = assistant.ask(AskRequest(question))
        for citation in answer.citations:
            assert base.current().text(citation.text_id)[citation.start : citation.end] == citation.quote
        assert [citation.number for citation in answer.citations] == list(range(1, len(answer.citations) + 1))
        return answer

    return asked


@pytest.mark.parametrize(
    "question",
    [
        "Hvad skal en jobformidler kunne?",
        "Hvad skal formidleren kunne?",
        "Hvilke kompetencer skal en jobformidler have?",
        "What must a jobformidler be able to do?",
    ],
)
def test_a_profile_is_told_in_its_own_words_with_its_version(question: str, ask: Callable[[str], Answer]) -> None:
    answer = ask(question)
    assert answer.kind is AnswerKind.ANSWER
    assert [citation.quote.partition(":")[0] for citation in answer.citations] == [
        "Aftaler med virksomheder",
        "Jobmatch",
    ]
    assert {citation.source_id for citation in answer.citations} == {"formidler-2026"}
    assert "egne profiler 2026" in answer.text
    assert "egne profiler 2019" in answer.text


def test_two_profiles_are_compared_by_what_they_share_and_what_only_one_asks_for(
    ask: Callable[[str], Answer],
) -> None:
    text = ask("Hvad er forskellen på en jobformidler og en uddannelsesvejleder?").text
    shared, _, rest = text.partition("Kun i Jobformidler:")
    first, _, second = rest.partition("Kun i Uddannelsesvejleder:")
    assert [("Jobmatch" in part, "Aftaler" in part, "Realkomp" in part) for part in (shared, first, second)] == [
        (True, False, False),
        (False, True, False),
        (False, False, True),
    ]


def test_a_competence_whose_only_course_is_over_is_taught_by_nobody(ask: Callable[[str], Answer]) -> None:
    answer = ask("Hvilke kompetencer er der ingen kurser til?")
    assert {citation.quote.partition(":")[0] for citation in answer.citations} == {
        "Aftaler med virksomheder",
        "Realkompetencer",
    }


@pytest.mark.parametrize(
    ("question", "column"),
    [("Hvad mangler mit team?", "oensket"), ("What does my team lack?", "wanted")],
)
def test_a_question_for_a_team_is_told_what_it_takes(question: str, column: str, ask: Callable[[str], Answer]) -> None:
    answer = ask(question)
    assert answer.kind is AnswerKind.GAP
    assert column in answer.text
    assert not answer.claims


def test_a_team_told_of_in_words_gets_its_competences_and_courses(ask: Callable[[str], Answer]) -> None:
    answer = ask("Vi er 4 jobformidlere, ingen kan jobmatch")
    assert answer.kind is AnswerKind.GAP
    assert [course.course_id for course in answer.courses] == ["match-kursus"]
    assert "Det, I mangler, er Jobmatch." in answer.text
    # What the profile says of what they lack, and of nothing else.
    assert "Finde den rette til jobbet" in answer.text
    assert "Aftaler med virksomheder" not in answer.text
    assert "4 × **Find den rette** (1. marts 2027, Aarhus): Jobmatch. Pris ikke oplyst pr. person." in answer.text
    assert "4 kursuspladser, hvis pris ikke er oplyst" in answer.text


def test_where_no_course_gives_what_a_team_lacks_that_is_said(ask: Callable[[str], Answer]) -> None:
    answer = ask("Vi er 4 jobformidlere, ingen kan aftaler med virksomheder")
    assert answer.courses == ()
    assert "Jeg kender ingen kurser" in answer.text


@pytest.mark.parametrize("question", ["Hvad skal en smed kunne?", "Hvad er forskellen på en smed og en murer?"])
def test_a_profile_that_nobody_knows_is_not_made_up(question: str, ask: Callable[[str], Answer]) -> None:
    assert ask(question).kind is not AnswerKind.GAP
    assert "Kun i" not in ask(question).text


def test_courses_are_found_by_a_competence_and_show_it(ask: Callable[[str], Answer]) -> None:
    answer = ask("Hvilke kurser giver kompetencen jobmatch?")
    assert [course.course_id for course in answer.courses] == ["match-kursus"]
    assert "Jobmatch" in answer.courses[0].reason
    assert [(one.name, one.value) for one in answer.filters] == [("competence", "Jobmatch")]
