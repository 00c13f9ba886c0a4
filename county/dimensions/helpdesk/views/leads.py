"""What officers do with leads: read with the unit's passphrase, ask, judge in words, conclude."""

from __future__ import annotations

import base64
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET, require_POST

from county.design.forms import complete
from county.design.http import address_of, fragment, go, show
from county.dimensions.helpdesk.access import Permit
from county.dimensions.helpdesk.actions import cases, consents, keys, leads
from county.dimensions.helpdesk.actions import matters as acts
from county.dimensions.helpdesk.forms.leads import (
    CaseForm,
    ChangeKeyForm,
    ConsentForm,
    CredibilityForm,
    ExtendForm,
    MoveForm,
    NewKeyForm,
    ReadForm,
    ResultForm,
    SolvedForm,
    WordForm,
)
from county.dimensions.helpdesk.queries import leads as asked
from county.dimensions.helpdesk.views import parts, words
from county.foundation.files import actions as files
from county.foundation.staff.policy import OfficerRequest, allow
from county.kernel.errors import NotAllowed

RESULT_VERBS = ("notify", "notify_reward")


@allow(Permit.LEADS)
@require_POST
def move(request: OfficerRequest, matter_id: UUID) -> HttpResponseBase:
    """Make a move of the lead's flow that needs no more than a note."""
    chosen = parts.matter_of(request, matter_id)
    if request.POST.get("verb") in RESULT_VERBS:
        result = complete(ResultForm(request.POST))
        leads.conclude(chosen, **result.cleaned_data, by=request.user)
        return go(request, chosen.url)
    form = complete(MoveForm(request.POST))
    acts.move_on(chosen, **form.cleaned_data, by=request.user)
    return go(request, chosen.url)


@allow(Permit.LEADS)
@require_POST
def read(request: OfficerRequest, matter_id: UUID) -> HttpResponseBase:
    """Show what a lead says, for a reason and with the unit's passphrase."""
    chosen = parts.matter_of(request, matter_id)
    form = complete(ReadForm(request.POST))
    told = leads.read(chosen, **form.cleaned_data, by=request.user, address=address_of(request))
    context = {"told": [_shown(one) for one in told], "labels": words.labels()}
    return fragment(request, "helpdesk/lead_told.html", context, part="told")


def _shown(one: leads.Told) -> dict[str, Any]:
    """With attachments inside the page: nothing of them lies anywhere else in clear."""
    inside = base64.b64encode(one.content).decode() if one.content else ""
    return {
        "what": one.what,
        "text": one.text,
        "day": one.day,
        "part": one.part,
        "name": one.name,
        "picture": one.media.startswith("image/"),
        "data": f"data:{one.media};base64,{inside}" if inside else "",
    }


@allow(Permit.LEADS)
@require_POST
def link_case(request: OfficerRequest, matter_id: UUID) -> HttpResponseBase:
    """Tie a lead to the case it helped to solve; from a check, file the case at once."""
    chosen = parts.matter_of(request, matter_id)
    form = complete(CaseForm(request.POST))
    act = cases.file_case if request.POST.get("file") else cases.link_to_case
    act(chosen, **form.cleaned_data, by=request.user)
    return go(request, chosen.url)


@allow(Permit.LEADS)
@transaction.non_atomic_requests
@require_POST
def solved(request: OfficerRequest, matter_id: UUID) -> HttpResponseBase:
    """Note that the case is solved, with a document's number or a file."""
    with transaction.atomic():
        chosen = parts.matter_of(request, matter_id)
    form = complete(SolvedForm(request.POST, request.FILES))
    sent, evidence = form.cleaned_data["file"], None
    if sent is not None:
        kept = files.keep(sent.read(), name=sent.name, by=request.user, purpose="lead")
        evidence = kept.pk
    cases.solve(chosen, document=form.cleaned_data["document"], evidence=evidence, by=request.user)
    return go(request, chosen.url)


@allow(Permit.LEADS)
@require_POST
def ask_source(request: OfficerRequest, matter_id: UUID) -> HttpResponseBase:
    """Leave a word for an anonymous source."""
    chosen = parts.matter_of(request, matter_id)
    form = complete(WordForm(request.POST))
    leads.ask_source(chosen, **form.cleaned_data, by=request.user)
    return go(request, chosen.url)


@allow(Permit.LEADS)
@require_POST
def credibility(request: OfficerRequest, matter_id: UUID) -> HttpResponseBase:
    """Keep what the officer thinks of the lead's worth, in words."""
    chosen = parts.matter_of(request, matter_id)
    form = complete(CredibilityForm(request.POST))
    leads.note_credibility(chosen, **form.cleaned_data, by=request.user)
    return go(request, chosen.url)


@allow(Permit.LEAD_EXTEND)
@require_POST
def extend(request: OfficerRequest, matter_id: UUID) -> HttpResponseBase:
    """Let a complex check take 30 days."""
    chosen = parts.matter_of(request, matter_id)
    form = complete(ExtendForm(request.POST))
    cases.extend(chosen, **form.cleaned_data, by=request.user)
    return go(request, chosen.url)


@allow(Permit.LEADS)
@require_POST
def ask_consent(request: OfficerRequest, matter_id: UUID) -> HttpResponseBase:
    """Ask a second person to agree."""
    chosen = parts.matter_of(request, matter_id)
    form = complete(ConsentForm(request.POST))
    consents.ask(chosen, **form.cleaned_data, by=request.user)
    return go(request, consents.PAGE)


