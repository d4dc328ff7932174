"""Questions tagged `smoke`: an ingest that no longer answers them as before is not published, whatever started it."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

import evals.smoke
from knowledge.generations import KnowledgeBase
from knowledge.settings import KnowledgeSettings
from tests.assistant.channels.doors import REPORT, ingest_into, serving, write_sources
from tests.assistant.channels.terminal import Outcome, run
from tests.assistant.channels.test_http_ingest import finished

PER_CENT = "Hvor mange procent af lederne peger på virksomhedssamarbejde?"
MENTORS = "Hvor mange mentorer er der i Fyrtårn?"
CASES = [
    {"id": "procent", "question": PER_CENT, "facts": [["54 procent"]], "sources": ["rapport"], "tags": ["smoke"]},
    {"id": "mentorer", "question": MENTORS, "answerable": False, "tags": ["leder", "smoke"]},
    {"id": "andet", "question": "Hvor mange ledere svarede?", "facts": [["999"]], "sources": ["rapport"]},
    {"id": "forkert", "question": "Hvor mange ledere svarede?", "facts": [["999"]], "sources": ["rapport"],
     "tags": ["smoke"]},
]  # fmt: skip


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_sources(tmp_path / "kilder")


@pytest.fixture
def cases(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "smoke.jsonl"
    path.write_text("".join(json.dumps(case) + "\n" for case in CASES), "utf-8")
    monkeypatch.setenv("FAGKOMPAS_SMOKE_CASES", str(path))
    return path


@pytest.fixture
def data(root: Path, tmp_path: Path) -> Path:
    ingest_into(tmp_path / "data", root)
    return tmp_path / "data"


@pytest.fixture
def ingest(data: Path, root: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    def called(*arguments: str) -> Outcome:
        return run(capsys, "--data", str(data), "ingest", str(root), *arguments)

    return called


def published(data: Path) -> int:
    with KnowledgeBase(KnowledgeSettings(data), lambda: pytest.fail("nothing is embedded")) as base:
        return next(one.number for one in base.generations() if one.current)


def say(root: Path, before: str, after: str) -> None:
    assert before in REPORT
    (root / "rapport.md").write_text(REPORT.replace(before, after), "utf-8")


@pytest.mark.usefixtures("cases")
def test_what_is_no_longer_answered_keeps_a_generation_from_being_published(
    data: Path, root: Path, ingest: Any
) -> None:
    say(root, "54 procent", "61 procent")
    refused = ingest()
    assert (refused.code, refused.output, published(data)) == (2, "", 1)
    assert "(1)" in refused.error
    assert PER_CENT in refused.error
    assert "61 procent" in refused.error
    assert [path.name for path in (data / "generations").iterdir()] == ["000001"]


@pytest.mark.usefixtures("cases")
def test_what_nobody_could_know_and_is_answered_now_keeps_it_too(data: Path, root: Path, ingest: Any) -> None:
    say(root, "54 procent", "Der er 71 mentorer i Fyrtårn.\n\n54 procent")
    refused = ingest()
    assert (refused.code, published(data)) == (2, 1)
    assert MENTORS in refused.error


@pytest.mark.usefixtures("cases")
def test_it_is_published_where_that_is_allowed_and_told(data: Path, root: Path, ingest: Any) -> None:
    say(root, "54 procent", "61 procent")
    done = ingest("--allow-other-answers", "--json")
    assert (done.code, published(data)) == (0, 2)
    (notice,) = done.json["notices"]
    assert (notice["code"], notice["values"]["question"]) == ("other_answer", PER_CENT)
    # What is wrong in the current generation holds nothing up from now on.
    (root / "nyt.md").write_text("# Nyt\n\nEn ny tekst.\n", "utf-8")
    assert (ingest().code, published(data)) == (0, 3)


@pytest.mark.usefixtures("cases")
def test_a_change_that_leaves_the_answers_is_published(data: Path, root: Path, ingest: Any) -> None:
    say(root, "øver sig på egne sager", "prøver det på sine egne sager")
    assert (ingest().code, published(data)) == (0, 2)


def test_a_file_of_cases_that_cannot_be_used_stops_everything(data: Path, root: Path, cases: Path, ingest: Any) -> None:
    (root / "nyt.md").write_text("# Nyt\n\nEn ny tekst.\n", "utf-8")
    cases.write_text('{"id": "a", "question": "Hvad?", "answerable": true}\n', "utf-8")
    untagged = ingest()
    cases.unlink()
    gone = ingest()
    assert (untagged.code, gone.code, published(data)) == (2, 2, 1)
    assert "mærket smoke" in untagged.error
    assert "smoke.jsonl" in gone.error


def test_over_http_it_is_the_problem_of_the_run(data: Path, root: Path, cases: Path) -> None:
    say(root, "54 procent", "61 procent")
    with serving(data, smoke_cases=str(cases)) as client:
        run = finished(client, client.post("/api/ingest", json={}).headers["location"])
        assert (run["state"], run["report"]) == ("failed", None)
        assert PER_CENT in run["problem"]
        allowed = client.post("/api/ingest", json={"allow_other_answers": True})
        assert finished(client, allowed.headers["location"])["state"] == "done"


@pytest.fixture
def ingest_samples(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    return lambda samples: run(capsys, "--data", str(tmp_path / "data"), "ingest", str(samples))


def test_the_samples_have_cases_of_their_own(
    tmp_path: Path, ingest_samples: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    samples = Path(shutil.copytree(evals.smoke.SAMPLES, tmp_path / "samples"))
    monkeypatch.setattr(evals.smoke, "SAMPLES", samples)
    assert ingest_samples(samples).code == 0
    fund = samples / "rapporter" / "kompetencefonden-efter-ok21.md"
    fund.write_text(fund.read_text("utf-8").replace("30.000", "31.500"), "utf-8")
    refused = ingest_samples(samples)
    assert refused.code == 2
    assert "31.500" in refused.error
