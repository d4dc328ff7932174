"""What the fake Slack refuses, and with which error: Slack's documented ones, as its own client sees them."""

import json
import logging
import time
from collections.abc import Iterator
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from tests.slack.made_blocks import PLAIN, section
from tests.slack.manifest import WHOLE, Manifest
from tests.slack.pace import Pace
from tests.slack.workspace import Workspace

logging.getLogger("slack_sdk").setLevel(logging.CRITICAL)


@pytest.fixture
def slack() -> Iterator[Workspace]:
    with Workspace(pace=Pace(ack_seconds=0.2, retry_after=())) as workspace:
        yield workspace


@pytest.fixture
def client(slack: Workspace) -> WebClient:
    return WebClient(slack.bot_token, base_url=slack.api_url, retry_handlers=[])


def refusal(client: WebClient, method: str, **given: Any) -> str:
    with pytest.raises(SlackApiError) as caught:
        client.api_call(method, json=given)
    return str(caught.value.response["error"])


def test_a_refusal_of_blocks_names_the_place_and_is_noted(slack: Workspace, client: WebClient) -> None:
    with pytest.raises(SlackApiError) as caught:
        client.chat_postMessage(channel="C1", text="svar", blocks=[section("a" * 3001)])
    reasons = caught.value.response["response_metadata"]["messages"]
    assert reasons == ["[ERROR] must be less than 3001 characters [json-pointer:/blocks/0/text/text]"]
    assert slack.violations == [f"chat.postMessage: invalid_blocks: {reasons[0].removeprefix('[ERROR] ')}"]
    assert slack.channel("C1").shown == []


@pytest.mark.parametrize(
    ("method", "given", "error"),
    [
        ("chat.postMessage", {"channel": "C9", "text": "a"}, "channel_not_found"),
        ("chat.postMessage", {"channel": "C2", "text": "a"}, "not_in_channel"),
        ("chat.postMessage", {"text": "a"}, "invalid_arguments"),
        ("chat.postMessage", {"channel": "C1"}, "no_text"),
        ("chat.postMessage", {"channel": "C1", "text": "a" * 40_001}, "msg_too_long"),
        ("chat.postMessage", {"channel": "C1", "text": "a", "markdown_text": "b"}, "markdown_text_conflict"),
        ("chat.postMessage", {"channel": "C1", "text": "a", "thread_ts": "1.000001"}, "thread_not_found"),
        ("chat.postMessage", {"channel": "C1", "text": "a", "thread_ts": "igår"}, "invalid_thread_ts"),
        (
            "chat.postMessage",
            {"channel": "C1", "text": "a", "metadata": {"event_type": "a"}},
            "invalid_metadata_format",
        ),
        ("chat.postMessage", {"channel": "C1", "text": "a", "blocks": "[{"}, "invalid_blocks_format"),
        (
            "chat.postMessage",
            {"channel": "C1", "text": "a", "blocks": [section("a" * 2900)] * 5},
            "msg_blocks_too_long",
        ),
        ("chat.postEphemeral", {"channel": "C1", "user": "U9", "text": "a"}, "user_not_in_channel"),
        ("chat.update", {"channel": "C1", "ts": "1.000001", "text": "a"}, "message_not_found"),
        ("chat.postNothing", {}, "unknown_method"),
        ("conversations.replies", {"channel": "C1", "ts": "1.000001"}, "thread_not_found"),
        ("conversations.replies", {"channel": "C2", "ts": "1.000001"}, "not_in_channel"),
        ("users.info", {"user": "U9"}, "user_not_found"),
        ("conversations.open", {"users": "U9"}, "user_not_found"),
        ("views.open", {"trigger_id": "none", "view": {}}, "invalid_trigger_id"),
        ("apps.connections.open", {}, "not_allowed_token_type"),
    ],
)
def test_a_call_is_refused_with_slacks_error(client: WebClient, method: str, given: dict[str, Any], error: str) -> None:
    assert refusal(client, method, **given) == error


