from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

import pytest

from evals.assembling import assembled
from evals.cases import CASES_FOLDER, Case, read_cases
from evals.matching import shows
from evals.quality import SAMPLES
from knowledge.types import Course, Learner, Snapshot

CASES = read_cases(CASES_FOLDER / "samples.jsonl")


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Snapshot]:
    """The bundled samples as the product's own ingest stores them."""
    with assembled([SAMPLES], tmp_path_factory.mktemp("samples")) as parts:
        yield parts.knowledge_base.current()


@pytest.fixture(scope="module")
def texts(samples: Snapshot) -> Mapping[str, str]:
    """The stored text of each file by its name without ending; the records of a list together."""
    found: dict[str, str] = {}
    for source in samples.sources():
        name = PurePosixPath(source.path or "").stem
        found[name] = f"{found.get(name, '')}\n{samples.text(source.text_id)}"
    return found


@pytest.fixture(scope="module")
def courses(samples: Snapshot) -> Mapping[str, Course]:
    return {course.course_id: course for course in samples.courses()}


def test_every_named_source_is_there(texts: Mapping[str, str]) -> None:
    assert not {source for case in CASES for source in case.sources} - set(texts)


def test_every_fact_stands_in_a_named_source(texts: Mapping[str, str]) -> None:
    missing = [
        f"{case.id}: {' | '.join(fact)}"
        for case in CASES
        for fact in case.facts
        if not any(shows(texts[source], fact) for source in case.sources)
    ]
    assert not missing


def test_every_expected_course_is_there_and_for_the_learner_asked_for(courses: Mapping[str, Course]) -> None:
    wrong = [
        f"{case.id}: {name}"
        for case in CASES
        for name in case.expected_courses
        if name not in courses or courses[name].learner not in _accepted(case)
    ]
    assert not wrong


def _accepted(case: Case) -> set[Learner | None]:
    return {case.learner, None} if case.learner else {Learner.EMPLOYEE, Learner.MANAGER, None}
