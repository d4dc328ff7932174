import json
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from ingest import parallel
from ingest.errors import RootError
from ingest.options import IngestOptions
from ingest.pipeline import ingest
from ingest.report import report_to_json
from knowledge.errors import LockedError, NoGenerationError, TooManyRemovalsError
from knowledge.generations import KnowledgeBase
from knowledge.types import SourceKind, Visibility
from tests.builders import make_knowledge_base

LONG = " ".join(["Jobcentret arbejder med kompetencer og samtaler hver eneste dag."] * 8)


@pytest.fixture
def knowledge_base(tmp_path: Path) -> Iterator[KnowledgeBase]:
    with make_knowledge_base(tmp_path / "data") as base:
        yield base


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "kilder"
    for name in ("a", "b", "c", "d"):
        write(folder / f"{name}.txt", report(name))
    return folder


def report(title: str, text: str = LONG) -> str:
    return f"Rapport {title}\n\n01-02-2018\n\n{text}\n"


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def ids(base: KnowledgeBase) -> list[str]:
    return [source.source_id for source in base.current().sources()]


def test_a_folder_becomes_sources_with_passages_that_are_spans_of_their_text(
    root: Path, knowledge_base: KnowledgeBase
) -> None:
    done = ingest([root], knowledge_base)
    assert (done.generation, [change.title for change in done.added]) == (1, [f"Rapport {one}" for one in "abcd"])
    snapshot = knowledge_base.current()
    for source in snapshot.sources():
        assert (source.root, source.path, source.date) == (str(root), f"{source.source_id}.txt", date(2018, 2, 1))
        text = snapshot.text(source.text_id)
        passages = snapshot.passages(source.source_id)
        assert passages
        assert all(text[one.start : one.end] == one.text and one.title == source.title for one in passages)


def test_a_second_run_reads_nothing_and_publishes_nothing(
    root: Path, knowledge_base: KnowledgeBase, monkeypatch: pytest.MonkeyPatch
) -> None:
    ingest([root], knowledge_base)
    monkeypatch.setattr(parallel, "read_file", None)
    done = ingest([root], knowledge_base)
    assert (done.generation, done.kept, done.added, done.changed, done.removed) == (1, 4, (), (), ())


def test_only_what_changed_is_changed(root: Path, knowledge_base: KnowledgeBase) -> None:
    ingest([root], knowledge_base)
    before = {one.source_id: one.text_id for one in knowledge_base.current().sources()}
    write(root / "b.txt", report("b", LONG + " Nyt."))
    write(root / "e.txt", report("e"))
    (root / "d.txt").unlink()
    done = ingest([], knowledge_base)
    assert (done.generation, done.kept) == (2, 2)
    assert [[one.source_id for one in part] for part in (done.added, done.changed, done.removed)] == [
        ["e"],
        ["b"],
        ["d"],
    ]
    after = {one.source_id: one.text_id for one in knowledge_base.current().sources()}
    assert after["a"] == before["a"]
    assert after["b"] != before["b"]
    assert knowledge_base.current().text(before["b"])


def test_metadata_beside_a_file_change_it(root: Path, knowledge_base: KnowledgeBase) -> None:
    ingest([root], knowledge_base)
    write(root / "a.txt.meta.yaml", "udgiver: Kommunen\nsynlighed: intern\n")
    done = ingest([root], knowledge_base)
    assert [one.source_id for one in done.changed] == ["a"]
    assert done.changed[0].metadata_from is not None
    assert done.changed[0].metadata_from["publisher"] == "meta_file"
    source = knowledge_base.current().source("a")
    assert source is not None
    assert (source.publisher, source.visibility) == ("Kommunen", Visibility.INTERNAL)


def test_what_lies_under_another_root_stays(root: Path, tmp_path: Path, knowledge_base: KnowledgeBase) -> None:
    other = write(tmp_path / "andre" / "x.txt", report("x"))
    ingest([root, other], knowledge_base)
    done = ingest([root], knowledge_base)
    assert (done.kept, done.removed) == (4, ())
    assert ids(knowledge_base) == ["a", "b", "c", "d", "x"]


def test_a_renamed_file_keeps_its_id(root: Path, knowledge_base: KnowledgeBase) -> None:
    ingest([root], knowledge_base)
    (root / "under").mkdir()
    for name in "abcd":
        (root / f"{name}.txt").rename(root / "under" / f"{name}-ny.txt")
    done = ingest([root], knowledge_base)
    assert (done.kept, done.added, done.removed) == (4, (), ())
    assert [source.path for source in knowledge_base.current().sources()] == [f"under/{name}-ny.txt" for name in "abcd"]


