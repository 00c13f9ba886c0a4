"""The order of a day's stops. Straight lines stand in for roads: the county has no road graph."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import cos, hypot, radians

Point = tuple[float, float]
"""Longitude and latitude."""
KM_PER_DEGREE = 111.2
VISITED_DAYS = 30
"""Days after a visit in which nobody is visited again without having asked (T1206)."""
LEAST = 1e-9


def distance(one: Point, other: Point) -> float:
    """Kilometres between two points of a county, as the crow flies."""
    middle = radians((one[1] + other[1]) / 2)
    return KM_PER_DEGREE * hypot((one[0] - other[0]) * cos(middle), one[1] - other[1])


def length(points: Sequence[Point], order: Sequence[int], start: Point | None = None) -> float:
    """Kilometres of a round: from the start, if there is one, to the last stop."""
    stops = ([start] if start else []) + [points[number] for number in order]
    return sum(distance(one, other) for one, other in pairwise(stops))


def route(points: Sequence[Point], start: Point | None = None) -> list[int]:
    """The points in a short order: always to the nearest next, then without crossings (2-opt).

    Comes back with places in `points`; the last stop is not the start again.
    """
    left = set(range(len(points)))
    here, order = start, []
    while left:
        at = here if here is not None else points[min(left)]
        nearest = min(left, key=lambda number: (distance(at, points[number]), number))
        order.append(nearest)
        left.remove(nearest)
        here = points[nearest]
    return _without_crossings(points, order, start)


def _without_crossings(points: Sequence[Point], order: list[int], start: Point | None) -> list[int]:
    """Turn pieces of the order round as long as that makes it shorter."""
    best, better = length(points, order, start), True
    while better:
        better = False
        for first in range(len(order) - 1):
            for last in range(first + 1, len(order)):
                turned = order[:first] + order[first : last + 1][::-1] + order[last + 1 :]
                kilometres = length(points, turned, start)
                if kilometres < best - LEAST:
                    order, best, better = turned, kilometres, True
    return order
