"""Answers without a language model: quotations chosen and ordered, courses found, or an honest "it does not say"."""

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.core.abstention import is_answered
from assistant.core.composing import Composed, compose
from assistant.core.course_request import is_narrowed, learner_meant, may_want_courses, names_courses, read_request
from assistant.core.cues import cues, first_phrase, fold_words
from assistant.core.evidence import gather, of_named_course
from assistant.core.matching import Term
from assistant.core.question import Question, is_telling, terms_of
from assistant.core.scoring import CHECKED_KINDS, Scored, score_all
from assistant.core.selection import choose
from assistant.core.statements import MOST_QUOTATIONS
from assistant.core.suggestions import Suggested, Wish, course_line, suggest
from assistant.core.types import (
    AnswerKind,
    AskRequest,
    Citation,
    Claim,
    CourseSuggestion,
    Language,
    NearestSource,
)
from knowledge.courses import CourseFilter
from knowledge.danish import stem
from knowledge.thesaurus import Thesaurus
from knowledge.types import Hit, Learner, SearchQuery, SearchResult, Snapshot, SourceKind
from prompts.wording import Wording

# Passages looked into: the right one is among the first ten for 94 % of the bench questions, and more cost time only.
PASSAGES = 12
# Titles named when nothing answers.
MOST_NEAREST = 3
# A course beside an answer must fit well: nobody asked for it.
LEAST_BESIDE = 0.6
MOST_FOLLOW_UPS = 2
# A longer item is a sentence, not a topic.
LONGEST_TOPIC = 7
_NUMBERS = re.compile(r"\([^)]*\)|\d+(?:[.,]\d+)?\s*%?")
# The first value of a table's row: `Område: Virksomhedssamarbejde; Andel: 54 %`.
_FIRST_CELL = re.compile(r"[^:;]{1,60}: ([^;]+); ")
# Courses beside an answer are a help, not the answer.
MOST_BESIDE = 2


@dataclass(frozen=True, slots=True)
class Draft:
    """An answer before it is numbered, dated and given its notices."""

    kind: AnswerKind
    text: str
    claims: tuple[Claim, ...] = ()
    citations: tuple[Citation, ...] = ()
    courses: tuple[CourseSuggestion, ...] = ()
    nearest: tuple[NearestSource, ...] = ()
    searched_also: tuple[str, ...] = ()
    follow_ups: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Room:
    """What an answer is made in: the generation, the words, the day, and what was asked for besides."""

    snapshot: Snapshot
    wording: Wording
    today: datetime.date
    request: AskRequest
    thesaurus: Thesaurus

    def say(self, language: Language, key: str, **values: object) -> str:
        """A sentence from the wording file."""
        return self.wording.say(language, key, **values)


def answer_with_quotations(question: Question, room: Room) -> Draft:
    """Quote what answers, or abstain."""
    result = _search(question, room)
    learner = room.request.learner or learner_meant(question.text)
    hits = [hit for hit in result.hits if _is_for_asker(hit, learner)]
    candidates = of_named_course(question, gather(room.snapshot, hits))
    scored = score_all(question, candidates, room.snapshot, room.today)
    best = scored[0] if scored else None
    answered = is_answered(question, best)
    only_courses = not answered or (best is not None and best.candidate.source.kind is SourceKind.COURSE)
    if only_courses and may_want_courses(question.text) and (found := answer_with_courses(question, room)).courses:
        return found
    if not answered:
        return _abstain(question, scored, result, room)
    statements = choose(question, scored, room.snapshot)
    composed = compose(statements, room.snapshot, question.language, room.wording)
    if not composed.claims:
        return _abstain(question, scored, result, room)
    beside = courses_beside(question, composed, room)
    return Draft(
        AnswerKind.ANSWER,
        composed.text,
        composed.claims + beside.claims,
        composed.citations + beside.citations,
        beside.courses,
        searched_also=result.searched_also,
        follow_ups=_follow_ups(question, composed, room),
    )


def courses_beside(question: Question, composed: Composed, room: Room) -> Suggested:
    """Courses on what the answer names first, where the question is of something hard, lacking or needed.

    Who asks for a figure or a date wants that, whatever it is of.
    """
    if question.expected in CHECKED_KINDS or first_phrase(fold_words(question.text), cues().courses["helps"]) is None:
        return Suggested()
    terms = _beside(question, composed, room)
    if not terms:
        return Suggested()
    wanted = CourseFilter(query=" ".join(term.word for term in terms), learner=room.request.learner)
    most = MOST_BESIDE if question.wants_list or question.wants_extreme else MOST_QUOTATIONS - len(composed.citations)
    wish = Wish(wanted, terms, min(MOST_BESIDE, max(0, most)), LEAST_BESIDE)
    return suggest(wish, room.snapshot, room.today, question.language, len(composed.citations) + 1)


def _beside(question: Question, composed: Composed, room: Room) -> list[Term]:
    """What courses beside an answer must be about: the first thing its list names, else the question's subject."""
    for topic in _topics(composed):
        return [term for term in terms_of(topic, room.snapshot, room.thesaurus) if is_telling(term)]
    people = {stem(word) for phrase in cues().courses["staff"] for word in phrase.split()} | cues().helps_stems
    return [term for term in question.subject if is_telling(term) and stem(term.word) not in people]


