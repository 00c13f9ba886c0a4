"""Requests of residents with their clocks; how long each kind of thing is kept."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from county.kernel.numbers import uuid7
from county.records.residents.models import Resident
from county.records.rights.flow import REQUEST, State


class Right(models.TextChoices):
    SEE = "see", _("to see all that is kept of me")
    CORRECT = "correct", _("to correct it")
    DELETE = "delete", _("to delete it")


class Request(models.Model):
    """What a resident asked for, until when it is to be answered, and what came of it.

    The clock starts at receipt: 15 days are aimed at, 30 are the limit (E15).
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    resident = models.ForeignKey(Resident, models.PROTECT, verbose_name=_("resident"))
    right = models.CharField(_("asked for"), max_length=10, choices=Right.choices)
    words = models.CharField(_("words"), max_length=300, default="")
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=REQUEST.start
    )
    received_at = models.DateTimeField(_("received at"), db_default=Now())
    target_at = models.DateTimeField(_("aimed at"))
    due_at = models.DateTimeField(_("due"))
    answered_at = models.DateTimeField(_("answered at"), null=True)
    answered_by = models.CharField(_("answered by"), max_length=100, default="")
    answer = models.CharField(_("answer"), max_length=300, default="")

    class Meta:
        verbose_name = _("request of a resident")
        constraints = [
            models.CheckConstraint(name="right_known", condition=models.Q(right__in=Right.values)),
            models.CheckConstraint(
                name="right_state_known", condition=models.Q(state__in=State.values)
            ),
        ]
        indexes = [
            models.Index("state", "due_at", name="right_by_clock"),
            models.Index("resident", name="right_by_resident"),
        ]

    def __str__(self) -> str:
        return f"{self.resident_id} {self.right}"


class Period(models.Model):
    """For how many days a kind of thing is kept, where the office set another number (E32)."""

    code = models.CharField(_("what"), max_length=30, primary_key=True)
    days = models.PositiveIntegerField(_("days"))
    set_by = models.CharField(_("set by"), max_length=100)
    set_at = models.DateTimeField(_("set at"), db_default=Now())

    class Meta:
        verbose_name = _("period of keeping")

    def __str__(self) -> str:
        return f"{self.code}: {self.days}"
