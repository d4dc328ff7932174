"""How a question is received: empty, long, with personal data, as small talk, or leaning on the one before."""

import json
import threading
import time
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest

from assistant.core.assistant import AT_ONCE, LONGEST_QUESTION
from assistant.core.build import build_assistant
from assistant.core.rendering import answer_to_json
from assistant.core.types import AnswerKind, AskRequest, Turn
from knowledge.types import Snapshot
from tests.assistant.core.conftest import Ask
from tests.assistant.core.promises import assert_promises

CPR = "010203-1234"


@pytest.mark.parametrize("question", ["", "   \n\t", "?!…", ".,;:-–—", "«»", "???????"])
def test_a_question_without_words_is_met_with_an_example(question: str, ask: Ask) -> None:
    answer = ask(question)
    assert (answer.kind, answer.citations, answer.nearest) == (AnswerKind.ABSTAIN, (), ())
    assert "Skriv et spørgsmål" in answer.text


@pytest.mark.parametrize("question", ["og", "hvad", "er det", "😀", "\x00", "\u200b"])
def test_a_question_that_says_next_to_nothing_is_borne(question: str, ask: Ask, snapshot: Snapshot) -> None:
    assert_promises(ask(question), snapshot)


def test_a_very_long_question_is_cut_and_says_so(ask: Ask, snapshot: Snapshot) -> None:
    answer = ask("Hvilke områder er sværest for medarbejderne? " * 1_200)
    assert_promises(answer, snapshot)
    assert len(answer.question) <= LONGEST_QUESTION
    assert "question_cut" in {notice.code for notice in answer.notices}


def test_fifty_thousand_letters_without_a_space_are_borne(ask: Ask, snapshot: Snapshot) -> None:
    assert_promises(ask("x" * 50_000), snapshot)


def test_a_question_of_usual_length_is_not_cut(ask: Ask) -> None:
    assert "question_cut" not in {notice.code for notice in ask("Hvad er sidemandsoplæring?").notices}


@pytest.mark.parametrize("number", [CPR, "0102031234", "010203 1234", "01.02.03-1234"])
def test_nothing_of_a_cpr_number_comes_out_again(number: str, ask: Ask) -> None:
    answer = ask(f"Min borger {number} er langtidsledig. Hvor mange langtidsledige hjalp mentorordningen?")
    written = json.dumps(answer_to_json(answer), ensure_ascii=False)
    assert number not in written
    assert "1234" not in written
    assert "X" in answer.question
    assert "cpr_masked" in {notice.code for notice in answer.notices}
    assert "230" in answer.text


def test_a_cpr_number_of_an_earlier_question_stays_out_too(ask: Ask) -> None:
    answer = ask("Og hvad med praktik?", history=[Turn(f"Hvad gør vi med borger {CPR}?")])
    assert "1234" not in json.dumps(answer_to_json(answer))


def test_a_cpr_number_at_the_cut_is_masked_first(ask: Ask) -> None:
    answer = ask("a" * (LONGEST_QUESTION - 8) + f" {CPR}")
    assert "0102" not in answer.question


@pytest.mark.parametrize(
    ("question", "part"), [("Hej!", "Hej"), ("tusind tak", "Det var så lidt"), ("Hvem er du?", "Fagkompas")]
)
def test_small_talk_is_answered_without_sources(question: str, part: str, ask: Ask) -> None:
    answer = ask(question)
    assert (answer.kind, answer.citations, answer.notices) == (AnswerKind.SMALLTALK, (), ())
    assert part in answer.text


def test_small_talk_in_english_is_answered_in_english(ask: Ask) -> None:
    answer = ask("Thank you")
    assert (answer.kind, answer.language) == (AnswerKind.SMALLTALK, "en")


def test_a_follow_up_borrows_the_subject_of_the_question_before(ask: Ask) -> None:
    before = Turn("Hvor stor en andel af lederne peger på virksomhedssamarbejde?")
    answer = ask("Og hvad med samtaler om helbred?", history=[before])
    assert any("Samtaler om helbred (41 %)" in citation.quote for citation in answer.citations)
    assert answer.question == "Og hvad med samtaler om helbred?"


def test_a_bare_follow_up_is_answered_only_with_its_history(ask: Ask) -> None:
    before = Turn("Hvad hjalp mentorordningen med?")
    assert ask("Hvor mange?").kind is not AnswerKind.ANSWER
    assert any("230" in citation.quote for citation in ask("Hvor mange langtidsledige?", history=[before]).citations)


def test_a_question_with_a_subject_of_its_own_forgets_the_one_before(ask: Ask) -> None:
    alone = ask("Hvad er sidemandsoplæring?")
    after = ask("Hvad er sidemandsoplæring?", history=[Turn("Hvad hjalp mentorordningen med?")])
    assert after.citations == alone.citations


def test_a_conversation_keeps_its_id_and_answers_have_their_own(ask: Ask) -> None:
    conversation = f"con_{uuid.uuid4().hex}"
    first, second = (ask("Hej", conversation_id=conversation) for _ in range(2))
    assert first.conversation_id == second.conversation_id == conversation
    assert first.id != second.id
    assert ask("Hej").conversation_id.startswith("con_")


def test_an_answer_says_which_generation_it_rests_on(ask: Ask, snapshot: Snapshot) -> None:
    assert ask("Hvad er sidemandsoplæring?").generation == snapshot.number


def test_the_same_question_gets_the_same_answer(ask: Ask) -> None:
    first, second = (ask("Hvilke områder er sværest for medarbejderne?") for _ in range(2))
    assert (first.text, first.citations, first.claims) == (second.text, second.citations, second.claims)


def test_a_citizens_name_is_hidden_and_the_question_answered_without_it(ask: Ask) -> None:
    answer = ask(
        "Min borger Svend Åkjær er langtidsledig. Hvor mange langtidsledige hjalp mentorordningen? Ring 22 33 44 55"
    )
    written = json.dumps(answer_to_json(answer), ensure_ascii=False)
    assert "kj" not in answer.question
    assert "22 33 44" not in written
    assert {"personal_masked"} == {notice.code for notice in answer.notices if "masked" in notice.code}
    assert "230" in answer.text


def test_no_more_questions_are_worked_on_at_once_than_there_is_room_for(snapshot: Snapshot) -> None:
    working, most, lock = 0, 0, threading.Lock()

    def current() -> Snapshot:
        nonlocal working, most
        with lock:
            working += 1
            most = max(most, working)
        time.sleep(0.02)
        with lock:
            working -= 1
        return snapshot

    assistant = build_assistant(current)
    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(assistant.ask, [AskRequest("Hvad er sidemandsoplæring?")] * 16))
    assert most <= AT_ONCE
    assert len({answer.text for answer in answers}) == 1


def test_a_question_that_fails_leaves_its_place_to_the_next(snapshot: Snapshot) -> None:
    fails = iter([True] * (AT_ONCE + 1))

    def current() -> Snapshot:
        if next(fails, False):
            raise OSError("gone")
        return snapshot

    assistant = build_assistant(current)
    for _ in range(AT_ONCE + 1):
        with pytest.raises(OSError, match="gone"):
            assistant.ask(AskRequest("Hvad er sidemandsoplæring?"))
    assert assistant.ask(AskRequest("Hvad er sidemandsoplæring?")).text
