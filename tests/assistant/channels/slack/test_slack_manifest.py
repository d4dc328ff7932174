"""The manifest: what Slack takes, and what the app listens to, calls and offers."""

import copy
import re
from pathlib import Path
from typing import Any

import pytest

from assistant.channels.slack import checks
from assistant.channels.slack.blocks import limits, names
from assistant.channels.slack.manifest import Difference, differences, needed_scopes, own_manifest
from prompts.wording import Wording
from tests.slack.manifest import Manifest

PACKAGE = Path(checks.__file__).parent
SOURCE = "\n".join(path.read_text(encoding="utf-8") for path in sorted(PACKAGE.rglob("*.py")))


def test_slack_takes_the_manifest() -> None:
    manifest = Manifest(dict(own_manifest()))
    assert manifest.faults() == []
    assert manifest.agent
    assert manifest.home_tab
    assert manifest.interactive
    assert manifest.socket_mode


def test_what_the_app_listens_to_is_what_it_is_told_of() -> None:
    listened = set(re.findall(r'@app\.event\("(\w+)"\)', SOURCE)) - {"message"}
    subscribed = {name for name in Manifest(dict(own_manifest())).events if not name.startswith("message.")}
    assert listened == subscribed


def test_commands_and_shortcut_are_the_ones_the_app_knows() -> None:
    manifest = Manifest(dict(own_manifest()))
    assert manifest.commands == [names.MENTION_COMMAND, names.COURSE_COMMAND]
    assert manifest.shortcuts == [names.COURSES_SHORTCUT]


def test_every_scope_is_used() -> None:
    """Each scope by an event that is heard, a method that is called, or something offered."""
    used = {
        "app_mentions:read": "app_mention",
        "assistant:write": "assistant_threads_setSuggestedPrompts",
        "channels:history": "conversations_replies",
        "groups:history": "conversations_replies",
        "im:history": "conversations_replies",
        "chat:write": "chat_postMessage",
        "commands": "app.command",
        "im:write": "conversations_open",
    }
    assert needed_scopes() == used.keys()
    assert [word for word in used.values() if word not in SOURCE] == []


def test_the_suggested_questions_are_those_of_the_wording() -> None:
    wording = Wording.load()
    prompts = own_manifest()["features"]["agent_view"]["suggested_prompts"]
    assert [prompt["message"] for prompt in prompts] == [
        wording.say("da", f"slack.example.question_{number}") for number in (1, 2, 3)
    ]
    assert len(prompts) <= limits.SUGGESTED_PROMPTS


def test_a_manifest_does_not_differ_from_itself() -> None:
    assert differences(own_manifest()) == []


@pytest.mark.parametrize(
    ("spoil", "difference"),
    [
        (lambda m: m["oauth_config"]["scopes"]["bot"].remove("commands"), Difference("scope", "commands", True)),
        (lambda m: m["oauth_config"]["scopes"]["bot"].append("files:read"), Difference("scope", "files:read", False)),
        (
            lambda m: m["settings"]["event_subscriptions"]["bot_events"].pop(0),
            Difference("event", "agent_session_stopped", True),
        ),
        (lambda m: m["features"]["slash_commands"].pop(), Difference("command", "/kursus", True)),
        (lambda m: m["features"].pop("shortcuts"), Difference("shortcut", "courses_for_this", True)),
        (lambda m: m["features"].pop("agent_view"), Difference("features.agent_view", "true", True)),
        (lambda m: m["settings"].pop("interactivity"), Difference("settings.interactivity.is_enabled", "true", True)),
    ],
)
def test_each_difference_of_another_manifest_is_named(spoil: Any, difference: Difference) -> None:
    other = copy.deepcopy(dict(own_manifest()))
    spoil(other)
    assert differences(other) == [difference]
