"""`/api/ingest`: bring the knowledge base in line, follow how far that is, and see what came of it before."""

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

from fastapi import Depends, FastAPI, Query, Request
from fastapi.responses import JSONResponse, Response

from assistant.channels.http.caller import Caller, caller_of
from assistant.channels.http.ingest_worker import Work, carry_out
from assistant.channels.http.language import language_of
from assistant.channels.http.problems import ProblemError
from assistant.channels.http.replies import Part, described, problems, reply, reply_page
from assistant.channels.http.service import Service
from assistant.channels.http.shapes.service import IngestAsked, IngestProgress, IngestRuns
from assistant.channels.ingest_history import listed_run, names_of, problem_of, without_internal
from assistant.channels.state.types import IngestRun, RunState
from assistant.core.rendering import to_json
from knowledge.errors import NoGenerationError
from knowledge.types import Visibility
from prompts.wording import Wording


def register(api: FastAPI, service: Service) -> None:
    """Add the routes."""

    @api.post(
        "/api/ingest",
        summary="Start an ingest (admin)",
        tags=["operation"],
        operation_id="start_ingest",
        status_code=202,
        response_model=None,
        responses={202: {"model": IngestProgress}, **problems(409, 413, 415, 422)},
    )
    def start(request: Request, asked: IngestAsked, caller: Annotated[Caller, Depends(caller_of)]) -> Response:
        paths = allowed_paths(asked.paths, service)
        refuse_second(service)
        run_id = service.state.ingests.start(caller.owner, paths)
        allowed = asked.allow_removals, asked.allow_other_answers
        work = Work(run_id, tuple(paths), asked.dry_run, *allowed, language_of_request(request))
        threading.Thread(target=carry_out, args=(work, service.parts.settings, service.state), daemon=True).start()
        headers = {"Location": f"/api/ingest/{run_id}"}
        return JSONResponse(progress(run_id, service, caller, language_of_request(request)), 202, headers=headers)

    _register_history(api, service)


def _register_history(api: FastAPI, service: Service) -> None:
    @api.get(
        "/api/ingest",
        summary="The ingests so far, the latest first (editor)",
        tags=["operation"],
        operation_id="list_ingests",
        **described(IngestRuns, 422),
    )
    def listed(request: Request, part: Annotated[Part, Query()]) -> Response:
        kept, names = service.state.ingests, names_of(service.state.keys.listed())
        language, wording = language_of_request(request), service.parts.wording
        runs = [listed_run(run, names, language, wording) for run in kept.listed(part.limit, part.offset)]
        return reply_page(request, "runs", runs, kept.count(), part)

    @api.get(
        "/api/ingest/{run}",
        summary="How far an ingest is (editor)",
        tags=["operation"],
        operation_id="follow_ingest",
        **described(IngestProgress, 404),
    )
    def follow(request: Request, run: str, caller: Annotated[Caller, Depends(caller_of)]) -> Response:
        return reply(request, progress(run, service, caller, language_of_request(request)))


def language_of_request(request: Request) -> str:
    """`da` or `en`."""
    return language_of(request.headers.get("accept-language"))


def allowed_paths(paths: Sequence[str], service: Service) -> list[str]:
    """The paths, resolved; raises `ProblemError` for one that lies under no known root and no root of the settings.

    Whoever holds a key must not read any file of the machine by having it ingested.
    """
    roots = known_roots(service) | {
        Path(root).resolve() for root in service.parts.settings.ingest_roots.split(":") if root
    }
    resolved = []
    for given in paths:
        path = _resolved(given)
        if path is None or not any(path == root or root in path.parents for root in roots):
            raise ProblemError("outside_roots", path=given)
        resolved.append(str(path))
    return resolved


def _resolved(path: str) -> Path | None:
    """Where a path really leads; None for one that the system cannot follow (a zero byte, links in a circle)."""
    try:
        return Path(path).resolve()
    except (OSError, ValueError):
        return None


def known_roots(service: Service) -> set[Path]:
    """What was ingested before; nothing before the first ingest."""
    try:
        return {Path(source.root) for source in service.parts.knowledge_base.current().sources()}
    except NoGenerationError:
        return set()


def refuse_second(service: Service) -> None:
    """Raise `ProblemError` while an ingest started here is under way."""
    latest = service.state.ingests.latest()
    if latest and latest.state is RunState.RUNNING:
        raise ProblemError("ingest_running", run=latest.run_id)


def seen_by(caller: Caller, run: IngestRun, service: Service) -> IngestRun:
    """A run as the caller may see it."""
    if caller.sees_internal:
        return run
    try:
        sources = service.parts.knowledge_base.current().sources()
    except NoGenerationError:
        sources = ()
    return without_internal(run, {one.path for one in sources if one.path and one.visibility is Visibility.INTERNAL})


def progress(run_id: str, service: Service, caller: Caller, language: str) -> dict[str, Any]:
    """A run as the public JSON; raises `ProblemError` for an unknown one."""
    run = service.state.ingests.find(run_id)
    if run is None:
        raise ProblemError("unknown_ingest", id=run_id)
    return _shown(seen_by(caller, run, service), language, service.parts.wording)


def _shown(run: IngestRun, language: str, wording: Wording) -> dict[str, Any]:
    shown: dict[str, Any] = {name: to_json(getattr(run, name)) for name in IngestProgress.model_fields}
    return shown | {"problem": problem_of(run, language, wording)}
