"""`POST /v1/chat/completions`, `GET /v1/models` and `/v1/models/{id}`: for programs that speak OpenAI's API.

OpenAI API reference, chat completions. What such a program sends and is not known here is accepted and ignored.
"""

import datetime
import hashlib
import json
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, FastAPI, Request
from fastapi.responses import JSONResponse, Response, StreamingResponse

from assistant.channels.http.asking import begin
from assistant.channels.http.caller import Caller, caller_of
from assistant.channels.http.events import MEDIA_TYPE, PULSE, PULSE_SECONDS
from assistant.channels.http.language import language_of
from assistant.channels.http.openai_errors import openai_failure
from assistant.channels.http.openai_messages import read_messages
from assistant.channels.http.openai_replies import DONE, Frame, chunks, completion, data, models, opening, said
from assistant.channels.http.openai_tasks import task_reply
from assistant.channels.http.problems import LOG, ProblemError, explained, refusal, unexpected
from assistant.channels.http.relay import LateError, Stream
from assistant.channels.http.service import Service
from assistant.channels.http.shapes.chat import MODEL, Completion, Delta, Failure, Model, Models, Wanted
from assistant.core.events import Answered, Event
from assistant.core.types import Answer, AskRequest
from knowledge.errors import FagkompasError
from knowledge.personal import mask_personal

# As many as a UUID has.
ID_DIGITS = 32
STREAMED = {
    "description": "The whole answer; with `stream` chunks as Server-Sent Events, the last one `[DONE]`.",
    "content": {MEDIA_TYPE: {"schema": {"type": "string"}}},
    "model": Completion,
}


def failures(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The `responses` of a route that may fail with these statuses, besides those that every one may."""
    every = {401, 403, 421, 429, 500, 503, *statuses}
    return {status: {"description": "An error", "model": Failure} for status in sorted(every)}


def register(api: FastAPI, service: Service) -> None:
    """Add the routes."""

    @api.post(
        "/v1/chat/completions",
        summary="Answer the last question of a conversation (OpenAI's chat completions)",
        tags=["answers"],
        operation_id="create_chat_completion",
        response_model=None,
        responses={200: STREAMED, **failures(400, 404, 413, 415)},
    )
    def complete(request: Request, wanted: Wanted, caller: Annotated[Caller, Depends(caller_of)]) -> Response:
        frame = Frame(str(request.base_url), service.parts.wording, wants_usage(wanted))
        return reply(wanted, Talk(request, caller, service, frame))

    @api.get(
        "/v1/models",
        summary="The models there are: one",
        tags=["answers"],
        operation_id="list_models",
        response_model=None,
        responses={200: {"model": Models}, **failures()},
    )
    def list_models() -> Response:
        return JSONResponse(models().model_dump())

    @api.get(
        "/v1/models/{model}",
        summary="One model",
        tags=["answers"],
        operation_id="get_model",
        response_model=None,
        responses={200: {"model": Model}, **failures(404)},
    )
    def get_model(model: str) -> Response:
        require_known(model)
        return JSONResponse(models().data[0].model_dump())


@dataclass(frozen=True, slots=True)
class Talk:
    """One request: who asks, over what, and how it is replied to."""

    request: Request
    caller: Caller
    service: Service
    frame: Frame


def reply(wanted: Wanted, talk: Talk) -> Response:
    """Answer, whole or in chunks; raises `ProblemError` for what cannot be answered."""
    require_known(wanted.model)
    if wanted.n is not None and wanted.n > 1:
        raise ProblemError("chat_one_choice")
    question, turns = read_messages(wanted.messages)
    ready = task_reply(question)
    if ready is not None:
        if wanted.stream:
            return StreamingResponse(repeated(ready, talk.frame), media_type=MEDIA_TYPE)
        return JSONResponse(said(ready, talk.frame).model_dump())
    # Before anything is sent, so that a service without knowledge says so with its status.
    talk.service.snapshot(talk.caller)
    first = turns[0].question if turns else question
    kept_in = conversation_of(first, talk.caller, datetime.date.today())
    asked = AskRequest(question, kept_in, turns, visibilities=talk.caller.visibilities)
    if wanted.stream:
        return stream(asked, talk)
    return JSONResponse(completion(talk.service.ask(asked, talk.caller), talk.frame).model_dump())


def require_known(model: str) -> None:
    """Raise `ProblemError` for a model that is not ours."""
    if model != MODEL:
        raise ProblemError("unknown_model", model=model, known=MODEL)


def conversation_of(first: str, caller: Caller, today: datetime.date) -> str:
    """The conversation that these answers are kept under: the one that its asker began with this question today.

    The client keeps the conversation itself and names it nowhere; without this each answer would stand alone in the
    list of conversations, and push others out.
    """
    named = json.dumps([caller.owner, today.isoformat(), mask_personal(first, "").text])
    return f"con_{hashlib.sha256(named.encode()).hexdigest()[:ID_DIGITS]}"


def stream(asked: AskRequest, talk: Talk) -> Response:
    """The answer in chunks; raises `ProblemError` when as many are under way as may be."""
    work = begin(talk.service, lambda: talk.service.stream(asked, talk.caller))
    return StreamingResponse(told(work, talk), media_type=MEDIA_TYPE)


async def told(work: Stream[Event], talk: Talk) -> AsyncIterator[bytes]:
    """The chunks over the wire; what goes wrong is told in one, too, and `[DONE]` is always the last."""
    answered: Answer | None = None
    yield opening(talk.frame)
    try:
        async for event in work.read(PULSE_SECONDS):
            if event is None:
                yield PULSE
                continue
            answered = event.answer if isinstance(event, Answered) else None
            for chunk in chunks(event, talk.frame):
                yield chunk
        if talk.frame.tells_usage:
            yield talk.frame.usage(answered)
    except Exception as error:
        yield fault(error, talk)
    finally:
        work.close()
    yield DONE


def repeated(text: str, frame: Frame) -> Iterator[bytes]:
    """A reply that was ready at once, in chunks."""
    yield opening(frame)
    yield frame.chunk(Delta(content=text))
    yield frame.chunk(Delta(), is_last=True)
    if frame.tells_usage:
        yield frame.usage(None)
    yield DONE


def wants_usage(wanted: Wanted) -> bool:
    """Whether the last chunk but one is to say what was used."""
    return bool(wanted.stream_options and wanted.stream_options.include_usage)


def fault(error: Exception, talk: Talk) -> bytes:
    """What went wrong after the reply had begun; OpenAI's clients raise it."""
    language, wording = language_of(talk.request.headers.get("accept-language")), talk.frame.wording
    if isinstance(error, LateError):
        response = refusal(ProblemError("timed_out", limit=talk.service.streams.seconds), language, wording)
    elif isinstance(error, FagkompasError):
        response = explained(error, language, wording)
    else:
        LOG.error("An unexpected error while answering", exc_info=error)
        response = unexpected(talk.request.headers, wording)
    return data(openai_failure(json.loads(bytes(response.body))))
