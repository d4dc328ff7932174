"""`GET /api/search`: the ranked passages behind an answer."""

from typing import Annotated, Any

from fastapi import FastAPI, Query
from pydantic import BaseModel, ConfigDict, Field

from assistant.channels.http.service import Service
from assistant.channels.passages import result_to_json
from assistant.core.assistant import LONGEST_QUESTION
from knowledge.types import Learner, SearchQuery, SourceKind

MOST_HITS = 100


class Search(BaseModel):
    """The query parameters of a search."""

    model_config = ConfigDict(extra="forbid")

    q: str
    limit: Annotated[int, Field(ge=1, le=MOST_HITS)] = 10
    kind: SourceKind | None = None
    learner: Learner | None = None


def register(api: FastAPI, service: Service) -> None:
    """Add the route."""

    @api.get("/api/search", summary="Find passages")
    def search(asked: Annotated[Search, Query()]) -> dict[str, Any]:
        snapshot = service.snapshot()
        query = SearchQuery(asked.q[:LONGEST_QUESTION], asked.limit, asked.kind, asked.learner)
        return result_to_json(snapshot.search(query), snapshot)
