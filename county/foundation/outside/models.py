"""Partners, what they have subscribed, each message to them, and their names for our things."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from county.foundation.outside.flow import MESSAGE, PARTNER, SUBSCRIPTION, Fate, Hearing, Standing
from county.foundation.staff.models import Department, Key, Officer
from county.kernel.fields import SealedTextField
from county.kernel.numbers import uuid7
from county.kernel.saying import said

LONGEST_NAME = 100
"""Characters of another system's name for one of its events."""


class Partner(models.Model):
    """Another system: who answers for it, what it is for, and the key by which it is known."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(_("name"), max_length=60)
    contact = models.CharField(_("contact"), max_length=120)
    purpose = models.CharField(_("purpose"), max_length=200)
    basis = models.CharField(_("basis"), max_length=200)
    department = models.ForeignKey(Department, models.PROTECT, verbose_name=_("department"))
    permits = ArrayField(models.CharField(max_length=60), verbose_name=_("permits"), default=list)
    days = models.PositiveSmallIntegerField(_("good for, days"))
    state = models.CharField(
        _("state"), max_length=10, choices=Standing.choices, default=PARTNER.start
    )
    key = models.OneToOneField(Key, models.PROTECT, null=True, verbose_name=_("API key"))
    proposed_by = models.ForeignKey(Officer, models.PROTECT, verbose_name=_("proposed by"))
    proposed_at = models.DateTimeField(_("proposed at"), db_default=Now())
    ended_why = models.CharField(_("ended because"), max_length=200, default="")

    class Meta:
        verbose_name = _("partner system")
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=Standing.ADMITTED) | Q(key__isnull=False),
                name="partner_admitted_has_a_key",
            ),
            models.UniqueConstraint(
                "name", name="partner_name_once", condition=~Q(state=Standing.ENDED)
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def subject(self) -> str:
        """The partner in the words of the event log."""
        return f"partner:{self.pk}"

    @property
    def url(self) -> str:
        """The partner's page."""
        return f"/outside/{self.pk}/"


class Subscription(models.Model):
    """What a partner hears of, and where. Two secrets sign while one takes the other's place."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    partner = models.ForeignKey(
        Partner, models.PROTECT, related_name="subscriptions", verbose_name=_("partner system")
    )
    url = models.CharField(_("address"), max_length=400)
    kinds = ArrayField(models.CharField(max_length=100), verbose_name=_("kinds of fact"))
    state = models.CharField(
        _("state"), max_length=10, choices=Hearing.choices, default=SUBSCRIPTION.start
    )
    secret = SealedTextField(purpose="webhook", null=True)
    former_secret = SealedTextField(purpose="webhook", null=True)
    former_until = models.DateTimeField(null=True)
    rests_until = models.DateTimeField(_("rests until"), null=True)
    off_why = models.CharField(_("switched off because"), max_length=300, default="")
    asked_by = models.ForeignKey(Officer, models.PROTECT, verbose_name=_("asked by"))
    asked_at = models.DateTimeField(_("asked at"), db_default=Now())

    class Meta:
        verbose_name = _("subscription")
        indexes = [models.Index("state", name="subscription_on", condition=Q(state=Hearing.ON))]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=Hearing.ON) | Q(secret__isnull=False),
                name="subscription_on_is_signed",
            )
        ]

    def __str__(self) -> str:
        return self.url

    @property
    def off_because(self) -> str:
        """Why it is off, in the reader's language."""
        return said(self.off_why)


class Dispatch(models.Model):
    """One message to one partner: its bytes as they are sent, and what became of it.

    Its key is its name on the wire, the same at every try: a receiver that has seen it ignores it.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    subscription = models.ForeignKey(Subscription, models.PROTECT, related_name="dispatches")
    event_id = models.BigIntegerField(_("event"))
    kind = models.CharField(_("kind"), max_length=100)
    subject = models.CharField(_("subject"), max_length=100)
    body = models.TextField(_("message"))
    state = models.CharField(_("state"), max_length=10, choices=Fate.choices, default=MESSAGE.start)
    tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    due_at = models.DateTimeField(_("next try"), db_default=Now())
    queued_at = models.DateTimeField(_("queued at"), db_default=Now())
    ended_at = models.DateTimeField(_("ended at"), null=True)

    class Meta:
        verbose_name = _("message to a partner")
        constraints = [
            models.UniqueConstraint("subscription", "event_id", name="dispatch_once"),
        ]
        indexes = [
            models.Index("due_at", name="dispatch_due", condition=Q(state=Fate.WAITING)),
            models.Index(fields=["state", "-queued_at"], name="dispatch_by_state"),
        ]

    def __str__(self) -> str:
        return self.message_id

    @property
    def message_id(self) -> str:
        """Its name in the header webhook-id."""
        return f"msg_{self.pk.hex}"


class Attempt(models.Model):
    """One try of one message: when, what was answered, how long it took."""

    dispatch = models.ForeignKey(Dispatch, models.CASCADE, related_name="attempts")
    at = models.DateTimeField(_("at"), db_default=Now())
    status = models.PositiveSmallIntegerField(_("answered"), null=True)
    trouble = models.CharField(_("what was wrong"), max_length=300, default="")
    milliseconds = models.PositiveIntegerField(_("milliseconds"))

    class Meta:
        verbose_name = _("try")

    def __str__(self) -> str:
        return f"{self.dispatch_id} {self.status or self.trouble}"

    @property
    def trouble_said(self) -> str:
        """What was wrong, in the reader's language."""
        return said(self.trouble)


class ExternalEvent(models.Model):
    """Another system's event, and the one thing of ours that it is; `digest` tells a change."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    partner = models.ForeignKey(Partner, models.PROTECT, verbose_name=_("partner system"))
    external_event_id = models.CharField(_("its number there"), max_length=LONGEST_NAME)
    subject = models.CharField(_("subject"), max_length=100)
    digest = models.BinaryField(max_length=32)
    received_at = models.DateTimeField(_("received at"), db_default=Now())

    class Meta:
        verbose_name = _("event of another system")
        constraints = [
            models.UniqueConstraint("partner", "external_event_id", name="external_event_once")
        ]
        indexes = [models.Index("subject", name="external_event_of")]

    def __str__(self) -> str:
        return self.external_event_id
