"""My day: what waits for me, what is overdue, what nobody has taken."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from county.design.forms import complete
from county.design.http import go, show
from county.foundation.live import tickets
from county.foundation.notices.queries import recent
from county.foundation.staff.policy import OfficerRequest, signed_in
from county.foundation.staff.queries import colleagues
from county.kernel import clock
from county.records.worklist import actions, queries
from county.records.worklist.forms import HandOverForm, OutcomeForm
from county.records.worklist.models import Task

SOON = timedelta(days=3)


def by_day(tasks: list[Task], now: datetime) -> list[tuple[str, list[Task]]]:
    """The tasks under their headings: late, today, the next days, later; none is empty."""
    tonight = clock.end_of_day(clock.day_of(now))
    bounds = [
        (_("Overdue"), now),
        (_("Today"), tonight),
        (_("The next days"), tonight + SOON),
        (_("Later"), datetime.max.replace(tzinfo=UTC)),
    ]
    days: dict[str, list[Task]] = {}
    for task in tasks:
        heading = next(title for title, bound in bounds if task.due_at <= bound)
        days.setdefault(heading, []).append(task)
    return list(days.items())


@signed_in
@require_GET
def my_day(request: OfficerRequest) -> HttpResponseBase:
    """The officer's open tasks by deadline, and the latest notices."""
    context = {
        "days": by_day(list(queries.my_day(request.user)[:200]), clock.now()),
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
    form = complete(OutcomeForm(request.POST))
    actions.finish(task, **form.cleaned_data, by=request.user)
    return go(request, "/desk/")


@signed_in
@require_POST
def hand_over(request: OfficerRequest, task_id: UUID) -> HttpResponseBase:
    """Give a task to a colleague."""
    task = get_object_or_404(queries.tasks_for(request.user), pk=task_id)
    form = complete(HandOverForm(request.POST, by=request.user))
    actions.hand_over(task, to=form.cleaned_data["to"], by=request.user)
    return go(request, "/desk/")
