"""Any two generations that are kept are compared."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from builders import ingest_texts, make_knowledge_base, make_passage, make_source

from ingest.changes.comparing import compare_generations
from ingest.changes.types import ChangeCode
from knowledge.errors import NoGenerationError, UnknownGenerationError
from knowledge.generations import KnowledgeBase
from knowledge.types import Visibility


@pytest.fixture
def base(tmp_path: Path) -> Iterator[KnowledgeBase]:
    with make_knowledge_base(tmp_path / "data") as made:
        yield made


def codes(base: KnowledgeBase, *numbers: int) -> list[tuple[ChangeCode, str]]:
    return [(change.code, change.subject_id) for change in compare_generations(base, *numbers).changes]


def test_the_last_two_are_compared_when_none_is_named(base: KnowledgeBase) -> None:
    ingest_texts(base, a="en")
    ingest_texts(base, b="to")
    ingest_texts(base, a="en rettet")
    assert codes(base) == [(ChangeCode.SOURCE_CHANGED, "a")]
    assert codes(base, 1) == [(ChangeCode.SOURCE_NEW, "b"), (ChangeCode.SOURCE_CHANGED, "a")]
    assert codes(base, 1, 2) == [(ChangeCode.SOURCE_NEW, "b")]
    assert codes(base, 2, 1) == [(ChangeCode.SOURCE_WITHDRAWN, "b")]


def test_a_report_says_which_generations_there_are(base: KnowledgeBase) -> None:
    for text in ("en", "to", "tre", "fire"):
        ingest_texts(base, a=text)
    report = compare_generations(base)
    assert report.before is not None
    assert (report.before.generation, report.after.generation) == (3, 4)
    assert [one.generation for one in report.kept] == [2, 3, 4]
    assert report.after.published_at.tzinfo is not None


def test_after_a_rollback_the_one_before_it_is_compared(base: KnowledgeBase) -> None:
    for text in ("en", "to", "tre"):
        ingest_texts(base, a=text)
    base.rollback(2)
    report = compare_generations(base)
    assert report.before is not None
    assert (report.before.generation, report.after.generation) == (1, 2)


def test_a_single_generation_has_nothing_to_be_compared_with(base: KnowledgeBase) -> None:
    ingest_texts(base, a="en")
    report = compare_generations(base)
    assert (report.before, report.changes) == (None, ())


@pytest.mark.parametrize("numbers", [(1, None), (None, 9)])
def test_a_generation_that_is_gone_is_refused_with_those_that_are_there(
    base: KnowledgeBase, numbers: tuple[int | None, int | None]
) -> None:
    for text in ("en", "to", "tre", "fire"):
        ingest_texts(base, a=text)
    with pytest.raises(UnknownGenerationError, match="kept are 2, 3, 4"):
        compare_generations(base, *numbers)
    with pytest.raises(UnknownGenerationError, match="kept are 2, 3, 4"):
        base.kept(1)


def test_nothing_ingested_is_refused(base: KnowledgeBase) -> None:
    with pytest.raises(NoGenerationError):
        compare_generations(base)


def test_internal_sources_are_seen_by_those_who_may(base: KnowledgeBase) -> None:
    ingest_texts(base, a="en")
    with base.writer() as draft:
        source = make_source("notat", "hemmeligt", visibility=Visibility.INTERNAL)
        draft.put(source, "hemmeligt", [make_passage("hemmeligt", "notat", visibility=Visibility.INTERNAL)])
        draft.publish()
    assert codes(base) == []
    seen = compare_generations(base, visibilities=frozenset(Visibility)).changes
    assert [change.subject_id for change in seen] == ["notat"]


def test_a_source_that_became_public_is_new_to_the_public(base: KnowledgeBase) -> None:
    for visibility in (Visibility.INTERNAL, Visibility.PUBLIC):
        with base.writer() as draft:
            source = make_source("notat", "ord", visibility=visibility)
            draft.put(source, "ord", [make_passage("ord", "notat", visibility=visibility)])
            draft.publish()
    assert codes(base) == [(ChangeCode.SOURCE_NEW, "notat")]
