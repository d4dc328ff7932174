"""`fagkompas eval --judge`: a judge's part in a run, over the wire, from the command line."""

import json
from pathlib import Path

import pytest

from evals.faults import PLANTED, read_items
from tests.assistant.channels.doors import ingest_into
from tests.assistant.channels.terminal import Outcome, run
from tests.evals.judges import KEY, NO, SPEC, YES, forget_providers
from tests.evals.questions import ASKED, UNKNOWN, WRONG, write_cases, write_documents
from tests.model_stub import ModelStub, Replies, Request

ANSWERS = '{"reason": "It does.", "answers": "yes"}'
UNREADABLE = "I would rather not say."
# Of each kind a few are enough to see whether a judge may be believed; faults of numbers only a reader can see.
FAULTS = [item for item in read_items(PLANTED) if item.faulty and "number" in item.category][:6]
HONEST = [item for item in read_items(PLANTED) if not item.faulty][:6]


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    ingest_into(tmp_path / "data", write_documents(tmp_path / "documents"))
    write_cases(tmp_path / "own.jsonl", ASKED, WRONG, UNKNOWN)
    monkeypatch.setattr("evals.examining.read_items", lambda path: FAULTS + HONEST)
    return tmp_path / "data"


def judged(capsys: pytest.CaptureFixture[str], data: Path, stub: ModelStub, monkeypatch: pytest.MonkeyPatch) -> Outcome:
    forget_providers(monkeypatch)
    monkeypatch.setenv("OPENAI_BASE_URL", stub.base_url)
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    cases = str(data.parent / "own.jsonl")
    return run(capsys, "eval", "--cases", cases, "--judge", SPEC, "--json", "--data", str(data))


def saying(supported: str) -> Replies:
    def reply(request: Request) -> str:
        return ANSWERS if "<question>" in request.said("user") else supported

    return reply


def test_a_judge_says_how_much_is_borne_out_and_whether_it_may_be_believed(
    data: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with ModelStub(saying(YES)) as stub:
        outcome = judged(capsys, data, stub, monkeypatch)
    found = json.loads(outcome.output)["judge"]
    assert found["supported"]["value"] == found["answers"]["value"] == 1.0
    assert found["agreement"] == 1.0
    # One that says yes to everything finds no planted fault, so what it says does not count.
    assert (found["counts"], found["catch_rate"], found["false_alarm_rate"]) == (False, 0.0, 0.0)
    assert found["usage"]["input_tokens"] > 0


def test_claims_that_a_judge_does_not_find_borne_out_are_counted(
    data: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with ModelStub(saying(NO)) as stub:
        found = json.loads(judged(capsys, data, stub, monkeypatch).output)["judge"]
    assert found["supported"]["value"] == 0.0
    assert (found["counts"], found["false_alarm_rate"]) == (False, 1.0)


def test_a_judge_that_fails_half_way_ends_in_one_sentence_and_what_was_judged_is_kept(
    data: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def first_answers_then_fails(request: Request) -> str:
        return UNREADABLE if len(stub.requests) > 6 else str(saying(YES)(request))  # type: ignore[operator]

    with ModelStub(first_answers_then_fails) as stub:
        broken = judged(capsys, data, stub, monkeypatch)
    assert (broken.code, broken.output) == (2, "")
    assert len(broken.error.strip().splitlines()) == 1
    with ModelStub(saying(YES)) as stub:
        again = judged(capsys, data, stub, monkeypatch)
        calls_again = stub.calls
    assert again.code == 0
    with ModelStub(saying(YES)) as stub:
        (data / "eval" / "judge.jsonl").unlink()
        judged(capsys, data, stub, monkeypatch)
        assert calls_again < stub.calls
