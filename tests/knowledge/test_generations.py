import gc
import os
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from builders import FakeEmbedding, ingest_texts, make_knowledge_base, make_passage, make_source, put_text

from knowledge.errors import (
    EmbeddingError,
    NoGenerationError,
    UnknownTextError,
)
from knowledge.generations import KnowledgeBase
from knowledge.types import Learner, SearchQuery
from tests.knowledge.published import EVERYTHING, folders, found


def test_before_the_first_ingest_there_is_nothing(base: KnowledgeBase, tmp_path: Path) -> None:
    with pytest.raises(NoGenerationError, match="fagkompas ingest"):
        base.current()
    assert base.generations() == []
    assert not (tmp_path / "data").exists()


def test_what_was_ingested_is_found_and_read(base: KnowledgeBase) -> None:
    assert ingest_texts(base, a="Jobcentret har åbent.\nKurser i samtale.", b="Ledere mangler tid.") == 1
    snapshot = base.current()
    assert snapshot.number == 1
    assert [source.source_id for source in snapshot.sources()] == ["a", "b"]
    assert [passage.text for passage in snapshot.passages("a")] == ["Jobcentret har åbent.", "Kurser i samtale."]
    passage = snapshot.passage("a#1")
    assert passage is not None
    assert snapshot.text(passage.text_id)[passage.start : passage.end] == passage.text
    assert snapshot.search(SearchQuery("kursus i samtale")).hits[0].passage == passage
    assert snapshot.source("c") is None
    assert snapshot.passage("c#0") is None
    assert snapshot.courses() == snapshot.profiles() == ()
    assert snapshot.rarity("ukendt") >= snapshot.rarity("tid")
    assert snapshot.manifest.counts["passages"] == 3


def test_similarities_are_cosines_with_the_question(base: KnowledgeBase) -> None:
    ingest_texts(base, a="x")
    assert base.current().similarities("Ledere", ["Ledere", "hund"]) == pytest.approx([1, 0])
    assert base.current().similarities("Ledere", []) == []


def test_a_reader_sees_the_next_generation_at_the_next_question(base: KnowledgeBase, tmp_path: Path) -> None:
    ingest_texts(base, a="før")
    before = base.current()
    with make_knowledge_base(tmp_path / "data") as other:
        ingest_texts(other, a="efter")
    after = base.current()
    assert (before.number, after.number) == (1, 2)
    assert [p.text for p in before.passages("a")] == ["før"]
    assert [p.text for p in after.passages("a")] == ["efter"]
    assert base.current() is after


def test_a_citation_stays_openable_after_its_source_is_gone(base: KnowledgeBase) -> None:
    ingest_texts(base, a="Den citerede tekst", b="En anden")
    text_id = base.current().passages("a")[0].text_id
    with base.writer() as draft:
        draft.remove("a")
        draft.publish()
    assert base.current().source("a") is None
    assert base.current().text(text_id) == "Den citerede tekst"
    with pytest.raises(UnknownTextError):
        base.current().text("txt_" + "0" * 32)


def test_an_unchanged_ingest_publishes_nothing(base: KnowledgeBase, tmp_path: Path) -> None:
    assert ingest_texts(base, a="x") == 1
    assert ingest_texts(base, a="x") == 1
    with base.writer() as draft:
        draft.remove("unknown")
        assert draft.publish() == 1
    assert folders(tmp_path / "data") == ["000001"]


def test_a_first_ingest_of_nothing_publishes_nothing(base: KnowledgeBase) -> None:
    with base.writer() as draft:
        assert draft.publish() == 0
    with pytest.raises(NoGenerationError):
        base.current()


def test_leaving_without_publishing_discards_the_draft(base: KnowledgeBase, tmp_path: Path) -> None:
    ingest_texts(base, a="x")
    with base.writer() as draft:
        put_text(draft, "b", "y")
    assert [source.source_id for source in base.current().sources()] == ["a"]
    assert folders(tmp_path / "data") == ["000001"]


