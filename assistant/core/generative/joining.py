"""Puts what a model has written together with what was found without it: its rest, the courses, the follow-ups."""

from dataclasses import replace

from assistant.core.drafts import Draft, renumbered
from assistant.core.generative.writer import Written
from assistant.core.types import AnswerKind, Citation


def joined(written: Written, found: Draft) -> Draft:
    """The answer of both. Where the model broke off, the quotations go on; where it said nothing, they are all.

    What is needed to tell what a team lacks is said after what a model says of it.
    """
    if not written.claims:
        return found
    is_gap = found.kind is AnswerKind.GAP
    start = Draft(
        AnswerKind.GAP if is_gap else AnswerKind.ANSWER,
        written.text,
        written.claims,
        written.citations,
        searched_also=found.searched_also,
        follow_ups=found.follow_ups,
    )
    if found.kind is not AnswerKind.ANSWER and not is_gap:
        return start
    rest = renumbered(found if written.failure or is_gap else _courses_of(found), len(written.citations))
    return replace(
        start,
        text="\n\n".join(part for part in (start.text, rest.text) if part),
        claims=start.claims + rest.claims,
        citations=start.citations + rest.citations,
        courses=rest.courses,
        plan=rest.plan,
    )


def _courses_of(draft: Draft) -> Draft:
    """What of a draft shows its courses."""
    wanted = {number for course in draft.courses for number in course.citations}
    citations: tuple[Citation, ...] = tuple(one for one in draft.citations if one.number in wanted)
    claims = tuple(one for one in draft.claims if set(one.citations) <= wanted)
    return replace(draft, text="", claims=claims, citations=citations)
