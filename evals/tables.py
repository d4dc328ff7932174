"""Figures, differences and failing cases as plain text, for a terminal."""

from collections.abc import Mapping, Sequence
from typing import Any

from evals.measures import BY_NAME
from evals.outcomes import Outcome

HEADINGS: Mapping[str, str] = {
    "recall_at_10": "r@10",
    "ndcg_at_10": "ndcg",
    "fact_in_answer": "fact",
    "right_source": "source",
    "right_course": "course",
    "citation_recall": "cit-r",
    "citation_precision": "cit-p",
    "quotation_exactness": "exact",
    "abstained_rightly": "abst+",
    "abstained_wrongly": "abst-",
    "stale_fact": "stale",
    "wrong_course": "wrong-c",
    "wrong_learner": "wrong-l",
    "latency_p50": "ms",
    "latency_p95": "p95",
}
"""The metrics of the table and their short names; the others are in the JSON and the reports."""

NAME_WIDTH = 22
COLUMN_WIDTH = 8
# The figure from which on two decimals say nothing.
WHOLE = 10
ALL = "all"


def figures_table(record: Mapping[str, Any], metrics: Sequence[str] = ()) -> str:
    """A line a suite, one a half and one over all, of a run as JSON; a dash where a metric does not apply."""
    names = list(metrics) or list(HEADINGS)
    widths = [max(COLUMN_WIDTH, len(HEADINGS.get(name, name)) + 2) for name in names]
    head = "".join(HEADINGS.get(name, name).rjust(width) for name, width in zip(names, widths, strict=True))
    lines = ["".ljust(NAME_WIDTH) + head]
    rows = [*record["suites"].items(), *record["halves"].items(), (ALL, record["metrics"])]
    for name, figures in rows:
        cells = "".join(_cell(figures, metric, width) for metric, width in zip(names, widths, strict=True))
        lines.append(name.ljust(NAME_WIDTH) + cells)
    return "\n".join(lines)


def _cell(figures: Mapping[str, Mapping[str, float]], name: str, width: int) -> str:
    if name not in figures:
        return "-".rjust(width)
    value = figures[name]["value"]
    return (f"{value:.0f}" if value >= WHOLE else f"{value:.3f}").rjust(width)


def faults_lines(faults: Mapping[str, Any]) -> list[str]:
    """A line a set of planted faults: how many were caught, how many honest answers raised the alarm."""
    return [
        f"{name}: caught {figures['catch_rate']:.3f} of {figures['n_faulty']} faults, "
        f"false alarms {figures['false_alarm_rate']:.3f} of {figures['n_honest']} honest answers"
        for name, figures in faults.items()
    ]


def comparison_lines(comparison: Mapping[str, Any] | None) -> list[str]:
    """What changed since the baseline, over all and where a suite went beyond its margin, and who flipped."""
    if comparison is None:
        return []
    lines = [f"against {comparison['baseline']}:"]
    for name, difference in comparison["metrics"].items():
        if difference["verdict"] != "same":
            lines.append(f"  {name}: {_change(difference)}")
    for suite, differences in comparison["suites"].items():
        for name, difference in differences.items():
            if difference["verdict"] == "beyond":
                lines.append(f"  {suite}, {name}: {_change(difference)}")
    for side, ids in comparison["flipped"].items():
        if ids:
            lines.append(f"  {side}: {', '.join(ids)}")
    return lines if len(lines) > 1 else [f"{lines[0]} nothing changed"]


def _change(difference: Mapping[str, Any]) -> str:
    interval = f"{difference['low']:+.3f} to {difference['high']:+.3f}"
    values = f"{difference['before']:.3f} -> {difference['after']:.3f}"
    return f"{values} ({difference['difference']:+.3f}, {interval}; {difference['verdict']})"


def failure(outcome: Outcome) -> str:
    """A failing case beside its answer."""
    case, answer = outcome.case, outcome.answer
    expected = " + ".join("|".join(fact) for fact in case.facts) or ("nothing" if case.answerable is False else "")
    lines = [f"{case.id} ({case.split}): {' / '.join([*case.conversation, case.question])}"]
    lines.append(f"  expected: {expected} {list(case.sources)}")
    if case.expected_courses:
        lines.append(f"  expected courses: {', '.join(case.expected_courses)}")
    if "forbidden_words" in outcome.scores:
        lines.append(f"  must not show: {' | '.join(map(_flat, case.must_not_contain))}")
    wrong = [f"{name} {value:.2f}" for name, value in outcome.scores.items() if _is_wrong(name, value)]
    lines.append(f"  wrong: {', '.join(wrong)}")
    lines.append(f"  answer ({answer['kind']}): {' '.join(answer['text'].split())}")
    lines += [f"  [{c['number']}] {c['path'] or c['source_id']}: {_flat(c['quote'])}" for c in answer["citations"]]
    lines += [f"  course {course['course_id']}: {course['title']}" for course in answer["courses"]]
    return "\n".join(lines)


def _is_wrong(name: str, value: float) -> bool:
    metric = BY_NAME[name]
    return metric.fails and value != float(metric.higher_is_better)


def _flat(text: str) -> str:
    return " ".join(text.split())
