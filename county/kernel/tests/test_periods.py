"""Spans of days: those with a name, those written by hand, and the months and years they touch."""

from datetime import date, timedelta

from county.kernel import clock, periods
from county.kernel.periods import Period

THURSDAY = date(2026, 11, 26)


def test_named_spans_end_today_and_begin_where_people_think():
    wanted = {
        "today": THURSDAY, "week": date(2026, 11, 23), "month": date(2026, 11, 1),
        "year": date(2026, 1, 1),
    }  # fmt: skip
    for name, first in wanted.items():
        assert periods.named(name, THURSDAY) == Period(first, THURSDAY)


def test_every_other_name_is_the_campaign_with_its_basis():
    assert periods.named("nonsense", THURSDAY) == Period(date(2024, 1, 1), date(2026, 12, 31))


def test_days_written_by_hand_are_put_in_order_and_kept_within_reason():
    otherwise = Period(THURSDAY, THURSDAY)
    assert periods.between("2026-03-02", "2026-03-01", otherwise) == Period(
        date(2026, 3, 1), date(2026, 3, 2)
    )
    wide = periods.between("0001-01-01", "9999-12-31", otherwise)
    assert (wide.first, wide.last) == (periods.EARLIEST, periods.LATEST)
    assert wide.begins < wide.ends
    assert periods.between("x", "", otherwise) == otherwise


def test_a_span_touches_whole_months_and_has_a_year_before():
    span = Period(date(2024, 2, 29), date(2024, 3, 2))
    assert span.months == Period(date(2024, 2, 1), date(2024, 3, 31))
    assert span.year_before == Period(date(2023, 2, 28), date(2023, 3, 2))
    assert span.days == 3


def test_moments_of_a_day_lie_in_it_and_midnight_in_the_next():
    span = Period(THURSDAY, THURSDAY)
    assert span.begins == clock.start_of_day(THURSDAY)
    assert clock.day_of(span.ends - timedelta(microseconds=1)) == THURSDAY
    assert clock.day_of(span.ends) == THURSDAY + timedelta(days=1)
