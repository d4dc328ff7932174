"""The vocabulary of verification: what a claim rests on, and what became of it."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from assistant.core.types import Span


class Reason(StrEnum):
    """Why a claim fails."""

    EMPTY_CLAIM = "empty_claim"
    NO_EVIDENCE = "no_evidence"
    SPAN_NOT_IN_TEXT = "span_not_in_text"
    NUMBER = "number"
    NUMBER_MISPLACED = "number_misplaced"
    DATE = "date"
    NAME = "name"
    NEGATION_ADDED = "negation_added"
    NEGATION_DROPPED = "negation_dropped"
    MODAL = "modal"
    MODAL_DROPPED = "modal_dropped"
    QUANTIFIER = "quantifier"
    OPPOSITE = "opposite"
    SWAPPED = "swapped"
    ALTERED = "altered"
    UNSUPPORTED = "unsupported"


@dataclass(frozen=True, slots=True)
class SpanEvidence:
    """A cited span with what is known of its source; `lead_in` is cited beside a list item or a table row."""

    span: Span
    title: str = ""
    publisher: str | None = None
    date: datetime.date | None = None
    section: str = ""
    lead_in: Span | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything a claim rests on: its cited spans, and the full texts they stand in (`text_id` -> text)."""

    spans: tuple[SpanEvidence, ...]
    texts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Miss:
    """Something a claim says that its evidence does not bear out; `value` is the claim's own word."""

    reason: Reason
    value: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a claim stands; when not, the first miss and all of them.

    `support`: the share (0 to 1) of the claim's content words that the evidence bears out, None where it was not
    asked for (English, verbatim).
    """

    ok: bool
    reason: Reason | None = None
    value: str = ""
    misses: tuple[Miss, ...] = ()
    support: float | None = None
