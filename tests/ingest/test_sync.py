from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.sync import LARGEST_SHARE_REMOVED, Plan, plan, refuse_removals
from knowledge.errors import TooManyRemovalsError
from tests.builders import make_source

IDS = st.sets(st.sampled_from("abcdefghij"))


def test_what_is_new_is_added_and_what_differs_replaced() -> None:
    known = [make_source("a"), make_source("b")]
    assert plan(known, [make_source("a"), make_source("b", title="Ny"), make_source("c")], ()) == Plan(
        add=("c",), replace=("b",), keep=("a",)
    )


def test_what_is_gone_is_removed_unless_it_stays() -> None:
    known = [make_source("a"), make_source("b")]
    assert plan(known, [], {"b"}) == Plan(remove=("a",), keep=("b",))


def test_another_place_or_fingerprint_is_stored_without_being_a_change() -> None:
    known = [make_source("a")]
    moved = replace(known[0], root="/andet", path="x/a.txt", content_hash="ny")
    assert plan(known, [moved], ()) == Plan(update=("a",), keep=("a",))


@given(IDS, IDS, IDS)
def test_every_source_has_one_fate(known: set[str], delivered: set[str], staying: set[str]) -> None:
    planned = plan(*([make_source(one) for one in sorted(ids)] for ids in (known, delivered)), staying)
    assert {*planned.add, *planned.replace, *planned.keep, *planned.remove} == known | delivered
    assert len(planned.add) + len(planned.replace) + len(planned.keep) + len(planned.remove) == len(known | delivered)
    assert set(planned.remove).isdisjoint(staying | delivered)


@given(st.integers(3, 40), st.data())
def test_more_than_a_third_of_a_scope_is_not_forgotten_unasked(count: int, data: st.DataObject) -> None:
    known = [make_source(f"k{number}") for number in range(count)]
    removed = data.draw(st.integers(0, count))
    planned = Plan(remove=tuple(source.source_id for source in known[:removed]))
    if removed > count * LARGEST_SHARE_REMOVED:
        with pytest.raises(TooManyRemovalsError, match="--allow-removals") as caught:
            refuse_removals(planned, "/rod", known)
        assert caught.value.values == {"root": "/rod", "removed": removed, "known": count}
    else:
        refuse_removals(planned, "/rod", known)


def test_of_two_sources_both_may_go() -> None:
    refuse_removals(Plan(remove=("a", "b")), "/rod", [make_source("a"), make_source("b")])


def test_another_scopes_removals_do_not_count() -> None:
    refuse_removals(Plan(remove=("x", "y", "z")), "/rod", [make_source(one) for one in "abc"])
