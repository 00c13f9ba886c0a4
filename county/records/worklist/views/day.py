"""My day: everything that waits for me, by deadline."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from county.design.http import show
from county.design.jinja import moment
from county.design.tables import Column, export
from county.foundation.live import tickets
from county.foundation.notices.models import Notice
from county.foundation.notices.queries import recent
from county.foundation.staff.policy import OfficerRequest, demand_export, signed_in
from county.foundation.staff.queries import colleagues
from county.kernel import clock
from county.records.worklist import queries
from county.records.worklist.forms import OutcomeForm
from county.records.worklist.queries.day import Item, by_day
from county.records.worklist.registry import closed_to

PAGE = 50
COLUMNS = [
    Column(gettext_lazy("dimension"), lambda one: one.dimension_title),
    Column(gettext_lazy("what"), lambda one: one.item.what),
    Column(gettext_lazy("title"), lambda one: "" if one.item.personal else one.item.title),
    Column(gettext_lazy("due"), lambda one: moment(one.item.due_at)),
    Column(gettext_lazy("overdue"), lambda one: _("yes") if one.item.is_late else ""),
    Column(gettext_lazy("for"), lambda one: one.item.behalf),
    Column(gettext_lazy("remarks"), lambda one: ", ".join(words for words, _ in one.item.marks)),
]


class _Line:
    """A line of the export: what may name a person stays on the page."""

    def __init__(self, item: Item, dimensions: dict[str, str]) -> None:
        self.item, self.dimension_title = item, dimensions.get(item.dimension, item.dimension)


@signed_in
@require_GET
def my_day(request: OfficerRequest) -> HttpResponseBase:
    """What waits for the officer in every dimension, by deadline, and the latest notices."""
    dimensions, kinds = queries.titles_of(request.user)
    dimension = _known(request.GET.get("of", ""), dimensions)
    kind = _known(request.GET.get("kind", ""), kinds)
    day = queries.day_of(request.user, dimension=dimension, kind=kind)
    if (form := request.GET.get("format")) in ("xlsx", "csv"):
        demand_export(request.user)
        lines = [_Line(item, dimensions) for item in day.items]
        return export(_("my day"), COLUMNS, lines, form=str(form))
    number = request.GET.get("page", "0")[:5]
    page = int(number) if number.isascii() and number.isdecimal() else 0
    shown = day.items[page * PAGE : (page + 1) * PAGE]
    query = urlencode({key: value for key, value in (("of", dimension), ("kind", kind)) if value})
    context = {
        "days": list(by_day(shown, clock.now())),
        "day": day,
        "page": page,
        "has_next": len(day.items) > (page + 1) * PAGE,
        "query": query,
        "here": f"/desk/?{query}&page={page}",
        "dimensions": dimensions,
        "kinds": kinds,
        "dimension": dimension,
        "kind": kind,
        "notices": _notices(request),
        "today": clock.today(),
        "now": clock.now(),
        "live": tickets.issue({request.user.actor, "app:worklist"}),
        "away_for": queries.absent(request.user),
        "colleagues": list(colleagues(request.user).exclude(pk=request.user.pk)),
        "done": OutcomeForm(),
    }
    return show(request, "worklist/my_day.html", context, part="tasks")


def _known(wanted: str, titles: dict[str, Any]) -> str:
    return wanted if wanted in titles else ""


def _notices(request: OfficerRequest) -> list[tuple[Notice, str]]:
    """The latest notices with their links; none to a page that would not open."""
    notices = recent(request.user, 8)
    shut = closed_to(request.user, [one.about for one in notices])
    return [(one, "" if one.about in shut else one.url) for one in notices]
