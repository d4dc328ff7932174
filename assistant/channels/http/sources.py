"""`GET /api/sources` and `/api/sources/{id}`: what is known, and from where."""

from typing import Annotated

from fastapi import Depends, FastAPI, Query, Request
from fastapi.responses import Response

from assistant.channels.http.caller import Caller, caller_of
from assistant.channels.http.problems import ProblemError
from assistant.channels.http.replies import Part, described, reply, reply_part
from assistant.channels.http.service import Service
from assistant.channels.http.shapes.knowledge import Source, Sources
from assistant.channels.passages import source_to_json, sources_to_json


def register(api: FastAPI, service: Service) -> None:
    """Add the routes."""

    @api.get(
        "/api/sources",
        summary="All sources",
        tags=["knowledge"],
        operation_id="list_sources",
        **described(Sources, 422),
    )
    def sources(
        request: Request, part: Annotated[Part, Query()], caller: Annotated[Caller, Depends(caller_of)]
    ) -> Response:
        snapshot = service.snapshot(caller)
        listed = sources_to_json(snapshot.sources(), snapshot)["sources"]
        return reply_part(request, "sources", listed, part)

    @api.get(
        "/api/sources/{source_id:path}",
        summary="One source",
        tags=["knowledge"],
        operation_id="get_source",
        **described(Source, 404),
    )
    def source(request: Request, source_id: str, caller: Annotated[Caller, Depends(caller_of)]) -> Response:
        snapshot = service.snapshot(caller)
        found = snapshot.source(source_id)
        if found is None:
            raise ProblemError("unknown_source", id=source_id)
        return reply(request, source_to_json(found, len(snapshot.passages(source_id))))
