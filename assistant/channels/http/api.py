"""Puts the HTTP service together: a table of its routes, and of what every request passes."""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from starlette.middleware.cors import CORSMiddleware

from assistant.channels.build import Application
from assistant.channels.http import (
    answers,
    asking,
    changes,
    conversations,
    courses,
    coverage,
    docs_page,
    feedback,
    gap,
    health,
    ingesting,
    ingests_page,
    links,
    mcp_route,
    metrics,
    openai_chat,
    page,
    problems,
    profiles,
    reading_pages,
    searching,
    shared_answers,
    sign_in_page,
    signing,
    slack_route,
    sources,
    stale,
    texts,
)
from assistant.channels.http.admission import Admission, Rules
from assistant.channels.http.bodies import Bodies
from assistant.channels.http.connections import Front
from assistant.channels.http.guard import Guard
from assistant.channels.http.metrics import Metrics
from assistant.channels.http.openai_errors import OpenAIErrors
from assistant.channels.http.rates import Rates
from assistant.channels.http.relay import Streams
from assistant.channels.http.request_log import RequestLog
from assistant.channels.http.service import Service
from assistant.channels.http.shapes.service import Problem
from assistant.channels.http.slack_route import SlackDoor
from assistant.channels.settings import Settings
from assistant.channels.state.store import State
from evals.versioning import package_version

GROUPS = (
    asking,
    answers,
    conversations,
    feedback,
    searching,
    courses,
    profiles,
    gap,
    links,
    sources,
    texts,
    changes,
    stale,
    coverage,
    ingesting,
    ingests_page,
    signing,
    sign_in_page,
    shared_answers,
    reading_pages,
    docs_page,
    openai_chat,
    mcp_route,
)
TAGS = [
    {"name": "answers", "description": "Questions, answers, conversations and feedback."},
    {"name": "knowledge", "description": "Passages, courses, profiles, sources and their texts."},
    {"name": "operation", "description": "Health, figures and ingest."},
]
# A day; browsers ask again after ten minutes to two hours anyway.
PREFLIGHT_SECONDS = 86_400


def build_api(
    parts: Application, state: State, figures: Metrics | None = None, slack: SlackDoor | None = None
) -> FastAPI:
    """The service with all its routes. The framework's documentation pages are off: they load from elsewhere."""
    settings = parts.settings
    figures = figures or Metrics()
    service = Service(parts, state, Streams(settings.most_streams, settings.answer_seconds))
    api = FastAPI(title="Fagkompas", version=package_version(), docs_url=None, redoc_url=None, openapi_tags=TAGS)
    problems.register(api, parts.wording)
    health.register(api, service)
    metrics.register(api, figures, parts.knowledge_base)
    if parts.writer is not None:
        parts.writer.told = figures.count_model
    page.register(api, parts.wording)
    for group in GROUPS:
        group.register(api, service)
    if slack is not None:
        slack_route.register(api, slack)
    api.openapi = lambda: described(api)  # type: ignore[method-assign]
    pass_through(api, settings, service)
    # The outermost, so that refusals are told of as well.
    api.add_middleware(RequestLog, metrics=figures, log_questions=settings.log_questions)
    api.state.front = Front(parts.wording, figures, settings.request_seconds)
    return api


def pass_through(api: FastAPI, settings: Settings, service: Service) -> None:
    """Add what every request passes; what is added last is passed first."""
    wording, origins = service.parts.wording, settings.cors_origins.split()
    # Connections spread over the workers, and each counts what comes to it.
    rates = Rates(settings.rate_per_minute / settings.workers)
    rules = Rules(service.state.keys, rates, frozenset(origins))
    api.add_middleware(Bodies, wording=wording, seconds=settings.request_seconds)
    api.add_middleware(Admission, rules=rules, wording=wording)
    if origins:
        api.add_middleware(
            CORSMiddleware,
            allow_origins=origins,
            allow_methods=["GET", "POST", "DELETE"],
            # Whichever are asked for: the clients of OpenAI and of MCP send a dozen of their own.
            allow_headers=["*"],
            expose_headers=["ETag", "Link", "Location", "Retry-After", "X-Request-ID"],
            max_age=PREFLIGHT_SECONDS,
        )
    api.add_middleware(Guard, wording=wording)
    api.add_middleware(OpenAIErrors)


def described(api: FastAPI) -> dict[str, Any]:
    """The OpenAPI description, with the key that calls show; made once."""
    if api.openapi_schema is None:
        schema = get_openapi(title=api.title, version=api.version, routes=api.routes, tags=api.openapi_tags)
        bearer = {"type": "http", "scheme": "bearer", "description": "`fk_…`, made by `fagkompas keys create`"}
        schema["components"]["securitySchemes"] = {"key": bearer}
        shapes = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
        schema["components"]["schemas"] |= {**shapes.pop("$defs"), Problem.__name__: shapes}
        # Without keys the service asks for none, so it is one of two ways.
        schema["security"] = [{"key": []}, {}]
        api.openapi_schema = schema
    return api.openapi_schema
