"""What the procuratorate does by itself: deadlines called to mind, alarms in the morning."""

from __future__ import annotations

from county.dimensions.procuracy.actions import duty, following, liaison, questions
from county.foundation.events.clock import every
from county.foundation.events.registry import on
from county.kernel import clock
from county.records.worklist.events import TaskDone
from county.records.worklist.models import Task


@every("30 8 * * *")
def call_deadlines_to_mind() -> None:
    """Each clock of each suggestion, on its days."""
    following.remind(clock.now())


@every("0 9 * * *")
def look_at_duty_and_liaison() -> None:
    """At nine: days without duty, absences without a substitute, towns without a liaison."""
    duty.alarm()
    liaison.alarm()
    questions.alarm()


@on(TaskDone)
def contact_made(fact: TaskDone) -> None:
    """A first contact whose task was finished on the worklist was made."""
    task = Task.objects.select_related("officer__post", "officer__department").get(pk=fact.task_id)
    if task.officer is not None and task.key.startswith("first-contact:"):
        liaison.made_by_task(task.key, words=task.outcome, by=task.officer)
