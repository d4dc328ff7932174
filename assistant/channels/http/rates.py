"""How often each owner of a key may ask: a bucket of tokens that fills at a steady rate."""

import math
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

SECONDS_A_MINUTE = 60
# Owners remembered; one that was quiet so long that it is forgotten has a full bucket anyway.
MOST_OWNERS = 10_000


@dataclass(slots=True)
class _Bucket:
    tokens: float
    filled: float


class Rates:
    """Lets each owner do `per_minute` things a minute, all of them at once after a quiet minute; safe under threads."""

    def __init__(self, per_minute: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._most = max(1.0, per_minute)
        self._a_second = per_minute / SECONDS_A_MINUTE
        self._clock = clock
        self._lock = threading.Lock()
        self._buckets: OrderedDict[str, _Bucket] = OrderedDict()

    def take(self, owner: str) -> int:
        """0 when the owner may go on; else the whole seconds to wait, 1 or more."""
        now = self._clock()
        with self._lock:
            bucket = self._buckets.setdefault(owner, _Bucket(self._most, now))
            self._buckets.move_to_end(owner)
            while len(self._buckets) > MOST_OWNERS:
                self._buckets.popitem(last=False)
            bucket.tokens = min(self._most, bucket.tokens + (now - bucket.filled) * self._a_second)
            bucket.filled = now
            if bucket.tokens >= 1:
                bucket.tokens -= 1
                return 0
            return max(1, math.ceil((1 - bucket.tokens) / self._a_second))
