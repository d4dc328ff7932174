"""Gives up filters, the fewest and the least weighty first, where nothing fits them all."""

from collections.abc import Iterator
from dataclasses import fields, replace
from itertools import combinations

from knowledge.courses import CourseFilter

# What belongs together is given up together. First what people bend most easily; what they pay and learn comes last,
# and who is to learn is never given up.
GROUPS: tuple[frozenset[str], ...] = (
    frozenset({"profile"}),
    frozenset({"provider"}),
    frozenset({"max_days"}),
    frozenset({"start_from", "start_to"}),
    frozenset({"place", "places", "not_places", "regions"}),
    frozenset({"form", "not_forms"}),
    frozenset({"min_ects", "max_ects"}),
    frozenset({"level", "not_levels"}),
    frozenset({"min_price", "max_price", "with_vat"}),
    frozenset({"competence"}),
)
# With more than two given up, what is found has little to do with what was asked.
MOST_GIVEN_UP = 2


def relaxed(wanted: CourseFilter) -> Iterator[tuple[frozenset[str], CourseFilter]]:
    """Give wider filters, each with the names of the fields that it gives up; never one that asks for nothing."""
    usual = {field.name: field.default for field in fields(CourseFilter)}
    asked = wanted.asked().keys()
    groups = [group & asked for group in GROUPS if group & asked]
    for count in range(1, MOST_GIVEN_UP + 1):
        for chosen in combinations(groups, count):
            if count == len(groups) and not wanted.query:
                continue
            names = frozenset().union(*chosen)
            yield names, replace(wanted, **{name: usual[name] for name in names})  # type: ignore[arg-type]
