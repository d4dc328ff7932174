"""Puts the Slack app together: who we are, the queue, the listeners."""

import logging

from slack_bolt import App, BoltResponse
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web import WebClient

from assistant.channels.build import Application
from assistant.channels.settings import PREFIX, Settings
from assistant.channels.slack.blocks.states import Trouble, failure
from assistant.channels.slack.desk import Desk, Identity
from assistant.channels.slack.errors import (
    SlackCallError,
    SlackNotReachedError,
    SlackRefusedError,
    SlackTokenMissingError,
    SlackTokenRefusedError,
)
from assistant.channels.slack.listeners import EVERYTHING
from assistant.channels.slack.queue import Queue
from assistant.channels.slack.web import Web
from assistant.channels.slack.work import news
from assistant.channels.slack.work.works import WORKS, give_up
from assistant.channels.state.errors import StateError
from assistant.channels.state.store import State

LOG = logging.getLogger("fagkompas.slack")
# What the library says below this holds the words of people, and of forged requests the whole body.
LIBRARY, LIBRARY_LEVEL = logging.getLogger("slack_bolt.fagkompas"), logging.ERROR


def build_app(parts: Application, state: State) -> tuple[App, Desk, Queue]:
    """The app, connected to nothing yet; asks Slack who we are. Raises `SlackDoorError`."""
    settings = parts.settings
    if not settings.slack_bot_token:
        raise missing("slack_bot_token")
    LIBRARY.setLevel(LIBRARY_LEVEL)
    client = new_client(settings)
    web = Web(client)
    queue = Queue(WORKS, give_up, news.look)
    desk = Desk(parts, state, web, identify(web), queue.ring)
    app = App(
        logger=LIBRARY,
        client=client,
        authorize=lambda: authorized(desk, settings),
        signing_secret=settings.slack_signing_secret,
        # An event is stored before it is acknowledged; storing takes milliseconds.
        process_before_response=True,
        # Everybody's answers lie in the state; Slack's own memory of agents' contexts is not used.
        attaching_conversation_kwargs_enabled=False,
    )
    app.error(lambda error, body: told(error, body, desk))
    for group in EVERYTHING:
        group.register(app, desk)
    return app, desk, queue


def new_client(settings: Settings) -> WebClient:
    """A client of the Web API."""
    return WebClient(settings.slack_bot_token, base_url=settings.slack_api_url, retry_handlers=[], logger=LIBRARY)


def identify(web: Web) -> Identity:
    """Who the token makes us; raises `SlackDoorError`."""
    try:
        known = web.who_am_i()
    except SlackRefusedError as error:
        raise refused("slack_bot_token", error.code) from None
    except SlackCallError as error:
        raise SlackNotReachedError(f"Slack is not reached ({error}); try again.", reason=str(error)) from None
    return Identity(known["team_id"], known["user_id"], known.get("bot_id") or "", known.get("url") or "")


def missing(setting: str) -> SlackTokenMissingError:
    """The error for a token that is not set."""
    variable = PREFIX + setting.upper()
    return SlackTokenMissingError(f"{variable} is not set; set it as the README says.", variable=variable)


def refused(setting: str, code: str) -> SlackTokenRefusedError:
    """The error for a token that Slack does not take."""
    variable = PREFIX + setting.upper()
    return SlackTokenRefusedError(
        f"Slack refuses {variable} ({code}); make a new one.", variable=variable, refused=code
    )


def authorized(desk: Desk, settings: Settings) -> AuthorizeResult:
    """The app's right in its one workspace, found once."""
    who = desk.identity
    return AuthorizeResult(
        enterprise_id=None,
        team_id=who.team,
        bot_id=who.bot,
        bot_user_id=who.person,
        bot_token=settings.slack_bot_token,
    )


def told(error: Exception, body: dict[str, object], desk: Desk) -> BoltResponse:
    """What becomes of an event that could not be stored: a command says so, all else Slack delivers again."""
    LOG.error("Something from Slack was not stored", exc_info=None if isinstance(error, StateError) else error)
    if "command" not in body:
        return BoltResponse(status=500)
    return BoltResponse(status=200, body=dict(failure(Trouble.NOT_STORED, desk.show()).payload()))
