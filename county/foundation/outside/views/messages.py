"""Administrators' pages: messages to partners, their tries, and sending one again."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from county.design.http import go, show
from county.design.jinja import moment
from county.design.tables import LONGEST_EXPORT, Column, export, table
from county.foundation.audit.naming import called
from county.foundation.outside import queries
from county.foundation.outside.access import Permit
from county.foundation.outside.actions import sending
from county.foundation.outside.forms import DispatchFilters
from county.foundation.outside.models import Dispatch
from county.foundation.staff.policy import OfficerRequest, allow

COLUMNS = [
    Column(gettext_lazy("queued at"), lambda one: moment(one.queued_at), "queued_at"),
    Column(
        gettext_lazy("partner system"),
        lambda one: one.subscription.partner.name,
        "subscription__partner__name",
    ),
    Column(gettext_lazy("kind"), lambda one: one.kind, "kind"),
    Column(gettext_lazy("about"), lambda one: one.subject, "subject"),
    Column(gettext_lazy("state"), lambda one: one.get_state_display(), "state"),
    Column(gettext_lazy("tries"), lambda one: one.tries, "tries"),
]


@allow(Permit.MANAGE)
@require_GET
def listing(request: OfficerRequest) -> HttpResponseBase:
    """Every message, or those in one state."""
    form = DispatchFilters(request.GET, auto_id="filter_%s")
    state = form.cleaned_data["state"] if form.is_valid() else ""
    rows = queries.dispatches(state=state)
    if (wanted := request.GET.get("format")) in ("xlsx", "csv"):
        rows = rows.order_by("-queued_at")[:LONGEST_EXPORT]
        return export(_("messages to partners"), COLUMNS, rows, form=str(wanted))
    page = table(request, rows, COLUMNS, default="-queued_at")
    context = {
        "table": page,
        "words": called(one.subject for one in page.rows),
        "form": form,
        "titles": dict(queries.kinds_to_choose()),
        "query": request.GET.urlencode(),
    }
    return show(request, "outside/messages.html", context)


def _dispatch(dispatch_id: UUID) -> Dispatch:
    return get_object_or_404(queries.dispatches(), pk=dispatch_id)


@allow(Permit.MANAGE)
@require_GET
def one(request: OfficerRequest, dispatch_id: UUID) -> HttpResponseBase:
    """One message: what it says, and each try."""
    dispatch = _dispatch(dispatch_id)
    context = {
        "dispatch": dispatch,
        "attempts": queries.attempts_of(dispatch),
        "titles": dict(queries.kinds_to_choose()),
    }
    return show(request, "outside/message.html", context)


@allow(Permit.MANAGE)
@require_POST
def send_again(request: OfficerRequest, dispatch_id: UUID) -> HttpResponseBase:
    """Send it once more under its own name."""
    sending.send_again(_dispatch(dispatch_id), by=request.user)
    return go(request, f"/outside/messages/{dispatch_id}/")
