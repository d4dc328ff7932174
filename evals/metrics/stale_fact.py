"""Whether an answer passes off as true what no longer is."""

from assistant.core.types import Answer
from evals.cases import Case
from evals.matching import shown_text, shows


def stale_fact(case: Case, answer: Answer) -> float | None:
    """1.0 when the answer shows an outdated fact without the fact that replaced it, else 0.0.

    None when the case names no outdated fact. Abstaining is not stale.
    """
    if not case.stale_facts:
        return None
    shown = shown_text(answer)
    current = all(shows(shown, fact) for fact in case.facts)
    return float(any(shows(shown, fact) for fact in case.stale_facts) and not (case.facts and current))
