"""The figures of a ranking, against what is reckoned by hand."""

from collections.abc import Callable
from math import log2

import pytest

from evals.metrics.ndcg_at_10 import ndcg_at_10
from evals.metrics.recall_at_5 import recall_at_5
from evals.metrics.recall_at_10 import recall_at_10
from evals.metrics.reciprocal_rank import reciprocal_rank
from evals.ranking import Ranking

METRICS = (recall_at_5, recall_at_10, reciprocal_rank, ndcg_at_10)


def make_ranking(found: str, answering: str) -> Ranking:
    """Passages by letters."""
    return Ranking(list(found), frozenset(answering))


@pytest.mark.parametrize(
    ("found", "answering", "expected"),
    [
        ("abc", "a", 1.0),
        ("abc", "b", 1 / 2),
        ("abc", "cb", 1 / 2),
        ("abcdefghij", "j", 1 / 10),
        ("abc", "x", 0.0),
        ("", "a", 0.0),
    ],
)
def test_the_reciprocal_rank_is_that_of_the_first_that_answers(found: str, answering: str, expected: float) -> None:
    assert reciprocal_rank(make_ranking(found, answering)) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("found", "answering", "at_5", "at_10"),
    [
        ("abcdefghij", "a", 1.0, 1.0),
        ("abcdefghij", "f", 0.0, 1.0),
        ("abcdefghij", "ef", 0.5, 1.0),
        ("abcdefghij", "ejxy", 0.25, 0.5),
        ("abcdefghijk", "k", 0.0, 0.0),
        ("", "a", 0.0, 0.0),
    ],
)
def test_recall_is_the_share_of_the_answering_passages_found(
    found: str, answering: str, at_5: float, at_10: float
) -> None:
    ranking = make_ranking(found, answering)
    assert recall_at_5(ranking) == pytest.approx(at_5)
    assert recall_at_10(ranking) == pytest.approx(at_10)


@pytest.mark.parametrize(
    ("found", "answering", "expected"),
    [
        ("abc", "a", 1.0),
        ("abc", "ab", 1.0),
        ("abc", "b", 1 / log2(3)),
        ("abc", "c", 1 / log2(4)),
        ("abc", "ac", (1 + 1 / log2(4)) / (1 + 1 / log2(3))),
        ("abc", "cx", (1 / log2(4)) / (1 + 1 / log2(3))),
        ("abcdefghij", "j", 1 / log2(11)),
        ("abcdefghijk", "k", 0.0),
        ("abc", "x", 0.0),
        ("", "a", 0.0),
    ],
)
def test_ndcg_discounts_by_the_logarithm_of_the_place(found: str, answering: str, expected: float) -> None:
    assert ndcg_at_10(make_ranking(found, answering)) == pytest.approx(expected)


@pytest.mark.parametrize("metric", METRICS)
def test_a_case_that_names_no_passage_has_no_ranking(metric: Callable[[Ranking | None], float | None]) -> None:
    assert metric(None) is None


@pytest.mark.parametrize("metric", METRICS)
def test_a_snippet_that_stands_nowhere_is_found_nowhere(metric: Callable[[Ranking | None], float | None]) -> None:
    assert metric(make_ranking("abc", "")) == 0.0
