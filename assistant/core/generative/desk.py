"""What a language model may look up for a question: passages, courses, profiles, gaps; and all that it was shown."""

import datetime
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from html import escape

from assistant.core.course_answers import answer_with_courses
from assistant.core.drafts import Room, is_for_asker
from assistant.core.generative.material import about
from assistant.core.question import Question, read_question
from assistant.core.teams import roles_in
from assistant.core.types import Language
from knowledge.errors import BadInputError
from knowledge.gaps.report import Known, gap_report
from knowledge.gaps.types import GapReport, Limits, Planned, Team, TeamRow
from knowledge.types import Hit, SearchQuery, SearchResult

# Of each look-up, and of all for one question.
MOST_PASSAGES = 6
MOST_LOOK_UPS = 12
# A team told of in a chat; a larger one comes in a file, at another door.
MOST_PEOPLE = 20
MOST_LISTED = 40
NO_MORE = "No more can be looked up for this question."
NOTHING = "Nothing was found."


@dataclass(slots=True)
class Desk:
    """The tools for one question. Each gives text for the model; `found` are the passages shown, in their order."""

    room: Room
    language: Language
    turn: AbstractContextManager[object]
    """Held while something is computed."""
    found: dict[str, Hit] = field(default_factory=dict)
    looked_up: int = 0

    def tools(self) -> Sequence[Callable[..., str]]:
        """What a model may call; names, parameters and docstrings are what it is told of them."""
        return (self.search, self.find_courses, self.get_profile, self.find_gaps)

    def search(self, query: str) -> str:
        """Search all sources: reports, profiles and courses. `query`: a few words in Danish."""
        return self._look_up(lambda: self._shown(self._search(query).hits))

    def find_courses(self, wish: str) -> str:
        """Find courses. `wish`: what is wanted, in Danish words: subject, place, form, price, length, dates."""
        return self._look_up(lambda: self._courses(wish))

    def get_profile(self, title: str) -> str:
        """Show what a profile (a role in a jobcentre) asks for. `title`: its name in Danish."""
        return self._look_up(lambda: self._profile(title))

    def find_gaps(self, role: str, people: int, can: list[str], budget: float | None = None) -> str:
        """Find what people of a role lack, and the courses that fill it.

        `role`: the title of their profile; `people`: how many; `can`: competences that all of them have;
        `budget`: kroner for all courses together.
        """
        return self._look_up(lambda: self._gaps(role, people, can, budget))

    def _look_up(self, work: Callable[[], str]) -> str:
        self.looked_up += 1
        if self.looked_up > MOST_LOOK_UPS:
            return NO_MORE
        with self.turn:
            return work() or NOTHING

    def _read(self, text: str) -> Question:
        return read_question(text, "da", self.room.snapshot, self.room.thesaurus)

    def _search(self, query: str) -> SearchResult:
        request = self.room.request
        wanted = SearchQuery(query, MOST_PASSAGES, learner=request.learner, visibilities=request.visibilities)
        return self.room.snapshot.search(wanted)

    def _courses(self, wish: str) -> str:
        found = answer_with_courses(self._read(wish), self.room, gives_up=True)
        cited = {citation.passage_id for citation in found.citations}
        sources = dict.fromkeys(citation.source_id for citation in found.citations)
        passages = [one for source in sources for one in self.room.snapshot.passages(source)]
        hits = [Hit(one, 1.0) for one in sorted(passages, key=lambda one: one.passage_id not in cited)]
        unmet = ", ".join(one.text for one in found.filters if not one.met)
        told = f"No course fits all of it. These fit without: {unmet}" if unmet and hits else ""
        return self._shown(hits, told)

    def _profile(self, title: str) -> str:
        named = roles_in(title, self.room.snapshot.profiles())
        return self._shown(self._of_source(named[0].versions[0].source_id)) if named else self._no_profile()

    def _no_profile(self) -> str:
        known = sorted({one.title for one in self.room.snapshot.profiles()})[:MOST_LISTED]
        return f"There is no such profile. There are: {', '.join(map(escape, known))}" if known else ""

    def _gaps(self, role: str, people: int, can: list[str], budget: float | None) -> str:
        named = roles_in(role, self.room.snapshot.profiles())
        if not named:
            return self._no_profile()
        profile = named[0].profile
        names = [str(number) for number in range(1, min(max(people, 1), MOST_PEOPLE) + 1)]
        rows = [TeamRow(name, profiles=(profile.profile_id,)) for name in names]
        rows += [TeamRow(name, competence=one) for name in names for one in can[:MOST_LISTED]]
        try:
            report = gap_report(
                Team(tuple(rows)), Known.of(self.room.snapshot, ()), Limits(budget=budget), self.room.today
            )
        except BadInputError as error:
            return escape(error.message)
        courses = dict.fromkeys(planned.offer.course.source_id for planned in report.plan.planned)
        hits = [hit for source in (profile.source_id, *courses) for hit in self._of_source(source)]
        return self._shown(hits, "\n".join(_gap_lines(report)), most=2 * MOST_PASSAGES)

    def _of_source(self, source_id: str) -> list[Hit]:
        return [Hit(passage, 1.0) for passage in self.room.snapshot.passages(source_id)]

    def _shown(self, hits: Iterable[Hit], told: str = "", most: int = MOST_PASSAGES) -> str:
        """The passages as they are shown, each between tags; they are kept for the answer."""
        lines = [told] if told else []
        for hit in [hit for hit in hits if self._may_see(hit)][:most]:
            source = self.room.snapshot.source(hit.passage.source_id)
            if source is None:
                continue
            self.found.setdefault(hit.passage.passage_id, hit)
            title = about(hit, source, self.language, self.room.wording)
            lines.append(f"<passage>\n{escape(title)}\n\n{escape(hit.passage.text)}\n</passage>")
        return "\n".join(lines)

    def _may_see(self, hit: Hit) -> bool:
        source = self.room.snapshot.source(hit.passage.source_id)
        seen = source is not None and source.visibility in self.room.request.visibilities
        return seen and is_for_asker(hit, self.room.request.learner)


def _gap_lines(report: GapReport) -> Iterator[str]:
    """What a team lacks and what a plan would be, for the model that looks things up; none of it is told as it is."""
    for one in report.analysis.notices:
        yield escape(f"Note: {one.code} {dict(one.values)}")
    lacking = [f"{one.label} ({one.lacking} of {one.asked})" for one in report.analysis.competences if one.lacking]
    yield f"Lacking: {escape('; '.join(lacking)) or 'nothing'}"
    for planned in {_key(one): one for one in report.plan.planned}.values():
        fills = ", ".join(filled.gap.label for filled in planned.fills)
        day: datetime.date | None = planned.offer.start
        yield escape(f"Course: {planned.offer.course.title} ({day or 'no date'}) gives {fills}")
    unfilled = dict.fromkeys(f"{one.gap.label} ({one.why})" for one in report.plan.unfilled)
    if unfilled:
        yield f"No course for: {escape('; '.join(unfilled))}"


def _key(planned: Planned) -> tuple[str, datetime.date | None]:
    return planned.offer.course.course_id, planned.offer.start
