"""`fagkompas eval --feedback`: what people thought of answers is asked again, and saved to be corrected."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from assistant.channels.build import Application, open_application
from assistant.channels.opening import open_kept
from assistant.channels.settings import Settings
from assistant.core.rendering import answer_to_json
from assistant.core.types import AskRequest
from evals.case_files import read_cases
from tests.assistant.channels.doors import ingest_into
from tests.assistant.channels.terminal import Outcome, run
from tests.evals.questions import write_documents

RIGHT, BAD, MISSED = (
    "Hvor mange ledere svarede på rundspørgen?",
    "Hvad er den sværeste opgave for medarbejderne?",
    "Hvad er hovedstaden i Australien?",
)
Judge = Callable[..., None]


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Application]:
    """The assistant over two reports and a course."""
    folder = tmp_path_factory.mktemp("feedback")
    ingest_into(folder / "data", write_documents(folder / "documents"))
    with open_application(Settings(data=folder / "data")) as parts:
        yield parts


@pytest.fixture
def state_url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A state of the test's own, for the command too."""
    url = f"sqlite:///{tmp_path}/state.sqlite"
    monkeypatch.setenv("FAGKOMPAS_STATE_URL", url)
    monkeypatch.setattr("evals.evaluating.fault_figures", lambda: {})
    return url


@pytest.fixture
def judge(parts: Application, state_url: str) -> Judge:
    """Asks as a door does, and says what somebody thought of the answer."""

    def judge(question: str, verdict: str, internal: bool = False) -> None:
        answer = parts.assistant.ask(AskRequest(question))
        with open_kept(Settings(state_url=state_url)) as state:
            state.conversations.remember(answer_to_json(answer), "key_me", internal)
            state.feedback.give(answer.id, verdict, "Ring til mig på 010203-1234", "key_me")

    return judge


@pytest.fixture
def evaluate(capsys: pytest.CaptureFixture[str], parts: Application, state_url: str) -> Callable[..., Outcome]:
    def evaluate(*arguments: str | Path) -> Outcome:
        return run(capsys, "eval", *map(str, arguments), "--data", str(parts.settings.data))

    return evaluate


def test_feedback_is_asked_of_the_current_knowledge_base(judge: Judge, evaluate: Callable[..., Outcome]) -> None:
    for question, verdict in [(RIGHT, "up"), (BAD, "down"), (MISSED, "down")]:
        judge(question, verdict)
    outcome = evaluate("--feedback", "--json")
    assert outcome.code == 0
    record = outcome.json
    assert (record["cases"], list(record["suites"])) == (3, ["feedback"])
    assert len(record["failed"]) == 2
    assert record["metrics"]["fact_in_answer"]["value"] == 1.0
    assert record["metrics"]["forbidden_words"]["value"] == 1.0
    assert record["metrics"]["abstained_wrongly"] == {"value": 0.5, "low": 0.0, "high": 1.0, "n": 2}
    assert outcome.error == "Tilbagemeldinger: 3. Spørgsmål af dem: 3. Udeladt, da de er om interne kilder: 0.\n"


def test_cases_are_saved_to_be_corrected_and_asked_again(
    judge: Judge, evaluate: Callable[..., Outcome], tmp_path: Path
) -> None:
    judge(RIGHT, "up")
    judge(MISSED, "up")
    path = tmp_path / "ny" / "feedback.jsonl"
    assert evaluate("--feedback", "--save-cases", path).code == 0
    assert [(case.question, case.answerable, case.tags[1]) for case in read_cases(path)] == [
        (RIGHT, True, "up"),
        (MISSED, False, "up"),
    ]
    written = path.read_text("utf-8")
    assert "svarede 42 ledere" in written
    assert not any(private in written for private in ("key_me", "Ring til mig", "010203"))
    again = evaluate("--cases", path, "--json").json
    assert (again["cases"], again["failed"]) == (2, [])


def test_a_file_with_corrections_is_not_overwritten(
    judge: Judge, evaluate: Callable[..., Outcome], tmp_path: Path
) -> None:
    judge(RIGHT, "up")
    path = tmp_path / "feedback.jsonl"
    path.write_text(json.dumps({"rettet": True}), encoding="utf-8")
    outcome = evaluate("--feedback", "--save-cases", path)
    assert outcome.code == 2
    assert "findes allerede" in outcome.error
    assert json.loads(path.read_text("utf-8")) == {"rettet": True}


def test_what_is_not_for_all_gets_into_no_case(judge: Judge, evaluate: Callable[..., Outcome]) -> None:
    judge(RIGHT, "up")
    judge(BAD, "up", internal=True)
    outcome = evaluate("--feedback", "--json")
    assert outcome.json["cases"] == 1
    assert outcome.error.endswith("Udeladt, da de er om interne kilder: 1.\n")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--feedback"], "ingen tilbagemeldinger"),
        (["facts", "--feedback"], "kun én slags"),
        (["--feedback", "--cases", "egne.jsonl"], "kun én slags"),
        (["--save-cases", "nye.jsonl"], "Tilføj --feedback"),
        (["--feedback", "--ablate"], "Udelad --feedback"),
    ],
)
def test_what_makes_no_sense_is_refused_in_one_sentence(
    evaluate: Callable[..., Outcome], arguments: list[str], said: str, tmp_path: Path
) -> None:
    outcome = evaluate(*arguments)
    assert (outcome.code, outcome.output, outcome.error.count("\n")) == (2, "", 1)
    assert said in outcome.error
    assert not (tmp_path / "state.sqlite").exists()
