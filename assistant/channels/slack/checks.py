"""What keeps the app from working in Slack, found by looking: tokens, scopes, Socket Mode, channels, addresses.

Nothing is posted and nothing is changed. No finding holds a token.
"""

import re
import socket
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web import WebClient

from assistant.channels.settings import PREFIX, Settings
from assistant.channels.slack.manifest import needed_scopes
from knowledge.checks import Finding

# How Slack's tokens and ids look (docs.slack.dev/authentication/tokens); secrets are 32 hexadecimal digits.
SHAPES = {
    "slack_bot_token": re.compile(r"xoxb-\S+"),
    "slack_app_token": re.compile(r"xapp-\S+"),
    "slack_signing_secret": re.compile(r"[0-9a-f]{32}"),
    "slack_team": re.compile(r"T[A-Z0-9]+"),
    "slack_channels": re.compile(r"[CG][A-Z0-9]+"),
}
# The header in which Slack tells what a token may do (docs.slack.dev/authentication/installing-with-oauth).
SCOPES_HEADER = "x-oauth-scopes"
REACH_SECONDS = 5
PORTS = {"ws": 80, "wss": 443}
# Only this machine reads these.
LOCAL_HOSTS = {"localhost", "127.0.0.1", "::1"}
JOINED_BY_OTHERS = {"not_in_channel": "slack_channel_not_joined", "channel_not_found": "slack_channel_unknown"}

Reach = Callable[[str], None]
"""Opens a connection to an address and closes it; raises `OSError`."""


def check_slack(settings: Settings, client: WebClient, reach: Reach | None = None) -> list[Finding]:
    """All that is wrong with the set-up; `client` has the bot's token and the address of the Web API."""
    findings = [*_shapes(settings), *_public_url(settings.public_url)]
    if not SHAPES["slack_bot_token"].fullmatch(settings.slack_bot_token):
        return findings
    try:
        findings += _with_token(settings, client)
        findings += _socket_mode(settings, client, reach or reach_host)
    except (OSError, SlackClientError) as error:
        findings.append(Finding("slack_not_reached", values={"reason": _reason(error)}))
    return findings


def _reason(error: Exception) -> str:
    return str(getattr(error, "reason", error)) or type(error).__name__


def _shapes(settings: Settings) -> Iterator[Finding]:
    """What is not set, or is set to something else than it should be."""
    if not settings.slack_bot_token:
        yield Finding("slack_token_missing", values={"variable": _variable("slack_bot_token")})
    if not (settings.slack_app_token or settings.slack_signing_secret):
        yield Finding("slack_no_way_in")
    for name in ("slack_bot_token", "slack_app_token", "slack_signing_secret", "slack_team"):
        value = getattr(settings, name)
        if value and not SHAPES[name].fullmatch(value):
            yield Finding(f"{name}_malformed", values={"variable": _variable(name)})
    for channel in _channels(settings):
        if not SHAPES["slack_channels"].fullmatch(channel):
            yield Finding("slack_channel_malformed", values={"channel": channel})


def _variable(name: str) -> str:
    return PREFIX + name.upper()


def _channels(settings: Settings) -> list[str]:
    """The channels that are named, the colleagues' one too, each once."""
    return list(dict.fromkeys([*settings.slack_channels.split(), *settings.slack_colleague_channel.split()]))


def _public_url(url: str) -> Iterator[Finding]:
    if not url:
        yield Finding("slack_no_public_url", "warning")
        return
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        yield Finding("slack_public_url_malformed", values={"url": url})
    elif parts.hostname in LOCAL_HOSTS:
        yield Finding("slack_public_url_local", "warning", {"url": url})


def _with_token(settings: Settings, client: WebClient) -> Iterator[Finding]:
    """What the bot's token tells: whose it is, what it may do, which channels it is in."""
    try:
        told = client.auth_test()
    except SlackApiError as error:
        code = _code(error)
        yield Finding("slack_token_refused", values={"variable": _variable("slack_bot_token"), "refused": code})
        return
    if settings.slack_team and told["team_id"] != settings.slack_team:
        yield Finding("slack_other_team", values={"team": settings.slack_team, "found": told["team_id"]})
    yield from _scopes(dict(told.headers))
    for channel in _channels(settings):
        if SHAPES["slack_channels"].fullmatch(channel):
            yield from _channel(channel, client)


def _scopes(headers: dict[str, Any]) -> Iterator[Finding]:
    """What was not granted, or was granted and is not used."""
    told = next((value for name, value in headers.items() if name.lower() == SCOPES_HEADER), None)
    if told is None:
        return
    granted = {scope.strip() for scope in str(told).split(",") if scope.strip()}
    if missing := sorted(needed_scopes() - granted):
        yield Finding("slack_scopes_missing", values={"scopes": missing})
    if surplus := sorted(granted - needed_scopes()):
        yield Finding("slack_scopes_surplus", "warning", {"scopes": surplus})


def _channel(channel: str, client: WebClient) -> Iterator[Finding]:
    """Whether a channel is there and the app is in it; reading one message needs both, and no scope beyond those."""
    try:
        client.conversations_history(channel=channel, limit=1)
    except SlackApiError as error:
        code = JOINED_BY_OTHERS.get(_code(error))
        if code:
            yield Finding(code, values={"channel": channel})
        elif _code(error) != "missing_scope":
            yield Finding("slack_channel_refused", values={"channel": channel, "refused": _code(error)})


def _socket_mode(settings: Settings, client: WebClient, reach: Reach) -> Iterator[Finding]:
    """Whether a connection can be opened, where there is a token for it."""
    if not SHAPES["slack_app_token"].fullmatch(settings.slack_app_token):
        return
    try:
        address = str(client.apps_connections_open(app_token=settings.slack_app_token)["url"])
    except SlackApiError as error:
        code = _code(error)
        yield Finding("slack_socket_refused", values={"variable": _variable("slack_app_token"), "refused": code})
        return
    # Behind a proxy the machine itself reaches nothing, and the library goes through the proxy.
    if client.proxy is None:
        try:
            reach(address)
        except OSError as error:
            host = urlsplit(address).hostname or address
            yield Finding("slack_socket_not_reached", values={"host": host, "reason": _reason(error)})


def reach_host(address: str) -> None:
    """Connect to the host of a websocket's address; raises `OSError`."""
    parts = urlsplit(address)
    port = parts.port or PORTS.get(parts.scheme, PORTS["wss"])
    socket.create_connection((parts.hostname or "", port), timeout=REACH_SECONDS).close()


def _code(error: SlackApiError) -> str:
    return str(error.response.get("error") or error.response.status_code)
