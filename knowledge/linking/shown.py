"""The links that courses' own words show, whatever the courses state: no model, each with its sentence."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from knowledge.competences import Competences
from knowledge.linking.confidence import LEAST_CONFIDENCE, SUGGESTED_FROM, confidence, is_worth_comparing
from knowledge.linking.evidence import Evidence, Reader
from knowledge.linking.names import Recognised, recognised
from knowledge.linking.types import CourseLink, LinkStatus
from knowledge.linking.units import Unit, units_of
from knowledge.thesaurus import Thesaurus, bundled_thesaurus
from knowledge.types import Course, Learner, Snapshot


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence of a course that may show a competence."""

    course_id: str
    text_id: str
    unit: Unit
    competence: Recognised
    evidence: Evidence


def shown_links(snapshot: Snapshot, thesaurus: Thesaurus | None = None) -> tuple[CourseLink, ...]:
    """List what the courses' sentences show, ordered by course, the surest first; each competence once a course."""
    links: defaultdict[tuple[str, str], list[tuple[bool, CourseLink]]] = defaultdict(list)
    for candidate in candidates(snapshot, thesaurus):
        link = _link(candidate)
        if link.confidence >= LEAST_CONFIDENCE:
            links[link.course_id, link.competence_key].append((candidate.unit.is_title, link))
    best = (_told_best(of_pair) for of_pair in links.values())
    return tuple(sorted(best, key=lambda link: (link.course_id, -link.confidence, link.competence_key)))


def candidates(snapshot: Snapshot, thesaurus: Thesaurus | None = None) -> Iterator[Candidate]:
    """Give every sentence that shares words with a competence, with its evidence."""
    units = {course.course_id: _units(snapshot, course) for course in snapshot.courses() if _is_of_staff(course)}
    known = thesaurus or _terms_of_the_field()
    sought = [recognised(one, known) for one in Competences.of(snapshot)]
    reader = Reader(sought, (unit for _, own in units.values() for unit in own))
    met: defaultdict[str, list[Candidate]] = defaultdict(list)
    for course, (text_id, own) in units.items():
        for unit in own:
            for competence, evidence in reader.read(unit):
                if is_worth_comparing(evidence):
                    met[competence.key].append(Candidate(course, text_id, unit, competence, evidence))
    yield from _with_meaning(snapshot, met)


def _with_meaning(snapshot: Snapshot, met: Mapping[str, Sequence[Candidate]]) -> Iterator[Candidate]:
    for of_one in met.values():
        cosines = snapshot.similarities(of_one[0].competence.words, [candidate.unit.text for candidate in of_one])
        for candidate, cosine in zip(of_one, cosines, strict=True):
            yield replace(candidate, evidence=replace(candidate.evidence, meaning=max(cosine, 0.0)))


def _told_best(links: Sequence[tuple[bool, CourseLink]]) -> CourseLink:
    """The surest link, shown by a sentence rather than by the title where a sentence would do alone."""
    surest = max((link for _, link in links), key=lambda link: link.confidence)
    sentences = [link for is_title, link in links if not is_title and link.confidence >= SUGGESTED_FROM]
    shown = max(sentences, key=lambda link: link.confidence, default=surest)
    return replace(shown, confidence=surest.confidence)


@cache
def _terms_of_the_field() -> Thesaurus:
    """The bundled thesaurus without its lexicons of general words, which give no other names and take time."""
    return Thesaurus(bundled_thesaurus().concepts.values())


def _is_of_staff(course: Course) -> bool:
    """Courses for citizens teach citizens: profiles, and so their competences, are of staff."""
    return course.learner is not Learner.CITIZEN


def _units(snapshot: Snapshot, course: Course) -> tuple[str, tuple[Unit, ...]]:
    source = snapshot.source(course.source_id)
    return (source.text_id, units_of(snapshot.text(source.text_id))) if source else ("", ())


def _link(candidate: Candidate) -> CourseLink:
    unit = candidate.unit
    return CourseLink(
        candidate.course_id,
        candidate.competence.key,
        candidate.text_id,
        unit.start,
        unit.end,
        unit.text,
        round(confidence(candidate.evidence), 3),
        LinkStatus.SUGGESTED,
    )
