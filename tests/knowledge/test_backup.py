"""A backup comes back as it was, is taken while others read and ingest, and is refused where a byte is not right."""

import errno
import io
import os
import shutil
import tarfile
import threading
from pathlib import Path

import pytest
from builders import ingest_texts, make_knowledge_base
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge.backup import unpack
from knowledge.errors import BackupError, NoGenerationError
from knowledge.generations import KnowledgeBase
from tests.knowledge.published import folders, found

FIRST = {"a": "Jobcentret i Aarhus holder kursus.", "b": "Samtalen med borgeren er vigtig."}


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def taken(base: KnowledgeBase, tmp_path: Path) -> Path:
    """A backup of two generations."""
    ingest_texts(base, **FIRST)
    ingest_texts(base, c="Facilitering af møder.")
    base.backup(tmp_path / "kopi.tgz")
    return tmp_path / "kopi.tgz"


def texts_of(base: KnowledgeBase) -> dict[str, str]:
    return {source.source_id: base.current().text(source.text_id) for source in base.current().sources()}


def test_an_empty_folder_gets_every_generation_back(base: KnowledgeBase, taken: Path, tmp_path: Path) -> None:
    with make_knowledge_base(tmp_path / "other") as other:
        assert other.restore(taken) == 2
        assert [info.number for info in other.generations()] == [info.number for info in base.generations()]
        assert texts_of(other) == texts_of(base)
        assert found(other, "Facilitering") == found(base, "Facilitering")
        assert other.check() == []
        assert other.rollback() == 1
    # What was unpacked for it is gone.
    assert folders(tmp_path / "other") == ["000001", "000002"]


def test_a_folder_with_something_in_it_gets_one_generation_more(base: KnowledgeBase, taken: Path) -> None:
    before = texts_of(base)
    ingest_texts(base, d="Noget helt andet.")
    assert base.restore(taken) == 4
    assert texts_of(base) == before
    assert base.check() == []
    base.rollback()
    assert set(texts_of(base)) == {*before, "d"}
    # The next ingest goes on from it.
    base.rollback(4)
    ingest_texts(base, e="Endnu en tekst.")
    assert base.current().number == 5
    assert set(texts_of(base)) == {*before, "e"}


def test_a_backup_is_taken_while_generations_come_and_go(base: KnowledgeBase, tmp_path: Path) -> None:
    ingest_texts(base, **FIRST)
    done = threading.Event()

    def write() -> None:
        for number in range(8):
            ingest_texts(base, **{f"k{number}": f"Kursus nummer {number} om samtaler."})
        done.set()

    writer = threading.Thread(target=write)
    writer.start()
    taken = []
    while not done.is_set() or not taken:
        taken.append(tmp_path / f"kopi{len(taken)}.tgz")
        base.backup(taken[-1])
    writer.join()
    for number, path in enumerate(taken):
        with make_knowledge_base(tmp_path / f"other{number}") as other:
            other.restore(path)
            assert other.check() == []


@pytest.mark.parametrize("wanted", ["there", "nothing", "unwritable"])
def test_a_backup_that_cannot_be_is_refused_and_leaves_nothing(
    base: KnowledgeBase, wanted: str, tmp_path: Path
) -> None:
    target = tmp_path / "ingen" / "kopi.tgz" if wanted == "unwritable" else tmp_path / "kopi.tgz"
    if wanted != "nothing":
        ingest_texts(base, **FIRST)
    if wanted == "there":
        target.write_text("noget andet")
    before = sorted(tmp_path.iterdir())
    with pytest.raises(BackupError) as refused:
        base.backup(target)
    assert wanted in refused.value.values
    assert sorted(tmp_path.iterdir()) == before


