"""Group messages: the counts of each, the people of one."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from county.design.forms import complete
from county.design.http import go, show
from county.design.jinja import moment
from county.design.tables import Column, table
from county.foundation.staff.policy import OfficerRequest, allow
from county.records.contacts.access import Permit
from county.records.contacts.actions import mailings as acts
from county.records.contacts.flow import Fate, Quota
from county.records.contacts.forms import QuotaForm
from county.records.contacts.models import Mailing
from county.records.contacts.queries import mailings as queries

COLUMNS = [
    Column(_("title"), lambda one: one.title, "title"),
    Column(_("author"), lambda one: str(one.author), "author__name"),
    Column(_("made"), lambda one: moment(one.made_at), "made_at"),
    Column(_("people"), lambda one: one.pk),
]
PEOPLE = [
    Column(_("resident"), lambda one: one.resident.called, "resident__alias"),
    Column(_("phone"), lambda one: one.resident.phone_masked),
    Column(_("officer in WeCom"), lambda one: one.userid, "userid"),
    Column(_("state"), lambda one: one.get_state_display(), "state"),
    Column(_("delivered at"), lambda one: moment(one.sent_at), "sent_at"),
]


def told(counts: dict[str, int]) -> list[tuple[Fate, int]]:
    """The states that somebody is in, in their order."""
    return [(fate, counts[fate]) for fate in Fate if counts.get(fate)]


@allow(Permit.READ)
@require_GET
def listing(request: OfficerRequest) -> HttpResponseBase:
    """The group messages with how many people are in each state."""
    found = table(request, queries.mailings_for(request.user), COLUMNS, default="-made_at")
    counts = queries.counts(list(found.rows))
    context = {
        "table": found,
        "fates": {one.pk: told(counts.get(one.pk, {})) for one in found.rows},
        "form": QuotaForm(initial={"quota": queries.quota()}, auto_id="quota_%s"),
    }
    return show(request, "contacts/mailings.html", context)


@allow(Permit.READ)
@require_GET
def one(request: OfficerRequest, mailing_id: UUID) -> HttpResponseBase:
    """One group message and what became of it with each of its people, masked."""
    mailing = _mailing(request, mailing_id)
    rows: Any = queries.people_of(mailing, request.user)
    state = request.GET.get("state", "")
    if state in Fate.values:
        rows = rows.filter(state=state)
    context = {
        "mailing": mailing,
        "table": table(request, rows, PEOPLE, default="state"),
        "fates": told(queries.counts([mailing]).get(mailing.pk, {})),
        "lots": queries.lots_of(mailing),
        "state": state,
    }
    return show(request, "contacts/mailing.html", context)


def _mailing(request: OfficerRequest, mailing_id: UUID) -> Mailing:
    found: Mailing = get_object_or_404(queries.mailings_for(request.user), pk=mailing_id)
    return found


@allow(Permit.MAIL)
@require_POST
def refresh(request: OfficerRequest, mailing_id: UUID) -> HttpResponseBase:
    """Let WeCom be asked what became of it."""
    acts.ask_for_outcome(_mailing(request, mailing_id), by=request.user)
    return go(request, f"/contacts/mailings/{mailing_id}/")


@allow(Permit.MAIL)
@require_POST
def remind(request: OfficerRequest, mailing_id: UUID) -> HttpResponseBase:
    """Remind the officers who have not confirmed."""
    acts.ask_to_remind(_mailing(request, mailing_id), by=request.user)
    return go(request, f"/contacts/mailings/{mailing_id}/")


@allow(Permit.MAIL)
@require_POST
def cancel(request: OfficerRequest, mailing_id: UUID) -> HttpResponseBase:
    """Withdraw what no officer has confirmed."""
    acts.cancel(_mailing(request, mailing_id), by=request.user)
    return go(request, f"/contacts/mailings/{mailing_id}/")


@allow(Permit.MANAGE)
@require_POST
def quota(request: OfficerRequest) -> HttpResponseBase:
    """Say which quota was chosen in WeCom's console."""
    form = complete(QuotaForm(request.POST))
    acts.choose_quota(Quota(form.cleaned_data["quota"]), by=request.user)
    return go(request, "/contacts/mailings/")
