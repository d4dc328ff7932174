"""Works off what came from Slack: threads take events from the state, in the order of each conversation.

What is not done when the process ends, however it ends, is taken up again by the next one.
"""

import logging
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

from assistant.channels.slack.desk import Desk
from assistant.channels.slack.errors import SlackBusyError, SlackCallError, SlackUnreachableError
from assistant.channels.state.errors import StateError
from assistant.channels.state.slack_types import Job

LOG = logging.getLogger("fagkompas.slack")
# An answer is a tenth of a second of work and some calls to Slack of a fifth each, so most of the time threads wait.
WORKERS = 8
# A bell in this process tells of what came here; this is for what came elsewhere, or was put off.
SECONDS_BETWEEN_LOOKS = 1.0
SECONDS_BETWEEN_ROUNDS = 20.0
SECONDS_UNTIL_NOTED = 5.0
# About an hour from the first try to the last.
MOST_ATTEMPTS = 20
LONGEST_PAUSE, FIRST_PAUSE = 300.0, 1.0
# Once an hour.
ROUNDS_BETWEEN_PRUNING = 180

Work = Callable[[Desk, Job], None]
"""What is done with one kind of event; raises `SlackCallError` and `StateError` for what may be tried again."""


class Queue:
    """The workers of one process."""

    def __init__(
        self,
        works: Mapping[str, Work],
        give_up: Callable[[Desk, Job, Exception], None],
        look: Callable[[Desk], None] = lambda desk: None,
    ) -> None:
        """`look` is called every round, to put what nobody sent into the queue."""
        self._works = works
        self._look = look
        self._give_up = give_up
        self._bell = threading.Event()
        self._stopped = threading.Event()
        self._held: set[str] = set()
        self._lock = threading.Lock()
        self._threads: list[threading.Thread] = []

    def ring(self) -> None:
        """Tell that something has come."""
        self._bell.set()

    def start(self, desk: Desk) -> None:
        """Begin, with what others left behind first."""
        desk.state.slack_events.take_back()
        for name, run in (("slack-queue", self._hand_out), ("slack-keeper", self._keep)):
            self._threads.append(threading.Thread(target=run, args=(desk,), name=name, daemon=True))
            self._threads[-1].start()

    def stop(self) -> None:
        """Take nothing more, and finish what is being done."""
        self._stopped.set()
        self._bell.set()
        for thread in self._threads:
            thread.join()

    def _hand_out(self, desk: Desk) -> None:
        free = threading.Semaphore(WORKERS)
        with ThreadPoolExecutor(WORKERS, thread_name_prefix="slack-worker") as workers:
            while not self._stopped.is_set():
                free.acquire()
                # Before the look, so that what comes during it is looked for again.
                self._bell.clear()
                job = self._next(desk)
                if job is None:
                    free.release()
                    # The bell that was cleared may have been that of the end.
                    if not self._stopped.is_set():
                        self._bell.wait(SECONDS_BETWEEN_LOOKS)
                    continue
                workers.submit(self._work_on, desk, job, free)

    def _next(self, desk: Desk) -> Job | None:
        try:
            return desk.state.slack_events.take()
        except Exception:
            # Whatever it is, the queue must go on.
            LOG.exception("The queue cannot be read")
            return None

    def _work_on(self, desk: Desk, job: Job, free: threading.Semaphore) -> None:
        with self._lock:
            self._held.add(job.event_id)
        try:
            error = self._try(desk, job)
            while not self._is_ended(desk, job, error) and not self._stopped.wait(SECONDS_UNTIL_NOTED):
                continue
        finally:
            with self._lock:
                self._held.discard(job.event_id)
            free.release()
            # What waited for this one may be next.
            self._bell.set()

    def _is_ended(self, desk: Desk, job: Job, error: Exception | None) -> bool:
        """Whether the end could be noted; until it is, nothing else of the thread is worked on."""
        try:
            self._end(desk, job, error)
        except Exception:
            LOG.exception("The end of %s cannot be noted", job.event_id)
            return False
        return True

    def _try(self, desk: Desk, job: Job) -> Exception | None:
        """Do the work; what it ended with, if not well."""
        try:
            if job.attempts > MOST_ATTEMPTS:
                raise TooOftenError(f"{job.event_id} was tried {MOST_ATTEMPTS} times")
            self._works[job.kind](desk, job)
        except Exception as error:
            return error
        return None

    def _end(self, desk: Desk, job: Job, error: Exception | None) -> None:
        events = desk.state.slack_events
        if error is None:
            events.finish(job.event_id)
        elif is_passing(error) and job.attempts < MOST_ATTEMPTS:
            LOG.warning("%s is tried again later: %s", job.event_id, error)
            events.postpone(job.event_id, pause(job.attempts, error), type(error).__name__)
        else:
            LOG.error("%s has failed", job.event_id, exc_info=error)
            with suppress(SlackCallError):
                self._give_up(desk, job, error)
            events.finish(job.event_id, type(error).__name__)

    def _keep(self, desk: Desk) -> None:
        """Hold what is worked on, take over what others lost, forget what is old."""
        rounds = 0
        while not self._stopped.wait(SECONDS_BETWEEN_ROUNDS if rounds else 0):
            rounds += 1
            try:
                self._keep_once(desk, prune=rounds % ROUNDS_BETWEEN_PRUNING == 0)
            except StateError as error:
                LOG.error("The queue cannot be kept: %s", error.message)

    def _keep_once(self, desk: Desk, prune: bool) -> None:
        with self._lock:
            held = list(self._held)
        for event_id in held:
            desk.state.slack_events.renew(event_id)
        if desk.state.slack_events.take_back():
            self._bell.set()
        self._look(desk)
        if prune:
            desk.state.slack_events.prune()
            desk.state.slack_replies.prune()


class TooOftenError(Exception):
    """The work broke off each time it was tried."""


def is_passing(error: Exception) -> bool:
    """Whether trying again later may help."""
    return isinstance(error, SlackUnreachableError | SlackBusyError | StateError)


def pause(attempts: int, error: Exception) -> float:
    """Seconds until the next try: twice as long each time, and no less than Slack wants."""
    wanted = error.seconds if isinstance(error, SlackBusyError) else 0.0
    return float(max(wanted, min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** (attempts - 1))))
