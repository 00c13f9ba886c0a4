"""A span of whole days, as figures and reports count by it; the spans that have a name."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path

from county.kernel import clock

EARLIEST, LATEST = date(2000, 1, 1), date(2099, 12, 31)
"""Within these days lies whatever is asked for by hand."""
NAMES = ("today", "week", "month", "year", "campaign")


@dataclass(frozen=True, slots=True)
class Period:
    """From the first day to the last, both counted, in the county's own time."""

    first: date
    last: date

    @property
    def begins(self) -> datetime:
        """Its first moment."""
        return clock.start_of_day(self.first)

    @property
    def ends(self) -> datetime:
        """The moment after its last."""
        return clock.start_of_day(self.last + timedelta(days=1))

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.last - self.first).days + 1

    @property
    def months(self) -> Period:
        """The whole months that it touches."""
        first = self.first.replace(day=1)
        return Period(first, clock.add_months(self.last.replace(day=1), 1) - timedelta(days=1))

    @property
    def year_before(self) -> Period:
        """The same days of the year before."""
        return Period(clock.add_months(self.first, -12), clock.add_months(self.last, -12))


@cache
def campaign() -> Period:
    """The programme for which the county's figures stand unless another span is named (§9)."""
    source = (Path(__file__).parent / "periods.toml").read_text(encoding="utf-8")
    row = tomllib.loads(source)["campaign"]
    return Period(row["first"], row["last"])


def named(name: str, today: date) -> Period:
    """The span of this name that `today` lies in; the campaign for a name that is none.

    A week begins on Monday; a week, a month and a year end today.
    """
    first = {
        "today": today,
        "week": today - timedelta(days=today.weekday()),
        "month": today.replace(day=1),
        "year": today.replace(month=1, day=1),
    }.get(name)
    return Period(first, today) if first else campaign()


def between(first: str, last: str, otherwise: Period) -> Period:
    """The span between two days as people write them, in either order; else the other one."""
    days = sorted((_day(first, otherwise.first), _day(last, otherwise.last)))
    return Period(*days)


def _day(asked: str, otherwise: date) -> date:
    try:
        return min(max(date.fromisoformat(asked), EARLIEST), LATEST)
    except ValueError:
        return otherwise
