"""`GET /api/stale`: one's own answers that quote what is gone."""

from typing import Annotated

from fastapi import Depends, FastAPI, Query, Request
from fastapi.responses import Response

from assistant.channels.http.caller import Caller, caller_of
from assistant.channels.http.replies import Part, described, reply_part
from assistant.channels.http.service import Service
from assistant.channels.http.shapes.changes import StaleAnswers
from assistant.channels.standing import stale_answers
from assistant.core.rendering import to_json


def register(api: FastAPI, service: Service) -> None:
    """Add the route."""

    @api.get(
        "/api/stale",
        summary="One's own answers that quote what is gone",
        tags=["answers"],
        operation_id="list_stale_answers",
        **described(StaleAnswers, 422),
    )
    def stale(
        request: Request, part: Annotated[Part, Query()], caller: Annotated[Caller, Depends(caller_of)]
    ) -> Response:
        found = stale_answers(service.state, service.snapshot(caller), caller.owner, caller.sees_internal)
        return reply_part(request, "answers", [to_json(one) for one in found], part)
