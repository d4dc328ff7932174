"""Generations as small as a test needs them: sources, courses and profiles, and the day of their publication."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from ingest.changes.comparing import changes_between
from ingest.changes.types import Edition, KnowledgeChange
from knowledge.texts import text_id_of
from knowledge.types import Competence, Course, Profile, Snapshot, Source, SourceKind

BEFORE, AFTER = datetime.date(2026, 9, 1), datetime.date(2026, 11, 1)


@dataclass(frozen=True)
class Known:
    """What a generation holds; the rest of a snapshot is not asked for."""

    held_courses: Sequence[Course] = ()
    held_profiles: Sequence[Profile] = ()
    held_sources: Sequence[Source] = field(default=())

    def courses(self) -> Sequence[Course]:
        return self.held_courses

    def profiles(self) -> Sequence[Profile]:
        return self.held_profiles

    def sources(self) -> Sequence[Source]:
        return self.held_sources


def a_course(course_id: str = "facilitering", **given: object) -> Course:
    return replace(Course(course_id, "Facilitering af møder", course_id, "Nordlys"), **given)  # type: ignore[arg-type]


def a_profile(*labels: str, **given: object) -> Profile:
    made = Profile("tovholder", "egne", "2026", "Tovholder", "tovholder", competences=tuple(map(a_competence, labels)))
    return replace(made, **given)  # type: ignore[arg-type]


def a_competence(label: str, **given: object) -> Competence:
    return replace(Competence(label.lower().replace(" ", "-"), label), **given)  # type: ignore[arg-type]


def a_report(source_id: str = "rapport", text: str = "Jobcentret har åbent.", **given: object) -> Source:
    return replace(Source(source_id, SourceKind.REPORT, f"Titel på {source_id}", text_id_of(text), "/r"), **given)  # type: ignore[arg-type]


def edition(known: Known, day: datetime.date) -> Edition:
    snapshot: Snapshot = known  # type: ignore[assignment]
    return Edition(snapshot, day)


def compared(before: Known, after: Known) -> list[KnowledgeChange]:
    return list(changes_between(edition(before, BEFORE), edition(after, AFTER)))


def of_course(before: Course | None, after: Course | None) -> list[KnowledgeChange]:
    return compared(Known([before] if before else []), Known([after] if after else []))


def of_profile(before: Profile | None, after: Profile | None) -> list[KnowledgeChange]:
    return compared(Known((), [before] if before else []), Known((), [after] if after else []))