def test_of_a_damaged_generation_no_backup_is_taken(base: KnowledgeBase, data: Path, tmp_path: Path) -> None:
    ingest_texts(base, **FIRST)
    (keyword,) = (data / "generations" / "000001" / "keyword").iterdir()
    keyword.write_bytes(b"x" + keyword.read_bytes()[1:])
    with pytest.raises(BackupError) as refused:
        base.backup(tmp_path / "kopi.tgz")
    assert refused.value.values["generation"] == 1
    assert not (tmp_path / "kopi.tgz").exists()


def test_what_is_damaged_and_not_needed_is_left_out_and_named(base: KnowledgeBase, data: Path, tmp_path: Path) -> None:
    ingest_texts(base, **FIRST)
    ingest_texts(base, c="Facilitering af møder.")
    (keyword,) = (data / "generations" / "000001" / "keyword").iterdir()
    keyword.write_bytes(b"x")
    stray = data / "texts" / "00" / f"{'0' * 32}.txt"
    stray.parent.mkdir(exist_ok=True)
    stray.write_text("ikke det, navnet siger")
    contents = base.backup(tmp_path / "kopi.tgz")
    assert (contents.numbers, contents.damaged) == ((2,), (f"texts/00/{'0' * 32}.txt", "1"))
    with make_knowledge_base(tmp_path / "other") as other:
        other.restore(tmp_path / "kopi.tgz")
        assert texts_of(other) == texts_of(base)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(share=st.floats(0, 1, exclude_max=True), cut=st.booleans())
def test_no_wrong_byte_is_restored(taken: Path, share: float, cut: bool, tmp_path: Path) -> None:
    content = bytearray(taken.read_bytes())
    place = int(share * len(content))
    content[place] ^= 0xFF
    broken, folder = tmp_path / "broken.tgz", tmp_path / "unpacked"
    broken.write_bytes(content[:place] if cut else content)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    try:
        contents = unpack(broken, folder)
    except BackupError:
        return
    # A few bytes of the packing say nothing (a time, a name): then all that was packed is whole.
    shutil.rmtree(folder)
    folder.mkdir()
    assert contents == unpack(taken, folder)


def test_what_is_refused_changes_nothing(base: KnowledgeBase, taken: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.tgz"
    broken.write_bytes(taken.read_bytes()[:-200])
    with pytest.raises(BackupError):
        base.restore(broken)
    assert base.current().number == 2
    with make_knowledge_base(tmp_path / "other") as other:
        with pytest.raises(BackupError):
            other.restore(broken)
        with pytest.raises(NoGenerationError):
            other.current()
        assert folders(tmp_path / "other") == []


@pytest.mark.parametrize(
    "kind", ["../ude.txt", "/etc/ude.txt", "generations/000001/../../ude.txt", "andet.txt", "link"]
)
def test_a_file_made_by_others_writes_nothing_outside(kind: str, base: KnowledgeBase, tmp_path: Path) -> None:
    hostile = tmp_path / "hostile.tgz"
    with tarfile.open(hostile, "w:gz") as archive:
        entry = tarfile.TarInfo("texts/00/" + "0" * 32 + ".txt" if kind == "link" else kind)
        if kind == "link":
            entry.type, entry.linkname = tarfile.SYMTYPE, "/etc/passwd"
        else:
            entry.size = 3
        archive.addfile(entry, io.BytesIO(b"ude"))
    with pytest.raises(BackupError) as refused:
        base.restore(hostile)
    assert "torn" in refused.value.values
    assert not list(tmp_path.rglob("ude.txt"))


def test_a_full_disk_is_named_and_changes_nothing(
    base: KnowledgeBase, taken: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("knowledge.backup._unpacked", full)
    with pytest.raises(BackupError) as refused:
        base.restore(taken)
    assert "unwritable" in refused.value.values
    assert base.current().number == 2


def test_a_backup_that_is_not_there_is_named(base: KnowledgeBase, tmp_path: Path) -> None:
    with pytest.raises(BackupError) as refused:
        base.restore(tmp_path / "ingen.tgz")
    assert "missing" in refused.value.values
