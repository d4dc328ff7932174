"""SKOS in JSON-LD: profiles with their competences as concepts, in the schemes that are their sets."""

from collections.abc import Mapping
from typing import Any

from ingest.schemaorg import Lines, things, types
from ingest.types import RawRecord, RawValue
from knowledge.types import SourceKind

_PROFILE = "Profile"
_SCHEME = "ConceptScheme"
# What a scheme says of all its profiles: its field -> ours.
_OF_SCHEME = (("prefLabel", "profile_set"), ("version", "version"))


def profiles(data: object, text: str = "") -> tuple[RawRecord, ...]:
    """Find every concept that is a `Profile`; what it does not say of its set, its scheme says. `text`: for lines."""
    nodes = list(things(data))
    schemes = {str(node.get("@id")): node for node in nodes if _SCHEME in _types(node)}
    lines = Lines(text)
    found = []
    for node in nodes:
        if _PROFILE in _types(node):
            line = lines.next_named(str(node.get("prefLabel", "")))
            fields = {key: RawValue(value, line) for key, value in _with_scheme(node, schemes).items()}
            found.append(RawRecord(SourceKind.PROFILE, fields, line))
    return tuple(found)


def _with_scheme(node: Mapping[str, Any], schemes: Mapping[str, Mapping[str, Any]]) -> Mapping[str, Any]:
    own = {key: value for key, value in node.items() if key.removeprefix("skos:") != "inScheme"}
    named = node.get("inScheme", node.get("skos:inScheme"))
    scheme = schemes.get(str(named.get("@id") if isinstance(named, Mapping) else named), {})
    shared = {ours: scheme[theirs] for theirs, ours in _OF_SCHEME if theirs in scheme}
    return {**shared, **own}


def _types(node: Mapping[str, Any]) -> frozenset[str]:
    return frozenset(name.rsplit(":", 1)[-1].rsplit("#", 1)[-1] for name in types(node))