@pytest.mark.parametrize(
    ("token", "error"),
    [("", "not_authed"), ("xoxb-other", "invalid_auth"), ("xapp-fake", "not_allowed_token_type")],
)
def test_a_call_needs_the_bots_token(slack: Workspace, token: str, error: str) -> None:
    assert refusal(WebClient(token, base_url=slack.api_url), "auth.test") == error


def test_a_call_needs_its_scope() -> None:
    scopes = {"scopes": {"bot": ["chat:write"]}}
    with Workspace(WHOLE | {"oauth_config": scopes, "settings": {}, "features": {}}) as slack:
        client = WebClient(slack.bot_token, base_url=slack.api_url)
        assert refusal(client, "users.info", user="U1") == "missing_scope"
        assert refusal(client, "agents.sessions.setStatus", status="active", channel_id="C1") == "not_allowed"


def test_an_argument_slack_does_not_know_is_noted(slack: Workspace, client: WebClient) -> None:
    client.api_call("chat.postMessage", json={"channel": "C1", "text": "a", "thread": "1"})
    assert slack.violations == ["chat.postMessage: unknown argument thread"]


def test_a_reply_is_no_thread(slack: Workspace, client: WebClient) -> None:
    anne = slack.person("anne")
    reply = anne.say("b", "C1", thread=anne.say("a", "C1"))
    assert refusal(client, "chat.postMessage", channel="C1", text="c", thread_ts=reply.ts) == "cannot_reply_to_message"


def test_only_ones_own_messages_can_be_changed(slack: Workspace, client: WebClient) -> None:
    message = slack.person("anne").say("a", "C1")
    for method, given in (("chat.update", {"text": "b"}), ("chat.delete", {})):
        assert refusal(client, method, channel="C1", ts=message.ts, **given) == "cant_update_message"


def test_an_update_without_blocks_leaves_them(slack: Workspace, client: WebClient) -> None:
    ts = client.chat_postMessage(channel="C1", text="a", blocks=[section("svar")])["ts"]
    client.chat_update(channel="C1", ts=ts, text="b")
    message = slack.channel("C1").find(ts)
    assert message is not None
    assert message.shown == "svar"
    client.chat_update(channel="C1", ts=ts, text="b", blocks=[])
    assert message.shown == "b"
    assert refusal(client, "chat.update", channel="C1", ts=ts, text="a" * 4001) == "msg_too_long"


def test_a_stream_in_a_channel_needs_its_recipients(slack: Workspace, client: WebClient) -> None:
    anne = slack.person("anne")
    where: dict[str, Any] = {"channel": "C1", "thread_ts": anne.mention("hej").ts}
    assert refusal(client, "chat.startStream", **where) == "missing_recipient_team_id"
    where["recipient_team_id"] = slack.team_id
    assert refusal(client, "chat.startStream", **where) == "missing_recipient_user_id"
    assert refusal(client, "chat.startStream", **where, recipient_user_id="U9") == "user_not_found"
    assert client.chat_startStream(**where, recipient_user_id=anne.id)["ok"]
    assert client.chat_startStream(channel=anne.direct.id, thread_ts=anne.dm("hej").ts)["ok"]


def test_a_running_stream_is_changed_by_nothing_but_the_stream(slack: Workspace, client: WebClient) -> None:
    anne = slack.person("anne")
    place: dict[str, Any] = {"channel": anne.direct.id}
    place["ts"] = client.chat_startStream(**place, thread_ts=anne.dm("hej").ts, markdown_text="a")["ts"]
    assert refusal(client, "chat.update", **place, text="b") == "streaming_state_conflict"
    assert refusal(client, "chat.delete", **place) == "cant_delete_message"
    assert refusal(client, "chat.appendStream", **place, markdown_text="a" * 12_000) == "msg_too_long"
    assert refusal(client, "chat.stopStream", **place, session_status="thinking") == "invalid_arguments"
    client.chat_stopStream(**place, markdown_text="b", session_status="active")
    message = anne.direct.messages[-1]
    assert (message.shown, message.finished) == ("ab", True)
    assert refusal(client, "chat.appendStream", **place, markdown_text="c") == "message_not_in_streaming_state"


