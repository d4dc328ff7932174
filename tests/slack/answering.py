"""How the workspace answers the app: the Web API's doors, response URLs and Socket Mode connections."""

import math
import time
from typing import TYPE_CHECKING, Any

from tests.slack.block_rules import check_message
from tests.slack.calling import (
    EXCUSED,
    METHODS,
    Call,
    Method,
    RefusedError,
    checked_arguments,
    unknown_arguments,
)
from tests.slack.conversations import Message
from tests.slack.faults import Fault
from tests.slack.websocket import Link
from tests.slack.wire import Reply

if TYPE_CHECKING:
    from tests.slack.workspace import Workspace

PREFIXES = {"bot": "xoxb-", "app": "xapp-", "configuration": "xoxe"}


class Answering:
    """Answers what comes over the wire."""

    def __init__(self, slack: "Workspace") -> None:
        self._slack = slack
        self._tickets: set[str] = set()

    # ---- the Web API

    def called(self, method: str, token: str, given: dict[str, Any]) -> Reply | None:
        """Answer one call, or cut the connection when a fault says so."""
        slack = self._slack
        planned: dict[str, Fault] = {fault.what: fault for fault in slack.faults.take(method)}
        call = Call(method, given, time.monotonic())
        if "delay" in planned:
            time.sleep(planned["delay"].number)
        if "lose_call" in planned:
            return None
        with slack.lock:
            headers = self._answer(call, token, planned)
            slack.calls.append(call)
        slack.notify()
        hook = planned["hook"].hook if "hook" in planned else None
        if hook:
            hook(call)
        return None if "lose_reply" in planned else (call.status, headers, call.body)

    def _answer(self, call: Call, token: str, planned: dict[str, Fault]) -> dict[str, str]:
        slack = self._slack
        found = METHODS.get(call.method)
        try:
            if found is None:
                raise RefusedError("unknown_method")
            self._check_token(found, token)
            if "rate" in planned:
                slack.rates.close(slack.rates.key(found, call.given), planned["rate"].number)
            seconds = slack.rates.wait(found, call.given, call.at)
            slack.violations += [f"called although Slack asked to wait: {each}" for each in slack.rates.impatient]
            slack.rates.impatient.clear()
            if seconds:
                call.status, call.body = 429, {"ok": False, "error": "ratelimited"}
                return {"Retry-After": str(math.ceil(seconds))}
            if "status" in planned:
                call.status, call.body = int(planned["status"].number), {}
                return {}
            if "refuse" in planned:
                call.body = {"ok": False, "error": planned["refuse"].error}
                return {}
            self._do(found, call)
        except RefusedError as refused:
            call.body = refused.body()
            if refused.error not in EXCUSED:
                slack.violations.append(f"{call.method}: {refused}")
        return {"x-oauth-scopes": ",".join(slack.manifest.scopes)} if found and found.token == "bot" else {}

    def _do(self, found: Method, call: Call) -> None:
        slack = self._slack
        for name in unknown_arguments(found, call.given):
            slack.violations.append(f"{call.method}: unknown argument {name}")
        if found.scope and found.token == "bot":
            slack.need_scope(found.scope)
        call.body = {"ok": True} | found.answer(slack, checked_arguments(found, call.given))

    def _check_token(self, found: Method, token: str) -> None:
        if not token:
            raise RefusedError("not_authed")
        known = {"bot": self._slack.bot_token, "app": self._slack.app_token}
        if found.token in known and token != known[found.token]:
            other = any(token == value for value in known.values())
            raise RefusedError("not_allowed_token_type" if other else "invalid_auth")

    # ---- response URLs

    def responded(self, path: str, given: dict[str, Any]) -> Reply:
        """Answer a post to a response URL: plain `ok`, or why not."""
        slack = self._slack
        with slack.lock:
            url = slack.response_urls.find(path)
            if url is None or url.spent:
                slack.violations.append(f"response_url: {url.spent if url else 'unknown'}")
                return 404, {}, {"ok": False, "error": url.spent if url else "not_found"}
            try:
                check_message(given.get("blocks") or [])
            except RefusedError as refused:
                slack.violations.append(f"response_url: {refused}")
                return 400, {}, refused.body()
            url.posts += 1
            self.respond(url.channel.id, url.user, url.message, given)
        slack.notify()
        return 200, {}, "ok"

    def respond(self, channel: str, user: str, source: Message | None, given: dict[str, Any]) -> None:
        """Show an answer to an action: privately unless asked otherwise, or in place of its message."""
        slack = self._slack
        if given.get("delete_original") and source:
            slack.remove(source)
        elif given.get("replace_original") and source:
            slack.rewrite(source, str(given.get("text") or ""), given.get("blocks") or [])
        elif given.get("text") or given.get("blocks"):
            text, blocks = str(given.get("text") or ""), given.get("blocks") or []
            thread_ts = given.get("thread_ts")
            if given.get("response_type") == "in_channel":
                slack.say(slack.channels[channel], slack.bot_id, text, thread_ts, blocks=blocks)
            else:
                where = slack.channels[channel]
                message = Message(where, slack.next_ts(), slack.bot_id, text, blocks, thread_ts, bot=True)
                message.seen_by = user
                where.messages.append(message)

    # ---- Socket Mode

    def new_ticket(self) -> str:
        """Make a ticket for one connection."""
        ticket = self._slack.next_id("ticket-")
        self._tickets.add(ticket)
        return ticket

    def ticket_valid(self, ticket: str) -> bool:
        """Take a ticket; each is good once."""
        known = ticket in self._tickets
        self._tickets.discard(ticket)
        return known

    def linked(self, ticket: str, link: Link) -> None:
        """Greet a connection and hear its acknowledgements until it ends."""
        self._slack.socket.join(link)
        self._slack.notify()
        link.listen(self._heard)

    def _heard(self, message: dict[str, Any]) -> None:
        number = message.get("envelope_id")
        if number:
            self._slack.deliveries.acknowledge(str(number), message.get("payload"))
