"""What is done to a task: each form of its page."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from county.design.forms import complete
from county.design.http import go
from county.foundation.staff.policy import OfficerRequest, allow, signed_in
from county.records.worklist import actions, forms, queries
from county.records.worklist.access import Permit
from county.records.worklist.models import Outing, Part, Task


def _task(request: OfficerRequest, task_id: UUID) -> Task:
    found: Task = get_object_or_404(queries.tasks_for(request.user), pk=task_id)
    return found


def _back(request: OfficerRequest, otherwise: str) -> str:
    """The page the form was on, if it is one of ours."""
    wanted = request.POST.get("back", "")
    return wanted if wanted and url_has_allowed_host_and_scheme(wanted, None) else otherwise


@signed_in
@require_POST
def finish(request: OfficerRequest, task_id: UUID) -> HttpResponseBase:
    """Note that a task is done, and what came of it."""
    task = _task(request, task_id)
    form = complete(forms.OutcomeForm(request.POST))
    actions.finish(task, **form.cleaned_data, by=request.user)
    return go(request, _back(request, "/desk/"))


@signed_in
@require_POST
def pass_on(request: OfficerRequest, task_id: UUID) -> HttpResponseBase:
    """Give a task to a colleague."""
    task = _task(request, task_id)
    form = complete(forms.ColleagueForm(request.POST, by=request.user))
    actions.hand_over(task, **form.cleaned_data, by=request.user)
    return go(request, _back(request, "/desk/"))


@signed_in
@require_POST
def hand_over(request: OfficerRequest, task_id: UUID) -> HttpResponseBase:
    """Give a task to another department, to an officer there, or to a colleague."""
    task = _task(request, task_id)
    form = complete(forms.HandOverForm(request.POST, by=request.user))
    actions.hand_over(task, **form.cleaned_data, by=request.user)
    return go(request, task.page)


@signed_in
@require_POST
def sign(request: OfficerRequest, task_id: UUID) -> HttpResponseBase:
    """Sign for a task that was handed over."""
    task = _task(request, task_id)
    actions.sign(task, by=request.user)
    return go(request, task.page)


@signed_in
@require_POST
def send_back(request: OfficerRequest, task_id: UUID) -> HttpResponseBase:
    """Return a task with the reason."""
    task = _task(request, task_id)
    form = complete(forms.ReasonForm(request.POST))
    actions.send_back(task, why=form.cleaned_data["reason"], by=request.user)
    return go(request, task.page)


@signed_in
@require_POST
def cancel(request: OfficerRequest, task_id: UUID) -> HttpResponseBase:
    """Cancel a task with the reason."""
    task = _task(request, task_id)
    form = complete(forms.ReasonForm(request.POST))
    actions.withdraw(task, **form.cleaned_data, by=request.user)
    return go(request, task.page)


@signed_in
@require_POST
def ask_referee(request: OfficerRequest, task_id: UUID) -> HttpResponseBase:
    """Ask the referee which department does it."""
    task = _task(request, task_id)
    form = complete(forms.ReasonForm(request.POST))
    actions.ask_referee(task, why=form.cleaned_data["reason"], by=request.user)
    return go(request, task.page)


@allow(Permit.REFEREE)
@require_POST
def decide(request: OfficerRequest, task_id: UUID) -> HttpResponseBase:
    """Decide which department does it."""
    task = _task(request, task_id)
    form = complete(forms.RulingForm(request.POST))
    actions.decide(task, **form.cleaned_data, by=request.user)
    return go(request, task.page)


@signed_in
@require_POST
def ask_along(request: OfficerRequest, task_id: UUID) -> HttpResponseBase:
    """Ask another department to do a part."""
    task = _task(request, task_id)
    form = complete(forms.PartForm(request.POST))
    actions.ask_along(task, **form.cleaned_data, by=request.user)
    return go(request, task.page)


def _part(request: OfficerRequest, task_id: UUID, part_id: int) -> Part:
    found: Part = get_object_or_404(Part, task=_task(request, task_id), pk=part_id)
    return found


@signed_in
@require_POST
def finish_part(request: OfficerRequest, task_id: UUID, part_id: int) -> HttpResponseBase:
    """Note that a part is done."""
    part = _part(request, task_id, part_id)
    form = complete(forms.OutcomeForm(request.POST))
    actions.finish_part(part, **form.cleaned_data, by=request.user)
    return go(request, part.task.page)


@signed_in
@require_POST
def release_part(request: OfficerRequest, task_id: UUID, part_id: int) -> HttpResponseBase:
    """Release a helper with the reason."""
    part = _part(request, task_id, part_id)
    form = complete(forms.ReasonForm(request.POST))
    actions.release_part(part, **form.cleaned_data, by=request.user)
    return go(request, part.task.page)


@signed_in
@require_POST
def send_out(request: OfficerRequest, task_id: UUID) -> HttpResponseBase:
    """Record that an office outside was given it."""
    task = _task(request, task_id)
    form = complete(forms.OutingForm(request.POST))
    actions.send_out(task, **form.cleaned_data, by=request.user)
    return go(request, task.page)


def _outing(request: OfficerRequest, task_id: UUID, outing_id: int) -> Outing:
    found: Outing = get_object_or_404(Outing, task=_task(request, task_id), pk=outing_id)
    return found


@signed_in
@require_POST
def confirm(request: OfficerRequest, task_id: UUID, outing_id: int) -> HttpResponseBase:
    """Note that the office confirmed."""
    outing = _outing(request, task_id, outing_id)
    form = complete(forms.ReasonForm(request.POST))
    actions.confirm(outing, words=form.cleaned_data["reason"], by=request.user)
    return go(request, outing.task.page)


@signed_in
@require_POST
def fail(request: OfficerRequest, task_id: UUID, outing_id: int) -> HttpResponseBase:
    """Note that the office did not take it."""
    outing = _outing(request, task_id, outing_id)
    form = complete(forms.ReasonForm(request.POST))
    actions.fail(outing, why=form.cleaned_data["reason"], by=request.user)
    return go(request, outing.task.page)
