"""A fake Slack workspace: the Web API and Socket Mode over real HTTP and websockets on loopback.

Bolt connects to it as to Slack (`base_url=slack.api_url`, tokens `slack.bot_token` and `slack.app_token`). It enforces
Slack's limits, and its state can be looked at as a person sees it. The whole public face:

    with Workspace() as slack:                                  # Workspace(manifest={…}, pace=Pace(…), people=3)
        ...start the app with slack.api_url, slack.bot_token, slack.app_token...
        slack.wait_for_app()                                    # a Socket Mode connection stands
        anne = slack.person("anne")                             # made when new; a member of C1
        question = anne.mention("hvad er en mentor?")           # in channel C1; thread=question asks on
        answer = slack.answer_to(question)                      # waits for the app's first finished reply in the thread
        answer.shown, answer.links, answer.buttons, answer.mentions, answer.blocks, answer.text
        anne.press(answer, "feedback", "feedback_up")           # by action_id and the beginning of the value; waits
        anne.dm("…"), anne.edit(question, "…"), anne.delete(question), anne.slash("/kursus mentor"),
        anne.shortcut("find_courses", question), anne.open_home(), anne.home.shown, anne.stop(question)
        anne.join("G1")                                         # into the private channel
        anne.modal.shown; anne.submit(values={"reason": "…"}); anne.private("C1")   # what only Anne sees
        slack.channel("C1").thread(question.ts).messages        # .replies, .answers (the app's, finished)
        slack.wait_until(lambda: …)                             # until true, or an AssertionError after 30 s
        slack.faults.rate_limit("chat.startStream"); .refuse(method, error); .fail; .lose_call; .lose_reply; .delay;
        slack.faults.after(method, hook)                        # a hook between the work and the answer, for a kill
        slack.hang_up(handler)                                  # closes a SocketModeHandler at once
        slack.expire_streams()                                  # message_not_in_streaming_state from now on
        slack.deliveries.lose_acknowledgements = 1; .duplicate = 1; .pending; .lost
        slack.socket.disconnect(); slack.socket.cut(); slack.socket.connections
        url = RequestUrl(…, slack.signing_secret, slack.deliveries.acknowledge); slack.carry_by(url)   # HTTP mode
        slack.calls, slack.called("chat.update")                # every Web API call with its answer
        slack.sessions, slack.statuses, slack.titles, slack.prompts
        assert slack.violations == []                           # no limit broken

Ids: the team T1, the app A1, its user U0BOT; channels C1 (public), G1 (private), C2 (public, the app is no member);
people U1, U2, …; a direct message D<n> for each person.
"""

import itertools
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.slack import agent_methods, chat_methods, conversation_methods, events, view_methods
from tests.slack.answering import Answering
from tests.slack.calling import Call, Rates, RefusedError
from tests.slack.conversations import Channel, Message
from tests.slack.deeds import Deeds
from tests.slack.faults import Faults
from tests.slack.manifest import WHOLE, Manifest
from tests.slack.pace import QUICK, Pace
from tests.slack.people import Person, typed_values
from tests.slack.socket_mode import Carrier, Deliveries, Envelope, SocketMode
from tests.slack.tickets import ResponseUrls, Triggers
from tests.slack.view_methods import View
from tests.slack.wire import Wire

# The modules that register the Web API's methods.
REGISTERED = (agent_methods, chat_methods, conversation_methods, view_methods)
# How long a test waits for something before it fails, and how often it looks.
PATIENCE_SECONDS, LOOK_SECONDS = 30.0, 0.05


@dataclass
class Session:
    """An agent's session in a thread."""

    status: str
    title: str


