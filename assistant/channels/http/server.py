"""Runs the HTTP service: listens, and lets one worker or several answer."""

import os
import signal
import socket
import threading
from collections.abc import Callable
from typing import Any

import uvicorn

from assistant.channels.http.log_lines import log_config, log_what_is_printed
from assistant.channels.settings import Settings
from knowledge.errors import FagkompasError

# Beyond what an answer may take: to send its end. Whoever still waits then is cut off when the service stops.
SECONDS_TO_END = 5
# Connections that may wait while all threads answer.
BACKLOG = 2_048
# By name, since a supervisor has no use for what it imports.
PROTOCOL = "assistant.channels.http.connections:BoundedProtocol"
# The longest question, each letter as the six bytes of an escaped `æ`, and as much again for headers and cookies.
LARGEST_HEAD = 32_768
# Browsers fetch a page's files over one connection; idle ones cost others their place.
IDLE_SECONDS = 5


class AddressError(FagkompasError):
    """The address cannot be listened on."""

    code = "address"


def run(settings: Settings, host: str, port: int, started: Callable[[], None] = lambda: None) -> None:
    """Serve until told to stop (Ctrl+C or a termination signal); raises `FagkompasError` where that cannot be.

    `started` is called once the address is ours and the log is set up.
    """
    listening = listen(host, port)
    try:
        serve = run_workers if settings.workers > 1 else run_one
        serve(settings, listening, started)
    finally:
        listening.close()


def run_one(settings: Settings, listening: socket.socket, started: Callable[[], None]) -> None:
    """Answer in this process."""
    from assistant.channels.http.metrics import Metrics
    from assistant.channels.http.worker import open_service

    config = configure(open_service(settings, Metrics()), settings, log_config(settings.log_questions))
    log_what_is_printed()
    if threading.current_thread() is threading.main_thread():
        # uvicorn finishes what it is doing, then raises the signal again; then leave in order, closing what is open.
        signal.signal(signal.SIGTERM, _leave)
    started()
    try:
        uvicorn.Server(config).run(sockets=[listening])
    except KeyboardInterrupt:
        return


def run_workers(settings: Settings, listening: socket.socket, started: Callable[[], None]) -> None:
    """Answer in processes of their own, and replace those that end; raises `WorkersError`."""
    from assistant.channels.http.workers import Worker, metrics_folder, supervise

    with metrics_folder() as metrics:
        config = configure(Worker(settings, metrics, os.getpid()), settings, log_config(settings.log_questions))
        started()
        supervise(config, listening, metrics)


def configure(app: Any, settings: Settings, log: dict[str, Any] | None = None) -> uvicorn.Config:
    """How uvicorn serves an application, or what a `Worker` makes; without `log` logging stays as it is."""
    return uvicorn.Config(
        app,
        factory=settings.workers > 1,
        workers=settings.workers,
        http=PROTOCOL,
        h11_max_incomplete_event_size=LARGEST_HEAD,
        timeout_keep_alive=IDLE_SECONDS,
        ws="none",
        lifespan="on",
        # What a proxy says of its client is believed by nothing here.
        proxy_headers=False,
        server_header=False,
        log_config=log,
        access_log=False,
        # A request leaves nothing behind for the next one.
        reset_contextvars=True,
        timeout_graceful_shutdown=settings.answer_seconds + SECONDS_TO_END,
    )


def listen(host: str, port: int) -> socket.socket:
    """Take the address; raises `AddressError` where another has it or the machine lacks it."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=BACKLOG)
    except OSError as error:
        # Not `error.strerror`: it repeats the address.
        reason = os.strerror(error.errno) if error.errno else str(error)
        raise AddressError(
            f"Cannot listen on {host}:{port} ({reason}); choose another with --port.",
            host=host,
            port=port,
            reason=reason,
        ) from None


def _leave(_number: int, _frame: object) -> None:
    raise SystemExit(0)
