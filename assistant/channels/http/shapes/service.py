"""Problems and ingest runs over HTTP."""

import datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StrictBool

from assistant.channels.state.types import RunState


class FieldProblem(BaseModel):
    """What is wrong with one field."""

    field: str
    detail: str


class Problem(BaseModel):
    """A refusal or failure (RFC 9457); `type` is stable, the sentences are for people."""

    model_config = ConfigDict(extra="allow")

    type: Annotated[str, Field(examples=["/problems/invalid"])]
    title: str
    status: int
    detail: Annotated[str, Field(description="What is wrong, and what to do.")]
    request_id: Annotated[str | None, Field(description="Stands in the log, too.")] = None
    errors: list[FieldProblem] | None = None


class Alive(BaseModel):
    """The process answers."""

    status: Annotated[str, Field(examples=["ok"])]


class Ready(BaseModel):
    """Questions can be answered."""

    status: Annotated[str, Field(examples=["ready"])]
    generation: Annotated[int, Field(ge=1, description="The published generation.")]


class IngestAsked(BaseModel):
    """What to ingest; without paths all known roots again."""

    model_config = ConfigDict(extra="forbid")

    paths: Annotated[list[str], Field(max_length=100, examples=[["/srv/dokumenter"]])] = []
    dry_run: StrictBool = False
    allow_removals: StrictBool = False
    allow_other_answers: StrictBool = False


class IngestProgress(BaseModel):
    """How far an ingest has come; `report` is there when it is done, `problem` when it failed."""

    run_id: str
    state: RunState
    started: datetime.datetime
    finished: datetime.datetime | None
    roots: list[str]
    stage: str
    done: int
    total: int
    report: dict[str, Any] | None
    problem: str | None


class IngestCounts(BaseModel):
    """How many sources were added, changed, kept, removed, or could not be read."""

    added: int
    changed: int
    kept: int
    removed: int
    failed: int


class IngestListed(BaseModel):
    """An ingest in the list; `GET /api/ingest/{run}` has its whole report."""

    run_id: str
    state: RunState
    started: datetime.datetime
    finished: datetime.datetime | None
    owner: Annotated[str, Field(description="A key's id, `schedule`, or empty: this machine without keys.")]
    started_by: Annotated[str | None, Field(description="The key's name.")]
    roots: list[str]
    stage: str
    done: int
    total: int
    generation: int | None
    counts: IngestCounts | None
    problem: str | None


class IngestRuns(BaseModel):
    """The ingests that are kept, the latest first; `next` is where the list goes on."""

    runs: list[IngestListed]
    total: int
    next: str | None
