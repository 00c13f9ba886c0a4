"""Who is whose contact; have everything read anew; hand contacts over."""

from __future__ import annotations

from django.http import HttpResponseBase
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from county.design.forms import complete
from county.design.http import go, show
from county.design.jinja import moment
from county.design.tables import Column, table
from county.foundation.staff.policy import OfficerRequest, allow
from county.records.contacts import queries
from county.records.contacts.access import Permit
from county.records.contacts.actions import contacts as acts
from county.records.contacts.actions import transfers as transfer_acts
from county.records.contacts.forms import HandOverForm
from county.records.contacts.queries import transfers

CONTACTS = [
    Column(_("resident"), lambda one: one.resident.called, "resident__alias"),
    Column(_("officer"), lambda one: str(one.officer or one.userid), "userid"),
    Column(_("state"), lambda one: one.get_state_display(), "state"),
    Column(_("since"), lambda one: moment(one.since), "since"),
    Column(_("last read"), lambda one: moment(one.read_at), "read_at"),
]
TRANSFERS = [
    Column(_("resident"), lambda one: one.contact.resident.called),
    Column(_("from"), lambda one: str(one.contact.officer or one.giver), "giver"),
    Column(_("to"), lambda one: str(one.taker_officer), "taker"),
    Column(_("state"), lambda one: one.get_state_display(), "state"),
    Column(_("counts from"), lambda one: moment(one.counts_at), "counts_at"),
]


@allow(Permit.MANAGE)
@require_GET
def listing(request: OfficerRequest) -> HttpResponseBase:
    """Every contact that the officer may see."""
    rows = queries.contacts_for(request.user)
    context = {"table": table(request, rows, CONTACTS, default="-since")}
    return show(request, "contacts/contacts.html", context)


@allow(Permit.MANAGE)
@require_POST
def read_anew(request: OfficerRequest) -> HttpResponseBase:
    """Let every contact be read from WeCom."""
    acts.ask_for_reading(reason="asked", by=request.user)
    return go(request, "/contacts/")


@allow(Permit.MANAGE)
@require_GET
def transfer_list(request: OfficerRequest) -> HttpResponseBase:
    """Contacts on their way, how each stands, and whose contacts nobody looks after."""
    rows = transfers.transfers_for(request.user)
    context = {
        "table": table(request, rows, TRANSFERS, default="-planned_at"),
        "left": transfers.givers_who_left(request.user),
        "form": HandOverForm(by=request.user, auto_id="give_%s"),
    }
    return show(request, "contacts/transfers.html", context)


@allow(Permit.MANAGE)
@require_POST
def hand_over(request: OfficerRequest) -> HttpResponseBase:
    """Give one officer's contacts to another."""
    form = complete(HandOverForm(request.POST, by=request.user))
    transfer_acts.give(form.cleaned_data["leaving"], to=form.cleaned_data["to"], by=request.user)
    return go(request, "/contacts/transfers/")
