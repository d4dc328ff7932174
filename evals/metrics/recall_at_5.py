"""How many of the passages that answer are among the first five found."""

from evals.ranking import Ranking


def recall_at_5(ranking: Ranking | None) -> float | None:
    """The share of the answering passages among the first 5 found, 0 to 1, by ir-measures `R@5`.

    None when the case names no passage.
    """
    return ranking.measured("R@5") if ranking else None
