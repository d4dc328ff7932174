"""What became of each case, as it is kept: scores, the answer as JSON, and how long it took."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from evals.cases import Case, CaseKind
from evals.measures import has_passed


@dataclass(frozen=True, slots=True)
class Outcome:
    """One case with its scores by metric (a metric that does not apply is missing) and its answer."""

    case: Case
    scores: Mapping[str, float]
    answer: Mapping[str, Any]
    """The answer as the public JSON."""
    latency: float
    """Milliseconds."""
    judged: Mapping[str, Any] = field(default_factory=dict)
    """What a judge said; empty without one."""

    @property
    def passed(self) -> bool:
        """Whether nothing is wrong with the answer."""
        return has_passed(self.scores)

    @property
    def counts(self) -> bool:
        """Whether it has a part in totals: small talk is kept apart."""
        return self.case.kind is not CaseKind.SMALLTALK


class UnfinishedRun:
    """The finished cases of a run that may be broken off, a line each, so that it can be taken up again.

    `key` says what run it is: what was finished under another key (other code, cases or documents) is not taken up.
    """

    def __init__(self, path: Path, key: str) -> None:
        self._path = path
        self._key = key

    def finished(self) -> dict[str, dict[str, Any]]:
        """What was kept of each case, by its id; the last line is left out when it was cut short."""
        if not self._path.exists():
            return {}
        whole, _, cut = self._path.read_bytes().rpartition(b"\n")
        records = [_parsed(line) for line in whole.split(b"\n")]
        if records[0] != {"key": self._key}:
            self._path.unlink()
            return {}
        if cut:
            # The next case would be added to it, and be lost with it.
            self._path.write_bytes(whole + b"\n")
        return {record["id"]: record for record in records[1:] if record and "id" in record}

    def keep(self, record: Mapping[str, Any]) -> None:
        """Add one finished case."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        is_new = not self._path.exists()
        with self._path.open("a", encoding="utf-8") as file:
            if is_new:
                file.write(json.dumps({"key": self._key}) + "\n")
            file.write(json.dumps(record, ensure_ascii=False) + "\n")

    def done(self) -> None:
        """Forget it: the whole run is written elsewhere."""
        self._path.unlink(missing_ok=True)


def _parsed(line: bytes) -> dict[str, Any] | None:
    try:
        record = json.loads(line)
    except ValueError:
        return None
    return record if isinstance(record, dict) else None


def case_to_json(case: Case) -> dict[str, Any]:
    """The expectations of a case, as reports show them."""
    plain = asdict(case)
    return {name: value for name, value in plain.items() if name in _EXPECTED and value not in ((), None)}


_EXPECTED = frozenset(
    {"facts", "stale_facts", "sources", "expected_courses", "filters", "notices", "must_not_contain", "answerable"}
)
