"""Puts errors, faults and notices into the user's language, from the wording file."""

from collections.abc import Mapping

from ingest.errors import IngestError
from ingest.types import Fault, Notice
from knowledge.errors import FagkompasError
from prompts.wording import Wording


def explain_error(error: FagkompasError, wording: Wording, language: str = "da") -> str:
    """One sentence that says what is wrong and what to do."""
    code = error.reason if isinstance(error, IngestError) else error.code
    return _say(wording, language, f"error.{code}", error.values, error.message)


def explain_fault(fault: Fault, wording: Wording, language: str = "da") -> str:
    """One line for a file that was not taken in: where, and what is wrong."""
    place = [fault.path]
    if fault.line is not None:
        place.append(wording.say(language, "ingest.line", line=fault.line))
    if fault.field is not None:
        place.append(wording.say(language, "ingest.field", field=fault.field))
    return f"{', '.join(place)}: {_say(wording, language, f'fault.{fault.code}', fault.values or {}, fault.error)}"


def explain_notice(notice: Notice, wording: Wording, language: str = "da") -> str:
    """One line for something worth knowing."""
    values = {"field": notice.field, "line": notice.line, **(notice.values or {})}
    text = _say(wording, language, f"ingest_notice.{notice.code}", values, notice.code)
    return f"{notice.path}: {text}" if notice.path else text


def _say(wording: Wording, language: str, key: str, values: Mapping[str, object], otherwise: str) -> str:
    """The sentence when there is one and its values are at hand; else the log's own."""
    if wording.knows(language, key) and wording.placeholders(language, key) <= values.keys():
        return wording.say(language, key, **values)
    return otherwise
