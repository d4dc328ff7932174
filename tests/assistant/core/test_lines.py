"""Lines put together into blocks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.core.lines import Block, BlockKind, blocks
from assistant.core.sentences import UnitKind, split_units, words

CELL = st.text(alphabet="abcæøå 0123456789,.", min_size=1, max_size=20).map(str.strip).filter(bool)
NAME = st.sampled_from(["emne", "værdi", "enhed", "Område", "Antal ECTS", "år"])


def cut(text: str) -> list[Block]:
    return blocks(text, 0, len(text), words().speaking)


def said(text: str) -> list[str]:
    return [text[block.start : block.end] for block in cut(text)]


@given(st.lists(st.lists(st.tuples(NAME, CELL), min_size=2, max_size=5), min_size=1, max_size=6))
def test_each_row_of_a_spreadsheet_is_one_label_unit(rows: list[list[tuple[str, str]]]) -> None:
    lines = ["; ".join(f"{name}: {value}" for name, value in row) for row in rows]
    units = split_units("\n".join(lines))
    assert [unit.text for unit in units] == lines
    assert {unit.kind for unit in units} == {UnitKind.LABEL}
    assert {unit.lead_in for unit in units} == {None}


@pytest.mark.parametrize("between", ["\n", "\n\n", "\r\n"])
def test_rows_stay_apart_whatever_parts_them(between: str) -> None:
    rows = ["emne: Puljen; værdi: 150; enhed: mio. kr.", "emne: Pladser; værdi: 640"]
    assert said(between.join(rows)) == rows


def test_a_sentence_with_a_colon_and_a_semicolon_is_no_row() -> None:
    text = "Der er to ting at huske. Den ene er: øv dig; den anden er hvile."
    assert [block.kind for block in cut(text)] == [BlockKind.PARAGRAPH]


def test_blank_lines_part_paragraphs_and_mark_those_that_stand_alone() -> None:
    found = cut("Første afsnit.\n\nAndet afsnit.\n\n- et\n- to")
    assert [block.kind for block in found] == [BlockKind.PARAGRAPH] * 2 + [BlockKind.ITEM] * 2
    assert [block.alone for block in found] == [True, True, False, False]


def test_items_give_mark_number_and_indent() -> None:
    found = cut("1. et\n2. to\n  • under\n  b) andet")
    assert [(block.marker, block.ordinal) for block in found] == [("1", 1), ("1", 2), ("•", None), ("a", None)]
    assert found[2].indent > found[0].indent


def test_an_item_runs_on_over_its_lines() -> None:
    text = "- et langt punkt, der\n  fortsætter her\n- næste"
    assert said(text) == ["- et langt punkt, der\n  fortsætter her", "- næste"]


@given(st.text(alphabet="ab :;|\t\n-•1.)#Æ", max_size=80))
def test_blocks_are_ordered_disjoint_and_cover_all_that_is_not_white_space(text: str) -> None:
    reached = 0
    for block in cut(text):
        assert reached <= block.start <= block.body_start <= block.end
        assert not text[reached : block.start].strip()
        reached = block.end
    assert not text[reached:].strip()