def test_a_folder_in_a_known_root_and_one_around_it_make_no_doubles(root: Path, knowledge_base: KnowledgeBase) -> None:
    write(root / "sub" / "s.txt", report("s"))
    ingest([root], knowledge_base)
    write(root / "sub" / "s.txt", report("s", LONG + " Nyt."))
    (root / "a.txt").unlink()
    part = ingest([root / "sub"], knowledge_base)
    assert ([one.source_id for one in part.changed], part.removed) == (["sub-s"], ())
    whole = ingest([root.parent / "kilder"], knowledge_base)
    assert [one.source_id for one in whole.removed] == ["a"]
    outer = root.parent / "ydre"
    outer.mkdir()
    root.rename(outer / "kilder")
    with pytest.raises(RootError):
        ingest([], knowledge_base)
    ingest([outer / "kilder"], knowledge_base)
    around = ingest([outer], knowledge_base)
    assert (around.added, around.changed, around.kept) == ((), (), 4)
    assert {source.root for source in knowledge_base.current().sources() if source.root != str(root)} == {str(outer)}


def test_a_run_that_would_forget_much_stops_and_asks(root: Path, knowledge_base: KnowledgeBase) -> None:
    ingest([root], knowledge_base)
    for name in ("a", "b"):
        (root / f"{name}.txt").unlink()
    with pytest.raises(TooManyRemovalsError):
        ingest([root], knowledge_base)
    assert ids(knowledge_base) == ["a", "b", "c", "d"]
    dry = ingest([root], knowledge_base, IngestOptions(dry_run=True))
    assert ([one.code for one in dry.notices], len(dry.removed), dry.generation) == (["too_many_removals"], 2, 1)
    done = ingest([root], knowledge_base, IngestOptions(allow_removals=True))
    assert (len(done.removed), done.generation) == (2, 2)


def test_a_dry_run_changes_nothing(root: Path, knowledge_base: KnowledgeBase) -> None:
    done = ingest([root], knowledge_base, IngestOptions(dry_run=True))
    assert (done.generation, len(done.added), done.dry_run) == (0, 4, True)
    with pytest.raises(NoGenerationError):
        knowledge_base.current()


def test_without_roots_given_or_known_there_is_nothing_to_do(knowledge_base: KnowledgeBase) -> None:
    with pytest.raises(RootError) as caught:
        ingest([], knowledge_base)
    assert caught.value.reason == "none_known"


def test_an_empty_folder_is_said_to_be_empty(tmp_path: Path, knowledge_base: KnowledgeBase) -> None:
    (tmp_path / "tom").mkdir()
    done = ingest([tmp_path / "tom"], knowledge_base)
    assert (done.generation, [one.code for one in done.notices]) == (0, ["nothing_found"])


def test_a_root_that_is_not_there_changes_nothing(root: Path, knowledge_base: KnowledgeBase) -> None:
    ingest([root], knowledge_base)
    with pytest.raises(RootError):
        ingest([root, root / "nej"], knowledge_base)
    shutil.rmtree(root)
    with pytest.raises(RootError):
        ingest([], knowledge_base)
    assert len(ids(knowledge_base)) == 4


def test_only_one_run_at_a_time(root: Path, knowledge_base: KnowledgeBase) -> None:
    with knowledge_base.writer(), pytest.raises(LockedError):
        ingest([root], knowledge_base)


def test_progress_tells_how_far_the_reading_is(root: Path, knowledge_base: KnowledgeBase) -> None:
    heard: list[tuple[str, int, int]] = []
    ingest([root], knowledge_base, progress=lambda *step: heard.append(step))
    assert [step for step in heard if step[0] == "read"] == [("read", number, 4) for number in range(5)]
    assert {step[0] for step in heard} > {"read"}


def test_cpr_numbers_get_in_nowhere(tmp_path: Path, knowledge_base: KnowledgeBase) -> None:
    number = "010203-1234"
    folder = tmp_path / "kilder"
    write(folder / f"sag {number}.txt", report(f"om {number}", f"{LONG} Borgeren {number} blev set. 0102031234"))
    write(folder / "sag.txt", report("uden", LONG))
    write(folder / "sag.txt.meta.yaml", f"titel: Sag {number}\nudgiver: Hos {number}\n")
    write(
        folder / "kurser.csv",
        f"id;titel;udbyder;ukendt {number};pris\nk-{number};Kursus {number};VIA {number};x;{number}\n",
    )
    write(folder / "tal.csv", f"Borger;Tal\n{number};5\n102031234;6\n")
    write(folder / "fejl.csv", f"id;titel;udbyder;pris\n{number};a;b;c;d;{number}\n")
    write(folder / "fejl.yaml", f"kurser:\n  - id: f\n    titel: F\n    start: '31-02-2027 {number}'\n")
    done = ingest([folder], knowledge_base)
    assert sum(one.values["count"] for one in done.notices if one.code == "masked" and one.values) >= 6  # type: ignore[misc]
    assert number not in json.dumps(report_to_json(done), ensure_ascii=False)
    knowledge_base.close()
    for path in (tmp_path / "data").rglob("*"):
        assert number not in path.name
        if path.is_file():
            content = path.read_bytes()
            assert number.encode() not in content
            assert b"102031234" not in content


