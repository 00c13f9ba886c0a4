"""All linkages as sentences; one rule with its figures, its changes and its trials."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.http import Http404, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from county.design.forms import complete
from county.design.http import go, show
from county.design.jinja import moment
from county.design.tables import Column, table
from county.foundation.audit.naming import called, opened_by
from county.foundation.live import tickets
from county.foundation.staff.policy import OfficerRequest, allow, signed_in
from county.linkage import actions, catalogue, queries
from county.linkage.access import Permit
from county.linkage.dials import shown
from county.linkage.effects import EFFECTS
from county.linkage.engine import RULES, Rule, as_of, setting
from county.linkage.flow import State
from county.linkage.forms import TakeBackForm, trial_form, wish_form
from county.linkage.models import Firing, Taken, Trial

FIRINGS = [
    Column(gettext_lazy("when"), lambda one: moment(one.at), "at"),
    Column(gettext_lazy("because of"), lambda one: one.event.subject, ""),
    Column(gettext_lazy("what followed"), lambda one: one.pk, ""),
]


def _rule(name: str) -> Rule:
    if name not in RULES:
        raise Http404
    return RULES[name]


@allow(Permit.SEE)
@require_GET
def listing(request: OfficerRequest) -> HttpResponseBase:
    """The thirty linkages and the house's further rules, each with its state and its figures."""
    context = {
        "lines": catalogue.lines(),
        "besides": catalogue.besides(),
        "scores": queries.scores(),
        "nothing": queries.Score(),
    }
    return show(request, "linkage/listing.html", context)


@allow(Permit.SEE)
@require_GET
def one(request: OfficerRequest, name: str) -> HttpResponseBase:
    """One rule: its sentence, parameters and versions, what it did, and what it would do."""
    rule = _rule(name)
    versions = queries.versions_of(rule)
    stands = as_of(rule, versions[0] if versions else None)
    page = table(request, queries.firings_of(rule), FIRINGS, default="-at")
    subjects = {one.event.subject for one in page.rows}
    subjects |= {step.subject for one in page.rows for step in one.steps.all() if step.subject}
    addresses = opened_by(request.user, subjects)
    context = {
        "rule": rule,
        "line": catalogue.line_of(rule),
        "stands": stands,
        "dials": shown(stands.dials),
        "score": queries.scores().get(rule.name, queries.Score()),
        "versions": versions,
        "wish": queries.wish_for(rule),
        "trials": queries.trials_of(rule),
        "failures": queries.failures_of(rule),
        "table": page,
        "addresses": addresses,
        "names": called(addresses),
        "change": wish_form(stands.dials, enabled=stands.enabled),
        "trial": trial_form(stands.dials),
    }
    return show(request, "linkage/one.html", context)


@allow(Permit.TUNE)
@require_POST
def change(request: OfficerRequest, name: str) -> HttpResponseBase:
    """Ask to change the rule."""
    rule = _rule(name)
    stands = setting(rule)
    form = complete(wish_form(stands.dials, enabled=stands.enabled, data=request.POST))
    actions.wish(
        rule,
        enabled=form.cleaned_data["enabled"],
        parameters=form.parameters,
        reason=form.cleaned_data["reason"],
        by=request.user,
    )
    return go(request, f"/linkage/rules/{rule.name}/")


@allow(Permit.TUNE)
@require_POST
def try_out(request: OfficerRequest, name: str) -> HttpResponseBase:
    """Try the rule on past facts, in the background."""
    rule = _rule(name)
    form = complete(trial_form(setting(rule).dials, request.POST))
    trial = actions.ask_trial(
        rule, days=form.cleaned_data["days"], parameters=form.parameters, by=request.user
    )
    return go(request, f"/linkage/trials/{trial.pk}/")


@allow(Permit.SEE)
@require_GET
def trial(request: OfficerRequest, trial_id: UUID) -> HttpResponseBase:
    """A trial: how far it is, how often the rule would have fired, and on what."""
    found = get_object_or_404(Trial.objects.select_related("by"), pk=trial_id)
    addresses = opened_by(request.user, {one["subject"] for one in found.found})
    context = {
        "trial": found,
        "found": [one | {"at": datetime.fromisoformat(one["at"])} for one in found.found],
        "rule": _rule(found.rule),
        "addresses": addresses,
        "names": called(addresses),
        "live": tickets.issue({request.user.actor, f"trial:{found.pk}"}),
    }
    return show(request, "linkage/trial.html", context, part="progress")


@signed_in
@require_GET
def firing(request: OfficerRequest, firing_id: UUID) -> HttpResponseBase:
    """What a rule did on one occasion: why, which steps, what people made of them."""
    found = get_object_or_404(Firing.objects.select_related("event"), pk=firing_id)
    steps = list(found.steps.order_by("number"))
    addresses = opened_by(request.user, {found.event.subject, *(one.subject for one in steps)})
    if not addresses and not request.user.has(Permit.SEE):
        raise Http404
    keeps = request.user.has(Permit.TUNE)
    context = {
        "firing": found,
        "rule": _rule(found.rule),
        "line": catalogue.line_of(_rule(found.rule)),
        "steps": [(one, _may_take_back(one, addresses, keeps=keeps)) for one in steps],
        "addresses": addresses,
        "names": called(addresses),
        "form": TakeBackForm(auto_id="back_%s"),
    }
    return show(request, "linkage/firing.html", context)


def _may_take_back(one: Taken, addresses: dict[str, str], *, keeps: bool) -> bool:
    kind = one.subject.partition(":")[0]
    waits = one.state == State.WAITING and kind in EFFECTS and one.subject in addresses
    return waits or (keeps and one.state != State.FALSE)


@signed_in
@require_POST
def take_back(request: OfficerRequest, step_id: UUID) -> HttpResponseBase:
    """Take a step back, with the reason; its own verb says who may."""
    taken = get_object_or_404(Taken, pk=step_id)
    kind = taken.subject.partition(":")[0]
    if not request.user.has(Permit.TUNE) and not opened_by(request.user, [taken.subject]):
        raise Http404(_("There is no such step of %s.") % kind)
    form = complete(TakeBackForm(request.POST))
    actions.take_back(taken, **form.cleaned_data, by=request.user)
    return go(request, f"/linkage/firings/{taken.firing_id}/")


@signed_in
@require_GET
def chain(request: OfficerRequest) -> HttpResponseBase:
    """What led to a record and what followed from it, for who may open that record."""
    subject = request.GET.get("of", "")[:100]
    if not opened_by(request.user, [subject]):
        raise Http404
    context = {"chain": queries.chain(subject, request.user), "RULES": RULES}
    return show(request, "linkage/chain.html", context, part="chain")
