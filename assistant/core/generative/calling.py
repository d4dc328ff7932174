"""One call to a language model: its reply as it comes, within a time, and as a value why it ended early.

The reply is read in a thread of its own, so that a model that hangs or trickles keeps nobody, and so that whatever a
provider's package raises is found as the thread's outcome.
"""

import queue
import re
import threading
import time
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from assistant.core.chat_models import is_lasting, readable
from assistant.core.generative.cited import CitedMessage, stream_claims
from assistant.core.generative.hearing import Heard
from assistant.core.generative.material import CHARACTERS_A_TOKEN
from assistant.core.generative.said import SCHEMA
from prompts.templates import Message

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import BaseMessageChunk
    from langchain_core.runnables import Runnable, RunnableConfig

# Replies being read at once in a process; a reader mostly waits.
READERS = 32
# A reply longer than this is no answer: reading it ends.
MOST_CHARACTERS = 20_000
# Of a reply in which no object begins or ends so much is read before it is looked at.
LONGEST_PIECE = 2_000
_BRACE = re.compile(r"[{}]")


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a reply did not come to its end; `lasting` when asking again cannot help."""

    reason: str
    lasting: bool = False


@dataclass(slots=True)
class Tokens:
    """What calls have used, as the provider counts it; estimated by the characters where it does not."""

    input: int = 0
    output: int = 0
    charge: Callable[[int], None] | None = None
    """Told of each call's, when it has ended."""

    def add(self, read: int, written: int) -> None:
        """Count one call."""
        self.input += read
        self.output += written
        if self.charge is not None:
            self.charge(read + written)


@dataclass(frozen=True, slots=True)
class NamedChat:
    """A chat model under the name it was asked for by."""

    name: str
    chat: "BaseChatModel"

    @property
    def cites(self) -> bool:
        """Whether it cites by itself, in a form of its own."""
        return self.name.partition(":")[0].strip() == "anthropic"


@dataclass(frozen=True, slots=True)
class Call:
    """What is asked of which model; what has not come when the clock shows `until` does not count.

    `cited`: whether it shall answer in sentences with citations of its own, not with claims in JSON.
    """

    model: NamedChat
    messages: Sequence[Message | CitedMessage]
    until: float
    cited: bool = False
    schema: Mapping[str, Any] = field(default_factory=lambda: SCHEMA)
    """Of the JSON asked for."""


Piece = TypeVar("Piece")
Reader = tuple[Callable[[Piece], None], threading.Event]
"""What work is given: where it puts its pieces, and what is set when nobody waits for them."""


class _End:
    """Put last by the reader."""


_END = _End()


@dataclass(slots=True)
class Caller:
    """Calls models; `clock` is given so that tests can fix it."""

    clock: Callable[[], float] = time.monotonic
    _readers: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(READERS, "model"))

    def stream(self, call: Call, used: Tokens) -> Generator[Mapping[str, Any], None, Failure | None]:
        """Yield the reply as far as it has come, whenever more has; returns why it ended early, None at its end."""
        return self.follow(partial(_read, call, used), call.until)

    def follow(
        self, work: Callable[[Reader[Piece]], Failure | None], until: float
    ) -> Generator[Piece, None, Failure | None]:
        """Do work in a thread of its own, and yield what it puts; returns why it ended early, None at its end."""
        pieces: queue.SimpleQueue[Piece | _End] = queue.SimpleQueue()
        left = threading.Event()
        reader = self._readers.submit(work, (pieces.put, left))
        reader.add_done_callback(lambda _: pieces.put(_END))
        try:
            while True:
                try:
                    piece = pieces.get(timeout=max(0.0, until - self.clock()))
                except queue.Empty:
                    return Failure("no reply in time")
                if isinstance(piece, _End):
                    return _outcome(reader)
                yield piece
        finally:
            left.set()

    def close(self) -> None:
        """Take no more calls."""
        self._readers.shutdown(wait=False, cancel_futures=True)


def _read(call: Call, used: Tokens, reader: Reader[Mapping[str, Any]]) -> Failure | None:
    put, left = reader
    heard, length = Heard(call.cited), 0
    try:
        for piece in _pieces(call, {"callbacks": [heard.listener()]}):
            if left.is_set():
                return None
            length = len(str(piece))
            if length > MOST_CHARACTERS:
                return Failure("a reply without end", lasting=True)
            if isinstance(piece, Mapping):
                put(piece)
    finally:
        # Not every provider counts a stream, and none counts one that breaks off.
        read, written = heard.tokens()
        used.add(read, written or length // CHARACTERS_A_TOKEN)
    return None if heard.is_whole else Failure("a reply that breaks off, or is not of the form asked for")


def _pieces(call: Call, config: "RunnableConfig") -> Iterator[Any]:
    if call.cited:
        return stream_claims(call.model.chat, call.messages, config)
    from langchain_core.runnables import RunnableGenerator, RunnableSequence

    structured: Runnable[Any, Any] = call.model.chat.with_structured_output(dict(call.schema))
    if isinstance(structured, RunnableSequence):
        first, *parsing = structured.steps
        structured = RunnableSequence(first, RunnableGenerator(_by_objects), *parsing)
    return structured.stream(list(call.messages), config)


def _by_objects(chunks: Iterator["BaseMessageChunk"]) -> Iterator["BaseMessageChunk"]:
    """The pieces of a reply put together to where an object begins or ends: each is parsed with all before it."""
    held: BaseMessageChunk | None = None
    length = 0
    for chunk in chunks:
        held = chunk if held is None else held + chunk
        text = str(chunk.content) + "".join(call["args"] or "" for call in getattr(chunk, "tool_call_chunks", ()))
        length += len(text)
        if _BRACE.search(text) or length > LONGEST_PIECE:
            yield held
            held, length = None, 0
    if held is not None:
        yield held


def _outcome(reader: "Future[Failure | None]") -> Failure | None:
    error = reader.exception()
    return reader.result() if error is None else Failure(readable(error), is_lasting(error))
