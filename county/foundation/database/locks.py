"""Locks that outlive a transaction: for work that speaks to the world between two of them."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from django.db import connection

from county.foundation.database.away import AWAY

PAUSE = 0.02
"""Seconds between two looks for a free place."""


@contextmanager
def held(name: str) -> Iterator[None]:
    """Hold the lock of this name, among all processes; a process that dies lets go of it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(hashtextextended(%s, 0))", [name])
    try:
        yield
    finally:
        with suppress(*AWAY), connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(hashtextextended(%s, 0))", [name])


@contextmanager
def one_of(name: str, slots: int) -> Iterator[None]:
    """Be one of at most so many, among all processes, who do this at the same time; wait for it."""
    while (taken := _first_free(name, slots)) is None:
        time.sleep(PAUSE)
    try:
        yield
    finally:
        with suppress(*AWAY), connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(hashtextextended(%s, %s))", [name, taken])


def _first_free(name: str, slots: int) -> int | None:
    with connection.cursor() as cursor:
        for number in range(1, slots + 1):
            cursor.execute("SELECT pg_try_advisory_lock(hashtextextended(%s, %s))", [name, number])
            if cursor.fetchone()[0]:
                return number
    return None
