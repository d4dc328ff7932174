"""Answers without a language model: quotations chosen and ordered, courses found, or an honest "it does not say"."""

import re
from collections.abc import Sequence

from assistant.core.abstention import is_answered
from assistant.core.composing import Composed, compose
from assistant.core.course_answers import answer_with_courses, wish_in
from assistant.core.courses.learners import learner_meant
from assistant.core.courses.request import narrowings
from assistant.core.courses.wishes import may_want_courses, names_courses
from assistant.core.cues import cues, first_phrase
from assistant.core.drafts import PASSAGES, Draft, Room, is_for_asker, nearest_of
from assistant.core.evidence import gather, of_named_course
from assistant.core.matching import Term
from assistant.core.question import Question, is_telling, terms_of
from assistant.core.scoring import CHECKED_KINDS, Scored, score_all
from assistant.core.selection import choose
from assistant.core.statements import MOST_QUOTATIONS
from assistant.core.suggestions import LEAST_BESIDE, Suggested, Wish, suggest
from assistant.core.types import (
    AnswerKind,
)
from knowledge.courses import CourseFilter
from knowledge.danish import fold_words, stem
from knowledge.types import Hit, SearchQuery, SearchResult, SourceKind

MOST_FOLLOW_UPS = 2
# A longer item is a sentence, not a topic.
LONGEST_TOPIC = 7
_NUMBERS = re.compile(r"\([^)]*\)|\d+(?:[.,]\d+)?\s*%?")
# The first value of a table's row: `Område: Virksomhedssamarbejde; Andel: 54 %`.
_FIRST_CELL = re.compile(r"[^:;]{1,60}: ([^;]+); ")
# Courses beside an answer are a help, not the answer.
MOST_BESIDE = 2
# A price and a place, a form and a day: so many are said of courses alone.
SURELY_NARROWED = 2


def answer_with_quotations(question: Question, room: Room) -> Draft:
    """Quote what answers, or abstain."""
    result = _search(question, room)
    hits = hits_for(question, room, result)
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


def hits_for(question: Question, room: Room, result: SearchResult | None = None) -> list[Hit]:
    """The passages that may answer, the best first: none of courses for citizens, unless it is citizens who ask."""
    learner = room.request.learner or learner_meant(question.text)
    return [hit for hit in (result or _search(question, room)).hits if is_for_asker(hit, learner)]


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
    """List the courses that fit; else quote what helps: of courses alone where the wish names courses.

    Where neither is to be had, what fits all but a filter is shown, and the filter named.
    """
    found = answer_with_courses(question, room)
    if found.courses:
        return found
    named, wish = names_courses(question.text), wish_in(question, room)
    narrowed = narrowings(wish.filter)
    # "Noget gratis i Jylland i marts" is of courses too, without the word: nothing is left to quote on. So is
    # "noget om samtaler online i foråret": two such things are said of nothing else.
    if not ((narrowed and (named or not wish.subject)) or narrowed >= SURELY_NARROWED):
        quoted = answer_with_quotations(question, room)
        kinds = {citation.source_kind for citation in quoted.citations}
        if kinds == {SourceKind.COURSE} or (bool(kinds) and not named):
            return quoted
    return answer_with_courses(question, room, gives_up=True)


def _search(question: Question, room: Room) -> SearchResult:
    query = SearchQuery(question.text, PASSAGES, learner=room.request.learner, visibilities=room.request.visibilities)
    return room.snapshot.search(query)


def _abstain(question: Question, scored: Sequence[Scored], result: SearchResult, room: Room) -> Draft:
    nearest = nearest_of([one.candidate.hit for one in scored] or list(result.hits))
    key = "answer.abstain_nearest" if nearest else "answer.abstain"
    text = room.say(question.language, key, titles="; ".join(near.title for near in nearest))
    return Draft(AnswerKind.ABSTAIN, text, nearest=nearest, searched_also=result.searched_also)
