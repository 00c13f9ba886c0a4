"""Versions of rules, what rules did and from what, and trials on past facts."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from county.foundation.events.models import Event
from county.foundation.staff.models import Officer
from county.kernel.numbers import uuid7
from county.linkage.flow import STEP, State
from county.linkage.wording import sentence


class Version(models.Model):
    """A rule as two people left it: on or off, with these parameters. The latest is in force.

    A rule without a version is on, with the parameters it was built with.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    rule = models.CharField(_("rule"), max_length=80)
    number = models.PositiveIntegerField(_("version"))
    enabled = models.BooleanField(_("on"))
    parameters = models.JSONField(_("parameters"), default=dict)
    reason = models.CharField(_("reason"), max_length=200)
    by = models.ForeignKey(Officer, models.PROTECT, related_name="+", verbose_name=_("asked by"))
    agreed_by = models.ForeignKey(
        Officer, models.PROTECT, related_name="+", verbose_name=_("agreed by")
    )
    at = models.DateTimeField(_("at"), db_default=Now())

    class Meta:
        verbose_name = _("version of a rule")
        constraints = [
            models.UniqueConstraint(fields=["rule", "number"], name="version_once"),
            models.CheckConstraint(
                condition=~models.Q(by=models.F("agreed_by")), name="version_by_two"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule} {self.number}"


class Wish(models.Model):
    """A change of a rule that waits for a second person's word."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    rule = models.CharField(_("rule"), max_length=80)
    based_on = models.PositiveIntegerField(_("based on version"))
    enabled = models.BooleanField(_("on"))
    parameters = models.JSONField(_("parameters"), default=dict)
    reason = models.CharField(_("reason"), max_length=200)
    by = models.ForeignKey(Officer, models.PROTECT, related_name="+", verbose_name=_("asked by"))
    at = models.DateTimeField(_("at"), db_default=Now())
    settled_at = models.DateTimeField(_("settled at"), null=True)

    class Meta:
        verbose_name = _("wish to change a rule")
        constraints = [
            models.UniqueConstraint(
                fields=["rule"],
                condition=models.Q(settled_at__isnull=True),
                name="one_wish_a_rule",
            )
        ]

    def __str__(self) -> str:
        return f"{self.rule} {self.based_on + 1}"


class Firing(models.Model):
    """A rule acted on a fact. The same rule never acts on one fact twice."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    rule = models.CharField(_("rule"), max_length=80)
    event = models.ForeignKey(Event, models.PROTECT, db_constraint=False, verbose_name=_("cause"))
    version = models.PositiveIntegerField(_("version"), default=0)
    occasion = models.CharField(_("occasion"), max_length=120, default="")
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("firing of a rule")
        constraints = [models.UniqueConstraint(fields=["event", "rule"], name="firing_once_a_fact")]
        indexes = [
            models.Index("rule", "at", name="firing_by_rule"),
            models.Index(
                "rule",
                "occasion",
                "at",
                name="firing_by_occasion",
                condition=~models.Q(occasion=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule} #{self.event_id}"


class Taken(models.Model):
    """One step that a rule took: what it led to, and what people made of it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    firing = models.ForeignKey(Firing, models.PROTECT, related_name="steps")
    number = models.PositiveSmallIntegerField(_("number"))
    action = models.CharField(_("action"), max_length=120)
    words = models.CharField(_("what"), max_length=300)
    subject = models.CharField(_("led to"), max_length=100, default="")
    events = models.JSONField(_("facts that followed"), default=list)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=STEP.start)
    reason = models.CharField(_("reason"), max_length=200, default="")
    settled_by = models.CharField(_("settled by"), max_length=100, default="")
    settled_at = models.DateTimeField(_("settled at"), null=True)

    class Meta:
        verbose_name = _("step of a rule")
        constraints = [
            models.UniqueConstraint(fields=["firing", "number"], name="step_once_a_firing"),
            models.CheckConstraint(
                condition=models.Q(state__in=State.values), name="step_state_known"
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=[State.CANCELLED, State.FALSE], reason=""),
                name="step_taken_back_says_why",
            ),
        ]
        indexes = [models.Index("subject", name="step_by_subject", condition=~models.Q(subject=""))]

    def __str__(self) -> str:
        return f"{self.firing_id}.{self.number}"

    @property
    def said(self) -> str:
        """What the step did, as a kept sentence."""
        return sentence(self.action, self.words)


class Trial(models.Model):
    """A rule tried on past facts, without acting: what it would have done."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    rule = models.CharField(_("rule"), max_length=80)
    days = models.PositiveSmallIntegerField(_("days"))
    parameters = models.JSONField(_("parameters"), default=dict)
    by = models.ForeignKey(Officer, models.PROTECT, related_name="+", verbose_name=_("tried by"))
    asked_at = models.DateTimeField(_("asked at"), db_default=Now())
    total = models.PositiveIntegerField(_("facts"), default=0)
    seen = models.PositiveIntegerField(_("facts looked at"), default=0)
    fired = models.PositiveIntegerField(_("would have fired"), default=0)
    failed = models.PositiveIntegerField(_("could not be tried"), default=0)
    found = models.JSONField(_("found"), default=list)
    ended_at = models.DateTimeField(_("ended at"), null=True)

    class Meta:
        verbose_name = _("trial of a rule")

    def __str__(self) -> str:
        return f"{self.rule} {self.days}"
