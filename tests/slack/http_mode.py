"""Deliveries to a request URL, signed as Slack signs them (https://docs.slack.dev/authentication/verifying-requests)."""

import hashlib
import hmac
import json
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from tests.slack.pace import ACK_SECONDS
from tests.slack.socket_mode import Envelope

SIGNATURE_VERSION = "v0"


@dataclass(frozen=True, slots=True)
class Sent:
    """One request as it went, so that it can be sent again by somebody else, and its answer."""

    body: bytes
    headers: dict[str, str]
    status: int
    answer: bytes


def signed(secret: str, body: bytes, at: int) -> dict[str, str]:
    """The headers that prove a request is Slack's."""
    basis = f"{SIGNATURE_VERSION}:{at}:".encode() + body
    digest = hmac.new(secret.encode(), basis, hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": str(at), "X-Slack-Signature": f"{SIGNATURE_VERSION}={digest}"}


class RequestUrl:
    """Carries deliveries over HTTP; give it to `Workspace.carry_by`."""

    def __init__(self, url: str, secret: str, acknowledge: Callable[[str, dict[str, Any] | None], None]) -> None:
        self._url = url
        self._secret = secret
        self._acknowledge = acknowledge
        self.sent: list[Sent] = []

    def carry(self, envelope: Envelope) -> bool:
        """Send in a thread of its own; an answer of 200 is the acknowledgement."""
        threading.Thread(target=self._carry, args=(envelope, envelope.attempts), daemon=True).start()
        return True

    def verify(self) -> str:
        """Ask for the challenge, as Slack does when the URL is entered."""
        body = json.dumps({"type": "url_verification", "token": "legacy", "challenge": "mango"}).encode()
        sent = self.post(body, signed(self._secret, body, int(time.time())) | {"Content-Type": "application/json"})
        text = sent.answer.decode()
        return str(json.loads(text)["challenge"]) if text.startswith("{") else text

    def post(self, body: bytes, headers: dict[str, str]) -> Sent:
        """Send any body with any headers."""
        request = urllib.request.Request(self._url, data=body, headers=headers)
        try:
            with urllib.request.urlopen(request, timeout=ACK_SECONDS) as response:
                sent = Sent(body, headers, response.status, response.read())
        except urllib.error.HTTPError as error:
            with error:
                sent = Sent(body, headers, error.code, error.read())
        except OSError:
            sent = Sent(body, headers, 0, b"")
        self.sent.append(sent)
        return sent

    def _carry(self, envelope: Envelope, attempt: int) -> None:
        body, kind = body_of(envelope)
        headers = signed(self._secret, body, int(time.time())) | {"Content-Type": kind}
        if attempt > 1:
            headers |= {"X-Slack-Retry-Num": str(attempt - 1), "X-Slack-Retry-Reason": envelope.reason}
        sent = self.post(body, headers)
        if sent.status == 200:
            is_object = sent.answer.startswith(b"{")
            text = sent.answer.decode()
            answer = json.loads(text) if is_object else ({"text": text} if text else None)
            self._acknowledge(f"{envelope.number}.{attempt}", answer)


def body_of(envelope: Envelope) -> tuple[bytes, str]:
    """A delivery's body and content type: JSON for events, forms for the rest."""
    if envelope.kind == "events_api":
        return json.dumps(envelope.payload).encode(), "application/json"
    form = envelope.payload if envelope.kind == "slash_commands" else {"payload": json.dumps(envelope.payload)}
    return urlencode(form).encode(), "application/x-www-form-urlencoded"