class Workspace:
    """The workspace; a context manager that serves while it is open."""

    team_id, app_id, domain = "T1", "A1", "jobcenter"
    bot_id, bot_name, bot_profile_id = "U0BOT", "fagkompas", "B0BOT"
    bot_token, app_token, signing_secret = "xoxb-fake", "xapp-fake", "fake-signing-secret"

    def __init__(self, manifest: dict[str, Any] | None = None, pace: Pace = QUICK, people: int = 0) -> None:
        self.manifest = Manifest(manifest or WHOLE)
        self.pace = pace
        self.lock = threading.RLock()
        self._changed = threading.Condition()
        self._numbers = itertools.count(1)
        self.violations: list[str] = [f"manifest: {fault}" for fault in self.manifest.faults()]
        self.calls: list[Call] = []
        self.rates, self.faults, self.triggers = Rates(pace.minute), Faults(), Triggers(pace)
        self.answering, self.deeds = Answering(self), Deeds(self)
        self._wire = Wire(self.answering)
        self.port = self._wire.port
        self.response_urls = ResponseUrls(f"http://127.0.0.1:{self.port}")
        self.socket = SocketMode(self.app_id)
        self.deliveries = Deliveries(pace, self.socket, self.notify)
        self.names: dict[str, str] = {self.bot_id: self.bot_name}
        self.people: dict[str, Person] = {}
        self.channels: dict[str, Channel] = {}
        self.sessions: dict[tuple[str, str], Session] = {}
        self.statuses: dict[tuple[str, str], str] = {}
        self.titles: dict[tuple[str, str], str] = {}
        self.prompts: dict[str, list[dict[str, str]]] = {}
        for channel_id, name, kind, invited in (
            ("C1", "virksomhedsindsats", "channel", True),
            ("G1", "ledelse", "group", True),
            ("C2", "andet", "channel", False),
        ):
            self.make_channel(channel_id, name, kind, invited)
        for number in range(people):
            self.person(f"person{number + 1}")

    # ---- life

    def __enter__(self) -> "Workspace":
        self._wire.start()
        return self

    def __exit__(self, *error: object) -> None:
        self.socket.cut()
        self.deliveries.stop()
        self._wire.stop()

    @property
    def api_url(self) -> str:
        return f"http://127.0.0.1:{self.port}/api/"

    def carry_by(self, carrier: Carrier) -> None:
        """Deliver another way than over Socket Mode."""
        self.deliveries.carrier = carrier

    def hang_up(self, handler: Any) -> None:
        """Close a SocketModeHandler at once: its own `close` first waits seconds for something to read."""
        handler.client.auto_reconnect_enabled = False
        handler.client.closed = True
        handler.client.message_queue.put(None)
        self.socket.cut()
        handler.close()

    # ---- waiting and looking

    def notify(self) -> None:
        """Wake whoever waits for a change."""
        with self._changed:
            self._changed.notify_all()

    def wait_until(self, holds: Callable[[], Any], seconds: float = PATIENCE_SECONDS, what: str = "") -> Any:
        """Wait until `holds()` is true and give what it gave."""
        end = time.monotonic() + seconds
        while True:
            with self.lock:
                found = holds()
            if found:
                return found
            assert time.monotonic() < end, f"waited {seconds} s in vain{': ' + what if what else ''}; {self.summary()}"
            with self._changed:
                self._changed.wait(LOOK_SECONDS)

    def wait_for_app(self, seconds: float = PATIENCE_SECONDS) -> None:
        """Wait until the app has a Socket Mode connection."""
        self.wait_until(lambda: self.socket.links, seconds, "a Socket Mode connection")

    def answer_to(self, question: Message, seconds: float = PATIENCE_SECONDS) -> Message:
        """The app's first finished message after the question in its thread."""
        self.wait_until(lambda: self._answers(question), seconds, f"an answer to {question.text!r}")
        return self._answers(question)[0]

    def _answers(self, question: Message) -> list[Message]:
        return [message for message in question.thread.answers if message.ts > question.ts]

    def summary(self) -> str:
        """The last calls and what is amiss, for the message of a failed test."""
        last = [f"{call.method} {call.error or call.status}" for call in self.calls[-8:]]
        return f"last calls {last}, violations {self.violations}, unacknowledged {len(self.deliveries.pending)}"

    def called(self, method: str) -> list[Call]:
        """The calls of one method so far."""
        with self.lock:
            return [call for call in self.calls if call.method == method]

    def expire_streams(self) -> None:
        """End every running stream, as Slack does on its own side."""
        with self.lock:
            for message in itertools.chain.from_iterable(self.channels.values()):
                if message.stream == "streaming":
                    message.stream = "expired"

    # ---- who and where

    def person(self, name: str, bot: bool = False) -> Person:
        """The person of this name, made and invited to C1 when new; `bot` makes another app's user."""
        with self.lock:
            found = next((each for each in self.people.values() if each.name == name), None)
            if found is None:
                found = Person(self, f"U{len(self.people) + 1}", name, bot=bot)
                self.people[found.id] = found
                self.names[found.id] = name
                self.channels["C1"].members.add(found.id)
        return found

    def make_channel(self, channel_id: str, name: str, kind: Any = "channel", invited: bool = True) -> Channel:
        """Make a channel; `invited` says whether the app is a member."""
        channel = Channel(channel_id, name, kind, self.bot_profile_id, self.app_id, self.names)
        if invited:
            channel.members.add(self.bot_id)
        self.channels[channel_id] = channel
        self.names[channel_id] = name
        return channel

    def channel(self, channel: Channel | str) -> Channel:
        return channel if isinstance(channel, Channel) else self.channels[channel]

    def direct(self, user: str) -> Channel:
        """The direct message of the app and a person."""
        channel_id = "D" + user.removeprefix("U")
        with self.lock:
            if channel_id not in self.channels:
                self.make_channel(channel_id, f"dm-{self.people[user].name}", "im").members.add(user)
        return self.channels[channel_id]

    def next_ts(self) -> str:
        """A new ts, later than every other."""
        return f"{int(time.time())}.{next(self._numbers):06d}"

    def next_id(self, prefix: str) -> str:
        return f"{prefix}{next(self._numbers)}"

    def new_ticket(self) -> str:
        return self.answering.new_ticket()

    def typed_values(self, view: View, values: dict[str, Any]) -> dict[str, dict[str, Any]]:
        return typed_values(view, values)

    def need_scope(self, scope: str) -> None:
        """Refuse a call for which the manifest gives no scope."""
        if scope not in self.manifest.scopes:
            raise RefusedError("missing_scope", needed=scope, provided=",".join(self.manifest.scopes))

    # ---- what changes, and the events that follow

    def say(
        self, channel: Channel, user: str, text: str, thread_ts: str | None = None, by_app: bool = False, **more: Any
    ) -> Message:
        """Put a message into a channel and tell the app."""
        message = Message(channel, self.next_ts(), user, text, thread_ts=thread_ts, bot=by_app, **more)
        message.bot = by_app or user == self.bot_id
        channel.messages.append(message)
        self.tell_message(message)
        return message

    def rewrite(self, message: Message, text: str, blocks: list[dict[str, Any]] | None) -> None:
        """Change a message; None leaves its blocks, as Slack does."""
        before = message.raw()
        message.earlier.append(message.shown)
        message.edits += 1
        message.text = text
        if blocks is not None:
            message.blocks, message.streamed, message.tasks = blocks, "", {}
            message.stream = "finished" if message.stream else ""
        self.tell_changed(message, before)

    def remove(self, message: Message) -> None:
        """Delete a message."""
        message.deleted = True
        self._tell_about(message, events.deleted(self, message))

    def set_session(self, channel: str, ts: str, status: str, title: str = "") -> None:
        """Set a session's status, making the session when it is new; an old session keeps its title."""
        session = self.sessions.setdefault((channel, ts), Session(status, title))
        session.status = status

    def tell_message(self, message: Message) -> None:
        if message.user == self.bot_id:
            # What the agent says ends what it was said to be doing.
            self.statuses.pop((message.channel.id, message.root_ts), None)
        self._tell_about(message, events.said(self, message))

    def tell_changed(self, message: Message, before: dict[str, Any]) -> None:
        self._tell_about(message, events.changed(self, message, before))

    def tell_change(self, message: Message) -> None:
        """Tell of a message whose earlier form does not matter."""
        self.tell_changed(message, message.raw())

    def _tell_about(self, message: Message, event: dict[str, Any]) -> None:
        if message.seen_by is None and self.bot_id in message.channel.members:
            self.tell(events.MESSAGE_EVENTS[message.channel.kind], event)

    def tell(self, name: str, event: dict[str, Any]) -> Envelope | None:
        """Deliver an event when the manifest subscribes to it."""
        if name not in self.manifest.events:
            return None
        return self.deliveries.send("events_api", events.envelope(self, event))
