"""`fagkompas eval`, over own cases and over the bundled suites: what it prints, writes, and when it refuses."""

import json
from pathlib import Path

import pytest

from assistant.core.assistant import Assistant
from assistant.core.types import Answer, AskRequest
from evals.measures import BY_NAME
from evals.suites import read_suites, suite_names
from tests.assistant.channels.doors import ingest_into
from tests.assistant.channels.terminal import Outcome, run
from tests.evals.questions import ASKED, UNKNOWN, WRONG, write_cases, write_documents

SOUND = {"planted": {"catch_rate": 1.0, "false_alarm_rate": 0.0, "n_faulty": 2, "n_honest": 1}}
FIGURE = {"value", "low", "high", "n"}
SMALL_SUITE = "several-sources"


class Eval:
    """The command on one data folder."""

    def __init__(self, capsys: pytest.CaptureFixture[str], data: Path) -> None:
        self.capsys = capsys
        self.data = data

    def __call__(self, *arguments: str | Path) -> Outcome:
        return run(self.capsys, "eval", *map(str, arguments), "--data", str(self.data))


@pytest.fixture(scope="module")
def own_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with two reports and a course."""
    folder = tmp_path_factory.mktemp("own")
    ingest_into(folder / "data", write_documents(folder / "documents"))
    return folder / "data"


@pytest.fixture(scope="module")
def suites_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder in which the bundled samples are ingested once."""
    return tmp_path_factory.mktemp("suites") / "data"


@pytest.fixture
def sound_verifier(monkeypatch: pytest.MonkeyPatch) -> None:
    """Figures of planted faults that pass, so that tests are about the answers alone (and quicker)."""
    monkeypatch.setattr("evals.evaluating.fault_figures", lambda: SOUND)


@pytest.fixture
def evaluate(capsys: pytest.CaptureFixture[str], own_data: Path, sound_verifier: None) -> Eval:
    return Eval(capsys, own_data)


@pytest.fixture
def evaluate_suites(capsys: pytest.CaptureFixture[str], suites_data: Path, sound_verifier: None) -> Eval:
    return Eval(capsys, suites_data)


@pytest.fixture
def cases(tmp_path: Path) -> Path:
    """Own cases: one right, one whose expectation no answer meets, one not to be answered."""
    return write_cases(tmp_path / "egne.jsonl", ASKED, WRONG, UNKNOWN | {"split": "tune"})


def rows(outcome: Outcome) -> dict[str, list[str]]:
    """The lines of the table by their names."""
    table = outcome.output.split("\n\n")[0]
    return {line.split()[0]: line.split()[1:] for line in table.splitlines()[1:]}


def write_baseline(folder: Path, case_id: str, **scores: float) -> Path:
    """A baseline that knows one case."""
    case = {"passed": all(scores.values()), "scores": scores}
    (folder / "baseline.json").write_text(json.dumps({"cases": {case_id: case}}), encoding="utf-8")
    return folder / "baseline.json"


def assert_refused(outcome: Outcome, said: str) -> None:
    assert (outcome.code, outcome.output) == (2, "")
    assert outcome.error.count("\n") == 1
    assert said in outcome.error


def test_own_cases_are_asked_of_the_current_knowledge_base(evaluate: Eval, cases: Path) -> None:
    outcome = evaluate("--cases", cases, "--metric", "fact_in_answer", "--metric", "abstained_rightly")
    assert (outcome.code, outcome.error) == (0, "")
    assert rows(outcome) == {
        "own": ["0.500", "1.000"],
        "tune": ["-", "1.000"],
        "report": ["0.500", "-"],
        "all": ["0.500", "1.000"],
    }
    assert "3 cases, 1 failed" in outcome.output
    assert "planted: caught 1.000 of 2 faults" in outcome.output


def test_json_is_one_document_of_the_public_shape(evaluate: Eval, cases: Path) -> None:
    record = evaluate("--cases", cases, "--json").json
    assert record["cases"] == 3
    assert record["failed"] == ["own-2"]
    assert record["against_baseline"] is None
    assert list(record["suites"]) == ["own"]
    for figures in (record["metrics"], record["suites"]["own"]):
        assert all(figure.keys() == FIGURE for figure in figures.values())
        assert set(figures) - set(BY_NAME) == {"latency_p50", "latency_p95"}
    assert record["metrics"]["fact_in_answer"]["value"] == 0.5
    assert record["metrics"]["quotation_exactness"] == {"value": 1.0, "low": 1.0, "high": 1.0, "n": 2}
    assert "answers" not in record


