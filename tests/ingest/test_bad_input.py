"""Everything that can be wrong with what users give, end to end: one clear line each, the rest read, nothing lost."""

import io
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import docx
import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from assistant.channels.explaining import explain_fault
from ingest import reading
from ingest.options import IngestOptions
from ingest.pipeline import ingest
from ingest.types import Extracted, IngestReport
from knowledge.generations import KnowledgeBase
from prompts.wording import Wording
from tests.builders import make_knowledge_base

GOOD = "En god rapport\n\n03-04-2019\n\n" + "Lederne vil have kurser, der kan bruges i hverdagen. " * 6


@pytest.fixture
def knowledge_base(tmp_path: Path) -> Iterator[KnowledgeBase]:
    with make_knowledge_base(tmp_path / "data") as base:
        yield base


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "kilder"
    folder.mkdir()
    (folder / "god.txt").write_text(GOOD, encoding="utf-8")
    return folder


def pdf(encrypted: bool = False) -> bytes:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, encrypt=StandardEncryption("hemmeligt") if encrypted else None)
    canvas.drawString(72, 720, "Lederne vil have kurser, der kan bruges i hverdagen.")
    canvas.save()
    return buffer.getvalue()


def word() -> bytes:
    buffer = io.BytesIO()
    document = docx.Document()
    document.add_paragraph("Lederne vil have kurser, der kan bruges i hverdagen.")
    document.save(buffer)
    return buffer.getvalue()


def archive() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as packed:
        packed.writestr("note.txt", "x")
    return buffer.getvalue()


PROTECTED_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le") + bytes(600)

BAD_FILES: dict[str, tuple[str, Callable[[], bytes]]] = {
    "empty": ("tom.txt", lambda: b""),
    "only white space": ("blank.md", lambda: b" \n\n\t\n"),
    "truncated pdf": ("kort.pdf", lambda: pdf()[:200]),
    "truncated docx": ("kort.docx", lambda: word()[:1500]),
    "password-protected pdf": ("laast.pdf", lambda: pdf(encrypted=True)),
    "password-protected docx": ("laast.docx", lambda: PROTECTED_WORD),
    "text called pdf": ("tekst.pdf", GOOD.encode),
    "pdf called docx": ("rapport.docx", pdf),
    "pdf called txt": ("rapport.txt", pdf),
    "zip called xlsx": ("pakke.xlsx", archive),
    "noise called docx": ("stoej.docx", lambda: bytes(range(256)) * 4),
    "noise called txt": ("stoej.txt", lambda: bytes(range(256)) * 40),
    "unknown format": ("billede.png", lambda: b"\x89PNG\r\n\x1a\n"),
    "no ending": ("LICENS", lambda: b"tekst"),
    "broken yaml": ("liste.yaml", lambda: b"kurser:\n  - id: a\n   titel: [b\n"),
    "yaml that is no record": ("ting.yaml", lambda: b"- 1\n- 2\n"),
    "broken json": ("kursus.jsonld", lambda: b'{"@type": "Course", "name": "A"'),
    "json without courses": ("andet.json", lambda: b'{"a": 1}'),
    "date that does not exist in front matter": (
        "dato.md",
        lambda: b"---\ndato: 2019-02-30\n---\n\n# T\n\n" + GOOD.encode(),
    ),
}


@pytest.mark.parametrize(("name", "content"), BAD_FILES.values(), ids=BAD_FILES.keys())
def test_a_bad_file_is_one_clear_line_and_the_others_are_read(
    name: str, content: Callable[[], bytes], root: Path, knowledge_base: KnowledgeBase
) -> None:
    (root / name).write_bytes(content())
    done = ingest([root], knowledge_base)
    assert [change.path for change in done.added] == ["god.txt"]
    (fault,) = done.failed
    assert fault.path == name
    assert fault.code != "crash"
    assert fault.error
    assert "\n" not in fault.error
    assert str(root) not in fault.error


def test_an_unreadable_file_is_told(root: Path, knowledge_base: KnowledgeBase, monkeypatch: pytest.MonkeyPatch) -> None:
    shut = root / "lukket.txt"
    shut.write_text(GOOD, encoding="utf-8")
    opened = Path.open

    def guarded(self: Path, *arguments: Any, **named: Any) -> object:
        if self == shut:
            raise PermissionError(13, "Permission denied")
        return opened(self, *arguments, **named)

    monkeypatch.setattr(Path, "open", guarded)
    done = ingest([root], knowledge_base)
    assert [(fault.path, fault.code) for fault in done.failed] == [("lukket.txt", "permission")]
    assert [change.path for change in done.added] == ["god.txt"]


def crash(error: BaseException) -> Callable[[Path], Extracted]:
    def read(path: Path) -> Extracted:
        raise error

    return read


