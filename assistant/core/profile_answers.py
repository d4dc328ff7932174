"""Answers what profiles ask for, how they differ, what nobody teaches and what a team lacks, in the sources' words."""

import re
import tomllib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import islice

from assistant.core.composing import cite, frame, holds, readable
from assistant.core.courses.chosen import profiles_by_stems, role_stem
from assistant.core.courses.wishes import wants_courses
from assistant.core.courses.words import any_of
from assistant.core.cues import phrase_pattern
from assistant.core.drafts import Draft, Room
from assistant.core.question import Question, terms_of
from assistant.core.statements import LONGEST_LIST, Quotation
from assistant.core.suggestions import MOST_COURSES, Suggested, Wish, course_line, suggest
from assistant.core.types import AnswerKind, Citation, Claim
from knowledge.competences import Competences, Known
from knowledge.courses import CourseFilter, course_status
from knowledge.danish import fold_words, tokenize
from knowledge.types import CourseStatus, Hit, Learner, Profile, Source

# "Forskellen på virksomhedskonsulenten og tovholderen".
_COMPARED = 2


@dataclass(slots=True)
class _Page:
    """An answer while it is written: its lines, and the claims and citations they rest on."""

    question: Question
    room: Room
    lines: list[str]
    claims: list[Claim]
    citations: list[Citation]

    def say(self, key: str, **values: object) -> None:
        self.lines += [self.room.say(self.question.language, key, **values), ""]

    def quote(self, profile: Profile, labels: Iterable[str]) -> None:
        """Quote the lines of a profile's text that name these competences, as far as they hold."""
        source = self.room.snapshot.source(profile.source_id)
        first = islice(labels, LONGEST_LIST)
        quoted = [line for label in first if source and (line := self._line(profile, source, label))]
        if source and quoted:
            self.lines += [frame(source, self.question.language, self.room.wording), "", *quoted, ""]

    def _line(self, profile: Profile, source: Source, label: str) -> str | None:
        snapshot = self.room.snapshot
        for passage in snapshot.passages(profile.source_id):
            match = re.search(rf"^\W*({re.escape(label)}(?!\w).*)$", passage.text, re.MULTILINE)
            if match:
                span = Quotation(passage.start + match.start(1), passage.start + match.end(1))
                citation = cite(len(self.citations) + 1, span, Hit(passage, 1.0), source, snapshot)
                claim = Claim(readable(citation.quote), (citation.number,))
                if holds(claim, citation, snapshot, self.question.language):
                    self.claims.append(claim)
                    self.citations.append(citation)
                    numbers = f"[{citation.number}]"
                    return "- " + self.room.say(
                        self.question.language, "answer.quotation", quote=claim.text, numbers=numbers
                    )
        return None

    def draft(self, kind: AnswerKind, found: Suggested | None = None) -> Draft:
        courses = found or Suggested()
        text = "\n".join(self.lines).strip()
        citations = (*self.citations, *courses.citations)
        return Draft(kind, text, (*self.claims, *courses.claims), citations, courses.courses)


def answer_on_profiles(question: Question, room: Room) -> Draft | None:
    """Answer a question for profiles, competences or a team; None for any other."""
    folded = fold_words(question.text)
    page = _Page(question, room, [], [], [])
    named = profiles_in(question.text, room.snapshot.profiles())
    if _asks(folded, "team") or (_asks(folded, "we_are") and _asks(folded, "nobody")):
        return _on_team(page, named)
    if _asks(folded, "uncovered"):
        return _on_uncovered(page)
    if _asks(folded, "differ") and len(named) == _COMPARED:
        return _on_difference(page, *(versions[0] for versions in named))
    if _asks(folded, "able") and named and not wants_courses(question.text):
        return _on_profile(page, named[0])
    return None


def profiles_in(text: str, profiles: Sequence[Profile]) -> list[Sequence[Profile]]:
    """List the profiles a text names in its order, each with its versions; the longest name at a place counts."""
    by_stems, tokens, found = profiles_by_stems(profiles), tokenize(text), []
    stems, place = [role_stem(token.text) for token in tokens], 0
    while place < len(stems):
        sizes = range(len(stems) - place, 0, -1)
        size = next((size for size in sizes if tuple(stems[place : place + size]) in by_stems), 0)
        if size:
            found.append(by_stems[tuple(stems[place : place + size])])
        place += size or 1
    return found


def _on_profile(page: _Page, versions: Sequence[Profile]) -> Draft | None:
    chosen = next((profile for profile in versions if profile.competences), None)
    if chosen is None:
        return None
    page.quote(chosen, (one.label for one in chosen.competences))
    others = [f"{one.title} ({one.profile_set} {one.version})" for one in versions if one is not chosen]
    if others:
        told = f"{chosen.profile_set} {chosen.version}"
        page.say("profiles.versions", version=told, others="; ".join(others))
    return page.draft(AnswerKind.ANSWER) if page.claims else None


def _on_difference(page: _Page, first: Profile, second: Profile) -> Draft | None:
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


def _on_uncovered(page: _Page) -> Draft:
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


def _on_team(page: _Page, named: Sequence[Sequence[Profile]]) -> Draft:
    """Say what is needed to tell what a team lacks; of what is told in words, the competences and their courses."""
    lacking = _lacking(page.question.text, Competences.of(page.room.snapshot))
    profile = next((one for versions in named for one in versions if one.competences), None)
    if profile is None and not lacking:
        page.say("profiles.team_needs")
        return page.draft(AnswerKind.GAP)
    if profile is not None:
        page.say("profiles.team_asked", title=profile.title)
        page.quote(profile, (one.label for one in profile.competences))
    if not lacking:
        page.say("profiles.team_tell")
        return page.draft(AnswerKind.GAP)
    found = _courses_for(page, [known.label for known in lacking])
    labels = ", ".join(known.label for known in lacking)
    page.say("profiles.team_courses" if found.courses else "profiles.team_no_courses", competences=labels)
    page.lines += ["- " + course_line(one, page.question.language, page.room.wording) for one in found.courses]
    page.lines.append("")
    page.say("profiles.team_file")
    return page.draft(AnswerKind.GAP, found)


def _lacking(text: str, register: Competences) -> list[Known]:
    """The competences named after "ingen kan" and the like, up to the end of the sentence."""
    told = re.search(rf"{any_of(_table()['nobody'])}\s+([^.?!]*)", text, re.IGNORECASE)
    parts = re.split(r",|\s+(?:og|eller|and|or)\s+", told.group(1)) if told else []
    known = [register.find(part.strip()) for part in parts if part.strip()]
    return list({one.key: one for one in known if one}.values())


def _courses_for(page: _Page, labels: Collection[str]) -> Suggested:
    found = Suggested()
    for label in labels:
        shown = terms_of(label, page.room.snapshot, page.room.thesaurus)
        wanted = CourseFilter(competence=label)
        wish = Wish(wanted, (), MOST_COURSES, visibilities=page.room.request.visibilities, shown=shown)
        first = len(page.citations) + len(found.citations) + 1
        more = suggest(wish, page.room.snapshot, page.room.today, page.question.language, first)
        found = Suggested(found.courses + more.courses, found.claims + more.claims, found.citations + more.citations)
    return found


def _asks(folded: str, kind: str) -> bool:
    return any(phrase_pattern(phrase).search(folded) for phrase in _table()[kind])


@cache
def _table() -> Mapping[str, Sequence[str]]:
    return tomllib.loads(resources.files("assistant.core").joinpath("profiles.toml").read_text("utf-8"))
