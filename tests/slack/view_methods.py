"""`views.*`: modals and the Home tab."""

import copy
import itertools
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.slack.calling import TIER_4, RefusedError, method
from tests.slack.showing import Button, buttons_in, shown_blocks
from tests.slack.view_rules import check_view

if TYPE_CHECKING:
    from tests.slack.workspace import Workspace

# A modal and two views pushed over it.
MOST_STACKED = 3
_hashes = itertools.count(1)


@dataclass(eq=False)
class View:
    """A modal that stands open, or a Home tab."""

    id: str
    user: str
    definition: dict[str, Any]
    names: dict[str, str]
    root_id: str = ""
    open: bool = True
    hash: str = field(default_factory=lambda: f"{next(_hashes)}.hash")
    # What the person was told was wrong with each input block.
    errors: dict[str, str] = field(default_factory=dict)
    # A modal opened by a button of a message knows its response URLs no more; values typed but not submitted.
    typed: dict[str, dict[str, Any]] = field(default_factory=dict)

    @property
    def callback_id(self) -> str:
        return str(self.definition.get("callback_id", ""))

    @property
    def title(self) -> str:
        return str((self.definition.get("title") or {}).get("text", ""))

    @property
    def blocks(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.definition["blocks"]
        return found

    @property
    def shown(self) -> str:
        """What a person reads, the title first."""
        return "\n".join(part for part in (self.title, shown_blocks(self.blocks, self.names)) if part)

    @property
    def buttons(self) -> list[Button]:
        return buttons_in(self.blocks)

    def change(self, definition: dict[str, Any]) -> None:
        """Show something else in the same view."""
        self.definition = definition
        self.hash = f"{next(_hashes)}.hash"
        self.errors = {}

    def raw(self, slack: "Workspace") -> dict[str, Any]:
        """The view object of Slack's API."""
        return copy.deepcopy(self.definition) | {
            "id": self.id, "team_id": slack.team_id, "app_id": slack.app_id, "bot_id": slack.bot_profile_id,
            "hash": self.hash, "root_view_id": self.root_id or self.id, "previous_view_id": None,
            "state": {"values": copy.deepcopy(self.typed)}, "external_id": self.definition.get("external_id", ""),
            "app_installed_team_id": slack.team_id, "private_metadata": self.definition.get("private_metadata", ""),
            "callback_id": self.callback_id,
        }  # fmt: skip


@method("views.open", rate=TIER_4, takes="view! trigger_id interactivity_pointer")
def open_view(slack: "Workspace", given: dict[str, Any]) -> dict[str, Any]:
    user = slack.triggers.take(str(given.get("trigger_id", "")))
    check_view(given["view"], ("modal",))
    view = View(slack.next_id("V"), user, given["view"], slack.names)
    slack.people[user].modals = [view]
    return {"view": view.raw(slack)}


@method("views.push", rate=TIER_4, takes="view! trigger_id interactivity_pointer")
def push_view(slack: "Workspace", given: dict[str, Any]) -> dict[str, Any]:
    user = slack.triggers.take(str(given.get("trigger_id", "")))
    check_view(given["view"], ("modal",))
    return {"view": push(slack, user, given["view"]).raw(slack)}


def push(slack: "Workspace", user: str, definition: dict[str, Any]) -> View:
    """Lay a view over the person's open ones."""
    modals = slack.people[user].modals
    if len(modals) >= MOST_STACKED:
        raise RefusedError("push_limit_reached")
    view = View(slack.next_id("V"), user, definition, slack.names, root_id=modals[0].id if modals else "")
    modals.append(view)
    return view


@method("views.update", rate=TIER_4, takes="view! view_id external_id hash")
def update_view(slack: "Workspace", given: dict[str, Any]) -> dict[str, Any]:
    standing = [view for person in slack.people.values() for view in (*person.modals, *person.homes)]
    wanted = given.get("external_id")
    view = next(
        (v for v in standing if v.id == given.get("view_id") or (wanted and v.definition.get("external_id") == wanted)),
        None,
    )
    if view is None:
        raise RefusedError("not_found")
    if given.get("hash") and given["hash"] != view.hash:
        raise RefusedError("hash_conflict")
    check_view(given["view"], (str(view.definition["type"]),))
    view.change(given["view"])
    return {"view": view.raw(slack)}


@method("views.publish", rate=TIER_4, takes="user_id! view! hash")
def publish_view(slack: "Workspace", given: dict[str, Any]) -> dict[str, Any]:
    person = slack.people.get(str(given["user_id"]))
    if person is None:
        raise RefusedError("user_not_found")
    if not slack.manifest.home_tab:
        raise RefusedError("not_enabled")
    check_view(given["view"], ("home",))
    if person.home and given.get("hash") and given["hash"] != person.home.hash:
        raise RefusedError("hash_conflict")
    if person.home is None:
        person.homes.append(View(slack.next_id("V"), person.id, given["view"], slack.names))
    else:
        person.home.change(given["view"])
    return {"view": person.homes[0].raw(slack)}
