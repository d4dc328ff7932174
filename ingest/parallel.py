"""Reads many files at once, in processes of their own: reading holds the interpreter, so threads would not help."""

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import partial

from ingest.discovery import FoundFile
from ingest.reading import Reading, crash_of, read_file

Task = tuple[FoundFile, str]
"""A file and its fingerprint."""
Read = Callable[[FoundFile, str], Reading]
Progress = Callable[[int], None]
"""Hears how many are read."""

# A process is up in a second; below both of these one core has read everything by then.
FEWEST_FILES = 300
FEWEST_BYTES = 20_000_000
# Files handed over at a time: enough to make the handing cheap, few enough for progress to move.
AT_ONCE = 16


def read_files(tasks: Sequence[Task], progress: Progress, read: Read | None = None) -> list[Reading]:
    """Read files in their order; one that breaks the process that reads it becomes a fault of its own."""
    read = read or read_file
    if len(tasks) < FEWEST_FILES and _bytes_of(tasks) < FEWEST_BYTES:
        return list(_heard((read(*task) for task in tasks), progress))
    parts = [tasks[start : start + AT_ONCE] for start in range(0, len(tasks), AT_ONCE)]
    readings: list[Reading] = []
    while len(readings) < len(tasks):
        done = len(readings) // AT_ONCE
        try:
            with _pool(os.cpu_count()) as pool:
                for part in pool.map(partial(_read_part, read), parts[done:]):
                    readings += part
                    progress(len(readings))
        except BrokenProcessPool:
            # It broke over one of the next files, so those are read one by one.
            broken = parts[len(readings) // AT_ONCE]
            readings += [_read_alone(read, task) for task in broken]
            progress(len(readings))
    return readings


def _read_part(read: Read, tasks: Sequence[Task]) -> list[Reading]:
    return [read(*task) for task in tasks]


def _read_alone(read: Read, task: Task) -> Reading:
    file, fingerprint = task
    try:
        with _pool(1) as pool:
            return pool.submit(read, file, fingerprint).result()
    except BrokenProcessPool as error:
        return Reading(file, fingerprint, faults=(crash_of(file, error),))


def _pool(workers: int | None) -> ProcessPoolExecutor:
    """Started afresh, not forked: a copy of this process would hold its locks in whatever state they are."""
    return ProcessPoolExecutor(workers, multiprocessing.get_context("spawn"), _begin)


def _begin() -> None:
    """Leave interrupts to the parent, and end with it: a worker whose parent was killed would wait for ever."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    assert parent is not None

    def end_with_parent() -> None:
        parent.join()
        os._exit(1)

    threading.Thread(target=end_with_parent, daemon=True).start()


def _bytes_of(tasks: Sequence[Task]) -> int:
    return sum(_size(file) for file, _ in tasks)


def _size(file: FoundFile) -> int:
    try:
        return file.place.stat().st_size
    except OSError:
        # The reader meets the same trouble and can say what it is.
        return 0


def _heard(readings: Iterator[Reading], progress: Progress) -> Iterator[Reading]:
    for done, reading in enumerate(readings, start=1):
        yield reading
        progress(done)
