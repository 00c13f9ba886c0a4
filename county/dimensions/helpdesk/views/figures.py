"""The desk in figures, and the list behind every figure, to be filtered and exported."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

from django.http import HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from county.design.http import show
from county.design.jinja import moment
from county.design.tables import LONGEST_EXPORT, Column, export, table
from county.dimensions.helpdesk.access import Permit
from county.dimensions.helpdesk.forms import QueueFilters
from county.dimensions.helpdesk.models import Matter
from county.dimensions.helpdesk.queries import figures
from county.dimensions.helpdesk.queries import matters as asked
from county.dimensions.helpdesk.views import words
from county.foundation.staff.policy import OfficerRequest, allow, demand_export
from county.kernel import clock
from county.records.places.queries import name_of

LABEL = {"show": True, "position": "right"}
COLOURS = ["#2f6fed", "#e0902f", "#6b57b8"]
SPANS = {"today": 1, "week": 7, "month": 30, "year": 365}


def span_of(request: OfficerRequest) -> tuple[str, datetime, datetime]:
    """The asked-for span, in whole county days up to the end of today."""
    name = request.GET.get("span", "today")
    name = name if name in SPANS else "today"
    end = datetime.combine(clock.today() + timedelta(days=1), time(), clock.SHANGHAI)
    return name, end - timedelta(days=SPANS[name]), end


@allow(Permit.FIGURES)
@require_GET
def overview(request: OfficerRequest) -> HttpResponseBase:
    """The desk in figures: first replies, who waits, kinds, towns, alerts, money kept."""
    name, start, end = span_of(request)
    span = figures.Span(start, end)
    matters = figures.within(request.user, span)
    known = words.labels()
    towns = [
        (name_of(code) or _("unknown"), n) for code, n in figures.by_field(matters, "town_code")
    ]
    topics = [
        (str(known["topic"].get(key, key)), n) for key, n in figures.by_field(matters, "topic")
    ]
    context = {
        "span": name,
        "totals": figures.totals(request.user, span, clock.now()),
        "waiting_now": figures.waiting_now(request.user),
        "charts": {
            "days": _days(figures.by_day(matters), start.date(), end.date(), known["kind"]),
            "towns": _bars(towns),
            "topics": _bars(topics),
        },
    }
    return show(request, "helpdesk/figures.html", context)


def _days(
    counted: list[dict[str, Any]], start: date, end: date, kinds: dict[str, Any]
) -> dict[str, Any]:
    """Stacked columns: how many of each kind were opened on each day."""
    days = [start + timedelta(days=n) for n in range((end - start).days)]
    found = {(row["day"], row["kind"]): row["n"] for row in counted}
    series = [
        {
            "name": str(title),
            "type": "bar",
            "stack": "all",
            "data": [found.get((day, kind), 0) for day in days],
        }
        for kind, title in kinds.items()
    ]
    return {
        "aria": {"enabled": False},
        "color": COLOURS,
        "tooltip": {"trigger": "axis"},
        "legend": {"bottom": 0},
        "grid": {"left": 40, "right": 12, "top": 16, "bottom": 52},
        "xAxis": {"type": "category", "data": [day.strftime("%m-%d") for day in days]},
        "yAxis": {"type": "value", "minInterval": 1},
        "series": series,
    }


def _bars(counted: list[tuple[str, int]]) -> dict[str, Any]:
    """Horizontal bars, the longest on top."""
    rows = counted[:12][::-1]
    return {
        "aria": {"enabled": False},
        "color": COLOURS,
        "tooltip": {},
        "grid": {"left": 110, "right": 30, "top": 8, "bottom": 24},
        "xAxis": {"type": "value", "minInterval": 1},
        "yAxis": {"type": "category", "data": [name for name, _n in rows]},
        "series": [{"type": "bar", "data": [n for _name, n in rows], "label": LABEL}],
    }  # fmt: skip


def _display(field: str) -> Callable[[Matter], str]:
    return lambda matter: str(getattr(matter, f"get_{field}_display")())


COLUMNS = [
    Column(gettext_lazy("number"), lambda matter: matter.number, "number"),
    Column(gettext_lazy("kind"), _display("kind"), "kind"),
    Column(gettext_lazy("topic"), _display("topic"), "topic"),
    Column(gettext_lazy("state"), _display("state"), "state"),
    Column(gettext_lazy("priority"), lambda matter: f"P{matter.priority}", "priority"),
    Column(gettext_lazy("town"), lambda matter: name_of(matter.town_code), "town_code"),
    Column(
        gettext_lazy("officer"),
        lambda matter: matter.assignee.name if matter.assignee else "",
        "assignee__name",
    ),
    Column(gettext_lazy("opening time"), lambda matter: moment(matter.opened_at), "opened_at"),
    Column(
        gettext_lazy("first reply"), lambda matter: moment(matter.first_reply_at), "first_reply_at"
    ),
    Column(gettext_lazy("fraud type"), lambda matter: matter.alert_category, "alert_category"),
    Column(gettext_lazy("case number"), lambda matter: matter.case_number, "case_number"),
    Column(gettext_lazy("link to the case"), lambda matter: _link(matter), "case_link"),
    Column(gettext_lazy("result"), _display("result"), "result"),
    Column(gettext_lazy("money"), lambda matter: _money(matter), "money"),
    Column(
        gettext_lazy("amount as stated"),
        lambda matter: _amount(matter.stated_amount),
        "stated_amount",
    ),
    Column(
        gettext_lazy("amount verified"),
        lambda matter: _amount(matter.verified_amount),
        "verified_amount",
    ),
]


def _link(matter: Matter) -> str:
    """How a lead led to its case."""
    return {"direct": _("directly"), "indirect": _("indirectly")}.get(matter.case_link, "")


def _money(matter: Matter) -> str:
    """What became of the money, once an outcome is recorded."""
    return str(matter.get_money_display()) if matter.result else ""


def _amount(value: Any) -> float | str:
    return float(value) if value is not None else ""


@allow(Permit.READ)
@require_GET
def listing(request: OfficerRequest) -> HttpResponseBase:
    """Every matter the officer may see: filtered, sorted, by page; or as a file."""
    filters = QueueFilters(request.GET or None)
    name, start, end = span_of(request)
    drill = request.GET.get("figure", "")
    if drill in figures.DRILLS:
        matters = figures.behind(request.user, drill, figures.Span(start, end))
    else:
        matters = asked.matters_for(request.user)
    matters = asked.narrowed(matters, filters.wanted()).select_related("assignee")
    if (form := request.GET.get("format")) in ("xlsx", "csv"):
        demand_export(request.user)
        rows = matters.order_by("-opened_at")[:LONGEST_EXPORT].iterator(chunk_size=2000)
        return export(_("matters"), COLUMNS, rows, form=str(form))
    context = {
        "table": table(request, matters, COLUMNS, default="-opened_at"),
        "filters": filters,
        "figure": drill,
        "span": name,
        "labels": words.labels(),
        "query": request.GET.urlencode(),
    }
    return show(request, "helpdesk/listing.html", context)
