"""`fagkompas serve --slack`: events over HTTP, signed; and what keeps the app from starting."""

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn

from assistant.channels.build import Application
from assistant.channels.http.metrics import Metrics
from assistant.channels.http.server import configure, listen
from assistant.channels.http.worker import open_service
from assistant.channels.slack.errors import SlackDoorError
from assistant.channels.slack.running import run
from tests.assistant.channels.terminal import run as run_command
from tests.slack.app_under_test import FIGURE, QUESTION, settings_for
from tests.slack.http_mode import RequestUrl, signed
from tests.slack.workspace import Workspace


@pytest.fixture
def url(lawful: Workspace, known: Application, state_url: str) -> Iterator[RequestUrl]:
    """A service that Slack delivers to, and nobody has a key for."""
    secret = lawful.signing_secret
    settings = settings_for(
        lawful, known.settings.data, state_url=state_url, slack=True, slack_app_token="", slack_signing_secret=secret
    )
    listening = listen("127.0.0.1", 0)
    server = uvicorn.Server(configure(open_service(settings, Metrics()), settings))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    while not server.started:
        time.sleep(0.01)
    address = f"http://127.0.0.1:{listening.getsockname()[1]}/slack/events"
    made = RequestUrl(address, secret, lawful.deliveries.acknowledge)
    lawful.carry_by(made)
    yield made
    server.should_exit = True
    thread.join()
    listening.close()


def test_events_and_commands_over_http_are_answered(lawful: Workspace, url: RequestUrl) -> None:
    assert url.verify() == "mango"
    anne = lawful.person("anne")
    question = anne.mention(QUESTION)
    answer = lawful.answer_to(question)
    assert FIGURE in answer.shown
    anne.press(answer, "open_sources")
    assert anne.modal
    anne.slash(f"/fagkompas {QUESTION}")
    lawful.wait_until(lambda: any(FIGURE in one.shown for one in anne.private()))


def test_forged_and_old_requests_are_refused_and_replayed_ones_answered_once(
    lawful: Workspace, url: RequestUrl
) -> None:
    question = lawful.person("anne").mention(QUESTION)
    lawful.answer_to(question)
    first = next(one for one in url.sent if QUESTION.encode("unicode_escape") in one.body or b"app_mention" in one.body)
    forged = signed("another-secret", first.body, int(time.time())) | {"Content-Type": "application/json"}
    old = signed(lawful.signing_secret, first.body, int(time.time()) - 600) | {"Content-Type": "application/json"}
    assert url.post(first.body, forged).status == 401
    assert url.post(first.body, old).status == 401
    assert url.post(first.body, first.headers).status == 200
    again = lawful.person("anne").mention("tak")
    lawful.answer_to(again)
    assert len(question.thread.answers) == 1


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"slack_bot_token": ""}, "FAGKOMPAS_SLACK_BOT_TOKEN"),
        ({"slack_app_token": ""}, "FAGKOMPAS_SLACK_APP_TOKEN"),
        ({"slack_bot_token": "xoxb-wrong"}, "invalid_auth"),
        ({"slack_app_token": "xapp-wrong"}, "FAGKOMPAS_SLACK_APP_TOKEN"),
        ({"slack_api_url": "http://127.0.0.1:9/api/"}, "not reached"),
    ],
)
def test_what_keeps_the_app_from_starting_is_named(
    changes: dict[str, str], named: str, known: Application, state_url: str
) -> None:
    with Workspace() as slack:
        settings = settings_for(slack, known.settings.data, **{"state_url": state_url, **changes})
        with pytest.raises(SlackDoorError) as caught:
            run(settings, threading.Event())
    assert named in caught.value.message


def test_the_command_says_what_is_not_set(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    done = run_command(capsys, "slack")
    assert done.code == 2
    assert "FAGKOMPAS_SLACK_APP_TOKEN" in done.error
