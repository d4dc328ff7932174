"""One worker: the service with all it needs opened, and closed again when it stops."""

from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager
from typing import Any

from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool

from assistant.channels.build import Application, open_application
from assistant.channels.http.api import build_api
from assistant.channels.http.log_lines import LOG
from assistant.channels.http.metrics import Metrics
from assistant.channels.http.scheduling import scheduled
from assistant.channels.http.slack_route import SlackDoor
from assistant.channels.linking_ahead import linking_ahead
from assistant.channels.opening import open_kept
from assistant.channels.settings import Settings
from assistant.channels.settling import settle
from assistant.channels.state.store import State
from knowledge.errors import FagkompasError
from knowledge.types import SearchQuery


def open_service(settings: Settings, metrics: Metrics) -> FastAPI:
    """The service over parts of its own, which close when it stops; raises `FagkompasError`."""
    with ExitStack() as opened:
        parts = opened.enter_context(open_application(settings))
        state = opened.enter_context(open_kept(settings))
        api = build_api(parts, state, metrics, _slack(parts, state, opened) if settings.slack else None)
        opened.enter_context(scheduled(settings, state))
        closing = opened.pop_all()
    within = api.router.lifespan_context

    @asynccontextmanager
    async def lifespan(running: FastAPI) -> AsyncIterator[Any]:
        with closing:
            await run_in_threadpool(warm, parts)
            settle()
            LOG.info("Ready")
            with linking_ahead(parts):
                async with within(running) as state:
                    yield state
            LOG.info("Stopped")

    api.router.lifespan_context = lifespan
    return api


def _slack(parts: Application, state: State, opened: ExitStack) -> SlackDoor:
    """The Slack app, answering until what is opened is closed; imported here, since few services have one."""
    from assistant.channels.slack.running import open_door

    return opened.enter_context(open_door(parts, state))


def warm(parts: Application) -> None:
    """Load what the first question needs, so that whoever asks it need not wait for that."""
    try:
        parts.knowledge_base.current().search(SearchQuery(parts.wording.say("da", "page.title"), limit=1))
    except FagkompasError:
        # Whoever asks is told; the service may outlive the reason.
        return
    except Exception:
        LOG.exception("The first search failed")
