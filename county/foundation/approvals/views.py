"""What waits for a second person, and the page on which it is decided."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from county.design import panels
from county.design.forms import complete
from county.design.http import go, html, show
from county.design.jinja import moment
from county.design.tables import Column, table
from county.foundation.approvals import actions, queries
from county.foundation.approvals.forms import DecideForm
from county.foundation.approvals.models import Approval
from county.foundation.audit.links import open_links
from county.foundation.staff.policy import OfficerRequest, signed_in

COLUMNS = [
    Column(_("what"), str, ""),
    Column(_("kind"), lambda one: one.kind_title, "kind"),
    Column(_("number of people"), lambda one: one.people, "people"),
    Column(_("asked by"), lambda one: str(one.asker), "asker__name"),
    Column(_("asked at"), lambda one: moment(one.asked_at), "asked_at"),
    Column(_("state"), lambda one: one.get_state_display(), "state"),
]


@signed_in
@require_GET
def listing(request: OfficerRequest) -> HttpResponseBase:
    """What this officer asked for or may decide; first of all what waits for them."""
    waiting = list(queries.waiting_for(request.user).select_related("asker").order_by("asked_at"))
    rows = queries.approvals_for(request.user)
    context = {"waiting": waiting, "table": table(request, rows, COLUMNS, default="-asked_at")}
    return show(request, "approvals/listing.html", context)


@signed_in
@require_GET
def one(request: OfficerRequest, approval_id: UUID) -> HttpResponseBase:
    """One approval: what is asked, by whom and why; what was said to it."""
    approval = _approval(request, approval_id)
    lent = panels.panels_for(f"approval:{approval.kind}", request.user.has)
    context = {
        "approval": approval,
        "may_decide": queries.waiting_for(request.user).filter(pk=approval.pk).exists(),
        "panels": [
            html(request, each.template, each.fill(request, approval.subject)) for each in lent
        ],
        "form": DecideForm(auto_id="decide_%s"),
        "opens": approval.url in open_links(request.user, [approval.url]),
    }
    return show(request, "approvals/one.html", context)


def _approval(request: OfficerRequest, approval_id: UUID) -> Approval:
    found: Approval = get_object_or_404(queries.approvals_for(request.user), pk=approval_id)
    return found


@signed_in
@require_POST
def decide(request: OfficerRequest, approval_id: UUID) -> HttpResponseBase:
    """Grant or refuse, as the button says."""
    approval = _approval(request, approval_id)
    form = complete(DecideForm(request.POST))
    granted = request.POST.get("decision") == "grant"
    actions.decide(approval, granted=granted, note=form.cleaned_data["note"], by=request.user)
    return go(request, f"/approvals/{approval.pk}/")


@signed_in
@require_POST
def take_back(request: OfficerRequest, approval_id: UUID) -> HttpResponseBase:
    """Take one's own wish back."""
    actions.take_back(_approval(request, approval_id), by=request.user)
    return go(request, f"/approvals/{approval_id}/")
