"""Reads a wish for courses out of a question: the filter and the subject."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from assistant.core.courses.amounts import read_days, read_ects, read_price
from assistant.core.courses.applied import named
from assistant.core.courses.chosen import (
    read_competence,
    read_form,
    read_level,
    read_order,
    read_profile,
    read_provider,
)
from assistant.core.courses.dates import read_dates
from assistant.core.courses.learners import learner_meant
from assistant.core.courses.loosening import loosened, loosens
from assistant.core.courses.mending import mended
from assistant.core.courses.narrowing import JOINT, narrowed_by, what_narrows
from assistant.core.courses.places import read_places
from assistant.core.courses.reading import Reading
from assistant.core.courses.relaxing import GROUPS
from assistant.core.courses.wishes import is_course_word
from assistant.core.cues import cues
from assistant.core.types import NamedFilter
from knowledge.competences import Competences
from knowledge.courses import CourseFilter
from knowledge.danish import fold, is_stop_word, stem, tokenize
from knowledge.types import Course, Learner, Profile, Snapshot

# What a filter says beside the subject and the learner; who they are for is not what makes others unfit.
_NARROWING = frozenset(
    {
        *("provider", "level", "not_levels", "form", "not_forms", "max_price", "min_price", "min_ects", "max_ects"),
        *("place", "places", "not_places", "regions", "start_from", "start_to", "max_days"),
    }
)


@dataclass(frozen=True, slots=True)
class CourseRequest:
    """A search for courses: the filter, and the words of its subject (may be empty: any course will do)."""

    filter: CourseFilter
    subject: str
    latest: CourseFilter = field(default_factory=CourseFilter)
    """What the last follow-up says by itself, where there is one."""
    taken_back: Sequence[NamedFilter] = ()
    """What a follow-up said that it need not be after all."""


@dataclass(frozen=True, slots=True)
class Supply:
    """What a wish may name: the courses there are, and whom and what they are for."""

    courses: Sequence[Course]
    profiles: Sequence[Profile] = ()

    @classmethod
    def of(cls, snapshot: Snapshot) -> "Supply":
        """What a generation holds."""
        return cls(snapshot.courses(), snapshot.profiles())


def is_narrowed(wanted: CourseFilter) -> bool:
    """Whether a wish says more than what the course is about and for whom: then nothing else will do."""
    return narrowings(wanted) > 0


def narrowings(wanted: CourseFilter) -> int:
    """How many things a wish says beside subject and learner; a first and a last day are one thing."""
    said = _NARROWING & wanted.asked().keys()
    return sum(1 for group in GROUPS if group & said)


def read_request(question: str, learner: Learner | None, supply: Supply, today: datetime.date) -> CourseRequest:
    """Read the wish; places, providers, profiles and competences are those that are known.

    A line that only narrows the wish before it says the same thing anew, or another besides.
    """
    first, *lines = question.split(JOINT)
    others = [line for line in lines if what_narrows(line) is None and not loosens(line)]
    whole = _read(JOINT.join([first, *others]), learner, supply, today)
    for line in lines:
        if line not in others:
            whole = _changed(whole, line, _read(what_narrows(line) or line, learner, supply, today))
    return whole


def _changed(whole: CourseRequest, line: str, more: CourseRequest) -> CourseRequest:
    """A request with what a follow-up takes back, or says in the place of what was said of the same."""
    if loosens(line):
        free = loosened(line, more.filter)
        fields = {name: value for name, value in whole.filter.asked().items() if name in free}
        return replace(whole, taken_back=[*whole.taken_back, *named(CourseFilter(**fields))], latest=CourseFilter())  # type: ignore[arg-type]
    kept = [one for one in whole.taken_back if one not in named(more.filter)]
    said = narrowed_by(whole.filter, more.filter)
    return CourseRequest(said, more.subject or whole.subject, more.filter, kept)


def _read(question: str, learner: Learner | None, supply: Supply, today: datetime.date) -> CourseRequest:
    places = sorted({run.place for course in supply.courses for run in course.runs if run.place})
    text = mended(question, places)
    meant = learner or learner_meant(text)
    reading = read_competence(Reading(text), Competences(supply.profiles, supply.courses))
    for read in (read_ects, read_days, read_price):
        reading = read(reading)
    reading = read_places(read_dates(reading, today), places)
    reading = read_provider(reading, [course.provider for course in supply.courses if course.provider])
    for choose in (read_form, read_level, read_order):
        reading = choose(reading)
    if meant is None:
        reading = read_profile(reading, supply.profiles)
    subject = _subject(reading.rest)
    return CourseRequest(_filter(reading, subject, meant), subject)


def _filter(reading: Reading, subject: str, learner: Learner | None) -> CourseFilter:
    found = dict(reading.found)
    places = found.pop("places", ())
    assert isinstance(places, tuple)
    if len(places) == 1:
        found["place"] = places[0]
    elif places:
        found["places"] = places
    return CourseFilter(query=subject or None, learner=learner, **found)  # type: ignore[arg-type]


def _subject(rest: str) -> str:
    """The words left when those of the request and its learners are taken out."""
    request = cues().request_stems | cues().weak_stems
    learners = {stem(word) for word in (*cues().courses["learner_citizen"], *cues().courses["citizen_after"])}
    words = [token.text for token in tokenize(rest)]
    kept = [word for word in words if not is_stop_word(word) and stem(word) not in request and not word[0].isdigit()]
    kept = [word for word in kept if not is_course_word(fold(word))]
    telling = [word for word in kept if stem(word) not in cues().general_stems and stem(word) not in learners]
    return " ".join(telling or kept)