def test_a_split_asks_its_half(evaluate: Eval, cases: Path) -> None:
    record = evaluate("--cases", cases, "--split", "report", "--json").json
    assert (record["cases"], list(record["halves"])) == (2, ["report"])


def test_what_went_wrong_is_shown_with_its_answer_and_planted_faults_beneath(
    capsys: pytest.CaptureFixture[str], own_data: Path, cases: Path
) -> None:
    outcome = Eval(capsys, own_data)("--cases", cases, "--show")
    assert outcome.output.startswith("own-2 (report): Hvor mange ledere svarede på rundspørgen?\n  expected: 43 ")
    assert "[1] rundspoerge.md: " in outcome.output
    assert "own-3" not in outcome.output
    assert [line.split(":")[0] for line in outcome.output.splitlines()[-2:]] == ["planted", "by_hand"]
    assert outcome.code == 0


def test_a_report_is_three_files(evaluate: Eval, cases: Path, tmp_path: Path) -> None:
    folder = tmp_path / "new" / "report"
    assert evaluate("--cases", cases, "--report", folder).code == 0
    assert sorted(path.name for path in folder.iterdir()) == ["report.html", "report.md", "results.json"]
    record = json.loads((folder / "results.json").read_text("utf-8"))
    assert [answer["id"] for answer in record["answers"]] == ["own-1", "own-2", "own-3"]
    assert "42 ledere" in record["answers"][0]["answer"]["text"]
    assert "fact" in (folder / "report.md").read_text("utf-8")
    assert ASKED["question"] in (folder / "report.html").read_text("utf-8")


def test_a_run_held_against_its_own_baseline_passes(evaluate: Eval, cases: Path, tmp_path: Path) -> None:
    baseline = tmp_path / "baseline.json"
    assert evaluate("--cases", cases, "--save-baseline", baseline).code == 0
    outcome = evaluate("--cases", cases, "--baseline", baseline, "--json")
    assert (outcome.code, outcome.error) == (0, "")
    comparison = outcome.json["against_baseline"]
    assert comparison["flipped"] == {"mended": [], "broken": []}
    assert {difference["verdict"] for difference in comparison["metrics"].values()} == {"same"}


