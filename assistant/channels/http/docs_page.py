"""`GET /docs`: the description of the service for people who write programs, without anything from elsewhere."""

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Annotated, Any, NamedTuple

from fastapi import Depends, FastAPI, Request
from fastapi.responses import HTMLResponse

from assistant.channels.http.caller import Caller, caller_of
from assistant.channels.http.html_pages import Html, element, html_reply, joined, language_in, reading_page
from assistant.channels.http.service import Service

ADDRESS = "/docs"
TAGS = ("answers", "knowledge", "openai", "operation", "other")
_METHODS = ("get", "post", "put", "patch", "delete")
_SHAPE = "#/components/schemas/"
# Told once at the top of the page.
_EVERYWHERE = frozenset({"401", "403", "408", "421", "429", "431", "500", "503"})

Say = Callable[..., str]
Json = Mapping[str, Any]


def register(api: FastAPI, service: Service) -> None:
    """Add the route."""

    @api.get(ADDRESS, include_in_schema=False)
    def docs(request: Request, caller: Annotated[Caller, Depends(caller_of)]) -> HTMLResponse:
        language, wording = language_in(request), service.parts.wording

        def say(key: str, **values: object) -> str:
            return wording.say(language, f"docs.{key}", **values)

        page = reading_page(say("title"), described(api.openapi(), say), language, wording, caller)
        return html_reply(page, language)


def described(schema: Json, say: Say) -> Html:
    """An OpenAPI document as it is read: operations by tag, then the shapes that they name."""
    link = element("a", "/openapi.json", href="/openapi.json")
    head = [
        element("link", rel="stylesheet", href="/static/docs.css"),
        element("h1", say("title")),
        element("p", say("lead", version=schema["info"]["version"]), class_="lead"),
        *(element("p", say(key)) for key in ("keys", "errors", "also")),
        element("p", say("machine"), " ", link),
    ]
    found = list(_operations(schema))
    groups = [
        joined(element("h2", say(f"tag_{tag}")), *(_shown(one, say) for one in found if one.tag == tag))
        for tag in TAGS
        if any(one.tag == tag for one in found)
    ]
    shapes = schema.get("components", {}).get("schemas", {})
    listed = [_shape(name, shapes[name], say) for name in sorted(shapes)]
    return element("div", *head, *groups, element("h2", say("shapes")), *listed, class_="docs")


class Operation(NamedTuple):
    """One thing that can be called."""

    tag: str
    method: str
    path: str
    about: Json


def _operations(schema: Json) -> Iterator[Operation]:
    for path, methods in schema["paths"].items():
        for method in _METHODS:
            if method in methods:
                tag = next(iter(methods[method].get("tags", ())), "other")
                yield Operation(tag if tag in TAGS else "other", method.upper(), path, methods[method])


def _shown(one: Operation, say: Say) -> Html:
    operation = one.about
    parts = [element("h3", element("code", f"{one.method} {one.path}"))]
    parts += [element("p", operation[key]) for key in ("summary", "description") if operation.get(key)]
    if operation.get("parameters"):
        rows = [
            (
                given["name"],
                _type(given["schema"], say),
                _meaning(given["schema"], bool(given.get("required")), say, given),
            )
            for given in operation["parameters"]
        ]
        parts += [element("h4", say("parameters")), _table(rows, say)]
    body = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
    if body:
        parts += [element("h4", say("body")), element("p", _type(body, say))]
    parts += [element("h4", say("replies")), _replies(operation["responses"], say)]
    return element("section", *parts, id=operation["operationId"])


def _replies(responses: Json, say: Say) -> Html:
    items = []
    for status, response in sorted(responses.items()):
        if status in _EVERYWHERE:
            continue
        kinds = [
            joined(element("code", media), " ", _type(content.get("schema", {}), say))
            for media, content in response.get("content", {}).items()
        ]
        told = response["description"] if status < "4" else say("problem")
        items.append(element("li", element("strong", status), f" {told} ", *_between(kinds, ", ")))
    return element("ul", *items)


def _shape(name: str, shape: Json, say: Say) -> Html:
    required = set(shape.get("required", ()))
    rows = [
        (field, _type(about, say), _meaning(about, field in required, say))
        for field, about in shape.get("properties", {}).items()
    ]
    parts = [element("h3", element("code", name))]
    parts += [element("p", shape["description"])] if shape.get("description") else []
    parts += [_table(rows, say)] if rows else []
    parts += [element("p", ", ".join(map(str, shape["enum"])))] if "enum" in shape else []
    for example in shape.get("examples", ()):
        written = json.dumps(example, ensure_ascii=False, indent=2)
        parts.append(element("details", element("summary", say("example")), element("pre", element("code", written))))
    return element("section", *parts, id=f"shape-{name}")


def _table(rows: list[tuple[str, Html, str]], say: Say) -> Html:
    heads = [element("th", say(key), scope="col") for key in ("name", "type", "meaning")]
    body = [
        element("tr", element("td", element("code", name)), element("td", kind), element("td", meaning))
        for name, kind, meaning in rows
    ]
    table = element("table", element("thead", element("tr", *heads)), element("tbody", *body))
    return element("div", table, class_="docs-table", tabindex="0", role="region", aria_label=say("name"))


def _type(schema: Json, say: Say) -> Html:
    """A schema in a few words, shapes as links."""
    if "$ref" in schema:
        name = str(schema["$ref"]).removeprefix(_SHAPE)
        return element("a", name, href=f"#shape-{name}")
    choices = schema.get("anyOf") or schema.get("oneOf")
    if choices:
        return joined(*_between([_type(one, say) for one in choices], f" {say('or')} "))
    if schema.get("type") == "array":
        before, _, after = say("list_of", what="\0").partition("\0")
        return joined(before, _type(schema.get("items", {}), say), after)
    if "enum" in schema:
        return joined(" | ".join(map(str, schema["enum"])))
    kind = schema.get("type") or json.dumps(schema.get("const", "JSON"))
    return joined(" ".join(str(one) for one in (kind, schema.get("format")) if one))


def _meaning(schema: Json, required: bool, say: Say, more: Json | None = None) -> str:
    told = [(more or {}).get("description") or schema.get("description", "")]
    told += [say("required")] if required else []
    if schema.get("default") not in (None, "", []):
        told.append(say("default", value=json.dumps(schema["default"])))
    return "; ".join(one for one in told if one)


def _between(parts: list[Html], sign: str) -> Iterator[Html]:
    for number, part in enumerate(parts):
        yield joined(sign, part) if number else part