def _topics(composed: Composed) -> list[str]:
    """What the items of the list or table in an answer are about, without numbers and brackets."""
    topics = []
    for claim, citation in zip(composed.claims, composed.citations, strict=True):
        row = _FIRST_CELL.match(claim.text)
        if row or claim.text != citation.quote:
            topic = _NUMBERS.sub("", row.group(1) if row else claim.text).strip(" .:")
            if 0 < len(topic.split()) <= LONGEST_TOPIC:
                topics.append(topic)
    return topics


def _follow_ups(question: Question, composed: Composed, room: Room) -> tuple[str, ...]:
    """Questions for courses on the first things that a list names."""
    if first_phrase(fold_words(question.text), cues().courses["helps"]) is None:
        return ()
    topics = _topics(composed)[:MOST_FOLLOW_UPS]
    return tuple(room.say(question.language, "follow_up.courses", topic=topic.lower()) for topic in topics)


def answer_wish(question: Question, room: Room) -> Draft:
    """List the courses that fit; else quote what helps: of courses alone where the wish names courses."""
    found = answer_with_courses(question, room)
    if found.courses:
        return found
    request = read_request(question.text, room.request.learner, room.snapshot.courses(), room.today)
    if is_narrowed(request.filter) and names_courses(question.text):
        return found
    quoted = answer_with_quotations(question, room)
    kinds = {citation.source_kind for citation in quoted.citations}
    fits = kinds == {SourceKind.COURSE} or (bool(kinds) and not names_courses(question.text))
    return quoted if fits else found


def answer_with_courses(question: Question, room: Room) -> Draft:
    """List the courses that fit; else what the sources say; else say that none does."""
    found = _courses(question, room)
    if found.courses:
        text = "\n".join([room.say(question.language, "answer.courses"), "", *_course_lines(found, question, room)])
        return Draft(AnswerKind.COURSES, text, found.claims, found.citations, found.courses)
    return _no_courses(question, room)


def _courses(question: Question, room: Room) -> Suggested:
    learner = room.request.learner
    request = read_request(question.text, learner, room.snapshot.courses(), room.today)
    terms = _about(question.terms, request.subject)
    found = _suggest(request.filter, terms, question, room)
    if not found.courses and request.filter.learner is not None and learner is None:
        # "Jeg er leder ..." need not mean a course for managers.
        found = _suggest(replace(request.filter, learner=None), terms, question, room)
    return found


def _about(terms: Sequence[Term], subject: str) -> list[Term]:
    """The terms of the subject; those who are to learn count only when nothing else is said."""
    folded = f" {fold_words(subject)} "
    wanted = [term for term in terms if f" {term.word} " in folded]
    learners = {word for phrase in cues().courses["staff"] for word in phrase.split()}
    return [term for term in wanted if term.word not in learners] or wanted


def _suggest(wanted: CourseFilter, terms: Sequence[Term], question: Question, room: Room) -> Suggested:
    wish = Wish(wanted, terms, visibilities=room.request.visibilities, lapsed=not is_narrowed(wanted))
    return suggest(wish, room.snapshot, room.today, question.language, first_number=1)


def _course_lines(found: Suggested, question: Question, room: Room) -> list[str]:
    return ["- " + course_line(course, question.language, room.wording) for course in found.courses]


def _no_courses(question: Question, room: Room) -> Draft:
    hits = room.snapshot.search(SearchQuery(question.text, limit=PASSAGES, kind=SourceKind.COURSE)).hits
    nearest = _nearest([hit for hit in hits if _is_for_asker(hit, room.request.learner)])
    key = "answer.no_courses_nearest" if nearest else "answer.no_courses"
    titles = "; ".join(near.title for near in nearest)
    return Draft(AnswerKind.ABSTAIN, room.say(question.language, key, titles=titles), nearest=nearest)


def _search(question: Question, room: Room) -> SearchResult:
    query = SearchQuery(question.text, PASSAGES, learner=room.request.learner, visibilities=room.request.visibilities)
    return room.snapshot.search(query)


def _is_for_asker(hit: Hit, learner: Learner | None) -> bool:
    """Courses for citizens answer only those who ask for citizens."""
    return not (
        hit.passage.kind is SourceKind.COURSE
        and hit.passage.learner is Learner.CITIZEN
        and learner is not Learner.CITIZEN
    )


def _abstain(question: Question, scored: Sequence[Scored], result: SearchResult, room: Room) -> Draft:
    nearest = _nearest([one.candidate.hit for one in scored] or list(result.hits))
    key = "answer.abstain_nearest" if nearest else "answer.abstain"
    text = room.say(question.language, key, titles="; ".join(near.title for near in nearest))
    return Draft(AnswerKind.ABSTAIN, text, nearest=nearest, searched_also=result.searched_also)


def _nearest(hits: Sequence[Hit]) -> tuple[NearestSource, ...]:
    titles: dict[str, str] = {}
    for hit in hits:
        titles.setdefault(hit.passage.source_id, hit.passage.title)
    return tuple(NearestSource(source_id, title) for source_id, title in list(titles.items())[:MOST_NEAREST])
