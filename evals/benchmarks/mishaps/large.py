"""Documents that are very large, or only seem small: bounded in memory and time, and the others are read."""

import os
import subprocess
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryFile

from evals.benchmarks.cold_start import fagkompas
from evals.benchmarks.mishaps.stage import UNTHOUGHT, Outcome, Stage

# What one document may take of memory and of time: about twice what was seen, and many times.
MOST_MEGABYTES, MOST_SECONDS = 900, 300
MEGABYTE = 1_000_000
DEEP = 10_000
SHEETS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
CONTENT_TYPES = (
    f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
    '<Override PartName="/xl/worksheets/sheet1.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>'
)
RELATIONS = (
    f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" Type="{OFFICE}/{{kind}}" '
    'Target="{target}"/></Relationships>'
)
WORKBOOK = (
    f'<workbook xmlns="{SHEETS}" xmlns:r="{OFFICE}"><sheets><sheet name="Ark1" sheetId="1" r:id="rId1"/></sheets>'
    "</workbook>"
)
PAGES = 5_000
# What stands on half of the pages would be taken for their heading.
SUBJECTS = (b"samtaler", b"virksomheder", b"visitation", b"ledelse", b"mentorer", b"uddannelse", b"jura")


def carried_out(folder: Path) -> Iterator[Outcome]:
    """Each beside documents that are as they should be."""
    for name, write in WRITERS.items():
        stage = Stage.built(folder / name.split(".")[0])
        outcome = Outcome(f"large: {name}")
        write(stage.documents / name)
        stage.next_edition()
        with stage.read(outcome):
            code, seconds, megabytes, told = measured(stage, str(stage.documents))
        lines = [line.strip() for line in told.splitlines() if name in line]
        outcome.said = f"{seconds:.0f} s, {megabytes:.0f} MB, exit code {code}; {' '.join(lines)}"
        is_clear = not any(word in told for word in UNTHOUGHT) and (code == 0 or len(lines) == 1)
        if code not in (0, 3) or megabytes > MOST_MEGABYTES or seconds > MOST_SECONDS or not is_clear:
            outcome.amiss.append(f"{outcome.said}: {told[-300:]}")
        (stage.documents / name).unlink()
        stage.mend(outcome)
        yield outcome


def measured(stage: Stage, *roots: str) -> tuple[int, float, float, str]:
    """Exit code, seconds, the largest memory in megabytes, and what was said, of an ingest."""
    command = [fagkompas(), "--data", str(stage.data), "ingest", *roots]
    began = time.perf_counter()
    with TemporaryFile("w+", encoding="utf-8") as told:
        process = subprocess.Popen(command, stdout=told, stderr=told, cwd=stage.folder)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        told.seek(0)
        return process.returncode, time.perf_counter() - began, usage.ru_maxrss / 1000, told.read()


def _bomb(path: Path) -> None:
    """A gigabyte of spaces in a megabyte of DOCX."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        with archive.open("word/document.xml", "w", force_zip64=True) as part:
            part.write(b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>')
            for _ in range(1_000):
                part.write(b" " * MEGABYTE)
            part.write(b"</w:body></w:document>")
        archive.writestr("[Content_Types].xml", "<Types/>")


def _sheets(path: Path) -> None:
    """A million rows in a few hundred kilobytes of XLSX."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", CONTENT_TYPES)
        archive.writestr("_rels/.rels", RELATIONS.format(kind="officeDocument", target="xl/workbook.xml"))
        archive.writestr("xl/workbook.xml", WORKBOOK)
        archive.writestr(
            "xl/_rels/workbook.xml.rels", RELATIONS.format(kind="worksheet", target="worksheets/sheet1.xml")
        )
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
            part.write(f'<worksheet xmlns="{SHEETS}"><sheetData>'.encode())
            for start in range(0, 1_000_000, 1_000):
                rows = (
                    f'<row r="{n + 1}"><c t="inlineStr"><is><t>a</t></is></c></row>'
                    for n in range(start, start + 1_000)
                )
                part.write("".join(rows).encode())
            part.write(b"</sheetData></worksheet>")


def _text(path: Path) -> None:
    line = "Lederne peger på kurser i samtale som et af de vigtigste behov i jobcentret i år.\n\n"
    with path.open("w", encoding="utf-8") as file:
        for _ in range(200 * MEGABYTE // len(line)):
            file.write(line)


def _nested(path: Path) -> None:
    path.write_text(f"<html><body>{'<div>' * DEEP}Dybt nede{'</div>' * DEEP}</body></html>", "utf-8")


def _pdf(path: Path) -> None:
    """Pages of one line each, written by hand (PDF 1.4)."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Count %d /Kids [%s] >>" % (PAGES, b" ".join(b"%d 0 R" % (4 + 2 * n) for n in range(PAGES))),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for number in range(PAGES):
        said = b"Side %d handler om %s i jobcentret." % (number, SUBJECTS[number % len(SUBJECTS)])
        line = b"BT /F1 12 Tf 72 720 Td (%s) Tj ET" % said
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents %d 0 R "
            b"/Resources << /Font << /F1 3 0 R >> >> >>" % (5 + 2 * number)
        )
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(line), line))
    written, places = bytearray(b"%PDF-1.4\n"), []
    for number, content in enumerate(objects, start=1):
        places.append(len(written))
        written += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(written)
    written += b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table)
    written += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    path.write_bytes(bytes(written))


WRITERS = {"bombe.docx": _bomb, "raekker.xlsx": _sheets, "lang.txt": _text, "dyb.html": _nested, "sider.pdf": _pdf}
