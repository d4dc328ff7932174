"""Which blocks the fake Slack takes and refuses, at the limits and one beyond."""

import pytest

from tests.slack.block_rules import faults
from tests.slack.made_blocks import BUTTON, CARD, OPTION, PLAIN, actions, section, table

ACCEPTED = {
    "fifty blocks": [{"type": "divider"}] * 50,
    "a section of 3000": [section("a" * 3000)],
    "a header of 150": [{"type": "header", "text": {"type": "plain_text", "text": "a" * 150}}],
    "12000 of Markdown": [{"type": "markdown", "text": "a" * 12_000}],
    "ten cards": [{"type": "carousel", "elements": [CARD | {"actions": [BUTTON]}] * 10}],
    "100 rows of 20": [table(100, 20)],
    "25 actions": [actions(*(BUTTON | {"action_id": f"a{n}"} for n in range(25)))],
    "a value of 2000": [actions(BUTTON | {"value": "v" * 2000})],
    "thumbs": [
        {
            "type": "context_actions",
            "elements": [
                {
                    "type": "feedback_buttons",
                    "action_id": "feedback",
                    "positive_button": OPTION,
                    "negative_button": OPTION | {"value": "2"},
                }
            ],
        }
    ],
    "the same action in two blocks": [actions(BUTTON), actions(BUTTON)],
}
CHOICE = {"type": "static_select", "action_id": "a", "options": [OPTION]}
MANY = [{"text": PLAIN, "value": str(number)} for number in range(101)]
REFUSED = {
    "51 blocks": [{"type": "divider"}] * 51,
    "a section of 3001": [section("a" * 3001)],
    "1501 emoji, which are two each": [section("😀" * 1501)],
    "an empty section": [section("")],
    "a header of 151": [{"type": "header", "text": {"type": "plain_text", "text": "a" * 151}}],
    "a header in mrkdwn": [{"type": "header", "text": {"type": "mrkdwn", "text": "a"}}],
    "12001 of Markdown": [{"type": "markdown", "text": "a" * 12_001}],
    "12001 of Markdown in two": [{"type": "markdown", "text": "a" * 6_000}, {"type": "markdown", "text": "a" * 6_001}],
    "no cards": [{"type": "carousel", "elements": []}],
    "eleven cards": [{"type": "carousel", "elements": [CARD] * 11}],
    "a card without content": [{"type": "card", "subtitle": PLAIN}],
    "a card's body of 201": [CARD | {"body": {"type": "mrkdwn", "text": "a" * 201}}],
    "101 rows": [table(101, 1)],
    "21 columns": [table(1, 21)],
    "an empty cell": [table(1, 1, "")],
    "10001 in a table": [table(10, 10, "a" * 101)],
    "two tables": [table(1, 1), table(1, 1)],
    "26 actions": [actions(*(BUTTON | {"action_id": f"a{n}"} for n in range(26)))],
    "a value of 2001": [actions(BUTTON | {"value": "v" * 2001})],
    "a label of 76": [actions(BUTTON | {"text": {"type": "plain_text", "text": "a" * 76}})],
    "a name of 256": [actions(BUTTON | {"action_id": "a" * 256})],
    "the same action twice": [actions(BUTTON, BUTTON)],
    "the same block_id twice": [section("a") | {"block_id": "b"}, section("b") | {"block_id": "b"}],
    "an unknown block": [{"type": "quote"}],
    "an unknown element": [actions({"type": "slider", "action_id": "a"})],
    "a style of its own": [actions(BUTTON | {"style": "green"})],
    "a link to nowhere": [actions(BUTTON | {"url": "javascript:alert(1)"})],
    "eleven in a context": [{"type": "context", "elements": [PLAIN] * 11}],
    "six context actions": [{"type": "context_actions", "elements": [BUTTON] * 6}],
    "a thumb without value": [
        {"type": "context_actions", "elements": [{"type": "feedback_buttons", "positive_button": {"text": PLAIN}}]}
    ],
    "an image nobody can hear": [{"type": "image", "image_url": "https://example.dk/a.png", "alt_text": ""}],
    "101 options": [actions(CHOICE | {"options": MANY})],
    "options alike": [actions(CHOICE | {"options": [OPTION, OPTION]})],
    "a choice that is none": [actions(CHOICE | {"initial_option": OPTION | {"value": "2"}})],
}  # fmt: skip


@pytest.mark.parametrize("name", ACCEPTED)
def test_blocks_within_the_limits_are_taken(name: str) -> None:
    assert list(faults(ACCEPTED[name], "message")) == []


@pytest.mark.parametrize("name", REFUSED)
def test_blocks_beyond_the_limits_are_refused_with_a_reason(name: str) -> None:
    assert all("json-pointer" in reason for reason in faults(REFUSED[name], "message"))
    assert list(faults(REFUSED[name], "message"))
