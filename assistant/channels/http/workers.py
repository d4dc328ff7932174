"""Keeps several workers running on one address and one data folder."""

import os
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from socket import socket
from typing import TYPE_CHECKING

import uvicorn
from uvicorn.config import STARTUP_FAILURE
from uvicorn.supervisors.multiprocess import Multiprocess, Process

from assistant.channels.http.log_lines import LOG, log_what_is_printed
from assistant.channels.settings import Settings, tell_children
from knowledge.errors import FagkompasError

if TYPE_CHECKING:
    from fastapi import FastAPI


FOLDER_VARIABLE = "PROMETHEUS_MULTIPROC_DIR"
"""Where workers leave their figures for each other; `prometheus_client` reads it when it is imported."""

# A worker that says nothing for so long is ended; one that starts on a busy machine is silent for a while.
SECONDS_OF_SILENCE = 30.0
SECONDS_TO_LISTEN = 0.5
# A worker without its supervisor would hold the address for ever. Nobody waits for that, so seldom is enough.
SECONDS_BETWEEN_LOOKS = 1.0


class WorkersError(FagkompasError):
    """The workers cannot be started."""

    code = "workers"


@dataclass(frozen=True, slots=True)
class Worker:
    """Makes the service in a process that a supervisor started; plain values, so that it can be sent there."""

    settings: Settings
    metrics: Path
    supervisor: int
    """The process to stop with."""

    def __call__(self) -> "FastAPI":
        """The service; ends the process where it cannot be opened, so that no other one is tried."""
        # The supervisor answers nothing, so it need not hold all this in memory.
        from assistant.channels.http.metrics import Metrics
        from assistant.channels.http.worker import open_service

        log_what_is_printed()
        stop_without(self.supervisor)
        try:
            return open_service(self.settings, Metrics(self.metrics))
        except FagkompasError as error:
            LOG.critical("%s", error.message)
        except Exception:
            LOG.critical("An error that nobody foresaw", exc_info=True)
        sys.exit(STARTUP_FAILURE)


class Supervisor(Multiprocess):
    """uvicorn's, which also says when a worker is replaced, and takes no connection that nobody will answer."""

    def __init__(self, config: uvicorn.Config, listening: socket, metrics: Path) -> None:
        super().__init__(config, [listening])
        self._metrics = metrics
        self._heard: dict[int | None, float] = {}
        self.failed = False

    def keep_subprocess_alive(self) -> None:
        """Replace workers that have ended or say nothing any more; stop where one could not start."""
        for index, process in enumerate(self.processes):
            if self.should_exit.is_set() or self._lives(process):
                continue
            process.kill()
            process.join()
            if process.exitcode == STARTUP_FAILURE:
                # The next one would fail in the same way.
                self.failed = True
                self.should_exit.set()
                return
            self._forget(process)
            self.processes[index] = Process(self.config, self.sockets)
            self.processes[index].start()

    def _lives(self, process: Process) -> bool:
        """Whether it runs and was heard lately. Asks briefly: who waits for long hears no signal meanwhile."""
        if not process.process.is_alive():
            return False
        now = time.monotonic()
        if process.ping(SECONDS_TO_LISTEN):
            self._heard[process.pid] = now
        return now - self._heard.setdefault(process.pid, now) < SECONDS_OF_SILENCE

    def _forget(self, process: Process) -> None:
        # Imported here: the supervisor answers nothing, so it need not hold all this in memory before.
        from assistant.channels.http.metrics import forget_worker

        LOG.warning("Worker %s ended (%s); another one takes its place", process.pid, process.exitcode)
        self._heard.pop(process.pid, None)
        if process.pid is not None:
            forget_worker(process.pid, self._metrics)

    def terminate_all(self) -> None:
        """Let the workers finish what they are doing; nobody listens any more."""
        for listening in self.sockets:
            listening.close()
        super().terminate_all()


def supervise(config: uvicorn.Config, listening: socket, metrics: Path) -> None:
    """Run `config.workers` workers until told to stop; raises `WorkersError` where they cannot start."""
    supervisor = Supervisor(config, listening, metrics)
    supervisor.run()
    if supervisor.failed:
        raise WorkersError("The workers could not start; the log says why.")


@contextmanager
def metrics_folder() -> Iterator[Path]:
    """A folder where workers that start from here leave their figures for each other; it goes when the service does."""
    with tempfile.TemporaryDirectory(prefix="fagkompas-metrics-", ignore_cleanup_errors=True) as folder:
        tell_children(FOLDER_VARIABLE, folder)
        yield Path(folder)


def stop_without(supervisor: int) -> None:
    """Stop this process, in order, when the one that started it is gone; looks from a thread of its own."""

    def look() -> None:
        while os.getppid() == supervisor:
            time.sleep(SECONDS_BETWEEN_LOOKS)
        LOG.warning("The supervisor is gone; this worker stops")
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=look, daemon=True, name="supervisor").start()
