"""Puts the HTTP service together and runs it."""

import os
import signal
import socket
import threading
from collections.abc import Callable

import uvicorn
from fastapi import FastAPI

from assistant.channels.build import Application
from assistant.channels.http import asking, courses, health, page, problems, profiles, searching, sources, texts
from assistant.channels.http.guard import Guard
from assistant.channels.http.service import Service
from knowledge.errors import FagkompasError
from knowledge.types import SearchQuery

# A question takes a second or two; whoever still waits after this is cut off when the service stops.
SECONDS_TO_FINISH = 10
# Connections that may wait while all threads answer.
BACKLOG = 2_048


class AddressError(FagkompasError):
    """The address cannot be listened on."""

    code = "address"


def build_api(parts: Application) -> FastAPI:
    """The service with all its routes. The documentation pages are off: they would load from elsewhere."""
    api = FastAPI(title="Fagkompas", docs_url=None, redoc_url=None, openapi_url="/openapi.json")
    service = Service(parts)
    problems.register(api, parts.wording)
    health.register(api)
    page.register(api, parts.wording)
    for group in (asking, searching, courses, profiles, sources, texts):
        group.register(api, service)
    api.add_middleware(Guard, wording=parts.wording)
    return api


def run(parts: Application, host: str, port: int, started: Callable[[], None] = lambda: None) -> None:
    """Serve until told to stop (Ctrl+C or a termination signal); raises `AddressError`.

    `started` is called once the address is ours.
    """
    listening = listen(host, port)
    config = uvicorn.Config(
        build_api(parts),
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=SECONDS_TO_FINISH,
    )
    if threading.current_thread() is threading.main_thread():
        # uvicorn finishes what it is doing, then raises the signal again; then leave in order, closing what is open.
        signal.signal(signal.SIGTERM, _leave)
    started()
    threading.Thread(target=_warm, args=(parts,)).start()
    try:
        uvicorn.Server(config).run(sockets=[listening])
    except KeyboardInterrupt:
        return
    finally:
        listening.close()


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


def _warm(parts: Application) -> None:
    """Load what the first question needs, so that whoever asks it need not wait for that."""
    try:
        parts.knowledge_base.current().search(SearchQuery(parts.wording.say("da", "page.title"), limit=1))
    except FagkompasError:
        # Whoever asks is told; the service may outlive the reason.
        return


def _leave(_number: int, _frame: object) -> None:
    raise SystemExit(0)
