from collections.abc import Sequence
from pathlib import Path

import pytest
from builders import make_passage
from hypothesis import given
from hypothesis import strategies as st

from knowledge.danish import char_ngrams, content_stems, fold, tokenize
from knowledge.errors import DamagedError
from knowledge.keyword import Allowed, Alternative, Group, KeywordIndex, KeywordQuery, write_segment
from knowledge.postings import write_segment as build
from knowledge.types import Learner, Passage, SourceKind, Visibility

TEXTS = [
    "Jobkonsulenterne holder jobrettede samtaler med de ledige.",
    "Lederne efterspørger kompetenceudvikling i virksomhedssamarbejde.",
    "Kurset i samtaleteknik varer tre dage og koster 4.950 kr.",
    "Puljen støtter kompetenceudvikling af jobkonsulenter.",
    "Ventetiden på kurser er for lang.",
    "Samtaler, samtaler og flere samtaler om kompetencer.",
]


def passages(texts: Sequence[str], start: int = 0) -> list[Passage]:
    return [make_passage(text, f"kilde{number}") for number, text in enumerate(texts, start)]


def query(text: str) -> KeywordQuery:
    words = [fold(token.text) for token in tokenize(text)]
    groups = tuple(Group((stemmed,)) for stemmed in content_stems(text))
    return KeywordQuery(groups, tuple(ngram for word in words for ngram in char_ngrams(word)))


def scores(index: KeywordIndex, text: str) -> dict[str, dict[str, float]]:
    return {passage_id: dict(parts) for passage_id, parts in index.search(query(text), limit=100)}


def assert_same(one: KeywordIndex, other: KeywordIndex, text: str) -> None:
    first, second = scores(one, text), scores(other, text)
    assert first.keys() == second.keys()
    for passage_id, parts in first.items():
        assert parts == pytest.approx(second[passage_id], abs=1e-6)


def test_the_passage_with_the_words_is_found_by_inflected_forms(tmp_path: Path) -> None:
    write_segment(tmp_path, "base", passages(TEXTS))
    found = scores(KeywordIndex.open(tmp_path), "samtalerne for ledige")
    assert max(found, key=lambda passage_id: found[passage_id].get("stems", 0)) == "kilde0#0"


def test_four_grams_find_a_part_of_a_compound_and_titles_count_apart(tmp_path: Path) -> None:
    write_segment(tmp_path, "base", [*passages(TEXTS[1:2]), make_passage("Intet her.", "anden", title="Virksomheder")])
    found = scores(KeywordIndex.open(tmp_path), "virksomhed")
    assert found["kilde0#0"]["ngrams"] > 0
    assert "stems" not in found["kilde0#0"]
    assert found["anden#0"]["title"] > 0


@given(cut=st.integers(0, 6), dead=st.sets(st.integers(0, 5)), asked=st.sampled_from(["samtaler kurser", *TEXTS]))
def test_base_later_segments_and_the_dead_score_as_a_fresh_index(
    tmp_path_factory: pytest.TempPathFactory, cut: int, dead: set[int], asked: str
) -> None:
    pieces, fresh = tmp_path_factory.mktemp("pieces"), tmp_path_factory.mktemp("fresh")
    everything = passages(TEXTS)
    write_segment(pieces, "0001", everything[:cut])
    write_segment(pieces, "0002", everything[cut:])
    write_segment(fresh, "base", [passage for at, passage in enumerate(everything) if at not in dead])
    assert_same(KeywordIndex.open(pieces, [f"kilde{at}#0" for at in dead]), KeywordIndex.open(fresh), asked)


def test_a_later_segment_replaces_a_passage_of_the_same_id(tmp_path: Path) -> None:
    changed = [make_passage("Nu om løntilskud.", "kilde2"), make_passage("Helt ny.", "kilde9")]
    write_segment(tmp_path / "pieces", "0001", passages(TEXTS))
    write_segment(tmp_path / "pieces", "0002", changed)
    write_segment(tmp_path / "fresh", "base", [*passages(TEXTS[:2]), *passages(TEXTS[3:], 3), *changed])
    index = KeywordIndex.open(tmp_path / "pieces")
    assert len(index) == 7
    assert scores(index, "samtaleteknik koster")["kilde0#0"].keys() == {"ngrams"}
    assert_same(index, KeywordIndex.open(tmp_path / "fresh"), "løntilskud og samtaler")