@pytest.mark.parametrize(
    "error",
    [RecursionError("deep"), MemoryError(), KeyError("010203-1234"), AttributeError("x"), zipfile.BadZipFile("y")],
)
def test_a_library_that_crashes_stops_one_file_only(
    error: BaseException, root: Path, knowledge_base: KnowledgeBase, monkeypatch: pytest.MonkeyPatch
) -> None:
    (root / "ond.txt").write_text(GOOD, encoding="utf-8")
    honest = reading.reader_for
    monkeypatch.setattr(reading, "reader_for", lambda path: crash(error) if path.name == "ond.txt" else honest(path))
    done = ingest([root], knowledge_base)
    assert [(fault.path, fault.code) for fault in done.failed] == [("ond.txt", "crash")]
    assert "010203" not in done.failed[0].error
    assert [change.path for change in done.added] == ["god.txt"]


def test_what_is_wrong_beside_a_file_is_named_by_the_file_beside_it(root: Path, knowledge_base: KnowledgeBase) -> None:
    (root / "god.txt.meta.yaml").write_text("udgivr: X\ndato: juni 2019\n", encoding="utf-8")
    (root / "anden.txt").write_text(GOOD, encoding="utf-8")
    (root / "anden.txt.meta.yaml").write_text("titel: En\ndato: 2019-02-31\n", encoding="utf-8")
    done = ingest([root], knowledge_base)
    assert [(one.path, one.field, one.line) for one in done.failed] == [("anden.txt.meta.yaml", "dato", 2)]
    assert [(one.path, one.field, one.code) for one in done.notices] == [
        ("god.txt.meta.yaml", "udgivr", "unknown_field"),
        ("god.txt.meta.yaml", "dato", "imprecise_date"),
    ]


def test_what_a_failed_file_said_before_stays_known(root: Path, knowledge_base: KnowledgeBase) -> None:
    (root / "anden.md").write_text(f"# Anden\n\n{GOOD}", encoding="utf-8")
    (root / "kurser.csv").write_text("id;titel;udbyder;ects\nk1;Et;VIA;5\nk2;To;VIA;10\n", encoding="utf-8")
    ingest([root], knowledge_base)
    (root / "anden.md").write_bytes(b"")
    (root / "kurser.csv").write_text(
        "id;titel;udbyder;ects\nk1;Et;VIA;mange\nk2;To;VIA;10\nk3;Tre;VIA;5\n", encoding="utf-8"
    )
    done = ingest([root], knowledge_base)
    assert {(fault.path, fault.field, fault.line) for fault in done.failed} == {
        ("anden.md", None, None),
        ("kurser.csv", "ects", 2),
    }
    assert ([change.source_id for change in done.added], done.removed) == (["k3"], ())
    courses = {course.course_id: course.ects for course in knowledge_base.current().courses()}
    assert courses == {"k1": 5.0, "k2": 10.0, "k3": 5.0}
    assert knowledge_base.current().source("anden") is not None
    again = ingest([root], knowledge_base)
    assert (again.generation, len(again.failed)) == (done.generation, 2)


def test_a_run_where_everything_fails_publishes_nothing(root: Path, knowledge_base: KnowledgeBase) -> None:
    ingest([root], knowledge_base)
    (root / "god.txt").unlink()
    (root / "tom.txt").write_bytes(b"")
    done = ingest([root], knowledge_base)
    assert (done.generation, done.kept, done.removed, len(done.failed)) == (1, 1, (), 1)


def test_a_known_file_that_becomes_a_link_out_of_the_folder_stays_known(
    root: Path, tmp_path: Path, knowledge_base: KnowledgeBase
) -> None:
    (root / "anden.txt").write_text(GOOD.replace("god", "anden"), encoding="utf-8")
    ingest([root], knowledge_base)
    (root / "anden.txt").rename(tmp_path / "ude.txt")
    (root / "anden.txt").symlink_to(tmp_path / "ude.txt")
    done = ingest([root], knowledge_base)
    assert ([fault.code for fault in done.failed], done.removed) == (["link_outside"], ())


def read_courses(root: Path, base: KnowledgeBase, content: bytes) -> IngestReport:
    (root / "kurser.csv").write_bytes(content)
    return ingest([root], base, IngestOptions())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_a_course_list_is_read_in_any_encoding_and_with_any_separator(
    encoding: str, separator: str, root: Path, knowledge_base: KnowledgeBase
) -> None:
    rows = [["id", "titel", "udbyder", "målgruppe"], ["k1", "Samtaler på dansk æøå", "VIA", "Sagsbehandlere"]]
    done = read_courses(root, knowledge_base, "\n".join(separator.join(row) for row in rows).encode(encoding))
    assert not done.failed
    (course,) = knowledge_base.current().courses()
    assert (course.title, course.provider) == ("Samtaler på dansk æøå", "VIA")


def test_semicolons_decimal_commas_and_a_byte_order_mark(root: Path, knowledge_base: KnowledgeBase) -> None:
    content = "\ufeffId;Titel;Udbyder;Pris;ECTS\nk1;Samtaler;VIA;2.395,50 kr.;7,5\n"
    done = read_courses(root, knowledge_base, content.encode("utf-8"))
    assert not done.failed
    (course,) = knowledge_base.current().courses()
    assert course.price is not None
    assert (course.price.amount, course.ects) == (2395.5, 7.5)


