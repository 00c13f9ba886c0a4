"""For inspectors: who looked at whose file, and why; what happened; what could not be done."""

from __future__ import annotations

from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from county.design.http import go, show
from county.design.jinja import moment
from county.design.tables import LONGEST_EXPORT, Column, export, table
from county.foundation.audit import chain, queries
from county.foundation.audit.access import Permit
from county.foundation.audit.naming import called
from county.foundation.events import actions as events
from county.foundation.events.queries import all_events, failures
from county.foundation.events.registry import KINDS
from county.foundation.staff.policy import OfficerRequest, allow

LOOKS = [
    Column(gettext_lazy("at"), lambda look: moment(look.at), "at"),
    Column(gettext_lazy("officer"), lambda look: look.name, "name"),
    Column(gettext_lazy("department"), lambda look: look.department, "department"),
    Column(gettext_lazy("whose"), lambda look: look.subject, "subject"),
    Column(gettext_lazy("what was seen"), lambda look: look.fields),
    Column(gettext_lazy("reason"), lambda look: look.reason),
    Column(gettext_lazy("in connection with"), lambda look: look.because, "because"),
]


@allow(Permit.READ)
@require_GET
def looks(request: OfficerRequest) -> HttpResponseBase:
    """Every look at private fields."""
    sought = request.GET.get("words", "").strip()[:60]
    rows = queries.looks_like(sought)
    if (form := request.GET.get("format")) in ("xlsx", "csv"):
        return export(_("looks"), LOOKS, rows.order_by("-id")[:LONGEST_EXPORT], form=str(form))
    page = table(request, rows, LOOKS, default="-at")
    context = {
        "table": page,
        "words": called(look.subject for look in page.rows) | seen_fields(),
        "sought": sought,
        "query": request.GET.urlencode(),
    }
    return show(request, "audit/looks.html", context)


def seen_fields() -> dict[str, str]:
    """The names of what can be looked at."""
    return {
        "name": _("Name"),
        "phone": _("Phone"),
        "identity": _("Identity"),
        "address": _("Address"),
        "account": _("Account"),
        "holder": _("Account holder"),
        "born_on": _("Born on"),
        "file": _("the page of the file, masked"),
        "lead": _("content of a lead"),
    }


@allow(Permit.READ)
@require_GET
def alarms(request: OfficerRequest) -> HttpResponseBase:
    """Looks at files of nobody, and the heads of the chains."""
    context = {"hits": list(queries.honey_hits()[:200]), "heads": chain.head()}
    return show(request, "audit/alarms.html", context)


EVENTS = [
    Column(gettext_lazy("number"), lambda event: event.pk, "id"),
    Column(gettext_lazy("at"), lambda event: moment(event.happened_at), "happened_at"),
    Column(gettext_lazy("kind"), lambda event: event.kind, "kind"),
    Column(gettext_lazy("about"), lambda event: event.subject, "subject"),
    Column(gettext_lazy("by"), lambda event: event.by, "by"),
    Column(gettext_lazy("because of"), lambda event: event.because_of or "", "because_of"),
]


@allow(Permit.READ)
@require_GET
def log(request: OfficerRequest) -> HttpResponseBase:
    """The log of facts."""
    sought = request.GET.get("words", "").strip()[:100]
    rows = all_events(sought)
    if (form := request.GET.get("format")) in ("xlsx", "csv"):
        return export(_("events"), EVENTS, rows.order_by("-id")[:LONGEST_EXPORT], form=str(form))
    page = table(request, rows, EVENTS, default="-id")
    named = {name for event in page.rows for name in (event.subject, event.by)}
    context = {
        "table": page,
        "words": called(named) | {kind: str(fact.title) for kind, fact in KINDS.items()},
        "sought": sought,
        "query": request.GET.urlencode(),
    }
    return show(request, "audit/log.html", context)


@allow(Permit.READ)
@require_GET
def failed(request: OfficerRequest) -> HttpResponseBase:
    """Facts whose listener was given up."""
    return show(request, "audit/failed.html", {"failures": list(failures()[:200])})


@allow(Permit.RETRY)
@require_POST
def try_again(request: OfficerRequest, delivery_id: int) -> HttpResponseBase:
    """Let a listener that was given up try once more."""
    events.retry(get_object_or_404(failures(), pk=delivery_id))
    return go(request, "/audit/failed/")
