"""A person of the workspace: writes, edits, presses, fills in and reads as one does in Slack."""

from typing import TYPE_CHECKING, Any

from tests.slack.conversations import Channel, Message
from tests.slack.showing import Button
from tests.slack.socket_mode import Envelope
from tests.slack.view_methods import View

if TYPE_CHECKING:
    from tests.slack.workspace import Workspace


class Person:
    """Acts in the workspace; `modals` are the views open before them, the top one last."""

    def __init__(self, slack: "Workspace", user_id: str, name: str, locale: str = "da-DK", bot: bool = False) -> None:
        self._slack = slack
        self.id = user_id
        self.name = name
        self.locale = locale
        self.bot = bot
        self.modals: list[View] = []
        self.homes: list[View] = []
        # What Slack itself told the person went wrong, as when an app does not answer a command.
        self.told: list[str] = []

    # ---- writing

    def say(self, text: str, channel: "Channel | str", thread: Message | None = None) -> Message:
        """Write in a channel, or in the thread of a message."""
        return self._slack.deeds.hear(self, text, channel, thread.root_ts if thread else None)

    def mention(self, text: str, channel: "Channel | str" = "C1", thread: Message | None = None) -> Message:
        """Write `@app text`; in a thread when one is given."""
        return self.say(f"<@{self._slack.bot_id}> {text}", thread.channel if thread else channel, thread)

    def dm(self, text: str, thread: Message | None = None) -> Message:
        """Write to the app in the direct message."""
        return self.say(text, self.direct, thread)

    def edit(self, message: Message, text: str) -> None:
        """Change one's own message."""
        self._slack.deeds.rewritten(message, text)

    def delete(self, message: Message) -> None:
        """Delete one's own message."""
        self._slack.deeds.taken_back(message)

    def react(self, message: Message, name: str) -> None:
        """Put an emoji under a message."""
        self._slack.deeds.reacted(self, message, name)

    def join(self, channel: "Channel | str") -> None:
        """Become a member of a channel."""
        self._slack.channel(channel).members.add(self.id)

    # ---- acting; each waits for the app's acknowledgement

    def slash(self, line: str, channel: "Channel | str" = "C1") -> Envelope:
        """Send `/command text`; private answers stand in `private(channel)`."""
        command, _, text = line.partition(" ")
        return self._slack.deeds.command(self, command, text, channel)

    def press(self, where: Message | View, action_id: str, value: Any = None, nth: int = 0) -> Envelope:
        """Press the nth element of this name, or the one whose value begins with (or has the option) `value`."""
        return self._slack.deeds.press(self, where, self.button(where, action_id, value, nth), value)

    def submit(self, view: View | None = None, values: dict[str, Any] | None = None) -> Envelope:
        """Fill in a modal (by action_id or block_id; options by value) and submit it."""
        return self._slack.deeds.submit(self, view or self.modals[-1], values or {})

    def close(self, view: View | None = None) -> None:
        """Close a modal without submitting it."""
        self._slack.deeds.close(self, view or self.modals[-1])

    def shortcut(self, callback_id: str, message: Message | None = None) -> Envelope:
        """Choose a message's shortcut, or a global one."""
        return self._slack.deeds.shortcut(self, callback_id, message)

    def open_home(self, tab: str = "home") -> None:
        """Open the app's Home tab, or with `messages` its conversation."""
        self._slack.deeds.opened(self, tab)

    def stop(self, message: Message) -> None:
        """Press the stop button of the thread that a message belongs to."""
        self._slack.deeds.stopped(self, message)

    def rename(self, message: Message, title: str) -> None:
        """Give the agent's session of a thread another title."""
        self._slack.deeds.renamed(self, message, title)

    # ---- seeing

    @property
    def direct(self) -> Channel:
        """The direct message with the app."""
        return self._slack.direct(self.id)

    @property
    def home(self) -> View | None:
        return self.homes[0] if self.homes else None

    @property
    def modal(self) -> View | None:
        """The view on top."""
        return self.modals[-1] if self.modals else None

    def private(self, channel: "Channel | str" = "C1") -> list[Message]:
        """The messages in a channel that only this person sees."""
        return [m for m in self._slack.channel(channel) if m.seen_by == self.id and not m.deleted]

    @staticmethod
    def button(where: Message | View, action_id: str, value: Any = None, nth: int = 0) -> Button:
        """The element a press means; an AssertionError tells what there is instead."""
        found = [each for each in where.buttons if each.action_id == action_id]
        exact = [each for each in found if value is not None and each.value.startswith(str(value))]
        assert found, f"nothing with action_id {action_id}; there are {[each.action_id for each in where.buttons]}"
        return (exact or found)[nth]

    def raw(self, with_locale: bool = False) -> dict[str, Any]:
        """The user object of Slack's API."""
        found = {
            "id": self.id, "team_id": self._slack.team_id, "name": self.name, "real_name": self.name.title(),
            "deleted": False, "is_bot": self.bot, "is_app_user": False, "tz": "Europe/Copenhagen",
            "profile": {"real_name": self.name.title(), "display_name": self.name},
        }  # fmt: skip
        return found | {"locale": self.locale} if with_locale else found


def typed_values(view: View, values: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """`view.state.values` of a filled-in modal: every input, with what was typed, chosen or stood there before."""
    found: dict[str, dict[str, Any]] = {}
    known: set[str] = set()
    for index, block in enumerate(view.blocks):
        elements = [block["element"]] if block.get("element") else [block.get("accessory"), *block.get("elements", [])]
        for element in elements:
            if not element or not element.get("action_id") or element.get("type") == "button":
                continue
            block_id = str(block.get("block_id") or f"b{index}")
            names = {str(element["action_id"]), block_id}
            known |= names
            given = next((values[name] for name in names if name in values), None)
            found.setdefault(block_id, {})[str(element["action_id"])] = _typed(element, given)
    assert set(values) <= known, f"no inputs named {sorted(set(values) - known)}; there are {sorted(known)}"
    return found


def _typed(element: dict[str, Any], given: Any) -> dict[str, Any]:
    kind = str(element["type"])
    if kind in {"static_select", "radio_buttons"}:
        groups = [option for group in element.get("option_groups", []) for option in group["options"]]
        options = element.get("options", []) + groups
        chosen = next((option for option in options if option["value"] == given), element.get("initial_option"))
        assert given is None or (chosen and chosen["value"] == given), f"no option {given}: {options}"
        return {"type": kind, "selected_option": chosen}
    if kind in {"multi_static_select", "checkboxes"}:
        options = element.get("options", [])
        chosen = (
            [o for o in options if o["value"] in given] if given is not None else element.get("initial_options", [])
        )
        return {"type": kind, "selected_options": chosen}
    if kind in {"datepicker", "timepicker"}:
        name = kind.removesuffix("picker")
        return {"type": kind, f"selected_{name}": given or element.get(f"initial_{name}")}
    if kind.endswith("_select"):
        return {"type": kind, "selected_" + kind.removesuffix("s_select"): given}
    return {"type": kind, "value": given if given is not None else element.get("initial_value")}
