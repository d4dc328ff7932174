"""Answers with planted faults, and how many of them a checker finds: the verifier, or a judge to be trusted."""

from evals.faults.measuring import CategoryFigures, Checker, FaultFigures, measure, pass_all, verification
from evals.faults.reading import BY_HAND, PLANTED, Item, read_items

__all__ = [
    "BY_HAND",
    "PLANTED",
    "CategoryFigures",
    "Checker",
    "FaultFigures",
    "Item",
    "measure",
    "pass_all",
    "read_items",
    "verification",
]
