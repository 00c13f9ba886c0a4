"""The log of facts, what of it still waits for its listeners, and when the clock last struck."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class Event(models.Model):
    """One fact. Never updated, never deleted: the runtime role may not, and a trigger refuses.

    It names its subject and its actor in words, not by foreign key, so that the log never stands
    in the way of the records it speaks of.
    """

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(_("kind"), max_length=100)
    subject = models.CharField(_("subject"), max_length=100)
    thread = models.CharField(_("conversation"), max_length=40, null=True)  # noqa: DJ001
    facts = models.JSONField(_("facts"))
    by = models.CharField(_("by"), max_length=100)
    because_of = models.BigIntegerField(_("because of"), null=True)
    happened_at = models.DateTimeField(_("happened at"), db_default=Now())

    class Meta:
        indexes = [
            models.Index("subject", "id", name="event_by_subject"),
            models.Index("kind", "happened_at", name="event_by_kind"),
            models.Index(
                "thread", "id", name="event_by_thread", condition=models.Q(thread__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.kind} {self.subject}"


class Delivery(models.Model):
    """A fact that still waits for its listeners (or, after a failure, for one of them).

    The row disappears in the transaction that acted on the fact, so nothing is done twice and
    nothing is forgotten. `dead_at` is set when patience has ended: the health page shows it.
    """

    id = models.BigAutoField(primary_key=True)
    event = models.ForeignKey(Event, models.PROTECT, db_constraint=False)
    listener = models.CharField(max_length=200, default="", db_default="")
    outside = models.BooleanField(default=False, db_default=False)
    due_at = models.DateTimeField(db_default=Now())
    tries = models.PositiveSmallIntegerField(default=0, db_default=0)
    error = models.TextField(default="", db_default="")
    dead_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                "outside",
                "due_at",
                "id",
                name="delivery_due",
                condition=models.Q(dead_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"{self.event_id} → {self.listener or '*'}"


class Tick(models.Model):
    """When the clock last started a piece of work, so that many workers start it once."""

    name = models.CharField(max_length=200, primary_key=True)
    struck_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} {self.struck_at:%F %T}"
