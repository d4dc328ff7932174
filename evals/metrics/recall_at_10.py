"""How many of the passages that answer are among the first ten found."""

from evals.ranking import Ranking


def recall_at_10(ranking: Ranking | None) -> float | None:
    """The share of the answering passages among the first 10 found, 0 to 1, by ir-measures `R@10`.

    None when the case names no passage.
    """
    return ranking.measured("R@10") if ranking else None
