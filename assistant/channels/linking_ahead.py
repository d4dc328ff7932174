"""Finds the links of each generation as soon as it is there, so that whoever asks first need not wait for them."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from assistant.channels.build import Application
from knowledge.errors import FagkompasError

# A look reads the number of the generation; so long may somebody ask of a new one before its links are sought.
SECONDS_BETWEEN_LOOKS = 1.0


@contextmanager
def linking_ahead(parts: Application) -> Iterator[None]:
    """Look for new generations in a thread of its own, the first time at once."""
    stopping = threading.Event()
    thread = threading.Thread(target=_run, args=(parts, stopping), name="links", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stopping.set()
        # What it reads from is closed next.
        thread.join()


def _run(parts: Application, stopping: threading.Event) -> None:
    while not stopping.is_set():
        # Whoever asks is told what is wrong with the knowledge base.
        with suppress(FagkompasError):
            parts.linker.found(parts.knowledge_base.current())
        stopping.wait(SECONDS_BETWEEN_LOOKS)
