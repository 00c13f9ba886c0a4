"""County time: the vectors of domain §7.5."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from county.kernel import clock

KNOWN = st.dates(date(2023, 1, 1), date(2026, 11, 1))


@pytest.mark.parametrize(
    ("start", "n", "end"),
    [
        (date(2024, 9, 27), 3, date(2024, 10, 8)),
        (date(2024, 10, 16), 3, date(2024, 10, 21)),
        (date(2024, 4, 30), 3, date(2024, 5, 8)),
        (date(2026, 2, 13), 5, date(2026, 2, 27)),
        (date(2026, 9, 24), 3, date(2026, 9, 30)),
        (date(2026, 9, 24), 0, date(2026, 9, 24)),
        (date(2024, 10, 8), -3, date(2024, 9, 27)),
    ],
)
def test_working_days_are_counted(start, n, end):
    assert clock.add_working_days(start, n) == end


@pytest.mark.parametrize(
    ("start", "n", "end"),
    [
        (date(2023, 11, 10), 2, date(2024, 1, 10)),
        (date(2023, 12, 31), 2, date(2024, 2, 29)),
        (date(2024, 3, 31), -1, date(2024, 2, 29)),
        (date(2024, 12, 1), 1, date(2025, 1, 1)),
    ],
)
def test_months_are_counted(start, n, end):
    assert clock.add_months(start, n) == end


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2024, 9, 29), True),  # a Sunday, worked
        (date(2024, 10, 1), False),
        (date(2024, 2, 9), True),  # New Year's Eve was not announced
        (date(2025, 1, 28), False),  # and was from 2025
        (date(2026, 2, 14), True),
        (date(2022, 12, 31), False),
        (date(2026, 11, 21), False),
        (date(2026, 11, 20), True),
    ],
)
def test_a_working_day_is_known(day, works):
    assert clock.is_working_day(day) is works


def test_the_announced_days_are_as_many_as_the_notices_name():
    calendar = clock.announced()
    assert (len(calendar.off), len(calendar.work)) == (116, 26)
    assert sorted(calendar.basis) == [2023, 2024, 2025, 2026]
    assert clock.calendar_known_through() == date(2026, 12, 31)


def test_a_period_ending_on_a_holiday_moves_on():
    assert clock.next_working_day(date(2024, 10, 1)) == date(2024, 10, 8)
    assert clock.next_working_day(date(2024, 10, 8)) == date(2024, 10, 8)


def test_a_long_deadline_into_an_unannounced_year_is_refused():
    assert not clock.is_known_year(2027)
    with pytest.raises(clock.UnknownCalendar, match="2027"):
        clock.add_working_days(date(2026, 12, 20), 60)


def test_a_short_deadline_in_an_unannounced_year_goes_by_plain_weekends():
    assert clock.add_working_days(date(2027, 3, 5), 3) == date(2027, 3, 10)
    assert clock.add_working_days(date(2026, 12, 31), 20) == date(2027, 1, 28)


def test_the_county_day_begins_sixteen_hours_into_the_utc_day():
    assert clock.day_of(datetime(2026, 11, 20, 15, 59, 59, tzinfo=UTC)) == date(2026, 11, 20)
    assert clock.day_of(datetime(2026, 11, 20, 16, tzinfo=UTC)) == date(2026, 11, 21)
    assert clock.end_of_day(date(2026, 11, 20)) == datetime(2026, 11, 20, 15, 59, 59, tzinfo=UTC)
    assert clock.start_of_day(date(2026, 11, 21)) == datetime(2026, 11, 20, 16, tzinfo=UTC)


@time_machine.travel(datetime(2026, 11, 20, 17, tzinfo=UTC), tick=False)
def test_today_is_the_countys():
    assert clock.today() == date(2026, 11, 21)
    assert clock.now() == datetime(2026, 11, 20, 17, tzinfo=UTC)


@pytest.mark.parametrize(
    ("hour", "minute", "night"),
    [(21, 59, False), (22, 0, True), (0, 0, True), (6, 59, True), (7, 0, False)],
)
def test_night_is_from_ten_to_seven(hour, minute, night):
    assert clock.is_night(datetime(2026, 11, 20, hour, minute, tzinfo=clock.SHANGHAI)) is night


@given(KNOWN, st.integers(1, 20))
def test_n_working_days_on_lie_n_working_days(day, n):
    end = clock.add_working_days(day, n)
    assert clock.is_working_day(end)
    assert clock.working_days_between(day, end) == n
    assert end - day >= timedelta(days=n)
