"""My day: what waits for me, what is overdue, what nobody has taken."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET, require_POST

from county.design.http import go, show
from county.foundation.live import tickets
from county.foundation.notices.queries import recent
from county.foundation.staff.policy import OfficerRequest, signed_in
from county.foundation.staff.queries import colleagues
from county.kernel import clock
from county.kernel.errors import Incomplete
from county.records.worklist import actions, queries
from county.records.worklist.forms import HandOverForm, OutcomeForm


@signed_in
@require_GET
def my_day(request: OfficerRequest) -> HttpResponseBase:
    """The officer's open tasks by deadline, and the latest notices."""
    context = {
        "tasks": list(queries.my_day(request.user)[:200]),
        "notices": recent(request.user, 8),
        "today": clock.today(),
        "now": clock.now(),
        "live": tickets.issue({request.user.actor, "app:worklist"}),
        "colleagues": list(colleagues(request.user).exclude(pk=request.user.pk)),
        "done": OutcomeForm(),
    }
    return show(request, "worklist/my_day.html", context, part="tasks")


@signed_in
@require_POST
def finish(request: OfficerRequest, task_id: UUID) -> HttpResponseBase:
    """Note that a task is done, and what came of it."""
    task = get_object_or_404(queries.tasks_for(request.user), pk=task_id)
    form = OutcomeForm(request.POST)
    if not form.is_valid():
        raise Incomplete(form.sentence())
    actions.finish(task, **form.cleaned_data, by=request.user)
    return go(request, "/desk/")


@signed_in
@require_POST
def hand_over(request: OfficerRequest, task_id: UUID) -> HttpResponseBase:
    """Give a task to a colleague."""
    task = get_object_or_404(queries.tasks_for(request.user), pk=task_id)
    form = HandOverForm(request.POST, by=request.user)
    if not form.is_valid():
        raise Incomplete(form.sentence())
    actions.hand_over(task, to=form.cleaned_data["to"], by=request.user)
    return go(request, "/desk/")
