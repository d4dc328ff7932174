"""Who is let in: anybody on this machine while there are no keys, from then on whoever shows one."""

from collections.abc import Collection
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from urllib.parse import quote

from anyio import CapacityLimiter
from anyio.to_thread import run_sync
from starlette.datastructures import Headers
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from assistant.channels.http.caller import Caller, caller_with, introduce
from assistant.channels.http.hosts import SAFE_METHODS, is_from_here, is_loopback, is_own_page
from assistant.channels.http.language import language_of
from assistant.channels.http.problems import ProblemError, explained, refusal
from assistant.channels.http.rates import Rates
from assistant.channels.state.errors import KeyRefusedError
from assistant.channels.state.types import Key, KeyRing, Role
from knowledge.errors import FagkompasError
from prompts.wording import Wording

COOKIE = "fagkompas_key"
SIGN_IN = "/sign-in"
# Answers whoever asks, also while keys cannot be looked up: a service without its database is not to be restarted.
ALIVE = "/healthz"
# Whoever calls shows Slack's signature, which the route checks.
SLACK_EVENTS = "/slack/events"
# Says nothing of what is known, and must be reached by who has no key (yet).
OPEN = frozenset({ALIVE, "/readyz", SIGN_IN})
OPEN_UNDER = ("/static/", "/problems/")
# The rest is for readers. The first entry that fits decides.
ROLES: tuple[tuple[str, Collection[str], Role], ...] = (
    ("/api/ingest", {"POST"}, Role.ADMIN),
    ("/api/ingest", SAFE_METHODS, Role.EDITOR),
    ("/metrics", SAFE_METHODS, Role.EDITOR),
    ("/api/links", {"POST"}, Role.EDITOR),
)
# A reader of the page makes requests by the dozen; what costs is asking and searching.
COUNTED_UNDER = ("/api/", "/v1/", "/mcp")
# Threads that let in, beside those that answer: who asks whether the service lives does not wait behind questions.
DOORKEEPERS = 4


@dataclass(frozen=True, slots=True)
class Rules:
    """What the admission goes by; `origins` are the pages elsewhere whose scripts may call."""

    keys: KeyRing
    rates: Rates
    origins: frozenset[str] = frozenset()


class Admission:
    """ASGI middleware: refuses, or notes in the scope who is calling and passes on."""

    def __init__(self, app: ASGIApp, rules: Rules, wording: Wording) -> None:
        self._app = app
        self._rules = rules
        self._wording = wording
        self._doorkeepers = CapacityLimiter(DOORKEEPERS)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let in, or answer with why not."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        try:
            introduce(scope, await run_sync(admit, scope, self._rules, limiter=self._doorkeepers))
        except ProblemError as error:
            await self._refusal(error, scope)(scope, receive, send)
            return
        except FagkompasError as error:
            # Whoever cannot look keys up lets nobody in.
            language = language_of(Headers(scope=scope).get("accept-language"))
            await explained(error, language, self._wording)(scope, receive, send)
            return
        await self._app(scope, receive, send)

    def _refusal(self, error: ProblemError, scope: Scope) -> Response:
        headers = Headers(scope=scope)
        if error.code in {"key_missing", "key_unknown", "key_expired"} and _reads_pages(scope, headers):
            target = quote(scope["path"] + ("?" + scope["query_string"].decode("latin-1")).rstrip("?"), safe="/")
            return RedirectResponse(f"{SIGN_IN}?next={target}", 303)
        return refusal(error, language_of(headers.get("accept-language")), self._wording)


def admit(scope: Scope, rules: Rules) -> Caller:
    """Who is calling; raises `ProblemError` when the call may not be made."""
    headers, path, method = Headers(scope=scope), str(scope["path"]), str(scope["method"])
    if path in {ALIVE, SLACK_EVENTS}:
        return Caller(role=Role.READER)
    if not is_own_page(method, headers, rules.origins):
        raise ProblemError("wrong_origin")
    keyed = rules.keys.any()
    if not keyed and not is_from_here(scope):
        raise ProblemError("keys_needed")
    if not keyed and not is_loopback(headers.get("host", "")):
        # Another name that resolves to this machine: a page elsewhere trying to read it (DNS rebinding).
        raise ProblemError("wrong_host")
    is_open = path in OPEN or path.startswith(OPEN_UNDER)
    caller = Caller() if is_open or not keyed else caller_with(_key_of(headers, rules.keys))
    needed = next((role for start, methods, role in ROLES if _under(path, start) and method in methods), Role.READER)
    if caller.role < needed:
        raise ProblemError("role_too_low", needed=needed.value, role=caller.role.value)
    if keyed and not is_open and path.startswith(COUNTED_UNDER) and (wait := rules.rates.take(caller.owner)):
        raise ProblemError("too_many_requests", seconds=wait)
    return caller


def shown_key(headers: Headers) -> str:
    """The key of an `Authorization: Bearer` header, or of the page's cookie; empty for none."""
    scheme, _, secret = headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return secret.strip()
    try:
        cookie = SimpleCookie(headers.get("cookie", "")).get(COOKIE)
    except CookieError:
        return ""
    return cookie.value if cookie else ""


def _key_of(headers: Headers, keys: KeyRing) -> Key:
    try:
        return keys.require(shown_key(headers))
    except KeyRefusedError as error:
        raise ProblemError(error.code, **error.values) from None


def _under(path: str, start: str) -> bool:
    return path == start or path.startswith(start + "/")


def _reads_pages(scope: Scope, headers: Headers) -> bool:
    """Whether a person with a browser asked for a page, who is helped by a form rather than by a problem."""
    path, accepts = str(scope["path"]), headers.get("accept", "")
    return scope["method"] == "GET" and "text/html" in accepts and not path.startswith(("/api/", "/v1/", "/mcp"))