def test_answers_that_got_worse_end_with_one_and_say_what(
    evaluate: Eval, cases: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    baseline = write_baseline(tmp_path, "own-3", abstained_rightly=1.0)
    monkeypatch.setattr("assistant.core.abstention.LEAST_CONFIDENCE", 0.0)
    monkeypatch.setattr("assistant.core.abstention.LEAST_SHARED", 0.0)
    monkeypatch.setattr("assistant.core.abstention.MOST_UNKNOWN", 2.0)
    outcome = evaluate("--cases", cases, "--baseline", baseline)
    assert outcome.code == 1
    assert "all: abstained_rightly went from 1.000 to 0.000, beyond its margin of 0.005." in outcome.error.splitlines()
    assert "own: abstained_rightly went from 1.000 to 0.000, beyond its margin of 0.070." in outcome.error.splitlines()
    assert "  broken: own-3" in outcome.output


def test_answers_that_got_better_pass(evaluate: Eval, cases: Path, tmp_path: Path) -> None:
    baseline = write_baseline(tmp_path, "own-1", fact_in_answer=0.0)
    outcome = evaluate("--cases", cases, "--baseline", baseline)
    assert (outcome.code, outcome.error) == (0, "")
    assert f"against {baseline}:\n  fact_in_answer: 0.000 -> 1.000" in outcome.output
    assert "  mended: own-1" in outcome.output


def test_a_baseline_holds_a_verifier_to_the_planted_faults(
    evaluate: Eval, cases: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    baseline = write_baseline(tmp_path, "own-3", abstained_rightly=1.0)
    blind = {"planted": SOUND["planted"] | {"catch_rate": 0.0}}
    monkeypatch.setattr("evals.evaluating.fault_figures", lambda: blind)
    outcome = evaluate("--cases", cases, "--baseline", baseline)
    assert (outcome.code, outcome.error) == (1, "Of the planted faults 0.000 are caught, and must be 0.98.\n")


def test_suites_are_asked_of_the_samples_and_leave_the_knowledge_base_alone(evaluate_suites: Eval) -> None:
    outcome = evaluate_suites(SMALL_SUITE, "smalltalk", "--json")
    assert outcome.code == 0
    record = outcome.json
    assert record["cases"] == len(read_suites([SMALL_SUITE, "smalltalk"]))
    assert list(record["suites"]) == [SMALL_SUITE, "smalltalk"]
    assert record["metrics"]["quotation_exactness"]["value"] == 1.0
    assert "smalltalk" in record["kinds"]
    counted = sum(half["language_match"]["n"] for half in record["halves"].values())
    assert counted == len(read_suites([SMALL_SUITE])) == record["metrics"]["language_match"]["n"]
    assert [path.name for path in evaluate_suites.data.iterdir()] == ["eval"]


def test_an_unknown_suite_is_refused_with_those_there_are(evaluate_suites: Eval) -> None:
    assert_refused(
        evaluate_suites("facts", "gaader"), f"Der er ingen samling gaader. Samlingerne er {suite_names()[0]},"
    )


@pytest.mark.parametrize("suites", [[], ["facts"]])
def test_an_unknown_metric_is_refused_before_anything_is_asked(evaluate: Eval, suites: list[str]) -> None:
    assert_refused(evaluate(*suites, "--metric", "skoenhed"), "Der er intet mål skoenhed. Målene er recall_at_5,")


def test_cases_and_suites_at_once_are_refused(evaluate: Eval, cases: Path) -> None:
    assert_refused(evaluate("facts", "--cases", cases), "Angiv kun én slags: samlinger, --cases eller --feedback.")


def test_a_broken_case_file_is_refused_with_its_line(evaluate: Eval, tmp_path: Path) -> None:
    broken = write_cases(tmp_path / "egne.jsonl", ASKED, {"id": "own-2", "question": "Hvorfor?"})
    assert_refused(
        evaluate("--cases", broken), "egne.jsonl, linje 2, felt facts: Der ventes intet af svaret. Angiv facts,"
    )


@pytest.mark.parametrize("name", ["findes-ikke.jsonl", "."])
def test_a_case_file_that_is_not_there_is_refused(evaluate: Eval, tmp_path: Path, name: str) -> None:
    assert_refused(evaluate("--cases", tmp_path / name), "kan ikke læses")


def test_a_half_without_cases_is_refused(evaluate: Eval, tmp_path: Path) -> None:
    path = write_cases(tmp_path / "egne.jsonl", ASKED)
    assert_refused(evaluate("--cases", path, "--split", "tune"), "Der er ingen spørgsmål i den halvdel (tune).")


@pytest.mark.parametrize("option", [["--split", "halv"], ["--baseline"], ["--hest"]])
def test_an_option_that_makes_no_sense_is_refused(evaluate: Eval, option: list[str]) -> None:
    assert_refused(evaluate(*option), option[0])


def test_a_broken_baseline_is_refused_before_anything_is_asked(
    evaluate: Eval, cases: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "baseline.json").write_text("[]", encoding="utf-8")
    monkeypatch.setattr("evals.evaluating.run_cases", None)
    for name in ("baseline.json", "findes-ikke.json"):
        assert_refused(evaluate("--cases", cases, "--baseline", tmp_path / name), f"{name} kan ikke bruges.")


@pytest.mark.parametrize(
    ("option", "place"),
    [("--report", "egne.jsonl"), ("--save-baseline", "egne.jsonl/baseline.json"), ("--save-baseline", ".")],
)
def test_a_place_that_cannot_be_written_to_is_refused_before_anything_is_asked(
    evaluate: Eval, cases: Path, monkeypatch: pytest.MonkeyPatch, option: str, place: str
) -> None:
    monkeypatch.setattr("evals.evaluating.run_cases", None)
    assert_refused(evaluate("--cases", cases, option, cases.parent / place), "Der kan ikke skrives i ")


def test_own_cases_need_a_knowledge_base(evaluate: Eval, cases: Path, tmp_path: Path) -> None:
    evaluate.data = tmp_path / "empty"
    assert_refused(evaluate("--cases", cases), "fagkompas ingest MAPPE")
    assert not evaluate.data.exists()


def test_without_samples_the_suites_are_refused(
    evaluate_suites: Eval, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("evals.evaluating.SAMPLES", tmp_path / "samples")
    evaluate_suites.data = tmp_path / "data"
    assert_refused(evaluate_suites("smalltalk"), f"kan ikke bruges: {tmp_path / 'samples'}.")


def test_a_run_broken_off_is_taken_up_by_the_next(evaluate: Eval, cases: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    original = Assistant.ask

    def ask(self: Assistant, request: AskRequest) -> Answer:
        asked.append(request.question)
        if len(asked) == 2:
            raise RuntimeError("the power went")
        return original(self, request)

    monkeypatch.setattr(Assistant, "ask", ask)
    assert_refused(evaluate("--cases", cases), "RuntimeError: the power went")
    assert evaluate("--cases", cases, "--json").json["cases"] == 3
    assert asked == [ASKED["question"], WRONG["question"], WRONG["question"], UNKNOWN["question"]]
    assert not (evaluate.data / "eval" / "unfinished.jsonl").exists()
