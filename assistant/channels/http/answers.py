"""`GET /api/answers/{id}`: an answer that was given."""

from typing import Annotated

from fastapi import Depends, FastAPI, Request
from fastapi.responses import Response

from assistant.channels.http.caller import Caller, caller_of
from assistant.channels.http.problems import ProblemError
from assistant.channels.http.replies import described, reply
from assistant.channels.http.service import Service
from assistant.channels.http.shapes.answers import Answer
from assistant.channels.state.types import StoredAnswer


def register(api: FastAPI, service: Service) -> None:
    """Add the route."""

    @api.get(
        "/api/answers/{answer_id}",
        summary="An answer that was given",
        operation_id="get_answer",
        tags=["answers"],
        **described(Answer, 404),
    )
    def answer(request: Request, answer_id: str, caller: Annotated[Caller, Depends(caller_of)]) -> Response:
        return reply(request, service.standing(given_answer(answer_id, caller, service).answer, caller))


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
