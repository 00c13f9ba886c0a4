"""Facts about tasks."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from county.foundation.events.registry import Fact


@dataclass(frozen=True, kw_only=True)
class TaskAssigned(Fact, kind="worklist.task_assigned", about="task_id", title=_("Task assigned")):
    task_id: str
    about: str


@dataclass(frozen=True, kw_only=True)
class TaskDone(Fact, kind="worklist.task_done", about="task_id", title=_("Task done")):
    task_id: str
    about: str


@dataclass(frozen=True, kw_only=True)
class TaskWithdrawn(
    Fact, kind="worklist.task_withdrawn", about="task_id", title=_("Task withdrawn")
):
    task_id: str
    about: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class TaskOverdue(Fact, kind="worklist.task_overdue", about="task_id", title=_("Task overdue")):
    task_id: str
    about: str
