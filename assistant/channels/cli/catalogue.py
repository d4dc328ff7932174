"""`fagkompas courses`, `profiles` and `sources`: what is known, to be listed and searched."""

import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.channels.cli.answers import DAY_FORMATS as DAY_FORMATS
from assistant.channels.cli.answers import AsOfOption, JsonOption, LearnerOption
from assistant.channels.cli.session import Session, application, session_of, typed, write, write_json
from assistant.channels.passages import (
    course_to_json,
    filters_to_json,
    profile_to_json,
    source_to_json,
    sources_to_json,
)
from assistant.channels.profile_views import view_to_json, view_to_lines
from assistant.channels.reading import course_to_lines, links_to_lines, profile_to_lines, source_to_lines
from knowledge.profiles.types import Standing
from knowledge.profiles.versions import standing_of
from knowledge.types import Profile, Snapshot
from prompts.dates import written_date
from prompts.wording import Wording

if TYPE_CHECKING:
    from knowledge.profiles.types import ProfileView

HELP = Wording.load()
MOST_COURSES = 1_000


def _help(name: str) -> str:
    return HELP.say("da", f"help.{name}")


FromOption = Annotated[datetime.datetime | None, typer.Option("--from", formats=DAY_FORMATS, help=_help("from"))]
ToOption = Annotated[datetime.datetime | None, typer.Option("--to", formats=DAY_FORMATS, help=_help("to"))]


def day_of(as_of: datetime.datetime | None) -> datetime.date:
    """The day that things are seen from: the one that was given, else today."""
    return as_of.date() if as_of else datetime.date.today()


def register(app: typer.Typer) -> None:
    """Add the commands."""
    _register_courses(app)
    _register_profiles(app)
    _register_sources(app)


def _register_courses(app: typer.Typer) -> None:
    @app.command(help=_help("courses"))
    def courses(
        context: typer.Context,
        query: Annotated[str | None, typer.Argument()] = None,
        profile: Annotated[str | None, typer.Option(help=_help("profile"))] = None,
        competence: Annotated[str | None, typer.Option(help=_help("competence"))] = None,
        provider: Annotated[str | None, typer.Option(help=_help("provider"))] = None,
        level: Annotated[str | None, typer.Option(help=_help("level"))] = None,
        form: Annotated[str | None, typer.Option(help=_help("form"))] = None,
        max_price: Annotated[float | None, typer.Option(min=0, help=_help("max_price"))] = None,
        min_ects: Annotated[float | None, typer.Option(min=0, help=_help("min_ects"))] = None,
        max_ects: Annotated[float | None, typer.Option(min=0, help=_help("max_ects"))] = None,
        place: Annotated[str | None, typer.Option(help=_help("place"))] = None,
        start_from: FromOption = None,
        start_to: ToOption = None,
        include_expired: Annotated[bool, typer.Option("--include-expired", help=_help("include_expired"))] = False,
        learner: LearnerOption = None,
        as_of: AsOfOption = None,
        as_json: JsonOption = False,
    ) -> None:
        from knowledge.courses import CourseFilter

        wanted = CourseFilter(
            query=typed(query) if query else None,
            profile=profile,
            competence=competence,
            provider=provider,
            level=level,
            form=form,
            max_price=max_price,
            min_ects=min_ects,
            max_ects=max_ects,
            place=place,
            start_from=start_from.date() if start_from else None,
            start_to=start_to.date() if start_to else None,
            include_expired=include_expired,
            learner=learner,
        )
        _show_courses(session_of(context), wanted, day_of(as_of), as_json)


def _show_courses(session: Session, wanted: object, day: datetime.date, as_json: bool) -> None:
    from assistant.channels.duplicates import also_at_lines, with_also_at, without_repeats
    from assistant.channels.linking import linked
    from assistant.channels.opening import open_kept
    from knowledge.courses import CourseFilter, find_courses

    assert isinstance(wanted, CourseFilter)
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


def _register_profiles(app: typer.Typer) -> None:
    @app.command(help=_help("profiles"))
    def profiles(
        context: typer.Context,
        profile_id: Annotated[str | None, typer.Argument(metavar="[ID]")] = None,
        as_of: AsOfOption = None,
        as_json: JsonOption = False,
    ) -> None:
        from knowledge.profiles.viewing import view_profile

        session, day = session_of(context), day_of(as_of)
        with application(session) as parts:
            known = parts.knowledge_base.current().profiles()
        wanted = [profile for profile in known if profile_id in (None, profile.profile_id)]
        if profile_id and not wanted:
            raise session.refuse("refused.profile", id=profile_id, known=", ".join(p.profile_id for p in known))
        if profile_id:
            _show_profile(view_profile(wanted[0], known, day), session, as_json)
        elif as_json:
            write_json({"profiles": [profile_to_json(profile, day) for profile in wanted]})
        else:
            for one in wanted:
                write("\n".join([*profile_to_lines(one, session.wording, whole=False), *_validity(one, day, session)]))


def _validity(profile: Profile, day: datetime.date, session: Session) -> list[str]:
    """That a profile does not hold on the day, where it says so."""
    return (
        []
        if standing_of(profile, day) is Standing.CURRENT
        else ["   " + session.say("profile.not_in_force", **_days(profile, session))]
    )


def _days(profile: Profile, session: Session) -> dict[str, str]:
    span = (profile.valid_from, profile.valid_to)
    told = [written_date(one, session.language) if one else "…" for one in span]
    return dict(zip(("start", "end"), told, strict=True))


def _show_profile(view: "ProfileView", session: Session, as_json: bool) -> None:
    if as_json:
        write_json(view_to_json(view))
    else:
        write("\n".join(view_to_lines(view, session.wording, session.language)))


def _register_sources(app: typer.Typer) -> None:
    @app.command(help=_help("sources"))
    def sources(
        context: typer.Context,
        source_id: Annotated[str | None, typer.Argument(metavar="[ID]")] = None,
        as_json: JsonOption = False,
    ) -> None:
        session = session_of(context)
        with application(session) as parts:
            snapshot = parts.knowledge_base.current()
            if source_id is None:
                _list_sources(snapshot, session, as_json)
                return
            source = snapshot.source(source_id)
            if source is None:
                raise session.refuse("refused.source", id=source_id)
            text = snapshot.text(source.text_id)
            if as_json:
                write_json({**source_to_json(source, len(snapshot.passages(source_id))), "text": text})
                return
            write("\n".join([*source_to_lines(source, session.wording), "", text]))


def _list_sources(snapshot: Snapshot, session: Session, as_json: bool) -> None:
    listed = list(snapshot.sources())
    if as_json:
        write_json(sources_to_json(listed, snapshot))
        return
    for source in listed:
        write("\n".join(source_to_lines(source, session.wording)))
    write(session.say("sources.count", count=len(listed), generation=snapshot.number))
