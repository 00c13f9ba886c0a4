"""One task: why it exists, whose clock runs, through which hands it went, what may be done now."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from county.design import panels
from county.design.http import html, show
from county.foundation.live import tickets
from county.foundation.staff.models import Officer
from county.foundation.staff.policy import OfficerRequest, signed_in
from county.kernel import clock
from county.records.worklist import forms, knowledge, queries
from county.records.worklist.access import Permit
from county.records.worklist.flow import HandState, OutingState
from county.records.worklist.models import Hand, Task
from county.records.worklist.registry import closed_to


@signed_in
@require_GET
def one(request: OfficerRequest, task_id: UUID) -> HttpResponseBase:
    """A task this officer may see."""
    rows = queries.tasks_for(request.user).select_related("officer", "department", "done_by")
    task = get_object_or_404(rows, pk=task_id)
    lent = panels.panels_for("task", request.user.has)
    context = {
        "task": task,
        "record": task.subject,
        **_what_is(task, request.user),
        **_what_may_be_done(task, request.user),
        "panels": [html(request, each.template, each.fill(request, task.pk)) for each in lent],
        "live": tickets.issue({request.user.actor, task.subject}),
        "now": clock.now(),
    }
    return show(request, "worklist/task.html", context, part="task")


def _what_is(task: Task, officer: Officer) -> dict[str, Any]:
    """The task as it stands: its way, its parts, what went outside, who was reminded."""
    reminders = list(task.reminders.order_by("at", "pk"))
    told = {number for one in reminders for number in one.told}
    names = dict(Officer.objects.filter(pk__in=told).values_list("pk", "name"))
    hand = queries.hand_waiting(task)
    return {
        "where": "" if closed_to(officer, [task.about]) else task.url,
        "chain": queries.chain(task),
        "hand": hand,
        "clock_of": _clock_of(task, hand),
        "parts": list(task.parts.select_related("department", "officer", "ended_by")),
        "outings": list(task.outings.select_related("by")),
        "rulings": list(task.rulings.select_related("asked_by", "decided_by", "department")),
        "reminders": [(one, [names[number] for number in one.told if number in names])
                      for one in reminders],
        "behalf": task.officer if task.officer_id in {one.pk for one in queries.absent(officer)}
        else None,
        "limits": {"sign": knowledge.SIGN, "urgent": knowledge.SIGN_URGENT,
                   "confirm": knowledge.CONFIRM},
    }  # fmt: skip


def _clock_of(task: Task, hand: Hand | None) -> dict[str, Any]:
    """Whose clock runs now, and until when."""
    if not task.is_open:
        return {}
    if hand is not None:
        return {"whose": hand.to_officer or hand.to_department, "until": hand.sign_by, "sign": True}
    return {"whose": task.officer or task.department, "until": task.due_at, "sign": False}


def _what_may_be_done(task: Task, officer: Officer) -> dict[str, Any]:
    """The forms for what this officer may do now."""
    acts = task.is_open and queries.may_act(task, officer)
    hand = queries.hand_waiting(task)
    ruling = queries.open_ruling(task) if task.is_open else None
    sides = _sides(task)
    return {
        "may_act": acts,
        "may_sign": acts and hand is not None,
        "may_return": acts and hand is not None and not hand.by_referee,
        "may_pass": acts and hand is None and not task.is_out and ruling is None,
        "ruling": ruling,
        "may_ask": bool(sides) and task.is_open and ruling is None and not task.ruled
        and officer.has(Permit.USE) and officer.department_id in sides,
        "may_decide": ruling is not None and officer.has(Permit.REFEREE),
        "own_parts": set(
            queries.parts_for(officer).filter(task=task).values_list("pk", flat=True)
        ) if officer.has(Permit.USE) else set(),
        "latest_outing": _latest(task),
        "done_form": forms.OutcomeForm(auto_id="done_%s"),
        "hand_form": forms.HandOverForm(by=officer, auto_id="hand_%s"),
        "part_form": forms.PartForm(auto_id="part_%s"),
        "out_form": forms.OutingForm(auto_id="out_%s"),
        "ruling_form": forms.RulingForm(auto_id="ruling_%s"),
        "why_form": forms.ReasonForm(auto_id="why_%s"),
        "cancel_form": forms.ReasonForm(auto_id="cancel_%s"),
        "ask_form": forms.ReasonForm(auto_id="ask_%s"),
    }  # fmt: skip


def _sides(task: Task) -> set[str]:
    last = Hand.objects.filter(task=task).exclude(state=HandState.PASSED).last()
    return (
        {one for one in (last.from_department_id, last.to_department_id) if one} if last else set()
    )


def _latest(task: Task) -> int | None:
    """The hand-off outside that an answer may still be noted for."""
    last = task.outings.last()
    waits = last is not None and last.state in (OutingState.HANDED, OutingState.FAILED)
    return last.pk if last is not None and waits else None
