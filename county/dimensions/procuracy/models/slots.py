"""Lecturers and when they can come: seats that cannot be sold twice (ADR 41)."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from county.foundation.staff.models import Officer
from county.kernel.numbers import uuid7

CELL = timedelta(minutes=30)
"""The grain in which a lecturer's time is taken."""


class Lecturer(models.Model):
    """Somebody who gives lessons; `turn` is raised to make the calendar's address a new one."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    title = models.CharField(_("shown as"), max_length=60)
    unit = models.CharField(_("unit"), max_length=60, default="", blank=True)
    officer = models.ForeignKey(Officer, models.PROTECT, null=True, verbose_name=_("officer"))
    items = ArrayField(models.CharField(max_length=8), verbose_name=_("lessons"), default=list,
                       blank=True)  # fmt: skip
    turn = models.PositiveIntegerField(default=1)
    is_active = models.BooleanField(_("gives lessons"), default=True)

    class Meta:
        verbose_name = _("lecturer")

    def __str__(self) -> str:
        return self.title


class Slot(models.Model):
    """A time at which a lecturer can give a lesson, for one order or for several at once.

    `taken` counts the seats that are confirmed or held for an offer; the table refuses more than
    the capacity.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    lecturer = models.ForeignKey(Lecturer, models.PROTECT, verbose_name=_("lecturer"))
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    place = models.CharField(_("place"), max_length=120, default="", blank=True)
    capacity = models.PositiveSmallIntegerField(_("orders at most"), default=1)
    taken = models.PositiveSmallIntegerField(_("seats taken"), default=0)
    made_at = models.DateTimeField(_("made at"), db_default=Now())

    class Meta:
        verbose_name = _("slot")
        constraints = [
            models.UniqueConstraint("lecturer", "starts_at", "ends_at", name="slot_once"),
            models.CheckConstraint(
                condition=Q(taken__gte=0, taken__lte=F("capacity")), name="slot_never_oversold"
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="slot_ends_after_it_begins"
            ),
        ]
        indexes = [models.Index("starts_at", name="slot_by_time")]

    def __str__(self) -> str:
        return f"{self.lecturer} {self.starts_at:%F %R}"

    @property
    def is_full(self) -> bool:
        """Whether no seat is left."""
        return self.taken >= self.capacity

    @property
    def cells(self) -> list[datetime]:
        """The half hours of the lecturer that it takes, the first and the last begun included."""
        first = self.starts_at.timestamp() // CELL.total_seconds()
        end = -(-self.ends_at.timestamp() // CELL.total_seconds())
        begin = datetime.fromtimestamp(first * CELL.total_seconds(), tz=self.starts_at.tzinfo)
        return [begin + number * CELL for number in range(int(end - first))]


class Cell(models.Model):
    """A half hour of a lecturer that belongs to a slot: there is none twice."""

    id = models.BigAutoField(primary_key=True)
    lecturer = models.ForeignKey(Lecturer, models.PROTECT)
    at = models.DateTimeField(_("at"))
    slot = models.ForeignKey(Slot, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("half hour of a lecturer")
        constraints = [models.UniqueConstraint("lecturer", "at", name="cell_once")]

    def __str__(self) -> str:
        return f"{self.lecturer_id} {self.at:%F %R}"


class Proposal(models.Model):
    """A slot laid before an order: the enterprise chooses one of at most three."""

    id = models.BigAutoField(primary_key=True)
    order = models.ForeignKey("Order", models.PROTECT, related_name="proposals")
    slot = models.ForeignKey(Slot, models.PROTECT, related_name="proposals")
    gone_at = models.DateTimeField(_("no longer to be had since"), null=True)
    made_at = models.DateTimeField(_("made at"), db_default=Now())

    class Meta:
        verbose_name = _("proposed slot")
        constraints = [models.UniqueConstraint("order", "slot", name="proposal_once")]

    def __str__(self) -> str:
        return f"{self.order_id} {self.slot_id}"


class Waiting(models.Model):
    """An order that waits for a seat of a slot; an offer holds the seat until its limit."""

    class State(models.TextChoices):
        WAITS = "waits", _("on the waiting list")
        OFFERED = "offered", _("offered")
        TAKEN = "taken", _("seat taken")
        LAPSED = "lapsed", _("lapsed")
        LEFT = "left", _("left the list")

    id = models.BigAutoField(primary_key=True)
    order = models.ForeignKey("Order", models.PROTECT, related_name="waitings")
    slot = models.ForeignKey(Slot, models.PROTECT, related_name="waitings")
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.WAITS)
    since = models.DateTimeField(_("since"), db_default=Now())
    offered_until = models.DateTimeField(_("offered until"), null=True)

    class Meta:
        verbose_name = _("place on a waiting list")
        constraints = [
            models.UniqueConstraint("order", "slot", name="waiting_once"),
            models.CheckConstraint(
                condition=Q(state__in=("waits", "offered", "taken", "lapsed", "left")),
                name="waiting_state_known",
            ),
            models.CheckConstraint(
                condition=~Q(state="offered") | Q(offered_until__isnull=False),
                name="waiting_offer_has_a_limit",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order_id} {self.slot_id} {self.state}"
