"""The queue of what came from Slack: stored before it is acknowledged, worked off once and in order in each thread.

A worker holds an event by a lease, which it renews; when its process is gone, or on another machine when the lease has
run out, somebody else takes the event over.
"""

import datetime
from typing import Any

from sqlalchemy import Row, and_, delete, exists, func, select, update

from assistant.channels.state.database import Database
from assistant.channels.state.processes import is_gone, this_process
from assistant.channels.state.slack_types import Arrival, EventState, Job
from assistant.channels.state.tables import SLACK_EVENTS
from assistant.channels.state.types import Policy

# A worker renews its lease several times in this; a machine that is silent for so long has lost its work.
LEASE = datetime.timedelta(minutes=2)
# Slack delivers an event again for an hour at most; after a week nobody asks what became of one.
KEPT = datetime.timedelta(days=7)
_OPEN = (EventState.QUEUED.value, EventState.WORKING.value)


class SlackEvents:
    """The events that are not yet worked off, and for some days those that are."""

    def __init__(self, database: Database, policy: Policy) -> None:
        self._database = database
        self._now = policy.now

    def put(self, arrival: Arrival) -> bool:
        """Store an event; False for one that came before."""
        now = self._now()
        row = {
            "event_id": arrival.event_id,
            "kind": arrival.kind,
            "thread": arrival.thread,
            "body": dict(arrival.body),
            "state": EventState.QUEUED.value,
            "attempts": 0,
            "stopped": False,
            "received": now,
            "due": now,
        }
        with self._database.writing() as connection:
            new = self._database.insert_new(SLACK_EVENTS, row, ["event_id"]).returning(SLACK_EVENTS.c.number)
            return connection.scalar(new) is not None

    def take(self) -> Job | None:
        """The next event whose thread nobody works on, held by this process from now on; None when there is none."""
        now = self._now()
        earlier = SLACK_EVENTS.alias("earlier")
        waits = exists().where(
            earlier.c.thread == SLACK_EVENTS.c.thread,
            earlier.c.state.in_(_OPEN),
            earlier.c.number < SLACK_EVENTS.c.number,
        )
        queued = SLACK_EVENTS.c.state == EventState.QUEUED.value
        ready = select(SLACK_EVENTS).where(queued, SLACK_EVENTS.c.due <= now, ~waits)
        with self._database.reading() as connection:
            row = connection.execute(ready.order_by(SLACK_EVENTS.c.number).limit(1)).one_or_none()
        if row is None:
            return None
        held = {
            "state": EventState.WORKING.value,
            "attempts": row.attempts + 1,
            "process": this_process(),
            "leased_until": now + LEASE,
        }
        with self._database.writing() as connection:
            taken = connection.execute(update(SLACK_EVENTS).where(self._is(row.event_id), queued).values(held))
        # Another worker may have been quicker.
        return _job(row) if taken.rowcount else self.take()

    def renew(self, event_id: str) -> None:
        """Hold an event for longer."""
        self._set(event_id, leased_until=self._now() + LEASE)

    def finish(self, event_id: str, problem: str | None = None) -> None:
        """Note that the work is done, or has failed with a problem; what was said is kept no longer."""
        state = EventState.DONE if problem is None else EventState.FAILED
        self._set(event_id, state=state.value, problem=problem, body={}, process=None, leased_until=None)

    def postpone(self, event_id: str, seconds: float, problem: str) -> None:
        """Put an event back, to be tried again after some seconds."""
        due = self._now() + datetime.timedelta(seconds=seconds)
        self._set(event_id, state=EventState.QUEUED.value, due=due, problem=problem, process=None, leased_until=None)

    def take_back(self) -> int:
        """Put back what is held by processes that are gone; how many."""
        working = SLACK_EVENTS.c.state == EventState.WORKING.value
        with self._database.reading() as connection:
            rows = connection.execute(select(SLACK_EVENTS).where(working)).all()
        lost = [row for row in rows if self._is_lost(row)]
        freed = {"state": EventState.QUEUED.value, "process": None, "leased_until": None}
        count = 0
        for row in lost:
            same = and_(self._is(row.event_id), working, SLACK_EVENTS.c.process == row.process)
            with self._database.writing() as connection:
                count += connection.execute(update(SLACK_EVENTS).where(same).values(freed)).rowcount
        return count

    def stop(self, thread: str) -> list[str]:
        """Mark all that is to be answered in a thread as not wanted any more; the ids of the events."""
        wanted = and_(SLACK_EVENTS.c.thread == thread, SLACK_EVENTS.c.state.in_(_OPEN))
        with self._database.writing() as connection:
            marked = update(SLACK_EVENTS).where(wanted).values(stopped=True).returning(SLACK_EVENTS.c.event_id)
            return list(connection.scalars(marked))

    def is_stopped(self, event_id: str) -> bool:
        """Whether somebody does not want it any more."""
        with self._database.reading() as connection:
            return bool(connection.scalar(select(SLACK_EVENTS.c.stopped).where(self._is(event_id))))

    def state_of(self, event_id: str) -> EventState | None:
        """How far an event has come; None for one that never came or was forgotten."""
        with self._database.reading() as connection:
            state = connection.scalar(select(SLACK_EVENTS.c.state).where(self._is(event_id)))
        return EventState(state) if state else None

    def waiting(self) -> int:
        """How many are not worked off yet."""
        with self._database.reading() as connection:
            open_ones = select(func.count()).select_from(SLACK_EVENTS).where(SLACK_EVENTS.c.state.in_(_OPEN))
            return connection.scalar(open_ones) or 0

    def prune(self) -> None:
        """Delete what was worked off long ago."""
        over = and_(SLACK_EVENTS.c.state.not_in(_OPEN), SLACK_EVENTS.c.received < self._now() - KEPT)
        with self._database.writing() as connection:
            connection.execute(delete(SLACK_EVENTS).where(over))

    def _is_lost(self, row: Row[Any]) -> bool:
        gone = is_gone(row.process) if row.process else True
        # A living process of this machine holds what it holds, however long a call to Slack may take.
        return row.leased_until < self._now() if gone is None else gone

    def _is(self, event_id: str) -> Any:
        return SLACK_EVENTS.c.event_id == event_id

    def _set(self, event_id: str, **values: Any) -> None:
        with self._database.writing() as connection:
            connection.execute(update(SLACK_EVENTS).where(self._is(event_id)).values(values))


def _job(row: Row[Any]) -> Job:
    return Job(row.event_id, row.kind, row.thread, row.body, row.attempts + 1, row.received)