def test_the_best_alternative_counts_and_says_by_how_much_it_outdoes_the_asked_word(tmp_path: Path) -> None:
    write_segment(tmp_path, "base", passages(TEXTS))
    index = KeywordIndex.open(tmp_path)
    alternatives = (Alternative(("leder",), 0.5, "thesaurus"), Alternative(("leder",), 0.9, "thesaurus"))
    found = dict(index.search(KeywordQuery((Group(("chef",), alternatives),)), limit=5))
    alone = dict(index.search(KeywordQuery((Group(("leder",)),)), limit=5))
    assert found["kilde1#0"]["thesaurus"] == pytest.approx(0.9 * alone["kilde1#0"]["stems"])
    assert "stems" not in found["kilde1#0"]


def test_what_stands_for_a_common_word_tells_no_more_than_the_word(tmp_path: Path) -> None:
    write_segment(tmp_path, "base", passages(["Leder a.", "Leder b.", "Leder c.", "Chef."]))
    index = KeywordIndex.open(tmp_path)
    found = dict(index.search(KeywordQuery((Group(("leder",), (Alternative(("chef",), 1.0, "thesaurus"),)),)), limit=5))
    alone = dict(index.search(KeywordQuery((Group(("chef",)),)), limit=5))
    assert index.frequency("leder") == 3
    assert 0 < found["kilde3#0"]["thesaurus"] < alone["kilde3#0"]["stems"]


def test_filters_hold_before_the_best_are_taken(tmp_path: Path) -> None:
    several = [
        make_passage("Kursus for alle.", "a"),
        make_passage("Kursus for borgere.", "b", learner=Learner.CITIZEN, kind=SourceKind.COURSE),
        make_passage("Kursus for ledere.", "c", learner=Learner.MANAGER, kind=SourceKind.COURSE),
        make_passage("Kursus, internt.", "d", visibility=Visibility.INTERNAL),
    ]
    write_segment(tmp_path, "base", several)
    index = KeywordIndex.open(tmp_path)

    def found(allowed: Allowed) -> set[str]:
        return {passage_id for passage_id, _ in index.search(query("kursus"), 1, allowed)}

    assert found(Allowed(SourceKind.COURSE, Learner.MANAGER)) == {"c#0"}
    assert found(Allowed(learner=Learner.CITIZEN, visibilities=frozenset({Visibility.PUBLIC}))) <= {"a#0", "b#0"}
    assert found(Allowed(visibilities=frozenset({Visibility.INTERNAL}))) == {"d#0"}


def test_rarity_falls_with_frequency_and_is_never_negative(tmp_path: Path) -> None:
    write_segment(tmp_path, "base", passages(TEXTS))
    index = KeywordIndex.open(tmp_path)
    assert index.rarity("ukendt") > index.rarity("leder") > index.rarity("samtal") >= 0
    assert index.vocabulary["samtal"] == index.frequency("samtal") == 2


def test_an_empty_index_finds_nothing(tmp_path: Path) -> None:
    index = KeywordIndex.open(tmp_path)
    assert len(index) == 0
    assert index.search(query("kurser"), 5, Allowed()) == []
    write_segment(tmp_path, "base", [])
    assert KeywordIndex.open(tmp_path).search(query("kurser"), 5, Allowed()) == []


def test_a_closed_index_finds_nothing(tmp_path: Path) -> None:
    write_segment(tmp_path, "base", passages(TEXTS))
    index = KeywordIndex.open(tmp_path)
    index.close()
    assert index.search(query("kurser"), 5) == []


def test_the_same_passages_give_the_same_bytes_and_no_unfinished_file_stays(tmp_path: Path) -> None:
    for name in ("a", "b"):
        build(tmp_path, name, passages(TEXTS))
    assert (tmp_path / "a.keyword").read_bytes() == (tmp_path / "b.keyword").read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.keyword", "b.keyword"]


@pytest.mark.parametrize("damage", ["empty", "cut", "other", "header"])
def test_a_damaged_file_is_refused_with_what_to_do(tmp_path: Path, damage: str) -> None:
    write_segment(tmp_path, "base", passages(TEXTS))
    path = tmp_path / "base.keyword"
    raw = path.read_bytes()
    path.write_bytes({"empty": b"", "cut": raw[:-8], "other": b"x" * 500, "header": raw[:8] + b"\xff" * 400}[damage])
    with pytest.raises(DamagedError, match="doctor --repair"):
        KeywordIndex.open(tmp_path)
