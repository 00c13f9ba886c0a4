"""Fraud pages: alerts to judge, payments to stop."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponseBase, QueryDict
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from county.design.forms import complete
from county.design.http import address_of, back_to, fragment, go, show
from county.design.jinja import moment
from county.design.tables import LONGEST_EXPORT, Column, export, table
from county.dimensions.fraud import actions, queries
from county.dimensions.fraud.access import Permit
from county.dimensions.fraud.flow import AlertState, StopState
from county.dimensions.fraud.forms import (
    ConfirmForm,
    DismissForm,
    ReasonForm,
    StopEndForm,
    StopForm,
    ThinkAgainForm,
)
from county.dimensions.fraud.knowledge.reading import CATEGORIES
from county.dimensions.fraud.models import Alert
from county.foundation.staff.policy import OfficerRequest, allow, demand_export
from county.kernel import clock
from county.records.conversations.queries import of_ids
from county.records.conversations.reach import conversations_for
from county.records.places.queries import town_names

WEEK = timedelta(days=7)
FIRST = date(2000, 1, 1)


COLUMNS = [
    Column(gettext_lazy("raised"), lambda alert: moment(alert.raised_at), "raised_at"),
    Column(gettext_lazy("state"), lambda alert: str(AlertState(alert.state).label), "state"),
    Column(gettext_lazy("type"), lambda alert: alert.category, "category"),
    Column(gettext_lazy("likelihood"), lambda alert: round(alert.score, 3), "score"),
    Column(gettext_lazy("reasons"), lambda alert: "; ".join(alert.reasons)),
    Column(gettext_lazy("decided by"), lambda alert: alert.decided_by, "decided_by"),
    Column(gettext_lazy("officer's reason"), lambda alert: alert.reason),
]


@dataclass(frozen=True)
class Narrowed:
    """What a list of alerts was narrowed to, by the words in its address; nonsense is ignored."""

    state: str
    category: str
    town: str
    days: tuple[date, date] | None

    @classmethod
    def by(cls, asked: QueryDict) -> Narrowed:
        category, town = asked.get("category", ""), asked.get("town", "")
        return cls(
            state=asked.get("state", "raised"),
            category=category if category in CATEGORIES else "",
            town=town if town in dict(town_names()) else "",
            days=_days(asked.get("since", ""), asked.get("until", "")),
        )

    def of(self, rows: QuerySet[Alert]) -> QuerySet[Alert]:
        """The alerts that are meant."""
        if self.state in AlertState.values:
            rows = rows.filter(state=self.state)
        elif self.state == "open":
            rows = rows.exclude(state=AlertState.DISMISSED)
        if self.category:
            rows = rows.filter(category=self.category)
        if self.town:
            rows = rows.filter(conversation__resident__town_code=self.town)
        if self.days:
            first, last = self.days
            begins, ends = clock.start_of_day(first), clock.end_of_day(last)
            rows = rows.filter(raised_at__gte=begins, raised_at__lte=ends)
        return rows

    @property
    def more(self) -> str:
        """Town and days for the address of another state's list."""
        said = {"town": self.town} if self.town else {}
        if self.days:
            said |= {"since": f"{self.days[0]:%F}", "until": f"{self.days[1]:%F}"}
        return urlencode(said)


def _days(since: str, until: str) -> tuple[date, date] | None:
    try:
        first, last = date.fromisoformat(since), date.fromisoformat(until)
    except ValueError:
        return None
    return (first, last) if FIRST <= first <= last <= clock.today() + WEEK else None


@allow(Permit.READ)
@require_GET
def alerts(request: OfficerRequest) -> HttpResponseBase:
    """The alerts of the officer's areas: to judge, confirmed, dismissed; and this week's types."""
    narrowed = Narrowed.by(request.GET)
    rows = narrowed.of(queries.alerts_for(request.user))
    if (form := request.GET.get("format")) in ("xlsx", "csv"):
        demand_export(request.user)
        return export(
            _("alerts"), COLUMNS, rows.order_by("-raised_at")[:LONGEST_EXPORT], form=str(form)
        )
    page = table(request, rows, COLUMNS, default="-raised_at")
    context = {
        "table": page,
        "messages": of_ids(alert.message_id for alert in page.rows),
        "state": narrowed.state,
        "narrowed": narrowed,
        "states": dict(AlertState.choices),
        "categories": CATEGORIES,
        "category": narrowed.category,
        "week": queries.categories_since(request.user, clock.now() - WEEK),
        "query": request.GET.urlencode(),
    }
    return show(request, "fraud/alerts.html", context)


def _alert(request: OfficerRequest, alert_id: UUID) -> Alert:
    return get_object_or_404(queries.alerts_for(request.user), pk=alert_id)


