"""What the bundled cases expect stands in what is stored, and is not given away by the words of the question."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import pytest

from evals.assembling import assembled
from evals.case_files import read_cases
from evals.cases import CASES_FOLDER, Case, Split, select
from evals.matching import shows
from evals.suites import read_suites
from knowledge.danish import content_stems
from knowledge.types import Course, Learner, Snapshot
from tests.evals.questions import make_case

CASES = read_suites()
SEED_CASES = read_cases(CASES_FOLDER / "seeds.jsonl")
# Issue 3: so many questions each that share no content stem with the passage that answers them.
LEAST_FAR_APART = 100


@dataclass(frozen=True)
class Stored:
    """What a generation holds, by the names that cases give its sources."""

    texts: Mapping[str, str]
    passages: Sequence[tuple[frozenset[str], str]]
    courses: Mapping[str, Course]


def stored_in(snapshot: Snapshot) -> Stored:
    """The records of one list stand together under its file's name, each under its own id."""
    texts: dict[str, str] = {}
    passages = []
    for source in snapshot.sources():
        names = frozenset({source.source_id, PurePosixPath(source.path or "").stem})
        for name in names:
            texts[name] = f"{texts.get(name, '')}\n{snapshot.text(source.text_id)}"
        passages += [(names, passage.text) for passage in snapshot.passages(source.source_id)]
    return Stored(texts, passages, {course.course_id: course for course in snapshot.courses()})


@pytest.fixture(scope="module")
def stored(samples: Snapshot) -> Stored:
    return stored_in(samples)


@pytest.fixture(scope="module")
def seeds(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stored]:
    """The real documents that the seed cases are asked of."""
    with assembled([shared_data / "seeds"], tmp_path_factory.mktemp("seeds")) as parts:
        yield stored_in(parts.current())


def unknown_sources(cases: Sequence[Case], stored: Stored) -> list[str]:
    return [f"{case.id}: {name}" for case in cases for name in case.sources if name not in stored.texts]


def missing_facts(cases: Sequence[Case], stored: Stored) -> list[str]:
    return [
        f"{case.id}: {' | '.join(fact)}"
        for case in cases
        for fact in case.facts
        if not any(shows(stored.texts[source], fact) for source in case.sources)
    ]


def missing_passages(cases: Sequence[Case], stored: Stored) -> list[str]:
    """Stretches that stand in no stored passage of a source the case names, as far as it names any."""
    return [
        f"{case.id}: {part}"
        for case in cases
        for part in case.passages
        if not any(part in text and (not case.sources or names & set(case.sources)) for names, text in stored.passages)
    ]


def missing_stale_facts(cases: Sequence[Case], stored: Stored) -> list[str]:
    return [
        f"{case.id}: {' | '.join(fact)}"
        for case in cases
        for fact in case.stale_facts
        if not any(shows(text, fact) for text in stored.texts.values())
    ]


def wrong_courses(cases: Sequence[Case], stored: Stored) -> list[str]:
    """Expected courses that are not there, or are for somebody other than the case asks for."""
    return [
        f"{case.id}: {name}"
        for case in cases
        for name in case.expected_courses
        if name not in stored.courses or stored.courses[name].learner not in _accepted(case)
    ]


def _accepted(case: Case) -> set[Learner | None]:
    return {case.learner, None} if case.learner else {Learner.EMPLOYEE, Learner.MANAGER, None}


def far_apart(case: Case, stored: Stored) -> bool:
    """Whether the question shares no content stem with any passage that holds one of the case's stretches."""
    asked = set(content_stems(case.question))
    answering = [text for _, text in stored.passages if any(part in text for part in case.passages)]
    return bool(answering) and not any(asked & set(content_stems(text)) for text in answering)


def test_every_named_source_is_there(stored: Stored) -> None:
    assert unknown_sources(CASES, stored) == []


def test_every_fact_stands_in_a_named_source(stored: Stored) -> None:
    assert missing_facts(CASES, stored) == []


def test_every_fact_that_is_outdated_was_said_by_somebody(stored: Stored) -> None:
    assert missing_stale_facts(CASES, stored) == []


def test_every_stretch_stands_in_a_stored_passage(stored: Stored) -> None:
    assert missing_passages(CASES, stored) == []


def test_every_expected_course_is_there_and_for_the_learner_asked_for(stored: Stored) -> None:
    assert wrong_courses(CASES, stored) == []


@pytest.mark.parametrize("suite", ["everyday-words", "english"])
def test_enough_questions_share_no_word_with_what_answers_them(suite: str, stored: Stored) -> None:
    cases = read_suites([suite])
    assert sum(far_apart(case, stored) for case in cases) >= LEAST_FAR_APART


def test_a_shared_word_is_noticed_in_any_form(stored: Stored) -> None:
    case = next(case for case in read_suites(["numbers"]) if case.passages)
    assert not far_apart(make_case(question=case.passages[0], passages=case.passages), stored)
    assert not far_apart(make_case(question="Hvad?", passages=("stands nowhere",)), stored)


@pytest.mark.shared
def test_what_the_seed_cases_expect_stands_in_the_documents(seeds: Stored) -> None:
    assert unknown_sources(SEED_CASES, seeds) == []
    assert missing_facts(SEED_CASES, seeds) == []
    assert missing_stale_facts(SEED_CASES, seeds) == []
    assert missing_passages(SEED_CASES, seeds) == []
    assert wrong_courses(SEED_CASES, seeds) == []


def test_the_seed_cases_are_balanced_and_have_ids_of_their_own() -> None:
    halves = [len(select(SEED_CASES, split)) for split in Split]
    assert abs(halves[0] - halves[1]) <= 1
    assert len({case.id for case in [*SEED_CASES, *CASES]}) == len(SEED_CASES) + len(CASES)
