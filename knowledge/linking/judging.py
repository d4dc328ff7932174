"""People's judgements laid over what courses state and show; what somebody rejected never comes back."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from knowledge.competences import Competences
from knowledge.linking.confidence import SUGGESTED_FROM
from knowledge.linking.shown import shown_links
from knowledge.linking.stated import stated_links
from knowledge.linking.types import CourseLink, LinkJudgement, LinkStatus, LinkVerdict
from knowledge.types import Snapshot

_STATUSES = {LinkVerdict.CONFIRMED: LinkStatus.CONFIRMED, LinkVerdict.REJECTED: LinkStatus.REJECTED}


def found_links(snapshot: Snapshot) -> tuple[CourseLink, ...]:
    """List what the courses state, then what their words show besides; takes seconds where there are thousands."""
    stated = stated_links(snapshot)
    pairs = {(link.course_id, link.competence_key) for link in stated}
    shown = (link for link in shown_links(snapshot) if (link.course_id, link.competence_key) not in pairs)
    return (*stated, *shown)


def judged_links(
    snapshot: Snapshot, found: Iterable[CourseLink], judgements: Iterable[LinkJudgement]
) -> tuple[CourseLink, ...]:
    """Give every link the status that people gave it, and add those that only people know of; ordered by course.

    A judgement of a course or competence that is no longer known waits until it is there again, and a link found in
    more than this snapshot shows stays out. A confirmed link whose sentence is gone shows the course's title.
    """
    register = Competences.of(snapshot)
    courses = {course.course_id for course in snapshot.courses()}
    verdicts = {
        (judgement.course_id, known.key): judgement.verdict
        for judgement in judgements
        if (known := register.get(judgement.competence_key))
    }
    judged = [
        _judged(link, verdicts.pop((link.course_id, link.competence_key), None))
        for link in found
        if link.course_id in courses and register.get(link.competence_key)
    ]
    judged += _of_people_alone(snapshot, verdicts)
    return tuple(sorted(judged, key=lambda link: link.course_id))


def in_effect(links: Iterable[CourseLink], threshold: float = SUGGESTED_FROM) -> tuple[CourseLink, ...]:
    """Keep what is stated, confirmed, or suggested with some confidence."""
    return tuple(
        link
        for link in links
        if link.status in (LinkStatus.STATED, LinkStatus.CONFIRMED)
        or (link.status is LinkStatus.SUGGESTED and link.confidence >= threshold)
    )


def effective_links(
    snapshot: Snapshot, judgements: Iterable[LinkJudgement], found: Sequence[CourseLink] | None = None
) -> tuple[CourseLink, ...]:
    """List the links to go by; `found` are those of `found_links`, where they are at hand."""
    return in_effect(judged_links(snapshot, found_links(snapshot) if found is None else found, judgements))


def _judged(link: CourseLink, verdict: LinkVerdict | None) -> CourseLink:
    if verdict is None or (verdict is LinkVerdict.CONFIRMED and link.status is LinkStatus.STATED):
        return link
    return replace(link, status=_STATUSES[verdict], confidence=_sureness(verdict))


def _sureness(verdict: LinkVerdict) -> float:
    return 1.0 if verdict is LinkVerdict.CONFIRMED else 0.0


def _of_people_alone(snapshot: Snapshot, verdicts: dict[tuple[str, str], LinkVerdict]) -> list[CourseLink]:
    if not verdicts:
        return []
    courses = {course.course_id: course for course in snapshot.courses()}
    links = []
    for (course_id, key), verdict in verdicts.items():
        course = courses.get(course_id)
        source = snapshot.source(course.source_id) if course else None
        if source is not None:
            title = snapshot.text(source.text_id).partition("\n")[0]
            place = (source.text_id, 0, len(title), title)
            links.append(CourseLink(course_id, key, *place, _sureness(verdict), _STATUSES[verdict]))
    return links
