"""Cases are put to the assistant, and a run that was broken off is taken up where it ended."""

import datetime
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from assistant.core.assistant import Assistant
from assistant.core.types import Answer, AskRequest, Turn
from evals.assembling import ASKED_ON, Assembled
from evals.case_files import read_cases
from evals.cases import Case
from evals.observing import Grounds
from evals.outcomes import Outcome, UnfinishedRun
from evals.running import Bench, ask, run_cases
from evals.summary import total
from knowledge.types import Learner
from tests.evals.questions import ASKED, UNKNOWN, WRONG, make_answer, make_case, write_cases

KEY = "this run"
TIMINGS = ("latency_p50", "latency_p95")


class Recorder:
    """Stands where an assistant stands, and keeps what it is asked."""

    def __init__(self) -> None:
        self.asked: list[AskRequest] = []

    def ask(self, request: AskRequest) -> Answer:
        self.asked.append(request)
        return make_answer(text=f"svar {len(self.asked)}")


class KilledError(Exception):
    """The process ended."""


@pytest.fixture
def cases(tmp_path: Path) -> list[Case]:
    return read_cases(write_cases(tmp_path / "own.jsonl", ASKED, WRONG, UNKNOWN))


def bench_of(tiny: Assembled, unfinished: UnfinishedRun | None = None) -> Bench:
    return Bench(tiny.assistant, Grounds.of(tiny.current()), unfinished)


def killing_after(count: int) -> Any:
    def progress(done: int, _: int) -> None:
        if done == count:
            raise KilledError

    return progress


def counting(assistant: Assistant, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The questions that reach the assistant from now on."""
    asked: list[str] = []
    original = Assistant.ask

    def ask(self: Assistant, request: AskRequest) -> Answer:
        asked.append(request.question)
        return original(self, request)

    monkeypatch.setattr(Assistant, "ask", ask)
    return asked


def lasting(outcomes: Sequence[Outcome]) -> list[dict[str, Any]]:
    """Outcomes without their times."""
    kept = [asdict(outcome) | {"latency": None} for outcome in outcomes]
    return [one | {"answer": {**one["answer"], "latency_ms": None}} for one in kept]


def test_every_case_is_answered_and_scored_in_order(tiny: Assembled, cases: list[Case]) -> None:
    told: list[tuple[int, int]] = []
    outcomes = run_cases(cases, bench_of(tiny), lambda done, count: told.append((done, count)))
    assert [outcome.case for outcome in outcomes] == cases
    assert [outcome.passed for outcome in outcomes] == [True, False, True]
    assert told == [(1, 3), (2, 3), (3, 3)]
    assert "42 ledere" in outcomes[0].answer["text"]
    assert outcomes[0].answer["id"] == "ans_own-1"
    assert (outcomes[2].answer["claims"], outcomes[2].scores["abstained_rightly"]) == ([], 1.0)


def test_two_runs_give_the_same_but_for_their_times(tiny: Assembled, cases: list[Case]) -> None:
    first, second = run_cases(cases, bench_of(tiny)), run_cases(cases, bench_of(tiny))
    assert lasting(first) == lasting(second)
    figures = [{name: f for name, f in total(run).items() if name not in TIMINGS} for run in (first, second)]
    assert figures[0] == figures[1]


@pytest.mark.parametrize("done", [1, 2, 3])
def test_a_run_that_was_killed_is_taken_up_and_gives_what_an_unbroken_one_gives(
    tiny: Assembled, cases: list[Case], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, done: int
) -> None:
    whole = run_cases(cases, bench_of(tiny))
    path = tmp_path / "unfinished.jsonl"
    with pytest.raises(KilledError):
        run_cases(cases, bench_of(tiny, UnfinishedRun(path, KEY)), killing_after(done))
    asked = counting(tiny.assistant, monkeypatch)
    taken_up = run_cases(cases, bench_of(tiny, UnfinishedRun(path, KEY)))
    assert asked == [case.question for case in cases[done:]]
    assert lasting(taken_up) == lasting(whole)


def test_a_case_cut_while_it_was_written_is_asked_again(
    tiny: Assembled, cases: list[Case], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "unfinished.jsonl"
    whole = run_cases(cases, bench_of(tiny, UnfinishedRun(path, KEY)))
    path.write_bytes(path.read_bytes()[:-20])
    asked = counting(tiny.assistant, monkeypatch)
    assert lasting(run_cases(cases, bench_of(tiny, UnfinishedRun(path, KEY)))) == lasting(whole)
    assert asked == [cases[-1].question]
    run_cases(cases, bench_of(tiny, UnfinishedRun(path, KEY)))
    assert len(asked) == 1


def test_what_another_run_finished_is_asked_again(
    tiny: Assembled, cases: list[Case], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "unfinished.jsonl"
    run_cases(cases, bench_of(tiny, UnfinishedRun(path, "another run")))
    asked = counting(tiny.assistant, monkeypatch)
    run_cases(cases, bench_of(tiny, UnfinishedRun(path, KEY)))
    assert asked == [case.question for case in cases]


def test_a_further_opinion_is_kept_with_the_case(tiny: Assembled, cases: list[Case], tmp_path: Path) -> None:
    opinions: list[str] = []

    def examine(seen: Any) -> dict[str, Any]:
        opinions.append(seen.answer.text)
        return {"supported": 1.0, "of": seen.case.id}

    unfinished = UnfinishedRun(tmp_path / "unfinished.jsonl", KEY)
    bench = Bench(tiny.assistant, Grounds.of(tiny.current()), unfinished, examine)
    outcomes = [*run_cases(cases, bench), *run_cases(cases, bench)]
    assert [outcome.judged for outcome in outcomes] == [{"supported": 1.0, "of": case.id} for case in cases] * 2
    assert len(opinions) == len(cases)


def test_a_question_comes_after_those_asked_before_it_and_their_answers() -> None:
    recorder = Recorder()
    case = make_case(question="Og i dag?", conversation=("Hvem spurgte?", "Hvornår?"))
    assert ask(case, recorder).text == "svar 3"  # type: ignore[arg-type]
    first, second = Turn("Hvem spurgte?", "svar 1"), Turn("Hvornår?", "svar 2")
    assert [(request.question, request.history) for request in recorder.asked] == [
        ("Hvem spurgte?", ()),
        ("Hvornår?", (first,)),
        ("Og i dag?", (first, second)),
    ]


def test_the_learner_and_the_day_are_the_case_s_own() -> None:
    recorder = Recorder()
    ask(make_case(), recorder)  # type: ignore[arg-type]
    ask(make_case(learner=Learner.CITIZEN, as_of=datetime.date(2020, 1, 2)), recorder)  # type: ignore[arg-type]
    assert [(request.learner, request.today) for request in recorder.asked] == [
        (None, ASKED_ON),
        (Learner.CITIZEN, datetime.date(2020, 1, 2)),
    ]
