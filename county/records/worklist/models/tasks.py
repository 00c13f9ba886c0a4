"""What waits for whom, and by when; who was reminded of it."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from county.foundation.staff.models import Department, Officer
from county.kernel.numbers import uuid7
from county.kernel.saying import said
from county.records.worklist.flow import TASK, State


class Kind(models.TextChoices):
    VISIT = "visit", _("on-site visit")
    CALL = "call", _("call-back")
    AFTER_CARE = "after_care", _("after-care")
    OTHER = "other", _("task")


class Task(models.Model):
    """One thing that somebody has to do, why, and until when.

    `about` names the record it belongs to, such as `matter:0192…`; `key` makes a repeated
    assignment the same task. `rule` and `rule_text` are the county's rule it comes from and what it
    says. `apart` holds the numbers of officers who had a part in what is to be decided: never they.
    `moved_at` is the last act on it; `late_step` and `idle_step` how far up the line it was told.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    title = models.CharField(_("title"), max_length=300)
    why = models.CharField(_("why"), max_length=500)
    basis = models.CharField(_("basis"), max_length=200, default="")
    rule = models.CharField(_("rule"), max_length=20, default="", db_default="")
    rule_text = models.CharField(_("what the rule says"), max_length=1000, default="",
                                 db_default="")  # fmt: skip
    about = models.CharField(_("about"), max_length=100)
    url = models.CharField(_("where"), max_length=200, default="")
    area_code = models.CharField(_("area"), max_length=20, default="")
    urgent = models.BooleanField(_("urgent"), default=False, db_default=False)
    state = models.CharField(_("state"), max_length=12, choices=State.choices, default=TASK.start)
    officer = models.ForeignKey(Officer, models.PROTECT, null=True, verbose_name=_("officer"))
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, verbose_name=_("department")
    )
    apart = ArrayField(models.IntegerField(), verbose_name=_("had a part in it"), default=list,
                       db_default=[])  # fmt: skip
    due_at = models.DateTimeField(_("due"))
    outcome = models.CharField(_("outcome"), max_length=300, default="")
    assigned_at = models.DateTimeField(_("assigned at"), db_default=Now())
    done_at = models.DateTimeField(_("done at"), null=True)
    done_by = models.ForeignKey(
        Officer, models.PROTECT, null=True, related_name="+", verbose_name=_("ended by")
    )
    moved_at = models.DateTimeField(_("last act"), db_default=Now())
    late_step = models.PositiveSmallIntegerField(default=0, db_default=0)
    idle_step = models.PositiveSmallIntegerField(default=0, db_default=0)
    returns = models.PositiveSmallIntegerField(_("returned so often"), default=0, db_default=0)
    ruled = models.BooleanField(_("decided by the referee"), default=False, db_default=False)
    open_parts = models.PositiveSmallIntegerField(_("open parts"), default=0, db_default=0)
    is_out = models.BooleanField(_("with an outside office"), default=False, db_default=False)
    key = models.CharField(max_length=120, unique=True)

    class Meta:
        verbose_name = _("task")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=State.values), name="task_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state=State.OPEN) | Q(open_parts=0, is_out=False),
                name="task_ends_with_its_parts",
            ),
            models.CheckConstraint(
                condition=Q(state=State.OPEN, done_at__isnull=True)
                | ~Q(state=State.OPEN) & Q(done_at__isnull=False),
                name="task_end_has_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.WITHDRAWN) | ~Q(outcome=""),
                name="task_withdrawn_with_reason",
            ),
        ]
        indexes = [
            models.Index("officer", "state", "due_at", name="task_by_officer"),
            models.Index("department", "state", "due_at", name="task_by_department"),
            models.Index("about", name="task_by_subject"),
            models.Index("late_step", "due_at", name="task_late", condition=Q(state=State.OPEN)),
            models.Index("idle_step", "moved_at", name="task_idle", condition=Q(state=State.OPEN)),
        ]

    def __str__(self) -> str:
        return said(self.title)

    @property
    def page(self) -> str:
        """Its own page."""
        return f"/desk/tasks/{self.pk}/"

    @property
    def subject(self) -> str:
        """The task in the words of the log."""
        return f"task:{self.pk}"

    @property
    def is_open(self) -> bool:
        """Whether it is still to be done."""
        return self.state == State.OPEN


class Cause(models.TextChoices):
    LATE = "late", _("overdue")
    UNSIGNED = "unsigned", _("not signed for in time")
    IDLE = "idle", _("nobody has moved it")


class Reminder(models.Model):
    """That somebody was told of a task: why, which step up the line, and whom."""

    id = models.BigAutoField(primary_key=True)
    task = models.ForeignKey(Task, models.CASCADE, related_name="reminders", verbose_name=_("task"))
    cause = models.CharField(_("cause"), max_length=10, choices=Cause.choices)
    step = models.PositiveSmallIntegerField(_("step"))
    since = models.DateTimeField(_("since"))
    told = ArrayField(models.IntegerField(), verbose_name=_("told"), default=list)
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("reminder")
        constraints = [
            models.UniqueConstraint(
                "task", "cause", "step", "since", name="reminder_once_for_each_step"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_cause_display()} {self.step}"
