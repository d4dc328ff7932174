"""Opens a modal within the three seconds that Slack gives; where that fails, the person is told."""

import logging
from typing import Any

from assistant.channels.slack.blocks.states import Trouble
from assistant.channels.slack.desk import Desk
from assistant.channels.slack.errors import SlackCallError
from assistant.channels.slack.pressing import Pressed, refused

LOG = logging.getLogger("fagkompas.slack")


def open_view(press: Pressed, view: dict[str, Any], desk: Desk) -> None:
    """Open it, or say that it did not open."""
    try:
        desk.web.open_view(press.trigger, view)
    except SlackCallError as error:
        LOG.warning("A modal did not open: %s", error)
        place = {"response_url": press.response_url}
        desk.put(refused(Trouble.BROKEN.value, press.trigger, press.person, **place))
