"""Keeps several workers running on one address and one data folder."""

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from socket import socket
from typing import TYPE_CHECKING

import uvicorn
from uvicorn.config import STARTUP_FAILURE
from uvicorn.supervisors import Multiprocess

from assistant.channels.http.log_lines import LOG, log_what_is_printed
from assistant.channels.settings import Settings, tell_children
from knowledge.errors import FagkompasError

if TYPE_CHECKING:
    from fastapi import FastAPI


FOLDER_VARIABLE = "PROMETHEUS_MULTIPROC_DIR"
"""Where workers leave their figures for each other; `prometheus_client` reads it when it is imported."""


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
        from assistant.channels.http.worker import open_service, stop_without

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
        self.failed = False

    def keep_subprocess_alive(self) -> None:
        """Replace workers that have ended."""
        before = list(self.processes)
        super().keep_subprocess_alive()
        self.failed = any(process.exitcode == STARTUP_FAILURE for process in before)
        for process in before:
            if process not in self.processes and process.pid is not None:
                from assistant.channels.http.metrics import forget_worker

                forget_worker(process.pid, self._metrics)
                LOG.warning("Worker %s ended (%s); another one takes its place", process.pid, process.exitcode)

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
