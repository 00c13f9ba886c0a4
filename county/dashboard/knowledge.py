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


Point = tuple[float, float]
Ring = list[Point]
Cells = dict[str, Ring]

SKETCH: Ring = [
    (120.723, 30.593), (120.733, 30.603), (120.754, 30.612), (120.771, 30.627), (120.773, 30.612),
    (120.784, 30.610), (120.792, 30.635), (120.804, 30.629), (120.805, 30.612), (120.829, 30.622),
    (120.858, 30.610), (120.886, 30.615), (120.903, 30.616), (120.922, 30.611), (120.946, 30.618),
    (120.953, 30.635), (120.970, 30.638), (120.998, 30.634), (121.013, 30.630), (121.031, 30.636),
    (121.034, 30.624), (121.026, 30.606), (121.049, 30.573), (121.077, 30.542), (121.102, 30.508),
    (121.115, 30.493), (121.100, 30.459), (121.089, 30.441), (121.083, 30.400), (121.056, 30.371),
    (121.027, 30.341), (121.008, 30.328), (120.971, 30.316), (120.928, 30.301), (120.900, 30.291),
    (120.864, 30.275), (120.850, 30.304), (120.839, 30.335), (120.836, 30.359), (120.814, 30.392),
    (120.808, 30.411), (120.818, 30.426), (120.801, 30.451), (120.793, 30.466), (120.786, 30.499),
    (120.771, 30.510), (120.744, 30.516), (120.742, 30.536), (120.726, 30.566),
]  # fmt: skip
"""A sketch of the county by hand, as longitude and latitude: no boundary, and every map says so."""


def cells_of(centres: dict[str, Point]) -> Cells:
    """What of the sketch lies nearer to each centre than to any other: cells, no borders."""
    cells = {}
    for code, centre in centres.items():
        ring = SKETCH
        for other, there in centres.items():
            if other != code:
                ring = _nearer(ring, centre, there)
        closed = [(round(x, 4), round(y, 4)) for x, y in ring]
        cells[code] = [*closed, closed[0]] if closed else []
    return cells


def _nearer(ring: Ring, centre: Point, other: Point) -> Ring:
    """The part of a ring that is nearer to one point than to another (Sutherland and Hodgman)."""
    (ax, ay), (bx, by) = centre, other
    dx, dy = bx - ax, by - ay
    middle = (dx * (ax + bx) + dy * (ay + by)) / 2

    def beyond(point: Point) -> float:
        return dx * point[0] + dy * point[1] - middle

    kept: Ring = []
    for last, point in zip([ring[-1], *ring[:-1]] if ring else [], ring, strict=True):
        was, here = beyond(last), beyond(point)
        if (was <= 0) != (here <= 0):
            share = was / (was - here)
            kept.append(
                (last[0] + share * (point[0] - last[0]), last[1] + share * (point[1] - last[1]))
            )
        if here <= 0:
            kept.append(point)
    return kept


TONES = 5


def tone(count: int | None, most: int) -> int:
    """The shade of a count on the map: 0 for none, 5 for the most; -1 for one that is hidden."""
    if count is None:
        return -1
    return math.ceil(TONES * count / most) if most and count else 0
