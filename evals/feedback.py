"""Turns what people thought of answers into cases, which keep the good answers good and the bad ones from coming back.

How a verdict is read, by what the answer was:

- liked: the answer must show one of the same quotations again (`facts`), of one of the same sources (`sources`), and
  the search must find the passages (`passages`). Liked courses: one of them must be suggested again. Where nothing was
  asserted, that was right: the question has no answer.
- disliked: none of its claims (or courses) may be shown again (`must_not_contain`); whether the sources hold a better
  answer nobody has said (`answerable` null), so abstaining is as good. Where nothing was asserted, that was wrong: the
  question has an answer, whichever.

It is a reading, for people to go over: a dislike of one sentence of five forbids all five until somebody says which.
"""

import datetime
import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from evals.cases import Case, CaseKind
from evals.matching import normalise, without_item_numbers
from evals.metrics.answer_length import MOST_CITATIONS, MOST_QUOTED_WORDS
from evals.metrics.language_match import ENGLISH
from knowledge.personal import mask_personal

SUITE = "feedback"
LIKED, DISLIKED = "up", "down"
"""The tag that says what people thought, beside `feedback`."""
_ID_DIGITS = 10
# "Kompetencer:" leads a list in; by itself it tells no answer from another.
_LEAD_IN = ":"


@dataclass(frozen=True, slots=True)
class Judged:
    """One person's verdict on an answer."""

    question: str
    answer: Mapping[str, Any]
    """The public JSON."""
    liked: bool
    given_on: datetime.date
    earlier: tuple[str, ...] = ()
    """What was asked before it in the same conversation."""


def feedback_cases(judged: Sequence[Judged]) -> list[Case]:
    """A case for each answer, in the order they were first judged, with CPR numbers masked.

    The same answer to the same question is one case, whoever asked: what most thought of it holds, and where as many
    liked as disliked it there is none. What was liked of a question's one answer is not forbidden by another.
    """
    groups: dict[tuple[object, ...], list[Judged]] = {}
    for one in judged:
        groups.setdefault(_same(one), []).append(one)
    cases = [case for group in groups.values() if (case := _case(group)) is not None]
    liked: dict[tuple[str, ...], set[str]] = {}
    for case in cases:
        liked.setdefault(_asked(case), set()).update(normalise(way) for fact in case.facts for way in fact)
    kept = [_without(case, liked[_asked(case)]) for case in cases]
    return [case for case in kept if case.answerable is not None or case.must_not_contain]


def _case(group: Sequence[Judged]) -> Case | None:
    votes = Counter(one.liked for one in group)
    if votes[True] == votes[False]:
        return None
    latest = max(group, key=lambda one: one.given_on)
    is_liked = votes[True] > votes[False]
    digest = hashlib.sha256(repr((_same(latest), is_liked)).encode()).hexdigest()[:_ID_DIGITS]
    case = Case(
        id=f"{SUITE}-{digest}",
        question=_masked(latest.question),
        suite=SUITE,
        conversation=tuple(_masked(question) for question in latest.earlier if question.strip()),
        as_of=latest.given_on,
        tags=(SUITE, LIKED if is_liked else DISLIKED),
    )
    return _expecting(case, latest.answer) if is_liked else _forbidding(case, latest.answer)


def _expecting(case: Case, answer: Mapping[str, Any]) -> Case:
    """That the answer comes again, or one as good."""
    tags = (*case.tags, ENGLISH) if answer["language"] == "en" else case.tags
    citations = _own_citations(answer)
    sources = tuple(dict.fromkeys(citation["source_id"] for citation in citations))
    if answer["kind"] == "courses" and answer["courses"]:
        courses = tuple(course["course_id"] for course in answer["courses"])
        return replace(case, kind=CaseKind.COURSE, expected_courses=courses, sources=sources, tags=tags)
    quotes = _telling([citation["quote"] for citation in citations])
    if not quotes:
        kind = CaseKind.SMALLTALK if answer["kind"] == "smalltalk" else case.kind
        return replace(case, kind=kind, answerable=False, tags=tags)
    is_long = len(answer["citations"]) > MOST_CITATIONS or _words(answer) > MOST_QUOTED_WORDS
    return replace(
        case,
        kind=CaseKind.LIST if is_long else case.kind,
        facts=(tuple(dict.fromkeys(map(_compared, quotes))),),
        sources=sources,
        passages=tuple(dict.fromkeys(quotes)),
        tags=tags,
    )


def _forbidding(case: Case, answer: Mapping[str, Any]) -> Case:
    """That the answer does not come again."""
    said = _telling([claim["text"] for claim in _own_claims(answer)])
    if answer["kind"] == "courses" and answer["courses"]:
        said = [course["title"] for course in answer["courses"]]
    if not said:
        return case
    return replace(case, answerable=None, must_not_contain=tuple(dict.fromkeys(map(_compared, said))))


def _without(case: Case, liked: set[str]) -> Case:
    kept = tuple(words for words in case.must_not_contain if normalise(words) not in liked)
    return replace(case, must_not_contain=kept)


def _own_citations(answer: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The citations of what was answered, without those of courses suggested beside it."""
    beside = {number for course in answer["courses"] for number in course["citations"]}
    own = [citation for citation in answer["citations"] if citation["number"] not in beside]
    return own or list(answer["citations"])


def _own_claims(answer: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    numbers = {citation["number"] for citation in _own_citations(answer)}
    return [claim for claim in answer["claims"] if not claim["citations"] or numbers.intersection(claim["citations"])]


def _telling(texts: Sequence[str]) -> list[str]:
    """Those that say something by themselves; all of them where none does."""
    return [text for text in texts if not text.rstrip().endswith(_LEAD_IN)] or list(texts)


def _compared(text: str) -> str:
    """A quotation in the form in which answers are searched for it."""
    return " ".join(without_item_numbers(text).split())


def _words(answer: Mapping[str, Any]) -> int:
    return sum(len(citation["quote"].split()) for citation in answer["citations"])


def _masked(text: str) -> str:
    # A case belongs to no conversation.
    return mask_personal(text, "").text


def _asked(case: Case) -> tuple[str, ...]:
    return (*case.conversation, case.question)


def _same(one: Judged) -> tuple[object, ...]:
    """What two verdicts on the same answer to the same question have in common."""
    answer = one.answer
    said = tuple(claim["text"] for claim in answer["claims"])
    courses = tuple(course["course_id"] for course in answer["courses"])
    return (*one.earlier, one.question.strip()), answer["kind"], said, courses
