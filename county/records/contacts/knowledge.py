"""Pure reckoning about contacts: lots, quotas, the order of tags."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import TypeVar

T = TypeVar("T")

MONTH, WEEK, DAY = "month", "week", "day"


def lots(rows: Sequence[T], most: int) -> list[list[T]]:
    """The rows in lots of at most `most`, in their order (F-33)."""
    bounds = [*range(0, len(rows), most), len(rows)]
    return [list(rows[start:end]) for start, end in pairwise(bounds)]


def period(mode: str, day: date) -> tuple[date, date, int]:
    """The quota's period around a day: its first day, the day after its last, and how many.

    Seven in a week are counted over any seven days: WeCom does not say when its week begins
    (document 92135), and this keeps to every reading of it.
    """
    if mode == DAY:
        return day, day + timedelta(days=1), 1
    if mode == WEEK:
        return day - timedelta(days=6), day + timedelta(days=1), 7
    first = day.replace(day=1)
    after = (first + timedelta(days=32)).replace(day=1)
    return first, after, (after - first).days


def order_of(place: int) -> int:
    """WeCom's number for a place in our order: the greater comes first there."""
    return 100_000 - place
