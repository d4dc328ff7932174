"""`POST /api/feedback`: whether an answer helped, and why not."""

from typing import Annotated

from fastapi import Depends, FastAPI
from fastapi.responses import Response

from assistant.channels.http.answers import given_answer
from assistant.channels.http.caller import Caller, caller_of
from assistant.channels.http.replies import problems
from assistant.channels.http.service import Service
from assistant.channels.http.shapes.answers import Given


def register(api: FastAPI, service: Service) -> None:
    """Add the route."""

    @api.post(
        "/api/feedback",
        summary="Say whether an answer helped",
        tags=["answers"],
        operation_id="feedback",
        status_code=204,
        response_model=None,
        responses=problems(404, 413, 415, 422),
    )
    def feedback(given: Given, caller: Annotated[Caller, Depends(caller_of)]) -> Response:
        given_answer(given.answer_id, caller, service)
        service.state.feedback.give(given.answer_id, given.verdict, given.comment, caller.owner)
        return Response(status_code=204)
