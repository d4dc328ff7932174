"""How far down the first passage stands that answers."""

from evals.ranking import Ranking


def reciprocal_rank(ranking: Ranking | None) -> float | None:
    """1 / the place of the first passage that answers among those found; 0.0 when none was found.

    None when the case names no passage. The mean over cases is MRR (Voorhees 1999, TREC-8), by ir-measures `RR`.
    """
    return ranking.measured("RR") if ranking else None
