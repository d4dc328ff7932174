"""`GET /api/profiles` and `/api/profiles/{id}`."""

import datetime
from typing import Annotated

from fastapi import Depends, FastAPI, Query, Request
from fastapi.responses import Response

from assistant.channels.http.caller import Caller, caller_of
from assistant.channels.http.exports import FormatAsked, described_list, reply_export, wanted_format
from assistant.channels.http.problems import ProblemError
from assistant.channels.http.replies import Part, described, reply, reply_part
from assistant.channels.http.service import Service
from assistant.channels.http.shapes.days import Day, SeenFrom
from assistant.channels.http.shapes.knowledge import Profiles
from assistant.channels.http.shapes.profiles import ProfileSeen
from assistant.channels.passages import profile_to_json
from assistant.channels.profile_views import view_to_json
from knowledge.profiles.viewing import view_profile


class Wanted(Part):
    """The query parameters of the list; a file holds all of it."""

    format: FormatAsked | None = None
    as_of: Day | None = None


def register(api: FastAPI, service: Service) -> None:
    """Add the routes."""

    @api.get(
        "/api/profiles",
        summary="All profiles",
        tags=["knowledge"],
        operation_id="list_profiles",
        **described_list(Profiles),
    )
    def profiles(
        request: Request, asked: Annotated[Wanted, Query()], caller: Annotated[Caller, Depends(caller_of)]
    ) -> Response:
        snapshot = service.snapshot(caller)
        file_format = wanted_format(request, asked.format)
        if file_format:
            return reply_export(request, snapshot.profiles(), snapshot, file_format)
        return reply_part(
            request, "profiles", [profile_to_json(one, asked.as_of) for one in snapshot.profiles()], asked
        )

    @api.get(
        "/api/profiles/{profile_id}",
        summary="One profile",
        tags=["knowledge"],
        operation_id="get_profile",
        **described(ProfileSeen, 404, 422),
    )
    def profile(
        request: Request,
        profile_id: str,
        seen: Annotated[SeenFrom, Query()],
        caller: Annotated[Caller, Depends(caller_of)],
    ) -> Response:
        profiles = service.snapshot(caller).profiles()
        found = next((one for one in profiles if one.profile_id == profile_id), None)
        if found is None:
            raise ProblemError("unknown_profile", id=profile_id)
        return reply(request, view_to_json(view_profile(found, profiles, seen.as_of or datetime.date.today())))
