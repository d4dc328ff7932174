"""Conversations are remembered in order, each by its owner, so long and so many of them as was set."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from assistant.channels.state import conversations
from assistant.channels.state.conversations import HISTORY_TURNS, WRITES_BETWEEN
from assistant.channels.state.errors import UnknownConversationError
from assistant.channels.state.store import State
from assistant.core.types import Turn
from tests.assistant.channels.state.conftest import Opener
from tests.assistant.channels.state.stored import Clock, make_answer, make_citation

ME, OTHER = "key_me", "key_other"


def asked(state: State) -> list[str]:
    """The ids of my conversations, the one used last first."""
    return [summary.conversation_id for summary in state.conversations.listed(ME, 100)[0]]


def test_turns_come_back_in_the_order_they_were_asked(state: State) -> None:
    for number in range(3):
        state.conversations.remember(make_answer(number), ME, False)
    assert [turn.question for turn in state.conversations.history("con_1", ME)] == [
        "Spørgsmål 0?", "Spørgsmål 1?", "Spørgsmål 2?",
    ]  # fmt: skip
    assert state.conversations.history("con_1", ME)[0] == Turn("Spørgsmål 0?", "Svar 0 [1].")


def test_what_was_remembered_is_there_after_opening_again(opened: Opener, clock: Clock) -> None:
    first = opened()
    first.conversations.remember(make_answer(), ME, True)
    first.close()
    (stored,) = opened().conversations.turns("con_1", ME)
    assert stored.answer == make_answer()
    assert (stored.owner, stored.internal, stored.asked_at) == (ME, True, clock())


def test_an_unknown_conversation_has_no_history(state: State) -> None:
    assert state.conversations.history(None, ME) == ()
    assert state.conversations.history("con_9", ME) == ()
    assert state.conversations.turns("con_9", ME) == []


def test_a_conversation_of_somebody_else_is_not_to_be_had(state: State) -> None:
    state.conversations.remember(make_answer(), OTHER, False)
    with pytest.raises(UnknownConversationError):
        state.conversations.history("con_1", ME)
    with pytest.raises(UnknownConversationError):
        state.conversations.turns("con_1", ME)
    with pytest.raises(UnknownConversationError):
        state.conversations.remember(make_answer(2), ME, False)
    assert not state.conversations.forget("con_1", ME)
    assert asked(state) == []
    assert len(state.conversations.turns("con_1", OTHER)) == 1


def test_the_list_shows_the_one_used_last_first_by_its_first_question(state: State, clock: Clock) -> None:
    for number, conversation in enumerate(["a", "b", "c", "a"]):
        clock.go_on(minutes=1)
        state.conversations.remember(make_answer(number, conversation), ME, False)
    listed, total = state.conversations.listed(ME, limit=2)
    assert [(summary.conversation_id, summary.question) for summary in listed] == [
        ("a", "Spørgsmål 0?"),
        ("c", "Spørgsmål 2?"),
    ]
    assert total == 3
    assert listed[0].last_used == clock()
    assert [summary.conversation_id for summary in state.conversations.listed(ME, limit=2, offset=2)[0]] == ["b"]


def test_a_forgotten_conversation_is_gone_with_its_answers_and_what_they_cite(state: State) -> None:
    state.conversations.remember(make_answer(), ME, False)
    assert state.conversations.forget("con_1", ME)
    assert not state.conversations.forget("con_1", ME)
    assert state.conversations.turns("con_1", ME) == []
    assert state.answers.find("ans_1") is None
    assert not state.answers.cites("tekst")


def test_a_conversation_is_over_when_its_days_are(opened: Opener, clock: Clock) -> None:
    state = opened(days=7)
    state.conversations.remember(make_answer(), ME, False)
    clock.go_on(days=7)
    assert asked(state) == ["con_1"]
    clock.go_on(seconds=1)
    assert asked(state) == []
    assert state.conversations.history("con_1", ME) == ()
    assert state.conversations.turns("con_1", ME) == []
    assert state.answers.find("ans_1") is None


def test_each_question_gives_a_conversation_its_days_anew(opened: Opener, clock: Clock) -> None:
    state = opened(days=7)
    for number in range(3):
        state.conversations.remember(make_answer(number), ME, False)
        clock.go_on(days=6)
    assert len(state.conversations.history("con_1", ME)) == 3


def test_a_conversation_that_is_over_begins_anew_and_may_be_anybodys(opened: Opener, clock: Clock) -> None:
    state = opened(days=7)
    state.conversations.remember(make_answer(1), OTHER, False)
    clock.go_on(days=8)
    state.conversations.remember(make_answer(2), ME, False)
    assert [turn.question for turn in state.conversations.history("con_1", ME)] == ["Spørgsmål 2?"]


def test_what_is_over_is_deleted_at_opening_however_much_it_is(
    opened: Opener, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(conversations, "PRUNED_AT_ONCE", 3)
    state = opened(days=7)
    for number in range(7):
        state.conversations.remember(make_answer(number, f"con_{number}"), ME, False)
    clock.go_on(days=8)
    assert state.answers.cites("tekst")
    assert not opened(days=7).answers.cites("tekst")


def test_what_is_over_is_deleted_while_others_ask(opened: Opener, clock: Clock) -> None:
    state = opened(days=7, conversations=3 * WRITES_BETWEEN)
    state.conversations.remember(make_answer(0, "con_old"), ME, False)
    clock.go_on(days=8)
    for number in range(1, 4):
        state.conversations.remember(make_answer(number, "con_new", make_citation("ny")), ME, False)
    assert not state.answers.cites("tekst")


def test_the_conversations_that_were_quiet_longest_give_way(opened: Opener, clock: Clock) -> None:
    state = opened(conversations=3)
    for number, conversation in enumerate(["a", "b", "c", "a", "d", "e"]):
        clock.go_on(minutes=1)
        state.conversations.remember(make_answer(number, conversation), ME, False)
    assert asked(state) == ["e", "d", "a"]


def test_the_oldest_turns_of_a_long_conversation_give_way(opened: Opener) -> None:
    state = opened(turns=2)
    for number in range(4):
        state.conversations.remember(make_answer(number, "con_1", make_citation(f"tekst {number}")), ME, False)
    state.conversations.remember(make_answer(9, "con_2"), ME, False)
    assert [turn.question for turn in state.conversations.history("con_1", ME)] == ["Spørgsmål 2?", "Spørgsmål 3?"]
    assert [state.answers.cites(f"tekst {number}") for number in range(4)] == [False, False, True, True]
    assert len(state.conversations.turns("con_2", ME)) == 1


def test_a_follow_up_is_given_the_latest_turns_only(state: State) -> None:
    for number in range(HISTORY_TURNS + 5):
        state.conversations.remember(make_answer(number), ME, False)
    history = state.conversations.history("con_1", ME)
    assert (len(history), history[-1].question) == (HISTORY_TURNS, f"Spørgsmål {HISTORY_TURNS + 4}?")


@pytest.mark.parametrize("odd", ["nul\x00", "halvt \ud83d", "' OR 1=1 --", "æ🎓", "x" * 200])
def test_odd_characters_are_no_trouble(state: State, odd: str) -> None:
    state.conversations.remember(make_answer(1, odd, question=odd, text=odd), ME, False)
    assert state.conversations.history(odd, ME) == (Turn(odd, odd),)
    assert state.conversations.forget(odd, ME)


def test_many_threads_and_two_openings_write_at_once(opened: Opener) -> None:
    states = [opened(), opened()]

    def ask(place: int) -> None:
        for number in range(10):
            answer = make_answer(place * 100 + number, f"con_{place % 3}")
            states[place % 2].conversations.remember(answer, ME, False)
            states[place % 2].conversations.history(f"con_{place % 3}", ME)

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(ask, range(8)))
    assert sum(len(states[0].conversations.turns(f"con_{place}", ME)) for place in range(3)) == 80
