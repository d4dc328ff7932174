from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.danish import content_stems
from knowledge.errors import DamagedError
from knowledge.thesaurus import COMPOUND_FACTOR, WEIGHTS, Concept, Relation, Thesaurus


@pytest.fixture(scope="module")
def thesaurus() -> Thesaurus:
    return Thesaurus.load()


def terms(thesaurus: Thesaurus, text: str) -> set[str]:
    return {expansion.term for expansion in thesaurus.expand(text)}


def test_the_bundled_thesaurus_is_whole_and_large(thesaurus: Thesaurus) -> None:
    assert len(thesaurus.concepts) >= 200


@pytest.mark.parametrize(
    ("asked", "source_word"),
    [
        ("Hvad siger cheferne?", "leder"),
        ("beskæftigelseskonsulenterne", "jobkonsulent"),
        ("hvad er kontaktforløb", "kontraktforløb"),
        ("samarbejdsflader", "saarbejdsflader"),
        ("kurser fra Komponent", "COK"),
        ("folk uden arbejde", "ledige"),
        ("det bruges i hverdagen, hvad de lærer", "transfer"),
        ("hvordan får vi det brugt i praksis", "transfer"),
        ("hvad er sværest", "udfordringer"),
        ("hvor mange penge", "bevilling"),
        ("hvilke kompetencer mangler vi", "kompetencehuller"),
        ("realkompetencevurdering", "RKV"),
        ("MUS", "medarbejderudviklingssamtale"),
        ("What do the managers find challenging?", "leder"),
        ("job-oriented conversations", "jobrettet samtale"),
        ("waiting times", "ventetider"),
        ("Metropols diplomer", "Københavns Professionshøjskole"),
        ("regler om sygemeldte", "lovgivning"),
        ("conflict management", "konflikthåndtering"),
        ("a course in negotiation", "forhandling"),
        ("documentation", "dokumentation"),
        ("facilitation", "facilitering"),
        ("young people with mental vulnerability", "psykisk sårbarhed"),
        ("mentoring refugees", "flygtninge"),
        ("difficult conversations", "den svære samtale"),
        ("artificial intelligence", "kunstig intelligens"),
        ("change management", "ledelse af forandringer"),
        ("data protection", "persondata"),
        ("an interpreter", "tolk"),
    ],
)
def test_everyday_words_old_names_and_english_lead_to_the_words_of_the_sources(
    thesaurus: Thesaurus, asked: str, source_word: str
) -> None:
    assert source_word in terms(thesaurus, asked)


def test_every_label_is_recognised_and_leads_to_the_others(thesaurus: Thesaurus) -> None:
    for concept in thesaurus.concepts.values():
        for label in concept.alternatives:
            if not set(content_stems(concept.label)) <= set(content_stems(label)):
                assert concept.label in terms(thesaurus, label), f"{label} does not lead to {concept.label}"


def test_weights_follow_the_relation_and_the_strongest_comes_first(thesaurus: Thesaurus) -> None:
    expansions = thesaurus.expand("jobkonsulenter")
    weights = [expansion.weight for expansion in expansions]
    assert weights == sorted(weights, reverse=True)
    assert all(e.weight == WEIGHTS[e.relation] for e in expansions if not e.is_of_lexicon)
    assert next(e for e in expansions if e.term == "sagsbehandler").relation is Relation.RELATED


def test_an_expansion_names_the_stretch_of_the_question_it_stands_for(thesaurus: Thesaurus) -> None:
    text = "Hvad koster en jobrettet samtale egentlig?"
    assert {expansion.source for expansion in thesaurus.expand(text) if not expansion.is_of_lexicon} <= {
        "koster",
        "jobrettet samtale",
    }


def test_a_general_word_within_a_term_of_the_field_stands_for_nothing(thesaurus: Thesaurus) -> None:
    assert "samtale" not in {expansion.source for expansion in thesaurus.expand("Hvad er en jobrettet samtale?")}


def test_a_label_within_a_compound_counts_for_less() -> None:
    small = Thesaurus([Concept("jobkonsulent", "jobkonsulent", ("beskæftigelseskonsulent",))])
    found = {expansion.term: expansion.weight for expansion in small.expand("jobkonsulentuddannelsen")}
    assert found["beskæftigelseskonsulent"] == pytest.approx(COMPOUND_FACTOR * WEIGHTS[Relation.ALIAS])
    assert "jobkonsulent" in found


def test_a_mistyped_label_is_taken_for_what_it_nearly_is() -> None:
    small = Thesaurus([Concept("facilitering", "facilitering", ("processtyring",))])
    found = {expansion.term: expansion.weight for expansion in small.expand("noget om facillitering")}
    assert found["processtyring"] < WEIGHTS[Relation.ALIAS]
    assert "facilitering" in found
    assert not small.expand("noget om fascination")


def test_the_longest_label_wins() -> None:
    small = Thesaurus([Concept("a", "samtale", ("snak",)), Concept("b", "jobrettet samtale", ("jobsamtale",))])
    assert terms(small, "jobrettede samtaler") == {"jobsamtale"}


def test_an_english_label_is_never_proposed() -> None:
    small = Thesaurus([Concept("a", "ledelse", english=("management",))])
    assert terms(small, "management") == {"ledelse"}
    assert terms(small, "ledelse") == set()


@given(st.text(max_size=80))
def test_any_text_can_be_expanded_and_no_term_comes_twice(text: str) -> None:
    small = Thesaurus([Concept("a", "leder", ("chef",), related=("b",)), Concept("b", "ledelse")])
    found = [expansion.term for expansion in small.expand(text + " chef")]
    assert len(found) == len(set(found))
    assert "leder" in found or "leder" in text.lower()


@pytest.mark.parametrize(
    ("yaml", "complaint"),
    [
        ("a: {related: [b]}", "'b'"),
        ("a: {broader: [a]}", "'a'"),
        ("a: {altLabel: [x, x]}", "twice"),
        ("a: {altLabels: [x]}", "unknown fields"),
        ("a: {altLabel: x}", "not a list"),
        ("- a", "cannot be read"),
        ("a: [", "cannot be read"),
    ],
)
def test_a_faulty_file_is_refused_with_what_is_wrong(tmp_path: Path, yaml: str, complaint: str) -> None:
    path = tmp_path / "thesaurus.yaml"
    path.write_text(yaml, "utf-8")
    with pytest.raises(DamagedError, match=complaint):
        Thesaurus.load(path)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DamagedError, match="cannot be read"):
        Thesaurus.load(tmp_path / "nowhere.yaml")
