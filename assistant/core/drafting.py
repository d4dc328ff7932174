"""Chooses the way to answer: small talk, profiles and teams, courses, or quotations; part by part where need be."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate

from assistant.core import extractive
from assistant.core.course_answers import wish_in
from assistant.core.courses.narrowing import JOINT, wish_text
from assistant.core.courses.request import is_narrowed
from assistant.core.courses.wishes import wants_courses, wants_something
from assistant.core.drafts import Draft, Room, renumbered
from assistant.core.follow_up import stand_alone
from assistant.core.parts import heading, needs_steps, parts_of
from assistant.core.private import asks_of_person
from assistant.core.profile_answers import answer_on_profiles
from assistant.core.question import Question, read_question
from assistant.core.smalltalk import smalltalk
from assistant.core.types import AnswerKind, Language, Turn
from knowledge.personal import searchable

# What is left of a masked number is no word, let alone a name, of the question.
_MASKED = re.compile(r"\bX{2,}(?:\W{0,3}X{2,})*\b")


def draft_of(asked: str, before: Sequence[Turn], language: Language, room: Room) -> tuple[Draft, Question | None]:
    """An answer without a language model, and beside it the question where a model may answer it better.

    `before`: what was said before, which it may lean on. Of a question that is several, each is answered, and one that
    points back leans on the one before it.
    """
    parts, said, drafts, is_open = parts_of(asked), list(before), [], False
    for part in parts:
        alone = _MASKED.sub(" ", searchable(stand_alone(part, said)))
        taken_away = said[-1].without if said and JOINT in alone else ()
        draft, question = _draft_one(alone, language, replace(room, taken_away=taken_away))
        drafts.append(draft)
        said.append(Turn(alone, draft.text, tuple(one.named for one in draft.without)))
        if len(parts) == 1:
            return draft, question
        is_open = is_open or question is not None
    alone_each = [turn.question for turn in said[len(before) :]]
    is_open = is_open and not any(map(asks_of_person, alone_each))
    whole = read_question(" ".join(alone_each), language, room.snapshot, room.thesaurus) if is_open else None
    return _in_parts(parts, drafts, language, room), whole


def _draft_one(alone: str, language: Language, room: Room) -> tuple[Draft, Question | None]:
    kind = smalltalk(alone)
    if kind:
        return Draft(AnswerKind.SMALLTALK, room.say(language, f"smalltalk.{kind}")), None
    question = read_question(alone, language, room.snapshot, room.thesaurus)
    if not question.terms:
        return Draft(AnswerKind.ABSTAIN, room.say(language, "answer.empty")), None
    told = answer_on_profiles(question, room)
    if told is not None:
        # A plan in words is what a model can help with; profiles are told of exactly as they are.
        return told, question if told.kind is AnswerKind.GAP and needs_steps(alone) else None
    wish = wish_text(alone)
    if wants_courses(wish) or (wants_something(wish) and is_narrowed(wish_in(question, room).filter)):
        return extractive.answer_wish(question, room), None
    draft = extractive.answer_with_quotations(question, room)
    is_open = draft.kind in (AnswerKind.ANSWER, AnswerKind.ABSTAIN) and not asks_of_person(question.text)
    return draft, question if is_open else None


def _in_parts(parts: Sequence[str], drafts: Sequence[Draft], language: Language, room: Room) -> Draft:
    """The answers under their questions; where none is answered, that is said of the whole."""
    if not any(draft.claims for draft in drafts):
        return drafts[0]
    before = accumulate((len(draft.citations) for draft in drafts), initial=0)
    numbered = [renumbered(draft, count) for draft, count in zip(drafts, before, strict=False)]
    text = "\n\n".join(
        room.say(language, "answer.part", question=heading(part), answer=draft.text)
        for part, draft in zip(parts, numbered, strict=True)
    )
    kinds = [draft.kind for draft in drafts if draft.claims]
    return Draft(
        kinds[0],
        text,
        tuple(claim for draft in numbered for claim in draft.claims),
        tuple(citation for draft in numbered for citation in draft.citations),
        tuple({course.course_id: course for draft in numbered for course in draft.courses}.values()),
        searched_also=tuple(dict.fromkeys(word for draft in drafts for word in draft.searched_also)),
        follow_ups=tuple(dict.fromkeys(one for draft in drafts for one in draft.follow_ups)),
        filters=tuple(dict.fromkeys(one for draft in drafts for one in draft.filters)),
        without=tuple(dict.fromkeys(one for draft in drafts for one in draft.without)),
        plan=next((draft.plan for draft in drafts if draft.plan), None),
    )
