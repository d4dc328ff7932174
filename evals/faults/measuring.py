"""Measures how well faults are found: by our verification, by a judge, by anything that can be asked."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from assistant.core.verification.answers import check_answer
from evals.faults.reading import Item, Library, read_library

Checker = Callable[[Item], bool]
"""Tells whether an answer holds a fault; `item.claims` and `item.evidence` are what it may look at."""


@dataclass(frozen=True, slots=True)
class CategoryFigures:
    """Of a category's `n` items, how many the checker found a fault in: all is best where faulty, none where honest."""

    faulty: bool
    n: int
    found: int


@dataclass(frozen=True, slots=True)
class FaultFigures:
    """How a checker did: rates are shares from 0 to 1, None where there is nothing to count."""

    catch_rate: float | None
    false_alarm_rate: float | None
    n_faulty: int
    n_honest: int
    by_category: Mapping[str, CategoryFigures]
    missed: tuple[str, ...]
    """Ids of faulty items that passed."""
    alarmed: tuple[str, ...]
    """Ids of honest items that did not."""


def measure(items: Sequence[Item], checker: Checker | None = None) -> FaultFigures:
    """Ask a checker about every item; without one, our verification."""
    asked = checker or verification()
    found_by_id = {item.id: asked(item) for item in items}
    faulty = [item.id for item in items if item.faulty]
    honest = [item.id for item in items if not item.faulty]
    missed = tuple(each for each in faulty if not found_by_id[each])
    alarmed = tuple(each for each in honest if found_by_id[each])
    categories = {}
    for category in dict.fromkeys(item.category for item in items):
        own = [item for item in items if item.category == category]
        categories[category] = CategoryFigures(own[0].faulty, len(own), sum(found_by_id[item.id] for item in own))
    return FaultFigures(
        catch_rate=1 - len(missed) / len(faulty) if faulty else None,
        false_alarm_rate=len(alarmed) / len(honest) if honest else None,
        n_faulty=len(faulty),
        n_honest=len(honest),
        by_category=categories,
        missed=missed,
        alarmed=alarmed,
    )


def verification(library: Library | None = None) -> Checker:
    """Give our own check as a checker: everything that `check_answer` lists is a fault."""
    known = library or read_library()
    return lambda item: bool(check_answer(item.claims, item.citations, known, item.language))


def pass_all(item: Item) -> bool:
    """Find no fault in anything: verification switched off, the planted regression that a gate must notice."""
    return False
