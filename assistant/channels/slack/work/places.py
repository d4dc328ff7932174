"""Where in Slack a reply stands."""

from assistant.channels.slack.desk import Desk
from assistant.channels.state.slack_types import Reply


def place_of(reply: Reply, desk: Desk) -> str | None:
    """The address of a reply that others see too; None where the workspace has not told its own."""
    if reply.question.private or not desk.identity.address:
        return None
    return f"{desk.identity.address}archives/{reply.question.channel}/p{_digits(reply)}"


def _digits(reply: Reply) -> str:
    first = reply.messages[0] if reply.messages else reply.question.place
    return f"{first.replace('.', '')}?thread_ts={reply.question.thread}&cid={reply.question.channel}"
