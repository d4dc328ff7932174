"""Passages cover the content, and only the content."""

import re

from hypothesis import given
from hypothesis import strategies as st

from ingest.passages import LONGEST, SHORTEST, cut
from ingest.plaintext import structure
from ingest.textbuilder import TextBuilder
from ingest.types import Block, BlockKind

KINDS = st.sampled_from(list(BlockKind))
ELEMENTS = st.lists(
    st.tuples(KINDS, st.integers(1, 420), st.integers(1, 3), st.sampled_from([None, 1, 1, 2]), st.booleans()),
    max_size=30,
)
OUTSIDE = (BlockKind.HEADING, BlockKind.BOILERPLATE)


def build(elements: list[tuple[BlockKind, int, int, int | None, bool]]) -> tuple[str, tuple[Block, ...]]:
    builder = TextBuilder()
    for number, (kind, words, level, page, leads) in enumerate(elements):
        sentence = " ".join(f"ord{number}x{i}{'.' if i % 9 == 8 else ''}" for i in range(words))
        builder.add(kind, sentence.capitalize() + (":" if leads else "."), level, page)
    return builder.build()


def words_of(text: str) -> int:
    return len(text.split())


@given(ELEMENTS)
def test_spans_are_ordered_disjoint_and_inside_the_text(
    elements: list[tuple[BlockKind, int, int, int | None, bool]],
) -> None:
    text, blocks = build(elements)
    end = 0
    for span in cut(text, blocks):
        assert end <= span.start < span.end <= len(text)
        assert text[span.start : span.end] == text[span.start : span.end].strip()
        end = span.end


@given(ELEMENTS)
def test_every_word_of_the_content_is_in_a_span_and_no_other(
    elements: list[tuple[BlockKind, int, int, int | None, bool]],
) -> None:
    text, blocks = build(elements)
    spans = cut(text, blocks)
    for block in blocks:
        for word in re.finditer(r"\S+", text[block.start : block.end]):
            place = block.start + word.start()
            covered = any(span.start <= place and block.start + word.end() <= span.end for span in spans)
            assert covered is (block.kind not in OUTSIDE)


@given(st.text(alphabet="abcæøå ABC.:?•-1234%()\n\t", max_size=600))
def test_plain_text_is_covered_by_its_blocks_and_cut_cleanly(text: str) -> None:
    blocks = structure(text)
    content = "".join(text[block.start : block.end] for block in blocks)
    assert "".join(content.split()) == "".join(text.split())
    for span in cut(text, blocks):
        assert 0 <= span.start < span.end <= len(text)


@given(st.lists(st.integers(5, 100), min_size=1, max_size=20))
def test_passages_of_paragraphs_are_neither_too_long_nor_needlessly_short(lengths: list[int]) -> None:
    text, blocks = build([(BlockKind.PARAGRAPH, n, 1, None, False) for n in lengths])
    sizes = [words_of(text[span.start : span.end]) for span in cut(text, blocks)]
    assert max(sizes) <= LONGEST
    assert all(size >= SHORTEST for size in sizes[:-1])


def test_a_list_stays_with_its_lead_in() -> None:
    text, blocks = build([(BlockKind.PARAGRAPH, 100, 1, None, False), (BlockKind.PARAGRAPH, 6, 1, None, True),
                          *[(BlockKind.LIST_ITEM, 8, 1, None, False)] * 6])  # fmt: skip
    lead_in, last_item = blocks[1], blocks[-1]
    assert any(span.start <= lead_in.start and last_item.end <= span.end for span in cut(text, blocks))


def test_a_long_list_is_parted_between_items_and_its_lead_in_is_not_left_alone() -> None:
    text, blocks = build([(BlockKind.PARAGRAPH, 6, 1, None, True), *[(BlockKind.LIST_ITEM, 30, 1, None, False)] * 12])
    spans = cut(text, blocks)
    assert len(spans) > 1
    assert spans[0].end >= blocks[1].end
    ends = {block.end for block in blocks}
    assert all(span.end in ends for span in spans)


def test_a_nested_list_is_parted_before_an_outer_item() -> None:
    items = [(BlockKind.LIST_ITEM, 30, 1, None, False), *[(BlockKind.LIST_ITEM, 10, 2, None, False)] * 8,
             (BlockKind.LIST_ITEM, 30, 1, None, False), *[(BlockKind.LIST_ITEM, 10, 2, None, False)] * 5]  # fmt: skip
    text, blocks = build([(BlockKind.PARAGRAPH, 6, 1, None, True), *items])
    spans = cut(text, blocks)
    assert spans[1].start == blocks[10].start


def test_the_section_is_the_path_of_headings_without_the_title() -> None:
    builder = TextBuilder()
    for kind, words, level in [
        (BlockKind.HEADING, "Rapport", 1), (BlockKind.HEADING, "Resultater", 2), (BlockKind.HEADING, "Lederne", 3),
        (BlockKind.PARAGRAPH, "De svarede.", 1), (BlockKind.HEADING, "Metode", 2),
        (BlockKind.PARAGRAPH, "Vi spurgte.", 1),
    ]:  # fmt: skip
        builder.add(kind, words, level)
    text, blocks = builder.build()
    assert [span.section for span in cut(text, blocks)] == ["Resultater › Lederne", "Metode"]


def test_a_passage_knows_its_page() -> None:
    text, blocks = build([(BlockKind.PARAGRAPH, 20, 1, 3, False), (BlockKind.PARAGRAPH, 20, 1, 4, False)])
    assert [span.page for span in cut(text, blocks)] == [3, 4]
