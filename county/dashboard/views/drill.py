"""The list behind a figure and behind a flow: sorted, filtered, by page, as a file."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from county.dashboard.access import Permit
from county.dashboard.queries import tasks_of, tile
from county.dashboard.views.asking import TITLES, Asked
from county.design.http import show
from county.design.jinja import moment
from county.design.tables import LONGEST_EXPORT, Column, export, table
from county.foundation.figures.ahead import field_of
from county.foundation.figures.queries import by_month, cells, is_told, rows_of
from county.foundation.figures.registry import FIGURES, Figure
from county.foundation.staff.models import Department
from county.foundation.staff.policy import OfficerRequest, allow, demand_export, may_export
from county.kernel.errors import NotAllowed
from county.kernel.saying import said
from county.records.places.queries import name_of, town_names

FORMS = ("xlsx", "csv")


@allow(Permit.READ)
@require_GET
def figure(request: OfficerRequest, code: str) -> HttpResponseBase:
    """The rows of a figure that this officer may see; or its counts, for another department."""
    wanted = FIGURES.get(code)
    if wanted is None:
        raise Http404
    if request.user.has(wanted.permit):
        return _rows(request, wanted)
    if is_told(wanted, request.user):
        return _counts(request, wanted)
    raise NotAllowed(_("Your post does not include this. Ask your department's administrator."))


def narrowed(rows: QuerySet[Any], wanted: Figure, request: OfficerRequest) -> QuerySet[Any]:
    """The rows whose fields have the values that were chosen; nonsense is ignored."""
    for name in wanted.filters:
        value = request.GET.get(name, "")
        if value in {str(key) for key, _title in _choices(rows, name)}:
            rows = rows.filter(**{name: value})
    return rows


def _choices(rows: QuerySet[Any], name: str) -> list[tuple[Any, Any]]:
    return [pair for pair in field_of(rows, name).choices or [] if pair[0] != ""]


def _rows(request: OfficerRequest, wanted: Figure) -> HttpResponseBase:
    asked = Asked.by(request)
    every = rows_of(wanted, request.user, asked.period, asked.town)
    rows = narrowed(every, wanted, request)
    listed = table(request, rows, wanted.columns, default=wanted.sort)
    if (form := request.GET.get("format", "")) in FORMS:
        return _taken_out(request, wanted, rows.order_by(listed.sort, "-pk"), form)
    context = {
        "figure": wanted,
        "asked": asked,
        "titles": TITLES,
        "towns": town_names() if wanted.town else [],
        "tile": tile(wanted, request.user, asked.period, asked.town),
        "table": listed,
        "chosen": request.GET,
        "filters": [
            (name, field_of(every, name).verbose_name, _choices(every, name))
            for name in wanted.filters
        ],
        "leaves": wanted.may_leave and may_export(request.user),
    }
    return show(request, "dashboard/figure.html", context)


def _taken_out(
    request: OfficerRequest, wanted: Figure, rows: QuerySet[Any], form: str
) -> HttpResponseBase:
    demand_export(request.user)
    if not wanted.may_leave:
        raise NotAllowed(_("This list is not taken out as a file."))
    every = rows[:LONGEST_EXPORT].iterator(chunk_size=2000)
    return export(f"{wanted.code}-{wanted.title}", wanted.columns, every, form=form)


CELLS = (
    Column(gettext_lazy("town"), lambda row: name_of(row[0])),
    Column(gettext_lazy("how many"), lambda row: row[1]),
)
MONTHS = (
    Column(gettext_lazy("month"), lambda row: f"{row[0]:%Y-%m}"),
    Column(gettext_lazy("how many"), lambda row: row[1]),
)


def _counts(request: OfficerRequest, wanted: Figure) -> HttpResponseBase:
    """What another department is told: counts by town and by whole months, few ones not."""
    asked = Asked.by(request)
    few = _("not told")
    told = cells(wanted, asked.period.months)
    by_town = [
        (code, few if told.get(code) is None else told[code])
        for code, _name in town_names()
        if wanted.town
    ]
    months = [(first, few if n is None else n) for first, n in by_month(wanted, asked.period)]
    if (form := request.GET.get("format", "")) in FORMS:
        demand_export(request.user)
        return export(f"{wanted.code}-{wanted.title}", CELLS, by_town, form=form)
    context = {
        "figure": wanted,
        "asked": asked,
        "titles": TITLES,
        "months": asked.period.months,
        "tile": tile(wanted, request.user, asked.period),
        "by_town": by_town,
        "by_month": months,
        "leaves": may_export(request.user),
    }
    return show(request, "dashboard/counts.html", context)


TASKS = (
    Column(gettext_lazy("task"), lambda row: said(row.title), "title"),
    Column(gettext_lazy("why"), lambda row: said(row.why)),
    Column(gettext_lazy("state"), lambda row: row.get_state_display(), "state"),
    Column(gettext_lazy("officer"), lambda row: row.officer.name if row.officer else "",
           "officer__name"),
    Column(gettext_lazy("due"), lambda row: moment(row.due_at), "due_at"),
)  # fmt: skip


@allow(Permit.READ)
@require_GET
def flow(request: OfficerRequest, sender: str, receiver: str) -> HttpResponseBase:
    """The tasks that one department's doing put on another's list, as far as they may be seen."""
    asked = Asked.by(request)
    houses = Department.objects.in_bulk([sender, receiver])
    if sender not in houses or receiver not in houses:
        raise Http404
    rows = tasks_of(request.user, asked.period, sender, receiver)
    listed = table(request, rows, TASKS, default="-due_at")
    if (form := request.GET.get("format", "")) in FORMS:
        demand_export(request.user)
        name = f"{sender}-{receiver}"
        return export(name, TASKS, rows.order_by(listed.sort, "-pk")[:LONGEST_EXPORT], form=form)
    context = {
        "sender": houses[sender],
        "receiver": houses[receiver],
        "asked": asked,
        "table": listed,
        "leaves": may_export(request.user),
    }
    return show(request, "dashboard/flow.html", context)
