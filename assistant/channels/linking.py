"""Links between courses and competences as the doors show them: what a caller may see, judged, with names."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from knowledge.competences import Competences, Known
from knowledge.errors import BadInputError
from knowledge.linking.judging import in_effect, judged_links
from knowledge.linking.linker import Linker
from knowledge.linking.types import CourseLink, LinkJudgement, LinkStatus
from knowledge.types import Course, Snapshot


class UnknownCourseError(BadInputError):
    """No course has that id."""

    code = "unknown_course"


class UnknownCompetenceError(BadInputError):
    """No competence goes by that name; its values hold the nearest ones."""

    code = "unknown_competence"


@dataclass(frozen=True, slots=True)
class LinkWish:
    """Which links to list; None asks for nothing."""

    course_id: str | None = None
    competence: str | None = None
    """Id or any name of a competence."""
    status: LinkStatus | None = None


@dataclass(frozen=True, slots=True)
class Linked:
    """All links of what a caller may see, those that people rejected too."""

    links: tuple[CourseLink, ...]
    register: Competences
    courses: Mapping[str, Course]
    judgements: Mapping[tuple[str, str], LinkJudgement]

    def chosen(self, wish: LinkWish) -> list[dict[str, Any]]:
        """The public JSON of the links wished for, what can be relied on or was rejected; by course, the surest first.

        Raises `UnknownCourseError`, `UnknownCompetenceError`.
        """
        if wish.course_id is not None:
            self.course(wish.course_id)
        key = self.competence(wish.competence).key if wish.competence is not None else None
        shown = (*in_effect(self.links), *(link for link in self.links if link.status is LinkStatus.REJECTED))
        wanted = [
            link
            for link in shown
            if wish.course_id in (None, link.course_id)
            and key in (None, link.competence_key)
            and wish.status in (None, link.status)
        ]
        wanted.sort(key=lambda link: (link.course_id, -link.confidence, link.competence_key))
        return [self.to_json(link) for link in wanted]

    def of_course(self, course_id: str) -> list[dict[str, Any]]:
        """The links of a course that can be relied on."""
        return [self.to_json(link) for link in in_effect(self.links) if link.course_id == course_id]

    def by_course(self) -> Mapping[str, list[dict[str, Any]]]:
        """The same for all courses that have any."""
        found: dict[str, list[dict[str, Any]]] = {}
        for link in in_effect(self.links):
            found.setdefault(link.course_id, []).append(self.to_json(link))
        return found

    def speaking_for(self, competence: str | None) -> Mapping[str, CourseLink]:
        """By course, the link to a competence (an id or a name) that people confirmed or that is only suggested."""
        known = self.register.find(competence) if competence is not None else None
        return {
            link.course_id: link
            for link in in_effect(self.links)
            if known and link.competence_key == known.key and link.status is not LinkStatus.STATED
        }

    def link(self, course_id: str, key: str) -> dict[str, Any] | None:
        """One link, None when nothing speaks for it."""
        found = [one for one in self.links if (one.course_id, one.competence_key) == (course_id, key)]
        return self.to_json(found[0]) if found else None

    def course(self, course_id: str) -> Course:
        """A course by its id; raises `UnknownCourseError`."""
        if course_id not in self.courses:
            raise UnknownCourseError(f"There is no course with the id {course_id!r}.", id=course_id)
        return self.courses[course_id]

    def competence(self, name: str) -> Known:
        """A competence by its id or any name; raises `UnknownCompetenceError`."""
        known = self.register.find(name)
        if known is None:
            near = ", ".join(one.label for one in self.register.nearest(name))
            raise UnknownCompetenceError(f"No competence is called {name!r}.", id=name, nearest=near)
        return known

    def to_json(self, link: CourseLink) -> dict[str, Any]:
        """A link as every door gives it."""
        known = self.register.get(link.competence_key)
        said = self.judgements.get((link.course_id, link.competence_key))
        return {
            "course_id": link.course_id,
            "course_title": self.courses[link.course_id].title,
            "competence_id": link.competence_key,
            "label": known.label if known else link.competence_key,
            "status": link.status.value,
            "confidence": link.confidence,
            "quote": link.quote,
            "text_id": link.text_id,
            "start": link.start,
            "end": link.end,
            "judged_by": said.by if said else None,
            "judged_at": said.when.isoformat() if said and said.when else None,
        }


def linked(linker: Linker, whole: Snapshot, seen: Snapshot, judgements: Iterable[LinkJudgement]) -> Linked:
    """Gather the links of a generation as far as they may be seen; `whole` is where they are found and remembered."""
    said: Sequence[LinkJudgement] = tuple(judgements)
    register = Competences.of(seen)
    keyed = {
        (judgement.course_id, known.key): judgement
        for judgement in said
        if (known := register.get(judgement.competence_key))
    }
    links = judged_links(seen, linker.found(whole), said)
    return Linked(links, register, {course.course_id: course for course in seen.courses()}, keyed)
