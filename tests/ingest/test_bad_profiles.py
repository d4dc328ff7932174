"""Everything that can be wrong with a list of profiles or courses: one clear fault each, with file, field and line."""

import zipfile
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from ingest.pipeline import ingest
from ingest.types import IngestReport
from knowledge.generations import KnowledgeBase
from tests.builders import make_knowledge_base

GOOD = "profiler:\n  - {id: god, titel: God, profilsaet: s, version: '1', opgaver: [Tale], hentet: 2026-11-22}\n"


@pytest.fixture
def knowledge_base(tmp_path: Path) -> Iterator[KnowledgeBase]:
    with make_knowledge_base(tmp_path / "data") as base:
        yield base


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "k"
    made.mkdir()
    (made / "god.yaml").write_text(GOOD, encoding="utf-8")
    return made


def told(report: IngestReport) -> list[tuple[str, str | None, int | None, str]]:
    return [(one.path, one.field, one.line, one.code) for one in report.failed]


@pytest.mark.parametrize(
    ("text", "field", "line", "code"),
    [
        ("profiler:\n  - titel: P\n    kompetencer:\n      - navn: A\n        niveau: 6\n", "niveau", 5, "bad_number"),
        ("profiler:\n  - titel: P\n    kompetencer:\n      - niveau: 2\n", "kompetencer", 4, "missing"),
        ("profiler:\n  - titel: P\n    afledt_af: [a, b]\n", "afledt_af", 3, "several_origins"),
        ("profiler:\n  - titel: P\n    basis: måske\n", "basis", 3, "bad_flag"),
        ("profiler:\n  - titel: P\n    gyldig_fra: 2026-02-30\n", "gyldig_fra", 3, "bad_date"),
        ("kurser:\n  - titel: K\n    hold:\n      - {start: 2027-01-01, pladser: -3}\n", "hold", 4, "bad_number"),
        ("profiler: [\n", None, 2, "syntax"),
    ],
)
def test_a_fault_names_field_and_line_and_the_rest_is_read(
    text: str, field: str | None, line: int, code: str, folder: Path, knowledge_base: KnowledgeBase
) -> None:
    (folder / "fejl.yaml").write_text(text, encoding="utf-8")
    report = ingest([folder], knowledge_base)
    assert told(report) == [("fejl.yaml", field, line, code)]
    assert "god" in [one.profile_id for one in knowledge_base.current().profiles()]


@pytest.mark.parametrize(
    ("content", "line", "code"),
    [
        ('{"@graph": [', 1, "truncated"),
        ('{"@type": "Concept", "prefLabel": "Uden profil"}', None, "no_records"),
        ("[" * 100_000, None, "too_complex"),
    ],
)
def test_json_ld_that_cannot_be_used_is_told(
    content: str, line: int | None, code: str, folder: Path, knowledge_base: KnowledgeBase
) -> None:
    (folder / "fejl.jsonld").write_text(content, encoding="utf-8")
    assert told(ingest([folder], knowledge_base)) == [("fejl.jsonld", None, line, code)]


def test_a_workbook_with_macros_is_refused(folder: Path, knowledge_base: KnowledgeBase) -> None:
    with zipfile.ZipFile(folder / "profiler.xlsm", "w") as packed:
        packed.writestr("xl/vbaProject.bin", b"x")
    assert told(ingest([folder], knowledge_base)) == [("profiler.xlsm", None, None, "unknown_format")]


def test_a_formula_in_a_list_is_never_worked_out(folder: Path, knowledge_base: KnowledgeBase) -> None:
    workbook = openpyxl.Workbook()
    for row in (("titel", "profilsaet", "opgaver"), ("P", "s", "=1+1")):
        workbook.active.append(row)
    workbook.save(folder / "profiler.xlsx")
    report = ingest([folder], knowledge_base)
    assert "formula_without_result" in [one.code for one in report.notices if one.path == "profiler.xlsx"]
    (profile,) = [one for one in knowledge_base.current().profiles() if one.title == "P"]
    assert profile.tasks == ()


def test_a_cpr_number_in_a_profile_is_masked_before_it_is_stored(folder: Path, knowledge_base: KnowledgeBase) -> None:
    (folder / "cpr.yaml").write_text(
        "profiler:\n  - titel: P\n    kompetencer: [{navn: Om 010203-1234, stavefejl: [010203-1234]}]\n    "
        "bemaerk: 010203-1234\n    bygger_paa: [010203-1234]\n",
        encoding="utf-8",
    )
    report = ingest([folder], knowledge_base)
    stored = repr(knowledge_base.current().profiles()) + repr(report)
    assert "010203" not in stored
