"""Answers what profiles ask for, how they differ, what nobody teaches and what a team lacks, in the sources' words."""

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources

from assistant.core.courses.wishes import wants_courses
from assistant.core.cues import phrase_pattern
from assistant.core.drafts import Draft, Room
from assistant.core.profile_page import ProfilePage
from assistant.core.question import Question
from assistant.core.team_answers import answer_on_team
from assistant.core.teams import asks_of_team, roles_in, tells_who_they_are
from assistant.core.types import AnswerKind
from knowledge.competences import Competences
from knowledge.courses import course_status
from knowledge.danish import fold_words
from knowledge.types import CourseStatus, Learner, Profile

# "Forskellen på virksomhedskonsulenten og tovholderen".
_COMPARED = 2


def answer_on_profiles(question: Question, room: Room) -> Draft | None:
    """Answer a question for profiles, competences or a team; None for any other."""
    folded = fold_words(question.text)
    page = ProfilePage(question, room)
    profiles = room.snapshot.profiles()
    if asks_of_team(question.text) or tells_who_they_are(question.text, profiles):
        return answer_on_team(page)
    named = [role.versions for role in roles_in(question.text, profiles)]
    if _asks(folded, "uncovered"):
        return _on_uncovered(page)
    if _asks(folded, "differ") and len(named) == _COMPARED:
        return _on_difference(page, *(versions[0] for versions in named))
    if _asks(folded, "able") and named and not wants_courses(question.text):
        return _on_profile(page, named[0])
    return None


def _on_profile(page: ProfilePage, versions: Sequence[Profile]) -> Draft | None:
    chosen = next((profile for profile in versions if profile.competences), None)
    if chosen is None:
        return None
    page.quote(chosen, (one.label for one in chosen.competences))
    others = [f"{one.title} ({one.profile_set} {one.version})" for one in versions if one is not chosen]
    if others:
        told = f"{chosen.profile_set} {chosen.version}"
        page.say("profiles.versions", version=told, others="; ".join(others))
    return page.draft(AnswerKind.ANSWER) if page.claims else None


def _on_difference(page: ProfilePage, first: Profile, second: Profile) -> Draft | None:
    register = Competences.of(page.room.snapshot)
    mine, theirs = _by_key(first, register), _by_key(second, register)
    if not mine or not theirs or first is second:
        return None
    for key, profile, labels in (
        ("profiles.shared", first, [mine[one] for one in mine if one in theirs]),
        ("profiles.only", first, [mine[one] for one in mine if one not in theirs]),
        ("profiles.only", second, [theirs[one] for one in theirs if one not in mine]),
    ):
        if labels:
            page.say(key, title=profile.title)
            page.quote(profile, labels)
    return page.draft(AnswerKind.ANSWER) if page.claims else None


def _by_key(profile: Profile, register: Competences) -> dict[str, str]:
    return {known.key: one.label for one in profile.competences if (known := register.named(one))}


def _on_uncovered(page: ProfilePage) -> Draft:
    """The competences that profiles ask for and no course that can still be taken gives."""
    snapshot, today = page.room.snapshot, page.room.today
    taught = {
        course.course_id
        for course in snapshot.courses()
        if course.learner is not Learner.CITIZEN and course_status(course, today) is not CourseStatus.EXPIRED
    }
    register = Competences.of(snapshot)
    bare = {one.key for one in register if one.asked_by and not any(by.course_id in taught for by in one.provided_by)}
    page.say("profiles.uncovered" if bare else "profiles.all_covered")
    for profile in snapshot.profiles():
        named = _by_key(profile, register)
        page.quote(profile, [named[key] for key in named if key in bare])
        bare -= named.keys()
    return page.draft(AnswerKind.ANSWER)


def _asks(folded: str, kind: str) -> bool:
    return any(phrase_pattern(phrase).search(folded) for phrase in _table()[kind])


@cache
def _table() -> Mapping[str, Sequence[str]]:
    return tomllib.loads(resources.files("assistant.core").joinpath("profiles.toml").read_text("utf-8"))
