"""The calls to Slack's Web API: each waits when Slack asks for it, and its errors are ours."""

import logging
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from http.client import HTTPException
from typing import Any

from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web import WebClient
from slack_sdk.webhook import WebhookClient

from assistant.channels.slack.errors import SlackBusyError, SlackRefusedError, SlackUnreachableError

LOG = logging.getLogger("fagkompas.slack")
TOO_MANY = 429
SERVER_ERROR = 500
OK = 200
# Slack always says how long; this is for when it does not.
SECONDS_UNSAID = 5.0
TIMEOUT_SECONDS = 20
# As many as Slack gives at once; threads of answers are shorter.
PAGE = 200
# Slack counts calls by method, and these by channel too (docs.slack.dev/apis/web-api/rate-limits).
BY_CHANNEL = frozenset({"chat_postMessage"})
# By this our own messages are known again.
EVENT_TYPE = "fagkompas_answer"
# Marks what is no part of anything, so that it is never taken for a stream that was broken off.
WORD = {"word": True}

Payload = Mapping[str, Any]


class Gates:
    """Which calls must wait, and until when."""

    def __init__(
        self, clock: Callable[[], float] = time.monotonic, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self._clock = clock
        self._sleep = sleep
        self._lock = threading.Lock()
        self._until: dict[str, float] = {}
        self._turns: dict[str, threading.Lock] = {}

    def left(self, key: str) -> float:
        """Seconds until the call may be made; 0 when it may be made now."""
        with self._lock:
            return max(0.0, self._until.get(key, 0.0) - self._clock())

    def wait(self, key: str) -> None:
        """Wait until the call may be made."""
        while left := self.left(key):
            self._sleep(left)

    def turn(self, key: str) -> threading.Lock:
        """Held during a call: what one is told to wait for, the next must not have begun."""
        with self._lock:
            return self._turns.setdefault(key, threading.Lock())

    def shut(self, key: str, seconds: float) -> None:
        """Let nobody make the call for so long."""
        with self._lock:
            self._until[key] = max(self._until.get(key, 0.0), self._clock() + seconds)


class Web:
    """One workspace's Web API with the bot's token; safe under threads. All raise `SlackCallError`.

    What decides nothing (a status, a piece of a stream) is given up with `SlackBusyError` when Slack is busy; all else
    waits as long as Slack says.
    """

    def __init__(self, client: WebClient, gates: Gates | None = None) -> None:
        # Slack's own handlers would repeat a call that may have been carried out.
        client.retry_handlers = []
        self._client = client
        self._gates = gates or Gates()

    def who_am_i(self) -> Payload:
        """`auth.test`."""
        return self._call("auth_test", True)

    def post(self, channel: str, payload: Payload, thread: str | None = None, mark: Payload | None = None) -> str:
        """Post a message that `mark` makes known again; its timestamp."""
        given = {"thread_ts": thread} if thread else {}
        posted = self._call(
            "chat_postMessage",
            True,
            channel=channel,
            metadata=_metadata(mark or WORD),
            unfurl_links=False,
            unfurl_media=False,
            **given,
            **payload,
        )
        return str(posted["ts"])

    def update(self, channel: str, ts: str, payload: Payload, mark: Payload) -> None:
        """Put another content in the place of a message's."""
        self._call("chat_update", True, channel=channel, ts=ts, metadata=_metadata(mark), **payload)

    def delete(self, channel: str, ts: str) -> None:
        """Delete one of our messages; nothing where it is gone already."""
        try:
            self._call("chat_delete", True, channel=channel, ts=ts)
        except SlackRefusedError as error:
            if error.code != "message_not_found":
                raise

    def whisper(self, channel: str, person: str, payload: Payload, thread: str | None = None) -> None:
        """Show a message to one member of a channel."""
        given = {"thread_ts": thread} if thread else {}
        self._call("chat_postEphemeral", True, channel=channel, user=person, **given, **payload)

    def respond(self, url: str, payload: Payload, replace: bool = False) -> None:
        """Answer a command or a button through the address that came with it."""
        body = {"response_type": "ephemeral", "replace_original": replace, **payload}
        self._gates.wait(url)
        try:
            sent = WebhookClient(url, timeout=TIMEOUT_SECONDS, retry_handlers=[]).send_dict(body)
        except (OSError, HTTPException, SlackClientError) as error:
            raise SlackUnreachableError(str(error)) from error
        if sent.status_code == TOO_MANY:
            self._gates.shut(url, _seconds(sent.headers))
            self.respond(url, payload, replace)
        elif sent.status_code >= SERVER_ERROR:
            raise SlackUnreachableError(f"response_url: {sent.status_code}")
        elif sent.status_code != OK:
            raise SlackRefusedError("response_url", sent.body)

    def start_stream(self, channel: str, thread: str, text: str, recipient: tuple[str, str]) -> str:
        """Begin a message that grows, for a recipient (team and person); its timestamp."""
        team, person = recipient
        started = self._call(
            "chat_startStream",
            False,
            channel=channel,
            thread_ts=thread,
            markdown_text=text,
            recipient_team_id=team,
            recipient_user_id=person,
        )
        return str(started["ts"])

    def append(self, channel: str, ts: str, text: str) -> None:
        """Let a message grow."""
        self._call("chat_appendStream", False, channel=channel, ts=ts, markdown_text=text)

    def stop_stream(self, channel: str, ts: str, text: str, blocks: Sequence[Any], mark: Payload) -> None:
        """End a message that grew, with the rest of its text and what stands below; the session is idle then."""
        given: dict[str, Any] = {"markdown_text": text} if text else {}
        given |= {"blocks": list(blocks)} if blocks else {}
        self._call(
            "chat_stopStream", True, channel=channel, ts=ts, metadata=_metadata(mark), session_status="active", **given
        )

    def abandon_stream(self, channel: str, ts: str) -> None:
        """End a message that grew, as it is; nothing where it does not grow any more."""
        with suppress(SlackRefusedError):
            self._call("chat_stopStream", True, channel=channel, ts=ts)

    def session(self, channel: str, thread: str, status: str, title: str | None = None) -> None:
        """Set what the agent is doing in a thread; waits only for `active`, which nothing else would set."""
        given = {"title": title} if title else {}
        patient = status != "processing"
        self._call("agents_sessions_setStatus", patient, channel_id=channel, thread_ts=thread, status=status, **given)

    def loading(self, channel: str, thread: str, status: str, messages: Sequence[str]) -> None:
        """Show in words what the agent is doing, one sentence after another, until its next message."""
        self._call(
            "assistant_threads_setStatus",
            False,
            channel_id=channel,
            thread_ts=thread,
            status=status,
            loading_messages=list(messages),
        )

    def suggest(self, channel: str, title: str, prompts: Sequence[Payload]) -> None:
        """Offer questions in the agent's view."""
        self._call(
            "assistant_threads_setSuggestedPrompts", True, channel_id=channel, title=title, prompts=list(prompts)
        )

    def publish(self, person: str, view: Payload) -> None:
        """Show somebody's Home tab."""
        self._call("views_publish", True, user_id=person, view=dict(view))

    def open_view(self, trigger: str, view: Payload) -> None:
        """Open a modal; a trigger lives three seconds, so nothing is waited for."""
        self._call("views_open", False, trigger_id=trigger, view=dict(view))

    def open_dm(self, person: str) -> str:
        """The direct conversation with somebody."""
        return str(self._call("conversations_open", True, users=person)["channel"]["id"])

    def link(self, channel: str, ts: str) -> str | None:
        """The address of a message; None where Slack gives none."""
        try:
            return str(self._call("chat_getPermalink", True, channel=channel, message_ts=ts)["permalink"])
        except SlackRefusedError:
            return None

    def thread(self, channel: str, root: str, oldest: str | None = None) -> Iterator[Payload]:
        """The messages of a thread, the earliest first, with what makes ours known."""
        given = {"oldest": oldest, "inclusive": True} if oldest else {}
        yield from self._pages("conversations_replies", channel=channel, ts=root, include_all_metadata=True, **given)

    def latest(self, channel: str, oldest: str) -> Iterator[Payload]:
        """The messages of a channel since a moment, without those of threads, the latest first."""
        yield from self._pages("conversations_history", channel=channel, oldest=oldest, include_all_metadata=True)

    def _pages(self, name: str, **given: Any) -> Iterator[Payload]:
        cursor: str | None = None
        while cursor != "":
            more = {"cursor": cursor} if cursor else {}
            page = self._call(name, True, limit=PAGE, **given, **more)
            yield from page["messages"]
            cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""

    def _call(self, name: str, patient: bool, **given: Any) -> Payload:
        """Make a call; with patience, again when Slack says that it may be made again."""
        key = f"{name}/{given.get('channel', '')}" if name in BY_CHANNEL else name
        while True:
            if patient:
                self._gates.wait(key)
            try:
                with self._gates.turn(key):
                    if left := self._gates.left(key):
                        raise SlackBusyError(name, left)
                    return self._in_turn(key, name, given)
            except SlackBusyError:
                if not patient:
                    raise

    def _in_turn(self, key: str, name: str, given: Payload) -> Payload:
        try:
            return self._once(name, given)
        except SlackBusyError as error:
            LOG.info("Slack asks to wait: %s", error)
            self._gates.shut(key, error.seconds)
            raise

    def _once(self, name: str, given: Payload) -> Payload:
        try:
            data = getattr(self._client, name)(**given).data
        except SlackApiError as error:
            response = error.response
            if response.status_code == TOO_MANY:
                raise SlackBusyError(name, _seconds(response.headers)) from None
            if response.status_code >= SERVER_ERROR:
                raise SlackUnreachableError(f"{name}: {response.status_code}") from None
            raise SlackRefusedError(name, _reason(response.data)) from None
        except (OSError, HTTPException, SlackClientError) as error:
            raise SlackUnreachableError(f"{name}: {error}") from error
        assert isinstance(data, dict)
        return data


def _metadata(mark: Payload) -> dict[str, Any]:
    return {"event_type": EVENT_TYPE, "event_payload": dict(mark)}


def mark_of(message: Payload) -> Payload:
    """What `post` marked a message with; empty for one that was not."""
    metadata = message.get("metadata") or {}
    return metadata.get("event_payload") or {} if metadata.get("event_type") == EVENT_TYPE else {}


def _seconds(headers: Mapping[str, Any]) -> float:
    named = {name.lower(): value for name, value in headers.items()}
    said = named.get("retry-after")
    said = said[0] if isinstance(said, list) else said
    try:
        return float(said) if said is not None else SECONDS_UNSAID
    except ValueError:
        return SECONDS_UNSAID


def _reason(data: Any) -> str:
    return str(data.get("error")) if isinstance(data, dict) else "no_json"
