"""How sure a link is: a logistic function of its evidence, fitted on the tuning half of the hand-made set.

`python -m evals.benchmarks.linking --fit` gives these weights; the same command without it says how they fare on the
half that nothing was fitted or chosen on.
"""

import math

from knowledge.linking.evidence import Evidence

# Fitted by maximum likelihood, lightly regularised, on 59 courses with 79 links.
_INTERCEPT = -8.57
_NAME = 0.27
_DESCRIPTION = 0.86
_MASS = 0.79
_EXACT = 3.8
_TITLE = -0.53
_LEAD = 2.58
_MEANING = 10.5

SUGGESTED_FROM = 0.4
"""Below it a link is not suggested: the confidence with the best balance of precision and recall while tuning."""


LEAST_CONFIDENCE = 0.1
"""Nobody wants to look at less likely links, not even to reject them."""
# Higher cosines of a sentence with a competence were not seen, except where whole names stand there.
_HIGHEST_MEANING = 0.75


def confidence(evidence: Evidence) -> float:
    """Give the share of links with such evidence that are right, 0 to 1."""
    return 1.0 / (1.0 + math.exp(-_margin(evidence) - _MEANING * evidence.meaning))


def is_worth_comparing(evidence: Evidence) -> bool:
    """Say whether likeness of meaning, which takes the time, can still lift a link to the least confidence."""
    return _margin(evidence) + _MEANING * _HIGHEST_MEANING >= math.log(LEAST_CONFIDENCE / (1 - LEAST_CONFIDENCE))


def _margin(evidence: Evidence) -> float:
    return (
        _INTERCEPT
        + _NAME * evidence.name
        + _DESCRIPTION * evidence.description
        + _MASS * evidence.mass
        + _EXACT * evidence.exact
        + _TITLE * evidence.title
        + _LEAD * evidence.lead
    )
