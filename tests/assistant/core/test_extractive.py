"""The ways an answer without a model can go: quotations, courses, both, or an honest no."""

import pytest

from assistant.core.types import Answer, AnswerKind
from knowledge.types import Learner, Snapshot
from tests.assistant.core.conftest import Ask
from tests.assistant.core.promises import assert_promises

NEED = "Hvordan kan vi blive bedre til konflikthåndtering?"


def course_ids(answer: Answer) -> set[str]:
    return {course.course_id for course in answer.courses}


def test_a_wish_to_get_better_at_something_is_helped_by_courses(ask: Ask, snapshot: Snapshot) -> None:
    answer = ask(NEED)
    assert answer.kind in {AnswerKind.ANSWER, AnswerKind.COURSES}
    assert course_ids(answer)
    assert not {"konflikt-borger", "konflikt-holdt", "konflikt-intern"} & course_ids(answer)
    assert_promises(answer, snapshot)


def test_a_question_of_facts_gets_no_courses_beside_it(ask: Ask) -> None:
    assert ask("Hvor mange langtidsledige hjalp mentorordningen?").courses == ()
    assert ask("Hvem skal godkende mødereferater?").courses == ()


@pytest.mark.parametrize("question", [NEED, "Hvilke områder er sværest for medarbejderne?", "Hvad er svært?"])
def test_courses_beside_an_answer_rest_on_citations_of_their_own(question: str, ask: Ask, snapshot: Snapshot) -> None:
    answer = ask(question)
    by_number = {citation.number: citation for citation in answer.citations}
    sources = {course.course_id: course.source_id for course in snapshot.courses()}
    for course in answer.courses:
        assert {by_number[number].source_id for number in course.citations} == {sources[course.course_id]}


def test_a_citizens_course_answers_only_those_who_ask_for_citizens(ask: Ask) -> None:
    question = "Hvad lærer man på kurset Konflikthåndtering?"
    titles = {citation.title for citation in ask(question).citations}
    assert "Konflikthåndtering for jobsøgende" not in titles
    for as_citizen in (ask(question, learner=Learner.CITIZEN), ask(f"{question[:-1]} for jobsøgende?")):
        assert "Konflikthåndtering for jobsøgende" in {citation.title for citation in as_citizen.citations}


def test_an_answer_quotes_the_sources_it_names(ask: Ask) -> None:
    answer = ask("Hvor stor en andel af lederne peger på virksomhedssamarbejde?")
    for citation in answer.citations:
        assert f"**{citation.title}**" in answer.text


def test_related_terms_that_were_searched_are_named(ask: Ask) -> None:
    assert ask("Hvad siger cheferne er sværest for medarbejderne?").searched_also


def test_an_abstention_still_says_what_was_searched(ask: Ask) -> None:
    answer = ask("Hvad koster mentorordningen?")
    assert answer.kind is AnswerKind.ABSTAIN
    assert answer.searched_also


@pytest.mark.parametrize("language", ["da", "en"])
def test_follow_up_questions_are_answerable_questions(language: str, ask: Ask, snapshot: Snapshot) -> None:
    question = {
        "da": "Hvilke områder er sværest for medarbejderne?",
        "en": "Which areas are hardest for the employees?",
    }[language]
    for follow_up in ask(question).follow_ups:
        answer = ask(follow_up)
        assert answer.language == language
        assert_promises(answer, snapshot)
