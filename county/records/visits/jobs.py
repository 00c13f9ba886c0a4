"""Who finishes a visit's task on the worklist has made the visit."""

from county.foundation.events.registry import on
from county.records.visits import actions
from county.records.worklist.events import TaskDone
from county.records.worklist.models import Task


@on(TaskDone)
def task_done(fact: TaskDone) -> None:
    """Note the visit as done, in the words of its task, by whoever finished it."""
    task = Task.objects.select_related("done_by__post", "done_by__department").get(pk=fact.task_id)
    if task.done_by is not None and task.done_by.has("visits.use"):
        actions.finish_by_task(task.key, outcome=task.outcome, by=task.done_by)
