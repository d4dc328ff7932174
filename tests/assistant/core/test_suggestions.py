"""Which courses are suggested for a wish, in which order, and why."""

import datetime

import pytest

from assistant.core.composing import readable
from assistant.core.question import read_question
from assistant.core.suggestions import Suggested, Wish, suggest
from knowledge.courses import CourseFilter
from knowledge.thesaurus import Thesaurus
from knowledge.types import CourseStatus, Learner, Snapshot, Visibility
from tests.assistant.core.corpus import TODAY

THESAURUS = Thesaurus.load()
CONFLICT = "konflikthåndtering"


def suggested(
    snapshot: Snapshot, subject: str, today: datetime.date = TODAY, most: int = 5, **wanted: object
) -> Suggested:
    terms = read_question(subject, "da", snapshot, THESAURUS).terms
    wish = Wish(CourseFilter(query=subject or None, **wanted), terms, most)  # type: ignore[arg-type]
    return suggest(wish, snapshot, today, "da", first_number=1)


def ids(found: Suggested) -> list[str]:
    return [course.course_id for course in found.courses]


def test_each_course_has_its_claim_and_its_citation(snapshot: Snapshot) -> None:
    found = suggested(snapshot, CONFLICT)
    assert len(found.courses) == len(found.claims) == len(found.citations) > 1
    for number, (course, claim, citation) in enumerate(zip(found.courses, found.claims, found.citations, strict=True)):
        assert course.citations == claim.citations == (number + 1,)
        assert citation.number == number + 1
        assert course.reason == claim.text == readable(citation.quote)
        assert snapshot.text(citation.text_id)[citation.start : citation.end] == citation.quote


def test_numbers_go_on_from_the_answer_before(snapshot: Snapshot) -> None:
    terms = read_question(CONFLICT, "da", snapshot, THESAURUS).terms
    found = suggest(Wish(CourseFilter(query=CONFLICT), terms), snapshot, TODAY, "da", first_number=6)
    assert [citation.number for citation in found.citations] == list(range(6, 6 + len(found.citations)))


def test_no_more_are_given_than_were_wished_for(snapshot: Snapshot) -> None:
    assert len(suggested(snapshot, CONFLICT, most=2).courses) == 2


def test_the_competences_a_course_gives_are_told(snapshot: Snapshot) -> None:
    assert suggested(snapshot, CONFLICT, place="Odense").courses[0].competences == ("Konflikthåndtering",)


def test_a_course_on_something_else_is_not_suggested(snapshot: Snapshot) -> None:
    assert "regneark" not in ids(suggested(snapshot, CONFLICT, most=20))
    assert ids(suggested(snapshot, "regneark")) == ["regneark"]


def test_without_a_subject_any_course_that_satisfies_will_do(snapshot: Snapshot) -> None:
    assert set(ids(suggested(snapshot, "", form="online"))) == {"konflikt-online", "regneark"}


@pytest.mark.parametrize(
    ("wanted", "reason"),
    [({"place": "Aarhus"}, "Aarhus"), ({"max_price": 9_000}, "Pris: "), ({"form": "online"}, "Giver kompetencer i: ")],
)
def test_without_a_subject_the_reason_is_the_line_that_tells_what_was_asked_for(
    snapshot: Snapshot, wanted: dict[str, object], reason: str
) -> None:
    found = suggested(snapshot, "", **wanted)
    assert found.courses
    assert all(reason in course.reason for course in found.courses)


def test_that_a_text_speaks_of_a_course_bears_no_sort_of_course_out(snapshot: Snapshot) -> None:
    assert suggested(snapshot, "svømmekursus") == Suggested()


def test_a_course_that_is_over_is_told_of_where_none_that_can_be_taken_fits(snapshot: Snapshot) -> None:
    far = datetime.date(2040, 1, 1)
    terms = read_question("regneark", "da", snapshot, THESAURUS).terms
    wanted = CourseFilter(query="regneark")
    found = suggest(Wish(wanted, terms, lapsed=True), snapshot, far, "da", first_number=1)
    assert [course.status for course in found.courses] == [CourseStatus.EXPIRED]
    assert suggest(Wish(wanted, terms), snapshot, far, "da", first_number=1) == Suggested()


def test_a_subject_that_no_course_bears_out_gives_none(snapshot: Snapshot) -> None:
    assert suggested(snapshot, "dykning i havet") == Suggested()


@pytest.mark.parametrize("learner", [None, Learner.EMPLOYEE, Learner.MANAGER])
def test_courses_for_citizens_are_for_citizens(learner: Learner | None, snapshot: Snapshot) -> None:
    assert "konflikt-borger" not in ids(suggested(snapshot, CONFLICT, most=20, learner=learner))
    assert "konflikt-borger" in ids(suggested(snapshot, CONFLICT, learner=Learner.CITIZEN))


def test_a_course_that_is_over_is_given_only_where_those_are_asked_for_and_marked(snapshot: Snapshot) -> None:
    assert "konflikt-holdt" not in ids(suggested(snapshot, CONFLICT, most=20))
    with_expired = suggested(snapshot, CONFLICT, most=20, include_expired=True)
    status = {course.course_id: course.status for course in with_expired.courses}
    assert status["konflikt-holdt"] is CourseStatus.EXPIRED
    assert status["konflikt-aarhus"] is CourseStatus.OPEN


def test_what_is_open_depends_on_the_day(snapshot: Snapshot) -> None:
    assert "konflikt-holdt" in ids(suggested(snapshot, CONFLICT, datetime.date(2019, 1, 1), most=20))
    assert ids(suggested(snapshot, CONFLICT, datetime.date(2040, 1, 1), most=20)) == []


def test_an_invented_course_is_known_as_such(snapshot: Snapshot) -> None:
    fictional = {course.course_id for course in suggested(snapshot, CONFLICT, most=20).courses if course.fictional}
    assert fictional == {"konflikt-fiktiv"}


def test_a_course_that_is_not_for_all_needs_the_right_to_it(snapshot: Snapshot) -> None:
    terms = read_question(CONFLICT, "da", snapshot, THESAURUS).terms
    wanted = CourseFilter(query=CONFLICT)
    public = suggest(Wish(wanted, terms, 20), snapshot, TODAY, "da", 1)
    everything = suggest(Wish(wanted, terms, 20, visibilities=frozenset(Visibility)), snapshot, TODAY, "da", 1)
    assert set(ids(everything)) - set(ids(public)) == {"konflikt-intern"}
