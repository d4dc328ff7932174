"""Puts errors, faults, notices and findings into the user's language, from the wording file.

The sentence for the code `damaged` with a value `file` is `error.damaged_file`, where there is one.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from ingest.errors import RootError
from ingest.types import Fault, Notice
from knowledge.errors import FagkompasError
from prompts.wording import Wording

if TYPE_CHECKING:
    from knowledge.checks import Finding

_MEGABYTE = 2**20


def explain_error(error: FagkompasError, wording: Wording, language: str = "da") -> str:
    """One sentence that says what is wrong and what to do."""
    code = f"root_{error.reason}" if isinstance(error, RootError) else error.code
    return _say(wording, language, f"error.{code}", error.values, error.message)


def explain_fault(fault: Fault, wording: Wording, language: str = "da") -> str:
    """One line for a file or record that was not taken in: where, and what is wrong."""
    sentence = _say(wording, language, f"fault.{fault.code}", fault.values or {}, fault.error)
    return _at(fault, sentence, wording, language)


def explain_notice(notice: Notice, wording: Wording, language: str = "da") -> str:
    """One line for something worth knowing: where, and what."""
    sentence = _say(wording, language, f"ingest_notice.{notice.code}", notice.values or {}, notice.code)
    return _at(notice, sentence, wording, language)


def explain_finding(finding: "Finding", wording: Wording, language: str = "da") -> str:
    """One line for something that `doctor` found."""
    kind = "finding" if wording.knows(language, f"finding.{finding.code}") else "error"
    return _say(wording, language, f"{kind}.{finding.code}", finding.values, f"{finding.code}: {finding.values}")


def find_sentence(wording: Wording, language: str, key: str, values: Mapping[str, object]) -> str | None:
    """The key of the sentence that says most with the values at hand, or None where none fits."""
    for candidate in (*(f"{key}_{name}" for name in values), key):
        if wording.knows(language, candidate) and wording.placeholders(language, candidate) <= values.keys():
            return candidate
    return None


def _say(wording: Wording, language: str, key: str, values: Mapping[str, object], otherwise: str) -> str:
    """The fitting sentence; without one, the log's own."""
    shown = _readable(values)
    found = find_sentence(wording, language, key, shown)
    return wording.say(language, found, **shown) if found else otherwise


def _readable(values: Mapping[str, object]) -> dict[str, object]:
    """Values as they are read: lists in a line, sizes in megabytes, what is not given left out."""
    shown = {name: value for name, value in values.items() if value is not None and value != "" and value != []}
    for name, value in values.items():
        if isinstance(value, list | tuple | set | frozenset):
            shown[name] = ", ".join(map(str, value))
        if name in {"size", "limit"} and isinstance(value, int):
            shown[name] = value // _MEGABYTE
    if "written" in shown:
        shown.setdefault("value", shown["written"])
    return shown


def _at(place: Fault | Notice, sentence: str, wording: Wording, language: str) -> str:
    """`file, line, field: sentence`, as far as they are known."""
    parts = [place.path] if place.path else []
    if place.line is not None:
        parts.append(wording.say(language, "ingest.line", line=place.line))
    if place.field is not None:
        parts.append(wording.say(language, "ingest.field", field=place.field))
    return f"{', '.join(parts)}: {sentence}" if parts else sentence
