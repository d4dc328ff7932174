"""`POST /api/ask`: one question, one answer, whole or as it comes."""

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Annotated, Any

from fastapi import Depends, FastAPI, Request
from fastapi.responses import JSONResponse, Response, StreamingResponse

from assistant.channels.http.caller import Caller, caller_of
from assistant.channels.http.events import MEDIA_TYPE, PULSE, PULSE_SECONDS, named, written
from assistant.channels.http.language import language_of
from assistant.channels.http.problems import LOG, ProblemError, explained, refusal, unexpected
from assistant.channels.http.relay import BusyError, LateError, Stream
from assistant.channels.http.replies import problems
from assistant.channels.http.service import Service
from assistant.channels.http.shapes.answers import Answer, Asked
from assistant.core.events import Event
from assistant.core.rendering import answer_to_json
from assistant.core.types import NamedFilter
from knowledge.errors import FagkompasError

# Somebody's answer is finished in a second or two.
SECONDS_WHEN_BUSY = 2
STREAMED = {
    "description": "The whole answer; with `Accept: text/event-stream` the events status, sources, token, citation, "
    "courses, answer, error and done.",
    "content": {MEDIA_TYPE: {"schema": {"type": "string"}}},
    "model": Answer,
}


def register(api: FastAPI, service: Service) -> None:
    """Add the route."""

    @api.post(
        "/api/ask",
        summary="Answer a question from the sources",
        tags=["answers"],
        operation_id="ask",
        response_model=None,
        responses={200: STREAMED, **problems(404, 413, 415, 422)},
    )
    def ask(request: Request, asked: Asked, caller: Annotated[Caller, Depends(caller_of)]) -> Response:
        request_made = service.request(asked.question, caller, asked.conversation_id, asked.learner, asked.as_of)
        wanted = replace(request_made, without=[NamedFilter(one.name, one.value) for one in asked.without])
        if MEDIA_TYPE not in request.headers.get("accept", ""):
            return JSONResponse(answer_to_json(service.ask(wanted, caller)))
        stream = begin(service, lambda: service.stream(wanted, caller))
        return StreamingResponse(told(stream, request, service), media_type=MEDIA_TYPE)


def begin(service: Service, work: Any) -> Stream[Any]:
    """Take a place among the streams; raises `ProblemError` when there is none."""
    try:
        return service.streams.begin(work)
    except BusyError:
        raise ProblemError("busy", seconds=SECONDS_WHEN_BUSY) from None


async def told(stream: Stream[Event], request: Request, service: Service) -> AsyncIterator[bytes]:
    """The events of an answer over the wire; what goes wrong is told in one, too, and `done` is always the last."""
    language, wording = language_of(request.headers.get("accept-language")), service.parts.wording
    try:
        async for event in stream.read(PULSE_SECONDS):
            yield PULSE if event is None else written(*named(event, language, wording))
    except LateError:
        late = ProblemError("timed_out", limit=service.streams.seconds)
        yield _error(refusal(late, language, wording))
    except FagkompasError as error:
        yield _error(explained(error, language, wording))
    except Exception:
        LOG.exception("An unexpected error while answering")
        yield _error(unexpected(request.headers, wording))
    finally:
        stream.close()
    yield written("done", {})


def _error(response: JSONResponse) -> bytes:
    return b"event: error\ndata: " + bytes(response.body) + b"\n\n"
