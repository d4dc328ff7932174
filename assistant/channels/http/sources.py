"""`GET /api/sources` and `/api/sources/{id}`: what is known, and from where."""

from typing import Any

from fastapi import FastAPI

from assistant.channels.http.problems import ProblemError
from assistant.channels.http.service import Service
from assistant.channels.passages import source_to_json, sources_to_json


def register(api: FastAPI, service: Service) -> None:
    """Add the routes."""

    @api.get("/api/sources", summary="All sources")
    def sources() -> dict[str, Any]:
        snapshot = service.snapshot()
        return sources_to_json(snapshot.sources(), snapshot)

    @api.get("/api/sources/{source_id:path}", summary="One source")
    def source(source_id: str) -> dict[str, Any]:
        snapshot = service.snapshot()
        found = snapshot.source(source_id)
        if found is None:
            raise ProblemError("unknown_source", id=source_id)
        return source_to_json(found, len(snapshot.passages(source_id)))
