import datetime
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from builders import make_knowledge_base, make_passage, make_source

from knowledge.courses import CourseFilter, course_status, find_courses
from knowledge.generations import KnowledgeBase
from knowledge.thesaurus import Thesaurus
from knowledge.types import (
    Competence,
    Course,
    CourseCompetence,
    CourseRun,
    CourseStatus,
    Learner,
    Price,
    Profile,
    Snapshot,
    SourceKind,
)

TODAY = datetime.date(2026, 11, 22)
PAST, FUTURE = datetime.date(2024, 3, 1), datetime.date(2027, 3, 1)


def course(course_id: str, title: str, **changes: object) -> Course:
    return replace(Course(course_id, title, source_id=course_id), **changes)  # type: ignore[arg-type]


COURSES = [
    course(
        "samtale",
        "Den motiverende samtale",
        provider="Kursushuset Ærø",
        learner=Learner.EMPLOYEE,
        level="kursus",
        form="physical",
        price=Price(4950, vat_included=False),
        runs=(CourseRun(FUTURE, FUTURE, "Aalborg"), CourseRun(PAST, PAST, "Odense")),
        provides=(CourseCompetence("Samtaleteknik", "samtaleteknik", 3),),
        description="Øvelser i at lytte og spørge.",
    ),
    course(
        "diplom",
        "Diplomuddannelse i beskæftigelse",
        provider="Professionshøjskolen Metropol",
        level="diplom",
        ects=60,
        description="Seks moduler på deltid.",
    ),
    course(
        "gammel",
        "Samtaler om sygemelding",
        learner=Learner.EMPLOYEE,
        runs=(CourseRun(PAST),),
        description="Samtaler med sygemeldte.",
    ),
    course("borger", "CV og jobsamtale for ledige", learner=Learner.CITIZEN, runs=(CourseRun(FUTURE),)),
    course(
        "leder",
        "Transfer for ledere",
        learner=Learner.MANAGER,
        level="akademi",
        ects=5,
        form="online",
        price=Price(9000, vat_included=True),
        runs=(CourseRun(datetime.date(2027, 9, 1)),),
        profiles=("mellemleder",),
        description="Få det lærte i brug; samtaler før og efter kurset.",
    ),
]
PROFILE = Profile(
    "konsulent", "fiktiv", "1", "Jobkonsulent", "profil", competences=(Competence("samtaleteknik", "Samtaleteknik"),)
)


@pytest.fixture(scope="module")
def knowledge_base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    base = make_knowledge_base(Path(tmp_path_factory.mktemp("kurser")))
    with base.writer() as draft:
        for one in COURSES:
            text = f"{one.title}. {one.description or ''}"
            passage = make_passage(text, one.source_id, kind=SourceKind.COURSE, learner=one.learner, title=one.title)
            source = make_source(one.source_id, text, kind=SourceKind.COURSE, learner=one.learner, title=one.title)
            draft.put(source, text, [passage], course=one)
        text = "Jobkonsulent"
        draft.put(make_source("profil", text, kind=SourceKind.PROFILE), text, [], profile=PROFILE)
        draft.publish()
    yield base
    base.close()


@pytest.fixture
def snapshot(knowledge_base: KnowledgeBase) -> Snapshot:
    return knowledge_base.current()


def ids(snapshot: Snapshot, **wanted: object) -> Sequence[str]:
    return [found.course.course_id for found in find_courses(snapshot, CourseFilter(**wanted), TODAY)]  # type: ignore[arg-type]


def test_open_goes_before_undated_before_expired(snapshot: Snapshot) -> None:
    assert ids(snapshot) == ["samtale", "leder", "diplom"]
    assert ids(snapshot, include_expired=True) == ["samtale", "leder", "diplom", "gammel"]


