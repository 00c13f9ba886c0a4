"""The week and the month of what is due, and the address from which calendars fetch it."""

from __future__ import annotations

import calendar
from collections import defaultdict
from datetime import date, timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_GET

from county.design.http import show
from county.foundation.staff.policy import OfficerRequest, public, signed_in
from county.kernel import clock, ics
from county.records.worklist import queries
from county.records.worklist.queries.day import Item

WEEK, MONTH = "week", "month"
HALF_HOUR = timedelta(minutes=30)
FURTHEST = 400
"""Days before and after today within which a calendar is shown."""


@signed_in
@require_GET
def plan(request: OfficerRequest) -> HttpResponseBase:
    """What is due in a week or a month, by day; on a phone a list of the days with something."""
    view = MONTH if request.GET.get("view") == MONTH else WEEK
    on = _day(request.GET.get("on", ""))
    weeks = _weeks(view, on)
    days: defaultdict[date, list[Item]] = defaultdict(list)
    for item in queries.day_of(request.user).items:
        if item.due_at is not None:
            days[clock.day_of(item.due_at)].append(item)
    context = {
        "view": view,
        "on": on,
        "weeks": weeks,
        "days": days,
        "agenda": [day for week in weeks for day in week if days.get(day)],
        "before": _step(view, on, -1),
        "after": _step(view, on, 1),
        "today": clock.today(),
        "now": clock.now(),
        "works": clock.is_working_day,
    }
    return show(request, "worklist/plan.html", context)


def _day(asked: str) -> date:
    today = clock.today()
    try:
        day = date.fromisoformat(asked[:10])
    except ValueError:
        return today
    return day if abs((day - today).days) <= FURTHEST else today


def _weeks(view: str, on: date) -> list[list[date]]:
    if view == MONTH:
        return calendar.Calendar().monthdatescalendar(on.year, on.month)
    monday = on - timedelta(days=on.weekday())
    return [[monday + timedelta(days=number) for number in range(7)]]


def _step(view: str, on: date, by: int) -> date:
    return clock.add_months(on, by) if view == MONTH else on + timedelta(weeks=by)


@public("an officer's own calendar; its address holds an unguessable secret and names nobody")
@require_GET
def feed(request: HttpRequest, secret: str) -> HttpResponseBase:
    """What is due for an officer, for a program that asks again and again: kinds, no names."""
    officer = queries.officer_at(secret)
    if officer is None:
        raise Http404
    with override(settings.LANGUAGE_CODE):
        entries = [
            _entry(item, number)
            for number, item in enumerate(queries.day_of(officer).items)
            if item.due_at is not None
        ]
        body = ics.calendar(_("My day"), entries, of="desk")
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="desk.ics"'
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def _entry(item: Item, number: int) -> ics.Entry:
    assert item.due_at is not None  # noqa: S101 - the caller leaves others out
    return ics.Entry(
        key=item.key or str(number),
        title=_("Due: %s") % item.what,
        starts_at=item.due_at - HALF_HOUR,
        ends_at=item.due_at,
        changed_at=item.due_at,
        told=f"{settings.SIWEI_ADDRESS}/desk/",
    )