def test_faults_and_unknown_fields_of_a_list_are_named_by_line(root: Path, knowledge_base: KnowledgeBase) -> None:
    rows = ["k1;Et;VIA;2027-02-30;Vejle", "k2;To;VIA;2027-03-01;Vejle", "k2;Tre;VIA;2027-03-01;Vejle"]
    content = "\n".join(["id;titel;udbyder;start;stedd", *rows])
    done = read_courses(root, knowledge_base, content.encode())
    assert [(fault.path, fault.field, fault.line, fault.code) for fault in done.failed] == [
        ("kurser.csv", "start", 2, "bad_date"),
        ("kurser.csv", "id", 4, "duplicate_id"),
    ]
    unknown = [notice for notice in done.notices if notice.code == "unknown_field"]
    assert [(one.field, one.values) for one in unknown][:1] == [("stedd", {"nearest": "sted"})]
    assert [course.course_id for course in knowledge_base.current().courses()] == ["k2"]


def test_rows_with_too_many_or_too_few_fields_are_told_and_what_they_may_have_said_stays_known(
    root: Path, knowledge_base: KnowledgeBase
) -> None:
    head = "id;titel;udbyder;ects"
    read_courses(root, knowledge_base, f"{head}\nk1;Et;VIA;5\nk2;To;VIA;10\nk3;Tre;VIA;5\n".encode())
    broken = f"{head}\nk1;Et;og mere;VIA;5\nk2;To;VIA;15\n010203-1234;Tre\n".encode()
    done = read_courses(root, knowledge_base, broken)
    assert [(fault.path, fault.line, fault.code) for fault in done.failed] == [
        ("kurser.csv", 2, "too_many_fields"),
        ("kurser.csv", 4, "too_few_fields"),
    ]
    assert ([change.source_id for change in done.changed], done.removed) == (["k2"], ())
    courses = {course.course_id: course.ects for course in knowledge_base.current().courses()}
    assert courses == {"k1": 5.0, "k2": 15.0, "k3": 5.0}
    again = ingest([root], knowledge_base)
    assert (again.generation, len(again.failed)) == (done.generation, 2)


def test_a_list_of_which_no_row_fits_its_headings_is_told_row_by_row(root: Path, knowledge_base: KnowledgeBase) -> None:
    read_courses(root, knowledge_base, b"id;titel;udbyder;ects\nk1;Et;VIA;5\n")
    done = read_courses(root, knowledge_base, b"id;titel;udbyder;ects\nk1;Et\nk2;To\n")
    assert [(fault.line, fault.code) for fault in done.failed] == [(2, "too_few_fields"), (3, "too_few_fields")]
    assert [course.course_id for course in knowledge_base.current().courses()] == ["k1"]


def test_a_row_that_fits_not_its_headings_leaves_a_table_of_figures_readable(
    root: Path, knowledge_base: KnowledgeBase
) -> None:
    (root / "tal.csv").write_text("Område;Andel\nLedelse;54 %\nMetode;24;5 %\n", encoding="utf-8")
    done = ingest([root], knowledge_base)
    assert [(fault.path, fault.line, fault.code) for fault in done.failed] == [("tal.csv", 3, "too_many_fields")]
    assert [change.source_id for change in done.added] == ["god", "tal"]
    again = ingest([root], knowledge_base)
    assert (again.generation, again.failed, again.kept) == (done.generation, done.failed, 2)


@pytest.mark.parametrize("encoding", ["latin-1", "cp1252", "utf-16", "utf-8-sig"])
def test_a_text_is_read_in_any_encoding(encoding: str, root: Path, knowledge_base: KnowledgeBase) -> None:
    (root / "aeoeaa.txt").write_bytes(GOOD.replace("god", "åben og ærlig, gør").encode(encoding))
    done = ingest([root], knowledge_base)
    assert not done.failed
    assert "En åben og ærlig, gør rapport" in [change.title for change in done.added]


def test_two_reports_may_say_the_same(root: Path, knowledge_base: KnowledgeBase) -> None:
    (root / "kopi.txt").write_text(GOOD, encoding="utf-8")
    done = ingest([root], knowledge_base)
    assert [change.source_id for change in done.added] == ["god", "kopi"]


def test_the_size_of_a_file_is_not_taken_for_the_number_of_a_person(knowledge_base: KnowledgeBase, root: Path) -> None:
    # Its digits are those of somebody born on 2 April 1981, whose first zero a spreadsheet has dropped.
    with (root / "lang.txt").open("wb") as file:
        file.truncate(204_819_230)
    (fault,) = ingest([root], knowledge_base).failed
    assert (fault.values or {})["size"] == 204_819_230
    assert "195 MB" in explain_fault(fault, Wording.load())
