"""Answers a wish with the courses that fit, each with its quotation, and says what they were searched by."""

from collections.abc import Sequence
from dataclasses import replace

from assistant.core.courses.applied import applied, left_out, named
from assistant.core.courses.relaxing import relaxed
from assistant.core.courses.request import CourseRequest, Supply, is_narrowed, read_request
from assistant.core.cues import cues
from assistant.core.drafts import PASSAGES, Draft, Room, is_for_asker, nearest_of
from assistant.core.matching import Term
from assistant.core.question import Question, terms_of
from assistant.core.suggestions import LEAST_BESIDE, LEAST_COVERAGE, Suggested, Wish, course_line, suggest
from assistant.core.types import AnswerKind, AppliedFilter, Language
from knowledge.courses import CourseFilter
from knowledge.danish import fold_words
from knowledge.types import SearchQuery, SourceKind
from prompts.wording import Wording


def wish_in(question: Question, room: Room) -> CourseRequest:
    """Read the wish in a question, with what the asker may have taken away of it."""
    return read_request(question.text, room.request.learner, Supply.of(room.snapshot), room.today)


def answer_with_courses(question: Question, room: Room, gives_up: bool = False) -> Draft:
    """List the courses that fit; else say that none does.

    `gives_up`: before that, list those that fit all but one filter or two, and name those.
    """
    said = wish_in(question, room)
    before = [one for one in room.taken_away if one not in named(said.latest)]
    taken_away = [*room.request.without, *said.taken_back, *before]
    request = replace(said, filter=left_out(said.filter, taken_away))
    found, given_up = _courses(request, question, room)
    if gives_up and not found.courses:
        found, given_up = _without_a_filter(request, question, room)
    profiles = room.snapshot.profiles()
    filters = applied(request.filter, given_up, profiles, room.wording, question.language)
    whole = applied(said.filter, (), profiles, room.wording, question.language)
    kept = {(one.name, one.value) for one in filters}
    without = tuple(one for one in whole if (one.name, one.value) not in kept)
    searched_by = searched_by_line(filters, without, room.wording, question.language)
    above = [searched_by, ""] if searched_by else []
    if not found.courses:
        draft = _no_courses(question, room)
        return replace(draft, text="\n".join([*above, draft.text]), filters=filters, without=without)
    text = "\n".join([*above, _heading(filters, question, room), "", *_course_lines(found, question, room)])
    listed = Draft(AnswerKind.COURSES, text, found.claims, found.citations, found.courses)
    return replace(listed, filters=filters, without=without)


def searched_by_line(
    filters: Sequence[AppliedFilter], without: Sequence[AppliedFilter], wording: Wording, language: Language
) -> str:
    """What was searched by, and what the asker has taken away: the first paragraph of the answer; empty for neither."""
    told = [("searched_by", filters), ("searched_without", without)]
    return " ".join(
        # "3.000 kr." has a full stop of its own.
        wording.say(language, f"answer.{key}", filters=", ".join(one.text for one in those).removesuffix("."))
        for key, those in told
        if those
    )


def _heading(filters: Sequence[AppliedFilter], question: Question, room: Room) -> str:
    unmet = [one.text for one in filters if not one.met]
    if unmet:
        return room.say(question.language, "answer.courses_without", filters=", ".join(unmet))
    return room.say(question.language, "answer.courses")


def _courses(request: CourseRequest, question: Question, room: Room) -> tuple[Suggested, frozenset[str]]:
    """The courses, and what of the filter they do not satisfy."""
    terms = _about(question.terms, request.subject)
    found = _suggest(request.filter, terms, question, room)
    if not found.courses and request.filter.learner is not None and room.request.learner is None:
        # "Jeg er leder ..." need not mean a course for managers.
        return _suggest(replace(request.filter, learner=None), terms, question, room), frozenset({"learner"})
    return found, frozenset()


def _without_a_filter(request: CourseRequest, question: Question, room: Room) -> tuple[Suggested, frozenset[str]]:
    """The courses, and the fields of the filter that were given up to find them."""
    terms = _about(question.terms, request.subject)
    for names, wider in relaxed(request.filter):
        found = _suggest(wider, terms, question, room, LEAST_BESIDE)
        if found.courses:
            return found, names
    return Suggested(), frozenset()


def _about(terms: Sequence[Term], subject: str) -> list[Term]:
    """The terms of the subject; those who are to learn count only when nothing else is said."""
    folded = f" {fold_words(subject)} "
    wanted = [term for term in terms if f" {term.word} " in folded]
    learners = {word for phrase in cues().courses["staff"] for word in phrase.split()}
    return [term for term in wanted if term.word not in learners] or wanted


def _suggest(
    wanted: CourseFilter, terms: Sequence[Term], question: Question, room: Room, least: float = LEAST_COVERAGE
) -> Suggested:
    shown = terms_of(wanted.competence or "", room.snapshot, room.thesaurus)
    lapsed = not is_narrowed(wanted)
    wish = Wish(wanted, terms, least=least, visibilities=room.request.visibilities, lapsed=lapsed, shown=shown)
    return suggest(wish, room.snapshot, room.today, question.language, first_number=1)


def _course_lines(found: Suggested, question: Question, room: Room) -> list[str]:
    return ["- " + course_line(course, question.language, room.wording) for course in found.courses]


def _no_courses(question: Question, room: Room) -> Draft:
    hits = room.snapshot.search(SearchQuery(question.text, limit=PASSAGES, kind=SourceKind.COURSE)).hits
    nearest = nearest_of([hit for hit in hits if is_for_asker(hit, room.request.learner)])
    key = "answer.no_courses_nearest" if nearest else "answer.no_courses"
    titles = "; ".join(near.title for near in nearest)
    return Draft(AnswerKind.ABSTAIN, room.say(question.language, key, titles=titles), nearest=nearest)
