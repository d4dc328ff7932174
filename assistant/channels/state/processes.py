"""Which process does something, and whether it still runs: by machine, number and the moment it started.

A number alone is given out again; in containers every service has number 1.
"""

import os
import platform
from pathlib import Path

# Fields of /proc/PID/stat after the name in brackets (proc(5)): the state, and the start in ticks since boot.
_STATE, _STARTED = 0, 19
_ENDED = frozenset("ZX")


def this_process() -> str:
    """A mark of this process, which no other ever has: `machine/number/start`."""
    number = os.getpid()
    return f"{platform.node()}/{number}/{_start(number) or ''}"


def is_gone(mark: str) -> bool | None:
    """Whether the process with this mark has ended; None when it ran on another machine, so that nobody here knows."""
    machine, number, started = mark.rsplit("/", 2)
    if machine != platform.node():
        return None
    found = _start(int(number))
    if found is None and not Path("/proc/self/stat").exists():
        return not _answers(int(number))
    return found is None or found != started


def _start(number: int) -> str | None:
    """When a process started; None when it is not there or has ended, and on systems without /proc."""
    try:
        fields = Path(f"/proc/{number}/stat").read_text("utf-8", "replace").rpartition(")")[2].split()
    except OSError:
        return None
    return None if fields[_STATE] in _ENDED else fields[_STARTED]


def _answers(number: int) -> bool:
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
