"""What may be said of a notice's effect: counts before and after, with how sure one may be."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime, timedelta

SPAN = timedelta(days=28)
"""The longest span compared before and after; a local design value."""
SHORTEST = timedelta(days=7)
FEWEST = 5
"""Counts below this are hidden (domain appendix F, invariant 31)."""


@dataclass(frozen=True, slots=True)
class Effect:
    """Cases of a type in equal spans before and after; a hidden count is None."""

    days: int
    before: int | None
    after: int | None
    low: float | None
    high: float | None

    @property
    def hidden(self) -> bool:
        """Whether there are too few to compare."""
        return self.before is None or self.after is None

    @property
    def fewer(self) -> bool:
        """Whether there were fewer cases beyond what chance explains."""
        return self.high is not None and self.high < 1

    @property
    def more(self) -> bool:
        """Whether there were more cases beyond what chance explains."""
        return self.low is not None and self.low > 1


def spans(begun: datetime, now: datetime) -> timedelta | None:
    """How long before and after can be compared by now; None while it is too early."""
    since = now - begun
    return None if since < SHORTEST else min(since, SPAN)


def effect(before: int, after: int, days: int) -> Effect:
    """The 95 % interval of the ratio after : before of two Poisson counts over equal spans.

    Normal approximation on the logarithm of the ratio: variance 1/before + 1/after (Rothman,
    Epidemiology: An Introduction, 2nd ed. 2012). It tells of coincidence in time, not of cause.
    """
    if min(before, after) < FEWEST:
        shown = (before if before >= FEWEST else None, after if after >= FEWEST else None)
        return Effect(days, *shown, None, None)
    ratio, spread = after / before, 1.96 * math.sqrt(1 / before + 1 / after)
    return Effect(days, before, after, ratio * math.exp(-spread), ratio * math.exp(spread))
