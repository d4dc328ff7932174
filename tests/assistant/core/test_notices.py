"""What the reader is told beside an answer."""

import datetime

import pytest

from assistant.core.notices import OLD_REPORT_YEARS, notices_on_courses, notices_on_sources
from assistant.core.types import CourseSuggestion
from knowledge.types import CourseStatus, SourceKind
from prompts.wording import Wording
from tests.builders import make_source

TODAY = datetime.date(2026, 11, 22)
WORDING = Wording.load()


def codes(**source: object) -> list[str]:
    made = make_source(**{"date": TODAY, **source})  # type: ignore[arg-type]
    return [notice.code for notice in notices_on_sources([made], TODAY, "da", WORDING)]


def suggestion(status: CourseStatus = CourseStatus.OPEN, fictional: bool = False) -> CourseSuggestion:
    return CourseSuggestion("k", "Kursus", None, "Derfor", (), (1,), status, fictional)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ({}, []),
        ({"date": None}, ["undated_source"]),
        ({"date": datetime.date(2014, 6, 30)}, ["old_source"]),
        ({"date": datetime.date(TODAY.year - OLD_REPORT_YEARS, 1, 1)}, []),
        ({"valid_to": datetime.date(2026, 11, 21)}, ["expired_source"]),
        ({"valid_to": TODAY}, []),
        ({"fictional": True}, ["fictional_source"]),
        ({"fictional": True, "date": None}, ["fictional_source"]),
        ({"fictional": True, "date": datetime.date(2014, 6, 30)}, ["fictional_source", "old_source"]),
        ({"fictional": True, "valid_to": datetime.date(2026, 11, 21)}, ["fictional_source", "expired_source"]),
        ({"valid_to": datetime.date(2020, 1, 1), "date": datetime.date(2014, 6, 30)}, ["expired_source"]),
        ({"kind": SourceKind.COURSE, "date": None}, []),
        ({"kind": SourceKind.PROFILE, "date": None}, ["undated_source"]),
    ],
)
def test_a_source_gets_what_it_is_and_the_weightiest_of_what_time_has_done(
    source: dict[str, object], expected: list[str]
) -> None:
    assert codes(**source) == expected


@pytest.mark.parametrize("fictional", [False, True])
def test_a_course_that_is_over_is_said_to_be_so_whether_or_not_it_is_invented(fictional: bool) -> None:
    course = make_source(source_id="k", kind=SourceKind.COURSE, fictional=fictional)
    found = [notice.code for notice in notices_on_sources([course], TODAY, "da", WORDING, over={"k"})]
    assert found == ["fictional_source"] * fictional + ["expired_course"]


@pytest.mark.parametrize(("language", "year", "words"), [("da", "2014", "fra 2014"), ("en", "2014", "2014")])
def test_an_old_source_is_named_with_its_year(language: str, year: str, words: str) -> None:
    source = make_source(date=datetime.date(2014, 6, 30))
    (notice,) = notices_on_sources([source], TODAY, language, WORDING)  # type: ignore[arg-type]
    assert source.title in notice.text
    assert words in notice.text


def test_the_day_validity_ended_is_written_out() -> None:
    source = make_source(date=TODAY, valid_to=datetime.date(2026, 6, 30))
    assert "30. juni 2026" in notices_on_sources([source], TODAY, "da", WORDING)[0].text
    assert "30 June 2026" in notices_on_sources([source], TODAY, "en", WORDING)[0].text


def test_courses_are_spoken_of_once_however_many() -> None:
    invented = suggestion(fictional=True)
    over = suggestion(CourseStatus.EXPIRED)
    found = notices_on_courses([suggestion(), invented, invented, over], "da", WORDING)
    assert [notice.code for notice in found] == ["fictional_course", "expired_course"]
    assert notices_on_courses([suggestion(), suggestion(CourseStatus.UNDATED)], "da", WORDING) == []
