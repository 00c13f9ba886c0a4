"""A department's reports: the list, one of them, its files; one made by hand."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from county.design.forms import complete
from county.design.http import go, show
from county.design.jinja import moment
from county.design.tables import Column, table
from county.foundation.documents import pictures
from county.foundation.files.actions import open_clean
from county.foundation.files.views import answer
from county.foundation.live import tickets
from county.foundation.staff.policy import OfficerRequest, allow
from county.reports import actions, queries
from county.reports.access import Permit
from county.reports.forms import AskForm
from county.reports.models import Report

COLUMNS = [
    Column(_("first day"), lambda one: one.first, "first"),
    Column(_("last day"), lambda one: one.last, "last"),
    Column(_("span"), lambda one: one.get_span_display(), "span"),
    Column(_("version"), lambda one: one.version, "version"),
    Column(_("state"), lambda one: one.get_state_display(), "state"),
    Column(_("made at"), lambda one: moment(one.made_at), "made_at"),
]
LIVE = ["reports.asked", "reports.moved", "reports.made", "reports.failed"]


@allow(Permit.READ)
@require_GET
def listing(request: OfficerRequest) -> HttpResponseBase:
    """Every report of the officer's department."""
    rows = queries.reports_for(request.user).defer("content")
    context = {
        "table": table(request, rows, COLUMNS, default="-first"),
        "ledger": queries.own_ledger(request.user),
        "form": AskForm(auto_id="ask_%s"),
        "live": tickets.issue({"app:reports"}, kinds=LIVE),
    }
    return show(request, "reports/listing.html", context, part="reports")


def _report(request: OfficerRequest, report_id: UUID) -> Report:
    return get_object_or_404(queries.reports_for(request.user), pk=report_id)


@allow(Permit.READ)
@require_GET
def one(request: OfficerRequest, report_id: UUID) -> HttpResponseBase:
    """One report: its pages, its files, its versions; or how far it is."""
    report = _report(request, report_id)
    context = {
        "report": report,
        "pages": pictures.inline(open_clean(report.pdf)) if report.pdf else (),
        "versions": queries.versions(report),
        "live": tickets.issue({report.subject}, kinds=LIVE),
    }
    return show(request, "reports/one.html", context, part="report")


@allow(Permit.READ)
@require_GET
def file(request: OfficerRequest, report_id: UUID) -> HttpResponseBase:
    """The report as a file; who took it is kept."""
    form = request.GET.get("as", "pdf")
    taken = actions.take(_report(request, report_id), form, by=request.user)
    return answer(request, taken)


@allow(Permit.MAKE)
@require_POST
def ask(request: OfficerRequest) -> HttpResponseBase:
    """Have one made by hand."""
    form = complete(AskForm(request.POST))
    report = actions.ask(request.user.department, **form.cleaned_data, by=request.user)
    return go(request, report.url if request.user.has(Permit.READ) else "/")


@allow(Permit.MAKE)
@require_POST
def repeat(request: OfficerRequest, report_id: UUID) -> HttpResponseBase:
    """Try again what could not be made."""
    report = actions.repeat(_report(request, report_id), by=request.user)
    return go(request, report.url)
