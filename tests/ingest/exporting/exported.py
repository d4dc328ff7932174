"""Profiles and courses as an ingest could have made them, of every field and of odd text."""

import datetime
import unicodedata
from dataclasses import replace

from hypothesis import strategies as st

from ingest.records import Standing
from ingest.records.values import duration, form, level
from knowledge.competences import competence_key
from knowledge.types import (
    Competence,
    Course,
    CourseCompetence,
    CourseRun,
    Learner,
    Price,
    Profile,
    Source,
    SourceKind,
    Transfer,
    Visibility,
)

ODD = [
    "=1+1", "+45 12345678", "-x", "@a", "'=x", "a; b", 'sig "ja"', '"a; b"', "a|b\nc", "ja", "2.395", "null", "- a: b",
    "Samtale (niveau 2)", "Samtale {k}", '"', "#x", "1e3", "2026-01-01", "æøå ÆØÅ", "能力", "{x}", "50 %", "\tx",
]  # fmt: skip


def clean(text: str) -> str:
    """Text as records hold it: composed, stripped."""
    return unicodedata.normalize("NFC", text).strip()


LETTERS = st.characters(exclude_categories=["Cs", "Cc", "Cn", "Co"]) | st.sampled_from(";|\n\t\"',=+-@{}()[]:#%")
TEXTS = (st.text(LETTERS, min_size=1, max_size=14) | st.sampled_from(ODD)).map(clean).filter(bool)
MAYBE = st.none() | TEXTS
IDS = st.from_regex(r"[a-z0-9][\w.-]{0,8}", fullmatch=True).filter(str.isascii)
DAYS = st.none() | st.dates(datetime.date(1990, 1, 1), datetime.date(2060, 1, 1))
LEVELS = st.none() | st.integers(0, 5)
LISTS = st.lists(TEXTS, max_size=3).map(tuple)
WORDS_OF_PRICE = ["oplyses senere", "efter aftale", "1.000 kr. eller 2.000 kr."]


def competences(ids: st.SearchStrategy[str | None]) -> st.SearchStrategy[Competence]:
    made = st.builds(Competence, st.just(""), TEXTS, MAYBE, LISTS, LISTS, LISTS, LISTS, LISTS, LEVELS)
    return st.builds(lambda one, own: replace(one, competence_id=competence_key(own, one.label)), made, ids)


def valid(record: Profile | Course) -> bool:
    return not (record.valid_from and record.valid_to and record.valid_to < record.valid_from)


def details(*names: str) -> st.SearchStrategy[tuple[tuple[str, str], ...]]:
    chosen = st.fixed_dictionaries({}, optional=dict.fromkeys(names, TEXTS))
    return chosen.map(lambda said: tuple((name, said[name]) for name in names if name in said))


PROFILES = st.builds(
    Profile,
    profile_id=IDS, profile_set=TEXTS, version=TEXTS, title=TEXTS, source_id=st.just(""), description=MAYBE,
    tasks=LISTS, competences=st.lists(
        competences(st.none() | TEXTS), max_size=3, unique_by=lambda one: one.competence_id
    ).map(tuple),
    builds_on=LISTS, aliases=LISTS, valid_from=DAYS, valid_to=DAYS, date=DAYS, url=MAYBE, fictional=st.booleans(),
    derived_from=MAYBE, basis=st.booleans(), details=details("note", "source_note", "courses"),
).filter(valid).map(lambda one: replace(one, source_id=one.profile_id))  # fmt: skip

AMOUNTS = st.integers(0, 10**7).map(float) | st.floats(0, 1e9, allow_nan=False, allow_infinity=False).map(abs)
PRICES = st.builds(Price, AMOUNTS, st.sampled_from(["DKK", "EUR", "SEK"]), st.none() | st.booleans())
RUNS = st.builds(CourseRun, DAYS, DAYS, MAYBE, DAYS, st.none() | st.integers(0, 500), MAYBE).filter(
    lambda run: run != CourseRun() and not (run.start and run.end and run.end < run.start)
)
NEEDED = st.lists(st.builds(CourseCompetence, TEXTS, MAYBE, LEVELS), max_size=3).map(tuple)
TRANSFERS = st.none() | st.builds(Transfer, *[MAYBE] * 7).filter(lambda one: one != Transfer())
DETAILS = ("audience", "admission", "content", "teacher", "exam", "credential", "contact", "note", "source_note")


def settled(course: Course, words_of_price: str | None) -> Course:
    """Give a course whose parts agree as those of a read one do."""
    more = (("price", words_of_price),) if words_of_price and course.price is None else ()
    return replace(course, source_id=course.course_id, details=(*course.details, *more))


PLAIN_COURSES = st.builds(
    Course,
    course_id=IDS, title=TEXTS, source_id=st.just(""), provider=MAYBE, learner=st.none() | st.sampled_from(Learner),
    level=st.none() | TEXTS.map(level), ects=st.none() | st.floats(0, 300), form=st.none() | TEXTS.map(form),
    duration=st.none() | TEXTS.map(duration), description=MAYBE, price=st.none() | PRICES,
    runs=st.lists(RUNS, max_size=4, unique=True).map(tuple), requires=NEEDED, provides=NEEDED, transfer=TRANSFERS,
    profiles=LISTS, url=MAYBE, date=DAYS, retrieved=DAYS, valid_from=DAYS, valid_to=DAYS, fictional=st.booleans(),
    details=details(*DETAILS),
).filter(valid)  # fmt: skip
COURSES = st.builds(settled, PLAIN_COURSES, st.none() | st.sampled_from(WORDS_OF_PRICE))

STANDINGS = st.builds(
    Standing,
    publisher=MAYBE,
    visibility=st.sampled_from(Visibility),
    language=st.sampled_from(["da", "en", "sv"]),
    learner=st.none() | st.sampled_from(Learner),
    retrieved=DAYS,
)


def standing_of(record: Profile | Course, standing: Standing) -> Standing:
    """Give a standing that agrees with its record."""
    if isinstance(record, Profile):
        return standing
    return replace(
        standing,
        publisher=standing.publisher or record.provider,
        learner=record.learner,
        retrieved=record.retrieved,
    )


def source_of(record: Profile | Course, standing: Standing) -> Source:
    """Make the source of a record."""
    return Source(
        record.source_id,
        SourceKind.PROFILE if isinstance(record, Profile) else SourceKind.COURSE,
        record.title,
        "text",
        "root",
        publisher=standing.publisher,
        learner=standing.learner,
        visibility=standing.visibility,
        retrieved=standing.retrieved,
        language=standing.language,
    )


__all__ = ["COURSES", "PROFILES", "STANDINGS", "source_of", "standing_of"]
