"""The agent's sessions: the stop button."""

from typing import Any

from slack_bolt import App

from assistant.channels.slack.arrivals import thread_key
from assistant.channels.slack.desk import Desk


def register(app: App, desk: Desk) -> None:
    """Listen."""

    @app.event("agent_session_stopped")
    def stopped(event: dict[str, Any]) -> None:
        # Not queued: it would wait behind the very work that it stops.
        desk.state.slack_events.stop(thread_key(desk.identity.team, event["channel"], event["thread_ts"]))
