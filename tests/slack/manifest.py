"""The app's manifest as Slack reads it: what the app may do, hears and offers; and what is wrong with one."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from tests.slack.events import EVENT_SCOPES

MOST_NAME, MOST_DISPLAY_NAME, MOST_DESCRIPTION, MOST_LONG_DESCRIPTION = 35, 80, 140, 4000
LEAST_LONG_DESCRIPTION = 174
MOST_AGENT_DESCRIPTION = 300
MOST_COMMANDS, MOST_COMMAND, MOST_COMMAND_DESCRIPTION, MOST_HINT = 50, 32, 2000, 1000
MOST_SHORTCUTS, MOST_SHORTCUT_NAME, MOST_SHORTCUT_DESCRIPTION, MOST_CALLBACK = 10, 24, 150, 255
MOST_PROMPTS = 4

# Everything the workspace knows, for tests that bring no manifest of their own.
WHOLE: dict[str, Any] = {
    "display_information": {"name": "Fagkompas"},
    "features": {
        "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True, "messages_tab_read_only_enabled": False},
        "bot_user": {"display_name": "Fagkompas", "always_online": True},
        "agent_view": {"agent_description": "Svarer med kilder."},
        "slash_commands": [
            {"command": "/fagkompas", "description": "Spørg", "should_escape": False},
            {"command": "/kursus", "description": "Find kurser", "should_escape": False},
        ],
        "shortcuts": [
            {"name": "Find kurser til dette", "type": "message", "callback_id": "find_courses", "description": "Kurser"}
        ],
    },
    "oauth_config": {
        "scopes": {
            "bot": [
                "app_mentions:read", "assistant:write", "channels:history", "channels:read", "chat:write", "commands",
                "groups:history", "groups:read", "im:history", "im:read", "im:write", "reactions:read",
                "reactions:write", "users:read",
            ]
        }
    },
    "settings": {
        "event_subscriptions": {
            "bot_events": [
                "agent_session_stopped", "agent_session_title_changed", "app_context_changed", "app_home_opened",
                "app_mention", "message.channels", "message.groups", "message.im",
            ]
        },
        "interactivity": {"is_enabled": True},
        "socket_mode_enabled": True,
    },
}  # fmt: skip


@dataclass(frozen=True)
class Manifest:
    """A manifest and what follows from it."""

    raw: dict[str, Any] = field(default_factory=lambda: WHOLE)

    @property
    def _features(self) -> dict[str, Any]:
        return dict(self.raw.get("features") or {})

    @property
    def _settings(self) -> dict[str, Any]:
        return dict(self.raw.get("settings") or {})

    @property
    def scopes(self) -> list[str]:
        return list(self.raw.get("oauth_config", {}).get("scopes", {}).get("bot", []))

    @property
    def events(self) -> list[str]:
        return list(self._settings.get("event_subscriptions", {}).get("bot_events", []))

    @property
    def commands(self) -> list[str]:
        return [str(each["command"]) for each in self._features.get("slash_commands", [])]

    @property
    def shortcuts(self) -> list[str]:
        return [str(each["callback_id"]) for each in self._features.get("shortcuts", [])]

    @property
    def agent(self) -> bool:
        return "agent_view" in self._features

    @property
    def home_tab(self) -> bool:
        return bool(self._features.get("app_home", {}).get("home_tab_enabled"))

    @property
    def interactive(self) -> bool:
        return bool(self._settings.get("interactivity", {}).get("is_enabled"))

    @property
    def socket_mode(self) -> bool:
        return bool(self._settings.get("socket_mode_enabled"))

    def faults(self) -> list[str]:
        """What `apps.manifest.validate` would say."""
        return [*self._naming_faults(), *self._feature_faults(), *self._scope_faults()]

    def _naming_faults(self) -> Iterator[str]:
        shown = self.raw.get("display_information") or {}
        if not 1 <= len(str(shown.get("name", ""))) <= MOST_NAME:
            yield f"name must have 1 to {MOST_NAME} characters [/display_information/name]"
        if len(str(shown.get("description", ""))) > MOST_DESCRIPTION:
            yield f"must be less than {MOST_DESCRIPTION + 1} characters [/display_information/description]"
        long = str(shown.get("long_description", ""))
        if long and not LEAST_LONG_DESCRIPTION <= len(long) <= MOST_LONG_DESCRIPTION:
            bounds = f"{LEAST_LONG_DESCRIPTION} to {MOST_LONG_DESCRIPTION}"
            yield f"must have {bounds} characters [/display_information/long_description]"
        if len(str(self._features.get("bot_user", {}).get("display_name", ""))) > MOST_DISPLAY_NAME:
            yield f"must be less than {MOST_DISPLAY_NAME + 1} characters [/features/bot_user/display_name]"

    def _feature_faults(self) -> Iterator[str]:
        agent = self._features.get("agent_view") or {}
        if len(str(agent.get("agent_description", ""))) > MOST_AGENT_DESCRIPTION:
            yield f"must be less than {MOST_AGENT_DESCRIPTION + 1} characters [/features/agent_view/agent_description]"
        if "assistant_view" in self._features and "agent_view" in self._features:
            yield "agent_view and assistant_view exclude each other [/features]"
        if len(agent.get("suggested_prompts") or []) > MOST_PROMPTS:
            yield f"no more than {MOST_PROMPTS} items allowed [/features/agent_view/suggested_prompts]"
        for index, each in enumerate(self._features.get("slash_commands", [])):
            where = f"[/features/slash_commands/{index}]"
            if not str(each.get("command", "")).startswith("/") or len(each["command"]) > MOST_COMMAND:
                yield f"a command begins with / and has at most {MOST_COMMAND} characters {where}"
            if not 1 <= len(str(each.get("description", ""))) <= MOST_COMMAND_DESCRIPTION:
                yield f"a command needs a description {where}"
            if len(str(each.get("usage_hint", ""))) > MOST_HINT:
                yield f"must be less than {MOST_HINT + 1} characters {where}"
        for index, each in enumerate(self._features.get("shortcuts", [])):
            where = f"[/features/shortcuts/{index}]"
            if each.get("type") not in {"message", "global"} or not each.get("callback_id"):
                yield f"a shortcut needs a type and a callback_id {where}"
            if not 1 <= len(str(each.get("name", ""))) <= MOST_SHORTCUT_NAME:
                yield f"must have 1 to {MOST_SHORTCUT_NAME} characters {where}"
            if not 1 <= len(str(each.get("description", ""))) <= MOST_SHORTCUT_DESCRIPTION:
                yield f"a shortcut needs a description {where}"

    def _scope_faults(self) -> Iterator[str]:
        for event in self.events:
            if event not in EVENT_SCOPES:
                yield f"unknown event {event} [/settings/event_subscriptions/bot_events]"
            elif EVENT_SCOPES[event] and EVENT_SCOPES[event] not in self.scopes:
                yield f"{event} needs the scope {EVENT_SCOPES[event]} [/oauth_config/scopes/bot]"
        if (self.commands or self.shortcuts) and "commands" not in self.scopes:
            yield "slash commands and shortcuts need the scope commands [/oauth_config/scopes/bot]"
        if self.agent and "assistant:write" not in self.scopes:
            yield "agent_view needs the scope assistant:write [/oauth_config/scopes/bot]"
        if len(set(self.scopes)) < len(self.scopes):
            yield "must be unique [/oauth_config/scopes/bot]"
