"""What is done to a task: each form of its page."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from county.design.forms import Form, complete
from county.design.http import back_to, go
from county.foundation.staff.policy import OfficerRequest, allow, signed_in
from county.records.worklist import actions, forms, queries
from county.records.worklist.access import Permit
from county.records.worklist.models import Outing, Part, Task

DAY = "/desk/"


def _task(request: OfficerRequest, task_id: UUID) -> Task:
    found: Task = get_object_or_404(queries.tasks_for(request.user), pk=task_id)
    return found


def _part(request: OfficerRequest, task_id: UUID, part_id: int) -> Part:
    found: Part = get_object_or_404(Part, task=_task(request, task_id), pk=part_id)
    return found


def _outing(request: OfficerRequest, task_id: UUID, outing_id: int) -> Outing:
    found: Outing = get_object_or_404(Outing, task=_task(request, task_id), pk=outing_id)
    return found


def _act(
    request: OfficerRequest,
    verb: Callable[..., object],
    on: Task | Part | Outing,
    form: type[Form] | None = None,
    *,
    then: str = "",
    **options: object,
) -> HttpResponseBase:
    """Do what the form says; then lead to the page it was on, `then`, or the task's."""
    said = complete(form(request.POST, **options)).cleaned_data if form else {}
    verb(on, **said, by=request.user)
    page = then or (on if isinstance(on, Task) else on.task).page
    return go(request, back_to(request, page))


@signed_in
@require_POST
def finish(request: OfficerRequest, task_id: UUID) -> HttpResponseBase:
    """Note that a task is done, and what came of it."""
    task = _task(request, task_id)
    return _act(request, actions.finish, task, forms.OutcomeForm, then=DAY)


@signed_in
@require_POST
def pass_on(request: OfficerRequest, task_id: UUID) -> HttpResponseBase:
    """Give a task to a colleague."""
    task, by = _task(request, task_id), request.user
    return _act(request, actions.hand_over, task, forms.ColleagueForm, then=DAY, by=by)


@signed_in
@require_POST
def hand_over(request: OfficerRequest, task_id: UUID) -> HttpResponseBase:
    """Give a task to another department, to an officer there, or to a colleague."""
    task, by = _task(request, task_id), request.user
    return _act(request, actions.hand_over, task, forms.HandOverForm, by=by)


@signed_in
@require_POST
def sign(request: OfficerRequest, task_id: UUID) -> HttpResponseBase:
    """Sign for a task that was handed over."""
    return _act(request, actions.sign, _task(request, task_id))


@signed_in
@require_POST
def send_back(request: OfficerRequest, task_id: UUID) -> HttpResponseBase:
    """Return a task with the reason."""
    return _act(request, actions.send_back, _task(request, task_id), forms.ReasonForm)


@signed_in
@require_POST
def cancel(request: OfficerRequest, task_id: UUID) -> HttpResponseBase:
    """Cancel a task with the reason."""
    return _act(request, actions.withdraw, _task(request, task_id), forms.ReasonForm)


@signed_in
@require_POST
def ask_referee(request: OfficerRequest, task_id: UUID) -> HttpResponseBase:
    """Ask the referee which department does it."""
    return _act(request, actions.ask_referee, _task(request, task_id), forms.ReasonForm)


@allow(Permit.REFEREE)
@require_POST
def decide(request: OfficerRequest, task_id: UUID) -> HttpResponseBase:
    """Decide which department does it."""
    return _act(request, actions.decide, _task(request, task_id), forms.RulingForm)


@signed_in
@require_POST
def ask_along(request: OfficerRequest, task_id: UUID) -> HttpResponseBase:
    """Ask another department to do a part."""
    return _act(request, actions.ask_along, _task(request, task_id), forms.PartForm)


@signed_in
@require_POST
def finish_part(request: OfficerRequest, task_id: UUID, part_id: int) -> HttpResponseBase:
    """Note that a part is done."""
    return _act(request, actions.finish_part, _part(request, task_id, part_id), forms.OutcomeForm)


@signed_in
@require_POST
def release_part(request: OfficerRequest, task_id: UUID, part_id: int) -> HttpResponseBase:
    """Release a helper with the reason."""
    return _act(request, actions.release_part, _part(request, task_id, part_id), forms.ReasonForm)


@signed_in
@require_POST
def send_out(request: OfficerRequest, task_id: UUID) -> HttpResponseBase:
    """Record that an office outside was given it."""
    return _act(request, actions.send_out, _task(request, task_id), forms.OutingForm)


@signed_in
@require_POST
def confirm(request: OfficerRequest, task_id: UUID, outing_id: int) -> HttpResponseBase:
    """Note that the office confirmed."""
    return _act(request, actions.confirm, _outing(request, task_id, outing_id), forms.WordsForm)


@signed_in
@require_POST
def fail(request: OfficerRequest, task_id: UUID, outing_id: int) -> HttpResponseBase:
    """Note that the office did not take it."""
    return _act(request, actions.fail, _outing(request, task_id, outing_id), forms.ReasonForm)
