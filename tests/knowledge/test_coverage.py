"""What the courses cover of what the profiles ask for."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, replace
from importlib import resources

import pytest
import yaml

from knowledge.coverage import Coverage, CoverageWish, Supply, coverage, is_oversupplied
from knowledge.linking.types import CourseLink, LinkStatus
from knowledge.regions import Region, read_region, regions_of_place
from knowledge.types import Competence, Course, CourseCompetence, CourseRun, Learner, Profile, Snapshot

TODAY = datetime.date(2026, 11, 22)
SPRING = datetime.date(2027, 3, 1)
LAST_YEAR = datetime.date(2025, 3, 1)
ALL = CoverageWish()


@dataclass(frozen=True)
class Known:
    """What a generation holds; the rest of a snapshot is not asked for."""

    held: Sequence[Course]
    profiled: Sequence[Profile]
    number: int = 7

    def courses(self) -> Sequence[Course]:
        return self.held

    def profiles(self) -> Sequence[Profile]:
        return self.profiled


def a_course(course_id: str, *labels: str, **given: object) -> Course:
    provides = tuple(CourseCompetence(label, level=None) for label in labels)
    made = Course(course_id, course_id, course_id, provides=provides, runs=(CourseRun(SPRING, place="Aarhus"),))
    return replace(made, **given)  # type: ignore[arg-type]


def a_profile(profile_id: str, *labels: str, **given: object) -> Profile:
    competences = tuple(Competence(label.lower(), label, level=3) for label in labels)
    return replace(Profile(profile_id, "egne", "2026", profile_id, profile_id, competences=competences), **given)  # type: ignore[arg-type]


def links(courses: Sequence[Course]) -> list[CourseLink]:
    return [
        CourseLink(course.course_id, one.label.lower(), "t", 0, 0, "", 1.0, LinkStatus.STATED)
        for course in courses
        for one in course.provides
    ]


def covered(courses: Sequence[Course], profiles: Sequence[Profile], wish: CoverageWish = ALL) -> Coverage:
    snapshot: Snapshot = Known(courses, profiles)  # type: ignore[assignment]
    return coverage(snapshot, links(courses), wish, TODAY)


def counts(found: Coverage) -> dict[str, int]:
    return {one.label: len(one.courses) for one in found.competences}


PROFILES = [a_profile("tovholder", "Jura", "Samtaler"), a_profile("mentor", "Samtaler", "Tal")]


def test_each_competence_is_counted_with_the_profiles_that_ask_for_it() -> None:
    found = covered([a_course("a", "Samtaler"), a_course("b", "Samtaler", "Tal")], PROFILES)
    assert counts(found) == {"Jura": 0, "Samtaler": 2, "Tal": 1}
    assert [one.label for one in found.of(Supply.UNCOVERED)] == ["Jura"]
    assert {(cell.profile_id, cell.key): cell.courses for cell in found.cells} == {
        ("tovholder", "jura"): 0,
        ("tovholder", "samtaler"): 2,
        ("mentor", "samtaler"): 2,
        ("mentor", "tal"): 1,
    }
    assert (found.generation, found.as_of, found.courses, found.expired, found.median) == (7, TODAY, 2, 0, 1.5)


def test_courses_that_have_run_out_are_said_and_not_counted() -> None:
    gone = a_course("b", "Samtaler", runs=(CourseRun(LAST_YEAR, place="Odense"),))
    found = covered([gone], PROFILES)
    talks = next(one for one in found.competences if one.key == "samtaler")
    assert (talks.courses, talks.expired, talks.supply) == ((), ("b",), Supply.UNCOVERED)
    assert (found.courses, found.expired) == (0, 1)
    assert {cell.expired for cell in found.cells if cell.key == "samtaler"} == {1}


def test_a_course_at_a_lower_level_does_not_reach_what_is_asked_for() -> None:
    def at(level: int | None) -> Course:
        return a_course(f"n{level}", provides=(CourseCompetence("Jura", level=level),))

    (cell,) = covered([at(2), at(3), at(None)], [a_profile("tovholder", "Jura")]).cells
    assert (cell.level, cell.courses, cell.too_low) == (3, 2, 1)


def test_courses_for_citizens_are_counted_only_when_asked_for() -> None:
    courses = [a_course("a", "Jura", learner=Learner.CITIZEN), a_course("b", "Jura", learner=Learner.MANAGER)]
    assert counts(covered(courses, PROFILES))["Jura"] == 1
    found = covered(courses, PROFILES, CoverageWish(learner=Learner.CITIZEN))
    assert next(one for one in found.competences if one.key == "jura").courses == ("a",)


def test_levels_and_regions_are_filtered_and_counted() -> None:
    courses = [
        a_course("a", "Jura", level="diplom"),
        a_course("b", "Jura", runs=(CourseRun(SPRING, place="Odense"), CourseRun(LAST_YEAR, place="Ribe"))),
        a_course("c", "Jura", form="online", runs=()),
        a_course("d", "Jura", runs=(CourseRun(place="Hele landet"),)),
    ]
    law = next(one for one in covered(courses, PROFILES).competences if one.key == "jura")
    assert law.regions == {"midtjylland": 1, "nationwide": 1, "online": 1, "syddanmark": 1}
    assert law.levels == {"diplom": 1, "unknown": 3}
    assert counts(covered(courses, PROFILES, CoverageWish(level="Diplomuddannelse")))["Jura"] == 1
    assert counts(covered(courses, PROFILES, CoverageWish(region=Region.SYDDANMARK)))["Jura"] == 2
    assert counts(covered(courses, PROFILES, CoverageWish(region=Region.NORDJYLLAND)))["Jura"] == 1


def test_a_run_that_is_over_does_not_place_a_course() -> None:
    course = a_course("a", "Jura", runs=(CourseRun(SPRING, place="Odense"), CourseRun(LAST_YEAR, place="Aalborg")))
    assert counts(covered([course], PROFILES, CoverageWish(region=Region.NORDJYLLAND)))["Jura"] == 0


def test_sets_are_chosen_by_name_or_with_version() -> None:
    profiles = [a_profile("ny", "Jura"), a_profile("gammel", "Tal", version="2018")]
    for sets, labels in {("egne",): ["Jura", "Tal"], ("Egne 2018",): ["Tal"], ("andre",): []}.items():
        assert list(counts(covered([], profiles, CoverageWish(profile_sets=sets)))) == labels


def test_profiles_that_do_not_hold_are_left_out() -> None:
    ended, coming = a_profile("a", "Jura", valid_to=LAST_YEAR), a_profile("b", "Tal", valid_from=SPRING)
    assert covered([], [ended, coming]).profiles == ()


def test_what_nobody_asks_for_is_named_apart() -> None:
    found = covered([a_course("a", "Malerkunst")], PROFILES)
    assert [(one.label, one.courses) for one in found.unasked] == [("Malerkunst", ("a",))]
    assert "Malerkunst" not in counts(found)


def test_what_many_teach_is_named_by_a_rule() -> None:
    courses = [a_course(f"s{number}", "Samtaler") for number in range(5)] + [
        a_course("t", "Tal"),
        a_course("j", "Jura"),
    ]
    found = covered(courses, PROFILES)
    assert [one.label for one in found.of(Supply.OVERSUPPLIED)] == ["Samtaler"]
    assert found.median == 1


@pytest.mark.parametrize(("courses", "median", "much"), [(5, 2, True), (4, 1, False), (6, 3, False), (7, 3, True)])
def test_the_rule_is_five_and_more_than_twice_the_median(courses: int, median: float, much: bool) -> None:
    assert is_oversupplied(courses, median) is much


@pytest.mark.parametrize(
    ("place", "regions"),
    [
        ("Aarhus", {Region.MIDTJYLLAND}),
        ("Århus C", {Region.MIDTJYLLAND}),
        ("Roskilde og Vejle", {Region.SJAELLAND, Region.SYDDANMARK}),
        ("Rådhuspladsen 1, 1550 København V", {Region.HOVEDSTADEN}),
        ("Region Midtjylland", {Region.MIDTJYLLAND}),
        ("Hele landet", {Region.NATIONWIDE}),
        ("Online via Teams", {Region.ONLINE}),
        ("Nykøbing", set()),
        ("Stockholm", set()),
    ],
)
def test_a_place_lies_in_its_region(place: str, regions: set[Region]) -> None:
    assert regions_of_place(place) == regions


@pytest.mark.parametrize(
    ("words", "region"),
    [("Syddanmark", Region.SYDDANMARK), ("region sjælland", Region.SJAELLAND), ("Esbjerg", Region.SYDDANMARK),
     ("SJAELLAND", Region.SJAELLAND), ("online", Region.ONLINE), ("Roskilde og Vejle", None), ("Mars", None)],
)  # fmt: skip
def test_somebody_names_a_region_by_itself_or_by_a_place_in_it(words: str, region: Region | None) -> None:
    assert read_region(words) is region


def test_no_place_lies_in_two_regions() -> None:
    raw = yaml.safe_load(resources.files("knowledge").joinpath("regions.yaml").read_bytes())
    names = [name for named in (*raw["regions"].values(), *raw["elsewhere"].values()) for name in named]
    assert len(names) == len(set(names)) >= 98
    assert all(len(regions_of_place(name)) == 1 for name in names)
