"""The vocabulary of judging: votes, judgements, and the figures of a judge.

A vote is None when the call failed or its reply could not be read; a verdict is None when the votes gave none.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, Protocol, TypeVar

Verdict = TypeVar("Verdict")


class Answered(StrEnum):
    """Whether an answer gives what its question asks for."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


class Standing(StrEnum):
    """What became of a judgement."""

    DECIDED = "decided"
    DIVIDED = "divided"
    """Valid votes enough, but no majority."""
    FAILED = "failed"
    """Fewer than two valid votes."""


@dataclass(frozen=True, slots=True)
class Ruling(Generic[Verdict]):
    """What the votes on one thing come to."""

    verdict: Verdict | None
    votes: tuple[Verdict | None, ...]
    reason: str
    standing: Standing


@dataclass(frozen=True, slots=True)
class Judgement:
    """Whether quotations bear out a claim."""

    supported: bool | None
    votes: tuple[bool | None, ...]
    reason: str
    """The words of the first vote with the majority; of all votes where they are divided; else the last failure."""
    standing: Standing = Standing.DECIDED


@dataclass(frozen=True, slots=True)
class AnswerJudgement:
    """Whether an answer answers its question."""

    answered: Answered | None
    votes: tuple[Answered | None, ...]
    reason: str
    standing: Standing = Standing.DECIDED


@dataclass(frozen=True, slots=True)
class JudgeUsage:
    """What a judge has used so far; replies that could not be read count too."""

    model: str
    calls: int = 0
    failed_calls: int = 0
    """Calls without a reply or with one that could not be read, repeated ones included."""
    input_tokens: int = 0
    output_tokens: int = 0


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far the votes agree; None where there is nothing to tell it from (`evals.judging.agreement`)."""

    judgements: int
    """How many judgements with all their votes valid the figures rest on."""
    unanimous: float | None
    kappa: float | None


@dataclass(frozen=True, slots=True)
class Panel:
    """The figures of one thing that a judge was asked."""

    prompt: str
    """Name and version of the prompt, as `judge_support@0123456789ab`."""
    judged: int
    failed: int
    divided: int
    verdicts: Mapping[str, int]
    """How many of the decided have each verdict."""
    agreement: Agreement


@dataclass(frozen=True, slots=True)
class JudgeFigures:
    """All that a report shows of a judge."""

    usage: JudgeUsage
    support: Panel
    answers: Panel


class PlantedItem(Protocol):
    """One item of the planted-fault set, as far as a judge is concerned."""

    @property
    def id(self) -> str:
        """Its name in reports."""

    @property
    def faulty(self) -> bool:
        """Whether a fault was planted in it."""

    @property
    def statements(self) -> Sequence[tuple[str, Sequence[str]]]:
        """Its claims, each with the quotations it cites; none where the fault is found without a judge."""


@dataclass(frozen=True, slots=True)
class Qualification:
    """How a judge does on the planted-fault set; its scores count only when it has passed."""

    model: str
    catch_rate: float | None
    """Faulty items of which a claim was found unsupported, of all asked about; a failure catches nothing."""
    false_alarm_rate: float | None
    """Honest items not found supported in every claim, of all honest ones; a failure is a false alarm."""
    agreement: Agreement
    unasked: int
    """Faulty items that are found without a judge, and count in no rate."""
    failures: int
    """Items with a claim that got no verdict."""
    missed: tuple[str, ...]
    alarmed: tuple[str, ...]
    passed: bool
