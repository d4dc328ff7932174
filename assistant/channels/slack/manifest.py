"""What the app must be allowed, hear and offer: read from the manifest that it is made of, compared with another."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import yaml

MANIFEST = "manifest.yaml"


@dataclass(frozen=True, slots=True)
class Difference:
    """Something that the app needs and another manifest lacks, or holds beyond need."""

    part: str
    """`scope`, `event`, `command`, `shortcut`, or the path of a switch."""
    name: str
    is_missing: bool


@cache
def own_manifest() -> Mapping[str, Any]:
    """The manifest that the app is made of."""
    text = resources.files("assistant.channels.slack").joinpath(MANIFEST).read_text(encoding="utf-8")
    loaded: Mapping[str, Any] = yaml.safe_load(text)
    return loaded


def needed_scopes() -> frozenset[str]:
    """The scopes of the bot's token."""
    return frozenset(_names(own_manifest())["scope"])


def differences(other: Mapping[str, Any]) -> list[Difference]:
    """How another manifest, such as one exported from Slack, differs in what matters to the app."""
    ours, theirs = _names(own_manifest()), _names(other)
    found = [
        Difference(part, name, name in ours[part])
        for part in ours
        for name in sorted(ours[part] ^ theirs.get(part, frozenset()))
    ]
    switched_on = (path for path in _SWITCHES if not _at(other, path))
    return [*found, *(Difference(path, "true", True) for path in switched_on)]


# Without these nothing arrives, whatever else there is. Socket Mode is not among them: over HTTP it is off.
_SWITCHES = (
    "features.agent_view",
    "features.app_home.home_tab_enabled",
    "features.app_home.messages_tab_enabled",
    "settings.interactivity.is_enabled",
)


def _names(manifest: Mapping[str, Any]) -> dict[str, frozenset[str]]:
    return {
        "scope": frozenset(_at(manifest, "oauth_config.scopes.bot") or ()),
        "event": frozenset(_at(manifest, "settings.event_subscriptions.bot_events") or ()),
        "command": frozenset(_each(manifest, "features.slash_commands", "command")),
        "shortcut": frozenset(_each(manifest, "features.shortcuts", "callback_id")),
    }


def _each(manifest: Mapping[str, Any], path: str, key: str) -> Iterator[str]:
    return (str(one[key]) for one in _at(manifest, path) or ())


def _at(manifest: Mapping[str, Any], path: str) -> Any:
    found: Any = manifest
    for key in path.split("."):
        found = found.get(key) if isinstance(found, Mapping) else None
    return found
