"""What lets a process that answers for days answer evenly: short turns for its threads, nothing collected in vain."""

import gc
import sys

SECONDS_A_TURN = 0.001
"""How long a thread may compute while others wait for it; Python's own 5 ms are felt where eight threads answer.

An acknowledgement takes some twenty turns, since each look into the database gives its turn away.
"""


def settle() -> None:
    """Call it when everything is loaded: what is there then stays, so the collector need not walk over it again."""
    sys.setswitchinterval(SECONDS_A_TURN)
    gc.collect()
    gc.freeze()
