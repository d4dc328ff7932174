"""The coverage as the public JSON, as lines to be read, and as a table for CSV and XLSX."""

import csv
import io
import statistics
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import Any

from assistant.channels.reading import wrapped
from assistant.core.rendering import to_json
from knowledge.coverage import OVERSUPPLY_LEAST, OVERSUPPLY_TIMES, Coverage, CoveredCompetence, Supply
from prompts.dates import written_date
from prompts.wording import Wording

# As many as one tells apart at a glance.
SHADES = 5
# A cell of a spreadsheet that begins with one of these is computed (OWASP, CSV Injection).
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


def coverage_to_json(coverage: Coverage) -> dict[str, Any]:
    """Profiles, competences and cells with counts, what is uncovered, and the rule for too much."""
    asked = {
        profile.profile_id: sum(c.profile_id == profile.profile_id for c in coverage.cells)
        for profile in coverage.profiles
    }
    return {
        "generation": coverage.generation,
        "as_of": coverage.as_of.isoformat(),
        "filters": to_json(coverage.wish),
        "profiles": [
            {
                "profile_id": profile.profile_id,
                "title": profile.title,
                "profile_set": profile.profile_set,
                "version": profile.version,
                "competences": asked[profile.profile_id],
                "fictional": profile.fictional,
            }
            for profile in coverage.profiles
        ],
        "competences": [_competence(one) for one in coverage.competences],
        "cells": to_json(coverage.cells),
        "uncovered": [one.key for one in coverage.of(Supply.UNCOVERED)],
        "oversupplied": [one.key for one in coverage.of(Supply.OVERSUPPLIED)],
        "rule": {"least": OVERSUPPLY_LEAST, "times": OVERSUPPLY_TIMES, "median": coverage.median},
        "shades": list(shade_bounds(coverage)),
        "unasked": to_json(coverage.unasked),
        "courses": coverage.courses,
        "expired": coverage.expired,
    }


def coverage_to_lines(coverage: Coverage, wording: Wording, language: str = "da") -> list[str]:
    """What nobody teaches, what many teach, and all competences with their counts."""
    lines = [coverage_heading(coverage, wording, language), *coverage_notes(coverage, wording, language)]
    if not coverage.competences:
        return [*lines, wording.say(language, "coverage.none")]
    titles = {profile.profile_id: profile.title for profile in coverage.profiles}
    for name, shown in (
        ("uncovered", coverage.of(Supply.UNCOVERED)),
        ("oversupplied", coverage.of(Supply.OVERSUPPLIED)),
        ("all", coverage.competences),
    ):
        if shown:
            lines += ["", wording.say(language, f"coverage.{name}")]
            lines += [rule_sentence(coverage, wording, language)] if name == "oversupplied" else []
            lines += [_line(one, titles, wording, language) for one in shown]
    if coverage.unasked:
        lines += ["", wording.say(language, "coverage.unasked")]
        lines += [wrapped(f"- {one.label}: {len(one.courses)}") for one in coverage.unasked]
    return lines


def coverage_heading(coverage: Coverage, wording: Wording, language: str) -> str:
    """What it is, and of which day."""
    return wording.say(language, "coverage.heading", date=written_date(coverage.as_of, language))


def coverage_notes(coverage: Coverage, wording: Wording, language: str) -> list[str]:
    """How many courses were counted, how many were not, and what was chosen."""
    told = [
        _plural("counted", coverage.courses, wording, language),
        _plural("expired", coverage.expired, wording, language),
    ]
    if chosen := _chosen(coverage, wording, language):
        told.append(wording.say(language, "coverage.chosen", filters=", ".join(chosen)))
    return [" ".join(told)]


def rule_sentence(coverage: Coverage, wording: Wording, language: str) -> str:
    """What counts as more than enough."""
    median = f"{coverage.median:g}".replace(".", "," if language == "da" else ".")
    return wording.say(language, "coverage.rule", least=OVERSUPPLY_LEAST, times=f"{OVERSUPPLY_TIMES:g}", median=median)


