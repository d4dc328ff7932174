"""How far the votes of a judge agree with each other.

The votes are those of one model asked repeatedly, so this is its steadiness, not its correctness; that is what the
planted faults are for (`evals.judging.qualification`).
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence

from evals.judging.types import Agreement


def agreement(ballots: Iterable[Sequence[Hashable | None]]) -> Agreement:
    """The share of unanimous ballots, and Fleiss' kappa, over the ballots whose votes are all valid.

    Kappa is (P - E) / (1 - E): P is the mean share of agreeing pairs of votes within a ballot, E what it would be if
    each vote were drawn from the distribution of all votes (Fleiss 1971, "Measuring nominal scale agreement among many
    raters"). It is None without ballots, and where all votes are the same: chance alone would then agree too. Every
    ballot must have the same number of votes, two or more.
    """
    whole = [Counter(ballot) for ballot in ballots if ballot and None not in ballot]
    if not whole:
        return Agreement(0, None, None)
    unanimous = sum(len(counts) == 1 for counts in whole) / len(whole)
    return Agreement(len(whole), unanimous, _kappa(whole))


def _kappa(ballots: Sequence[Counter[Hashable | None]]) -> float | None:
    votes = ballots[0].total()
    pairs = votes * (votes - 1)
    observed = sum(sum(n * (n - 1) for n in counts.values()) / pairs for counts in ballots) / len(ballots)
    everything = sum(ballots, Counter[Hashable | None]())
    if len(everything) == 1:
        return None
    expected = sum((n / everything.total()) ** 2 for n in everything.values())
    return (observed - expected) / (1 - expected)