def test_citizens_courses_are_only_for_those_who_ask_for_them(snapshot: Snapshot) -> None:
    assert "borger" in ids(snapshot, learner=Learner.CITIZEN)
    assert "borger" not in ids(snapshot, query="jobsamtale for ledige")
    assert ids(snapshot, learner=Learner.MANAGER) == ["leder", "diplom"]


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ({"provider": "kursushuset aeroe"}, ["samtale"]),
        ({"provider": "metropol"}, ["diplom"]),
        ({"level": "Diplomuddannelse"}, ["diplom"]),
        ({"level": "VVU"}, ["leder"]),
        ({"form": "fremmøde"}, ["samtale"]),
        ({"form": "Webinar"}, ["leder"]),
        ({"max_price": 5000}, ["samtale"]),
        ({"min_ects": 5}, ["leder", "diplom"]),
        ({"min_ects": 5, "max_ects": 10}, ["leder"]),
        ({"place": "aalborg"}, ["samtale"]),
        ({"place": "Odense", "start_from": TODAY}, []),
        ({"start_from": datetime.date(2027, 8, 1)}, ["leder"]),
        ({"start_to": datetime.date(2027, 4, 1)}, ["samtale"]),
        ({"competence": "samtaleteknikker"}, ["samtale"]),
        ({"competence": "samtaleteknik"}, ["samtale"]),
        ({"profile": "jobkonsulent"}, ["samtale"]),
        ({"profile": "mellemleder"}, ["leder"]),
        ({"provider": "findes ikke"}, []),
    ],
)
def test_filters_are_tolerant_in_words_and_strict_in_numbers(
    snapshot: Snapshot, wanted: dict[str, object], expected: list[str]
) -> None:
    assert ids(snapshot, **wanted) == expected


def test_a_title_that_bears_the_query_out_wins_even_over_open_courses(snapshot: Snapshot) -> None:
    assert ids(snapshot, query="diplomuddannelse i beskæftigelse")[0] == "diplom"
    assert ids(snapshot, query="motiverende samtaler")[0] == "samtale"


def test_a_query_that_nothing_bears_out_finds_nothing(snapshot: Snapshot) -> None:
    assert ids(snapshot, query="svejsning af rustfrit stål") == []


def test_a_query_without_words_asks_for_nothing(snapshot: Snapshot) -> None:
    assert ids(snapshot, query="?!") == ids(snapshot)


def test_the_reason_is_in_the_courses_own_words(snapshot: Snapshot) -> None:
    found = find_courses(snapshot, CourseFilter(query="samtaleteknik"), TODAY)
    assert found[0].reason == "Samtaleteknik"
    assert found[0].course.course_id == "samtale"


def test_a_provider_is_known_by_its_later_name(snapshot: Snapshot) -> None:
    wanted = CourseFilter(provider="Københavns Professionshøjskole")
    assert find_courses(snapshot, wanted, TODAY) == []
    found = find_courses(snapshot, wanted, TODAY, thesaurus=Thesaurus.load())
    assert [one.course.course_id for one in found] == ["diplom"]


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({}, CourseStatus.UNDATED),
        ({"valid_to": PAST}, CourseStatus.EXPIRED),
        ({"valid_to": TODAY}, CourseStatus.OPEN),
        ({"valid_to": PAST, "runs": (CourseRun(FUTURE),)}, CourseStatus.EXPIRED),
        ({"runs": (CourseRun(PAST), CourseRun(FUTURE))}, CourseStatus.OPEN),
        ({"runs": (CourseRun(FUTURE, deadline=PAST),)}, CourseStatus.EXPIRED),
        ({"runs": (CourseRun(TODAY),)}, CourseStatus.OPEN),
        ({"runs": (CourseRun(PAST), CourseRun(place="Vejle"))}, CourseStatus.UNDATED),
        ({"runs": (CourseRun(end=PAST),)}, CourseStatus.EXPIRED),
    ],
)
def test_a_course_can_be_taken_until_its_last_day(changes: dict[str, object], status: CourseStatus) -> None:
    assert course_status(course("x", "X", **changes), TODAY) is status
