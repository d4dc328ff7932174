"""Small profiles, courses and teams for tests of gaps and plans."""

import datetime
from collections.abc import Sequence
from dataclasses import replace

from knowledge.gaps.report import Known, gap_report
from knowledge.gaps.types import GapReport, Limits, Team, TeamRow
from knowledge.types import Competence, Course, CourseCompetence, CourseRun, Learner, Price, Profile

TODAY = datetime.date(2026, 11, 22)


def make_profile(profile_id: str = "konsulent", *competences: tuple[str, int | None], **changes: object) -> Profile:
    """A profile that asks for competences at levels."""
    asked = tuple(Competence("", label, level=level) for label, level in competences)
    profile = Profile(profile_id, "egne", "1", profile_id.capitalize(), profile_id, competences=asked)
    return replace(profile, **changes)  # type: ignore[arg-type]


def make_course(course_id: str, *gives: str, **changes: object) -> Course:
    """A one-day course for staff in January that gives competences; `A:3` is A at level 3."""
    provides = tuple(_competence(one) for one in gives)
    start = datetime.date(2027, 1, 11)
    course = Course(
        course_id, f"Kurset {course_id}", course_id, learner=Learner.EMPLOYEE, level="kursus", form="physical",
        duration="1 dag", price=Price(1000, "DKK", False), provides=provides,
        runs=(CourseRun(start, start, "Aarhus"),),
    )  # fmt: skip
    return replace(course, **changes)  # type: ignore[arg-type]


def run_on(day: str, until: str | None = None, place: str = "Aarhus", **changes: object) -> tuple[CourseRun, ...]:
    """One run from a day to a day."""
    run = CourseRun(datetime.date.fromisoformat(day), datetime.date.fromisoformat(until or day), place)
    return (replace(run, **changes),)  # type: ignore[arg-type]


def needs(*labels: str) -> tuple[CourseCompetence, ...]:
    """What a course requires."""
    return tuple(_competence(one) for one in labels)


def report_of(
    rows: Sequence[TeamRow], profiles: Sequence[Profile], courses: Sequence[Course], limits: Limits | None = None
) -> GapReport:
    """The report of a team, without sources to quote."""
    return gap_report(Team(tuple(rows)), Known(profiles, courses, (), lambda _: None), limits or Limits(), TODAY)


def planned(report: GapReport) -> list[tuple[str, str]]:
    """Who takes which course."""
    return [(one.person, one.offer.course.course_id) for one in report.plan.planned]


def open_gaps(report: GapReport) -> dict[str, str]:
    """Competence -> why its gap stays open."""
    return {one.gap.label: one.why for one in report.plan.unfilled}


def _competence(written: str) -> CourseCompetence:
    label, _, level = written.partition(":")
    return CourseCompetence(label, None, int(level) if level else None)
