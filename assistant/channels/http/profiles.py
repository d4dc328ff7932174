"""`GET /api/profiles` and `/api/profiles/{id}`."""

from typing import Any

from fastapi import FastAPI

from assistant.channels.http.problems import ProblemError
from assistant.channels.http.service import Service
from assistant.channels.passages import profile_to_json


def register(api: FastAPI, service: Service) -> None:
    """Add the routes."""

    @api.get("/api/profiles", summary="All profiles")
    def profiles() -> dict[str, Any]:
        return {"profiles": [profile_to_json(profile) for profile in service.snapshot().profiles()]}

    @api.get("/api/profiles/{profile_id}", summary="One profile")
    def profile(profile_id: str) -> dict[str, Any]:
        found = next((one for one in service.snapshot().profiles() if one.profile_id == profile_id), None)
        if found is None:
            raise ProblemError("unknown_profile", id=profile_id)
        return profile_to_json(found)
