"""Looks at connected sources when their time has come: one process of a data folder does, whichever is first."""

import datetime
import fcntl
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from assistant.channels.http.ingest_worker import Work, carry_out
from assistant.channels.http.log_lines import LOG
from assistant.channels.ingest_history import SCHEDULE
from assistant.channels.settings import Settings
from assistant.channels.state.errors import StateError
from assistant.channels.state.store import State
from ingest.connected import Connection
from ingest.web.sources import ConnectedSource

LOCK = "schedule.lock"
# The shortest time between two looks at a source is a minute.
SECONDS_BETWEEN_LOOKS = 10.0

Now = Callable[[], datetime.datetime]


def _utc() -> datetime.datetime:
    return datetime.datetime.now(datetime.UTC)


class Schedule:
    """When each source was last looked at, and which are due; a page's mirror remembers it, a folder's does not."""

    def __init__(self, sources: Sequence[ConnectedSource], connection: Connection, now: Now = _utc) -> None:
        self._sources = sources
        self._connection = connection
        self._now = now
        self._looked: dict[str, datetime.datetime] = {}

    def due(self) -> list[ConnectedSource]:
        """The sources whose time has come."""
        return [source for source in self._sources if self._is_due(source)]

    def looked_at(self, source: ConnectedSource) -> None:
        """Note that a source was looked at, whatever came of it."""
        self._looked[source.name] = self._now()

    def _is_due(self, source: ConnectedSource) -> bool:
        last = self._looked.get(source.name) or (self._visited(source) if source.is_web else None)
        return last is None or self._now() - last >= datetime.timedelta(seconds=source.every)

    def _visited(self, source: ConnectedSource) -> datetime.datetime | None:
        visited = self._connection.mirror(source.name).visited
        return datetime.datetime.fromisoformat(visited) if visited else None


@contextmanager
def scheduled(settings: Settings, state: State) -> Iterator[None]:
    """Look at the sources of the settings in a thread of its own; does nothing where there are none."""
    if not settings.sources:
        yield
        return
    stopping = threading.Event()
    thread = threading.Thread(target=_run, args=(settings, state, stopping), name="schedule", daemon=True)
    thread.start()
    try:
        yield
    finally:
        # A run under way goes on in its own process, and is taken for what it comes to by the next service.
        stopping.set()


def _run(settings: Settings, state: State, stopping: threading.Event) -> None:
    try:
        with _alone(settings.data / LOCK, stopping) as is_alone:
            if is_alone:
                connection = Connection(settings.data, settings.sources)
                _keep_to(Schedule(settings.sources, connection), settings, state, stopping)
    except OSError as error:
        LOG.warning("The sources are not looked at by themselves: %s", error)


def _keep_to(schedule: Schedule, settings: Settings, state: State, stopping: threading.Event) -> None:
    while not stopping.wait(SECONDS_BETWEEN_LOOKS):
        for source in schedule.due():
            if stopping.is_set():
                return
            try:
                run_id = state.ingests.start(SCHEDULE, [source.name])
                carry_out(_work(run_id, source), settings, state)
            except (StateError, OSError) as error:
                LOG.warning("The source %s was not looked at: %s", source.name, error)
            schedule.looked_at(source)


def _work(run_id: str, source: ConnectedSource) -> Work:
    """What is asked of a run that nobody looks at: nothing is allowed that somebody should have been asked."""
    return Work(run_id, (source.name,), dry_run=False, allow_removals=False, allow_other_answers=False, language="da")


@contextmanager
def _alone(path: Path, stopping: threading.Event) -> Iterator[bool]:
    """Wait until no other process has the schedule; False where stopping came first."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        while not stopping.is_set():
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                stopping.wait(SECONDS_BETWEEN_LOOKS)
                continue
            yield True
            return
        yield False
    finally:
        os.close(descriptor)
