import datetime
import json

from evals.baseline import compare
from evals.cases import CaseKind, Split
from evals.outcomes import Outcome
from evals.runs import Run, figures_to_json, run_to_json, without_answers
from evals.summary import figures_of, total
from tests.evals.questions import make_case, make_outcome
from tests.evals.test_baseline import baseline_of

CASE = make_case(
    "own-1",
    suite="facts",
    kind=CaseKind.NUMBER,
    split=Split.TUNE,
    conversation=("Hvem spurgte?",),
    facts=(("42",),),
    sources=("cok",),
)
OUTCOMES = [
    make_outcome(case=CASE, right_source=1.0, fact_coverage=1 / 3),
    make_outcome("own-2", right_source=0.0),
    make_outcome(case=make_case("own-3", kind=CaseKind.SMALLTALK, answerable=False), right_source=0.0),
]
RUN = Run({"embedding": "danish-static", "code": "abc"}, "1.2", 7, OUTCOMES, {"planted": {"catch_rate": 1.0}})


def test_a_run_has_what_it_was_a_run_of_and_all_its_figures(created: datetime.datetime) -> None:
    record = json.loads(json.dumps(run_to_json(RUN, None, created)))
    assert record["created"] == "2026-11-22T08:30:15+00:00"
    assert (record["version"], record["generation"], record["cases"]) == ("1.2", 7, 3)
    assert record["configuration"] == {"embedding": "danish-static", "code": "abc"}
    assert (list(record["suites"]), list(record["kinds"])) == (["facts", "own"], ["number", "description", "smalltalk"])
    assert list(record["halves"]) == ["tune", "report"]
    assert record["metrics"] == figures_to_json(total(OUTCOMES))
    assert record["faults"] == {"planted": {"catch_rate": 1.0}}
    assert (record["judge"], record["against_baseline"]) == (None, None)
    assert record["failed"] == ["own-2", "own-3"]


def test_figures_are_rounded_and_name_their_bounds() -> None:
    figures = figures_to_json(figures_of(OUTCOMES[:1]))
    assert figures["fact_coverage"] == {"value": 0.3333, "low": 0.3333, "high": 0.3333, "n": 1}


def test_each_answer_stands_with_its_question_and_what_was_expected(created: datetime.datetime) -> None:
    first, second, _ = json.loads(json.dumps(run_to_json(RUN, None, created)))["answers"]
    assert first == {
        "id": "own-1",
        "suite": "facts",
        "kind": "number",
        "split": "tune",
        "question": "Hvor mange ledere svarede?",
        "conversation": ["Hvem spurgte?"],
        "expected": {"facts": [["42"]], "sources": ["cok"], "answerable": True},
        "passed": True,
        "scores": {"right_source": 1.0, "fact_coverage": 0.3333},
        "latency": 10.0,
        "judged": {},
        "answer": {"kind": "answer", "text": "42 ledere", "citations": [], "courses": []},
    }
    assert (second["passed"], second["suite"]) == (False, "own")


def test_what_a_judge_said_and_what_changed_stand_with_the_run(created: datetime.datetime) -> None:
    judged = Outcome(CASE, {"right_source": 1.0}, {}, 1.0, {"supported": 1.0, "answers": "yes"})
    run = Run({}, "1.2", 7, [judged], judge={"model": "m", "counts": True})
    comparison = compare([judged], baseline_of(OUTCOMES))
    record = run_to_json(run, comparison, created)
    assert record["answers"][0]["judged"] == {"supported": 1.0, "answers": "yes"}
    assert record["judge"] == {"model": "m", "counts": True}
    assert record["against_baseline"] == comparison.to_json()


def test_the_figures_alone_leave_the_answers_out(created: datetime.datetime) -> None:
    record = run_to_json(RUN, None, created)
    assert record.keys() - without_answers(record).keys() == {"answers"}


def test_a_run_of_nothing_has_no_figures(created: datetime.datetime) -> None:
    record = run_to_json(Run({}, "1.2", 7, []), None, created)
    assert (record["cases"], record["metrics"], record["suites"], record["failed"]) == (0, {}, {}, [])
