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
    step: int = 0


@dataclass(frozen=True, kw_only=True)
class TaskIdle(Fact, kind="worklist.task_idle", about="task_id", title=_("Nobody moved a task")):
    task_id: str
    about: str
    step: int


@dataclass(frozen=True, kw_only=True)
class TaskHanded(Fact, kind="worklist.task_handed", about="task_id", title=_("Task handed over")):
    task_id: str
    about: str
    hand_id: int
    from_department: str
    to_department: str


@dataclass(frozen=True, kw_only=True)
class TaskSigned(Fact, kind="worklist.task_signed", about="task_id", title=_("Task signed for")):
    task_id: str
    about: str
    hand_id: int


@dataclass(frozen=True, kw_only=True)
class TaskReturned(Fact, kind="worklist.task_returned", about="task_id", title=_("Task returned")):
    task_id: str
    about: str
    hand_id: int
    to_department: str


@dataclass(frozen=True, kw_only=True)
class HandUnsigned(
    Fact, kind="worklist.hand_unsigned", about="task_id", title=_("Task not signed for in time")
):
    task_id: str
    about: str
    hand_id: int
    step: int


@dataclass(frozen=True, kw_only=True)
class RefereeAsked(Fact, kind="worklist.referee_asked", about="task_id", title=_("Referee asked")):
    task_id: str
    about: str


@dataclass(frozen=True, kw_only=True)
class TaskRuled(
    Fact, kind="worklist.task_ruled", about="task_id", title=_("Referee decided who does a task")
):
    task_id: str
    about: str
    department: str


@dataclass(frozen=True, kw_only=True)
class PartAsked(Fact, kind="worklist.part_asked", about="task_id", title=_("Help asked for")):
    task_id: str
    part_id: int
    department: str


@dataclass(frozen=True, kw_only=True)
class PartEnded(Fact, kind="worklist.part_ended", about="task_id", title=_("Part of a task ended")):
    task_id: str
    part_id: int
    how: str


@dataclass(frozen=True, kw_only=True)
class TaskSentOut(
    Fact,
    kind="worklist.task_sent_out",
    about="task_id",
    title=_("Task handed to an outside office"),
):
    task_id: str
    outing_id: int


@dataclass(frozen=True, kw_only=True)
class OutingAnswered(
    Fact, kind="worklist.outing_answered", about="task_id", title=_("Outside office answered")
):
    task_id: str
    outing_id: int
    state: str


@dataclass(frozen=True, kw_only=True)
class FeedMade(
    Fact, kind="worklist.feed_made", about="officer_id", title=_("Calendar address made")
):
    officer_id: int


@dataclass(frozen=True, kw_only=True)
class FeedRevoked(
    Fact, kind="worklist.feed_revoked", about="officer_id", title=_("Calendar address revoked")
):
    officer_id: int
