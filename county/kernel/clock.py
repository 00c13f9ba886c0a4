"""County time: now, today, working days, and the last moment of a day (domain §7.5)."""

from __future__ import annotations

import calendar
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from county.kernel.errors import Refused

SHANGHAI = ZoneInfo("Asia/Shanghai")
NIGHT_BEGINS, NIGHT_ENDS = time(22, 0), time(7, 0)
LONGEST_UNKNOWN = 30
"""Days a deadline may count through years whose holidays nobody has announced yet."""

_DAY = timedelta(days=1)
_SATURDAY = 5


class UnknownCalendar(Refused):
    """The working days of that year are not known yet, so the deadline cannot be reckoned."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """The announced exceptions to the week, and the years they are known for."""

    off: frozenset[date]
    work: frozenset[date]
    basis: dict[int, str]


@cache
def announced() -> Calendar:
    """The reviewed file `calendar.toml`, read once; ValueError if it contradicts itself."""
    source = tomllib.loads((Path(__file__).parent / "calendar.toml").read_text(encoding="utf-8"))
    off = frozenset(day for year in source.values() for day in _days(year["off"]))
    work = frozenset(day for year in source.values() for day in _days(year["work"]))
    if off & work:
        raise ValueError(f"calendar.toml: both off and worked: {sorted(off & work)}")
    if wrong := [day for day in work if day.weekday() < _SATURDAY]:
        raise ValueError(f"calendar.toml: not weekend days: {sorted(wrong)}")
    return Calendar(off, work, {int(year): rows["basis"] for year, rows in source.items()})


def _days(stretches: list[str]) -> Iterator[date]:
    for stretch in stretches:
        first, _dots, last = stretch.partition("..")
        day, end = date.fromisoformat(first), date.fromisoformat(last or first)
        while day <= end:
            yield day
            day += _DAY


_played: ContextVar[datetime | None] = ContextVar("played", default=None)


def now() -> datetime:
    """This moment, in UTC."""
    return _played.get() or datetime.now(UTC)


@contextmanager
def played_at(moment: datetime) -> Iterator[None]:
    """Let the clock say `moment` in this thread: for the demonstration only (ADR 13)."""
    token = _played.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _played.reset(token)


def today() -> date:
    """The day it is in the county."""
    return day_of(now())


def day_of(moment: datetime) -> date:
    """The county's day on which this moment falls."""
    return moment.astimezone(SHANGHAI).date()


def start_of_day(day: date) -> datetime:
    """The first moment of a county day."""
    return datetime.combine(day, time(), SHANGHAI)


def end_of_day(day: date) -> datetime:
    """The last second of a county day, 23:59:59: limits in days end then."""
    return datetime.combine(day, time(23, 59, 59), SHANGHAI)


def is_night(moment: datetime) -> bool:
    """Whether it is between ten in the evening and seven in the morning in the county."""
    local = moment.astimezone(SHANGHAI).time()
    return local >= NIGHT_BEGINS or local < NIGHT_ENDS


def is_known_year(year: int) -> bool:
    """Whether that year's holidays are announced; where not, plain weekends stand in: say so."""
    return year in announced().basis


def calendar_known_through() -> date:
    """The last day whose holidays are announced."""
    return date(max(announced().basis), 12, 31)


def is_working_day(day: date) -> bool:
    """Whether offices work: weekdays but holidays, and the weekend days announced as worked."""
    if day in announced().work:
        return True
    return day.weekday() < _SATURDAY and day not in announced().off


def add_working_days(day: date, n: int) -> date:
    """The nth working day after `day`, which itself is not counted; before it for a negative n.

    Raises UnknownCalendar when more than thirty of the days counted through lie in years without
    an announced calendar; a few days are reckoned on plain weekends.
    """
    step = _DAY if n >= 0 else -_DAY
    left, unknown, end = abs(n), 0, day
    while left:
        end += step
        left -= is_working_day(end)
        unknown += not is_known_year(end.year)
        if unknown > LONGEST_UNKNOWN:
            raise UnknownCalendar(
                _(
                    "The working days of %(year)s are not announced yet, so this deadline cannot be"
                    " reckoned. Set a shorter one, or ask the administrator to enter the calendar."
                )
                % {"year": end.year}
            )
    return end


def working_days_between(first: date, last: date) -> int:
    """How many working days lie after `first`, up to and with `last`; 0 if `last` is not later."""
    span = range(1, (last - first).days + 1)
    return sum(is_working_day(first + timedelta(days=n)) for n in span)


def next_working_day(day: date) -> date:
    """`day` if it is a working day, else the first one after it.

    For the last day of a procedural period, only where the rule's law moves it.
    """
    while not is_working_day(day):
        day += _DAY
    return day


def add_months(day: date, n: int) -> date:
    """The same day n months on, or that month's last day where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + n, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
