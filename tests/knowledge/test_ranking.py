import datetime

import pytest
from builders import make_passage

from knowledge.ranking import (
    BORNE_OUT,
    FRESHNESS_BOOST,
    LEARNER_BOOST,
    STRANGE_VECTORS,
    VECTOR_WEIGHT,
    Candidate,
    boost,
    diversify,
    fuse,
    nearness,
    weight_of_vectors,
)
from knowledge.types import Learner

TODAY = datetime.date(2026, 11, 22)


def candidate(source: str, number: int = 0, cosine: float | None = None, **keyword: float) -> Candidate:
    return Candidate(make_passage("Tekst.", source, passage_id=f"{source}#{number}"), keyword, cosine, None)


def test_scores_are_shares_of_the_best_and_cosines_lie_between_worst_and_best() -> None:
    found = [candidate("a", cosine=0.8, stems=4.0), candidate("b", cosine=0.2, stems=2.0), candidate("c", cosine=0.5)]
    assert fuse(found) == [
        {"stems": 1.0, "vector": VECTOR_WEIGHT},
        {"stems": 0.5, "vector": 0.0},
        {"vector": pytest.approx(VECTOR_WEIGHT / 2)},
    ]


def test_vectors_have_more_say_the_less_a_passage_bears_out_of_the_questions_own_words() -> None:
    least, enough = BORNE_OUT
    assert weight_of_vectors(1.0) == weight_of_vectors(enough) == VECTOR_WEIGHT
    assert weight_of_vectors(least) == weight_of_vectors(0.0) == pytest.approx(VECTOR_WEIGHT * (1 + STRANGE_VECTORS))
    assert VECTOR_WEIGHT < weight_of_vectors((least + enough) / 2) < weight_of_vectors(least)


def test_what_weighs_vectors_is_what_the_nearest_counts() -> None:
    found = [candidate("a", cosine=0.8, stems=4.0), candidate("b", cosine=0.2, stems=2.0)]
    assert [parts["vector"] for parts in fuse(found, vector_weight=0.6)] == [pytest.approx(0.6), 0.0]


def test_nearness_lies_between_the_farthest_and_the_nearest() -> None:
    assert nearness([0.9, None, 0.1, 0.5]) == [pytest.approx(1.0), None, 0.0, pytest.approx(0.5)]
    assert nearness([0.4, 0.4]) == [None, None]
    assert nearness([]) == []


def test_without_keywords_or_with_one_vector_nothing_breaks() -> None:
    assert fuse([]) == []
    assert fuse([candidate("a", cosine=0.4)]) == [{}]


def test_the_newer_and_the_meant_go_before_their_equals() -> None:
    old = Candidate(make_passage(source_id="a"), {"stems": 1.0}, None, datetime.date(2016, 1, 1))
    new = Candidate(make_passage(source_id="b", learner=Learner.MANAGER), {"stems": 1.0}, None, TODAY)
    fused = fuse([old, new])
    boost([old, new], fused, Learner.MANAGER, TODAY)
    assert fused[0]["freshness"] == 0
    assert fused[1]["freshness"] == pytest.approx(FRESHNESS_BOOST)
    assert fused[1]["learner"] == pytest.approx(LEARNER_BOOST)


def test_without_a_day_nothing_is_fresh() -> None:
    found = [Candidate(make_passage(), {"stems": 1.0}, None, TODAY)]
    fused = fuse(found)
    boost(found, fused, None, None)
    assert fused == [{"stems": 1.0}]


def test_a_source_that_repeats_itself_lets_an_equal_in() -> None:
    found = [candidate("a", 0, stems=1.0), candidate("a", 1, stems=0.99), candidate("b", 0, stems=0.98)]
    hits = diversify(found, fuse(found), limit=2)
    assert [hit.passage.passage_id for hit in hits] == ["a#0", "b#0"]


def test_the_parts_of_a_hit_sum_to_its_score() -> None:
    found = [candidate("a", number, cosine=number / 10, stems=1.0 + number, ngrams=2.0) for number in range(6)]
    fused = fuse(found)
    boost(found, fused, None, TODAY)
    hits = diversify(found, fused, limit=6)
    assert [hit.score for hit in hits] == pytest.approx([sum(hit.parts.values()) for hit in hits])
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
