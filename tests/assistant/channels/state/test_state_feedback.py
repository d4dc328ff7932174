"""Feedback is kept with all that is needed to ask again, without CPR numbers, and outlives its conversation."""

import pytest

from assistant.channels.state.errors import UnknownAnswerError
from assistant.channels.state.store import State
from assistant.channels.state.types import Verdict
from tests.assistant.channels.state.conftest import Opener
from tests.assistant.channels.state.stored import Clock, make_answer

ME, OTHER = "key_me", "key_other"


def test_a_verdict_is_kept_with_question_answer_and_quotations(state: State, clock: Clock) -> None:
    state.conversations.remember(make_answer(), ME, False)
    state.feedback.give("ans_1", "up", "Godt svar", ME)
    (given,) = state.feedback.all()
    assert (given.verdict, given.comment, given.owner, given.given_at) == (Verdict.UP, "Godt svar", ME, clock())
    assert (given.question, given.answer, given.internal) == ("Spørgsmål 1?", make_answer(), False)
    assert [(passage["source_id"], passage["quote"]) for passage in given.passages] == [
        ("rapport", "42 ledere svarede.")
    ]


def test_what_was_asked_before_is_kept_with_a_follow_up(state: State) -> None:
    for number in range(3):
        state.conversations.remember(make_answer(number), ME, False)
    state.conversations.remember(make_answer(9, "con_2"), ME, False)
    state.feedback.give("ans_1", "up", "", ME)
    state.feedback.give("ans_9", "up", "", ME)
    assert {given.answer_id: given.earlier for given in state.feedback.all()} == {
        "ans_1": ("Spørgsmål 0?",),
        "ans_9": (),
    }


def test_the_later_verdict_of_a_person_holds_and_others_have_their_own(state: State, clock: Clock) -> None:
    state.conversations.remember(make_answer(), ME, False)
    state.feedback.give("ans_1", "up", "", ME)
    clock.go_on(minutes=1)
    state.feedback.give("ans_1", "down", "Alligevel ikke", ME)
    clock.go_on(minutes=1)
    state.feedback.give("ans_1", "up", "", OTHER)
    assert [(given.owner, given.verdict, given.comment) for given in state.feedback.all()] == [
        (ME, Verdict.DOWN, "Alligevel ikke"),
        (OTHER, Verdict.UP, ""),
    ]


def test_feedback_outlives_its_conversation(opened: Opener, clock: Clock) -> None:
    state = opened(days=1)
    state.conversations.remember(make_answer(), ME, True)
    state.feedback.give("ans_1", "up", "", ME)
    clock.go_on(days=2)
    state.conversations.prune()
    (given,) = opened(days=1).feedback.all()
    assert given.answer == make_answer()
    assert given.internal


def test_a_cpr_number_in_a_comment_is_masked_before_it_is_written(state: State) -> None:
    state.conversations.remember(make_answer(), ME, False)
    state.feedback.give("ans_1", "down", "Borgeren 010203-1234 fik det forkerte svar", ME)
    assert state.feedback.all()[0].comment == "Borgeren XXXXXX-XXXX fik det forkerte svar"


def test_feedback_on_an_answer_that_is_not_kept_is_refused(state: State) -> None:
    with pytest.raises(UnknownAnswerError):
        state.feedback.give("ans_9", "up", "", ME)
    assert state.feedback.all() == []


def test_a_verdict_that_is_none_is_an_error_of_the_caller(state: State) -> None:
    state.conversations.remember(make_answer(), ME, False)
    with pytest.raises(ValueError, match="måske"):
        state.feedback.give("ans_1", "måske", "", ME)
    assert state.feedback.all() == []
