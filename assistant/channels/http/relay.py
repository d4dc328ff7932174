"""Carries what a thread makes piece by piece to the client, and ends the work when nobody reads any more."""

import asyncio
import threading
from collections.abc import AsyncGenerator, Callable, Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from contextvars import copy_context
from typing import Generic, TypeVar

T = TypeVar("T")


class BusyError(Exception):
    """As many streams are under way as may be."""


class LateError(Exception):
    """The work took longer than it may."""


class _End:
    """What is relayed last: nothing, or the error that the work ended with."""

    def __init__(self, error: BaseException | None = None) -> None:
        self.error = error


class Streams:
    """Runs at most `most` pieces of work at once, each in a thread and for at most `seconds`."""

    def __init__(self, most: int, seconds: float) -> None:
        self.seconds = seconds
        self._most = most
        self._threads = ThreadPoolExecutor(most, thread_name_prefix="stream")
        self._lock = threading.Lock()
        self._running = 0

    @property
    def running(self) -> int:
        """How many are under way."""
        with self._lock:
            return self._running

    def begin(self, work: Callable[[], Generator[T]]) -> "Stream[T]":
        """Take a place for the work; raises `BusyError` when there is none. It starts when it is read."""
        with self._lock:
            if self._running >= self._most:
                raise BusyError
            self._running += 1
        return Stream(self, work)

    def submit(self, run: Callable[[], None]) -> None:
        """Run in a thread of ours, which knows the request in hand."""
        self._threads.submit(copy_context().run, run)

    def leave(self) -> None:
        """Give a place back."""
        with self._lock:
            self._running -= 1

    def close(self) -> None:
        """Take no more work."""
        self._threads.shutdown(wait=False)


class Stream(Generic[T]):
    """One piece of work that has its place; read it once, and `close` it."""

    def __init__(self, streams: Streams, work: Callable[[], Generator[T]]) -> None:
        self._streams = streams
        self._work = work
        self._stopped = threading.Event()
        self._started = False
        self._lock = threading.Lock()
        self._left = False

    async def read(self, pulse: float) -> AsyncGenerator[T | None]:
        """What the work yields as it comes; None when nothing came for `pulse` seconds.

        Raises `LateError` when time is up, and whatever the work raises.
        """
        loop = asyncio.get_running_loop()
        pieces: asyncio.Queue[T | _End] = asyncio.Queue()

        def put(piece: T | _End) -> None:
            # The loop may be gone when the service has stopped meanwhile.
            with suppress(RuntimeError):
                loop.call_soon_threadsafe(pieces.put_nowait, piece)

        self._started = True
        self._streams.submit(lambda: self._run(put))
        until = loop.time() + self._streams.seconds
        try:
            while True:
                left = until - loop.time()
                try:
                    piece = await asyncio.wait_for(pieces.get(), max(0, min(pulse, left)))
                except TimeoutError:
                    if left <= pulse:
                        raise LateError from None
                    yield None
                    continue
                if isinstance(piece, _End):
                    if piece.error is not None:
                        raise piece.error
                    return
                yield piece
        finally:
            self._stopped.set()

    def close(self) -> None:
        """End the work at its next piece; one that was never read gives its place back at once."""
        self._stopped.set()
        if not self._started:
            self._leave()

    def _run(self, put: Callable[[T | _End], None]) -> None:
        end = _End()
        iterator = self._work()
        try:
            for piece in iterator:
                if self._stopped.is_set():
                    break
                put(piece)
        except Exception as error:
            # Raised again where it is read, so that the door answers it.
            end = _End(error)
        finally:
            iterator.close()
            self._leave()
            put(end)

    def _leave(self) -> None:
        with self._lock:
            if not self._left:
                self._left = True
                self._streams.leave()
