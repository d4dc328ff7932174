"""Brings a reply into its thread: streamed, or posted whole; once, wherever the work on it was broken off before.

Every message is noted when it is there. What was posted and not noted any more is found again in the thread: finished
messages by their mark (the event and which part they are), a stream that was broken off by having none, which no other
message of ours lacks for long. As one thread is worked off in order, such a stream can only be this question's.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from assistant.channels.slack.blocks import limits
from assistant.channels.slack.blocks.types import Message, Reply
from assistant.channels.slack.desk import Desk
from assistant.channels.slack.errors import SlackBusyError, SlackRefusedError
from assistant.channels.slack.web import Payload, mark_of
from assistant.channels.state.slack_types import Question

# Each piece is a call: about three lines of text are as often as anybody sees it grow.
PIECE = 300
# The part that comes after all others, as no reply has as many.
ADDED = 99
# As long as the word of a pressed stop button takes on its way.
LOOKS, SECONDS_BETWEEN_LOOKS = 5, 0.1
GONE = frozenset({"message_not_found", "cant_update_message"})
# The question was deleted meanwhile: nobody waits for an answer.
NO_QUESTION = frozenset({"thread_not_found", "invalid_thread_ts", "cannot_reply_to_message"})


class StoppedError(Exception):
    """Somebody does not want the answer any more."""


@dataclass(slots=True)
class Delivery:
    """One question's reply on its way."""

    desk: Desk
    question: Question
    event_id: str
    resumed: bool
    """Whether somebody may have begun before."""
    is_idle: bool = False
    """Whether Slack was told with the end of a stream that nobody is at work any more."""

    def tell(self, message: Message, known: tuple[str, ...] = ()) -> list[str]:
        """Bring one message, and nothing else of what may be there; raises `SlackCallError`."""
        return self.deliver(Reply((), message, (message,)), known)

    def add(self, message: Message, known: tuple[str, ...]) -> None:
        """Bring one message below what there is, which stays as it is; raises `SlackCallError`."""
        there = self._found(known) if self.resumed else dict(enumerate(known))
        if 0 in there:
            self.desk.web.abandon_stream(self.question.channel, there[0])
        if ADDED not in there:
            there[ADDED] = self._post(ADDED, message)
        self._note(there)

    def deliver(self, reply: Reply, known: tuple[str, ...] = ()) -> list[str]:
        """Bring all of a reply; the timestamps of its messages. Raises `SlackCallError` and `StoppedError`."""
        there = self._found(known) if self.resumed else dict(enumerate(known))
        surplus = {part: ts for part, ts in there.items() if part >= len(reply.messages)}
        if 0 in there:
            there[0] = self._complete(there[0], 0, reply.messages[0])
        else:
            there[0] = self._first(reply, there)
        self._note(there)
        for part, message in enumerate(reply.more, 1):
            there[part] = self._complete(there[part], part, message) if part in there else self._post(part, message)
            self._note(there)
        for part, ts in surplus.items():
            self.desk.web.delete(self.question.channel, ts)
            del there[part]
        self._note(there)
        return [ts for _, ts in sorted(there.items())]

    def withdraw(self, known: tuple[str, ...]) -> None:
        """Delete what there is of a reply."""
        there = self._found(known) if self.resumed else dict(enumerate(known))
        for ts in there.values():
            self.desk.web.delete(self.question.channel, ts)
        self._note({})

    def _first(self, reply: Reply, there: dict[int, str]) -> str:
        """The message that people see growing, or the whole one where Slack streams none now."""
        pieces = list(batches(reply.pieces))
        if not pieces:
            return self._post(0, reply.messages[0])
        recipient = self.question.team, self.question.person
        try:
            ts = self.desk.web.start_stream(self.question.channel, self.question.thread, pieces[0], recipient)
        except SlackBusyError:
            return self._post(0, reply.messages[0])
        except SlackRefusedError as error:
            if error.code in NO_QUESTION:
                raise
            return self._post(0, reply.messages[0])
        self._note({**there, 0: ts})
        return self._go_on(ts, pieces[1:], reply)

    def _go_on(self, ts: str, pieces: list[str], reply: Reply) -> str:
        channel, rest = self.question.channel, ""
        try:
            for piece in pieces:
                if self.desk.state.slack_events.is_stopped(self.event_id):
                    raise StoppedError
                rest += piece
                try:
                    self.desk.web.append(channel, ts, rest)
                    rest = ""
                except SlackBusyError:
                    # It is told with the next piece, or at the end.
                    continue
            self.desk.web.stop_stream(channel, ts, rest, reply.closing.blocks, self._mark(0))
            self.is_idle = True
        except SlackRefusedError:
            # Slack ends it when somebody presses stop, and tells us so a moment later; else it has expired.
            if self._is_stopped_soon():
                raise StoppedError from None
            self.desk.web.abandon_stream(channel, ts)
            return self._complete(ts, 0, reply.messages[0])
        return ts

    def _is_stopped_soon(self) -> bool:
        for _ in range(LOOKS):
            if self.desk.state.slack_events.is_stopped(self.event_id) or self.desk.closing.wait(SECONDS_BETWEEN_LOOKS):
                break
        return self.desk.state.slack_events.is_stopped(self.event_id)

    def _complete(self, ts: str, part: int, message: Message) -> str:
        """Put the whole content where a part of it may be; its timestamp."""
        if part == 0 and self.resumed:
            self.desk.web.abandon_stream(self.question.channel, ts)
        try:
            self.desk.web.update(self.question.channel, ts, message.payload(), self._mark(part))
        except SlackRefusedError as error:
            if error.code not in GONE:
                raise
            return self._post(part, message)
        return ts

    def _post(self, part: int, message: Message) -> str:
        return self.desk.web.post(self.question.channel, message.payload(), self.question.thread, self._mark(part))

    def _mark(self, part: int) -> Payload:
        return {"event_id": self.event_id, "place": self.question.place, "part": part}

    def _note(self, there: dict[int, str]) -> None:
        self.desk.state.slack_replies.told(self.question.key, [there[part] for part in sorted(there)])

    def _found(self, known: tuple[str, ...]) -> dict[int, str]:
        """What is in the thread of this reply, by part; a part that is there twice is left once."""
        there = dict(enumerate(known))
        for message in self._own_messages():
            mark, ts = mark_of(message), str(message["ts"])
            if ts in there.values():
                continue
            if mark and mark.get("place") != self.question.place:
                continue
            part = int(mark["part"]) if "part" in mark else 0
            if part in there:
                self.desk.web.delete(self.question.channel, ts)
            else:
                there[part] = ts
        return there

    def _own_messages(self) -> Iterator[Payload]:
        """Our messages in the thread since the question that are not another reply's."""
        others = {
            ts
            for reply in self.desk.state.slack_replies.in_thread(
                self.question.team, self.question.channel, self.question.thread
            )
            if reply.question.key != self.question.key
            for ts in reply.messages
        }
        since = self.question.place if self.question.place[:1].isdigit() else self.question.thread
        for message in self.desk.web.thread(self.question.channel, self.question.thread, since):
            # Slack gives the root of the thread too, whenever it was written.
            if is_ours(message, self.desk) and message["ts"] not in others and float(message["ts"]) > float(since):
                yield message


def is_ours(message: Payload, desk: Desk) -> bool:
    """Whether a message was posted by us."""
    identity = desk.identity
    return message.get("bot_id") == identity.bot or message.get("user") == identity.person


def batches(pieces: tuple[str, ...], length: int = PIECE) -> Iterator[str]:
    """Pieces put together, so that each is worth a call."""
    batch = ""
    for piece in pieces:
        if batch and limits.length(batch + piece) > length:
            yield batch
            batch = ""
        batch += piece
    if batch:
        yield batch
