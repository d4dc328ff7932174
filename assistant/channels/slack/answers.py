"""Answers as they are kept, and as they are made again from what is kept."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from pydantic import TypeAdapter

from assistant.channels.model_budget import within_budget
from assistant.channels.slack.desk import Desk
from assistant.channels.slack.memory import conversation_of, history, owner_of
from assistant.channels.slack.scope import names_internal
from assistant.channels.state.slack_types import Question
from assistant.core.rendering import answer_to_json
from assistant.core.types import Answer, AskRequest
from knowledge.types import Learner


def answer_of(kept: Mapping[str, Any]) -> Answer:
    """An answer from its public JSON."""
    return _adapter().validate_python(dict(kept))


@cache
def _adapter() -> TypeAdapter[Answer]:
    return TypeAdapter(Answer)


def made(question: Question, desk: Desk) -> Answer:
    """The answer to a question, kept before anybody sees it; raises `FagkompasError`."""
    chosen = desk.state.slack_people.find(desk.identity.team, question.person)
    request = AskRequest(
        question.text,
        conversation_of(question),
        history(question, desk),
        Learner(chosen.learner) if chosen.learner else None,
        visibilities=desk.visibilities(question),
        language="en" if chosen.language == "en" else "da" if chosen.language == "da" else None,
    )
    answer = asked(request, desk)
    is_internal = names_internal(answer, desk)
    desk.state.slack_replies.answered(question.key, answer_to_json(answer), is_internal)
    return answer


def asked(request: AskRequest, desk: Desk) -> Answer:
    """The answer to a request; what a language model takes is the workspace's use of it. Raises `FagkompasError`."""
    allowed = within_budget(request, f"slack:{desk.identity.team}", desk.settings, desk.state)
    return desk.parts.assistant.ask(allowed)


def remember(question: Question, answer: Answer, desk: Desk) -> None:
    """Put an answer into its conversation, if it is not there yet."""
    if desk.state.answers.find(answer.id) is None:
        is_internal = names_internal(answer, desk)
        desk.state.conversations.remember(answer_to_json(answer), owner_of(question), is_internal)


def find_answer(answer_id: str, desk: Desk) -> Answer | None:
    """An answer that was given; None once it is forgotten."""
    kept = desk.state.answers.find(answer_id)
    return answer_of(kept.answer) if kept else None
