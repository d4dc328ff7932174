"""`fagkompas profiles` and `sources`: what is known, to be listed and searched."""

import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.channels.cli.answers import AsOfOption, JsonOption, day_of
from assistant.channels.cli.session import Session, application, session_of, write, write_json
from assistant.channels.passages import (
    profile_to_json,
    source_to_json,
    sources_to_json,
)
from assistant.channels.profile_views import view_to_json, view_to_lines
from assistant.channels.reading import profile_to_lines, source_to_lines
from knowledge.profiles.types import Standing
from knowledge.profiles.versions import standing_of
from knowledge.types import Profile, Snapshot
from prompts.dates import written_date
from prompts.wording import Wording

if TYPE_CHECKING:
    from knowledge.profiles.types import ProfileView

HELP = Wording.load()


def _help(name: str) -> str:
    return HELP.say("da", f"help.{name}")


def register(app: typer.Typer) -> None:
    """Add the commands."""
    _register_profiles(app)
    _register_sources(app)


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
        quarantine: Annotated[bool, typer.Option("--quarantine", help=_help("quarantine"))] = False,
        as_json: JsonOption = False,
    ) -> None:
        session = session_of(context)
        with application(session) as parts:
            snapshot = parts.knowledge_base.current()
            if source_id is None:
                _list_sources(snapshot, quarantine, session, as_json)
                return
            source = snapshot.source(source_id)
            if source is None:
                raise session.refuse("refused.source", id=source_id)
            text = snapshot.text(source.text_id)
            if as_json:
                write_json({**source_to_json(source, len(snapshot.passages(source_id))), "text": text})
                return
            write("\n".join([*source_to_lines(source, session.wording), "", text]))


def _list_sources(snapshot: Snapshot, quarantine: bool, session: Session, as_json: bool) -> None:
    """All of them, or those whose newest version could not be read."""
    listed = [source for source in snapshot.sources() if source.unread_since or not quarantine]
    if as_json:
        write_json(sources_to_json(listed, snapshot))
        return
    for source in listed:
        write("\n".join(source_to_lines(source, session.wording)))
    write(session.say("sources.count", count=len(listed), generation=snapshot.number))
