"""The links that courses state themselves, each with the place in the course's text where it stands."""

from collections.abc import Callable, Iterator

from knowledge.danish import fold, tokenize
from knowledge.linking.types import CourseLink, LinkStatus
from knowledge.types import Course, CourseCompetence, Snapshot


def stated_links(snapshot: Snapshot) -> tuple[CourseLink, ...]:
    """List what the courses say that they give, ordered by course and as the course lists it, each once."""
    key_of = _keys(snapshot)
    return tuple(link for course in snapshot.courses() for link in _of_course(snapshot, course, key_of))


def _of_course(snapshot: Snapshot, course: Course, key_of: Callable[[CourseCompetence], str]) -> Iterator[CourseLink]:
    source = snapshot.source(course.source_id)
    if source is None or not course.provides:
        return
    text = snapshot.text(source.text_id)
    seen: set[str] = set()
    for given in course.provides:
        key = key_of(given)
        if key not in seen:
            seen.add(key)
            start, end = _place(text, course, given.label)
            yield CourseLink(course.course_id, key, source.text_id, start, end, text[start:end], 1.0, LinkStatus.STATED)


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


def _keys(snapshot: Snapshot) -> Callable[[CourseCompetence], str]:
    ids = {
        _plain(label): competence.competence_id
        for profile in reversed(snapshot.profiles())
        for competence in profile.competences
        for label in (*competence.alt_labels, competence.label)
    }
    return lambda given: given.competence_id or ids.get(_plain(given.label)) or _plain(given.label).replace(" ", "-")


def _plain(words: str) -> str:
    return " ".join(fold(token.text) for token in tokenize(words))
