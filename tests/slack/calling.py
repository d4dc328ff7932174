"""The Web API's manners: methods and their arguments, tokens, scopes, rates, and how a call is refused."""

import json
import math
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.slack.workspace import Workspace

# Calls a minute (https://docs.slack.dev/apis/web-api/rate-limits); a method's tier is on its reference page.
TIER_2, TIER_3, TIER_4 = 20, 50, 100
# chat.postMessage: about one a second and channel, with short bursts.
POSTING = 60
# auth.test and chat.getPermalink: hundreds a minute.
HUNDREDS = 600
# Calls that were under way when a 429 was sent are no sign of impatience.
UNDER_WAY_SECONDS = 0.25
# Arguments that every method takes.
EVERYWHERE = {"token", "team_id"}
# Values that a form carries as JSON in a string.
STRUCTURED = {"blocks", "attachments", "metadata", "chunks", "view", "prompts", "loading_messages", "manifest"}
# Refusals that an app cannot foresee, so that they break no limit: time ran out, or people changed something.
EXCUSED = {
    "message_not_in_streaming_state", "message_not_found", "thread_not_found", "channel_not_found", "ratelimited",
    "hash_conflict", "expired_trigger_id", "is_archived", "user_not_in_channel", "already_reacted", "no_reaction",
    "internal_error", "cant_update_message", "not_found",
}  # fmt: skip

Handler = Callable[["Workspace", dict[str, Any]], dict[str, Any]]


class RefusedError(Exception):
    """A call that Slack answers with `ok: false`; `reasons` become `response_metadata.messages`."""

    def __init__(self, error: str, *reasons: str, **extra: Any) -> None:
        super().__init__(f"{error}: {'; '.join(reasons)}" if reasons else error)
        self.error = error
        self.reasons = reasons
        self.extra = extra

    def body(self) -> dict[str, Any]:
        """The JSON that Slack answers."""
        found: dict[str, Any] = {"ok": False, "error": self.error} | self.extra
        if self.reasons:
            found["response_metadata"] = {"messages": [f"[ERROR] {reason}" for reason in self.reasons]}
            found.setdefault("errors", list(self.reasons))
        return found


@dataclass(frozen=True, slots=True)
class Method:
    """One method: what it takes, needs and how often a minute it may be called."""

    name: str
    answer: Handler
    required: frozenset[str]
    optional: frozenset[str]
    scope: str
    rate: int
    # The arguments whose values have a rate each: chat.postMessage's channel.
    per: tuple[str, ...] = ()
    token: str = "bot"


METHODS: dict[str, Method] = {}


def method(
    name: str, *, scope: str = "", rate: int = TIER_3, takes: str = "", per: tuple[str, ...] = (), token: str = "bot"
) -> Callable[[Handler], Handler]:
    """Register a method; `takes` lists its arguments, the required ones with an exclamation mark."""
    names = takes.split()
    required = frozenset(each.rstrip("!") for each in names if each.endswith("!"))
    optional = frozenset(each for each in names if not each.endswith("!"))

    def register(answer: Handler) -> Handler:
        METHODS[name] = Method(name, answer, required, optional, scope, rate, per, token)
        return answer

    return register


@dataclass(slots=True)
class Call:
    """One call as it came, and the answer."""

    method: str
    given: dict[str, Any]
    at: float
    status: int = 200
    body: dict[str, Any] = field(default_factory=dict)

    @property
    def ok(self) -> bool:
        return self.status == 200 and bool(self.body.get("ok"))

    @property
    def error(self) -> str:
        return str(self.body.get("error", ""))


class Rates:
    """Counts calls in a sliding minute and says how long to wait."""

    def __init__(self, minute: float) -> None:
        self._minute = minute
        self._calls: dict[tuple[str, ...], list[float]] = defaultdict(list)
        # Until when a method is closed, and when it was said.
        self._closed: dict[tuple[str, ...], tuple[float, float]] = {}
        # Calls made although Slack had asked to wait.
        self.impatient: list[str] = []
        self.enforced = True

    def close(self, key: tuple[str, ...], seconds: float) -> None:
        """Refuse this method for so long."""
        now = time.monotonic()
        self._closed[key] = (now + seconds, now)

    @staticmethod
    def key(found: Method, given: dict[str, Any]) -> tuple[str, ...]:
        """What has a rate of its own: the method, or the method in a channel."""
        return (found.name, *(str(given.get(each, "")) for each in found.per))

    def wait(self, found: Method, given: dict[str, Any], at: float) -> int:
        """Take note of a call that came at `at`; 0 when it may go on, else the whole seconds of `Retry-After`."""
        key = self.key(found, given)
        now = time.monotonic()
        until, since = self._closed.get(key, (0.0, 0.0))
        if now < until:
            if at - since > UNDER_WAY_SECONDS:
                self.impatient.append(f"{found.name} {until - now:.2f} s too early")
            return math.ceil(until - now)
        recent = [each for each in self._calls[key] if now - each < self._minute]
        self._calls[key] = recent
        if self.enforced and len(recent) >= found.rate:
            seconds = math.ceil(recent[0] + self._minute - now)
            self.close(key, seconds)
            return seconds
        recent.append(now)
        return 0


def checked_arguments(found: Method, given: dict[str, Any]) -> dict[str, Any]:
    """Read structured values, and refuse a call that lacks a required argument."""
    missing = sorted(found.required - {name for name, value in given.items() if value not in ("", None)})
    if missing:
        raise RefusedError("invalid_arguments", *(f"missing required field: {each}" for each in missing))
    return {name: _structured(name, value) for name, value in given.items()}


def _structured(name: str, value: Any) -> Any:
    if name in STRUCTURED and isinstance(value, str):
        try:
            return json.loads(value)
        except ValueError:
            raise RefusedError("invalid_json" if name != "blocks" else "invalid_blocks_format") from None
    return value


def unknown_arguments(found: Method, given: dict[str, Any]) -> list[str]:
    """Arguments that Slack would ignore without a word, which an app never means to send."""
    return sorted(set(given) - found.required - found.optional - EVERYWHERE)
