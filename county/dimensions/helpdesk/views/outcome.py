"""From the alert to the outcome: visits, call-backs, private fields, results, leads."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from county.design.http import show
from county.dimensions.helpdesk.access import Permit
from county.dimensions.helpdesk.actions import leads, outcome
from county.dimensions.helpdesk.actions import matters as acts
from county.dimensions.helpdesk.forms import (
    CaseForm,
    MoveForm,
    OfficerForm,
    OutcomeForm,
    ReasonForm,
)
from county.dimensions.helpdesk.models import Matter
from county.dimensions.helpdesk.queries import matters as asked
from county.foundation.staff.policy import OfficerRequest, allow
from county.kernel.errors import Refused
from county.records.residents import actions as residents
from county.records.worklist import actions as worklist
from county.records.worklist import queries as tasks


def _matter(request: OfficerRequest, matter_id: UUID) -> Matter:
    return get_object_or_404(
        asked.matters_for(request.user).select_related("resident", "conversation", "assignee"),
        pk=matter_id,
    )


def first_error(form: Any) -> str:
    """The first thing wrong with a form, in words."""
    for field, errors in form.errors.items():
        label = form.fields[field].label if field in form.fields else ""
        return f"{label} {errors[0]}".strip()
    return ""


@allow(Permit.REPLY)
@require_POST
def visit(request: OfficerRequest, matter_id: UUID) -> HttpResponseBase:
    """Send an officer there."""
    chosen = _matter(request, matter_id)
    form = OfficerForm(request.POST, by=request.user, whole_county=True)
    if not form.is_valid():
        raise Refused(first_error(form))
    outcome.go_there(
        chosen,
        officer=form.cleaned_data["officer"],
        why=form.cleaned_data["reason"],
        by=request.user,
    )
    return HttpResponseRedirect(chosen.url)


@allow(Permit.REPLY)
@require_POST
def call(request: OfficerRequest, matter_id: UUID) -> HttpResponseBase:
    """Ask an officer to call back."""
    chosen = _matter(request, matter_id)
    form = OfficerForm(request.POST, by=request.user, whole_county=True)
    if not form.is_valid():
        raise Refused(first_error(form))
    outcome.call_back(
        chosen,
        officer=form.cleaned_data["officer"],
        why=form.cleaned_data["reason"],
        by=request.user,
    )
    return HttpResponseRedirect(chosen.url)


@allow(Permit.REPLY)
@require_POST
def resolve(request: OfficerRequest, matter_id: UUID) -> HttpResponseBase:
    """Record the outcome."""
    chosen = _matter(request, matter_id)
    form = OutcomeForm(request.POST)
    if not form.is_valid():
        raise Refused(first_error(form))
    outcome.resolve(chosen, **form.cleaned_data, by=request.user)
    return HttpResponseRedirect(chosen.url)


@allow(Permit.LEADS)
@require_POST
def move(request: OfficerRequest, matter_id: UUID) -> HttpResponseBase:
    """Make a move of the lead's flow."""
    chosen = _matter(request, matter_id)
    form = MoveForm(request.POST)
    if not form.is_valid():
        raise Refused(first_error(form))
    acts.move_on(chosen, **form.cleaned_data, by=request.user)
    return HttpResponseRedirect(chosen.url)


@allow(Permit.LEADS)
@require_POST
def link_case(request: OfficerRequest, matter_id: UUID) -> HttpResponseBase:
    """Tie a lead to the case it helped to solve."""
    chosen = _matter(request, matter_id)
    form = CaseForm(request.POST)
    if not form.is_valid():
        raise Refused(first_error(form))
    outcome.link_to_case(chosen, **form.cleaned_data, by=request.user)
    return HttpResponseRedirect(chosen.url)


@allow(Permit.LEADS)
@require_POST
def read_lead(request: OfficerRequest, matter_id: UUID) -> HttpResponseBase:
    """Show what a lead says, for a reason."""
    chosen = _matter(request, matter_id)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        raise Refused(first_error(form))
    text = leads.read(chosen, **form.cleaned_data, by=request.user, address=_address(request))
    return show(
        request, "helpdesk/private.html", {"shown": {"content": text}}, part="private"
    )


@allow("residents.reveal")
@require_POST
def private(request: OfficerRequest, matter_id: UUID) -> HttpResponseBase:
    """Show the resident's private fields, for a reason."""
    chosen = _matter(request, matter_id)
    form = ReasonForm(request.POST)
    if not form.is_valid() or chosen.resident is None:
        raise Refused(first_error(form))
    shown = residents.show_private(
        chosen.resident,
        **form.cleaned_data,
        by=request.user,
        because=chosen.number,
        address=_address(request),
    )
    return show(request, "helpdesk/private.html", {"shown": shown}, part="private")


def _address(request: OfficerRequest) -> str:
    return str(request.META.get("REMOTE_ADDR", ""))[:45]


@allow("worklist.use")
@require_POST
def finish_task(request: OfficerRequest, task_id: UUID) -> HttpResponseBase:
    """Note that a task is done."""
    task = get_object_or_404(tasks.tasks_for(request.user), pk=task_id)
    worklist.finish(task, outcome=request.POST.get("outcome", "")[:300], by=request.user)
    return HttpResponseRedirect(task.url or "/desk/")
