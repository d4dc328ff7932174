"""`GET /healthz`: the process is alive. `GET /readyz`: it can answer."""

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, Response

from assistant.channels.explaining import explain_error
from assistant.channels.http.language import language_of
from assistant.channels.http.log_lines import LOG
from assistant.channels.http.problems import ProblemError
from assistant.channels.http.replies import described
from assistant.channels.http.service import Service
from assistant.channels.http.shapes.service import Alive, Ready
from knowledge.errors import FagkompasError
from knowledge.types import SearchQuery


def register(api: FastAPI, service: Service) -> None:
    """Add the routes."""

    @api.get(
        "/healthz", summary="Whether the process is alive", tags=["operation"], operation_id="alive", **described(Alive)
    )
    async def healthz() -> Response:
        # Needs no thread: those may all be busy in a process that is alive.
        return JSONResponse({"status": "ok"})

    @api.get(
        "/readyz",
        summary="Whether questions can be answered",
        tags=["operation"],
        operation_id="ready",
        **described(Ready),
    )
    def readyz(request: Request) -> Response:
        language = language_of(request.headers.get("accept-language"))
        return JSONResponse({"status": "ready", "generation": readiness(service, language)})


def readiness(service: Service, language: str) -> int:
    """The generation that answers now; raises `ProblemError` with what to do where none does."""
    words = service.parts.wording
    try:
        service.state.keys.any()
        snapshot = service.parts.knowledge_base.current()
        snapshot.search(SearchQuery(words.say(language, "page.title"), limit=1))
        return snapshot.number
    except FagkompasError as error:
        raise ProblemError("not_ready", reason=explain_error(error, words, language)) from error
    except Exception as error:
        LOG.exception("The service is not ready")
        raise ProblemError("not_ready", reason=words.say(language, "ready.fault")) from error
