"""Where and for whom the app answers."""

from enum import StrEnum

from assistant.channels.settings import Settings
from assistant.channels.slack.desk import Desk, is_direct
from assistant.core.types import Answer
from knowledge.visible import VisibleSnapshot


class Refusal(StrEnum):
    """Why somebody is not answered; part of the wording's key."""

    TEAM = "team"
    CHANNEL = "channel"


def refusal(desk: Desk, channel: str, team: str) -> Refusal | None:
    """Why nothing is answered to somebody of this team in this channel; None where it is."""
    if team != allowed_team(desk):
        return Refusal.TEAM
    return None if allows_channel(desk.settings, channel) else Refusal.CHANNEL


def allowed_team(desk: Desk) -> str:
    """The workspace whose people are answered."""
    return desk.settings.slack_team or desk.identity.team


def allows_channel(settings: Settings, channel: str) -> bool:
    """Whether a channel is answered in; direct conversations always are."""
    allowed = settings.slack_channels.split()
    return not allowed or is_direct(channel) or channel in allowed


def names_internal(answer: Answer, desk: Desk) -> bool:
    """Whether an answer names a source that is not for all, so that others must not read it."""
    named = {one.source_id for one in answer.citations} | {one.source_id for one in answer.nearest}
    public = VisibleSnapshot(desk.parts.knowledge_base.current())
    return any(public.source(source_id) is None for source_id in named)
