"""Deliveries over HTTP, against Bolt behind a plain server: signatures, replays, answers and the challenge."""

import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from slack_bolt import App, BoltRequest
from slack_sdk import WebClient

from tests.slack.http_mode import RequestUrl, signed
from tests.slack.pace import Pace
from tests.slack.workspace import Workspace


@pytest.fixture
def slack() -> Iterator[Workspace]:
    with Workspace(pace=Pace(ack_seconds=1, retry_after=(0.05,))) as workspace:
        yield workspace


@pytest.fixture
def app(slack: Workspace) -> App:
    client = WebClient(slack.bot_token, base_url=slack.api_url)
    return App(client=client, signing_secret=slack.signing_secret)


@pytest.fixture
def url(slack: Workspace, app: App) -> Iterator[RequestUrl]:
    """The app behind an address to which the workspace delivers."""

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, format: str, *args: Any) -> None:
            """Keep quiet."""

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            answer = app.dispatch(BoltRequest(body=body, headers={k: [v] for k, v in self.headers.items()}))
            self.send_response(answer.status)
            for name, value in answer.first_headers_without_set_cookie().items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(answer.body.encode())

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        address = f"http://127.0.0.1:{server.server_address[1]}/slack/events"
        url = RequestUrl(address, slack.signing_secret, slack.deliveries.acknowledge)
        slack.carry_by(url)
        yield url
        server.shutdown()
        thread.join()


def test_events_and_commands_reach_the_app_signed(slack: Workspace, app: App, url: RequestUrl) -> None:
    heard: list[str] = []

    @app.event("app_mention")
    def mention(event: dict[str, Any]) -> None:
        heard.append(event["text"])

    @app.event("message")
    def other() -> None:
        """Other messages."""

    @app.command("/kursus")
    def command(ack: Any) -> None:
        ack("Et øjeblik")

    anne = slack.person("anne")
    anne.mention("hej")
    slack.wait_until(lambda: heard and not slack.deliveries.pending)
    anne.slash("/kursus mentor")
    assert [message.shown for message in anne.private()] == ["Et øjeblik"]
    assert url.verify() == "mango"
    assert slack.violations == []


def test_a_forged_or_replayed_delivery_is_told_from_slacks(slack: Workspace, url: RequestUrl) -> None:
    body = b'{"type": "event_callback", "event": {"type": "app_mention"}}'
    json_type = {"Content-Type": "application/json"}
    now = int(time.time())
    assert url.post(body, signed("wrong", body, now) | json_type).status == 401
    assert url.post(body, signed(slack.signing_secret, body, now - 301) | json_type).status == 401
    assert url.post(body, json_type).status == 401
