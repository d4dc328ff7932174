"""`GET /api/links` and `POST /api/links`: links between courses and competences, and people's judgements of them."""

from typing import Annotated

from fastapi import Depends, FastAPI, Query, Request
from fastapi.responses import Response

from assistant.channels.http.caller import Caller, caller_of
from assistant.channels.http.problems import ProblemError
from assistant.channels.http.replies import Part, described, reply, reply_part
from assistant.channels.http.service import Service
from assistant.channels.http.shapes.links import Judged, JudgedLink, Links, Name, Saying
from assistant.channels.linking import LinkWish, UnknownCompetenceError
from assistant.channels.state.types import Role
from knowledge.linking.types import LinkStatus, LinkVerdict

# Who judges without a key does so on this machine.
_HERE = "localhost"
_NONE_NEAR = "–"


class Wanted(Part):
    """The query parameters of the list."""

    course: Name | None = None
    competence: Name | None = None
    status: LinkStatus | None = None


def register(api: FastAPI, service: Service) -> None:
    """Add the routes."""

    @api.get(
        "/api/links",
        summary="Links between courses and competences",
        tags=["knowledge"],
        operation_id="list_links",
        **described(Links, 404, 422),
    )
    def links(
        request: Request, asked: Annotated[Wanted, Query()], caller: Annotated[Caller, Depends(caller_of)]
    ) -> Response:
        wish = LinkWish(asked.course, asked.competence, asked.status)
        try:
            chosen = service.linked(caller).chosen(wish)
        except UnknownCompetenceError as error:
            raise _unknown(error) from None
        return reply_part(request, "links", chosen, asked, may_judge=caller.role >= Role.EDITOR)

    @api.post(
        "/api/links",
        summary="Confirm or reject a link",
        tags=["knowledge"],
        operation_id="judge_link",
        **described(JudgedLink, 404, 413, 415, 422),
    )
    def judge(request: Request, given: Judged, caller: Annotated[Caller, Depends(caller_of)]) -> Response:
        known = service.linked(caller)
        known.course(given.course_id)
        try:
            key = known.competence(given.competence).key
        except UnknownCompetenceError as error:
            raise _unknown(error) from None
        if given.verdict is Saying.WITHDRAWN:
            service.state.links.withdraw(given.course_id, key)
        else:
            service.state.links.judge(given.course_id, key, LinkVerdict(given.verdict), caller.owner or _HERE)
        return reply(request, {"link": service.linked(caller).link(given.course_id, key)})


def _unknown(error: UnknownCompetenceError) -> ProblemError:
    return ProblemError(error.code, id=error.values["id"], nearest=error.values["nearest"] or _NONE_NEAR)
