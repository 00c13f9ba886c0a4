"""The figures of the procuratorate with the rows behind each, and the nine measures."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import Http404, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from county.design import panels
from county.design.forms import complete
from county.design.http import go, html, show
from county.design.jinja import moment
from county.design.tables import Column, export, table
from county.dimensions.procuracy.access import Permit
from county.dimensions.procuracy.actions import initiatives as acts
from county.dimensions.procuracy.forms.initiatives import ChangeForm, NoteForm
from county.dimensions.procuracy.models import Initiative
from county.dimensions.procuracy.queries import (
    figures,
    initiatives,
    liaison,
    orders,
    questions,
)
from county.dimensions.procuracy.queries.figures import FIGURES, Rate
from county.foundation.staff.policy import OfficerRequest, allow, demand_export
from county.foundation.staff.queries import colleagues
from county.kernel import clock
from county.kernel.periods import Period

COLUMNS = [
    Column(_("number"), str, "draft_no"),
    Column(_("addressee"), lambda one: one.addressee, "addressee"),
    Column(_("ground of the suggestion"), lambda one: one.ground, "ground"),
    Column(_("stage"), lambda one: one.get_state_display(), "state"),
    Column(_("issued at"), lambda one: moment(one.issued_at), "issued_at"),
    Column(_("reply due"), lambda one: one.reply_due, "reply_due"),
    Column(_("replied at"), lambda one: moment(one.replied_at), "replied_at"),
]


def period_of(request: OfficerRequest) -> Period:
    """The period in the address; by default this year so far."""
    today = clock.today()
    first = _day(request.GET.get("from", ""), today.replace(month=1, day=1))
    last = _day(request.GET.get("until", ""), today)
    return Period(min(first, last), max(first, last))


def _day(asked: str, otherwise: date) -> date:
    try:
        return date.fromisoformat(asked)
    except ValueError:
        return otherwise


@allow(Permit.FIGURES)
@require_GET
def page(request: OfficerRequest) -> HttpResponseBase:
    """Every figure with its definition below it; each opens its rows."""
    period = period_of(request)
    numbers = {code: one.rows(period).count() for code, one in FIGURES.items()}
    context: dict[str, Any] = {
        "period": period,
        "figures": [(FIGURES[code], number) for code, number in numbers.items()],
        "rates": [
            (_("replied in time (S22)"), Rate(numbers["replied_in_time"], numbers["reply_due"])),
            (_("replied (S22)"), Rate(numbers["replied"], numbers["reply_due"])),
            (_("items adopted (S22)"), figures.adopted(period)),
            (_("items put right (S22)"), figures.items_put_right(period)),
            (_("visited (S23)"), Rate(numbers["revisited"], numbers["revisit_due"])),
        ],
        "given": orders.figure_given(period.first, period.last),
        "ordered": orders.figure_ordered(period.first, period.last),
        "coverage": liaison.coverage(period.last),
        "handling": questions.handling(period.first, period.last),
        "reached": initiatives.progress(),
        "funnel": figures.funnel(period),
        "by_ground": figures.by_ground(period),
        "by_industry": figures.by_industry(period),
        "smallest": figures.SMALLEST,
        "panels": [
            html(request, one.template, one.fill(request, period))
            for one in panels.panels_for("procuracy_figures", request.user.has)
        ],
    }
    return show(request, "procuracy/figures.html", context)


@allow(Permit.FIGURES)
@require_GET
def behind(request: OfficerRequest, code: str) -> HttpResponseBase:
    """The rows of one figure; they open only for whoever may see them."""
    if code not in FIGURES:
        raise Http404
    period, figure = period_of(request), FIGURES[code]
    rows = figure.rows(period)
    if (form := request.GET.get("format", "")) in ("csv", "xlsx"):
        demand_export(request.user)
        return export(f"figure-{code}", COLUMNS, rows.order_by("-registered_at")[:5000], form=form)
    context = {
        "figure": figure,
        "period": period,
        "table": table(request, rows, COLUMNS, default="-registered_at"),
    }
    return show(request, "procuracy/figure.html", context)


@allow(Permit.FIGURES)
@require_GET
def measures(request: OfficerRequest) -> HttpResponseBase:
    """The nine measures, each with what the records tell of it."""
    period = period_of(request)
    context = {"period": period, "rows": initiatives.with_evidence(period)}
    return show(request, "procuracy/initiatives.html", context)


@allow(Permit.FIGURES)
@require_GET
def measure(request: OfficerRequest, no: int) -> HttpResponseBase:
    """One measure: target, owner, evidence, notes."""
    row = get_object_or_404(Initiative.objects.select_related("owner"), pk=no)
    period = period_of(request)
    initial = {
        name: getattr(row, name)
        for name in ("title", "target", "progress", "owner", "starts_on", "ends_on")
    }
    context = {
        "row": row,
        "period": period,
        "evidence": initiatives.evidence(row, period),
        "notes": row.notes.select_related("noted_by").order_by("-on", "-pk"),
        "change": ChangeForm(initial=initial, officers=colleagues(request.user)),
        "note": NoteForm(initial={"on": clock.today()}, auto_id="note_%s"),
    }
    return show(request, "procuracy/initiative.html", context)


@allow(Permit.MEASURES)
@require_POST
def change_measure(request: OfficerRequest, no: int) -> HttpResponseBase:
    """Write the office's own words in the example's place."""
    row = get_object_or_404(Initiative, pk=no)
    said = complete(ChangeForm(request.POST, officers=colleagues(request.user))).cleaned_data
    acts.change(row, **said, by=request.user)
    return go(request, f"/procuracy/measures/{no}/")


@allow(Permit.MEASURES)
@require_POST
def note_on_measure(request: OfficerRequest, no: int) -> HttpResponseBase:
    """Note what was done for a measure."""
    row = get_object_or_404(Initiative, pk=no)
    said = complete(NoteForm(request.POST)).cleaned_data
    acts.note(row, **said, by=request.user)
    return go(request, f"/procuracy/measures/{no}/")
