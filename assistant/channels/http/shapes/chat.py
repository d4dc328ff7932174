"""OpenAI's chat completions, as far as they are spoken here (OpenAI API reference, `chat/create`, `models/list`)."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Strict, Tag

from assistant.channels.http.shapes.answers import Text

MODEL = "fagkompas"


class Lenient(BaseModel):
    """A part of a request; what is not known of it is accepted and ignored, as OpenAI-compatible servers do."""

    model_config = ConfigDict(extra="ignore")


class Part(Lenient):
    """A part of a message; only those that are text can be read."""

    type: Annotated[Text, Field(examples=["text"])]
    text: Text | None = None


def form_of(content: object) -> str:
    """Which of its two forms a message's content has, so that what is wrong with it is told once."""
    return "parts" if isinstance(content, list) else "text"


Content = Annotated[Annotated[Text, Tag("text")] | Annotated[list[Part], Tag("parts")], Discriminator(form_of)]


class Message(Lenient):
    """A message of the conversation; only what `user` and `assistant` say bears on the answer."""

    role: Literal["system", "developer", "user", "assistant", "tool", "function"]
    content: Content | None = None


class StreamOptions(Lenient):
    """How an answer is streamed."""

    include_usage: Annotated[bool, Strict()] | None = None


class Wanted(Lenient):
    """The body of a chat completion: the last message of a user is the question, those before it the conversation."""

    model: Annotated[Text, Field(examples=[MODEL])]
    messages: Annotated[
        list[Message],
        Field(min_length=1, examples=[[{"role": "user", "content": "Hvilke områder udfordrer medarbejderne mest?"}]]),
    ]
    stream: Annotated[bool, Strict()] | None = None
    stream_options: StreamOptions | None = None
    n: Annotated[int, Strict(), Field(ge=1, description="1: there is one answer to a question.")] | None = None


class UrlCitation(BaseModel):
    """Where a source is read, and which characters of the message name it (Unicode code points, end exclusive)."""

    url: str
    title: str
    start_index: int
    end_index: int


class Annotation(BaseModel):
    """A citation within a message."""

    type: Literal["url_citation"] = "url_citation"
    url_citation: UrlCitation


class Reply(BaseModel):
    """What the assistant says: Markdown, with the sources at its end."""

    role: Literal["assistant"] = "assistant"
    content: str
    refusal: None = None
    annotations: list[Annotation] = []


class Choice(BaseModel):
    """The one answer there is."""

    index: Literal[0] = 0
    message: Reply
    logprobs: None = None
    finish_reason: Literal["stop"] = "stop"


class Usage(BaseModel):
    """What a language model used; nothing, where none did."""

    prompt_tokens: int = 0
    completion_tokens: int = 0
    total_tokens: int = 0


class Completion(BaseModel):
    """An answer; `fagkompas` tells what OpenAI has no place for, such as the id that feedback is given on."""

    id: str
    object: Literal["chat.completion"] = "chat.completion"
    created: int
    model: Literal["fagkompas"] = "fagkompas"
    choices: list[Choice]
    usage: Usage
    fagkompas: dict[str, Any] | None = None


class Delta(BaseModel):
    """What a chunk adds to the message."""

    role: Literal["assistant"] | None = None
    content: str | None = None
    annotations: list[Annotation] | None = None


class ChunkChoice(BaseModel):
    """The one answer there is, piece by piece."""

    index: Literal[0] = 0
    delta: Delta
    logprobs: None = None
    finish_reason: Literal["stop"] | None = None


class Chunk(BaseModel):
    """A piece of an answer."""

    id: str
    object: Literal["chat.completion.chunk"] = "chat.completion.chunk"
    created: int
    model: Literal["fagkompas"] = "fagkompas"
    choices: list[ChunkChoice]
    usage: Usage | None = None
    fagkompas: dict[str, Any] | None = None


class Model(BaseModel):
    """A model as OpenAI's clients list it."""

    id: str
    object: Literal["model"] = "model"
    created: int
    owned_by: str


class Models(BaseModel):
    """All models there are."""

    object: Literal["list"] = "list"
    data: list[Model]


class Fault(BaseModel):
    """What is wrong, in OpenAI's words and ours."""

    message: str
    type: Annotated[str, Field(examples=["invalid_request_error"])]
    param: str | None
    code: Annotated[str | None, Field(examples=["model_not_found"])]


class Failure(BaseModel):
    """An error in OpenAI's form."""

    error: Fault
