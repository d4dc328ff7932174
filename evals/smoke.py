"""The questions that must be answered after an ingest as they were before it: cases with the tag `smoke`.

A case that was answered rightly by the current generation must be answered rightly by the one about to be published.
One that was wrong before, such as a bundled one over sources that are not there, holds nothing up.
"""

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from textwrap import shorten

from assistant.core.build import build_assistant
from assistant.core.types import Answer
from evals.assembling import ASKED_ON, SAMPLES
from evals.case_files import CaseError, read_cases
from evals.cases import Case
from evals.measures import has_passed, measure
from evals.observing import Grounds, Observation
from evals.running import Bench, ask
from evals.suites import read_suites
from knowledge.errors import DamagedError, NoGenerationError
from knowledge.types import Snapshot

TAG = "smoke"
# What stands in a report to recognise an answer by.
_SHOWN = 160


@dataclass(frozen=True, slots=True)
class Other:
    """A case that is no longer answered as it was."""

    case: Case
    answer: Answer

    @property
    def shown(self) -> str:
        """What it rests on now, or says where that is nothing, in a line that is not too long."""
        told = " ".join(f"»{citation.quote}«" for citation in self.answer.citations) or self.answer.text
        return shorten(told, _SHOWN, placeholder=" …")


class Smoke:
    """Cases to ask before and after; the bundled ones only where the samples are known."""

    def __init__(self, own: Path | None, current: Callable[[], Snapshot], today: datetime.date) -> None:
        """`own`: a file of cases, whose faults raise `CaseError` here, before anything is done."""
        self._own = [replace(case, as_of=case.as_of or today) for case in _tagged(own)] if own else []
        self._current = current

    def others(self, draft: Snapshot) -> list[Other]:
        """The cases that the draft answers wrongly and the current generation rightly; none before the first."""
        try:
            before = self._current()
        except (NoGenerationError, DamagedError):
            return []
        cases = [*self._own, *_bundled(before)]
        if not cases:
            return []
        now, then = _bench(draft), _bench(before)
        answers = [(case, ask(case, now.assistant)) for case in cases]
        wrong = [(case, answer) for case, answer in answers if not _is_right(case, answer, now)]
        return [Other(case, answer) for case, answer in wrong if _is_right(case, ask(case, then.assistant), then)]


def _tagged(path: Path) -> list[Case]:
    cases = [case for case in read_cases(path) if TAG in case.tags]
    if not cases:
        raise CaseError(f"No case of {path.name} has the tag {TAG!r}; give it to some.", path=path.name, untagged=TAG)
    return cases


def _bundled(snapshot: Snapshot) -> Sequence[Case]:
    if not any(Path(root) == SAMPLES for root in {source.root for source in snapshot.sources()}):
        return []
    return [replace(case, as_of=case.as_of or ASKED_ON) for case in read_suites() if TAG in case.tags]


def _bench(snapshot: Snapshot) -> Bench:
    """Without a language model, which does not write the same twice, and without a ranking, which no case fails by."""
    learners = {course.course_id: course.learner for course in snapshot.courses()}
    return Bench(build_assistant(lambda: snapshot), Grounds(snapshot, snapshot.text, learners.get, {}))


def _is_right(case: Case, answer: Answer, bench: Bench) -> bool:
    return has_passed(measure(Observation(case, answer, None, bench.grounds)))
