"""The week, the month, and the address from which a calendar fetches what is due."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from icalendar import Calendar

from county.foundation.staff import sessions
from county.records.worklist.models import Feed
from county.records.worklist.tests.conftest import MONDAY

pytestmark = pytest.mark.django_db


def address(sat):
    sat.submits("/desk/mine/calendar/")
    return "/desk/" + sat.sees("code.address")[0].partition("/desk/")[2]


def test_the_week_and_the_month_show_what_is_due(house, task, monday):
    task(due_at=MONDAY + timedelta(days=2), title="本周的事")
    task(due_at=MONDAY + timedelta(days=6, hours=15), title="下周一的事")
    shen = house["shen"]
    shen.goes("/desk/calendar/?on=2026-11-25")
    week = " ".join(shen.sees("table.month"))
    assert "本周的事" in week and "下周一的事" not in week
    assert "本周的事" in " ".join(shen.sees(".agenda"))
    shen.goes("/desk/calendar/?view=month&on=2026-11-01")
    month = " ".join(shen.sees("table.month"))
    assert "本周的事" in month and "下周一的事" in month


@pytest.mark.parametrize("on", ["", "x", "2026-02-30", "0001-01-01", "9999-12-31", "2026-11-23'"])
def test_a_day_that_is_none_shows_today(house, on):
    for view in ("week", "month"):
        house["shen"].goes(f"/desk/calendar/?view={view}&on={on}")
        assert house["shen"].status == 200


def test_the_feed_names_nobody_and_is_revoked(house, task, monday):
    task(title="回访张三", about="matter:01900000-0000-7000-8000-00000000beef")
    shen = house["shen"]
    secret = address(shen)
    answer = Client().get(secret)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("text/calendar")
    told = answer.content.decode()
    events = list(Calendar.from_ical(told).walk("VEVENT"))
    assert len(events) == 1
    assert str(events[0]["SUMMARY"]) == "到期：任务"
    for word in ("张三", "沈警官", "beef"):
        assert word not in told
    assert secret.split("/")[3][:-4].encode() not in bytes(Feed.objects.get().digest)
    second = address(shen)
    assert (Client().get(secret).status_code, Client().get(second).status_code) == (404, 200)
    shen.submits("/desk/mine/calendar/revoke/")
    assert Client().get(second).status_code == 404


def test_a_dismissed_officer_s_calendar_is_gone(house, desk):
    secret = address(house["shen"])
    admin = desk("管理员", post="SYSADMIN", department="PSB")
    admin.submits(f"/staff/{house['shen'].officer.pk}/dismiss/")
    sessions.forget()
    assert Client().get(secret).status_code == 404


@pytest.mark.parametrize("secret", ["x", "a" * 500, "-", "_" * 43])
def test_a_guess_leads_nowhere(db, secret):
    assert Client().get(f"/desk/calendar/{secret}.ics").status_code == 404
