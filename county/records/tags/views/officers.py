"""Officers propose, approve, renew, take back; decide objections; oversee."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from county.design.forms import complete
from county.design.http import go, show
from county.design.jinja import moment
from county.design.tables import Column, table
from county.foundation.staff.policy import OfficerRequest, allow
from county.records.residents.queries import residents_for
from county.records.tags import actions, queries
from county.records.tags.access import Permit
from county.records.tags.forms import AnswerForm, DecideForm, EndForm, ProposeForm, WithholdForm
from county.records.tags.models import Suggestion, Tagging, Withholding

COLUMNS = [
    Column(_("tag"), lambda one: one.tagging.title, "tagging__code"),
    Column(_("resident"), lambda one: str(one.tagging.resident), ""),
    Column(_("what is wrong"), lambda one: one.words, ""),
    Column(_("answer by"), lambda one: moment(one.due_at), "due_at"),
    Column(_("state"), lambda one: one.upheld, "decided_at"),
]


def _seen(request: OfficerRequest, tagging_id: UUID) -> Tagging:
    return get_object_or_404(queries.taggings_for(request.user), pk=tagging_id)


def _file_of(request: OfficerRequest, tagging: Tagging) -> HttpResponseBase:
    return go(request, f"/residents/{tagging.resident_id}/")


@allow(Permit.PROPOSE)
@require_POST
def propose(request: OfficerRequest, resident_id: UUID) -> HttpResponseBase:
    """Lay a tag before the resident."""
    resident = get_object_or_404(residents_for(request.user), pk=resident_id)
    form = complete(ProposeForm(request.POST, resident_id=resident.pk, by=request.user))
    actions.propose(resident, form.cleaned_data["code"], why=form.cleaned_data["why"],
                    case_number=form.cleaned_data["case_number"], by=request.user)  # fmt: skip
    return go(request, f"/residents/{resident.pk}/")


@allow(Permit.PROPOSE)
@require_POST
def end(request: OfficerRequest, tagging_id: UUID) -> HttpResponseBase:
    """Take a tag or a proposal back."""
    tagging = _seen(request, tagging_id)
    form = complete(EndForm(request.POST))
    actions.end(tagging, by=request.user, reason=form.cleaned_data["reason"])
    return _file_of(request, tagging)


@allow(Permit.APPROVE)
@require_POST
def approve(request: OfficerRequest, tagging_id: UUID) -> HttpResponseBase:
    """Agree, as the second officer, to a sensitive proposal."""
    return _file_of(request, actions.approve(_seen(request, tagging_id), by=request.user))


@allow(Permit.PROPOSE)
@require_POST
def put_in_force(request: OfficerRequest, tagging_id: UUID) -> HttpResponseBase:
    """Put a statutory tag that was marked in WeCom in force."""
    tagging = actions.put_statutory_in_force(_seen(request, tagging_id), by=request.user)
    return _file_of(request, tagging)


@allow(Permit.PROPOSE)
@require_POST
def renew(request: OfficerRequest, tagging_id: UUID) -> HttpResponseBase:
    """Ask the resident to keep a tag, for a new reason."""
    tagging = _seen(request, tagging_id)
    form = complete(EndForm(request.POST))
    actions.ask_to_renew(tagging, why=form.cleaned_data["reason"], by=request.user)
    return _file_of(request, tagging)


@allow(Permit.WITHHOLD)
@require_POST
def withhold(request: OfficerRequest, tagging_id: UUID) -> HttpResponseBase:
    """Ask that a statutory tag be kept from the person's page for some days."""
    tagging = _seen(request, tagging_id)
    said = complete(WithholdForm(request.POST)).cleaned_data
    actions.ask_to_withhold(tagging, ground=said["ground"], why=said["reason"],
                            days=said["days"], by=request.user)  # fmt: skip
    return _file_of(request, tagging)


@allow(Permit.OVERSEE)
@require_POST
def approve_withholding(request: OfficerRequest, withholding_id: UUID) -> HttpResponseBase:
    """Agree, as the second, to a withholding."""
    kept = get_object_or_404(Withholding, pk=withholding_id)
    actions.approve_withholding(kept, by=request.user)
    return go(request, "/tags/oversight/")


@allow(Permit.PROPOSE)
@require_POST
def take(request: OfficerRequest, suggestion_id: UUID) -> HttpResponseBase:
    """Propose what a machine suggested, for a reason of one's own."""
    one = _suggestion(request, suggestion_id)
    form = complete(EndForm(request.POST))
    tagging = actions.take_suggestion(one, why=form.cleaned_data["reason"], by=request.user)
    return _file_of(request, tagging)


@allow(Permit.PROPOSE)
@require_POST
def settle(request: OfficerRequest, suggestion_id: UUID) -> HttpResponseBase:
    """Note that a suggestion does not fit."""
    one = _suggestion(request, suggestion_id)
    actions.settle_suggestion(one, by=request.user)
    return go(request, f"/residents/{one.resident_id}/")


def _suggestion(request: OfficerRequest, suggestion_id: UUID) -> Suggestion:
    rows = Suggestion.objects.filter(resident__in=residents_for(request.user))
    return get_object_or_404(rows, pk=suggestion_id)


@allow(Permit.DECIDE)
@require_GET
def objections(request: OfficerRequest) -> HttpResponseBase:
    """What residents object to, the open ones first."""
    rows = queries.objections_for(request.user)
    listed = table(request, rows, COLUMNS, default="-decided_at")
    return show(request, "tags/objections.html", {"table": listed})


@allow(Permit.DECIDE)
@require_GET
def objection(request: OfficerRequest, objection_id: UUID) -> HttpResponseBase:
    """One objection, and the form in which it is decided."""
    one = get_object_or_404(queries.objections_for(request.user), pk=objection_id)
    context = {
        "objection": one,
        "took_part": request.user.pk in queries.took_part(one.tagging),
        "form": AnswerForm(auto_id="decide_%s"),
    }
    return show(request, "tags/objection.html", context)


@allow(Permit.DECIDE)
@require_POST
def decide(request: OfficerRequest, objection_id: UUID) -> HttpResponseBase:
    """Say whether the resident is right."""
    one = get_object_or_404(queries.objections_for(request.user), pk=objection_id)
    said = complete(DecideForm(request.POST)).cleaned_data
    upheld = said["decision"] == "uphold"
    actions.decide(one, upheld=upheld, answer=said["answer"], by=request.user)
    return go(request, "/tags/objections/")


@allow(Permit.OVERSEE)
@require_GET
def oversight(request: OfficerRequest) -> HttpResponseBase:
    """What is withheld, what helped nobody, who follows machines, which words were refused."""
    context = {
        "withholdings": queries.withholdings(),
        "unused": queries.unused(),
        "stamps": queries.rubber_stamps(),
        "refused": queries.refused_words(),
        "tongue": get_language() or "",
    }
    return show(request, "tags/oversight.html", context)
