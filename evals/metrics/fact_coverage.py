"""How much of what is expected the answer shows."""

from assistant.core.types import Answer
from evals.cases import Case
from evals.matching import shown_text, shows


def fact_coverage(case: Case, answer: Answer) -> float | None:
    """The share of the case's facts that the reader is shown, 0 to 1.

    0 when the answer shows what it must not, or abstains; None when the case expects no facts.
    """
    if not case.facts:
        return None
    shown = shown_text(answer)
    if not answer.claims and not answer.citations and not answer.courses:
        return 0.0
    if case.must_not_contain and shows(shown, case.must_not_contain):
        return 0.0
    return sum(shows(shown, fact) for fact in case.facts) / len(case.facts)


def fact_in_answer(case: Case, answer: Answer) -> float | None:
    """1.0 when every fact of the case is shown, else 0.0; None when the case expects no facts."""
    covered = fact_coverage(case, answer)
    return None if covered is None else float(covered == 1.0)
