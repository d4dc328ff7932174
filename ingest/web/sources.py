"""The sources that `fagkompas.toml` lists: folders, pages, sitemaps and sections of sites, each with its schedule."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any
from urllib.parse import urlsplit

from ingest.declared.rules import RecordRule, RuleTrouble, read_rules, restored_rule
from ingest.errors import IngestError
from knowledge.slugs import slug

SCHEMES = ("http", "https")
# Seconds; a source that is asked more often than this is asked for no good reason.
SHORTEST, LONGEST = 60, 31 * 24 * 3600
DEEPEST = 10
MOST_PAGES = 20_000
FASTEST = 50.0
_EVERY = re.compile(r"(\d{1,4})\s*(m|h|d)", re.IGNORECASE)
_UNITS = {"m": 60, "h": 3600, "d": 24 * 3600}
_LISTS = ("urls", "sitemaps", "sections", "allow", "deny")
_ADDRESSES = ("urls", "sitemaps", "sections")


@dataclass(frozen=True, slots=True)
class ConnectedSource:
    """A folder, or pages of the web, that is looked at again and again."""

    name: str
    folder: str | None = None
    urls: tuple[str, ...] = ()
    """Single pages."""
    sitemaps: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    """Pages whose links are followed, and the links of those, `depth` deep, on the same host."""
    depth: int = 1
    allow: tuple[str, ...] = ()
    """Patterns of paths (`/kurser/*`), one of which a page must fit; none: all."""
    deny: tuple[str, ...] = ()
    rate: float = 1.0
    """Requests a second at most."""
    most: int = 500
    """Pages."""
    every: int = 24 * 3600
    """Seconds between two looks."""
    records: tuple[RecordRule, ...] = ()
    """How its pages become courses and profiles; the first rule that fits a page counts."""

    @property
    def is_web(self) -> bool:
        """Whether it has pages to be fetched."""
        return self.folder is None


class SourceError(IngestError):
    """A source is described in a way that cannot be used; `field` names the field, `source` its name or number."""

    code = "source"


def read_sources(values: object) -> tuple[ConnectedSource, ...]:
    """Read the list `[[sources]]`; raises `SourceError`."""
    if not isinstance(values, Sequence) or isinstance(values, str):
        raise _refused("1", "sources", "listed")
    found = [_read(number, one) for number, one in enumerate(values, start=1)]
    names = [one.name for one in found]
    for name in names:
        if names.count(name) > 1:
            raise _refused(name, "name", "twice")
    return tuple(found)


def restored(values: Iterable[Mapping[str, Any]]) -> tuple[ConnectedSource, ...]:
    """The sources that were made into JSON values, as they were."""
    found = []
    for each in values:
        given: dict[str, Any] = {name: tuple(one) if isinstance(one, list) else one for name, one in each.items()}
        given["records"] = tuple(map(restored_rule, given.get("records", ())))
        found.append(ConnectedSource(**given))
    return tuple(found)


def page_source(urls: Iterable[str]) -> ConnectedSource:
    """Single pages that were named on the command line; raises `SourceError`."""
    return _checked(ConnectedSource("sider", urls=tuple(dict.fromkeys(urls))))


def is_address(text: str) -> bool:
    """Whether a text is an address of the web that can be fetched."""
    try:
        parts = urlsplit(text)
        return parts.scheme.lower() in SCHEMES and bool(parts.hostname) and "@" not in parts.netloc
    except ValueError:
        return False


def _read(number: int, values: object) -> ConnectedSource:
    shown = str(number)
    if not isinstance(values, Mapping):
        raise _refused(shown, "sources", "listed")
    shown = str(values.get("name") or number)
    known = {field.name for field in fields(ConnectedSource)}
    for name in values:
        if name not in known:
            raise _refused(shown, str(name), "fields", ", ".join(sorted(known)))
    given: dict[str, Any] = dict(values)
    if not isinstance(given.get("name"), str) or slug(given["name"]) != given["name"]:
        raise _refused(shown, "name", "named")
    for name in _LISTS:
        given[name] = _texts(shown, name, given.get(name, ()))
    given["every"] = _seconds(shown, given.get("every", "1d"))
    for name, kinds in (("depth", int), ("most", int), ("rate", int | float)):
        if name in given and (not isinstance(given[name], kinds) or isinstance(given[name], bool)):
            raise _refused(shown, name, "number")
    if given.get("folder") is not None and not isinstance(given["folder"], str):
        raise _refused(shown, "folder", "path")
    try:
        given["records"] = read_rules(given.get("records", ()))
    except RuleTrouble as trouble:
        raise _refused(shown, trouble.field, trouble.reason, trouble.what) from trouble
    return _checked(ConnectedSource(**given))


def _checked(source: ConnectedSource) -> ConnectedSource:
    addresses = [*source.urls, *source.sitemaps, *source.sections]
    if bool(source.folder) == bool(addresses):
        raise _refused(source.name, "folder", "either")
    for name in _ADDRESSES:
        for address in getattr(source, name):
            if not is_address(address):
                raise _refused(source.name, name, "address", address)
    for name, least, most in (("depth", 0, DEEPEST), ("most", 1, MOST_PAGES), ("rate", 0.01, FASTEST)):
        if not least <= getattr(source, name) <= most:
            raise _refused(source.name, name, "between", f"{least}-{most}")
    return source


def _texts(shown: str, name: str, value: object) -> tuple[str, ...]:
    if isinstance(value, list | tuple) and all(isinstance(one, str) and one for one in value):
        return tuple(value)
    raise _refused(shown, name, "texts")


def _seconds(shown: str, value: object) -> int:
    match = _EVERY.fullmatch(value.strip()) if isinstance(value, str) else None
    seconds = int(match.group(1)) * _UNITS[match.group(2).lower()] if match else 0
    if not SHORTEST <= seconds <= LONGEST:
        raise _refused(shown, "every", "every")
    return seconds


def _refused(source: str, field: str, reason: str, what: object = "yes") -> SourceError:
    """`reason` names the sentence for users, and `what` is what it tells besides."""
    values: dict[str, Any] = {"source": source, "named_field": field, reason: what}
    return SourceError(
        f"The source {source} in fagkompas.toml cannot be used: {field}: {_WHY[reason]}.", field=field, **values
    )


_WHY = {
    "listed": "sources are written as [[sources]]",
    "twice": "each source has a name of its own",
    "fields": "there is no such field",
    "named": "a name has small letters a-z, digits and hyphens",
    "number": "it is a number",
    "path": "it is a path",
    "either": "a source has a folder, or else urls, sitemaps or sections",
    "address": "an address begins with http:// or https://",
    "between": "the number is too small or too large",
    "texts": "it is a list of texts",
    "records": "records are written as [[sources.records]]",
    "kind": 'it is "course" or "profile"',
    "titled": "fields need a title, with the CSS selector that finds it",
    "unknown": "records have no such field",
    "single": "only runs and competences are repeated",
    "select": "it is a CSS selector, or { select, match }, { text }, or { each, … }",
    "selector": "the CSS selector is not valid",
    "match": "the regular expression is not valid",
    "text": "it is a text",
    "undeclared": "what is required is among the fields",
    "every": 'it is written as "30m", "2h" or "7d", from a minute to 31 days',
}
