"""How often is often enough: counts in memory, by keys that say nothing, forgotten by the hour."""

from __future__ import annotations

import time
from collections import deque
from threading import Lock

MOST_KEYS = 20_000
"""Keys remembered at most; beyond it the ones least heard of go first."""


EVERY: list[Limit] = []
"""Each limit of this process."""


class Limit:
    """So many within so long, for each key."""

    def __init__(self, most: int, seconds: float) -> None:
        self.most, self.seconds = most, seconds
        self._taken: dict[str, deque[float]] = {}
        self._lock = Lock()
        EVERY.append(self)

    def take(self, key: str = "") -> bool:
        """Count one; False, and not counted, when the key has had its share."""
        now = time.monotonic()
        with self._lock:
            taken = self._fresh(key, now)
            if len(taken) >= self.most:
                return False
            taken.append(now)
            self._taken[key] = taken
            while len(self._taken) > MOST_KEYS:
                self._taken.pop(next(iter(self._taken)))
        return True

    def count(self, key: str = "") -> int:
        """How many the key has had within the time."""
        with self._lock:
            return len(self._fresh(key, time.monotonic()))

    def forget(self) -> None:
        """Begin anew."""
        with self._lock:
            self._taken.clear()

    def _fresh(self, key: str, now: float) -> deque[float]:
        taken = self._taken.pop(key, deque())
        while taken and now - taken[0] >= self.seconds:
            taken.popleft()
        if taken:
            self._taken[key] = taken
        return taken


def forget_all() -> None:
    """Let every limit begin anew, as after a restart."""
    for limit in EVERY:
        limit.forget()
