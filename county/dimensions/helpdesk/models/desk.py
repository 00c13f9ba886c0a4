"""The desk's own things: answers with their rules, quick replies, the duty roster."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from county.dimensions.helpdesk.models.matters import Topic
from county.foundation.staff.models import Department, Officer
from county.kernel.numbers import uuid7


class Answer(models.Model):
    """An answer of the library: what to say, by which rule, and until when it may be said."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    topic = models.CharField(_("topic"), max_length=14, choices=Topic.choices)
    question = models.CharField(_("question"), max_length=160)
    text = models.TextField(_("answer"), max_length=2000)
    words = models.CharField(_("words it answers to"), max_length=200, default="")
    rule = models.CharField(_("rule and version"), max_length=160)
    expires_on = models.DateField(_("to be reviewed by"))
    reviewed_by = models.CharField(_("reviewed by"), max_length=100)
    changed_at = models.DateTimeField(_("changed"), db_default=Now())
    used = models.PositiveIntegerField(_("used"), default=0)

    class Meta:
        verbose_name = _("answer")

    def __str__(self) -> str:
        return self.question


class QuickReply(models.Model):
    """A sentence officers send often. `department` empty: the whole county's."""

    title = models.CharField(_("title"), max_length=40)
    text = models.CharField(_("text"), max_length=500)
    topic = models.CharField(_("topic"), max_length=14, choices=Topic.choices, default="")
    department = models.ForeignKey(
        Department, models.CASCADE, null=True, verbose_name=_("department")
    )

    class Meta:
        verbose_name = _("quick reply")

    def __str__(self) -> str:
        return self.title


class Duty(models.Model):
    """Who sits at the desk for an area, from when until when."""

    officer = models.ForeignKey(Officer, models.PROTECT, verbose_name=_("officer"))
    area_code = models.CharField(_("area"), max_length=20, default="")
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"))

    class Meta:
        verbose_name = _("duty")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")), name="duty_ends_after_start"
            )
        ]
        indexes = [models.Index("ends_at", "starts_at", name="duty_now")]

    def __str__(self) -> str:
        return f"{self.officer} {self.starts_at:%F %H:%M}"