def test_courses_and_profiles_are_sources_of_their_own(tmp_path: Path, knowledge_base: KnowledgeBase) -> None:
    folder = tmp_path / "kilder"
    write(folder / "kurser.csv", "id;titel;udbyder;pris;start\nk1;Samtaler;VIA;2.395,50;2027-01-01\nk2;Jura;KP;;\n")
    write(folder / "kurser.csv.meta.yaml", "hentet: 2026-11-01\nsynlighed: intern\n")
    write(
        folder / "profiler.yaml", "profiler:\n  - id: p1\n    titel: P\n    profilsaet: s\n    kompetencer: [Dialog]\n"
    )
    done = ingest([folder], knowledge_base)
    assert [one.source_id for one in done.added] == ["k1", "k2", "p1"]
    snapshot = knowledge_base.current()
    assert [course.course_id for course in snapshot.courses()] == ["k1", "k2"]
    assert [profile.competences[0].label for profile in snapshot.profiles()] == ["Dialog"]
    source = snapshot.source("k1")
    assert source is not None
    assert (source.kind, source.record, source.path) == (SourceKind.COURSE, "k1", "kurser.csv")
    assert (source.retrieved, source.visibility, source.publisher) == (date(2026, 11, 1), Visibility.INTERNAL, "VIA")
    assert "Pris: 2.395,50 kr." in snapshot.passages("k1")[0].text
    write(folder / "kurser.csv", "id;titel;udbyder;pris;start\nk1;Samtaler;VIA;2.500;2027-01-01\nk2;Jura;KP;;\n")
    again = ingest([folder], knowledge_base)
    assert ([one.source_id for one in again.changed], again.kept) == (["k1"], 2)


def test_a_page_about_one_course_keeps_what_it_says_below_the_fields(
    tmp_path: Path, knowledge_base: KnowledgeBase
) -> None:
    page = write(
        tmp_path / "k.md", f"---\nkind: course\nid: k\ntitel: Kurset\n---\n\n# Kurset\n\n## Forløb\n\n{LONG}\n"
    )
    ingest([page], knowledge_base)
    snapshot = knowledge_base.current()
    source = snapshot.source("k")
    assert source is not None
    text = snapshot.text(source.text_id)
    assert text.startswith("Kurset\n\n")
    assert LONG in text
    sections = [passage.section for passage in snapshot.passages("k")]
    assert sections == ["Forløb"]


def test_a_document_of_furniture_alone_has_nothing_to_answer_from(
    tmp_path: Path, knowledge_base: KnowledgeBase
) -> None:
    page = write(tmp_path / "menu.html", "<html><body><nav><a href='/'>Forside</a></nav></body></html>")
    done = ingest([page], knowledge_base)
    assert [fault.code for fault in done.failed] == ["no_text"]


def test_what_one_bad_date_says_of_a_list_is_one_fault(tmp_path: Path, knowledge_base: KnowledgeBase) -> None:
    write(tmp_path / "k.yaml", "kurser:\n  - id: k\n    titel: Kurset\n    udbyder: VIA\n")
    write(tmp_path / "k.yaml.meta.yaml", "hentet: 2026-02-31\n")
    done = ingest([tmp_path / "k.yaml"], knowledge_base)
    assert [(fault.path, fault.field, fault.code) for fault in done.failed] == [
        ("k.yaml.meta.yaml", "hentet", "bad_date")
    ]


def test_an_id_is_taken_once_whatever_file_or_root_it_stands_in(tmp_path: Path, knowledge_base: KnowledgeBase) -> None:
    one = write(tmp_path / "en" / "a.csv", "id;titel;udbyder;pris\nk1;Et;VIA;1\nk2;To;VIA;2\n")
    write(tmp_path / "en" / "b.csv", "id;titel;udbyder;pris\nk1;Andet;VIA;1\nk3;Tre;VIA;2\n")
    other = write(tmp_path / "to" / "c.csv", "id;titel;udbyder;pris\nk1;Tredje;VIA;1\nk4;Fire;VIA;2\n")
    first = ingest([tmp_path / "en"], knowledge_base)
    assert [(fault.path, fault.code, fault.line) for fault in first.failed] == [("b.csv", "duplicate_id", 2)]
    assert "a.csv" in first.failed[0].error
    second = ingest([other], knowledge_base)
    assert [(fault.path, fault.code) for fault in second.failed] == [("c.csv", "duplicate_id")]
    third = ingest([], knowledge_base)
    assert [fault.path for fault in third.failed] == ["b.csv", "c.csv"]
    assert third.generation == second.generation
    one.unlink()
    fourth = ingest([], knowledge_base, IngestOptions(allow_removals=True))
    assert [(fault.path, fault.values and fault.values["other"]) for fault in fourth.failed] == [("c.csv", "b.csv")]
    assert [one.source_id for one in fourth.removed] == ["k2"]
    assert {course.course_id: course.title for course in knowledge_base.current().courses()}["k1"] == "Andet"
