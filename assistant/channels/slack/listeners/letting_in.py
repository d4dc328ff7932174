"""Who is answered where; whoever is not is told so, alone."""

from typing import Any

from assistant.channels.slack.blocks.states import Trouble
from assistant.channels.slack.desk import Desk
from assistant.channels.slack.pressing import refused
from assistant.channels.slack.scope import Refusal, refusal

TROUBLES = {Refusal.TEAM: Trouble.NOT_THIS_TEAM, Refusal.CHANNEL: Trouble.NOT_HERE}


def let_in(event: dict[str, Any], body: dict[str, Any], desk: Desk) -> bool:
    """Whether a message is answered; if not, its author is told why."""
    team = event.get("user_team") or event.get("team") or body.get("team_id") or ""
    why = refusal(desk, event["channel"], team)
    if why is None:
        return True
    place = {"channel": event["channel"], "thread": event.get("thread_ts")}
    desk.put(refused(TROUBLES[why].value, body["event_id"], event["user"], **place))
    return False


def is_let_in(body: dict[str, Any], desk: Desk) -> bool:
    """Whether somebody who pressed or commanded something is one of ours; if not, they are told why."""
    user = body.get("user") or {}
    team = user.get("team_id") or (body.get("team") or {}).get("id") or body.get("team_id") or ""
    why = refusal(desk, "D", team)
    if why is None:
        return True
    person = user.get("id") or body.get("user_id") or ""
    desk.put(refused(TROUBLES[why].value, body["trigger_id"], person, response_url=body.get("response_url")))
    return False
