"""Lessons on a calendar: the month, one lesson as a file, a lecturer's own address; lecturers."""

from __future__ import annotations

import calendar
import hmac
from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.signing import Signer
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from county.design.forms import complete
from county.design.http import go, show
from county.dimensions.procuracy.access import Permit
from county.dimensions.procuracy.actions import slots as acts
from county.dimensions.procuracy.forms.lessons import LecturerForm
from county.dimensions.procuracy.models.lessons import Order
from county.dimensions.procuracy.models.slots import Lecturer
from county.dimensions.procuracy.queries import orders as asked
from county.foundation.staff.policy import OfficerRequest, allow, public
from county.kernel import clock, ics

BEHIND, AHEAD = timedelta(days=90), timedelta(days=366)
"""How far a lecturer's calendar goes back and on."""
SALT = "county.procuracy.calendar"


@allow(Permit.FIGURES)
@require_GET
def month(request: OfficerRequest) -> HttpResponseBase:
    """The month's lessons by day, of everybody or of one lecturer."""
    first = _month(request.GET.get("month", ""))
    begin, following = clock.start_of_day(first), clock.add_months(first, 1)
    lecturer = _lecturer(request.GET.get("lecturer", ""))
    towns = asked.orders_for(request.user).values("pk")
    rows = asked.lessons_between(begin, clock.start_of_day(following), lecturer=lecturer)
    days: defaultdict[date, list[Order]] = defaultdict(list)
    for one in rows.filter(pk__in=towns):
        if one.slot is not None:
            days[clock.day_of(one.slot.starts_at)].append(one)
    context = {
        "first": first,
        "weeks": calendar.Calendar().monthdatescalendar(first.year, first.month),
        "days": days,
        "before": clock.add_months(first, -1),
        "after": following,
        "lecturers": asked.lecturers(),
        "lecturer": lecturer,
        "today": clock.today(),
        "works": clock.is_working_day,
    }
    return show(request, "procuracy/calendar.html", context)


def _month(asked_for: str) -> date:
    try:
        return date.fromisoformat(f"{asked_for[:7]}-01")
    except ValueError:
        return clock.today().replace(day=1)


def _lecturer(asked_for: str) -> Lecturer | None:
    try:
        return Lecturer.objects.filter(pk=UUID(asked_for)).first()
    except ValueError:
        return None


@allow(Permit.FIGURES)
@require_GET
def lesson(request: OfficerRequest, order_id: UUID) -> HttpResponseBase:
    """One lesson for an officer's own calendar."""
    placed = get_object_or_404(asked.orders_for(request.user), pk=order_id, slot__isnull=False)
    return as_file(_("Lesson"), [placed], name="lesson")


def as_file(title: str, rows: Iterable[Order], *, name: str) -> HttpResponse:
    """These lessons as a calendar file."""
    body = ics.calendar(title, [_told(one) for one in rows], of="lessons")
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.ics"'
    return response


def _told(placed: Order) -> ics.Entry:
    slot = placed.slot
    if slot is None:
        raise Http404
    return ics.Entry(
        key=str(placed.pk),
        title=f"{placed.version.title}（{placed.organisation}）",
        where=slot.place or placed.place,
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        told=_("Lecturer %s") % slot.lecturer,
        changed_at=placed.confirmed_at or placed.made_at,
    )


def key_of(lecturer: Lecturer) -> str:
    """The unguessable word of a lecturer's calendar; another one after each renewal."""
    return Signer(salt=SALT).signature(f"{lecturer.pk}:{lecturer.turn}")


def address_of(lecturer: Lecturer) -> str:
    """Where a lecturer's own program fetches the calendar."""
    key = key_of(lecturer)
    return f"{settings.SIWEI_ADDRESS}/procuracy/lecturers/{lecturer.pk}/{key}.ics"


@public("a lecturer's own calendar; its address holds an unguessable key and names no contact")
@require_GET
def feed(request: HttpRequest, lecturer_id: UUID, key: str) -> HttpResponseBase:
    """The lecturer's lessons, for a program that asks again and again."""
    lecturer = Lecturer.objects.filter(pk=lecturer_id).first()
    if lecturer is None or not hmac.compare_digest(key_of(lecturer).encode(), key.encode()):
        raise Http404
    now = clock.now()
    rows = asked.lessons_between(now - BEHIND, now + AHEAD, lecturer=lecturer)
    return as_file(str(lecturer), rows, name="lessons")


@allow(Permit.LIAISE)
@require_http_methods(["GET", "POST"])
def lecturers(request: OfficerRequest) -> HttpResponseBase:
    """Those who give lessons, and entering another."""
    if request.method == "POST":
        given = complete(LecturerForm(request.POST)).cleaned_data
        acts.name_lecturer(**given, by=request.user)
        return go(request, "/procuracy/lecturers/")
    rows = list(Lecturer.objects.select_related("officer").order_by("-is_active", "title"))
    context: dict[str, Any] = {
        "lecturers": rows,
        "addresses": {one.pk: address_of(one) for one in rows},
        "form": LecturerForm(auto_id="lect_%s"),
    }
    return show(request, "procuracy/lecturers.html", context)


@allow(Permit.LIAISE)
@require_http_methods(["GET", "POST"])
def lecturer(request: OfficerRequest, lecturer_id: UUID) -> HttpResponseBase:
    """Change an entry."""
    known = get_object_or_404(Lecturer, pk=lecturer_id)
    if request.method == "GET":
        initial = {"title": known.title, "unit": known.unit, "items": ", ".join(known.items),
                   "is_active": known.is_active}  # fmt: skip
        context = {"form": LecturerForm(initial=initial), "lecturer": known}
        return show(request, "procuracy/lecturer.html", context)
    given = complete(LecturerForm(request.POST)).cleaned_data
    acts.name_lecturer(**given, officer=known.officer, lecturer=known, by=request.user)
    return go(request, "/procuracy/lecturers/")


@allow(Permit.LIAISE)
@require_POST
def renew(request: OfficerRequest, lecturer_id: UUID) -> HttpResponseBase:
    """Another address for the lecturer's calendar."""
    acts.renew_address(get_object_or_404(Lecturer, pk=lecturer_id), by=request.user)
    return go(request, "/procuracy/lecturers/")
