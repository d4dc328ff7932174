"""The app as it is run, connected to the fake workspace."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from assistant.channels.build import Application, open_application
from assistant.channels.opening import open_kept
from assistant.channels.settings import Settings
from assistant.channels.slack.running import Door, open_door
from assistant.channels.state.store import State
from tests.slack.workspace import Workspace

QUESTION = "Hvor mange ledere peger på virksomhedssamarbejde som svært?"
FIGURE = "54 procent"
"""Stands in the one right answer."""
SECRET_QUESTION = "Hvad koster projekt Nordstjernen?"
SECRET = "812.000"
"""Stands in an internal source alone."""
CPR = "010190-1234"


@dataclass(frozen=True)
class Running:
    """An app that runs."""

    parts: Application
    state: State
    door: Door


def settings_for(workspace: Workspace, data: Path, **changes: Any) -> Settings:
    """The settings that connect the app to a workspace."""
    given = {
        "slack_bot_token": workspace.bot_token,
        "slack_app_token": workspace.app_token,
        "slack_api_url": workspace.api_url,
    }
    return Settings(data=data, **{**given, **changes})


@contextmanager
def opened(data: Path) -> Iterator[Application]:
    """The parts over a data folder, to be used for several apps one after the other."""
    with open_application(Settings(data=data)) as parts:
        yield parts


@contextmanager
def app_in(slack: Workspace, parts: Application, state_url: str, **changes: Any) -> Iterator[Running]:
    """The app running in this process."""
    settings = settings_for(slack, parts.settings.data, state_url=state_url, **changes)
    parts = replace(parts, settings=settings)
    with open_kept(settings) as state, open_door(parts, state) as door:
        if settings.slack_app_token:
            slack.wait_for_app()
        yield Running(parts, state, door)