def test_removed_and_replaced_passages_are_not_found(base: KnowledgeBase) -> None:
    ingest_texts(base, **{f"k{number}": f"Kilde nummer {number}" for number in range(20)})
    with base.writer() as draft:
        draft.remove("k1")
        put_text(draft, "k2", "Noget helt andet")
        draft.publish()
    assert "k1#0" not in found(base, "Kilde nummer 1")
    assert found(base, "Titel på k2 Noget helt andet")[0] == "k2#0"
    assert len(found(base, "Kilde")) == 19
    hits = base.current().search(SearchQuery("kilde nummer 1", limit=50)).hits
    assert "k1#0" not in {hit.passage.passage_id for hit in hits}
    assert base.check() == []


def test_a_passage_may_change_and_change_back_under_its_id(base: KnowledgeBase) -> None:
    ingest_texts(base, a="Først", **{f"k{number}": f"Kilde {number}" for number in range(20)})
    ingest_texts(base, a="Siden")
    ingest_texts(base, a="Først")
    assert base.current().search(SearchQuery("først")).hits[0].passage.passage_id == "a#0"
    assert found(base, "Titel på a Først")[0] == "a#0"
    assert base.check() == []


def test_an_unchanged_passage_is_never_embedded_twice(tmp_path: Path) -> None:
    embedded: list[str] = []

    class Counting(FakeEmbedding):
        def embed_array(self, texts):  # type: ignore[no-untyped-def]
            embedded.extend(texts)
            return super().embed_array(texts)

    base = make_knowledge_base(tmp_path, Counting())
    ingest_texts(base, a="en", b="to")
    with base.writer() as draft:
        put_text(draft, "c", "tre")
        draft.rebuild()
        draft.publish()
    assert embedded == ["Titel på a\nen", "Titel på b\nto", "Titel på c\ntre"]


def test_when_a_fifth_is_dead_the_vectors_are_built_anew(base: KnowledgeBase) -> None:
    ingest_texts(base, **{f"k{number}": f"Kilde {number}" for number in range(10)})
    with base.writer() as draft:
        draft.remove("k1")
        draft.publish()
    assert base.current().vectors().count() == 10
    with base.writer() as draft:
        draft.remove("k2")
        draft.publish()
    assert base.current().vectors().count() == 8


def test_the_dead_take_no_room_among_the_nearest(base: KnowledgeBase) -> None:
    ingest_texts(base, **{f"k{number}": "Den samme tekst" for number in range(20)})
    with base.writer() as draft:
        for number in range(3):
            draft.remove(f"k{number}")
        draft.publish()
    assert base.current().vectors().count() == 20
    nearest = base.current().nearest("Den samme tekst", 17, EVERYTHING)
    assert len(nearest) == 17


def test_filters_reach_the_vectors(base: KnowledgeBase) -> None:
    with base.writer() as draft:
        for learner in [None, *Learner]:
            name = learner.value if learner else "none"
            text = f"Tekst om {name}"
            draft.put(make_source(name, text), text, [make_passage(text, name, learner=learner)])
        draft.publish()
    nearest = base.current().nearest("Tekst", 9, SearchQuery("Tekst", learner=Learner.MANAGER))
    assert {passage_id for passage_id, _ in nearest} == {"none#0", "manager#0"}


def test_many_small_ingests_merge_their_keyword_segments(base: KnowledgeBase, tmp_path: Path) -> None:
    for number in range(12):
        ingest_texts(base, **{f"k{number}": f"Kilde nummer {number}"})
    assert len([*(tmp_path / "data" / "generations" / "000012" / "keyword").iterdir()]) <= 8
    assert len(base.current().search(SearchQuery("kilde", limit=50)).hits) > 1
    assert base.check() == []


def test_another_model_than_the_generations_is_named_and_the_next_ingest_embeds_anew(tmp_path: Path) -> None:
    ingest_texts(make_knowledge_base(tmp_path), a="en", b="to")
    other = make_knowledge_base(tmp_path, FakeEmbedding("fake-2", "fake-2", dimensions=8))
    with pytest.raises(EmbeddingError, match="fagkompas ingest"):
        other.current().nearest("en", 3, EVERYTHING)
    assert [finding.code for finding in other.check()] == ["embedding_differs"]
    with other.writer() as draft:
        assert draft.publish() == 2
    assert other.current().nearest("Titel på a en", 3, EVERYTHING)[0][0] == "a#0"
    assert other.current().manifest.dimensions == 8
    assert other.check() == []


