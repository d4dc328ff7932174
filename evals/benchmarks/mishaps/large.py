"""Documents that are very large, or only seem small: bounded in memory and time, and the others are read."""

import os
import subprocess
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

from evals.benchmarks.cold_start import fagkompas
from evals.benchmarks.mishaps.stage import Outcome, Stage

# What one document may take of memory and of time; a PDF of 5,000 pages is a tenth of it.
MOST_MEGABYTES, MOST_SECONDS = 2_500, 300
MEGABYTE = 1_000_000
DEEP = 10_000
PAGES = 5_000


def carried_out(folder: Path) -> Iterator[Outcome]:
    """Each beside documents that are as they should be."""
    for name, write in WRITERS.items():
        stage = Stage.built(folder / name.split(".")[0])
        outcome = Outcome(f"large: {name}")
        write(stage.documents / name)
        stage.next_edition()
        with stage.read(outcome):
            code, seconds, megabytes = _measured(stage)
        outcome.said = f"{seconds:.0f} s, {megabytes:.0f} MB, exit code {code}"
        if code not in (0, 3) or megabytes > MOST_MEGABYTES or seconds > MOST_SECONDS:
            outcome.amiss.append(outcome.said)
        (stage.documents / name).unlink()
        stage.mend(outcome)
        yield outcome


def _measured(stage: Stage) -> tuple[int, float, float]:
    """Exit code, seconds and the largest memory of an ingest."""
    command = [fagkompas(), "--data", str(stage.data), "ingest", str(stage.documents)]
    began = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return process.returncode, time.perf_counter() - began, usage.ru_maxrss / 1000


def _bomb(path: Path) -> None:
    """A gigabyte of spaces in a megabyte of DOCX."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        with archive.open("word/document.xml", "w", force_zip64=True) as part:
            part.write(b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>')
            for _ in range(1_000):
                part.write(b" " * MEGABYTE)
            part.write(b"</w:body></w:document>")
        archive.writestr("[Content_Types].xml", "<Types/>")


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
        line = b"BT /F1 12 Tf 72 720 Td (Side %d handler om samtaler med borgere og virksomheder.) Tj ET" % number
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


WRITERS = {"bombe.docx": _bomb, "lang.txt": _text, "dyb.html": _nested, "sider.pdf": _pdf}
