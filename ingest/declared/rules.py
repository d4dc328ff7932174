"""The rules `[[sources.records]]`: read from `fagkompas.toml`, or refused with the field that is wrong."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from ingest.records.headings import Group, group
from knowledge.types import SourceKind

TITLE = "title"
# The fields whose parts have fields of their own, and whose those are.
REPEATED = {"runs": "run", "requires": "competence", "provides": "competence", "competences": "competence"}
_KINDS = {kind.value: kind for kind in (SourceKind.COURSE, SourceKind.PROFILE)}
_KEYS = ("kind", "page", "each", "required", "fields")
_SIMPLE = ("select", "match", "text")
_EACH = "each"
# `a.tilmelding @href`; `@content` alone is an attribute of the element itself.
_ATTRIBUTE = re.compile(r"(?:(?P<css>.*\S)\s+)?@(?P<attribute>[\w-]+)", re.DOTALL)
_SELF = ":scope"


@dataclass(frozen=True, slots=True)
class Selector:
    """Where a value stands in a page."""

    css: str = ""
    attribute: str = ""
    """The attribute that holds the value; empty: its text does."""
    match: str = ""
    """A regular expression for the part of the text that is the value: its first group, or all that it matches."""
    text: str = ""
    """A value that holds for all pages."""
    parts: Mapping[str, "Selector"] = field(default_factory=dict)
    """Each element that is found is one of several (runs, competences), with these fields of its own."""

    @property
    def xpath(self) -> str:
        """What finds its elements below another one, which may be among them."""
        return xpath_of(self.css)


@dataclass(frozen=True, slots=True)
class RecordRule:
    """How the pages that a pattern fits become records."""

    kind: SourceKind
    fields: Mapping[str, Selector]
    page: str = "*"
    """The pattern of a page's path (`/kurser/?*`)."""
    each: str = ""
    """Finds the records of a page that has several; empty: the page is one."""
    required: tuple[str, ...] = (TITLE,)


@dataclass(frozen=True, slots=True)
class DeclaredPage:
    """A page that a rule fits, and its address where it has one."""

    rule: RecordRule
    url: str | None = None


class RuleTrouble(Exception):  # noqa: N818 - not an error of its own: becomes a `SourceError`
    """Why a rule cannot be used: the field, the reason as a code, and what it tells besides."""

    def __init__(self, field: str, reason: str, what: object = "yes") -> None:
        super().__init__(field, reason)
        self.field = field
        self.reason = reason
        self.what = what


def read_rules(values: object) -> tuple[RecordRule, ...]:
    """Read the list `[[sources.records]]`; raises `RuleTrouble`."""
    if not isinstance(values, list | tuple) or not all(isinstance(one, Mapping) for one in values):
        raise RuleTrouble("records", "records")
    return tuple(_rule(one) for one in values)


def restored_rule(values: Mapping[str, Any]) -> RecordRule:
    """The rule that was made into JSON values, as it was."""
    selectors = {name: _restored(one) for name, one in values["fields"].items()}
    given = {**values, "kind": SourceKind(values["kind"]), "required": tuple(values["required"]), "fields": selectors}
    return RecordRule(**given)


def _restored(values: Mapping[str, Any]) -> Selector:
    return Selector(**{**values, "parts": {name: _restored(one) for name, one in values["parts"].items()}})


@cache
def xpath_of(css: str) -> str:
    """Put a CSS selector into XPath; raises `ValueError` for what is none."""
    from cssselect import HTMLTranslator, SelectorError

    try:
        return HTMLTranslator().css_to_xpath(css)
    except SelectorError as error:
        raise ValueError(str(error)) from error


def _rule(values: Mapping[str, Any]) -> RecordRule:
    for name in values:
        if name not in _KEYS:
            raise RuleTrouble(f"records.{name}", "fields", ", ".join(_KEYS))
    kind = _KINDS.get(str(values.get("kind")))
    if kind is None:
        raise RuleTrouble("records.kind", "kind")
    fields = values.get("fields")
    if not isinstance(fields, Mapping):
        raise RuleTrouble("records.fields", "titled")
    known = group(kind.value)
    read = {name: _field(known, f"records.fields.{name}", name, one) for name, one in fields.items()}
    if TITLE not in {known.field_of(name) for name in read}:
        raise RuleTrouble("records.fields", "titled")
    page, each = _text("records.page", values.get("page", "*")), values.get("each", "")
    if each:
        _check_css("records.each", _text("records.each", each))
    return RecordRule(kind, read, page, each, _required(values.get("required", (TITLE,)), known, read))


def _required(values: object, known: Group, read: Mapping[str, Selector]) -> tuple[str, ...]:
    """The fields that a page must have, always the title among them."""
    if not isinstance(values, list | tuple) or not all(isinstance(one, str) for one in values):
        raise RuleTrouble("records.required", "texts")
    by_field = {known.field_of(name): name for name in read}
    for name in values:
        if known.field_of(name) not in by_field:
            raise RuleTrouble("records.required", "undeclared", name)
    return tuple(dict.fromkeys([by_field[TITLE], *(by_field[known.field_of(name)] for name in values)]))


def _field(known: Group, shown: str, name: str, value: object) -> Selector:
    own = known.field_of(name)
    if own is None:
        raise RuleTrouble(shown, "unknown", known.nearest(name) or known.usual[TITLE])
    if isinstance(value, Mapping) and _EACH in value:
        if own not in REPEATED:
            raise RuleTrouble(shown, "single")
        css = _text(shown, value[_EACH])
        _check_css(shown, css)
        of_parts = group(REPEATED[own])
        parts = {part: _part(of_parts, f"{shown}.{part}", part, one) for part, one in value.items() if part != _EACH}
        return Selector(css, parts=parts)
    return _selector(shown, value)


def _part(known: Group, shown: str, name: str, value: object) -> Selector:
    if known.field_of(name) is None:
        raise RuleTrouble(shown, "unknown", known.nearest(name) or ", ".join(known.labels) or ", ".join(known.names))
    return _selector(shown, value)


def _selector(shown: str, value: object) -> Selector:
    given = {"select": value} if isinstance(value, str) else value
    if not isinstance(given, Mapping):
        raise RuleTrouble(shown, "select")
    for name in given:
        if name not in _SIMPLE:
            raise RuleTrouble(f"{shown}.{name}", "fields", ", ".join((*_SIMPLE, _EACH)))
    if ("select" in given) == ("text" in given) or ("text" in given and "match" in given):
        raise RuleTrouble(shown, "select")
    if "text" in given:
        return Selector(text=_text(shown, given["text"]))
    written = _text(shown, given["select"])
    attribute = _ATTRIBUTE.fullmatch(written)
    css = (attribute["css"] or _SELF) if attribute else written
    _check_css(shown, css)
    return Selector(css, attribute["attribute"] if attribute else "", _pattern(shown, given.get("match", "")))


def _pattern(shown: str, value: object) -> str:
    try:
        re.compile(value if isinstance(value, str) else "(")
    except re.error as error:
        raise RuleTrouble(shown, "match", str(value)) from error
    return str(value)


def _check_css(shown: str, css: str) -> None:
    from lxml import etree

    try:
        etree.XPath(xpath_of(css))
    except (ValueError, etree.XPathError) as error:
        raise RuleTrouble(shown, "selector", css) from error


def _text(shown: str, value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise RuleTrouble(shown, "text")
    return value.strip()
