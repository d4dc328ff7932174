"""Figures and failing cases as plain text, for reading."""

from collections.abc import Sequence

from evals.scoring import COLUMNS, Row, Scored

HEADINGS = {
    "fact_in_answer": "fact",
    "fact_coverage": "share",
    "right_source": "source",
    "first_source": "first",
    "right_course": "course",
    "abstained_rightly": "abst+",
    "abstained_wrongly": "abst-",
    "quotation_exactness": "exact",
    "wrong_learner": "wrong-l",
    "too_long": "long",
    "latency": "ms",
}
LEGEND = (
    "fact: every fact shown; share: mean share of facts shown; source, first: a right source among the citations, "
    "as the first; course: a right course suggested; abst+: abstained where nothing can be answered; abst-: abstained "
    "where something can; exact: quotations exact; wrong-l: courses for somebody else; long: answers too long; "
    "ms: median milliseconds."
)
NAME_WIDTH = 34
COLUMN_WIDTH = 8


def figures_table(rows: Sequence[Row]) -> str:
    """One line a row: suite, split, kind, number of cases, and each figure or a dash."""
    head = "suite split kind".ljust(NAME_WIDTH) + "n".rjust(5)
    lines = [head + "".join(HEADINGS[name].rjust(COLUMN_WIDTH) for name in COLUMNS)]
    for row in rows:
        name = f"{row.suite} {row.split} {row.kind}".ljust(NAME_WIDTH)
        lines.append(name + str(row.cases).rjust(5) + "".join(_cell(row, name) for name in COLUMNS))
    return "\n".join([*lines, "", LEGEND])


def _cell(row: Row, name: str) -> str:
    figure = row.figures.get(name)
    if figure is None:
        return "-".rjust(COLUMN_WIDTH)
    return (f"{figure.value:.0f}" if name == "latency" else f"{figure.value:.3f}").rjust(COLUMN_WIDTH)


def failure(scored: Scored) -> str:
    """A failing case beside its answer."""
    case, answer = scored.case, scored.answer
    expected = " + ".join("|".join(fact) for fact in case.facts) or ("" if case.answerable else "nothing")
    lines = [f"{case.id} ({case.split}): {case.question}", f"  expected: {expected} {list(case.sources)}"]
    if case.expected_courses:
        lines.append(f"  expected courses: {', '.join(case.expected_courses)}")
    scores = ", ".join(f"{name} {value:.2f}" for name, value in scored.scores.items())
    lines += [f"  scores: {scores}", f"  answer ({answer.kind}): {' '.join(answer.text.split())}"]
    lines += [f"  [{c.number}] {c.path or c.source_id}: {' '.join(c.quote.split())}" for c in answer.citations]
    lines += [f"  course {c.course_id}: {c.title}" for c in answer.courses]
    return "\n".join(lines)
