"""The history of ingests: who started which, how far it is, what came of it."""

import datetime
import secrets
import threading
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Row, delete, func, insert, select, update

from assistant.channels.state.database import Database
from assistant.channels.state.processes import is_gone, this_process
from assistant.channels.state.tables import INGESTS
from assistant.channels.state.types import INTERRUPTED, IngestRun, Policy, RunState

# Some months of nightly runs.
MOST_RUNS = 200
# A follower looks about so often; more writes would only slow the run down.
NOTED_EVERY = datetime.timedelta(seconds=0.5)
# On another machine a run is not seen to end; the longest stage without a word takes minutes.
SILENCE = datetime.timedelta(hours=1)
_ID_BYTES = 8


class Ingests:
    """The latest ingests."""

    def __init__(self, database: Database, policy: Policy) -> None:
        self._database = database
        self._policy = policy
        self._lock = threading.Lock()
        self._noted: dict[str, tuple[str, datetime.datetime]] = {}

    def start(self, owner: str, roots: Sequence[str]) -> str:
        """Note a run of this process that begins now; its id."""
        run_id, now = f"run_{secrets.token_hex(_ID_BYTES)}", self._policy.now()
        row = {
            "run_id": run_id,
            "owner": owner,
            "roots": list(roots),
            "process": this_process(),
            "state": RunState.RUNNING.value,
            "started": now,
            "heard_from": now,
            "stage": "",
            "done": 0,
            "total": 0,
        }
        with self._database.writing() as connection:
            number = connection.scalar(insert(INGESTS).values(row).returning(INGESTS.c.number)) or 0
            connection.execute(delete(INGESTS).where(INGESTS.c.number <= number - MOST_RUNS))
        return run_id

    def progress(self, run_id: str, stage: str, done: int, total: int) -> None:
        """Note how far a run is; what comes too close upon the last note of the same stage is left out."""
        now = self._policy.now()
        with self._lock:
            noted = self._noted.get(run_id)
            if noted and noted[0] == stage and done < total and now - noted[1] < NOTED_EVERY:
                return
            self._noted[run_id] = stage, now
        self._set(run_id, stage=stage, done=done, total=total, heard_from=now)

    def finish(self, run_id: str, report: Mapping[str, Any] | None = None, problem: str | None = None) -> None:
        """Note what came of a run; with a `problem` it has failed."""
        with self._lock:
            self._noted.pop(run_id, None)
        now = self._policy.now()
        state = RunState.FAILED if problem is not None else RunState.DONE
        self._set(
            run_id,
            state=state.value,
            finished=now,
            heard_from=now,
            report=None if report is None else dict(report),
            problem=problem,
        )

    def find(self, run_id: str) -> IngestRun | None:
        """The run with this id; one whose process ended before it did has failed with `INTERRUPTED`."""
        with self._database.reading() as connection:
            row = connection.execute(select(INGESTS).where(INGESTS.c.run_id == run_id)).one_or_none()
        return self._read(row) if row else None

    def latest(self) -> IngestRun | None:
        """The run that was started last."""
        runs = self.listed(1)
        return runs[0] if runs else None

    def count(self) -> int:
        """How many runs are kept."""
        with self._database.reading() as connection:
            return connection.scalar(select(func.count()).select_from(INGESTS)) or 0

    def listed(self, limit: int, offset: int = 0) -> list[IngestRun]:
        """The latest runs, the last one first, without the `offset` latest."""
        with self._database.reading() as connection:
            latest = select(INGESTS).order_by(INGESTS.c.number.desc())
            rows = connection.execute(latest.limit(limit).offset(offset)).all()
        return [self._read(row) for row in rows]

    def _set(self, run_id: str, **values: Any) -> None:
        with self._database.writing() as connection:
            connection.execute(update(INGESTS).where(INGESTS.c.run_id == run_id).values(values))

    def _read(self, row: Row[Any]) -> IngestRun:
        broken_off = row.state == RunState.RUNNING and self._has_ended(row)
        return IngestRun(
            run_id=row.run_id,
            state=RunState.FAILED if broken_off else RunState(row.state),
            started=row.started,
            finished=row.heard_from if broken_off else row.finished,
            owner=row.owner,
            roots=tuple(row.roots),
            stage=row.stage,
            done=row.done,
            total=row.total,
            report=row.report,
            problem=INTERRUPTED if broken_off else row.problem,
        )

    def _has_ended(self, row: Row[Any]) -> bool:
        gone = is_gone(row.process)
        return self._policy.now() - row.heard_from > SILENCE if gone is None else gone
