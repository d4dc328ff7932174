import datetime
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from builders import make_passage, make_source
from hypothesis import given
from hypothesis import strategies as st

from knowledge.catalogue import Catalogue, Entry
from knowledge.database import Database
from knowledge.rows import row_of
from knowledge.types import (
    Competence,
    Course,
    CourseCompetence,
    CourseRun,
    Learner,
    Passage,
    Price,
    Profile,
    Source,
    SourceKind,
    Transfer,
)

words = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
maybe_words = st.none() | words
dates = st.none() | st.dates()
learners = st.none() | st.sampled_from(Learner)
several = st.lists(words, max_size=3).map(tuple)
amounts = st.floats(allow_nan=False)

levels = st.none() | st.integers(0, 5)
details = st.lists(st.tuples(words, words), max_size=2).map(tuple)
competences = st.builds(Competence, words, words, maybe_words, several, several, several, several, several, levels)
needs = st.builds(CourseCompetence, words, maybe_words, levels)
prices = st.none() | st.builds(Price, amounts, words, st.none() | st.booleans())
transfers = st.none() | st.builds(Transfer, *[maybe_words] * 7)
sources = st.builds(
    Source, st.just("s"), st.sampled_from(SourceKind), words, words, words, maybe_words, maybe_words, maybe_words,
    maybe_words, dates, learners, valid_from=dates, valid_to=dates, retrieved=dates, fictional=st.booleans(),
    language=words, content_hash=words,
)  # fmt: skip
courses = st.builds(
    Course, words, words, st.just("s"), maybe_words, learners, maybe_words, st.none() | amounts, maybe_words,
    maybe_words, maybe_words, prices,
    runs=st.lists(st.builds(CourseRun, dates, dates, maybe_words, dates, levels, maybe_words), max_size=3).map(tuple),
    requires=st.lists(needs, max_size=2).map(tuple), provides=st.lists(needs, max_size=3).map(tuple),
    transfer=transfers, profiles=several, url=maybe_words, date=dates, retrieved=dates, valid_from=dates,
    valid_to=dates, fictional=st.booleans(), details=details,
)  # fmt: skip
profiles = st.builds(
    Profile, words, words, words, words, st.just("s"), maybe_words, several,
    st.lists(competences, max_size=3).map(tuple), several, several, dates, dates, dates, maybe_words, st.booleans(),
    maybe_words, st.booleans(), details,
)  # fmt: skip
passages = st.builds(
    Passage, st.just("p"), st.just("s"), st.sampled_from(SourceKind), words, st.integers(0, 9), st.integers(0, 9),
    words, words, words, st.none() | st.integers(1, 9), learners,
)  # fmt: skip


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    with closing(Database.open_private(tmp_path / "knowledge.sqlite")) as database:
        yield Catalogue(database)


@given(source=sources, passage=passages, course=st.none() | courses, profile=st.none() | profiles)
def test_typed_records_come_back_exactly(
    source: Source, passage: Passage, course: Course | None, profile: Profile | None
) -> None:
    entry = Entry(source, (passage,), course, profile)
    with TemporaryDirectory() as folder, closing(Database.open_private(Path(folder) / "k.sqlite")) as database:
        catalogue = Catalogue(database)
        catalogue.put(entry)
        assert catalogue.entry("s") == entry
        assert catalogue.courses() == ([course] if course else [])
        assert catalogue.profiles() == ([profile] if profile else [])


def test_replacing_a_source_leaves_nothing_of_the_old(catalogue: Catalogue) -> None:
    course = Course("k", "Kursus", "a", runs=(CourseRun(place="Vejle"),), provides=(CourseCompetence("Samtale"),))
    catalogue.put(Entry(make_source("a"), (make_passage(source_id="a"),), course))
    catalogue.put(Entry(make_source("a"), ()))
    assert catalogue.entry("a") == Entry(make_source("a"), ())
    assert catalogue.counts() == dict.fromkeys(catalogue.counts(), 0) | {"sources": 1}


def test_a_failed_put_changes_nothing(catalogue: Catalogue) -> None:
    catalogue.put(Entry(make_source("a"), (make_passage(source_id="a"),)))
    taken = replace(make_passage(source_id="b"), passage_id="a#0")
    with pytest.raises(Exception, match="UNIQUE"):
        catalogue.put(Entry(make_source("b"), (taken,)))
    assert [source.source_id for source in catalogue.sources()] == ["a"]


def test_passages_keep_the_order_of_the_text_and_unknown_ids_are_missing(catalogue: Catalogue) -> None:
    both = tuple(replace(make_passage(source_id="a"), passage_id=name) for name in ("z", "b"))
    catalogue.put(Entry(make_source("a"), both))
    assert tuple(catalogue.passages("a")) == both == tuple(catalogue.all_passages())
    assert list(catalogue.passages_by_id(["b", "gone", "z"])) == ["b", "z"]


def test_courses_and_profiles_are_ordered(catalogue: Catalogue) -> None:
    for source_id, name in (("a", "2"), ("b", "1")):
        course = Course(name, "Kursus", source_id)
        profile = Profile(name, "sæt", "v1", "Profil", source_id, competences=(Competence("c", name),))
        catalogue.put(Entry(make_source(source_id), (), course, profile))
    assert [course.course_id for course in catalogue.courses()] == ["1", "2"]
    assert [profile.competences[0].label for profile in catalogue.profiles()] == ["1", "2"]
    assert catalogue.remove("a")
    assert not catalogue.remove("a")
    assert catalogue.entry("a") is None


def test_a_type_that_no_column_holds_is_refused() -> None:
    broken = replace(make_source(), path=b"bytes")  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="bytes"):
        row_of(broken)


def test_dates_are_kept_as_iso_8601() -> None:
    assert row_of(replace(make_source(), date=datetime.date(2016, 8, 17)))["date"] == "2016-08-17"
