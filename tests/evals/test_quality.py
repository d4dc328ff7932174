import json
from pathlib import Path
from typing import Any

import pytest

from evals.quality import EXIT_DONE, EXIT_MISSED, EXIT_REFUSED, main

SURVEY = """---
title: Rundspørge blandt ledere
date: 2016-08-17
publisher: COK
---

# Rundspørge blandt ledere

I alt svarede 42 ledere fra 39 kommuner på spørgsmålene.

Lederne peger på, at samarbejdet med virksomhederne er den sværeste opgave for medarbejderne.
"""
LAW = """---
title: Nye regler
date: 2025-12-29
---

# Nye regler

Kommunen skal ikke længere have et jobcenter. Loven træder i kraft den 1. februar 2026.
"""
ASKED: dict[str, Any] = {
    "id": "demo-1",
    "suite": "demo",
    "kind": "numbers",
    "question": "Hvor mange ledere svarede?",
    "split": "report",
    "facts": [["42"]],
    "sources": ["rundspoerge"],
}
UNKNOWN: dict[str, Any] = {
    "id": "demo-2",
    "suite": "demo",
    "kind": "unanswerable",
    "question": "Hvad er hovedstaden i Australien?",
    "split": "tune",
    "answerable": False,
}


@pytest.fixture
def demo(tmp_path: Path) -> list[str]:
    """The arguments for two cases on two documents."""
    folder = tmp_path / "kilder"
    folder.mkdir()
    (folder / "rundspoerge.md").write_text(SURVEY, encoding="utf-8")
    (folder / "regler.md").write_text(LAW, encoding="utf-8")
    cases = tmp_path / "demo.jsonl"
    cases.write_text("\n".join(json.dumps(case) for case in (ASKED, UNKNOWN)), encoding="utf-8")
    return ["--cases", str(cases), "--sources", str(folder)]


def test_cases_are_asked_of_the_real_assistant(demo: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*demo, "--json", "--gate"]) == EXIT_DONE
    printed = json.loads(capsys.readouterr().out)
    assert printed["cases"] == 2
    assert (printed["failed"], printed["missed"]) == ([], [])
    report = printed["suites"]["demo"]["report"]["all"]
    assert report["fact_in_answer"] == report["right_source"] == {"value": 1.0, "count": 1}
    assert report["quotation_exactness"]["value"] == 1.0
    assert printed["suites"]["demo"]["tune"]["all"]["abstained_rightly"]["value"] == 1.0


def test_a_split_asks_its_half_and_show_prints_what_failed(
    demo: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = ASKED | {"facts": [["43"]]}
    (tmp_path / "demo.jsonl").write_text(json.dumps(wrong) + "\n" + json.dumps(UNKNOWN), encoding="utf-8")
    assert main([*demo, "--split", "report", "--show", "--gate", "--data", str(tmp_path / "data")]) == EXIT_MISSED
    captured = capsys.readouterr()
    assert "demo-1 (report): Hvor mange ledere svarede?" in captured.out
    assert "unanswerable" not in captured.out
    assert "demo: fact_in_answer is 0.000, below the aim 0.80." in captured.err
    assert (tmp_path / "data" / "demo" / "CURRENT").exists()


def test_a_suite_whose_documents_are_absent_is_skipped_with_a_message(
    demo: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*demo[:2], "--sources", str(tmp_path / "absent")]) == EXIT_DONE
    assert "demo.jsonl is skipped" in capsys.readouterr().err


def test_a_case_file_with_a_fault_is_refused_in_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "demo.jsonl").write_text("{", encoding="utf-8")
    assert main(["--cases", str(tmp_path / "demo.jsonl")]) == EXIT_REFUSED
    assert capsys.readouterr().err.startswith("demo.jsonl, line 1")
