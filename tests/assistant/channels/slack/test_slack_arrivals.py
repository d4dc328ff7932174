"""What Slack sends is read as people read it; waits and pauses are as long as they should be."""

import pytest

from assistant.channels.slack.arrivals import is_from_person, mentions, mentions_others, said
from assistant.channels.slack.desk import Identity
from assistant.channels.slack.errors import SlackBusyError, SlackUnreachableError
from assistant.channels.slack.queue import LONGEST_PAUSE, is_passing, pause
from assistant.channels.slack.web import Gates
from assistant.channels.state.errors import StateError

US = Identity("T1", "U0BOT", "B0BOT")


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("<@U0BOT> hvad er en mentor?", "hvad er en mentor?"),
        ("hvad  er\n<@U0BOT|fagkompas> det?", "hvad er det?"),
        ("se <https://star.dk/a|STAR> og <https://star.dk>", "se STAR og https://star.dk"),
        ("i <#C1|viden> og <#C2>", "i #viden og #"),
        ("<!here> og <!subteam^S1|@ledere>", "@here og ledere"),
        ("&lt;b&gt; &amp; mere", "<b> & mere"),
        ("&amp;lt;", "&lt;"),
    ],
)
def test_a_message_is_read_without_slacks_markup(written: str, read: str) -> None:
    assert said(written, US, "T1/C1/1").text == read


def test_a_cpr_number_is_masked_however_it_is_written() -> None:
    told = said("<@U0BOT> 010190-1234 og <tel:0101901234|010190 1234>", US, "T1/C1/1")
    assert told.masked
    assert "1234" not in told.text
    assert not said("0101", US, "T1/C1/1").masked


def test_the_same_name_is_hidden_alike_throughout_a_thread() -> None:
    first, second = (said(f"<@U0BOT> {text}", US, "T1/C1/1") for text in ("borgeren Kaj Toft", "min borger Kaj Toft"))
    assert first.masked
    assert first.text.split()[1:] == second.text.split()[2:]


def test_a_message_is_for_whom_it_mentions() -> None:
    assert mentions("hej <@U0BOT>", "U0BOT")
    assert not mentions("hej U0BOT", "U0BOT")
    assert mentions_others("<@U2> se her", "U0BOT")
    assert mentions_others("<!channel> se her", "U0BOT")
    assert not mentions_others("<@U0BOT> se her", "U0BOT")


@pytest.mark.parametrize(
    ("event", "person"),
    [
        ({"user": "U1"}, True),
        ({"user": "U1", "subtype": "file_share"}, True),
        ({"user": "U1", "subtype": "channel_join"}, False),
        ({"user": "U1", "bot_id": "B2"}, False),
        ({"user": "U0BOT"}, False),
        ({}, False),
    ],
)
def test_only_people_are_answered(event: dict[str, str], person: bool) -> None:
    assert is_from_person(event, US) is person


def test_a_shut_gate_is_waited_for_and_others_are_not() -> None:
    now, slept = [0.0], []

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        now[0] += seconds

    gates = Gates(lambda: now[0], sleep)
    gates.shut("chat_update", 30)
    gates.shut("chat_update", 3)
    gates.wait("chat_postMessage/C1")
    assert slept == []
    assert gates.left("chat_update") == 30
    gates.wait("chat_update")
    assert slept == [30]
    assert gates.left("chat_update") == 0


def test_each_try_waits_longer_and_no_less_than_slack_wants() -> None:
    lost = SlackUnreachableError("chat.update")
    assert [pause(attempts, lost) for attempts in (1, 2, 3)] == [1, 2, 4]
    assert pause(19, lost) == LONGEST_PAUSE
    assert pause(1, SlackBusyError("chat.update", 40)) == 40


def test_only_what_may_pass_is_tried_again() -> None:
    assert is_passing(StateError("locked"))
    assert not is_passing(ValueError("broken"))
