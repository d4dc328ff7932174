"""Errors as problem details (RFC 9457), in the language the caller reads."""

import logging
from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.routing import Match

from assistant.channels.explaining import explain_error
from assistant.channels.http.exchanges import current, known_request_id
from assistant.channels.http.language import language_of
from assistant.channels.invalid import advice
from knowledge.errors import BadInputError, FagkompasError, UnknownTextError
from prompts.wording import Wording

MEDIA_TYPE = "application/problem+json"
LOG = logging.getLogger("fagkompas.http")

STATUS = {
    "malformed_json": 400,
    "malformed_request": 400,
    "wrong_host": 421,
    "bad_input": 400,
    "chat_no_question": 400,
    "chat_not_text": 400,
    "chat_one_choice": 400,
    "key_missing": 401,
    "key_unknown": 401,
    "key_expired": 401,
    "keys_needed": 403,
    "role_too_low": 403,
    "outside_roots": 403,
    "wrong_origin": 403,
    "not_found": 404,
    "unknown_text": 404,
    "unknown_source": 404,
    "unknown_course": 404,
    "unknown_profile": 404,
    "unknown_competence": 404,
    "unknown_answer": 404,
    "unknown_conversation": 404,
    "unknown_ingest": 404,
    "unknown_generation": 404,
    "unknown_model": 404,
    "method_not_allowed": 405,
    "slow_request": 408,
    "ingest_running": 409,
    "body_too_large": 413,
    "wrong_media_type": 415,
    "invalid": 422,
    "team": 422,
    "gap_limits": 422,
    "too_many_requests": 429,
    "headers_too_large": 431,
    "refused": 400,
    "unexpected": 500,
    "busy": 503,
    "timed_out": 504,
    "unavailable": 503,
    "no_generation": 503,
    "not_ready": 503,
}
"""HTTP status by the problem's code; `/problems/` and the code with hyphens is its `type`."""

# FastAPI gives 400 for one thing only: a body that it cannot parse (nested without end, say).
_CODES_OF_STATUS = {
    400: "malformed_json",
    404: "not_found",
    405: "method_not_allowed",
    413: "body_too_large",
    415: "wrong_media_type",
}
_SERVER_FAULT = 500
_UNAUTHORISED = 401


class ProblemError(Exception):
    """A refusal with a code of `STATUS` and the values its sentence names."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.values = values


def problem(
    code: str,
    language: str,
    wording: Wording,
    values: Mapping[str, object] | None = None,
    **more: Any,
) -> JSONResponse:
    """The response for a problem: `type`, `title`, `status`, `detail`, `request_id`, and `more` members."""
    current().problem = code
    request_id = known_request_id()
    body = {
        "type": f"/problems/{code.replace('_', '-')}",
        "title": wording.say(language, f"problem.{code}.title"),
        "status": STATUS[code],
        "detail": wording.say(language, f"problem.{code}.detail", **(values or {})),
        **({"request_id": request_id} if request_id else {}),
        **more,
    }
    return JSONResponse(body, STATUS[code], media_type=MEDIA_TYPE, headers={"Content-Language": language})


def register(api: FastAPI, wording: Wording) -> None:
    """Answer every error with a problem."""

    @api.exception_handler(ProblemError)
    def refused(request: Request, error: ProblemError) -> JSONResponse:
        return refusal(error, _language(request), wording)

    @api.exception_handler(RequestValidationError)
    def invalid(request: Request, error: RequestValidationError) -> JSONResponse:
        if request.method == "POST" and "json" not in request.headers.get("content-type", ""):
            return problem("wrong_media_type", _language(request), wording)
        return _invalid(error.errors(), _language(request), wording)

    @api.exception_handler(HTTPException)
    def http(request: Request, error: HTTPException) -> JSONResponse:
        code = _CODES_OF_STATUS.get(error.status_code, "refused")
        values = {"path": request.url.path, "method": request.method}
        response = problem(code, _language(request), wording, values)
        response.headers.update(error.headers or {})
        if code == "method_not_allowed":
            response.headers["Allow"] = ", ".join(sorted(_methods(api, request)))
        return response

    @api.exception_handler(FagkompasError)
    def ours(request: Request, error: FagkompasError) -> JSONResponse:
        return explained(error, _language(request), wording)


def refusal(error: ProblemError, language: str, wording: Wording) -> JSONResponse:
    """The response for a refusal: it says when to come again, and which key is wanted, as HTTP has it."""
    response = problem(error.code, language, wording, error.values)
    if STATUS[error.code] == _UNAUTHORISED:
        response.headers["WWW-Authenticate"] = 'Bearer realm="Fagkompas"'
    if "seconds" in error.values:
        response.headers["Retry-After"] = str(error.values["seconds"])
    return response


def explained(error: FagkompasError, language: str, wording: Wording) -> JSONResponse:
    """The response for an error of ours; what is our fault, or nobody's, is logged."""
    if isinstance(error, UnknownTextError):
        return problem("unknown_text", language, wording)
    code = "bad_input" if isinstance(error, BadInputError) else "unavailable"
    code = error.code if error.code in STATUS else code
    if STATUS[code] >= _SERVER_FAULT:
        LOG.error("%s", error.message)
    return problem(code, language, wording, {"reason": explain_error(error, wording, language), **error.values})


def _methods(api: FastAPI, request: Request) -> set[str]:
    """All methods of an address (RFC 9110, 15.5.6); the framework names those of one of its routes only."""
    routes = [route for route in api.routes if route.matches(request.scope)[0] is not Match.NONE]
    return {method for route in routes for method in getattr(route, "methods", None) or ()}


def unexpected(headers: Headers, wording: Wording) -> JSONResponse:
    """What a caller is told of an error that nobody foresaw; the log has the rest."""
    return problem("unexpected", language_of(headers.get("accept-language")), wording)


def _invalid(errors: Sequence[Mapping[str, Any]], language: str, wording: Wording) -> JSONResponse:
    """Name each field that cannot be used; what was given there is not repeated, it may be personal."""
    if any(error["type"] == "json_invalid" for error in errors):
        return problem("malformed_json", language, wording)
    named = [{"field": _field(error["loc"]), "detail": advice(error, language, wording)} for error in errors]
    fields = ", ".join(dict.fromkeys(entry["field"] for entry in named))
    return problem("invalid", language, wording, {"fields": fields}, errors=named)


def _field(location: Sequence[object]) -> str:
    """`("body", "question")` → `question`; the whole body is `body`."""
    inner = [str(part) for part in location[1:]]
    return ".".join(inner) or str(location[0])


def _language(request: Request) -> str:
    return language_of(request.headers.get("accept-language"))