@allow(Permit.CONSENT)
@require_POST
def answer_consent(request: OfficerRequest, consent_id: UUID) -> HttpResponseBase:
    """Agree or refuse, as the second person."""
    consent = get_object_or_404(asked.consents_for(request.user), pk=consent_id)
    granted = request.POST.get("answer") == "granted"
    note = request.POST.get("note", "")[:200]
    consents.answer(consent, granted=granted, note=note, by=request.user)
    return go(request, consents.TO_ANSWER)


@allow(Permit.LEADS)
@require_POST
def use_consent(request: OfficerRequest, consent_id: UUID) -> HttpResponseBase:
    """Do what two agreed to, and show it on this one answer."""
    consent = get_object_or_404(asked.consents_for(request.user), pk=consent_id)
    shown = consents.use(consent, by=request.user, address=address_of(request))
    return _consents(request, shown=shown)


@allow(Permit.LEADS)
@require_GET
def consents_of_desk(request: OfficerRequest) -> HttpResponseBase:
    """Who asked to open what, who agreed, and what came of it."""
    return _consents(request)


@allow(Permit.CONSENT)
@require_GET
def consents_to_answer(request: OfficerRequest) -> HttpResponseBase:
    """The same for the second person; the data protection officer sees every one."""
    return _consents(request)


def _consents(request: OfficerRequest, *, shown: consents.Shown | None = None) -> HttpResponseBase:
    context = {
        "consents": list(asked.consents_for(request.user)[:200]),
        "shown": shown,
        "names": words.private_names(),
        "may_answer": request.user.has(Permit.CONSENT),
    }
    return show(request, "helpdesk/lead_consents.html", context)


@allow(Permit.LEAD_KEYS)
@require_GET
def unit_keys(request: OfficerRequest) -> HttpResponseBase:
    """The unit's key: since when, by whom, whether it can be recovered."""
    return _keys(request)


@allow(Permit.COUNTY_KEY)
@require_GET
def county_keys(request: OfficerRequest) -> HttpResponseBase:
    """The county key holder's page: the own key, and every unit's."""
    return _keys(request)


def _keys(request: OfficerRequest) -> HttpResponseBase:
    officer = request.user
    own = asked.own_key(officer)
    context = {
        "keys": list(asked.unit_keys(officer)),
        "own": own,
        "holder": officer.has(Permit.COUNTY_KEY),
        "new": NewKeyForm(auto_id="new_%s"),
        "change": ChangeKeyForm(auto_id="change_%s"),
    }
    return show(request, "helpdesk/lead_keys.html", context)


def _make(request: OfficerRequest, *, county: bool) -> HttpResponseBase:
    form = complete(NewKeyForm(request.POST))
    department = None if county else request.user.department
    keys.make(department=department, passphrase=form.cleaned_data["passphrase"], by=request.user)
    return go(request, _page(county=county))


def _page(*, county: bool) -> str:
    return "/helpdesk/leads/county-key/" if county else "/helpdesk/leads/key/"


@allow(Permit.LEAD_KEYS)
@require_POST
def make_unit_key(request: OfficerRequest) -> HttpResponseBase:
    """Make the unit's key."""
    return _make(request, county=False)


@allow(Permit.COUNTY_KEY)
@require_POST
def make_county_key(request: OfficerRequest) -> HttpResponseBase:
    """Make the county key holder's key."""
    return _make(request, county=True)


def _change(request: OfficerRequest, *, county: bool) -> HttpResponseBase:
    own = asked.own_key(request.user)
    form = complete(ChangeKeyForm(request.POST))
    if own is None:
        raise NotAllowed(words.not_included())
    old, new = form.cleaned_data["old"], form.cleaned_data["passphrase"]
    keys.change_passphrase(own, old=old, new=new, by=request.user)
    return go(request, _page(county=county))


@allow(Permit.LEAD_KEYS)
@require_POST
def change_unit_key(request: OfficerRequest) -> HttpResponseBase:
    """Give the unit's key another passphrase."""
    return _change(request, county=False)


@allow(Permit.COUNTY_KEY)
@require_POST
def change_county_key(request: OfficerRequest) -> HttpResponseBase:
    """Give the county key holder's key another passphrase."""
    return _change(request, county=True)


@allow(Permit.COUNTY_KEY)
@require_POST
def recover_key(request: OfficerRequest, key_id: UUID) -> HttpResponseBase:
    """Give a unit that forgot its passphrase a new one."""
    key = get_object_or_404(asked.unit_keys(request.user), pk=key_id)
    form = complete(ChangeKeyForm(request.POST))
    county, new = form.cleaned_data["old"], form.cleaned_data["passphrase"]
    keys.recover(key, county=county, new=new, by=request.user)
    return go(request, _page(county=True))


@allow(Permit.LEAD_KEYS)
@require_POST
def renew_key(request: OfficerRequest) -> HttpResponseBase:
    """Replace the unit's pair of keys under the same passphrase."""
    own = asked.own_key(request.user)
    if own is None:
        raise NotAllowed(words.not_included())
    passphrase = request.POST.get("passphrase", "")[:200]
    keys.renew(own, passphrase=passphrase, by=request.user)
    return go(request, _page(county=False))