def test_a_stream_expires_and_says_so_until_it_is_updated(client: WebClient) -> None:
    with Workspace(pace=Pace(stream_idle_seconds=0.05)) as slack:
        client = WebClient(slack.bot_token, base_url=slack.api_url)
        anne = slack.person("anne")
        place: dict[str, Any] = {"channel": anne.direct.id}
        place["ts"] = client.chat_startStream(**place, thread_ts=anne.dm("hej").ts, markdown_text="halvt")["ts"]
        time.sleep(0.06)
        assert refusal(client, "chat.appendStream", **place, markdown_text="c") == "message_not_in_streaming_state"
        assert refusal(client, "chat.stopStream", **place) == "message_not_in_streaming_state"
        message = anne.direct.messages[-1]
        assert message.shown == "halvt\nSomething went wrong"
        client.chat_update(**place, text="helt", blocks=[section("helt")])
        assert message.shown == "helt"
        assert slack.violations == []


def test_a_status_is_one_of_slacks(slack: Workspace, client: WebClient) -> None:
    anne = slack.person("anne")
    place = {"channel_id": anne.direct.id, "thread_ts": anne.dm("hej").ts}
    assert refusal(client, "agents.sessions.setStatus", **place, status="søger …") == "invalid_arguments"
    assert (
        refusal(client, "agents.sessions.setStatus", **place, status="active", title="a" * 201) == "invalid_arguments"
    )
    client.agents_sessions_setStatus(**place, status="processing", title="Mentorer")
    client.assistant_threads_setStatus(**place, status="søger …", loading_messages=["Læser kilder"])
    assert slack.sessions[place["channel_id"], place["thread_ts"]].title == "Mentorer"


def test_too_many_calls_are_told_to_wait_and_impatience_is_noted() -> None:
    with Workspace(pace=Pace(minute=1.2)) as slack:
        client = WebClient(slack.bot_token, base_url=slack.api_url, retry_handlers=[])
        anne = slack.person("anne")
        place: dict[str, Any] = {"channel": anne.direct.id, "thread_ts": anne.dm("hej").ts}
        answers = [client.chat_startStream(**place)["ok"] for _ in range(20)]
        with pytest.raises(SlackApiError) as caught:
            client.chat_startStream(**place)
        assert caught.value.response.status_code == 429
        assert int(caught.value.response.headers["Retry-After"]) >= 1
        assert all(answers)
        assert slack.violations == []
        time.sleep(0.3)
        assert refusal(client, "chat.startStream", **place) == "ratelimited"
        assert slack.violations[0].startswith("called although Slack asked to wait: chat.startStream")


def test_a_lost_reply_leaves_the_work_done(slack: Workspace, client: WebClient) -> None:
    slack.faults.lose_reply("chat.postMessage")
    with pytest.raises(OSError, match="closed connection"):
        client.chat_postMessage(channel="C1", text="svar")
    slack.faults.lose_call("chat.postMessage")
    with pytest.raises(OSError, match="closed connection"):
        client.chat_postMessage(channel="C1", text="svar igen")
    assert [message.shown for message in slack.channel("C1").shown] == ["svar"]


def test_a_thread_is_read_page_by_page_with_its_metadata(slack: Workspace, client: WebClient) -> None:
    root = slack.person("anne").mention("hej")
    mark = {"event_type": "answer", "event_payload": {"event_id": "Ev1"}}
    for number in range(4):
        client.chat_postMessage(channel="C1", text=str(number), thread_ts=root.ts, metadata=mark)
    found = client.conversations_replies(channel="C1", ts=root.ts, limit=2, include_all_metadata=True)
    pages = [page["messages"] for page in found]
    assert [[message["text"] for message in page] for page in pages] == [[root.text, "0"], ["1", "2"], ["3"]]
    assert pages[0][1]["metadata"] == mark
    assert "metadata" not in client.conversations_replies(channel="C1", ts=root.ts)["messages"][1]


