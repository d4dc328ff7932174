"""What every reader owes: text with blocks in it, records, or one clear error."""

from collections.abc import Callable
from pathlib import Path

import pytest

from ingest import files
from ingest.errors import UnknownFormatError, UnreadableError
from ingest.formats import ALIASES, FORMATS, KNOWN_SUFFIXES, reader_for
from ingest.passages import cut

LONG = "Kommunen har spurgt sine ledere, hvad medarbejderne skal kunne, og svarene peger i samme retning som sidste år."


def write_docx(path: Path) -> None:
    import docx

    document = docx.Document()
    document.add_heading("Ledernes svar", 0)
    document.add_paragraph(LONG)
    document.save(str(path))


def write_xlsx(path: Path) -> None:
    import openpyxl

    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet is not None
    for row in (("svar", "andel"), ("Samarbejde", "54,0"), ("Metode", "41,0")):
        sheet.append(row)
    workbook.save(path)


def write_pdf(path: Path) -> None:
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.platypus import Paragraph, SimpleDocTemplate

    styles = getSampleStyleSheet()
    SimpleDocTemplate(str(path)).build([Paragraph("Ledernes svar", styles["Title"]), Paragraph(LONG, styles["Normal"])])


def write_text(content: str) -> Callable[[Path], None]:
    return lambda path: path.write_text(content, encoding="utf-8") and None


WRITERS: dict[str, Callable[[Path], None]] = {
    "txt": write_text(f"Ledernes svar\n\n{LONG}"),
    "md": write_text(f"# Ledernes svar\n\n{LONG}"),
    "html": write_text(f"<!doctype html><html><body><h1>Ledernes svar</h1><p>{LONG}</p></body></html>"),
    "csv": write_text("svar;andel\nSamarbejde;54,0\nMetode;41,0\n"),
    "yaml": write_text(f"kind: report\ntitle: Ledernes svar\ntext: |\n  {LONG}\n"),
    "jsonld": write_text('{"@context": "https://schema.org", "@type": "Course", "name": "Samtaler"}'),
    "docx": write_docx,
    "xlsx": write_xlsx,
    "pdf": write_pdf,
}


def written(tmp_path: Path, name: str, suffix: str | None = None) -> Path:
    path = tmp_path / f"fil.{suffix or name}"
    WRITERS[name](path)
    return path


def reason_for(path: Path) -> str:
    with pytest.raises(UnreadableError) as caught:
        reader_for(path)(path)
    assert str(path) not in caught.value.message
    assert "\n" not in caught.value.message
    return caught.value.reason


def test_every_format_is_in_this_suite() -> None:
    assert set(WRITERS) == FORMATS
    assert {*ALIASES.values()} <= FORMATS


@pytest.mark.parametrize("name", sorted(WRITERS))
def test_blocks_lie_in_the_text_in_order(tmp_path: Path, name: str) -> None:
    path = written(tmp_path, name)
    extracted = reader_for(path)(path)
    assert bool(extracted.blocks) is not bool(extracted.records)
    end = 0
    for block in extracted.blocks:
        assert end <= block.start < block.end <= len(extracted.text)
        end = block.end
    assert bool(cut(extracted.text, extracted.blocks)) is bool(extracted.blocks)


@pytest.mark.parametrize("name", sorted(WRITERS))
def test_an_empty_file_is_refused(tmp_path: Path, name: str) -> None:
    path = tmp_path / f"fil.{name}"
    path.write_bytes(b"")
    assert reason_for(path) == "empty"


@pytest.mark.parametrize("name", sorted(WRITERS))
def test_a_missing_file_is_refused(tmp_path: Path, name: str) -> None:
    assert reason_for(tmp_path / f"fil.{name}") == "unreadable"


@pytest.mark.parametrize("name", sorted(WRITERS))
def test_a_huge_file_is_refused_unread(tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    path = written(tmp_path, name)
    monkeypatch.setattr(files, "LARGEST_FILE", path.stat().st_size - 1)
    assert reason_for(path) == "too_large"


@pytest.mark.parametrize("name", ["docx", "xlsx", "pdf"])
@pytest.mark.parametrize("other", ["txt", "md", "html", "csv", "yaml", "jsonld"])
def test_a_document_under_the_name_of_a_text_is_told(tmp_path: Path, name: str, other: str) -> None:
    path = written(tmp_path, name, other)
    with pytest.raises(UnreadableError, match=f"really {name}"):
        reader_for(path)(path)


@pytest.mark.parametrize("name", ["docx", "xlsx", "pdf"])
@pytest.mark.parametrize("other", ["docx", "xlsx", "pdf"])
def test_documents_under_each_others_names_are_told(tmp_path: Path, name: str, other: str) -> None:
    if name == other:
        return
    assert reason_for(written(tmp_path, name, other)) == "wrong_name"


@pytest.mark.parametrize("name", ["docx", "xlsx", "pdf"])
@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_a_document_that_was_cut_off_is_told(tmp_path: Path, name: str, share: float) -> None:
    path = written(tmp_path, name)
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * share)])
    assert reason_for(path) == "truncated"


@pytest.mark.parametrize("name", ["docx", "xlsx", "pdf"])
def test_text_under_the_name_of_a_document_is_told(tmp_path: Path, name: str) -> None:
    path = tmp_path / f"fil.{name}"
    path.write_text(LONG)
    assert reason_for(path) == "wrong_name"


@pytest.mark.parametrize("name", ["docx", "xlsx"])
def test_an_encrypted_office_document_is_told(tmp_path: Path, name: str) -> None:
    path = tmp_path / f"fil.{name}"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600 + "EncryptedPackage".encode("utf-16-le"))
    assert reason_for(path) == "encrypted"


@pytest.mark.parametrize("name", ["docx", "xlsx"])
def test_a_zip_bomb_is_not_unpacked(tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "LARGEST_UNPACKED", 1000)
    assert reason_for(written(tmp_path, name)) == "too_large"


def test_a_file_the_system_refuses_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    path = written(tmp_path, "txt")
    monkeypatch.setattr(Path, "read_bytes", refuse)
    assert reason_for(path) == "permission"


@pytest.mark.parametrize("suffix", sorted(ALIASES))
def test_other_endings_find_their_reader(suffix: str) -> None:
    assert reader_for(Path(f"FIL{suffix.upper()}")) is reader_for(Path(f"fil.{ALIASES[suffix]}"))
    assert suffix in KNOWN_SUFFIXES


@pytest.mark.parametrize("name", ["fil.exe", "fil", "fil.doc", "fil.__init__"])
def test_an_unknown_ending_is_told(name: str) -> None:
    with pytest.raises(UnknownFormatError, match=r"\.docx"):
        reader_for(Path(name))


@pytest.mark.parametrize(
    ("start", "kind"),
    [
        (b"\x89PNG\r\n", "png"), (b"{\\rtf1", "rtf"), (b"\x1f\x8b\x08", "gzip"), (b"\xff\xd8\xff\xe0", "jpeg"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "doc"),
    ],
)  # fmt: skip
def test_other_files_are_called_by_their_name(tmp_path: Path, start: bytes, kind: str) -> None:
    path = tmp_path / "fil.docx"
    path.write_bytes(start + b"\x00" * 100)
    with pytest.raises(UnreadableError, match=f"really {kind}"):
        reader_for(path)(path)
