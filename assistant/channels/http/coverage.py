"""`GET /api/coverage` and `/api/coverage/file`: what the courses cover of what the profiles ask for."""

import datetime
from typing import Annotated, Any

from fastapi import Depends, FastAPI, Query, Request
from fastapi.responses import Response

from assistant.channels.coverage_files import FORMS, coverage_file
from assistant.channels.covering import coverage_to_json
from assistant.channels.http.caller import Caller, caller_of
from assistant.channels.http.html_pages import language_in
from assistant.channels.http.replies import CACHE_CONTROL, described, problems, reply
from assistant.channels.http.service import Service
from assistant.channels.http.shapes.coverage import CoverageAsked, CoverageFileAsked, CoverageMatrix
from knowledge.coverage import Coverage, CoverageWish, coverage
from knowledge.linking.judging import in_effect


def register(api: FastAPI, service: Service) -> None:
    """Add the routes."""

    @api.get(
        "/api/coverage",
        summary="Profiles, competences and the courses that give them",
        tags=["knowledge"],
        operation_id="get_coverage",
        **described(CoverageMatrix, 422),
    )
    def matrix(
        request: Request, asked: Annotated[CoverageAsked, Query()], caller: Annotated[Caller, Depends(caller_of)]
    ) -> Response:
        return reply(request, coverage_to_json(covered(asked, caller, service)))

    @api.get(
        "/api/coverage/file",
        summary="The same as a picture or a table",
        tags=["knowledge"],
        operation_id="get_coverage_file",
        response_class=Response,
        responses={200: _files(), **problems(422)},
    )
    def file(
        request: Request, asked: Annotated[CoverageFileAsked, Query()], caller: Annotated[Caller, Depends(caller_of)]
    ) -> Response:
        found = covered(asked, caller, service)
        made = coverage_file(found, asked.format, service.parts.wording, language_in(request))
        headers = {
            "Content-Disposition": f'attachment; filename="fagkompas-coverage.{asked.format}"',
            "Cache-Control": CACHE_CONTROL,
            # A picture is no page: opened by itself, nothing in it runs.
            "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
            "X-Content-Type-Options": "nosniff",
        }
        return Response(made, media_type=FORMS[asked.format], headers=headers)


def covered(asked: CoverageAsked, caller: Caller, service: Service) -> Coverage:
    """The coverage as this caller may see it."""
    snapshot = service.snapshot(caller)
    wish = CoverageWish(asked.learner, asked.level, asked.region, tuple(asked.profile_set))
    links = in_effect(service.linked(caller).links)
    return coverage(snapshot, links, wish, asked.as_of or datetime.date.today())


def _files() -> dict[str, Any]:
    schema = {"schema": {"type": "string", "format": "binary"}}
    return {"description": "The file", "content": {kind.partition(";")[0]: schema for kind in FORMS.values()}}
