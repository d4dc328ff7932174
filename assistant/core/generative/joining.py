"""Puts what a model has written together with what was found without it: its rest, the courses, the follow-ups."""

import re
from dataclasses import replace

from assistant.core.drafts import Draft
from assistant.core.generative.writer import Written
from assistant.core.types import AnswerKind, Citation, Claim, CourseSuggestion

# The numbers after a quotation; a source's own words may hold numbers in brackets too.
_NUMBERS = re.compile(r"(?<=[«”] )(?:\[\d+\])+")
_NUMBER = re.compile(r"\d+")


def joined(written: Written, found: Draft) -> Draft:
    """The answer of both. Where the model broke off, the quotations go on; where it said nothing, they are all."""
    if not written.claims:
        return found
    start = Draft(
        AnswerKind.ANSWER,
        written.text,
        written.claims,
        written.citations,
        searched_also=found.searched_also,
        follow_ups=found.follow_ups,
    )
    if found.kind is not AnswerKind.ANSWER:
        return start
    rest = renumbered(found if written.failure else _courses_of(found), len(written.citations))
    return replace(
        start,
        text="\n\n".join(part for part in (start.text, rest.text) if part),
        claims=start.claims + rest.claims,
        citations=start.citations + rest.citations,
        courses=rest.courses,
    )


def renumbered(draft: Draft, after: int) -> Draft:
    """The same draft with its citations numbered from `after` + 1, in the order they have."""
    numbers = {citation.number: place for place, citation in enumerate(draft.citations, after + 1)}

    def anew(match: re.Match[str]) -> str:
        return _NUMBER.sub(lambda number: str(numbers.get(int(number.group()), number.group())), match.group())

    def cited(one: Claim) -> Claim:
        return replace(one, citations=tuple(numbers[number] for number in one.citations))

    def suggested(one: CourseSuggestion) -> CourseSuggestion:
        return replace(one, citations=tuple(numbers[number] for number in one.citations))

    return replace(
        draft,
        text=_NUMBERS.sub(anew, draft.text),
        claims=tuple(map(cited, draft.claims)),
        citations=tuple(replace(one, number=numbers[one.number]) for one in draft.citations),
        courses=tuple(map(suggested, draft.courses)),
    )


def _courses_of(draft: Draft) -> Draft:
    """What of a draft shows its courses."""
    wanted = {number for course in draft.courses for number in course.citations}
    citations: tuple[Citation, ...] = tuple(one for one in draft.citations if one.number in wanted)
    claims = tuple(one for one in draft.claims if set(one.citations) <= wanted)
    return replace(draft, text="", claims=claims, citations=citations)
