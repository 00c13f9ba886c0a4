"""From the alert to the outcome: visits, call-backs, 110, private fields, results, leads, tasks."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from county.design.forms import complete
from county.design.http import address_of, fragment, go
from county.dimensions.helpdesk.access import Permit
from county.dimensions.helpdesk.actions import matters as acts
from county.dimensions.helpdesk.actions import outcome
from county.dimensions.helpdesk.forms import (
    OfficerForm,
    OutcomeForm,
    ReasonForm,
)
from county.dimensions.helpdesk.views import parts, words
from county.foundation.staff.policy import OfficerRequest, allow
from county.kernel.errors import Refused
from county.kernel.text import clean
from county.records.residents import actions as residents
from county.records.residents.access import Permit as Residents
from county.records.worklist import actions as worklist
from county.records.worklist import queries as tasks
from county.records.worklist.access import Permit as Worklist


@allow(Permit.REPLY)
@require_POST
def visit(request: OfficerRequest, matter_id: UUID) -> HttpResponseBase:
    """Send an officer there."""
    chosen = parts.matter_of(request, matter_id)
    form = complete(OfficerForm(request.POST, by=request.user, whole_county=True))
    to, why = form.cleaned_data["officer"], form.cleaned_data["reason"]
    outcome.go_there(chosen, officer=to, why=why, by=request.user)
    return go(request, chosen.url)


@allow(Permit.REPLY)
@require_POST
def call(request: OfficerRequest, matter_id: UUID) -> HttpResponseBase:
    """Ask an officer to call back."""
    chosen = parts.matter_of(request, matter_id)
    form = complete(OfficerForm(request.POST, by=request.user, whole_county=True))
    to, why = form.cleaned_data["officer"], form.cleaned_data["reason"]
    outcome.call_back(chosen, officer=to, why=why, by=request.user)
    return go(request, chosen.url)


@allow(Permit.REPLY)
@require_POST
def to_110(request: OfficerRequest, matter_id: UUID) -> HttpResponseBase:
    """Pass the matter to the 110 command centre."""
    chosen = parts.matter_of(request, matter_id)
    note = clean(request.POST.get("note", ""), 300)
    acts.move_on(chosen, verb="to_110", note=note, by=request.user)
    return go(request, chosen.url)


@allow(Permit.REPLY)
@require_POST
def resolve(request: OfficerRequest, matter_id: UUID) -> HttpResponseBase:
    """Record the outcome."""
    chosen = parts.matter_of(request, matter_id)
    form = complete(OutcomeForm(request.POST, fraud=chosen.topic == "fraud"))
    outcome.resolve(chosen, **form.cleaned_data, by=request.user)
    return go(request, chosen.url)


@allow(Permit.RESOLVE)
@require_POST
def correct(request: OfficerRequest, matter_id: UUID) -> HttpResponseBase:
    """Put a recorded outcome right."""
    chosen = parts.matter_of(request, matter_id)
    form = complete(OutcomeForm(request.POST, fraud=chosen.topic == "fraud"))
    outcome.correct(chosen, **form.cleaned_data, by=request.user)
    return go(request, chosen.url)


@allow(Residents.REVEAL)
@require_POST
def private(request: OfficerRequest, matter_id: UUID) -> HttpResponseBase:
    """Show the resident's private fields, for a reason."""
    chosen = parts.matter_of(request, matter_id)
    form = complete(ReasonForm(request.POST))
    if chosen.resident is None:
        raise Refused(_("Nobody is tied to this matter."))
    shown = residents.show_private(
        chosen.resident,
        **form.cleaned_data,
        by=request.user,
        because=chosen.number,
        address=address_of(request),
    )
    return private_part(request, shown)


def private_part(request: OfficerRequest, shown: dict[str, str]) -> HttpResponseBase:
    """The shown fields under their names."""
    context = {"shown": shown, "names": words.private_names()}
    return fragment(request, "helpdesk/private.html", context, part="private")


@allow(Worklist.USE)
@require_POST
def finish_task(request: OfficerRequest, task_id: UUID) -> HttpResponseBase:
    """Note that a task is done."""
    task = get_object_or_404(tasks.tasks_for(request.user), pk=task_id)
    worklist.finish(task, outcome=clean(request.POST.get("outcome", ""), 300), by=request.user)
    return go(request, task.url or "/desk/")
