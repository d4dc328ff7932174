"""What Slack gives out for a while: triggers that open one view, and response URLs."""

import itertools
import time
from dataclasses import dataclass

from tests.slack.calling import RefusedError
from tests.slack.conversations import Channel, Message
from tests.slack.pace import RESPONSE_URL_POSTS, RESPONSE_URL_SECONDS, Pace


class Triggers:
    """Trigger ids: each opens one view, for a few seconds."""

    def __init__(self, pace: Pace) -> None:
        self._pace = pace
        self._numbers = itertools.count(1)
        self._given: dict[str, tuple[str, float]] = {}
        self._used: set[str] = set()

    def give(self, user: str) -> str:
        number = f"{next(self._numbers)}.trigger"
        self._given[number] = (user, time.monotonic())
        return number

    def age(self, number: str, seconds: float) -> None:
        """Let a trigger be so much older."""
        user, given = self._given[number]
        self._given[number] = (user, given - seconds)

    def take(self, number: str) -> str:
        """The user whose action gave the trigger."""
        if number not in self._given:
            raise RefusedError("invalid_trigger_id")
        if number in self._used:
            raise RefusedError("exchanged_trigger_id")
        user, given = self._given[number]
        if time.monotonic() - given > self._pace.trigger_seconds:
            raise RefusedError("expired_trigger_id")
        self._used.add(number)
        return user


@dataclass
class ResponseUrl:
    """Where to answer an action: the person's private view of the channel, or the message acted upon."""

    channel: Channel
    user: str
    message: Message | None
    given: float
    posts: int = 0

    @property
    def spent(self) -> str:
        """Why Slack refuses another post, or nothing."""
        if time.monotonic() - self.given > RESPONSE_URL_SECONDS:
            return "expired_url"
        return "used_url" if self.posts >= RESPONSE_URL_POSTS else ""


class ResponseUrls:
    """The response URLs given out, by their path."""

    def __init__(self, base: str) -> None:
        self._base = base
        self._numbers = itertools.count(1)
        self._given: dict[str, ResponseUrl] = {}

    def give(self, channel: Channel, user: str, message: Message | None) -> str:
        path = f"/response/{next(self._numbers)}"
        self._given[path] = ResponseUrl(channel, user, message, time.monotonic())
        return self._base + path

    def find(self, path: str) -> ResponseUrl | None:
        return self._given.get(path)
