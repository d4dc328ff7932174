"""`/api/conversations`: what was asked and answered before, one's own."""

from typing import Annotated

from fastapi import Depends, FastAPI, Query, Request
from fastapi.responses import Response

from assistant.channels.http.answers import may_read
from assistant.channels.http.caller import Caller, caller_of
from assistant.channels.http.problems import ProblemError
from assistant.channels.http.replies import Part, described, problems, reply, reply_page
from assistant.channels.http.service import Service
from assistant.channels.http.shapes.answers import Conversation, ConversationList
from assistant.core.rendering import to_json


def register(api: FastAPI, service: Service) -> None:
    """Add the routes."""
    conversations = service.state.conversations

    @api.get(
        "/api/conversations",
        summary="One's own conversations",
        operation_id="list_conversations",
        tags=["answers"],
        **described(ConversationList, 422),
    )
    def listed(
        request: Request, part: Annotated[Part, Query()], caller: Annotated[Caller, Depends(caller_of)]
    ) -> Response:
        shown, total = conversations.listed(caller.owner, part.limit, part.offset)
        return reply_page(request, "conversations", [to_json(one) for one in shown], total, part)

    @api.get(
        "/api/conversations/{conversation_id}",
        summary="One conversation",
        operation_id="get_conversation",
        tags=["answers"],
        **described(Conversation, 404),
    )
    def conversation(request: Request, conversation_id: str, caller: Annotated[Caller, Depends(caller_of)]) -> Response:
        turns = conversations.turns(conversation_id, caller.owner)
        if not turns:
            raise ProblemError("unknown_conversation")
        answers = [service.standing(turn.answer, caller) for turn in turns if may_read(turn, caller)]
        return reply(request, {"conversation_id": conversation_id, "answers": answers})

    _register_forgetting(api, service)


def _register_forgetting(api: FastAPI, service: Service) -> None:
    @api.delete(
        "/api/conversations/{conversation_id}",
        summary="Forget a conversation",
        operation_id="forget_conversation",
        tags=["answers"],
        status_code=204,
        response_model=None,
        responses=problems(404),
    )
    def forget(conversation_id: str, caller: Annotated[Caller, Depends(caller_of)]) -> Response:
        if not service.state.conversations.forget(conversation_id, caller.owner):
            raise ProblemError("unknown_conversation")
        return Response(status_code=204)
