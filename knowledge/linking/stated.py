"""The links that courses state themselves, each with the place in the course's text where it stands."""

from collections.abc import Iterator

from knowledge.competences import Competences
from knowledge.linking.types import CourseLink, LinkStatus
from knowledge.types import Course, Snapshot


def stated_links(snapshot: Snapshot) -> tuple[CourseLink, ...]:
    """List what the courses say that they give, ordered by course and as the course lists it, each once."""
    register = Competences.of(snapshot)
    return tuple(link for course in snapshot.courses() for link in _of_course(snapshot, course, register))


def _of_course(snapshot: Snapshot, course: Course, register: Competences) -> Iterator[CourseLink]:
    source = snapshot.source(course.source_id)
    if source is None or not course.provides:
        return
    text = snapshot.text(source.text_id)
    seen: set[str] = set()
    for given in course.provides:
        known = register.named(given)
        if known and known.key not in seen:
            seen.add(known.key)
            start, end = _place(text, course, given.label)
            yield CourseLink(
                course.course_id, known.key, source.text_id, start, end, text[start:end], 1.0, LinkStatus.STATED
            )


def _place(text: str, course: Course, label: str) -> tuple[int, int]:
    """Where a label stands among all that the course gives, else anywhere; the title where it is written otherwise."""
    at = 0
    for line in text.splitlines(keepends=True):
        if all(given.label in line for given in course.provides):
            start = at + line.rindex(label)
            return start, start + len(label)
        at += len(line)
    start = text.find(label)
    return (start, start + len(label)) if start >= 0 else (0, len(text.partition("\n")[0]))