def test_a_model_whose_files_were_altered_is_told_from_another_one(tmp_path: Path) -> None:
    ingest_texts(make_knowledge_base(tmp_path), a="en", b="to")
    altered = make_knowledge_base(tmp_path, FakeEmbedding(fingerprint="fake-2"))
    with pytest.raises(EmbeddingError) as refused:
        altered.current().nearest("en", 3, EVERYTHING)
    (finding,) = altered.check()
    assert refused.value.values["altered"] == finding.values["altered"] == "fake"


def test_a_put_that_disagrees_with_itself_is_refused(base: KnowledgeBase) -> None:
    with base.writer() as draft:
        with pytest.raises(ValueError, match="not the id of its text"):
            draft.put(make_source("a", "en"), "to", [])
        with pytest.raises(ValueError, match="does not belong"):
            draft.put(make_source("a", "en"), "en", [make_passage("en", "b")])
        with pytest.raises(ValueError, match="offsets"):
            draft.put(make_source("a", "en"), "en", [make_passage("en", "a", start=1)])
        assert draft.sources() == []


def test_progress_is_told_by_stage(base: KnowledgeBase) -> None:
    heard: list[tuple[str, int, int]] = []
    with base.writer() as draft:
        put_text(draft, "a", "en\nto")
        draft.publish(lambda stage, done, total: heard.append((stage, done, total)))
    assert heard[0] == ("embed", 0, 2)
    assert [stage for stage, done, total in heard if done == total] == ["embed", "index", "probe"]


def test_a_writable_copy_serves_where_the_data_cannot_be_written(
    base: KnowledgeBase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ingest_texts(base, a="en")
    monkeypatch.setattr("knowledge.snapshot.os.access", lambda path, mode: False)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    before = (tmp_path / "data/generations/000001/vectors/chroma.sqlite3").stat().st_mtime_ns
    assert found(base, "en") == ["a#0"]
    assert (tmp_path / "data/generations/000001/vectors/chroma.sqlite3").stat().st_mtime_ns == before
    base.close()
    gc.collect()
    assert [path.name for path in tmp_path.iterdir()] == ["data"]


def test_a_new_data_folder_in_the_place_of_an_old_one_is_noticed(base: KnowledgeBase, tmp_path: Path) -> None:
    ingest_texts(base, a="gammel")
    base.current()
    shutil.rmtree(tmp_path / "data")
    ingest_texts(base, a="ny")
    assert [p.text for p in base.current().passages("a")] == ["ny"]


def test_many_threads_ask_one_generation(base: KnowledgeBase) -> None:
    ingest_texts(base, **{f"k{number}": f"Kilde nummer {number}" for number in range(20)})
    faults: list[object] = []

    def ask() -> None:
        for number in range(20):
            best = base.current().search(SearchQuery(f"kilde nummer {number}")).hits[0].passage.passage_id
            if best != f"k{number}#0" or len(base.current().sources()) != 20:
                faults.append(best)

    threads = [threading.Thread(target=ask) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []


def test_twenty_generations_leave_no_threads_and_no_files_open(base: KnowledgeBase) -> None:
    def open_things() -> int:
        gc.collect()
        return len(os.listdir("/proc/self/task")) + len(os.listdir("/proc/self/fd"))

    sizes = []
    for number in range(20):
        ingest_texts(base, a=f"udgave {number}")
        assert found(base, "udgave") == ["a#0"]
        sizes.append(open_things())
    # An open client holds some eight threads and as many files; twenty would show.
    assert max(sizes[10:]) < max(sizes[:10]) + 15


def test_opening_loads_neither_chroma_nor_the_model(tmp_path: Path) -> None:
    ingest_texts(make_knowledge_base(tmp_path), a="en")
    code = (
        "import sys; from pathlib import Path; from knowledge.generations import KnowledgeBase; "
        "from knowledge.settings import KnowledgeSettings; "
        f"base = KnowledgeBase(KnowledgeSettings(Path({str(tmp_path)!r})), lambda: 1 / 0); "
        "assert len(base.current().sources()) == 1; "
        "assert not {'chromadb', 'torch', 'langchain_core'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
