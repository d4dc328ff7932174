"""The tools: what each takes, does and gives back. Their descriptions stand in `prompts/wording/mcp.toml`."""

import datetime
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from assistant.channels.duplicates import also_at_lines, with_also_at
from assistant.channels.http.shapes.answers import Answer, Asked
from assistant.channels.http.shapes.gap import GapReport
from assistant.channels.http.shapes.profiles import ProfileSeen
from assistant.channels.markdown import answer_to_markdown
from assistant.channels.mcp.changes import list_changes
from assistant.channels.mcp.gap import TeamAsked, analyse_gap
from assistant.channels.mcp.shapes import ChangesFound, ChangesWanted, CoursesFound, CoursesWanted, ProfileWanted
from assistant.channels.mcp.types import Client, Given, RefusedError, Room
from assistant.channels.passages import course_to_json, filters_to_json
from assistant.channels.profile_views import view_to_json, view_to_lines
from assistant.channels.reading import course_to_lines, links_to_lines
from assistant.core.events import Answered
from assistant.core.rendering import answer_to_json
from knowledge.courses import FoundCourse, find_courses
from knowledge.danish import fold
from knowledge.profiles.viewing import view_profile
from knowledge.types import Profile, Snapshot

# A sentence that names them all must still be read as one.
MOST_NAMED = 40
# All there are: the search ranks them anyway.
MOST_LOOKED_AT = 1_000_000

Run = Callable[[Any, Client, Room], Generator[Given | None]]
"""Does a call in steps: yields None between them, and last what it gives back. Closing it ends the work."""


@dataclass(frozen=True, slots=True)
class Tool:
    """A tool: what it takes and gives, and how."""

    name: str
    takes: type[BaseModel]
    gives: type[BaseModel]
    run: Run


def ask(asked: Asked, client: Client, room: Room) -> Generator[Given | None]:
    """Answer a question with quotations and sources."""
    service, caller = room.service, client.caller
    wanted = service.request(asked.question, caller, asked.conversation_id, asked.learner, asked.as_of)
    with closing(service.stream(wanted, caller)) as events:
        for event in events:
            if isinstance(event, Answered):
                text = answer_to_markdown(event.answer, room.wording, client.address)
                yield Given(answer_to_json(event.answer), text)
            else:
                yield None


def search_courses(asked: CoursesWanted, client: Client, room: Room) -> Generator[Given | None]:
    """Find courses by subject and filters."""
    wanted, snapshot = asked.as_filter(), room.snapshot(client)
    known, day = room.service.linked(client.caller), asked.as_of or datetime.date.today()
    found = find_courses(snapshot, wanted, day, MOST_LOOKED_AT, links=known.links)
    shown = found[: asked.limit]
    links = {one.course.course_id: known.of_course(one.course.course_id) for one in shown}
    listed = [course_to_json(one.course, one.status, one.reason, links[one.course.course_id], day) for one in shown]
    given = filters_to_json(wanted)
    texts = [_course_text((one, day), snapshot, client, room, links[one.course.course_id]) for one in shown]
    texts = texts or [room.wording.say(client.language, "answer.no_courses")]
    listed = with_also_at(listed, snapshot, day)
    yield Given({"courses": listed, "filters": given, "total": len(found)}, "\n\n".join(texts))


def get_profile(asked: ProfileWanted, client: Client, room: Room) -> Generator[Given | None]:
    """Give a profile with its tasks and competences; raises `RefusedError` for one that is not known."""
    profiles = room.snapshot(client).profiles()
    found = [one for one in profiles if one.profile_id == asked.profile]
    found = found or [one for one in profiles if _goes_by(one, asked.profile)]
    if len(found) != 1:
        known = ", ".join(f"{one.profile_id} ({one.title})" for one in (found or profiles)[:MOST_NAMED])
        raise RefusedError("profiles_alike" if found else "unknown_profile", profile=asked.profile, known=known)
    view = view_profile(found[0], profiles, asked.as_of or datetime.date.today())
    yield Given(view_to_json(view), "\n".join(view_to_lines(view, room.wording, client.language)))


TOOLS = {
    tool.name: tool
    for tool in (
        Tool("ask", Asked, Answer, ask),
        Tool("search_courses", CoursesWanted, CoursesFound, search_courses),
        Tool("get_profile", ProfileWanted, ProfileSeen, get_profile),
        Tool("analyse_gap", TeamAsked, GapReport, analyse_gap),
        Tool("list_changes", ChangesWanted, ChangesFound, list_changes),
    )
}


def _goes_by(profile: Profile, name: str) -> bool:
    return fold(name) in {fold(known) for known in (profile.profile_id, profile.title, *profile.aliases)}


def _course_text(
    seen: tuple[FoundCourse, datetime.date],
    snapshot: Snapshot,
    client: Client,
    room: Room,
    links: Sequence[Mapping[str, Any]],
) -> str:
    """A course, as found and seen from a day, to be read: the facts, why it fits, and where it stands."""
    found, day = seen
    course = found.course
    lines = course_to_lines(course, found.status, room.wording, client.language, day)
    if found.reason:
        lines.append("   " + room.wording.say(client.language, "mcp.reason", reason=found.reason))
    lines += links_to_lines(links, room.wording, client.language)
    source = snapshot.source(course.source_id)
    if where := course.url or (source.url or source.path if source else None):
        lines.append("   " + room.wording.say(client.language, "mcp.source", source=where))
    lines += also_at_lines(course.course_id, snapshot, room.wording, client.language)
    return "\n".join(lines)
