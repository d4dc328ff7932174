"""Waiting for one's turn to write: whoever writes now is left to finish, for so long and no longer."""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

from knowledge.draft import Draft
from knowledge.errors import LockedError
from knowledge.generations import KnowledgeBase

STAGE = "waiting"
# Seconds; a small ingest takes about one.
PAUSE = 0.5


@contextmanager
def writing(base: KnowledgeBase, seconds: float, heard: Callable[[str, int, int], None]) -> Iterator[Draft]:
    """Be the one writer, after at most so many seconds; `heard` is told of those that have passed.

    Raises `LockedError` where another process writes still.
    """
    begun = time.monotonic()
    with ExitStack() as stack:
        while True:
            try:
                draft = stack.enter_context(base.writer())
                break
            except LockedError:
                passed = time.monotonic() - begun
                if passed >= seconds:
                    raise
                heard(STAGE, int(passed), int(seconds))
                time.sleep(min(PAUSE, seconds - passed))
        yield draft
