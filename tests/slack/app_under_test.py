"""The app as it is run, over a small knowledge base, connected to the fake workspace."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from assistant.channels.build import Application, open_application
from assistant.channels.opening import open_kept
from assistant.channels.settings import Settings
from assistant.channels.slack.running import Door, running
from assistant.channels.state.store import State
from tests.slack.workspace import Workspace



def settings_for(slack: Workspace, data: Path, **changes: Any) -> Settings:
    """The settings that connect the app to a workspace."""
    given = {"slack_bot_token": slack.bot_token, "slack_app_token": slack.app_token, "slack_api_url": slack.api_url}
    return Settings(data=data, **{**given, **changes})


@contextmanager
def app_in(
    slack: Workspace, data: Path, state_url: str, **changes: Any
) -> Iterator[tuple[Application, State, Door]]:
    """The app running in this process, connected by Socket Mode."""
    settings = settings_for(slack, data, state_url=state_url, **changes)
    with open_application(settings) as parts, open_kept(settings) as state, running(parts, state) as door:
        if settings.slack_app_token:
            slack.wait_for_app()
        yield parts, state, door
