"""How long a plan takes, from a team to the best plan with two others: medians over made-up teams, printed as JSON.

    python -m evals.benchmarks.plan [--people 60] [--competences 80] [--courses 2000] [--teams 3]

Each team is planned for under four kinds of limits: none, a budget of two thirds of what the free plan costs, at most
four days away for each, and runs with few seats.
"""

import argparse
import datetime
import json
import random
import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

from knowledge.gaps.report import Known, gap_report
from knowledge.gaps.types import GapReport, Goal, Limits, Team, TeamRow
from knowledge.types import Competence, Course, CourseCompetence, CourseRun, Learner, Price, Profile

AS_OF = datetime.date(2026, 11, 22)
PROFILES = 8
COMPETENCES_A_PROFILE = 12
# The share of all competences that a person has, more or less of.
HELD = 0.75


@dataclass(frozen=True, slots=True)
class Size:
    """How large a made-up municipality is."""

    people: int
    competences: int
    courses: int
    few_seats: bool = False


def make_known(size: Size, luck: random.Random) -> Known:
    """Profiles and courses: most give one or two competences, a few more; a tenth require one; some have no dates."""
    labels = [f"Kompetence {number}" for number in range(size.competences)]
    profiles = [
        _profile(number, luck.sample(labels, min(COMPETENCES_A_PROFILE, len(labels))), luck)
        for number in range(PROFILES)
    ]
    courses = [_course(number, labels, size, luck) for number in range(size.courses)]
    return Known(profiles, courses, (), lambda link: None)


def make_team(size: Size, luck: random.Random) -> Team:
    """People of one or two profiles who have some competences already, and wish for one or two more."""
    rows = []
    for number in range(size.people):
        name = f"Person {number}"
        profiles = tuple(f"profil-{one}" for one in luck.sample(range(PROFILES), luck.choice([1, 1, 2])))
        rows.append(TeamRow(name, profiles))
        for one in luck.sample(range(size.competences), round(size.competences * HELD)):
            wish = luck.randint(1, 5) if luck.random() < 0.1 else None
            rows.append(TeamRow(name, (), f"Kompetence {one}", luck.randint(2, 5), wish))
    return Team(tuple(rows))


def measure(size: Size, limits: Limits, seed: int) -> tuple[float, GapReport]:
    """Seconds of one processor for one report, and the report; what other programs take does not count."""
    luck = random.Random(seed)
    known, team = make_known(size, luck), make_team(size, luck)
    begun = time.process_time()
    report = gap_report(team, known, limits, AS_OF)
    return time.process_time() - begun, report


def run(size: Size, teams: int) -> dict[str, object]:
    """Medians by kind of limits."""
    seconds: dict[str, list[float]] = {"free": [], "budget": [], "days": [], "seats": []}
    told: dict[str, object] = {}
    for seed in range(teams):
        taken, free = measure(size, Limits(), seed)
        seconds["free"].append(taken)
        budget = round(free.plan.totals.price * 2 / 3)
        reports = {
            "free": free,
            "budget": _timed(seconds["budget"], size, Limits(budget=budget), seed),
            "days": _timed(seconds["days"], size, Limits(goal=Goal.FEWEST, max_days=4), seed),
            "seats": _timed(seconds["seats"], replace(size, few_seats=True), Limits(), seed),
        }
        told = {name: _told(report) for name, report in reports.items()}
    medians = {name: round(statistics.median(each), 2) for name, each in seconds.items()}
    return {
        "people": size.people, "competences": size.competences, "courses": size.courses, "teams": teams,
        "seconds": medians, "slowest": {name: round(max(each), 2) for name, each in seconds.items()}, "last": told,
    }  # fmt: skip


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the medians."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name, usual in (("people", 60), ("competences", 80), ("courses", 2000), ("teams", 3)):
        parser.add_argument(f"--{name}", type=int, default=usual)
    asked = parser.parse_args(arguments)
    print(json.dumps(run(Size(asked.people, asked.competences, asked.courses), asked.teams), indent=2))


def _timed(seconds: list[float], size: Size, limits: Limits, seed: int) -> GapReport:
    taken, report = measure(size, limits, seed)
    seconds.append(taken)
    return report


def _told(report: GapReport) -> dict[str, object]:
    plan = report.plan
    return {
        "gaps": len(report.analysis.gaps), "filled": plan.filled, "courses": plan.totals.courses,
        "price": plan.totals.price, "alternatives": len(report.alternatives), "proven": plan.proven,
    }  # fmt: skip


def _profile(number: int, labels: Sequence[str], luck: random.Random) -> Profile:
    competences = tuple(Competence("", label, level=luck.choice([None, 2, 3, 4])) for label in labels)
    return Profile(f"profil-{number}", "prøve", "1", f"Profil {number}", f"profil-{number}", competences=competences)


def _course(number: int, labels: Sequence[str], size: Size, luck: random.Random) -> Course:
    given = luck.sample(labels, luck.choice([1, 1, 2, 2, 3]))
    required = luck.sample(labels, 1) if luck.random() < 0.1 else []
    runs = tuple(_run(luck, size.few_seats) for _ in range(luck.choice([0, 1, 1, 2, 3])))
    price = (
        None if luck.random() < 0.1 else Price(luck.randrange(800, 16_000, 50), "DKK", luck.choice([True, False, None]))
    )
    days = luck.choice([1, 1, 2, 2, 3, 5])
    return Course(
        f"kursus-{number}", f"Kursus {number}", f"kursus-{number}", learner=luck.choice([Learner.EMPLOYEE, None]),
        level=luck.choice(["kursus", "akademi", "diplom"]), form=luck.choice(["physical", "online"]),
        duration=f"{days} dage" if luck.random() < 0.9 else None, price=price, runs=runs,
        requires=tuple(CourseCompetence(label) for label in required if label not in given),
        provides=tuple(CourseCompetence(label, None, luck.choice([None, 3, 4, 5])) for label in given),
    )  # fmt: skip


def _run(luck: random.Random, few_seats: bool) -> CourseRun:
    start = AS_OF + datetime.timedelta(days=luck.randrange(10, 360))
    end = start + datetime.timedelta(days=luck.choice([0, 1, 1, 2, 30]))
    seats = luck.randint(1, 12) if few_seats else luck.choice([None, None, 20, 60])
    return CourseRun(start, end, luck.choice(["Aarhus", "Odense", "København"]), None, seats)


if __name__ == "__main__":
    main()
