"""What changed about courses: closed, moved, dearer, new."""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ingest.changes.types import ChangeCode, Edition, KnowledgeChange, Value
from knowledge.courses import course_status
from knowledge.danish import fold
from knowledge.runs import is_over
from knowledge.types import Course, CourseCompetence, CourseRun, CourseStatus, Price, SourceKind


def course_changes(before: Edition, after: Edition) -> Iterator[KnowledgeChange]:
    """Compare all courses of two generations."""
    old = {course.course_id: course for course in before.snapshot.courses()}
    new = {course.course_id: course for course in after.snapshot.courses()}
    for course_id, course in old.items():
        # What had run out before is missed by nobody.
        if course_id not in new and course_status(course, before.day) is not CourseStatus.EXPIRED:
            yield _about(course, ChangeCode.COURSE_CLOSED)
    for course_id, course in new.items():
        status = course_status(course, after.day)
        if course_id not in old:
            yield replace(_about(course, ChangeCode.COURSE_NEW), status=status, after=_coming(course, after.day))
            continue
        for change in _Compared(old[course_id], course, before.day, after.day).all():
            yield replace(change, status=status)


@dataclass(frozen=True, slots=True)
class _Compared:
    """One course in two generations."""

    old: Course
    new: Course
    old_day: datetime.date
    new_day: datetime.date

    def all(self) -> Iterator[KnowledgeChange]:
        """Every change of it; what cannot be taken any more is not told of further."""
        if course_status(self.new, self.new_day) is CourseStatus.EXPIRED:
            if course_status(self.old, self.old_day) is not CourseStatus.EXPIRED:
                yield _about(self.new, ChangeCode.COURSE_EXPIRED)
            return
        yield from self._price()
        if self.old.provider != self.new.provider:
            yield self._changed(ChangeCode.COURSE_PROVIDER, self.old.provider, self.new.provider)
        yield from self._runs()
        yield from self._competences("provides", self.old.provides, self.new.provides)
        yield from self._competences("requires", self.old.requires, self.new.requires)

    def _price(self) -> Iterator[KnowledgeChange]:
        old, new = self.old.price, self.new.price
        if old != new:
            yield self._changed(_price_code(old, new), old, new)

    def _runs(self) -> Iterator[KnowledgeChange]:
        gone = [run for run in self.old.runs if run not in self.new.runs and not is_over(run, self.new_day)]
        come = [run for run in self.new.runs if run not in self.old.runs and not is_over(run, self.new_day)]
        for old, new in _moved(gone, come):
            gone.remove(old)
            come.remove(new)
            if parts := _parts(old, new):
                yield self._changed(ChangeCode.COURSE_MOVED, old, new, part=" ".join(parts))
        for run in gone:
            yield self._changed(ChangeCode.RUN_CANCELLED, run, None)
        for run in come:
            yield self._changed(ChangeCode.RUN_NEW, None, run)

    def _competences(
        self, part: str, old: Sequence[CourseCompetence], new: Sequence[CourseCompetence]
    ) -> Iterator[KnowledgeChange]:
        before, after = _by_key(old), _by_key(new)
        for key in before.keys() - after.keys():
            yield self._changed(ChangeCode.COMPETENCE_DROPPED, None, None, item=before[key].label, part=part)
        for key in after.keys() - before.keys():
            yield self._changed(ChangeCode.COMPETENCE_ADDED, None, None, item=after[key].label, part=part)
        for key in before.keys() & after.keys():
            if before[key].level != after[key].level:
                levels = before[key].level, after[key].level
                yield self._changed(ChangeCode.COMPETENCE_LEVEL, *levels, item=after[key].label, part=part)

    def _changed(
        self, code: ChangeCode, before: Value, after: Value, item: str | None = None, part: str | None = None
    ) -> KnowledgeChange:
        return replace(_about(self.new, code), before=before, after=after, item=item, part=part)


def _about(course: Course, code: ChangeCode) -> KnowledgeChange:
    return KnowledgeChange(
        code,
        SourceKind.COURSE,
        course.course_id,
        course.title,
        course.source_id,
        course.provider,
        learner=course.learner,
        date=course.date,
        fictional=course.fictional,
    )


def _coming(course: Course, day: datetime.date) -> CourseRun | None:
    """The run that can be joined first."""
    coming = [run for run in course.runs if run.start is not None and not is_over(run, day)]
    return min(coming, key=lambda run: run.start or datetime.date.max, default=None)


def _price_code(old: Price | None, new: Price | None) -> ChangeCode:
    """Dearer or cheaper where the two can be compared: in one currency, and both with or both without VAT."""
    if old is None or new is None or (old.currency, old.vat_included) != (new.currency, new.vat_included):
        return ChangeCode.COURSE_PRICE
    return ChangeCode.COURSE_DEARER if new.amount > old.amount else ChangeCode.COURSE_CHEAPER


def _moved(gone: Sequence[CourseRun], come: Sequence[CourseRun]) -> list[tuple[CourseRun, CourseRun]]:
    """Pair runs that are the same one held otherwise: on the same day, else in the same place, else the only ones."""
    left, free = list(gone), list(come)
    pairs = []
    for same in (_same_day_and_place, _same_day, _same_place):
        for old in list(left):
            fitting = next((new for new in free if same(old, new)), None)
            if fitting is not None:
                pairs.append((old, fitting))
                left.remove(old)
                free.remove(fitting)
    return [*pairs, (left[0], free[0])] if len(left) == len(free) == 1 else pairs


def _same_day_and_place(old: CourseRun, new: CourseRun) -> bool:
    return _same_day(old, new) and old.place == new.place


def _same_day(old: CourseRun, new: CourseRun) -> bool:
    return old.start is not None and old.start == new.start


def _same_place(old: CourseRun, new: CourseRun) -> bool:
    return old.place is not None and old.place == new.place


def _parts(old: CourseRun, new: CourseRun) -> list[str]:
    """What of a run is otherwise."""
    differing = {
        "date": (old.start, old.end) != (new.start, new.end),
        "place": old.place != new.place,
        "deadline": old.deadline != new.deadline,
    }
    return [name for name, differs in differing.items() if differs]


def _by_key(competences: Sequence[CourseCompetence]) -> Mapping[str, CourseCompetence]:
    return {one.competence_id or fold(one.label): one for one in competences}
