"""Runs as the reports get them, made up, and the elements of a page read back."""

from html.parser import HTMLParser
from typing import Any

SUITES = ("facts", "numbers", "unanswerable")
SCRIPT = "<script>document.title = 'run'</script>"


def figure(value: float, n: int = 40) -> dict[str, float]:
    return {"value": value, "low": max(value - 0.05, 0), "high": min(value + 0.04, 1), "n": n}


def change(before: float, after: float, verdict: str) -> dict[str, Any]:
    difference = after - before
    ends = {"low": difference - 0.02, "high": difference + 0.02}
    return {"before": before, "after": after, "difference": difference, **ends, "margin": 0.01, "verdict": verdict}


def make_metrics(fact: float = 0.875) -> dict[str, dict[str, float]]:
    latency = {"value": 12.5, "low": 11, "high": 14, "n": 40}
    shares = {"fact_in_answer": fact, "right_source": 0.93, "abstained_rightly": 0.9, "abstained_wrongly": 0.04}
    return {name: figure(value) for name, value in {**shares, "ndcg_at_10": 0.861}.items()} | {"latency_p50": latency}


def make_citation(number: int, **changed: Any) -> dict[str, Any]:
    about = {"source_id": "rundspoerge", "title": "COK's rundspørge", "publisher": "COK", "date": "2016-08-17"}
    place = {"page": 3, "section": "Resultater", "url": "https://example.org/r", "path": "r.pdf"}
    return {"number": number, "quote": "54 procent peger på netværk", **about, **place, **changed}


def make_answered(number: int, **changed: Any) -> dict[str, Any]:
    answer = {
        "kind": "answer", "mode": "extractive", "language": "da", "latency_ms": 10 + number % 40,
        "text": "Ifølge **rundspørgen**:\n\n- 54 procent [1]\n  - netværk [2]", "courses": [], "nearest": [],
        "citations": [make_citation(1), make_citation(2)], "searched_also": [],
        "notices": [{"code": "old_source", "text": "Kilden er fra 2016."}],
    }  # fmt: skip
    return {
        "id": f"facts-{number:03}", "suite": SUITES[number % 3], "kind": "number", "conversation": [],
        "split": "report" if number % 2 else "tune", "question": f"Spørgsmål nummer {number}?", "passed": True,
        "expected": {"facts": [["54 procent", "54 %"]], "sources": ["rundspoerge"], "courses": [], "answerable": True},
        "scores": {"fact_in_answer": 1.0, "right_source": 1.0}, "answer": answer, **changed,
    }  # fmt: skip


def make_run(answers: list[dict[str, Any]] | None = None, **changed: Any) -> dict[str, Any]:
    asked = [make_answered(number) for number in range(1, 7)] if answers is None else answers
    categories = {"wrong_number": {"faulty": True, "n": 20, "found": 19}}
    planted = {"catch_rate": 0.985, "false_alarm_rate": 0.02, "n_faulty": 160, "n_honest": 60, "missed": ["number-7"]}
    verdicts = {"fact_in_answer": change(0.85, 0.875, "better"), "right_source": change(0.95, 0.93, "beyond")}
    compared = {"baseline": "evals/baseline.json", "metrics": verdicts, "suites": {"facts": verdicts}}
    return {
        "created": "2026-11-22T06:40:00+00:00", "version": "0.1.0", "generation": 2, "cases": len(asked),
        "configuration": {"embedding": "danish-static", "sources": "41"}, "metrics": make_metrics(),
        "suites": {suite: make_metrics() for suite in SUITES}, "kinds": {"number": make_metrics()},
        "halves": {"tune": make_metrics(0.9), "report": make_metrics(0.85)}, "judge": None,
        "faults": {"planted": {**planted, "by_category": categories, "alarmed": []}, "by_hand": {"catch_rate": 0.4}},
        "against_baseline": {**compared, "flipped": {"mended": ["facts-001"], "broken": ["facts-002"]}},
        "answers": asked, "failed": [one["id"] for one in asked if not one["passed"]], **changed,
    }  # fmt: skip


class Elements(HTMLParser):
    """Every element of a page with its attributes, and whether each is closed in its turn."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        if tag not in {"meta", "input", "br"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def ids(self) -> list[str]:
        return [identity for _, attributes in self.found if (identity := attributes.get("id"))]
