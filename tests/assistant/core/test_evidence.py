"""The units that may be quoted, each with what introduces and surrounds it."""

from dataclasses import replace

import pytest

from assistant.core.evidence import Candidate, gather, is_heading, stems_of
from assistant.core.sentences import UnitKind, split_units
from knowledge.danish import stem
from knowledge.types import Hit, Snapshot


def candidates(snapshot: Snapshot, source_id: str) -> list[Candidate]:
    return gather(snapshot, [Hit(passage, 1.0) for passage in snapshot.passages(source_id)])


def one_that_says(words: str, found: list[Candidate]) -> Candidate:
    return next(one for one in found if words in one.unit.text)


def test_every_candidate_stands_in_the_text_of_its_source(snapshot: Snapshot) -> None:
    for source in snapshot.sources():
        text = snapshot.text(source.text_id)
        for one in candidates(snapshot, source.source_id):
            assert text[one.unit.start : one.unit.end] == one.unit.text
            assert one.hit.passage.start <= one.unit.start < one.unit.end <= one.hit.passage.end
            assert one.own <= one.passage


def test_headings_are_no_candidates(snapshot: Snapshot) -> None:
    said = [one.unit.text for one in candidates(snapshot, "lederne")]
    assert not {"Lederne om opkvalificering", "De sværeste områder", "Hvad der virker"} & set(said)


def test_an_item_is_introduced_by_the_sentence_above_its_list(snapshot: Snapshot) -> None:
    item = one_that_says("Samtaler om helbred", candidates(snapshot, "lederne"))
    assert stem("sværeste") in item.lead_in
    assert item.siblings == 4
    assert stem("sværeste") not in item.own


def test_the_sentence_that_introduces_a_list_knows_it(snapshot: Snapshot) -> None:
    found = candidates(snapshot, "lederne")
    assert one_that_says("Lederne peger på", found).introduces
    assert not one_that_says("120 ledere", found).introduces


def test_a_candidate_knows_its_heading_its_source_and_its_neighbours(snapshot: Snapshot) -> None:
    one = one_that_says("følge op", candidates(snapshot, "lederne"))
    assert stem("virker") in one.around | one.section
    assert {stem("opkvalificering"), "2025"} <= one.document


def test_the_items_of_a_list_share_its_key(snapshot: Snapshot) -> None:
    items = [one for one in candidates(snapshot, "lederne") if one.list_key]
    assert [one.unit.ordinal for one in items] == [1, 2, 3, 4]
    assert len({one.list_key for one in items}) == 1


def test_each_row_of_a_spreadsheet_is_a_label_of_its_own(snapshot: Snapshot) -> None:
    rows = candidates(snapshot, "tal")
    assert [one.unit.kind for one in rows] == [UnitKind.LABEL] * 3
    assert all(one.unit.text.startswith("emne: ") and one.unit.text.count(";") == 2 for one in rows)
    assert not any(one.list_key for one in rows)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# Indhold", True),
        ("Indhold:", True),
        ("Hvad siger lederne?", True),
        ("De sværeste områder", True),
        ("Evalueringen peger på tre store forhold:", False),
        ("Kurset er nyt.", False),
        ("- et punkt", False),
    ],
)
def test_what_only_names_what_follows_is_a_heading(text: str, expected: bool) -> None:
    assert is_heading(text, split_units(text)[0]) is expected


def test_a_source_that_is_gone_gives_no_candidates(snapshot: Snapshot) -> None:
    gone = Hit(replace(snapshot.passages("mentor")[0], source_id="x"), 1.0)
    assert gather(snapshot, [gone]) == []


def test_stems_of_nothing_are_none() -> None:
    assert stems_of([None, "", "og i på"]) == frozenset()
