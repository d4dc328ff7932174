"""Runs the app: over Socket Mode by itself, or within the HTTP service."""

import logging
import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from slack_bolt import App, BoltRequest
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk.errors import SlackApiError
from slack_sdk.web import WebClient

from assistant.channels.build import Application, open_application
from assistant.channels.linking_ahead import linking_ahead
from assistant.channels.opening import open_kept
from assistant.channels.settings import Settings
from assistant.channels.settling import settle
from assistant.channels.slack.app import LIBRARY, build_app, missing, refused
from assistant.channels.slack.errors import SlackNotReachedError
from assistant.channels.state.store import State
from knowledge.errors import FagkompasError
from knowledge.types import SearchQuery

LOG = logging.getLogger("fagkompas.slack")
# A burst of a whole department: storing takes milliseconds, so that all are acknowledged in time.
LISTENERS = 10
SECONDS_BETWEEN_LOOKS = 0.1
# Slack's client takes five pings to see that its connection was cut, and spins until then.
PING_SECONDS = 2


def run(settings: Settings, stopped: threading.Event, started: Callable[[], None] = lambda: None) -> None:
    """Serve over Socket Mode until `stopped`; raises `SlackDoorError` and `StateError`."""
    if not settings.slack_app_token:
        raise missing("slack_app_token")
    with open_application(settings) as parts, open_kept(settings) as state, open_door(parts, state):
        settle()
        started()
        with linking_ahead(parts):
            stopped.wait()


@dataclass(frozen=True, slots=True)
class Door:
    """A running app, for events that come over HTTP."""

    app: App
    checks_signatures: bool

    def receive(self, body: bytes, headers: Mapping[str, str]) -> tuple[int, dict[str, str], str]:
        """Check, store and acknowledge a request; status, headers and body of the reply."""
        if not self.checks_signatures:
            # With an empty secret anybody could sign.
            return 404, {}, ""
        request = BoltRequest(body=body.decode("utf-8", "replace"), headers=dict(headers))
        reply = self.app.dispatch(request)
        named = {name: values[0] for name, values in reply.headers.items() if values}
        return reply.status, named, reply.body or ""


@contextmanager
def open_door(parts: Application, state: State) -> Iterator[Door]:
    """The app with its workers, and connected where there is a token for that. Raises `SlackDoorError`."""
    settings = parts.settings
    if not (settings.slack_app_token or settings.slack_signing_secret):
        raise missing("slack_app_token")
    app, desk, queue = build_app(parts, state)
    warm(parts)
    queue.start(desk)
    try:
        with connected(app, settings):
            yield Door(app, bool(settings.slack_signing_secret))
    finally:
        desk.closing.set()
        queue.stop()


def warm(parts: Application) -> None:
    """Load what the first question needs, so that whoever asks it need not wait for that."""
    try:
        parts.knowledge_base.current().search(SearchQuery(parts.wording.say("da", "slack.home.heading"), limit=1))
    except FagkompasError as error:
        # Whoever asks is told; the app may outlive the reason.
        LOG.warning("%s", error.message)


@contextmanager
def connected(app: App, settings: Settings) -> Iterator[None]:
    """A Socket Mode connection where there is a token for it; it is made again when it breaks."""
    if not settings.slack_app_token:
        yield
        return
    client = WebClient(base_url=settings.slack_api_url, logger=LIBRARY)
    handler = SocketModeHandler(
        app,
        settings.slack_app_token,
        logger=LIBRARY,
        web_client=client,
        concurrency=LISTENERS,
        ping_interval=PING_SECONDS,
    )
    try:
        connect(handler)
        yield
    finally:
        disconnect(handler)


def disconnect(handler: SocketModeHandler) -> None:
    """Close the connection. The client's own `close` waits for ever when it comes too soon after `connect`."""
    handler.client.auto_reconnect_enabled = False
    handler.client.current_session_state.terminated = True
    end_reading(handler)
    closing = threading.Thread(target=close, args=(handler,), daemon=True)
    closing.start()
    while closing.is_alive():
        handler.client.current_session_state.terminated = True
        # Wakes the thread that waits for messages.
        handler.client.message_queue.put(None)
        closing.join(SECONDS_BETWEEN_LOOKS)


def close(handler: SocketModeHandler) -> None:
    """Close the client once its reader has ended: both close the socket, and who comes second finds it gone."""
    reader = handler.client.current_session_runner
    if reader.is_alive():
        reader.shutdown()  # type: ignore[no-untyped-call]
    handler.close()  # type: ignore[no-untyped-call]


def end_reading(handler: SocketModeHandler) -> None:
    """Break off the wait for Slack's next word; the client's own `close` waits three seconds for it."""
    session = handler.client.current_session
    sock = session.sock if session is not None else None
    if sock is not None:
        with suppress(OSError):
            sock.shutdown(socket.SHUT_RDWR)


def connect(handler: SocketModeHandler) -> None:
    """Connect; raises `SlackDoorError`."""
    try:
        handler.connect()  # type: ignore[no-untyped-call]
    except SlackApiError as error:
        raise refused("slack_app_token", str(error.response.get("error"))) from None
    except OSError as error:
        raise SlackNotReachedError(f"Slack is not reached ({error}); try again.", reason=str(error)) from None
