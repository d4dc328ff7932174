"""`GET /api/changes`: what changed between two generations."""

from typing import Annotated

from fastapi import Depends, FastAPI, Query, Request
from fastapi.responses import Response
from pydantic import Field

from assistant.channels.changing import report_to_json
from assistant.channels.http.caller import Caller, caller_of
from assistant.channels.http.html_pages import language_in
from assistant.channels.http.replies import Part, described, reply_part
from assistant.channels.http.service import Service
from assistant.channels.http.shapes.changes import Changes, Generation
from ingest.changes.comparing import compare_generations


class Between(Part):
    """The query parameters: two generations, by default the last two."""

    before: Annotated[Generation | None, Field(alias="from")] = None
    after: Annotated[Generation | None, Field(alias="to")] = None


def register(api: FastAPI, service: Service) -> None:
    """Add the route."""

    @api.get(
        "/api/changes",
        summary="What changed between two generations",
        tags=["knowledge"],
        operation_id="list_changes",
        **described(Changes, 404, 422),
    )
    def changes(
        request: Request, asked: Annotated[Between, Query()], caller: Annotated[Caller, Depends(caller_of)]
    ) -> Response:
        base, seen = service.parts.knowledge_base, caller.visibilities
        report = compare_generations(base, asked.before, asked.after, seen)
        told = report_to_json(report, service.parts.wording, language_in(request))
        return reply_part(request, "changes", told.pop("changes"), asked, **told)
