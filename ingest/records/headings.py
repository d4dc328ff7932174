"""Which field a heading means, and how a field is called in readable text; the words lie in `labels.toml`."""

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from rapidfuzz import fuzz, process

# Out of 100; below it the nearest known name is a guess that would only confuse (tuned on typing errors of one or
# two letters in the headings of labels.toml: all are above 75, unrelated words below 65).
_NEAR_ENOUGH = 70

# One spelling for the three Danish letters, whichever way a heading is typed.
_DANISH_LETTERS = (("ae", "æ"), ("oe", "ø"), ("aa", "å"))


@dataclass(frozen=True, slots=True)
class Group:
    """The fields of a course, profile, competence or run."""

    names: tuple[str, ...]
    """Field names in the order of the readable text."""
    labels: Mapping[str, str]
    usual: Mapping[str, str]
    """Field -> the first of its headings, for a field that a record has not."""
    _by_heading: Mapping[str, str]
    _spelled: Mapping[str, str]

    def field_of(self, heading: str) -> str | None:
        """Give the field that a heading means, or None."""
        return self._by_heading.get(plain(heading))

    def nearest(self, heading: str) -> str | None:
        """Give the known heading that is most like an unknown one, or None when none is near."""
        found = process.extractOne(plain(heading), self._spelled.keys(), scorer=fuzz.ratio, score_cutoff=_NEAR_ENOUGH)
        return self._spelled[found[0]] if found else None


@cache
def words() -> Mapping[str, Any]:
    """The whole of `labels.toml`."""
    return tomllib.loads(files("ingest.records").joinpath("labels.toml").read_text(encoding="utf-8"))


@cache
def group(name: str) -> Group:
    """The fields of `course`, `profile`, `competence` or `run`."""
    fields: Mapping[str, Mapping[str, Any]] = words()[name]
    spelled = {plain(heading): heading for field in fields.values() for heading in reversed(field["headings"])}
    by_heading = {plain(heading): key for key, field in fields.items() for heading in (key, *field["headings"])}
    labels = {key: field["label"] for key, field in fields.items() if "label" in field}
    usual = {key: field["headings"][0] for key, field in fields.items()}
    return Group(tuple(fields), labels, usual, by_heading, spelled)


@cache
def synonyms(name: str) -> Mapping[str, str]:
    """How a value may be written (plain) -> its code, for `levels`, `forms`, `learners`, `visibilities`, `answers`."""
    return {plain(word): code for code, known in words()[name].items() for word in (code, *known)}


def plain(heading: str) -> str:
    """Reduce a heading to its letters and digits in one spelling: `schema:Målgruppe`, `maal-gruppe` -> `målgruppe`."""
    text = unicodedata.normalize("NFC", heading).strip()
    text = re.sub(r"^(?:https?://\S*[/#]|[A-Za-z]+:)(?=\S)", "", text)
    text = "".join(sign for sign in text.casefold() if sign.isalnum())
    for typed, letter in _DANISH_LETTERS:
        text = text.replace(typed, letter)
    return text
