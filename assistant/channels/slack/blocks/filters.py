"""A course filter on its way through Slack: in a button's value or a modal, and in words."""

import dataclasses
import datetime
import json
from collections.abc import Mapping
from typing import Any

from assistant.channels.slack.blocks.course_words import written_number
from assistant.channels.slack.blocks.limits import cut
from assistant.channels.slack.blocks.types import Show
from assistant.core.courses.applied import applied
from knowledge.courses import CourseFilter, Order
from knowledge.types import Learner
from prompts.dates import written_date

# A button's value holds the whole filter, so each of its dozen words is kept this short.
LONGEST_WORDS = 120
# These have words of their own here.
_TOLD = frozenset(
    {"provider", "level", "place", "competence", "profile", "form", "learner", "max_price", "min_ects", "max_ects"}
    | {"start_from", "start_to"}
)
_DATES = {"start_from", "start_to"}
_NAMES = tuple(field.name for field in dataclasses.fields(CourseFilter))


def written_filter(wanted: CourseFilter) -> str:
    """A filter as the value of a button: JSON of what is asked for, well within Slack's limit."""
    return json.dumps({name: _written(value) for name, value in wanted.asked().items()}, ensure_ascii=False)


def read_filter(written: str) -> CourseFilter:
    """The filter that a button's value holds; what is not understood is left out."""
    try:
        values = json.loads(written)
    except ValueError:
        return CourseFilter()
    return filter_of(values) if isinstance(values, dict) else CourseFilter()


def filter_of(values: Mapping[str, Any]) -> CourseFilter:
    """A filter of plain values, dates in ISO form; None asks for nothing."""
    given = {name: values[name] for name in _NAMES if values.get(name) or values.get(name) == 0}
    for name in _DATES & given.keys():
        given[name] = datetime.date.fromisoformat(given[name])
    for name in (name for name, value in given.items() if isinstance(value, list)):
        given[name] = tuple(given[name])
    if "sort" in given:
        given["sort"] = Order(given["sort"])
    if "learner" in given:
        given["learner"] = Learner(given["learner"])
    return CourseFilter(**given)


def filters_in_words(wanted: CourseFilter, show: Show) -> str:
    """What is asked for, in a line; empty for nothing."""
    told = [show.say("filter.query", value=wanted.query)] if wanted.query else []
    for name in ("provider", "level", "place", "competence", "profile"):
        value = getattr(wanted, name)
        told += [show.say(f"filter.{name}", value=value)] if value else []
    if wanted.form:
        told.append(in_words(wanted.form, "form", show))
    if wanted.learner:
        told.append(show.say("filter.learner", value=show.say(f"learner.{wanted.learner.value}")))
    for name in ("max_price", "min_ects", "max_ects"):
        value = getattr(wanted, name)
        told += [show.say(f"filter.{name}", value=written_number(value, show.language))] if value else []
    for name in ("start_from", "start_to"):
        value = getattr(wanted, name)
        told += [show.say(f"filter.{name}", value=written_date(value, show.language))] if value else []
    rest = applied(wanted, (), (), show.wording, show.language)
    told += [one.text for one in rest if one.name not in _TOLD or (one.name == "place" and wanted.place is None)]
    told += [show.say("filter.include_expired")] if wanted.include_expired else []
    return ", ".join(told)


def in_words(value: str, group: str, show: Show) -> str:
    """A stored word as people say it (`physical` → `fremmøde`), or the source's own."""
    key = f"{group}.{value}"
    known = show.wording.knows(show.language, key)
    return show.wording.say(show.language, key) if known else value


def _written(value: object) -> object:
    if isinstance(value, datetime.date):
        return value.isoformat()
    return cut(str(value), LONGEST_WORDS) if isinstance(value, str) else value
