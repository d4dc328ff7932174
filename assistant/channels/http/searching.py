"""`GET /api/search`: the ranked passages behind an answer."""

from typing import Annotated

from fastapi import Depends, FastAPI, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field

from assistant.channels.http.caller import Caller, caller_of
from assistant.channels.http.replies import described, reply
from assistant.channels.http.service import Service
from assistant.channels.http.shapes.knowledge import Passages
from assistant.channels.passages import result_to_json
from assistant.core.assistant import LONGEST_QUESTION
from knowledge.types import Learner, SearchQuery, SourceKind

MOST_HITS = 100


class Search(BaseModel):
    """The query parameters of a search."""

    model_config = ConfigDict(extra="forbid")

    q: Annotated[str, Field(examples=["virksomhedssamarbejde"])]
    limit: Annotated[int, Field(ge=1, le=MOST_HITS)] = 10
    kind: SourceKind | None = None
    learner: Learner | None = None


def register(api: FastAPI, service: Service) -> None:
    """Add the route."""

    @api.get(
        "/api/search", summary="Find passages", tags=["knowledge"], operation_id="search", **described(Passages, 422)
    )
    def search(
        request: Request, asked: Annotated[Search, Query()], caller: Annotated[Caller, Depends(caller_of)]
    ) -> Response:
        snapshot = service.snapshot(caller)
        words = asked.q[:LONGEST_QUESTION]
        query = SearchQuery(words, asked.limit, asked.kind, asked.learner, visibilities=caller.visibilities)
        return reply(request, result_to_json(snapshot.search(query), snapshot))
