"""What nobody else listens to is acknowledged, so that Slack does not deliver it again."""

import re

from slack_bolt import Ack, App

from assistant.channels.slack.desk import Desk

ANY = re.compile(".*", re.DOTALL)


def register(app: App, _desk: Desk) -> None:
    """Listen."""
    for listen in (app.event, app.action, app.view, app.view_closed, app.shortcut, app.options):
        listen(ANY)(acknowledge)


def acknowledge(ack: Ack) -> None:
    """Nothing is to be done: a link that was opened, a tab that was closed."""
    ack()
