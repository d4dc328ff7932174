"""The modals: filters for courses, and why an answer did or did not help."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.channels.slack.blocks import limits, names
from assistant.channels.slack.blocks.elements import option, plain, select
from assistant.channels.slack.blocks.filters import filter_of, in_words
from assistant.channels.slack.blocks.limits import length
from assistant.channels.slack.blocks.mrkdwn import clean
from assistant.channels.slack.blocks.types import Block, Element, Show, View
from knowledge.courses import CourseFilter
from knowledge.types import Learner

# The block that holds each field of the filter; the element in it has the same name.
_MENUS = ("learner", "level", "form", "provider", "place")
_NUMBERS = ("max_price", "min_ects")
_DATES = ("start_from", "start_to")


@dataclass(frozen=True, slots=True)
class Choices:
    """What courses there are to choose among: the values that at least one has."""

    levels: Sequence[str] = ()
    forms: Sequence[str] = ()
    providers: Sequence[str] = ()
    places: Sequence[str] = ()


def course_filters_view(wanted: CourseFilter, choices: Choices, show: Show, private_metadata: str = "") -> View:
    """The form with all filters, filled with those in force."""
    menus = {
        "learner": [option(show.say(f"learner.{one.value}"), one.value) for one in Learner],
        "level": _options(choices.levels, "level", show),
        "form": _options(choices.forms, "form", show),
        "provider": _options(choices.providers, "provider", show),
        "place": _options(choices.places, "place", show),
    }
    blocks = [_input("query", {"type": "plain_text_input", **_initial("value", wanted.query)}, show)]
    blocks += [_menu(name, menus[name], getattr(wanted, name), show) for name in _MENUS if menus[name]]
    for name in _NUMBERS:
        number: Element = {"type": "number_input", "is_decimal_allowed": True, "min_value": "0"}
        value = getattr(wanted, name)
        blocks.append(_input(name, {**number, **_initial("value", f"{value:g}" if value else None)}, show))
    for name in _DATES:
        day = getattr(wanted, name)
        blocks.append(_input(name, {"type": "datepicker", **_initial("date", day.isoformat() if day else None)}, show))
    blocks.append(_expired(wanted, show))
    return modal(names.COURSE_FILTERS, "filters", blocks, show, private_metadata)


def chosen_filter(view: View) -> CourseFilter:
    """The filter that was chosen in the form; takes the view as Slack sends it back."""
    values: dict[str, Any] = {}
    for name, held in view["state"]["values"].items():
        values[name] = _chosen(next(iter(held.values())))
    for name in _NUMBERS:
        values[name] = float(str(values[name]).replace(",", ".")) if values.get(name) else None
    values["include_expired"] = bool(values.get("include_expired"))
    return filter_of(values)


def feedback_view(answer_id: str, verdict: str, show: Show) -> View:
    """The form for a reason, after a thumb; `verdict` is `up` or `down`."""
    written: Element = {"type": "plain_text_input", "multiline": True, "max_length": limits.PLAIN_INPUT}
    asked = _input("reason", written, show, label=show.say(f"reason.{verdict}"), hint=show.say("reason.hint"))
    return modal(names.FEEDBACK_REASON, "reason", [asked], show, f"{verdict} {answer_id}")


def given_reason(view: View) -> tuple[str, str, str]:
    """The verdict, the answer's id and the reason of a form that was sent."""
    verdict, _, answer_id = view["private_metadata"].partition(" ")
    held = view["state"]["values"]["reason"]["reason"]
    return verdict, answer_id, str(held.get("value") or "")


def modal(callback_id: str, key: str, blocks: Sequence[Block], show: Show, private_metadata: str = "") -> View:
    """A modal with its words; with a button to send it where there is something to fill in."""
    view: View = {
        "type": "modal",
        "callback_id": callback_id,
        "title": plain(show.say(f"view.{key}"), limits.VIEW_TITLE),
        "close": plain(show.say("view.close"), limits.VIEW_BUTTON),
        "blocks": list(blocks),
    }
    if any(block["type"] == "input" for block in blocks):
        view["submit"] = plain(show.say(f"view.{key}_submit"), limits.VIEW_BUTTON)
    if private_metadata:
        view["private_metadata"] = private_metadata
    return view


def _input(name: str, element: Element, show: Show, label: str = "", hint: str = "") -> Block:
    made: Block = {
        "type": "input",
        "block_id": name,
        "optional": True,
        "label": plain(label or show.say(f"field.{name}"), limits.INPUT_LABEL),
        "element": {**element, "action_id": name},
    }
    if hint:
        made["hint"] = plain(hint, limits.INPUT_HINT)
    return made


def _menu(name: str, options: Sequence[Element], chosen: str | None, show: Show) -> Block:
    return _input(name, select(name, options, chosen, show.say("any")), show)


def _options(values: Sequence[str], group: str, show: Show) -> list[Element]:
    """The values that Slack has room for; one too long to be sent back whole cannot be chosen."""
    kept = [value for value in dict.fromkeys(values) if clean(value).strip() == value != ""]
    kept = [value for value in kept if length(value) <= limits.OPTION_VALUE]
    return [option(in_words(value, group, show), value) for value in kept]


def _expired(wanted: CourseFilter, show: Show) -> Block:
    shown = option(show.say("field.expired_too"), "yes")
    chosen = {"initial_options": [shown]} if wanted.include_expired else {}
    return _input("include_expired", {"type": "checkboxes", "options": [shown], **chosen}, show)


def _initial(kind: str, value: str | None) -> dict[str, str]:
    return {f"initial_{kind}": value} if value else {}


def _chosen(held: Mapping[str, Any]) -> Any:
    """What a field holds, whatever kind of field it is."""
    if held["type"] == "static_select":
        return (held.get("selected_option") or {}).get("value")
    if held["type"] == "checkboxes":
        return [one["value"] for one in held.get("selected_options") or []]
    return held.get("selected_date") or held.get("value")
