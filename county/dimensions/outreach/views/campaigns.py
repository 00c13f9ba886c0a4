"""Notices to many as officers see them: the list, one, its drafting, its checks, its ledger."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from county.design import panels
from county.design.forms import complete
from county.design.http import fragment, go, html, show
from county.design.jinja import moment
from county.design.tables import Column, table
from county.dimensions.outreach import queries
from county.dimensions.outreach.access import Permit
from county.dimensions.outreach.actions import drafting
from county.dimensions.outreach.flow import REACHED, SENT, Fate, State
from county.dimensions.outreach.forms import (
    CampaignForm,
    LawForm,
    WordsForm,
    expression_of,
)
from county.dimensions.outreach.models import Campaign
from county.foundation.approvals.queries import history, waiting_for
from county.foundation.files.actions import keep
from county.foundation.staff.policy import OfficerRequest, allow
from county.kernel.errors import Refused
from county.records.audiences.actions import understood
from county.records.audiences.knowledge import parse
from county.records.audiences.queries import members, sentence
from county.records.places.queries import name_of

COLUMNS = [
    Column(_("title"), lambda one: one.title, "title"),
    Column(_("about"), lambda one: one.get_category_display(), "category"),
    Column(_("state"), lambda one: one.get_state_display(), "state"),
    Column(_("number of people"), lambda one: one.counted, "counted"),
    Column(_("reached"), lambda one: one.pk),
    Column(_("unit"), lambda one: str(one.department), "department"),
    Column(_("made at"), lambda one: moment(one.made_at), "made_at"),
]
LINES = [
    Column(_("resident"), lambda one: one.resident.called, "resident__alias"),
    Column(_("way of sending"), lambda one: one.get_way_display(), "way"),
    Column(_("state"), lambda one: one.get_state_display(), "state"),
    Column(_("on its way since"), lambda one: moment(one.sent_at), "sent_at"),
    Column(_("reached at"), lambda one: moment(one.delivered_at), "delivered_at"),
]


@allow(Permit.READ)
@require_GET
def listing(request: OfficerRequest) -> HttpResponseBase:
    """The notices of one's unit, with how far each came."""
    rows = queries.campaigns_for(request.user)
    state = request.GET.get("state", "")
    if state in State.values:
        rows = rows.filter(state=state)
    found = table(request, rows, COLUMNS, default="-made_at")
    states = queries.states(found.rows)
    context = {
        "table": found,
        "states": State.choices,
        "state": state,
        "reached": {one.pk: told(states.get(one.pk, {})) for one in found.rows},
        "open_now": queries.today_in_window(),
    }
    return show(request, "outreach/listing.html", context)


def told(states: dict[str, int]) -> tuple[int, int]:
    """How many it was sent to, and how many of them it reached."""
    return sum(states.get(one, 0) for one in SENT), sum(states.get(one, 0) for one in REACHED)


@allow(Permit.READ)
@require_GET
def one(request: OfficerRequest, campaign_id: UUID) -> HttpResponseBase:
    """One notice: its words, its audience, who agreed, what became of it with each person."""
    campaign = _campaign(request, campaign_id)
    state = request.GET.get("fate", "")
    rows: Any = queries.ledger(campaign, request.user)
    if state in Fate.values:
        rows = rows.filter(state=state)
    counts = queries.states([campaign]).get(campaign.pk, {})
    lent = panels.panels_for("campaign", request.user.has)
    node = parse(campaign.expression)
    context = {
        "campaign": campaign,
        "record": campaign.subject,
        "sentence": sentence(node),
        "count": queries.audience_of(campaign).count if campaign.begun_at is None else None,
        "table": table(request, rows, LINES, default="state"),
        "fates": [(fate, counts[fate]) for fate in Fate if counts.get(fate)],
        "fate": state,
        "answers": queries.answers(campaign),
        "by_town": [
            (name_of(row.name), row) for row in queries.reach_by(campaign, "resident__town_code")
        ],
        "by_way": queries.reach_by(campaign, "way"),
        "approvals": history(drafting.SEND, campaign.subject),
        "to_decide": waiting_for(request.user).filter(subject=campaign.subject).first(),
        "law": LawForm(auto_id="law_%s"),
        "words": WordsForm(auto_id="words_%s"),
        "panels": [html(request, each.template, each.fill(request, campaign.pk)) for each in lent],
    }  # fmt: skip
    return show(request, "outreach/one.html", context)


