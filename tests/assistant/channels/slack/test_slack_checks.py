"""What `doctor` finds wrong with the set-up of Slack, looked for in the fake workspace."""

import copy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from slack_sdk.web import WebClient

from assistant.channels.explaining import explain_finding
from assistant.channels.settings import Settings
from assistant.channels.slack.checks import check_slack, reach_host
from assistant.channels.slack.manifest import own_manifest
from knowledge.checks import Finding
from prompts.wording import LANGUAGES, Wording
from tests.assistant.channels.terminal import run
from tests.slack.workspace import Workspace

WORDING = Wording.load()
BOT_TOKEN, APP_TOKEN = Workspace.bot_token, Workspace.app_token
WELL = {
    "slack_bot_token": BOT_TOKEN,
    "slack_app_token": APP_TOKEN,
    "slack_team": "T1",
    "slack_channels": "C1 G1",
    "slack_colleague_channel": "C1",
    "public_url": "https://fagkompas.example",
}


@pytest.fixture
def workspace() -> Iterator[Workspace]:
    with Workspace(dict(own_manifest())) as slack:
        yield slack


def found(slack: Workspace, **changed: str) -> list[Finding]:
    settings = Settings(Path("unused"), **{**WELL, **changed})  # type: ignore[arg-type]
    client = WebClient(settings.slack_bot_token, base_url=slack.api_url, retry_handlers=[])
    return check_slack(settings, client)


def codes(findings: list[Finding]) -> list[str]:
    """The findings' codes, each explained in both languages with what to do and without any secret."""
    for finding in findings:
        for language in LANGUAGES:
            told = explain_finding(finding, WORDING, language)
            assert finding.code not in told
            assert told.endswith((".", "api.slack.com/apps."))
            assert BOT_TOKEN not in told
            assert APP_TOKEN not in told
    return [finding.code for finding in findings]


def test_nothing_is_found_where_all_is_well(workspace: Workspace) -> None:
    assert codes(found(workspace)) == []
    assert workspace.violations == []


def test_nothing_is_posted_or_changed(workspace: Workspace) -> None:
    found(workspace)
    assert {call.method for call in workspace.calls} == {"auth.test", "conversations.history", "apps.connections.open"}


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"slack_bot_token": ""}, "slack_token_missing"),
        ({"slack_app_token": ""}, "slack_no_way_in"),
        ({"slack_bot_token": "xapp-1"}, "slack_bot_token_malformed"),
        ({"slack_bot_token": "xoxb-1 "}, "slack_bot_token_malformed"),
        ({"slack_app_token": "xoxb-1"}, "slack_app_token_malformed"),
        ({"slack_signing_secret": "hemmelig"}, "slack_signing_secret_malformed"),
        ({"slack_team": "jobcenter"}, "slack_team_malformed"),
        ({"slack_channels": "#virksomhed"}, "slack_channel_malformed"),
        ({"public_url": ""}, "slack_no_public_url"),
        ({"public_url": "fagkompas.example"}, "slack_public_url_malformed"),
        ({"public_url": "http://127.0.0.1:8000"}, "slack_public_url_local"),
        ({"slack_team": "T2"}, "slack_other_team"),
        ({"slack_channels": "C2"}, "slack_channel_not_joined"),
        ({"slack_channels": "C9"}, "slack_channel_unknown"),
        ({"slack_colleague_channel": "C2"}, "slack_channel_not_joined"),
        ({"slack_bot_token": "xoxb-another"}, "slack_token_refused"),
        ({"slack_app_token": "xapp-another"}, "slack_socket_refused"),
    ],
)
def test_each_fault_is_named(workspace: Workspace, changed: dict[str, str], code: str) -> None:
    assert code in codes(found(workspace, **changed))


def test_over_http_no_app_token_is_needed(workspace: Workspace) -> None:
    assert codes(found(workspace, slack_app_token="", slack_signing_secret="0" * 32)) == []


def test_scopes_are_compared_with_those_the_app_needs() -> None:
    manifest: Any = copy.deepcopy(dict(own_manifest()))
    manifest["oauth_config"]["scopes"]["bot"].remove("groups:history")
    manifest["oauth_config"]["scopes"]["bot"].append("users:read")
    with Workspace(manifest) as slack:
        findings = found(slack)
    assert codes(findings) == ["slack_scopes_missing", "slack_scopes_surplus"]
    assert [finding.values["scopes"] for finding in findings] == [["groups:history"], ["users:read"]]
    assert [finding.severity for finding in findings] == ["error", "warning"]


def test_a_workspace_that_does_not_answer_is_told_of_once() -> None:
    with Workspace() as slack:
        address = slack.api_url
    client = WebClient(BOT_TOKEN, base_url=address, retry_handlers=[])
    assert codes(check_slack(Settings(Path("unused"), **WELL), client)) == ["slack_not_reached"]  # type: ignore[arg-type]


def test_a_firewall_that_stops_websockets_is_named(workspace: Workspace) -> None:
    def stopped(address: str) -> None:
        raise OSError("timed out")

    settings = Settings(Path("unused"), **WELL)  # type: ignore[arg-type]
    client = WebClient(BOT_TOKEN, base_url=workspace.api_url, retry_handlers=[])
    findings = check_slack(settings, client, stopped)
    assert codes(findings) == ["slack_socket_not_reached"]
    assert findings[0].values == {"host": "127.0.0.1", "reason": "timed out"}
    client.proxy = "http://proxy.example:3128"


def test_doctor_asks_slack_where_it_is_set_up(
    workspace: Workspace, small_data: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    given = {**WELL, "slack_api_url": workspace.api_url, "slack_channels": "C2"}
    for name, value in given.items():
        monkeypatch.setenv(f"FAGKOMPAS_{name.upper()}", value)
    outcome = run(capsys, "--data", str(small_data), "doctor")
    assert outcome.code == 1
    assert "Appen er ikke i kanalen C2. Skriv /invite @Fagkompas i kanalen." in outcome.output
    monkeypatch.setenv("FAGKOMPAS_SLACK_CHANNELS", "C1")
    assert "Alt er i orden." in run(capsys, "--data", str(small_data), "doctor").output


def test_reaching_a_host_says_why_it_is_not_reached() -> None:
    with pytest.raises(OSError, match="refused"):
        reach_host("ws://127.0.0.1:1/link")
