"""A judge's part in a run: may it be believed, what it says of each answer, and its figures."""

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from evals.citing import cited_claims
from evals.faults import PLANTED, read_items
from evals.faults.reading import read_library
from evals.intervals import mean_of
from evals.judging import Judge, open_judge, planted_items, qualify
from evals.judging.quotations import quotation_of
from evals.observing import Observation
from evals.outcomes import Outcome

LEDGER = "judge.jsonl"
"""Every judgement that was reached, beside the run that asked for it: none is paid for twice."""
SUPPORTED, ANSWERED = "supported", "answers"


class Examination:
    """One judge over one run."""

    def __init__(self, judge: Judge) -> None:
        self.judge = judge

    @classmethod
    def open(cls, spec: str, folder: Path) -> "Examination":
        """Open the model `provider:name`, with its ledger in the folder; raises `JudgeError`."""
        folder.mkdir(parents=True, exist_ok=True)
        return cls(open_judge(spec, folder / LEDGER))

    def examine(self, seen: Observation) -> dict[str, Any]:
        """What it says of an answer that asserts something: share of claims borne out, and whether it answers.

        A claim without a verdict counts as not borne out; `None` where the judge gave no verdict on the answer.
        """
        claims = cited_claims(seen.answer)
        if not claims:
            return {}
        pairs = [(claim.text, [quotation_of(citation) for citation in claim.citations]) for claim in claims]
        judged = list(self.judge.supports_each(pairs))
        answered = self.judge.answers(seen.case.question, seen.answer.text).answered
        return {
            SUPPORTED: sum(one.supported is True for one in judged) / len(judged),
            ANSWERED: None if answered is None else str(answered),
        }

    def figures(self, outcomes: list[Outcome]) -> Mapping[str, Any]:
        """The judge's figures over a run, and whether they count: only when it passes the planted faults."""
        qualification = qualify(self.judge, planted_items(read_items(PLANTED), read_library()))
        judged = [outcome.judged for outcome in outcomes if outcome.judged]
        found: dict[str, Any] = {
            "model": self.judge.usage.model,
            "counts": qualification.passed,
            "agreement": qualification.agreement.unanimous,
            "kappa": qualification.agreement.kappa,
            "failures": qualification.failures + sum(one[ANSWERED] is None for one in judged),
            "catch_rate": qualification.catch_rate,
            "false_alarm_rate": qualification.false_alarm_rate,
            "usage": asdict(self.judge.usage),
        }
        if judged:
            found[SUPPORTED] = asdict(mean_of([one[SUPPORTED] for one in judged]))
            found[ANSWERED] = asdict(mean_of([float(one[ANSWERED] == "yes") for one in judged]))
        return found