def test_a_view_is_held_to_slacks_rules(slack: Workspace, client: WebClient) -> None:
    anne = slack.person("anne")
    view: dict[str, Any] = {"type": "modal", "title": PLAIN, "blocks": [section("a")]}

    def opened(view: dict[str, Any]) -> str:
        return refusal(client, "views.open", trigger_id=slack.triggers.give(anne.id), view=view)

    assert opened(view | {"title": {"type": "plain_text", "text": "a" * 25}}) == "invalid_arguments"
    assert opened(view | {"private_metadata": "a" * 3001}) == "invalid_arguments"
    assert opened(view | {"blocks": [{"type": "divider"}] * 101}) == "invalid_arguments"
    asks = {"type": "input", "label": PLAIN, "element": {"type": "plain_text_input", "action_id": "a"}}
    assert opened(view | {"blocks": [asks]}) == "invalid_arguments"
    trigger = slack.triggers.give(anne.id)
    assert client.views_open(trigger_id=trigger, view=view)["view"]["title"] == PLAIN
    assert refusal(client, "views.open", trigger_id=trigger, view=view) == "exchanged_trigger_id"
    late = slack.triggers.give(anne.id)
    slack.triggers.age(late, 3.1)
    assert refusal(client, "views.open", trigger_id=late, view=view) == "expired_trigger_id"


def test_a_home_tab_is_published_against_its_hash(slack: Workspace, client: WebClient) -> None:
    anne = slack.person("anne")
    home: dict[str, Any] = {"type": "home", "blocks": [section("*Velkommen*")]}
    first = client.views_publish(user_id=anne.id, view=home)["view"]["hash"]
    client.views_publish(user_id=anne.id, view=home | {"blocks": [section("Hej")]}, hash=first)
    assert anne.home is not None
    assert anne.home.shown == "Hej"
    assert refusal(client, "views.publish", user_id=anne.id, view=home, hash=first) == "hash_conflict"
    assert refusal(client, "views.publish", user_id=anne.id, view=home | {"title": PLAIN}) == "invalid_arguments"


def test_a_manifest_that_lacks_a_scope_is_found_out() -> None:
    assert Manifest(WHOLE).faults() == []
    less = WHOLE | {"oauth_config": {"scopes": {"bot": ["chat:write"]}}}
    assert "app_mention needs the scope app_mentions:read [/oauth_config/scopes/bot]" in Manifest(less).faults()


def test_slack_validates_a_manifest_and_tells_the_scopes_of_a_token(slack: Workspace) -> None:
    settings = WebClient("xoxe.fake", base_url=slack.api_url)
    assert settings.apps_manifest_validate(manifest=json.dumps(WHOLE))["ok"]
    named = {**WHOLE, "display_information": {"name": "a" * 36}}
    with pytest.raises(SlackApiError) as caught:
        settings.apps_manifest_validate(manifest=json.dumps(named))
    assert caught.value.response["errors"] == [
        {"message": "name must have 1 to 35 characters", "pointer": "/display_information/name"}
    ]
    headers = WebClient(slack.bot_token, base_url=slack.api_url).auth_test().headers
    assert "chat:write" in headers["x-oauth-scopes"].split(",")


def test_a_person_sees_labels_not_markup(slack: Workspace, client: WebClient) -> None:
    anne = slack.person("anne")
    text = f"Hej <@{anne.id}>, se <https://example.dk|vejledningen> i <#C1> &amp; &lt;her&gt;"
    ts = client.chat_postMessage(channel="C1", text=text)["ts"]
    message = slack.channel("C1").find(ts)
    assert message is not None
    assert message.shown == "Hej @anne, se vejledningen i #virksomhedsindsats & <her>"
    assert message.links == [("vejledningen", "https://example.dk")]
    assert message.mentions == [anne.id]
