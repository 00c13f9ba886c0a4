"""Patterns of a week for the fraud desk: new phrases, types by town and day, what came again."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.http import HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from county.design.http import show
from county.design.jinja import moment
from county.design.tables import Column, export
from county.dimensions.fraud import queries
from county.dimensions.fraud.access import Permit
from county.dimensions.fraud.knowledge.phrases import BEFORE_WEEKS, LEAST_CONVERSATIONS
from county.foundation.staff.policy import Holder, OfficerRequest, allow, demand_export

KINDS = {
    "phone": gettext_lazy("phone"),
    "bank_card": gettext_lazy("bank card"),
    "account": gettext_lazy("account"),
    "link": gettext_lazy("link"),
    "email": gettext_lazy("e-mail"),
    "wallet": gettext_lazy("coin wallet"),
    "meeting": gettext_lazy("meeting or room number"),
    "qq": gettext_lazy("QQ number"),
    "wechat": gettext_lazy("WeChat name"),
    "invite": gettext_lazy("invitation code"),
    "qr": gettext_lazy("QR code"),
}
PHRASES = [
    Column(gettext_lazy("phrase"), lambda one: one.words),
    Column(gettext_lazy("conversations this week"), lambda one: one.conversations),
    Column(gettext_lazy("in the weeks before"), lambda one: one.before),
    Column(gettext_lazy("times more often"), lambda one: one.lift),
]
SEEN = [
    Column(gettext_lazy("kind"), lambda one: str(KINDS.get(one.kind, one.kind))),
    Column(gettext_lazy("masked"), lambda one: one.masked),
    Column(gettext_lazy("conversations"), lambda one: one.conversations),
    Column(gettext_lazy("stop requests"), lambda one: one.stops),
    Column(gettext_lazy("first seen"), lambda one: moment(one.first)),
    Column(gettext_lazy("last seen"), lambda one: moment(one.last)),
]


def _columns_of(heat: queries.Heat) -> list[Column]:
    first = Column(gettext_lazy("type"), lambda row: row[0])
    return [first, *(
        Column(title or _("not known"), _number_at(place))
        for place, (_key, title) in enumerate(heat.columns)
    )]  # fmt: skip


def _number_at(place: int) -> Callable[[Any], Any]:
    return lambda row: row[1][place]


def _sheet(
    part: str, holder: Holder, week: queries.Week
) -> tuple[str, list[Column], Iterable[Any]]:
    """The name, the columns and the rows of one part of the page, for a file."""
    if part == "towns":
        heat = queries.by_town(holder, week)
        return _("fraud by town"), _columns_of(heat), heat.rows
    if part == "days":
        heat = queries.by_day(holder, week)
        return _("fraud by day"), _columns_of(heat), heat.rows
    if part == "seen":
        return _("seen again"), SEEN, queries.seen_again(holder, week)
    return _("new phrases"), PHRASES, queries.new_phrases(holder, week)


@allow(Permit.DESK)
@require_GET
def patterns(request: OfficerRequest) -> HttpResponseBase:
    """One week's patterns; each part can be taken out as a file."""
    week = queries.week_ending(request.GET.get("ends", ""))
    if (form := request.GET.get("format")) in ("xlsx", "csv"):
        demand_export(request.user)
        name, columns, rows = _sheet(request.GET.get("part", ""), request.user, week)
        return export(name, columns, rows, form=str(form))
    context = {
        "week": week,
        "phrases": queries.new_phrases(request.user, week),
        "towns": queries.by_town(request.user, week),
        "days": queries.by_day(request.user, week),
        "seen": queries.seen_again(request.user, week),
        "kinds": KINDS,
        "before_weeks": BEFORE_WEEKS,
        "least": LEAST_CONVERSATIONS,
    }
    return show(request, "fraud/week.html", context)
