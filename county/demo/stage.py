"""Plays stories in the order of time: each goes on when it said it would, and then waits again.

A story is a generator: what it does between two waits happens in one transaction, at one moment
that the clock says, together with everything the county's listeners do about it. A story whose
next moment lies ahead of now is simply left there, open, as real work is.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Generator, Iterable
from datetime import datetime
from functools import partial
from itertools import count
from typing import TypeVar

from django.db import connection, transaction

from county.foundation.events.actions import drain, drain_outside
from county.foundation.events.models import Delivery
from county.kernel import clock

T = TypeVar("T")
Story = Generator[datetime, None, None]
"""Yields the moment at which it goes on."""


class ListenerFailed(RuntimeError):  # noqa: N818 (what happened, in the office's words)
    """A listener failed during the play: the demonstration would show a county that is broken."""


class Stage:
    """What is being played, and when what was written really happened."""

    def __init__(self, *, until: datetime) -> None:
        self.until = until
        self.moments: list[tuple[datetime, datetime]] = []
        """When each step really began, and when it is to have happened."""
        self._waiting: list[tuple[datetime, int, Story]] = []
        self._order = count()

    def enter(self, moment: datetime, story: Story) -> None:
        """Let a story begin at this moment."""
        if moment <= self.until:
            heapq.heappush(self._waiting, (moment, next(self._order), story))

    def enter_all(self, stories: Iterable[tuple[datetime, Story]]) -> None:
        """Let these stories begin, each at its moment."""
        for moment, story in stories:
            self.enter(moment, story)

    def play(self, told: Callable[[datetime], None] = lambda _moment: None) -> int:
        """Play everything up to now; comes back with the number of steps."""
        with connection.cursor() as cursor:
            # A play that is broken off is begun anew, so no step need wait for the disk.
            cursor.execute("SET synchronous_commit TO off")
        steps = 0
        while self._waiting:
            told(self.goes_on())
            steps += 1
        with connection.cursor() as cursor:
            cursor.execute("RESET synchronous_commit")
        if failed := Delivery.objects.exclude(error="").first():
            raise ListenerFailed(f"{failed.listener}: {failed.error}")
        return steps

    def goes_on(self) -> datetime:
        """Let the story whose turn it is go on; comes back with the moment this happened at."""
        moment, _order, story = heapq.heappop(self._waiting)
        following = self.at(moment, partial(next, story, None))
        if following is not None:
            self.enter(max(following, moment), story)
        return moment

    def at(self, moment: datetime, act: Callable[[], T]) -> T:
        """Do this in one transaction at this moment, with everything the listeners do about it."""
        with transaction.atomic(), clock.played_at(moment):
            with connection.cursor() as cursor:
                cursor.execute("SELECT statement_timestamp()")
                self.moments.append((cursor.fetchone()[0], moment))
            done = act()
            _listeners_act()
        return done


def _listeners_act() -> None:
    """Hand every waiting fact to its listeners, and what those announce, until all is quiet."""
    waiting = Delivery.objects.filter(error="").order_by("outside").values_list("outside")
    while (row := waiting.first()) is not None:
        (outside,) = row
        if not (drain_outside() if outside else drain()):
            raise ListenerFailed("A fact waits, and nobody may take it: is a worker running?")
