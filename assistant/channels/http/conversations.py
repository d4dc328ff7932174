"""`/api/conversations` and `/api/answers`: what was asked and answered before, one's own."""

from typing import Annotated

from fastapi import Depends, FastAPI, Query, Request
from fastapi.responses import Response

from assistant.channels.http.caller import Caller, caller_of
from assistant.channels.http.problems import ProblemError
from assistant.channels.http.replies import Part, described, problems, reply, reply_page
from assistant.channels.http.service import Service
from assistant.channels.http.shapes.answers import Answer, Conversation, ConversationList
from assistant.channels.state.types import StoredAnswer
from assistant.core.rendering import to_json


def register(api: FastAPI, service: Service) -> None:
    """Add the routes."""
    conversations = service.state.conversations

    @api.get(
        "/api/conversations", summary="One's own conversations", tags=["answers"], **described(ConversationList, 422)
    )
    def listed(
        request: Request, part: Annotated[Part, Query()], caller: Annotated[Caller, Depends(caller_of)]
    ) -> Response:
        shown, total = conversations.listed(caller.owner, part.limit, part.offset)
        return reply_page(request, "conversations", [to_json(one) for one in shown], total, part)

    @api.get(
        "/api/conversations/{conversation_id}",
        summary="One conversation",
        tags=["answers"],
        **described(Conversation, 404),
    )
    def conversation(request: Request, conversation_id: str, caller: Annotated[Caller, Depends(caller_of)]) -> Response:
        turns = conversations.turns(conversation_id, caller.owner)
        if not turns:
            raise ProblemError("unknown_conversation")
        answers = [turn.answer for turn in turns if may_read(turn, caller)]
        return reply(request, {"conversation_id": conversation_id, "answers": answers})

    @api.delete(
        "/api/conversations/{conversation_id}",
        summary="Forget a conversation",
        tags=["answers"],
        status_code=204,
        response_model=None,
        responses=problems(404),
    )
    def forget(conversation_id: str, caller: Annotated[Caller, Depends(caller_of)]) -> Response:
        if not conversations.forget(conversation_id, caller.owner):
            raise ProblemError("unknown_conversation")
        return Response(status_code=204)

    @api.get("/api/answers/{answer_id}", summary="An answer that was given", tags=["answers"], **described(Answer, 404))
    def answer(request: Request, answer_id: str, caller: Annotated[Caller, Depends(caller_of)]) -> Response:
        return reply(request, given_answer(answer_id, caller, service).answer)


def given_answer(answer_id: str, caller: Caller, service: Service) -> StoredAnswer:
    """An answer by its id, which nobody can guess: whoever has the link may read it, if it shows nothing internal.

    Raises `ProblemError`.
    """
    found = service.state.answers.find(answer_id)
    if found is None or not may_read(found, caller):
        raise ProblemError("unknown_answer")
    return found


def may_read(stored: StoredAnswer, caller: Caller) -> bool:
    """Whether nothing in the answer is hidden from the caller."""
    return caller.sees_internal or not stored.internal
