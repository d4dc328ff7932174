"""What a wish for courses asks for, read out of its words."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.core.courses.request import CourseRequest, Supply, is_narrowed, read_request
from assistant.core.courses.wishes import may_want_courses, names_courses, wants_courses, wants_something
from knowledge.courses import CourseFilter
from knowledge.types import Course, CourseRun, Learner

TODAY = datetime.date(2026, 11, 22)
KNOWN = [
    Course("a", "Samtaler", "a", provider="Kursushuset Lyng", runs=(CourseRun(place="Aarhus"),)),
    Course("b", "Samtaler", "b", provider="Lyng", runs=(CourseRun(place="Nykøbing Falster"), CourseRun(place=None))),
]


def read(question: str, learner: Learner | None = None) -> CourseRequest:
    return read_request(question, learner, Supply(KNOWN), TODAY)


def filters(question: str) -> CourseFilter:
    return read(question).filter


@pytest.mark.parametrize(
    "question",
    [
        "Hvilke kurser er der i samtaler?",
        "find et kursus om job",
        "Kan du anbefale et forløb?",
        "kurser i Aarhus",
        "any courses on conversations?",
        "Er der et kusus i samtaler?",
        "kursser i odense til virksomhedskonsulenter",
        "Mine folk skal blive bedre til at få fat i de unge. Hvad findes der?",
        "Hvilke kurser ruster til opgaver med unge?",
        "Find et kursus om lederens rolle",
        "Hvad findes der til nye kolleger?",
        "Noget til dem i receptionen",
        "Hvor kan vi lære at skrive kortere?",
        "Vi skriver for langt. Hvad kan de gå på?",
        "Lederkurser i Jylland",
        "Vi vil gerne have et kursus i feedback",
        "Where can a manager learn about budgets?",
        "We write too much - is there a course for that?",
        "Which online courses teach planning?",
    ],
)
def test_a_wish_for_courses_is_recognised(question: str) -> None:
    assert wants_courses(question)


@pytest.mark.parametrize(
    "question",
    [
        "Hvad koster kurset i samtaler?",
        "Hvornår begynder kurset?",
        "Hvem underviser på kurset?",
        "Hvad siger lederne om kurser?",
        "Hvilke områder er sværest?",
        "Hvad skal der til, for at et kursus virker i hverdagen?",
        "Hvad skal der til for at et kursus virker bagefter?",
        "Hvad kan en leder gøre før, under og efter et kursus?",
        "Hvilke opgaver har lederen før et kursus?",
        "Hvilken rolle har lederen, når en medarbejder er på et kursus?",
        "What can a manager do before a course?",
        "Which topic came first on the list for training?",
        "Which costs could the training grant cover?",
        "Which body offers training on the law?",
        "In which town is the course on planning held?",
        "Can we tell whether the list of courses is kept up to date?",
        "Hvilken by holdes kurset i?",
        "Er der krav om efteruddannelse?",
        "Kan vi søge penge til efteruddannelse?",
        "",
    ],
)
def test_a_question_for_a_fact_is_no_wish_for_courses(question: str) -> None:
    assert not wants_courses(question)


@pytest.mark.parametrize(
    ("question", "wants"),
    [
        ("noget gratis i jylland til næste år", True),
        ("Kan jeg få noget gratis?", True),
        ("er der noget billigt på fyn", True),
        ("Is there anything online in May?", True),
        ("Er der noget i rapporten fra 2018?", False),
        ("Hvad koster noget gratis?", False),
    ],
)
def test_something_that_is_not_named_may_be_a_course(question: str, wants: bool) -> None:
    assert wants_something(question) is wants


def test_a_wish_to_get_better_may_be_helped_by_courses() -> None:
    assert may_want_courses("Hvordan kan vi styrke samarbejdet?") or wants_courses("Hvordan kan vi styrke samarbejdet?")
    assert not may_want_courses("Hvad er en fagprofil?")


@pytest.mark.parametrize(
    ("words", "amount"),
    [
        ("under 3.000 kr.", 3000.0),
        ("højst 3000 kroner", 3000.0),
        ("maks. 2 500 kr.", 2500.0),
        ("op til 12.000", 12000.0),
        ("at most 900 DKK", 900.0),
        ("gratis", 0.0),
        ("billigt", None),
    ],
)
def test_a_price_is_read(words: str, amount: float | None) -> None:
    assert filters(f"Kurser i samtaler {words}").max_price == amount


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("i marts", datetime.date(2027, 3, 1), datetime.date(2027, 3, 31)),
        ("i november", datetime.date(2026, 11, 1), datetime.date(2026, 11, 30)),
        ("i december", datetime.date(2026, 12, 1), datetime.date(2026, 12, 31)),
        ("i februar 2028", datetime.date(2028, 2, 1), datetime.date(2028, 2, 29)),
        ("i foråret", datetime.date(2027, 1, 1), datetime.date(2027, 6, 30)),
        ("i efteråret 2027", datetime.date(2027, 8, 1), datetime.date(2027, 12, 31)),
        ("i 2027", datetime.date(2027, 1, 1), datetime.date(2027, 12, 31)),
    ],
)
def test_a_month_or_a_year_is_a_span_of_days(words: str, first: datetime.date, last: datetime.date) -> None:
    wanted = filters(f"Kurser i samtaler {words}")
    assert (wanted.start_from, wanted.start_to) == (first, last)


@pytest.mark.parametrize(
    ("words", "field", "value"),
    [
        ("i Aarhus", "place", "Aarhus"),
        ("i Nykøbing Falster", "place", "Nykøbing Falster"),
        ("hos Kursushuset Lyng", "provider", "Kursushuset Lyng"),
        ("online", "form", "online"),
        ("med fremmøde", "form", "physical"),
        ("på diplomniveau", "level", "diplom"),
        ("på akademiniveau", "level", "akademi"),
        ("på 5 ECTS", "min_ects", 5.0),
        ("på 7,5 ECTS", "max_ects", 7.5),
        ("for ledere", "learner", Learner.MANAGER),
        ("for ledige", "learner", Learner.CITIZEN),
        ("til medarbejdere", "learner", None),
    ],
)
def test_what_a_wish_says_becomes_a_filter(words: str, field: str, value: object) -> None:
    assert getattr(filters(f"Kurser i samtaler {words}"), field) == value


@pytest.mark.parametrize(
    "words", ["", "i marts", "i september", "i Aarhus", "online", "på diplomniveau", "under 3.000 kr.", "hos Lyng"]
)
def test_the_subject_is_what_no_filter_took(words: str) -> None:
    assert read(f"Hvilke kurser er der i konflikthåndtering {words}?").subject == "konflikthåndtering"


def test_a_place_no_course_is_held_in_is_no_filter() -> None:
    assert filters("Kurser i samtaler i Thisted").place is None


def test_who_is_to_learn_is_taken_from_the_request_first() -> None:
    assert read("Kurser for ledige", Learner.EMPLOYEE).filter.learner is Learner.EMPLOYEE


@pytest.mark.parametrize(
    ("question", "learner"),
    [
        ("En ledig vil gerne lære at svejse. Hvilket kursus?", Learner.CITIZEN),
        ("Hvor kan arbejdsløse lære at gøre rent?", Learner.CITIZEN),
        ("Which course could I suggest to a jobless client?", Learner.CITIZEN),
        ("Noget for os chefer om økonomi", Learner.MANAGER),
        ("Where can a manager learn about budgets? I ask as a manager", Learner.MANAGER),
        ("Kurser til medarbejdere, der taler med ledige", None),
        ("Findes der et kursus om ledige?", None),
    ],
)
def test_who_is_to_learn_is_told_from_whom_it_is_about(question: str, learner: Learner | None) -> None:
    assert filters(question).learner is learner


@pytest.mark.parametrize(
    ("question", "narrowed"), [("Kurser i Aarhus", True), ("Gratis kurser", True), ("Kurser i samtaler", False)]
)
def test_a_wish_that_says_where_or_for_how_much_is_narrowed(question: str, narrowed: bool) -> None:
    assert is_narrowed(filters(question)) is narrowed
    assert names_courses(question)


@given(st.text(max_size=60))
def test_any_text_can_be_read_as_a_wish(text: str) -> None:
    wanted = read(text).filter
    assert wanted.max_price is None or wanted.max_price >= 0
    if wanted.start_from and wanted.start_to:
        assert wanted.start_from <= wanted.start_to
