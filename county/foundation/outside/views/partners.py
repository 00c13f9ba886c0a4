"""Administrators' pages: partner systems, their keys, what they are told."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET, require_POST

from county.design.forms import complete
from county.design.http import go, show
from county.foundation.approvals.queries import open_among, open_for
from county.foundation.outside import queries
from county.foundation.outside.access import Permit
from county.foundation.outside.actions import partners as acts
from county.foundation.outside.actions import subscriptions as hooks
from county.foundation.outside.forms import PartnerForm, ReasonForm, SubscriptionForm
from county.foundation.outside.models import Partner, Subscription
from county.foundation.staff.policy import OfficerRequest, allow

LATEST = 20
"""Messages that a partner's page shows."""


@allow(Permit.MANAGE)
@require_GET
def listing(request: OfficerRequest) -> HttpResponseBase:
    """Every partner system, and how what they are told is getting on."""
    context = {
        "partners": list(queries.partners()[:200]),
        "outbox": queries.outbox(),
        "form": PartnerForm(by=request.user, auto_id="partner_%s"),
    }
    return show(request, "outside/listing.html", context)


@allow(Permit.MANAGE)
@require_POST
def propose(request: OfficerRequest) -> HttpResponseBase:
    """Lay a new partner before a second person."""
    form = complete(PartnerForm(request.POST, by=request.user))
    partner = acts.propose(**form.cleaned_data, by=request.user)
    return go(request, partner.url)


def _partner(partner_id: UUID) -> Partner:
    return get_object_or_404(queries.partners(), pk=partner_id)


def _hook(subscription_id: UUID) -> Subscription:
    return get_object_or_404(Subscription.objects.select_related("partner"), pk=subscription_id)


def _context(partner: Partner, **more: Any) -> dict[str, Any]:
    hooked = {f"subscription:{one.pk}": one for one in queries.subscriptions_of(partner)}
    asked = open_among(hooks.TELL, hooked)
    return {
        "partner": partner,
        "approval": open_for(acts.ADMIT, partner.subject),
        "hooks": [(one, asked.get(subject)) for subject, one in hooked.items()],
        "messages": list(queries.dispatches(partner=partner).order_by("-queued_at")[:LATEST]),
        "form": SubscriptionForm(auto_id="hook_%s"),
        "reason": ReasonForm(auto_id="end_%s"),
        "titles": dict(queries.kinds_to_choose()),
        "secret": "",
        **more,
    }


@allow(Permit.MANAGE)
@require_GET
def one(request: OfficerRequest, partner_id: UUID) -> HttpResponseBase:
    """One partner: who, why, its key, its webhooks and the latest messages."""
    return show(request, "outside/partner.html", _context(_partner(partner_id)))


def _with_secret(
    request: OfficerRequest, partner: Partner, secret: str, what: str
) -> HttpResponseBase:
    """The partner's page with a secret that is shown this once."""
    context = _context(_partner(partner.pk), secret=secret, what=what)
    return show(request, "outside/partner.html", context)


@allow(Permit.MANAGE)
@require_POST
def admit(request: OfficerRequest, partner_id: UUID) -> HttpResponseBase:
    """Give the partner its key, and show the secret once."""
    partner = _partner(partner_id)
    return _with_secret(request, partner, acts.admit(partner, by=request.user), "key")


@allow(Permit.MANAGE)
@require_POST
def renew_key(request: OfficerRequest, partner_id: UUID) -> HttpResponseBase:
    """Give the partner another key, and show the secret once."""
    partner = _partner(partner_id)
    return _with_secret(request, partner, acts.renew_key(partner, by=request.user), "key")


@allow(Permit.MANAGE)
@require_POST
def end(request: OfficerRequest, partner_id: UUID) -> HttpResponseBase:
    """Close the house to the partner."""
    form = complete(ReasonForm(request.POST))
    partner = acts.end(_partner(partner_id), **form.cleaned_data, by=request.user)
    return go(request, partner.url)


@allow(Permit.MANAGE)
@require_POST
def subscribe(request: OfficerRequest, partner_id: UUID) -> HttpResponseBase:
    """Ask that the partner be told of some kinds of fact."""
    partner = _partner(partner_id)
    form = complete(SubscriptionForm(request.POST))
    hooks.ask(partner, **form.cleaned_data, by=request.user)
    return go(request, partner.url)


@allow(Permit.MANAGE)
@require_POST
def switch_on(request: OfficerRequest, subscription_id: UUID) -> HttpResponseBase:
    """Begin to tell, and show the signing secret once."""
    hook = _hook(subscription_id)
    return _with_secret(request, hook.partner, hooks.switch_on(hook, by=request.user), "webhook")


@allow(Permit.MANAGE)
@require_POST
def switch_off(request: OfficerRequest, subscription_id: UUID) -> HttpResponseBase:
    """Tell nothing more."""
    hook = _hook(subscription_id)
    form = complete(ReasonForm(request.POST))
    hooks.switch_off(hook, **form.cleaned_data, by=request.user)
    return go(request, hook.partner.url)


@allow(Permit.MANAGE)
@require_POST
def ask_again(request: OfficerRequest, subscription_id: UUID) -> HttpResponseBase:
    """Ask anew for what was switched off."""
    hook = hooks.ask_again(_hook(subscription_id), by=request.user)
    return go(request, hook.partner.url)


@allow(Permit.MANAGE)
@require_POST
def renew_secret(request: OfficerRequest, subscription_id: UUID) -> HttpResponseBase:
    """Give the webhook another secret, and show it once."""
    hook = _hook(subscription_id)
    return _with_secret(request, hook.partner, hooks.renew_secret(hook, by=request.user), "webhook")
