"""What waits for whom, and by when."""

from __future__ import annotations

from django.db import models
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
    assignment the same task.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    title = models.CharField(_("title"), max_length=300)
    why = models.CharField(_("why"), max_length=500)
    basis = models.CharField(_("basis"), max_length=200, default="")
    about = models.CharField(_("about"), max_length=100)
    url = models.CharField(_("where"), max_length=200, default="")
    area_code = models.CharField(_("area"), max_length=20, default="")
    state = models.CharField(_("state"), max_length=12, choices=State.choices, default=TASK.start)
    officer = models.ForeignKey(Officer, models.PROTECT, null=True, verbose_name=_("officer"))
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, verbose_name=_("department")
    )
    due_at = models.DateTimeField(_("due"))
    outcome = models.CharField(_("outcome"), max_length=300, default="")
    assigned_at = models.DateTimeField(_("assigned at"), db_default=Now())
    done_at = models.DateTimeField(_("done at"), null=True)
    reminded_at = models.DateTimeField(null=True)
    key = models.CharField(max_length=120, unique=True)

    class Meta:
        verbose_name = _("task")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=State.values), name="task_state_known"
            )
        ]
        indexes = [
            models.Index("officer", "state", "due_at", name="task_by_officer"),
            models.Index("about", name="task_by_subject"),
        ]

    def __str__(self) -> str:
        return said(self.title)
