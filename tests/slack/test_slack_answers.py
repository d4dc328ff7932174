"""Questions in Slack, asked through the socket: each gets one complete answer, and it is told where people look."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.channels.state.store import State
from tests.assistant.channels.doors import ingest_into, write_sources
from tests.slack.app_under_test import app_in
from tests.slack.pace import Pace
from tests.slack.workspace import Workspace

QUESTION = "Hvor mange ledere peger på virksomhedssamarbejde som svært?"
FIGURE = "54 procent"


@pytest.fixture(scope="session")
def small_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("slack")
    ingest_into(folder / "data", write_sources(folder / "sources"))
    return folder / "data"


@pytest.fixture
def slack() -> Iterator[Workspace]:
    with Workspace(pace=Pace()) as workspace:
        yield workspace
        assert workspace.violations == []


@pytest.fixture
def state(slack: Workspace, small_data: Path, tmp_path: Path) -> Iterator[State]:
    """The state of an app that runs."""
    with app_in(slack, small_data, f"sqlite:///{tmp_path}/state.sqlite") as (_, state, _door):
        yield state


def test_a_mention_is_answered_in_its_thread(slack: Workspace, state: State) -> None:
    anne = slack.person("anne")
    question = anne.mention(QUESTION)
    answer = slack.answer_to(question)
    print(answer.shown)
    print(slack.calls)
    assert FIGURE in answer.shown
    assert len(question.thread.answers) == 1
