"""Quiet hours: WeCom is silent but for what is urgent, the bell counts, nothing is lost."""

from __future__ import annotations

from datetime import datetime, time

import pytest

from county.foundation.events.registry import System
from county.foundation.notices import actions
from county.foundation.notices.knowledge import quiet_until
from county.foundation.notices.models import Notice, QuietHours
from county.foundation.notices.queries import count_unread
from county.kernel import clock
from county.kernel.errors import Incomplete

NIGHT = datetime(2026, 11, 23, 23, 0, tzinfo=clock.SHANGHAI)
MORNING = datetime(2026, 11, 24, 7, 0, tzinfo=clock.SHANGHAI)
BY = System("test")


def at(text):
    return datetime.fromisoformat(f"2026-11-{text}").replace(tzinfo=clock.SHANGHAI)


@pytest.mark.parametrize(
    ("begins", "ends", "now", "until"),
    [
        ("22:00", "07:00", "23T23:00", "24T07:00"),
        ("22:00", "07:00", "24T03:00", "24T07:00"),
        ("22:00", "07:00", "23T22:00", "24T07:00"),
        ("22:00", "07:00", "24T07:00", None),
        ("22:00", "07:00", "23T21:59", None),
        ("12:00", "14:00", "23T13:00", "23T14:00"),
        ("12:00", "14:00", "23T14:00", None),
        ("12:00", "14:00", "23T11:59", None),
    ],
)
def test_when_it_is_quiet(begins, ends, now, until):
    found = quiet_until(time.fromisoformat(begins), time.fromisoformat(ends), at(now))
    assert found == (at(until) if until else None)


@pytest.fixture
def shen(desk, wecom):
    sat = desk("沈警官", wecom_id="shen")
    actions.set_quiet_hours(sat.officer, begins=time(22), ends=time(7))
    return sat


def word(officer, title, *, loud=False):
    return actions.tell([officer], title=title, url="/desk/", by=BY, loud=loud)[0]


def pushed():
    return list(
        Notice.objects.exclude(pushed_at=None).order_by("pk").values_list("title", flat=True)
    )


def test_only_what_is_urgent_buzzes_and_the_rest_comes_when_it_ends(shen, background):
    with clock.played_at(NIGHT):
        word(shen.officer, "可以等的事")
        word(shen.officer, "急事", loud=True)
        background.catch_up()
        assert pushed() == ["急事"]
        assert count_unread(shen.officer) == 2, "the bell counts both"
    with clock.played_at(MORNING):
        background.clock_strikes("end_quiet_hours")
        assert pushed() == ["可以等的事", "急事"]
        assert not Notice.objects.exclude(held_until=None).exists()


def test_what_was_read_meanwhile_does_not_buzz(shen, background):
    with clock.played_at(NIGHT):
        word(shen.officer, "可以等的事")
        background.catch_up()
        actions.mark_read(shen.officer)
    with clock.played_at(MORNING):
        background.clock_strikes("end_quiet_hours")
    assert pushed() == []


def test_by_day_everything_buzzes_at_once(shen, background):
    with clock.played_at(MORNING):
        word(shen.officer, "白天的事")
        background.catch_up()
    assert pushed() == ["白天的事"]


def test_hours_are_set_and_taken_away_through_the_page(shen):
    shen.submits("/desk/mine/quiet/", begins="21:30", ends="06:30")
    hours = QuietHours.objects.get()
    assert (hours.begins, hours.ends) == (time(21, 30), time(6, 30))
    shen.goes("/desk/mine/")
    assert "21:30–06:30" in " ".join(shen.sees("#quiet"))
    shen.submits("/desk/mine/quiet/", begins="", ends="")
    assert not QuietHours.objects.exists()


@pytest.mark.parametrize("wrong", [(time(7), None), (None, time(7)), (time(7), time(7))])
def test_half_a_span_is_refused(shen, wrong):
    with pytest.raises(Incomplete):
        actions.set_quiet_hours(shen.officer, begins=wrong[0], ends=wrong[1])
    assert QuietHours.objects.get().begins == time(22)
