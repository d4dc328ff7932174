"""Rings are found wherever they lie, and nothing else is taken for one."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from knowledge.profiles.rings import ring_in

NAMES = st.integers(0, 7).map(str)
EDGES = st.dictionaries(NAMES, st.lists(NAMES, max_size=4))


def test_a_ring_is_told_with_its_first_member_at_the_end() -> None:
    assert ring_in({"a": ["b"], "b": ["c"], "c": ["d", "b"]}) == ("b", "c", "b")
    assert ring_in({"a": ["a"]}) == ("a", "a")


def test_ways_that_meet_again_are_no_ring() -> None:
    assert ring_in({"a": ["b", "c"], "b": ["d"], "c": ["d"]}) == ()


@given(EDGES)
def test_a_ring_goes_along_edges_and_only_what_has_an_order_has_none(edges: dict[str, list[str]]) -> None:
    ring = ring_in(edges)
    if ring:
        assert ring[0] == ring[-1]
        assert all(after in edges[before] for before, after in itertools.pairwise(ring))
    else:
        settled: set[str] = set()
        while left := {one for one in edges if one not in settled}:
            free = {one for one in left if not set(edges[one]) & left}
            assert free
            settled |= free
