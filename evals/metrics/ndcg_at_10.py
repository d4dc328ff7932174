"""How high the passages that answer stand among the first ten found."""

from evals.ranking import Ranking


def ndcg_at_10(ranking: Ranking | None) -> float | None:
    """Normalised discounted cumulative gain at 10 with binary relevance (Järvelin & Kekäläinen 2002), 0 to 1.

    By ir-measures `nDCG@10`. 0.0 when nothing that answers was found, None when the case names no passage.
    """
    return ranking.measured("nDCG@10") if ranking else None
