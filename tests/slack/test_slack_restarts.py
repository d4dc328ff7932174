"""A kill -9 between any two calls loses no question and doubles no answer; a restart knows what was said before."""

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from assistant.channels.build import Application
from tests.slack.app_under_test import FIGURE, QUESTION, app_in
from tests.slack.conversations import Message
from tests.slack.workspace import Workspace

COMMAND = "from assistant.channels.cli.app import main; main(['slack'])"
SECONDS = 60.0
# Every call that an answer in a thread is made of, in their order.
CALLS = ("agents.sessions.setStatus", "assistant.threads.setStatus", "chat.startStream", "chat.stopStream")


@dataclass
class Process:
    """The app in a process of its own."""

    slack: Workspace
    data: Path
    state_url: str
    running: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start(self) -> None:
        """Start it, and wait until it is connected."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("FAGKOMPAS_")}
        settings = {
            "DATA": str(self.data),
            "STATE_URL": self.state_url,
            "SLACK_BOT_TOKEN": self.slack.bot_token,
            "SLACK_APP_TOKEN": self.slack.app_token,
            "SLACK_API_URL": self.slack.api_url,
        }
        environment = kept | {f"FAGKOMPAS_{name}": value for name, value in settings.items()}
        command = [sys.executable, "-c", COMMAND]
        self.running.append(subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL))
        self.slack.wait_for_app(SECONDS)

    def kill(self, _call: object = None) -> None:
        """As the kernel does, without a chance to tidy up."""
        self.running[-1].kill()
        self.running[-1].wait()


@pytest.fixture
def process(lawful: Workspace, known: Application, state_url: str) -> Iterator[Process]:
    made = Process(lawful, known.settings.data, state_url)
    yield made
    made.kill()


def whole(question: Message) -> bool:
    return [FIGURE in one.shown and "Løst" in one.shown for one in question.thread.replies] == [True]


def test_a_kill_between_any_two_calls_leaves_one_whole_answer(lawful: Workspace, process: Process) -> None:
    anne = lawful.person("anne")
    process.start()
    for method in CALLS:
        lawful.faults.after(method, process.kill)
        question = anne.mention(QUESTION)
        lawful.wait_until(lambda: process.running[-1].poll() is not None, SECONDS)
        lawful.socket.cut()
        process.start()
        lawful.wait_until(lambda asked=question: asked.thread.answers and whole(asked), SECONDS)
    after = anne.mention(QUESTION)
    lawful.answer_to(after, SECONDS)
    asked = [message for message in lawful.channel("C1").shown if message.user == anne.id]
    assert len(asked) == len(CALLS) + 1
    assert all(whole(question) for question in asked)


def test_what_was_asked_before_is_read_back_from_slack(lawful: Workspace, known: Application, tmp_path: Path) -> None:
    anne = lawful.person("anne")
    with app_in(lawful, known, f"sqlite:///{tmp_path}/first.sqlite"):
        question = anne.mention("Hvad siger rundspørgen om lederne og virksomhedssamarbejde?")
        lawful.answer_to(question)
    with app_in(lawful, known, f"sqlite:///{tmp_path}/second.sqlite") as running:
        further = anne.mention("Hvor mange var det?", thread=question)
        assert FIGURE in lawful.answer_to(further).shown
        lawful.wait_until(lambda: running.state.slack_events.waiting() == 0)
    assert lawful.called("conversations.replies")


def test_what_came_while_nobody_worked_is_answered_after_the_restart(
    lawful: Workspace, known: Application, state_url: str
) -> None:
    anne = lawful.person("anne")
    with app_in(lawful, known, state_url):
        lawful.faults.fail("agents.sessions.setStatus", times=1)
        question = anne.mention(QUESTION)
        lawful.wait_until(lambda: lawful.called("agents.sessions.setStatus"))
    with app_in(lawful, known, state_url):
        lawful.answer_to(question, SECONDS)
        assert whole(question)