def shade_bounds(coverage: Coverage) -> tuple[int, ...]:
    """The counts at which the next darker of the shades begins: one by one, or by fifths where they are many."""
    counts = [cell.courses for cell in coverage.cells if cell.courses]
    if max(counts, default=0) <= SHADES:
        return tuple(range(1, SHADES + 1))
    return (1, *(max(2, round(bound)) for bound in statistics.quantiles(counts, n=SHADES, method="inclusive")))


def shade_of(courses: int, bounds: Sequence[int]) -> int:
    """Which shade a count has: 0 for none, else 1 to `SHADES`."""
    return min(bisect_left(bounds, courses + 1), SHADES)


def coverage_rows(coverage: Coverage, wording: Wording, language: str) -> Iterator[list[str | int | None]]:
    """The matrix as a table: heads, then a row a competence; None where a profile does not ask for it."""
    heads = ("competence", "supply", "courses", "expired")
    yield [
        *(wording.say(language, f"coverage.{head}") for head in heads),
        *(f"{profile.title} ({profile.profile_set} {profile.version})" for profile in coverage.profiles),
    ]
    cells = {(cell.key, cell.profile_id): cell.courses for cell in coverage.cells}
    for one in coverage.competences:
        supply = wording.say(language, f"coverage.of_{one.supply.value}")
        counts = [cells.get((one.key, profile.profile_id)) for profile in coverage.profiles]
        yield [one.label, supply, len(one.courses), len(one.expired), *counts]


def rows_to_csv(rows: Iterator[list[str | int | None]]) -> bytes:
    """Semicolons and a byte order mark, as Danish spreadsheets read it; what looks like a formula is text."""
    written = io.StringIO()
    csv.writer(written, delimiter=";", lineterminator="\r\n").writerows(_harmless(row) for row in rows)
    return written.getvalue().encode("utf-8-sig")


def rows_to_xlsx(rows: Iterator[list[str | int | None]]) -> bytes:
    """One sheet with its heads in sight; what looks like a formula is text."""
    # Here, since it costs start-up time that nobody else need pay.
    from openpyxl import Workbook
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
    from openpyxl.styles import Font

    book = Workbook()
    sheet = book.active
    for row in rows:
        sheet.append([ILLEGAL_CHARACTERS_RE.sub(" ", value) if isinstance(value, str) else value for value in row])
        for cell in sheet[sheet.max_row]:
            if isinstance(cell.value, str):
                cell.data_type = "s"
    sheet.freeze_panes = "B2"
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _harmless(row: Sequence[str | int | None]) -> list[str | int | None]:
    return [f"'{one}" if isinstance(one, str) and one.startswith(FORMULA_SIGNS) else one for one in row]


def _competence(one: CoveredCompetence) -> dict[str, Any]:
    return {
        "key": one.key,
        "label": one.label,
        "supply": one.supply.value,
        "profiles": list(one.profiles),
        "courses": list(one.courses),
        "expired": list(one.expired),
        "learners": dict(one.learners),
        "levels": dict(one.levels),
        "regions": dict(one.regions),
    }


def _line(one: CoveredCompetence, titles: dict[str, str], wording: Wording, language: str) -> str:
    asking = ", ".join(titles[profile_id] for profile_id in one.profiles)
    return wrapped(wording.say(language, "coverage.line", label=one.label, count=len(one.courses), profiles=asking))


def _plural(name: str, count: int, wording: Wording, language: str) -> str:
    form = "none" if count == 0 and name == "expired" else "one" if count == 1 else "other"
    return wording.say(language, f"coverage.{name}_{form}", count=count)


def _chosen(coverage: Coverage, wording: Wording, language: str) -> list[str]:
    wish = coverage.wish
    learner = wording.say(language, f"page.learner.{wish.learner.value}") if wish.learner else None
    region = wording.say(language, f"region.{wish.region.value}") if wish.region else None
    return [one for one in (learner, wish.level, region, *wish.profile_sets) if one]
