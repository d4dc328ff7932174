"""`fagkompas courses`: the course search, with every filter that people can ask for in words."""

import datetime
from dataclasses import fields
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assistant.channels.cli.answers import DAY_FORMATS, AsOfOption, JsonOption, LearnerOption, day_of
from assistant.channels.cli.session import Session, application, session_of, typed, write, write_json
from assistant.channels.passages import course_to_json, filters_to_json
from assistant.channels.reading import course_to_lines, links_to_lines
from knowledge.types import Order
from prompts.wording import Wording

if TYPE_CHECKING:
    from knowledge.course_filter import CourseFilter

HELP = Wording.load()
MOST_COURSES = 1_000


def _option(name: str, *flags: str, **limits: Any) -> Any:
    return typer.Option(*flags, help=HELP.say("da", f"help.{name}"), **limits)


Amount = float | None
Words = str | None
Several = list[str] | None
Day = datetime.datetime | None


def register(app: typer.Typer) -> None:
    """Add the command."""

    # Every filter by the name it has at every other door; the values are read from the context.
    @app.command(help=HELP.say("da", "help.courses"))
    def courses(
        context: typer.Context,
        query: Annotated[Words, typer.Argument()] = None,
        profile: Annotated[Words, _option("profile")] = None,
        competence: Annotated[Words, _option("competence")] = None,
        provider: Annotated[Words, _option("provider")] = None,
        level: Annotated[Words, _option("level")] = None,
        not_levels: Annotated[Several, _option("not_level", "--not-level")] = None,
        form: Annotated[Words, _option("form")] = None,
        not_forms: Annotated[Several, _option("not_form", "--not-form")] = None,
        min_price: Annotated[Amount, _option("min_price", min=0)] = None,
        max_price: Annotated[Amount, _option("max_price", min=0)] = None,
        with_vat: Annotated[bool, _option("with_vat", "--with-vat")] = False,
        min_ects: Annotated[Amount, _option("min_ects", min=0)] = None,
        max_ects: Annotated[Amount, _option("max_ects", min=0)] = None,
        max_days: Annotated[Amount, _option("course_max_days", min=0)] = None,
        places: Annotated[Several, _option("place", "--place")] = None,
        not_places: Annotated[Several, _option("not_place", "--not-place")] = None,
        regions: Annotated[Several, _option("course_region", "--region")] = None,
        start_from: Annotated[Day, _option("from", "--from", formats=DAY_FORMATS)] = None,
        start_to: Annotated[Day, _option("to", "--to", formats=DAY_FORMATS)] = None,
        include_expired: Annotated[bool, _option("include_expired", "--include-expired")] = False,
        learner: LearnerOption = None,
        sort: Annotated[Order | None, _option("sort")] = None,
        as_of: AsOfOption = None,
        as_json: JsonOption = False,
    ) -> None:
        session = session_of(context)
        _show_courses(session, _filter(session, context.params), day_of(as_of), as_json)


def _filter(session: Session, given: dict[str, Any]) -> "CourseFilter":
    """The filter that the options ask for; one place alone is `place`, as at the other doors."""
    from knowledge.areas import area_code, area_names
    from knowledge.course_filter import CourseFilter

    asked = {field.name: given.get(field.name) for field in fields(CourseFilter)}
    # 0 kroner is asked for; an empty text and an option that was not repeated are not.
    wanted = {name: _value(value) for name, value in asked.items() if value not in (None, "", [], ())}
    for region in wanted.get("regions", ()):
        if area_code(region) is None:
            raise session.refuse("courses.unknown_region", region=region, known=", ".join(area_names()))
    if len(wanted.get("places", ())) == 1:
        (wanted["place"],) = wanted.pop("places")
    return CourseFilter(**wanted)


def _value(given: Any) -> Any:
    """An option's value as the filter keeps it: days for times, tuples for lists, whole letters for text."""
    if isinstance(given, datetime.datetime):
        return given.date()
    if isinstance(given, list | tuple):
        return tuple(typed(one) for one in given)
    return typed(given) if type(given) is str else given


def _show_courses(session: Session, wanted: "CourseFilter", day: datetime.date, as_json: bool) -> None:
    from assistant.channels.duplicates import also_at_lines, with_also_at, without_repeats
    from assistant.channels.linking import linked
    from assistant.channels.opening import open_kept
    from knowledge.courses import find_courses

    with application(session) as parts:
        snapshot = parts.knowledge_base.current()
        # Not before: where nothing was ingested, nothing is made.
        with open_kept(session.settings) as state:
            known = linked(parts.linker, snapshot, snapshot, state.links.all())
        found = find_courses(snapshot, wanted, day, MOST_COURSES, links=known.links)
    links = known.by_course()
    if as_json:
        listed = [
            course_to_json(one.course, one.status, one.reason, links.get(one.course.course_id, ()), day)
            for one in found
        ]
        given = filters_to_json(wanted)
        write_json({"courses": with_also_at(listed, snapshot, day), "filters": given})
        return
    for one in (listings := without_repeats(found, snapshot)):
        shown = links_to_lines(links.get(one.course.course_id, ()), session.wording)
        shown += also_at_lines(one.course.course_id, snapshot, session.wording, session.language)
        write("\n".join([*course_to_lines(one.course, one.status, session.wording, session.language, day), *shown]))
    write(session.say("courses.count", count=len(listings)) if found else session.say("answer.no_courses"))