@allow(Permit.TRIAGE)
@require_POST
def confirm(request: OfficerRequest, alert_id: UUID) -> HttpResponseBase:
    """Confirm that this is fraud, and of which type."""
    form = complete(ConfirmForm(request.POST))
    alert = actions.confirm(_alert(request, alert_id), **form.cleaned_data, by=request.user)
    return fragment(request, "fraud/alert.html", queries.card(alert), part="card")


@allow(Permit.TRIAGE)
@require_POST
def dismiss(request: OfficerRequest, alert_id: UUID) -> HttpResponseBase:
    """Say that this is no fraud, and why."""
    form = complete(DismissForm(request.POST))
    alert = actions.dismiss(_alert(request, alert_id), **form.cleaned_data, by=request.user)
    return fragment(request, "fraud/alert.html", queries.card(alert), part="card")


@allow(Permit.TRIAGE)
@require_POST
def think_again(request: OfficerRequest, alert_id: UUID) -> HttpResponseBase:
    """Take a decision back, and say why."""
    form = complete(ThinkAgainForm(request.POST))
    alert = actions.think_again(_alert(request, alert_id), **form.cleaned_data, by=request.user)
    return fragment(request, "fraud/alert.html", queries.card(alert), part="card")


@allow(Permit.READ)
@require_GET
def similar(request: OfficerRequest, alert_id: UUID) -> HttpResponseBase:
    """The confirmed cases most like this alert, of the officer's own areas."""
    alert = _alert(request, alert_id)
    context = {"alert": alert, "cases": queries.similar_cases(alert, request.user)}
    return show(request, "fraud/similar.html", context, part="cases")


@allow(Permit.ASK_STOP)
@require_POST
def ask_stop(request: OfficerRequest, conversation_id: UUID) -> HttpResponseBase:
    """Ask the fraud desk to stop a payment."""
    form = complete(StopForm(request.POST))
    conversation = get_object_or_404(conversations_for(request.user), pk=conversation_id)
    actions.ask_to_stop(conversation, **form.cleaned_data, by=request.user)
    return go(request, back_to(request, "/fraud/stops/"))


STOP_COLUMNS = [
    Column(gettext_lazy("asked"), lambda stop: moment(stop.asked_at), "asked_at"),
    Column(gettext_lazy("state"), lambda stop: str(StopState(stop.state).label), "state"),
    Column(gettext_lazy("amount, yuan"), lambda stop: float(stop.amount), "amount"),
    Column(gettext_lazy("bank"), lambda stop: stop.bank, "bank"),
    Column(gettext_lazy("account"), lambda stop: stop.account_masked),
    Column(gettext_lazy("asked by"), lambda stop: stop.asked_by, "asked_by"),
    Column(gettext_lazy("stopped, yuan"), lambda stop: float(stop.stopped_amount or 0)),
]  # fmt: skip


@allow(Permit.READ)
@require_GET
def stops(request: OfficerRequest) -> HttpResponseBase:
    """Requests to stop a payment, the waiting ones first."""
    rows = queries.stops_for(request.user)
    wanted = request.GET.get("state", "")
    if wanted in StopState.values:
        rows = rows.filter(state=wanted)
    if (form := request.GET.get("format")) in ("xlsx", "csv"):
        demand_export(request.user)
        return export(_("stop requests"), STOP_COLUMNS, rows.order_by("-asked_at"), form=str(form))
    page = table(request, rows, STOP_COLUMNS, default="-asked_at")
    context = {
        "table": page,
        "seen": queries.seen_before(page.rows),
        "state": wanted,
        "states": dict(StopState.choices),
        "query": request.GET.urlencode(),
    }
    return show(request, "fraud/stops.html", context)


@allow(Permit.ASK_STOP)
@require_POST
def end_stop(request: OfficerRequest, stop_id: UUID) -> HttpResponseBase:
    """Note what became of a request."""
    form = complete(StopEndForm(request.POST))
    stop = get_object_or_404(queries.stops_for(request.user), pk=stop_id)
    actions.end_stop(stop, **form.cleaned_data, by=request.user)
    return go(request, back_to(request, "/fraud/stops/"))


@allow(Permit.ASK_STOP)
@require_POST
def account(request: OfficerRequest, stop_id: UUID) -> HttpResponseBase:
    """Show account and holder in clear, for a reason."""
    form = complete(ReasonForm(request.POST))
    stop = get_object_or_404(queries.stops_for(request.user), pk=stop_id)
    address = address_of(request)
    shown = actions.show_account(stop, **form.cleaned_data, by=request.user, address=address)
    return fragment(request, "fraud/stops.html", {"shown": shown}, part="account")
