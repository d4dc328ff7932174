"""What is kept for Slack: the queue, the replies, people's choices; over SQLite and Postgres alike."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import create_engine, text

from assistant.channels.state.slack_types import Arrival, EventState, Person, Question, ReplyState
from assistant.channels.state.store import State
from assistant.channels.state.tables import SCHEMA_VERSION
from tests.assistant.channels.state.conftest import Opener
from tests.assistant.channels.state.stored import Clock, make_answer

TAKER = """
import sys
from assistant.channels.state.store import open_state
from assistant.channels.state.types import Policy
from tests.assistant.channels.state.stored import Clock
job = open_state(sys.argv[1], Policy(now=Clock())).slack_events.take()
print(job.event_id if job else None)
"""


def arrival(event_id: str = "Ev1", thread: str = "T1/C1/1.0", **body: object) -> Arrival:
    return Arrival(event_id, "question", thread, {"text": "Hvad?", **body})


def question(place: str = "1.0", **changes: object) -> Question:
    given = {"thread": "1.0", "person": "U1", "text": "Hvad?", "event_id": "Ev1"} | changes
    return Question("T1", "C1", place, **given)  # type: ignore[arg-type]


def test_an_event_is_stored_once(state: State) -> None:
    assert state.slack_events.put(arrival())
    assert not state.slack_events.put(arrival(text="En anden"))
    job = state.slack_events.take()
    assert job
    assert (job.event_id, job.body, job.attempts) == ("Ev1", {"text": "Hvad?"}, 1)
    assert state.slack_events.take() is None


def test_what_is_done_is_not_worked_on_again_and_its_words_are_gone(state: State) -> None:
    state.slack_events.put(arrival())
    state.slack_events.take()
    state.slack_events.finish("Ev1")
    assert state.slack_events.state_of("Ev1") is EventState.DONE
    assert not state.slack_events.put(arrival())
    assert state.slack_events.take() is None
    assert state.slack_events.waiting() == 0


def test_one_thread_is_worked_off_in_its_order_and_others_meanwhile(state: State) -> None:
    for event_id, thread in (("Ev1", "a"), ("Ev2", "a"), ("Ev3", "b")):
        state.slack_events.put(arrival(event_id, thread))
    taken = [state.slack_events.take(), state.slack_events.take(), state.slack_events.take()]
    assert [job.event_id if job else None for job in taken] == ["Ev1", "Ev3", None]
    state.slack_events.finish("Ev1", "it broke")
    assert state.slack_events.state_of("Ev1") is EventState.FAILED
    following = state.slack_events.take()
    assert following
    assert following.event_id == "Ev2"


def test_a_postponed_event_waits_and_holds_its_thread(state: State, clock: Clock) -> None:
    state.slack_events.put(arrival())
    state.slack_events.put(arrival("Ev2"))
    state.slack_events.take()
    state.slack_events.postpone("Ev1", 30, "no network")
    assert state.slack_events.take() is None
    clock.go_on(seconds=31)
    job = state.slack_events.take()
    assert job
    assert (job.event_id, job.attempts) == ("Ev1", 2)


def test_what_a_living_process_holds_is_not_taken_back(state: State, clock: Clock) -> None:
    state.slack_events.put(arrival())
    state.slack_events.take()
    clock.go_on(hours=1)
    assert state.slack_events.take_back() == 0


def test_what_a_process_held_that_is_gone_is_taken_back(state: State, url: str) -> None:
    state.slack_events.put(arrival())
    done = subprocess.run([sys.executable, "-c", TAKER, url], capture_output=True, text=True, check=True)
    assert done.stdout == "Ev1\n"
    assert state.slack_events.take() is None
    assert state.slack_events.take_back() == 1
    job = state.slack_events.take()
    assert job
    assert job.attempts == 2


def test_another_machines_work_is_taken_over_when_its_lease_has_run_out(state: State, url: str, clock: Clock) -> None:
    state.slack_events.put(arrival())
    state.slack_events.take()
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE slack_events SET process = 'another/12/34'"))
    engine.dispose()
    assert state.slack_events.take_back() == 0
    clock.go_on(minutes=1)
    state.slack_events.renew("Ev1")
    clock.go_on(minutes=1.5)
    assert state.slack_events.take_back() == 0
    clock.go_on(minutes=1)
    assert state.slack_events.take_back() == 1


def test_no_two_workers_get_the_same_event(opened: Opener) -> None:
    states = [opened(), opened()]
    for number in range(40):
        states[0].slack_events.put(arrival(f"Ev{number}", f"thread {number}"))
    with ThreadPoolExecutor(8) as workers:
        taken = list(workers.map(lambda number: states[number % 2].slack_events.take(), range(40)))
    assert sorted(job.event_id for job in taken if job) == sorted(f"Ev{number}" for number in range(40))


def test_what_is_stopped_is_marked_until_it_is_done(state: State) -> None:
    state.slack_events.put(arrival())
    state.slack_events.put(arrival("Ev2", "another"))
    assert state.slack_events.stop("T1/C1/1.0") == ["Ev1"]
    assert state.slack_events.is_stopped("Ev1")
    assert not state.slack_events.is_stopped("Ev2")
    state.slack_events.finish("Ev1")
    assert state.slack_events.stop("T1/C1/1.0") == []


def test_old_events_are_forgotten_but_not_those_that_wait(state: State, clock: Clock) -> None:
    state.slack_events.put(arrival())
    state.slack_events.put(arrival("Ev2"))
    state.slack_events.take()
    state.slack_events.finish("Ev1")
    clock.go_on(days=8)
    state.slack_events.prune()
    assert state.slack_events.state_of("Ev1") is None
    assert state.slack_events.state_of("Ev2") is EventState.QUEUED


def test_a_reply_is_found_again_as_far_as_it_came(state: State) -> None:
    begun = state.slack_replies.begin(question())
    assert (begun.state, begun.messages, begun.answer) == (ReplyState.ANSWERING, (), None)
    state.slack_replies.answered(question().key, make_answer(7), internal=True)
    state.slack_replies.told(question().key, ["2.0", "3.0"])
    again = state.slack_replies.begin(question(event_id="Ev9", text="Noget andet"))
    assert again.question == question()
    assert (again.messages, again.answer_id, again.internal) == (("2.0", "3.0"), "ans_7", True)
    assert again.answer == make_answer(7)
    state.slack_replies.end(question().key, ReplyState.COMPLETE)
    found = state.slack_replies.with_answer("ans_7")
    assert found
    assert found.state is ReplyState.COMPLETE
    assert state.slack_replies.find(("T1", "C1", "9.9")) is None


def test_a_changed_question_loses_its_answer_and_keeps_its_messages(state: State) -> None:
    state.slack_replies.begin(question())
    state.slack_replies.answered(question().key, make_answer(7), internal=True)
    state.slack_replies.told(question().key, ["2.0"])
    state.slack_replies.ask_anew(question().key, "Hvem?", "Ev2")
    found = state.slack_replies.find(question().key)
    assert found
    assert (found.question.text, found.question.event_id, found.messages) == ("Hvem?", "Ev2", ("2.0",))
    assert (found.answer, found.answer_id, found.internal) == (None, None, False)


def test_replies_are_listed_by_thread_and_by_person(state: State, clock: Clock) -> None:
    for place, person in (("1.0", "U1"), ("1.1", "U2"), ("1.2", "U1")):
        state.slack_replies.begin(question(place, person=person))
        state.slack_replies.end(question(place).key, ReplyState.COMPLETE)
        clock.go_on(minutes=1)
    state.slack_replies.begin(question("1.3"))
    assert [reply.question.place for reply in state.slack_replies.in_thread("T1", "C1", "1.0")] == [
        "1.0", "1.1", "1.2", "1.3",
    ]  # fmt: skip
    assert [reply.question.place for reply in state.slack_replies.of("T1", "U1", 5)] == ["1.2", "1.0"]
    assert [reply.question.place for reply in state.slack_replies.of("T1", "U1", 1)] == ["1.2"]
    assert state.slack_replies.of("T2", "U1", 5) == []


def test_replies_are_forgotten_with_the_conversations(opened: Opener, clock: Clock) -> None:
    state = opened(days=3)
    state.slack_replies.begin(question())
    clock.go_on(days=4)
    state.slack_replies.prune()
    assert state.slack_replies.find(question().key) is None


def test_what_somebody_chose_is_found_again(state: State) -> None:
    assert state.slack_people.find("T1", "U1") == Person()
    state.slack_people.choose("T1", "U1", Person("manager", "en"))
    state.slack_people.choose("T1", "U1", Person("citizen", None))
    assert state.slack_people.find("T1", "U1") == Person("citizen", None)
    assert state.slack_people.find("T1", "U2") == Person()


def test_an_answer_that_was_taken_back_is_gone_and_what_was_said_of_it_stays(state: State) -> None:
    state.conversations.remember(make_answer(1), "mig", False)
    state.conversations.remember(make_answer(2), "mig", False)
    state.feedback.give("ans_1", "down", "", "mig")
    state.answers.forget("ans_1")
    assert [turn.question for turn in state.conversations.history("con_1", "mig")] == ["Spørgsmål 2?"]
    assert state.answers.find("ans_1") is None
    assert len(state.feedback.all()) == 1


@pytest.mark.parametrize("version", [1])
def test_a_database_of_an_older_version_gets_the_tables_it_lacks(opened: Opener, url: str, version: int) -> None:
    opened().conversations.remember(make_answer(), "mig", False)
    engine = create_engine(url)
    with engine.begin() as connection:
        for table in ("slack_events", "slack_replies", "slack_people"):
            connection.execute(text(f"DROP TABLE {table}"))
        connection.execute(text(f"UPDATE schema_version SET version = {version}"))
    state = opened()
    assert state.slack_events.put(arrival())
    assert len(state.conversations.turns("con_1", "mig")) == 1
    with engine.begin() as connection:
        assert connection.scalars(text("SELECT version FROM schema_version")).all() == [SCHEMA_VERSION]
    engine.dispose()
