"""The aims that figures are held against."""

from collections.abc import Sequence
from dataclasses import dataclass

from evals.cases import Split
from evals.scoring import ALL_KINDS, Row


@dataclass(frozen=True, slots=True)
class Aim:
    """A metric's bound on the `report` split, over all kinds."""

    metric: str
    bound: float
    at_least: bool = True

    def met(self, value: float) -> bool:
        """Whether a figure reaches the aim."""
        return value >= self.bound if self.at_least else value <= self.bound


AIMS = (
    Aim("fact_in_answer", 0.80),
    Aim("right_source", 0.90),
    Aim("abstained_rightly", 0.80),
    Aim("abstained_wrongly", 0.08, at_least=False),
    Aim("quotation_exactness", 1.0),
    Aim("wrong_learner", 0.0, at_least=False),
)


def missed(rows: Sequence[Row]) -> list[str]:
    """One sentence for each aim that a suite misses; nothing to hold an aim against is not a miss."""
    sentences = []
    for row in rows:
        if row.split is not Split.REPORT or row.kind != ALL_KINDS:
            continue
        for aim in AIMS:
            figure = row.figures.get(aim.metric)
            if figure and not aim.met(figure.value):
                side = "below" if aim.at_least else "above"
                sentences.append(f"{row.suite}: {aim.metric} is {figure.value:.3f}, {side} the aim {aim.bound:.2f}.")
    return sentences
