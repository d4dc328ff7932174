"""Builds OpenAI's chat completions, whole and in chunks, out of answers."""

import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel

from assistant.channels.http.shapes.chat import (
    MODEL,
    Annotation,
    Choice,
    Chunk,
    ChunkChoice,
    Completion,
    Delta,
    Model,
    Models,
    Reply,
    UrlCitation,
    Usage,
)
from assistant.channels.markdown import address_of, below, marks
from assistant.core.events import Answered, Event, Token
from assistant.core.types import Answer
from prompts.wording import Wording

DONE = b"data: [DONE]\n\n"
# The model has no birthday; clients only sort by it.
CREATED = 1_767_225_600


@dataclass(frozen=True, slots=True)
class Frame:
    """What the chunks of one completion share."""

    service: str
    """The address of the service."""
    wording: Wording
    tells_usage: bool = False
    """Whether the last chunk but one says what was used, and all others that it is not known yet."""
    id: str = field(default_factory=lambda: f"chatcmpl-{uuid.uuid4().hex}")
    created: int = field(default_factory=lambda: int(time.time()))

    def chunk(self, delta: Delta, *, is_last: bool = False, **more: Any) -> bytes:
        """A chunk as it goes over the wire."""
        choice = ChunkChoice(index=0, delta=delta, logprobs=None, finish_reason="stop" if is_last else None)
        return self._written(choices=[choice], **more)

    def usage(self, answer: Answer | None) -> bytes:
        """The chunk that says what was used, after the last one that says anything."""
        return self._written(choices=[], usage=usage_of(answer))

    def _written(self, **more: Any) -> bytes:
        named = {"object": "chat.completion.chunk", "model": MODEL, **({"usage": None} if self.tells_usage else {})}
        return data(Chunk(**{"id": self.id, "created": self.created, **named, **more}))


def completion(answer: Answer, frame: Frame) -> Completion:
    """The whole answer."""
    content = answer.text + below(answer, frame.wording, frame.service)
    return Completion(
        id=frame.id,
        created=frame.created,
        choices=[Choice(message=Reply(content=content, annotations=annotations(answer, content, frame.service)))],
        usage=usage_of(answer),
        fagkompas=beyond(answer),
    )


def said(text: str, frame: Frame) -> Completion:
    """A completion that is no answer from the sources."""
    return Completion(id=frame.id, created=frame.created, choices=[Choice(message=Reply(content=text))], usage=Usage())


def opening(frame: Frame) -> bytes:
    """The first chunk: who speaks."""
    return frame.chunk(Delta(role="assistant", content=""))


def chunks(event: Event, frame: Frame) -> Iterator[bytes]:
    """What an event adds: the text as it comes, and after it what stands below it, with the annotations last."""
    if isinstance(event, Token):
        yield frame.chunk(Delta(content=event.text))
    if isinstance(event, Answered):
        answer = event.answer
        end = below(answer, frame.wording, frame.service)
        if end:
            yield frame.chunk(Delta(content=end))
        noted = annotations(answer, answer.text + end, frame.service)
        last = Delta(annotations=noted) if noted else Delta()
        yield frame.chunk(last, is_last=True, fagkompas=beyond(answer))


def annotations(answer: Answer, content: str, service: str) -> list[Annotation]:
    """Every place of the message that names a source, and where the source is read."""
    return [
        Annotation(
            type="url_citation",
            url_citation=UrlCitation(
                url=address_of(citation, service) or "", title=citation.title, start_index=start, end_index=end
            ),
        )
        for citation, start, end in marks(answer, content)
    ]


def beyond(answer: Answer) -> dict[str, Any]:
    """What OpenAI has no place for."""
    return {"answer_id": answer.id, "kind": answer.kind.value, "generation": answer.generation}


def usage_of(answer: Answer | None) -> Usage:
    """What a language model used, if one did."""
    if answer is None:
        return Usage(prompt_tokens=0, completion_tokens=0, total_tokens=0)
    used = answer.usage
    return Usage(
        prompt_tokens=used.input_tokens,
        completion_tokens=used.output_tokens,
        total_tokens=used.input_tokens + used.output_tokens,
    )


def models() -> Models:
    """The one model there is."""
    return Models(data=[Model(id=MODEL, created=CREATED, owned_by=MODEL)])


def data(value: BaseModel) -> bytes:
    """A value as a nameless event (HTML standard, 9.2), without what was not set."""
    return b"data: " + value.model_dump_json(exclude_unset=True).encode() + b"\n\n"
