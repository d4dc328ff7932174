"""The hand-made set of links holds, and the linker does not get worse on it."""

from collections.abc import Iterator

import pytest

from evals.benchmarks.linking import figures, link_snapshot
from evals.link_cases import HALVES, Half, read_link_cases
from knowledge.competences import Competences
from knowledge.types import Snapshot

# Somewhat under what was measured: .955 and .81 on the tuning half, .823 and .68 on the other.
FLOORS: dict[Half, tuple[float, float]] = {"tuning": (0.92, 0.8), "held-out": (0.87, 0.77)}


@pytest.fixture(scope="module")
def snapshot() -> Iterator[Snapshot]:
    with link_snapshot() as opened:
        yield opened


def test_the_set_has_150_links_and_no_course_in_both_halves() -> None:
    tuning, held_out = (read_link_cases(half) for half in HALVES)
    assert sum(len(case.gives) for case in (*tuning, *held_out)) >= 150
    assert not {case.course_id for case in tuning} & {case.course_id for case in held_out}


@pytest.mark.parametrize("half", HALVES)
def test_every_sentence_of_the_set_stands_in_its_course_and_every_competence_is_known(
    snapshot: Snapshot, half: Half
) -> None:
    register = Competences.of(snapshot)
    courses = {course.course_id: course for course in snapshot.courses()}
    for case in read_link_cases(half):
        source = snapshot.source(courses[case.course_id].source_id)
        assert source is not None
        text = snapshot.text(source.text_id)
        assert [quote for quote in case.gives.values() if quote not in text] == []
        keys = {*case.gives, *case.gives_not, *case.unclear}
        assert [key for key in keys if (known := register.get(key)) is None or known.key != key] == []
        assert not set(case.gives) & set(case.gives_not)


def test_precision_and_recall_keep_above_their_floors(snapshot: Snapshot) -> None:
    measured = figures(snapshot)
    for half, (precision, recall) in FLOORS.items():
        row = measured[half]["at_threshold"]
        assert row["precision"] >= precision, (half, row)
        assert row["recall"] >= recall, (half, row)