def _campaign(request: OfficerRequest, campaign_id: UUID) -> Campaign:
    found: Campaign = get_object_or_404(queries.campaigns_for(request.user), pk=campaign_id)
    return found


@allow(Permit.WRITE)
@require_http_methods(["GET", "POST"])
def new(request: OfficerRequest) -> HttpResponseBase:
    """Write a notice."""
    if request.method == "GET":
        initial = {key: request.GET[key] for key in ("category", "audience") if key in request.GET}
        form = CampaignForm(by=request.user, initial=initial)
        return show(request, "outreach/form.html", {"form": form, "campaign": None})
    return _written(request, None)


@allow(Permit.WRITE)
@require_http_methods(["GET", "POST"])
def edit(request: OfficerRequest, campaign_id: UUID) -> HttpResponseBase:
    """Write a draft anew."""
    campaign = _campaign(request, campaign_id)
    if request.method == "GET":
        fields = ("title", "category", "urgency", "purpose", "text", "large", "begins_at")
        initial = {name: getattr(campaign, name) for name in fields}
        form = CampaignForm(by=request.user, kept=True, initial=initial)
        return show(request, "outreach/form.html", {"form": form, "campaign": campaign})
    return _written(request, campaign)


def _written(request: OfficerRequest, campaign: Campaign | None) -> HttpResponseBase:
    by, kept = request.user, campaign.expression if campaign else None
    form = complete(CampaignForm(request.POST, request.FILES, by=by, kept=kept is not None))
    given = dict(form.cleaned_data)
    expression = expression_of(given.pop("audience"), category=given["category"], by=by, kept=kept)
    sent = given.pop("recording")
    recording = campaign.recording if campaign else None
    if sent:
        kept_file = keep(sent.read(), name=sent.name, by=by, purpose="outreach", recordings=True)
        recording = kept_file.pk
    written = drafting.draft(
        **given, expression=expression, recording=recording, by=by, campaign=campaign
    )
    return go(request, written.url)


@allow(Permit.WRITE)
@require_POST
def count(request: OfficerRequest) -> HttpResponseBase:
    """How many a choice of the form would reach, while it is being filled in."""
    category = request.POST.get("category", "")
    context: dict[str, Any] = {"wrong": "", "count": None, "sentence": ""}
    try:
        given = expression_of(request.POST.get("audience", ""), category=category, by=request.user)
        node = understood(given)
        urgent = request.POST.get("urgency") == "emergency"
        context["count"] = members(node, request.user, urgent=urgent).count
        context["sentence"] = sentence(node)
    except Refused as refused:
        context["wrong"] = str(refused)
    return fragment(request, "outreach/form.html", context, part="counted")


@allow(Permit.WRITE)
@require_POST
def submit(request: OfficerRequest, campaign_id: UUID) -> HttpResponseBase:
    """Lay it before the legal check."""
    campaign = drafting.submit(_campaign(request, campaign_id), by=request.user)
    return go(request, campaign.url)


@allow(Permit.CHECK_LAW)
@require_POST
def check_law(request: OfficerRequest, campaign_id: UUID) -> HttpResponseBase:
    """Say that it is lawful, and on what ground."""
    form = complete(LawForm(request.POST))
    campaign = _campaign(request, campaign_id)
    drafting.check_law(campaign, words=form.cleaned_data["words"], by=request.user)
    return go(request, campaign.url)


@allow(Permit.READ)
@require_POST
def send_back(request: OfficerRequest, campaign_id: UUID) -> HttpResponseBase:
    """Make it a draft again."""
    form = complete(WordsForm(request.POST))
    campaign = _campaign(request, campaign_id)
    drafting.send_back(campaign, words=form.cleaned_data["words"], by=request.user)
    return go(request, campaign.url)


@allow(Permit.READ)
@require_POST
def stop(request: OfficerRequest, campaign_id: UUID) -> HttpResponseBase:
    """Stop it at once."""
    form = complete(WordsForm(request.POST))
    campaign = _campaign(request, campaign_id)
    drafting.stop(campaign, reason=form.cleaned_data["words"], by=request.user)
    return go(request, campaign.url)
