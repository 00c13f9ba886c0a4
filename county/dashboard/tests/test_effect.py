"""The effect of a notice is told with how sure one may be, and not at all of few cases."""

from datetime import UTC, datetime, timedelta

import pytest

from county.dashboard.knowledge import effect, spans

BEGUN = datetime(2026, 11, 1, tzinfo=UTC)


def test_few_cases_are_hidden():
    """(I31) n < 5 is hidden, each side by itself."""
    told = effect(12, 4, 28)
    assert (told.before, told.after, told.low, told.hidden) == (12, None, None, True)
    assert effect(4, 4, 28).before is None


def test_the_interval_is_that_of_two_poisson_counts():
    """By hand: 40 → 20: ratio 0.5, spread 1.96·√(1/40+1/20) = 0.5368."""
    told = effect(40, 20, 28)
    assert told.low == pytest.approx(0.5 * 2.71828**-0.5368, rel=1e-3)
    assert told.high == pytest.approx(0.5 * 2.71828**0.5368, rel=1e-3)
    assert told.fewer and not told.more


def test_what_may_be_chance_is_called_neither_fewer_nor_more():
    told = effect(10, 8, 28)
    assert not told.fewer and not told.more
    assert effect(8, 30, 28).more


def test_it_is_too_early_within_a_week_and_four_weeks_are_enough():
    assert spans(BEGUN, BEGUN + timedelta(days=6)) is None
    assert spans(BEGUN, BEGUN + timedelta(days=10)) == timedelta(days=10)
    assert spans(BEGUN, BEGUN + timedelta(days=90)) == timedelta(days=28)
