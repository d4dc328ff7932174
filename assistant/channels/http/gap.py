"""`POST /api/gap`: a team in, its gaps and plan out, as JSON, XLSX or PDF; nothing of it is stored or logged."""

import base64
import binascii
import datetime
from typing import Annotated, Any

from fastapi import Depends, FastAPI, Request
from fastapi.responses import JSONResponse, Response

from assistant.channels.http.caller import Caller, caller_of
from assistant.channels.http.html_pages import language_in
from assistant.channels.http.problems import problem
from assistant.channels.http.replies import problems
from assistant.channels.http.service import Service
from assistant.channels.http.shapes.gap import GapAsked, GapReport
from assistant.channels.plans.asking import planned_links, told_report
from assistant.channels.plans.files import MEDIA_TYPES, file_of
from assistant.channels.plans.telling import Teller
from ingest.teams import team_of_bytes, team_of_records
from knowledge.gaps.errors import LimitsError, TeamError, TeamFault
from knowledge.gaps.types import Team

# Not even one's own cache: it names people.
HEADERS = {"Cache-Control": "no-store"}
_BINARY = {"schema": {"type": "string", "format": "binary"}}


def register(api: FastAPI, service: Service) -> None:
    """Add the route."""

    @api.post(
        "/api/gap",
        summary="What a team lacks, and the plan that fills it",
        tags=["knowledge"],
        operation_id="analyse_gap",
        response_model=None,
        responses={
            200: {"model": GapReport, "content": dict.fromkeys(MEDIA_TYPES.values(), _BINARY)},
            **problems(413, 415, 422),
        },
    )
    def gap(request: Request, asked: GapAsked, caller: Annotated[Caller, Depends(caller_of)]) -> Response:
        teller = Teller(service.parts.wording, language_in(request))
        try:
            told = answer(asked, caller, service, teller)
        except TeamError as error:
            return _team_problem(error, teller)
        except LimitsError as error:
            reason = teller.limits_error(error)
            return problem("gap_limits", teller.language, teller.wording, {"reason": reason})
        if asked.format == "json":
            return JSONResponse(told, headers=HEADERS)
        suffix = f".{asked.format}"
        named = {"Content-Disposition": f'attachment; filename="plan{suffix}"'}
        return Response(file_of(suffix, told, teller), headers=HEADERS | named, media_type=MEDIA_TYPES[suffix])


def answer(asked: GapAsked, caller: Caller, service: Service, teller: Teller) -> dict[str, Any]:
    """The public JSON; raises `TeamError` and `LimitsError`."""
    team = team_of(asked)
    links = planned_links(service.linked(caller))
    known = (service.snapshot(caller), links)
    return told_report(team, asked.limits(), asked.as_of or datetime.date.today(), known, teller)


def team_of(asked: GapAsked) -> Team:
    """The team in whichever of the three ways it was sent; raises `TeamError`."""
    given = [one for one in (asked.team, asked.csv, asked.file) if one is not None]
    if len(given) != 1:
        raise TeamError([TeamFault("one_team", values={"count": len(given)})])
    if asked.team is not None:
        return team_of_records([member.model_dump(exclude_none=True) for member in asked.team])
    if asked.csv is not None:
        return team_of_bytes(asked.csv.encode("utf-8", "replace"), "team.csv")
    try:
        data = base64.b64decode(asked.file or "", validate=True)
    except (binascii.Error, ValueError):
        raise TeamError([TeamFault("not_base64")]) from None
    return team_of_bytes(data, asked.name or "")


def _team_problem(error: TeamError, teller: Teller) -> Response:
    """Every fault at once, with its line and column."""
    errors = [
        {"field": fault.column or "team", "line": fault.line, "code": fault.code, "detail": teller.fault(fault)}
        for fault in error.faults
    ]
    return problem("team", teller.language, teller.wording, {"count": len(errors)}, errors=errors)
