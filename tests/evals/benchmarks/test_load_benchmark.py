"""The load run: a small share of it for real, and that it sees what it is there to see."""

import argparse
from pathlib import Path
from typing import Any

import pytest

from evals.benchmarks.load import Asked, Figures, mixed, questions, run, told
from evals.benchmarks.service import Reply, Service
from tests.assistant.channels.doors import write_sources

HELD = {1: {"rapport": "txt_1"}, 2: {"rapport": "txt_2"}}
TEXTS = {"txt_1": "Gamle ord her.", "txt_2": "Nye ord her."}


def asked(generation: int, text_id: str, quote: str = "ord") -> Asked:
    start = TEXTS[text_id].index("ord")
    citation = {"source_id": "rapport", "text_id": text_id, "start": start, "end": start + 3, "quote": quote}
    return Asked(0.0, 0.1, {"id": "ans_1", "generation": generation, "citations": [citation]})


@pytest.fixture
def library(monkeypatch: pytest.MonkeyPatch) -> Service:
    """A service that has the texts and nothing else."""

    def request(_self: Service, _method: str, path: str, *_: Any) -> Reply:
        return Reply(200, {}, {"text": TEXTS[path.rsplit("/", 1)[1]]})

    monkeypatch.setattr(Service, "request", request)
    return Service(None, 0, Path())  # type: ignore[arg-type]


@pytest.mark.slow
def test_many_ask_while_an_ingest_is_published_and_nobody_gets_an_error_or_two_generations(tmp_path: Path) -> None:
    options = argparse.Namespace(seconds=4.0, rate=5.0, workers=2, alone=4)
    figures = run(options, tmp_path, write_sources(tmp_path / "sources"))
    assert figures.asked == 20
    assert figures.errors == []
    assert figures.mixed == []
    assert set(figures.generations) <= {1, 2}
    assert figures.memory_before > 0
    assert "20 questions" in told(figures)


def test_whole_answers_are_not_mixed(library: Service) -> None:
    nothing = Asked(0.0, 0.1, None, "refused")
    assert mixed([asked(1, "txt_1"), asked(2, "txt_2"), nothing], HELD, library) == []


def test_a_text_of_another_generation_is_seen(library: Service) -> None:
    assert mixed([asked(1, "txt_2")], HELD, library) == ["generation 1 has no txt_2 of rapport"]


def test_a_quotation_that_stands_elsewhere_is_seen(library: Service) -> None:
    assert mixed([asked(2, "txt_2", "andet")], HELD, library) == ["ans_1 quotes rapport where it does not stand"]


def kept() -> Figures:
    figures = Figures(workers=2, rate=5, seconds=180, asked=900, generations={1: 450, 2: 450})
    figures.alone_p50, figures.p95 = 0.1, 0.9
    figures.memory_before, figures.memory_after = 500.0, 600.0
    return figures


def test_limits_that_are_kept_are_not_named() -> None:
    assert kept().broken() == []


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"errors": ["500"]}, "1 errors"),
        ({"mixed": ["two"]}, "1 mixed"),
        ({"p95": 1.1}, "10 times"),
        ({"memory_after": 900.0}, "memory grew by 400 MB"),
        ({"generations": {1: 900}}, "not from two"),
    ],
)
def test_each_limit_that_is_broken_is_named(changed: dict[str, Any], named: str) -> None:
    figures = kept()
    for name, value in changed.items():
        setattr(figures, name, value)
    (limit,) = figures.broken()
    assert named in limit


def test_the_questions_are_those_that_may_be_tuned_on_in_the_same_order_each_time() -> None:
    first, second = questions(), questions()
    assert [next(first) for _ in range(50)] == [next(second) for _ in range(50)]
