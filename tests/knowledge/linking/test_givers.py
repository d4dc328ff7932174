import datetime
from collections.abc import Callable

from knowledge.courses import CourseFilter, find_courses
from knowledge.linking.judging import found_links, judged_links
from knowledge.linking.types import CourseLink, LinkJudgement, LinkVerdict
from knowledge.types import Snapshot

Taught = Callable[[str], Snapshot]
TODAY = datetime.date(2026, 11, 22)

COURSES = """
kurser:
  - id: navngivet
    titel: Et kursus
    giver: [tovholderrolle]
  - id: vist
    titel: Et andet kursus
    beskrivelse: Lær at holde styr på frister, roller og aftaler.
  - id: tavst
    titel: Et tredje kursus
"""


def found(snapshot: Snapshot, wanted: CourseFilter, links: tuple[CourseLink, ...] = ()) -> set[str]:
    return {one.course.course_id for one in find_courses(snapshot, wanted, TODAY, links=links)}


def test_a_course_that_names_a_competence_only_in_words_is_found_by_its_id(taught: Taught) -> None:
    snapshot = taught(COURSES)
    for name in ("k-frister", "Processtyring", "processtyringen", "tovholderrolle"):
        assert found(snapshot, CourseFilter(competence=name)) == {"navngivet"}
    assert found(snapshot, CourseFilter(profile="konsulent")) == {"navngivet"}


def test_a_course_whose_words_show_a_competence_is_found_by_it(taught: Taught) -> None:
    snapshot = taught(COURSES)
    links = judged_links(snapshot, found_links(snapshot), ())
    assert found(snapshot, CourseFilter(competence="k-frister"), links) == {"navngivet", "vist"}
    assert found(snapshot, CourseFilter(profile="konsulent"), links) == {"navngivet", "vist"}
    assert found(snapshot, CourseFilter(competence="k-samtale"), links) == set()


def test_people_have_the_last_word(taught: Taught) -> None:
    snapshot = taught(COURSES)
    said = [
        LinkJudgement("navngivet", "k-frister", LinkVerdict.REJECTED),
        LinkJudgement("vist", "k-frister", LinkVerdict.REJECTED),
        LinkJudgement("tavst", "k-frister", LinkVerdict.CONFIRMED),
    ]
    links = judged_links(snapshot, found_links(snapshot), said)
    assert found(snapshot, CourseFilter(competence="k-frister"), links) == {"tavst"}
