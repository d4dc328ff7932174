from collections.abc import Sequence
from pathlib import Path

import pytest
from builders import make_passage, make_source
from hypothesis import given
from hypothesis import strategies as st

from knowledge.keyword import KeywordIndex, write_segment
from knowledge.search import SearchParts, search
from knowledge.thesaurus import Concept, Thesaurus
from knowledge.types import Learner, Passage, SearchQuery, SearchResult, SourceKind, Visibility

TEXTS = {
    "leder": "Lederne peger på virksomhedssamarbejdet som det mest udfordrende.",
    "transfer": "Det lærte skal bruges på arbejdspladsen; transfer kræver opfølgning.",
    "kontakt": "Projekterne styrker jobkonsulenternes kompetencer inden for kontraktforløb.",
    "pris": "Kurset koster 4.950 kr. og varer tre dage.",
}
THESAURUS = Thesaurus(
    [
        Concept("leder", "leder", ("chef",), english=("manager", "managers")),
        Concept("svær", "udfordrende", ("svær",), english=("difficult",), related=("transfer",)),
        Concept("transfer", "transfer", ("bruge i hverdagen",)),
        Concept("kontakt", "kontaktforløb", (), ("kontraktforløb",)),
    ]
)


def parts_of(directory: Path, passages: Sequence[Passage], vectors: Sequence[tuple[str, float]] = ()) -> SearchParts:
    write_segment(directory, "base", passages)
    known = {passage.passage_id: passage for passage in passages}
    return SearchParts(
        keyword=KeywordIndex.open(directory),
        vectors=lambda question, limit, query: list(vectors)[:limit],
        passages=lambda ids: {passage_id: known[passage_id] for passage_id in ids if passage_id in known},
        sources=make_source,
        thesaurus=THESAURUS,
    )


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> SearchParts:
    return parts_of(tmp_path_factory.mktemp("keyword"), [make_passage(text, name) for name, text in TEXTS.items()])


def first(result: SearchResult) -> str:
    return result.hits[0].passage.source_id


@pytest.mark.parametrize(
    ("question", "source"),
    [
        ("Hvad siger cheferne er svært?", "leder"),
        ("What is difficult for the managers?", "leder"),
        ("hvordan bruger vi det i hverdagen", "transfer"),
        ("hvad er kontaktforløb", "kontakt"),
        ("jobkonsulentkompetencer", "kontakt"),
        ("hvad koster kurst", "pris"),
        ("udfordrende virksomhedsamarbejde", "leder"),
    ],
)
def test_everyday_english_compound_and_mistyped_words_find_the_passage(
    parts: SearchParts, question: str, source: str
) -> None:
    assert first(search(SearchQuery(question), parts)) == source


def test_the_result_names_what_was_searched_too_but_no_misspelling(parts: SearchParts) -> None:
    assert search(SearchQuery("Hvad siger cheferne er svært?"), parts).searched_also == (
        "leder",
        "udfordrende",
        "transfer",
    )
    assert search(SearchQuery("kontaktforløb"), parts).searched_also == ()


def test_the_parts_of_each_hit_sum_to_its_score(parts: SearchParts) -> None:
    hits = search(SearchQuery("Hvad koster kurset for chefer?"), parts).hits
    assert hits
    assert all(hit.score == pytest.approx(sum(hit.parts.values())) for hit in hits)
    assert "thesaurus" in {name for hit in hits for name in hit.parts}


def test_a_passage_that_only_its_vector_leads_to_is_found(tmp_path: Path) -> None:
    passages = [make_passage(text, name) for name, text in TEXTS.items()]
    found = search(SearchQuery("xyzzy"), parts_of(tmp_path, passages, [("pris#0", 0.9), ("leder#0", 0.1)])).hits
    assert [hit.passage.source_id for hit in found] == ["pris", "leder"]
    assert found[0].parts["vector"] > 0


def test_filters_hold_for_words_and_vectors(tmp_path: Path) -> None:
    passages = [
        make_passage("Kursus for borgere.", "a", kind=SourceKind.COURSE, learner=Learner.CITIZEN),
        make_passage("Kursus for ledere.", "b", kind=SourceKind.COURSE, learner=Learner.MANAGER),
        make_passage("Kursus, kun internt.", "c", kind=SourceKind.COURSE, visibility=Visibility.INTERNAL),
        make_passage("Kursus i rapporten.", "d"),
    ]
    parts = parts_of(tmp_path, passages, [(f"{name}#0", 0.5) for name in "abcd"])
    query = SearchQuery("kursus", kind=SourceKind.COURSE, learner=Learner.MANAGER)
    assert [hit.passage.source_id for hit in search(query, parts).hits] == ["b"]


@given(text=st.text(max_size=120))
def test_any_question_gets_a_result_in_order(parts: SearchParts, text: str) -> None:
    hits = search(SearchQuery(text, limit=3), parts).hits
    assert len(hits) <= 3
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


def test_a_pasted_document_is_no_question_but_is_answered(parts: SearchParts) -> None:
    assert search(SearchQuery("ledere og kurser " * 3_000), parts).hits


def test_punctuation_finds_nothing(parts: SearchParts) -> None:
    assert search(SearchQuery("?!… ---"), parts) == SearchResult(())
