"""An enterprise's own pages: what is new, what other apps show it, its staff."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET, require_POST

from county.design import panels
from county.design.forms import complete
from county.design.http import go, html
from county.records.enterprises import actions, queries
from county.records.enterprises.access import Permit
from county.records.enterprises.forms import InviteForm, TrustsForm
from county.records.enterprises.models import Invitation, Representative
from county.records.enterprises.pages import show_firm
from county.records.enterprises.seats import (
    LEFT,
    RepresentativeRequest,
    rise,
    speaks,
    speaks_for,
)

STAFF = "/firm/staff/"
SHOWN = 20


@speaks
@require_GET
def home(request: RepresentativeRequest) -> HttpResponseBase:
    """The enterprise's one page: the words to it and the panels that other apps lend."""
    representative = request.representative
    firm = representative.organisation_id
    lent = panels.panels_for("firm", representative.has)
    context = {
        "notices": list(queries.words_to(representative)[:SHOWN]),
        "panels": [html(request, one.template, one.fill(request, firm)) for one in lent],
    }
    return show_firm(request, "enterprises/home.html", context)


@speaks
@require_POST
def read(request: RepresentativeRequest) -> HttpResponseBase:
    """Everything that is new was read."""
    actions.read(request.representative)
    return go(request, "/firm/")


@speaks
@require_POST
def follow(request: RepresentativeRequest, notice_id: int) -> HttpResponseBase:
    """A word was read; go where it leads."""
    rows = queries.words_to(request.representative)
    notice = get_object_or_404(rows, pk=notice_id if notice_id < 2**63 else 0)
    actions.read(request.representative, notice.pk)
    return go(request, notice.url)


@speaks
@require_GET
def mine(request: RepresentativeRequest) -> HttpResponseBase:
    """What is kept of the representative, who looked at it, and the devices signed in."""
    context = {
        "looks": list(queries.looks_at(request.representative)[:50]),
        "devices": list(queries.devices_of(request.representative)[:20]),
        "may": [
            words for trust, words in queries.TRUST_WORDS.items()
            if request.representative.has(trust)
        ],
    }  # fmt: skip
    return show_firm(request, "enterprises/mine.html", context)


@speaks
@require_POST
def sign_out_everywhere(request: RepresentativeRequest) -> HttpResponseBase:
    """Sign every device of the representative out, this one too."""
    actions.end_seats(request.representative)
    return rise(request, go(request, LEFT))


@speaks
@require_POST
def resign(request: RepresentativeRequest) -> HttpResponseBase:
    """Speak for the enterprise no longer."""
    actions.leave(request.representative)
    return rise(request, go(request, LEFT))


@speaks_for(Permit.STAFF)
@require_GET
def staff(request: RepresentativeRequest) -> HttpResponseBase:
    """Who speaks for the enterprise and with which permits; who is invited."""
    firm = request.representative.organisation
    people = list(queries.people_of(firm))
    invited = list(queries.invited_by(firm))
    context: dict[str, Any] = {
        "people": [(one, _trusts(one)) for one in people],
        "invited": [(one, queries.text_of(one) if settings.SIWEI_DEMO else "") for one in invited],
        "words": queries.TRUST_WORDS,
        "form": InviteForm(auto_id="invite_%s"),
    }
    return show_firm(request, "enterprises/staff.html", context)


def _trusts(one: Representative) -> TrustsForm:
    return TrustsForm(initial={"trusts": one.trusts}, auto_id=f"trusts_{one.pk}_%s")


@speaks_for(Permit.STAFF)
@require_POST
def invite(request: RepresentativeRequest) -> HttpResponseBase:
    """Ask a colleague to speak for the enterprise."""
    form = complete(InviteForm(request.POST))
    actions.invite(request.representative, **form.cleaned_data)
    return go(request, STAFF)


@speaks_for(Permit.STAFF)
@require_POST
def withdraw(request: RepresentativeRequest, invitation_id: UUID) -> HttpResponseBase:
    """Take an invitation back."""
    rows = queries.invited_by(request.representative.organisation).filter(is_legal=False)
    invitation: Invitation = get_object_or_404(rows, pk=invitation_id)
    actions.withdraw(invitation, by=request.representative)
    return go(request, STAFF)


def _colleague(request: RepresentativeRequest, representative_id: UUID) -> Representative:
    rows = queries.people_of(request.representative.organisation)
    found: Representative = get_object_or_404(rows, pk=representative_id)
    return found


@speaks_for(Permit.STAFF)
@require_POST
def trusts(request: RepresentativeRequest, representative_id: UUID) -> HttpResponseBase:
    """Change a colleague's permits."""
    form = complete(TrustsForm(request.POST))
    colleague = _colleague(request, representative_id)
    actions.change_trusts(colleague, **form.cleaned_data, by=request.representative)
    return go(request, STAFF)


@speaks_for(Permit.STAFF)
@require_POST
def remove(request: RepresentativeRequest, representative_id: UUID) -> HttpResponseBase:
    """Let a colleague speak for the enterprise no longer."""
    actions.remove(_colleague(request, representative_id), by=request.representative)
    return go(request, STAFF)
