"""schema.org in JSON-LD: its courses as records, what it says of an article as properties."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from ingest.errors import UnreadableError
from ingest.types import RawRecord, RawValue
from knowledge.types import SourceKind

_ARTICLES = frozenset({"Article", "NewsArticle", "Report", "WebPage", "BlogPosting", "TechArticle", "ScholarlyArticle"})

# schema.org's name -> ours.
_ARTICLE_FIELDS = (
    ("headline", "title"),
    ("datePublished", "date"),
    ("publisher", "publisher"),
    ("inLanguage", "language"),
)


def parse_json(text: str) -> Any:
    """Parse JSON; raises `UnreadableError` with the line of the fault."""
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        cut_off = error.pos >= len(text.rstrip())
        raise UnreadableError(
            f"the JSON {'is cut off' if cut_off else 'cannot be read'} ({error.msg}): mend that line",
            reason="truncated" if cut_off else "syntax",
            line=error.lineno,
        ) from error
    except RecursionError as error:
        raise UnreadableError("the JSON is nested too deeply: flatten it", reason="too_complex") from error


def courses(data: object, text: str = "") -> tuple[RawRecord, ...]:
    """Find every schema.org Course, in `@graph`, lists and inside other things; `text` tells their lines."""
    lines = Lines(text)
    found = []
    for node in things(data):
        if "Course" in types(node):
            line = lines.next_named(str(node.get("name", "")))
            fields = {key: RawValue(value, line) for key, value in node.items()}
            found.append(RawRecord(SourceKind.COURSE, fields, line))
    return tuple(found)


def article_properties(data: object) -> dict[str, RawValue]:
    """Give title, date, publisher and language as the first article-like thing states them."""
    for node in things(data):
        if types(node) & _ARTICLES:
            named = {ours: _name(node.get(theirs)) for theirs, ours in _ARTICLE_FIELDS}
            return {field: RawValue(value) for field, value in named.items() if value}
    return {}


def things(data: object) -> Iterator[Mapping[str, Any]]:
    """Walk all mappings in the order they stand, without going into the parts of a course."""
    waiting: list[object] = [data]
    while waiting:
        node = waiting.pop()
        if isinstance(node, list):
            waiting.extend(reversed(node))
        elif isinstance(node, dict):
            yield node
            if "Course" not in types(node):
                waiting.extend(reversed(list(node.values())))


def types(node: Mapping[str, Any]) -> frozenset[str]:
    """Give the schema.org types of a thing without their address."""
    written = node.get("@type", ())
    names = written if isinstance(written, list) else [written]
    return frozenset(str(name).rsplit("/", 1)[-1].removeprefix("schema:") for name in names if name)


def _name(value: object) -> str | None:
    if isinstance(value, list):
        return _name(value[0]) if value else None
    if isinstance(value, dict):
        return _name(value.get("name"))
    return str(value) if value else None


class Lines:
    """Tells on which line a name stands, looking on from the last one found."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._position = 0

    def next_named(self, name: str) -> int | None:
        """Give the line of the next place where a name stands."""
        for written in (json.dumps(name, ensure_ascii=False), json.dumps(name)):
            place = self._text.find(written, self._position) if name else -1
            if place >= 0:
                self._position = place + len(written)
                return self._text.count("\n", 0, place) + 1
        return None
