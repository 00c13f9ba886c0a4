"""The hands a task goes through: departments, helpers, the referee, offices outside."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from county.foundation.staff.models import Department, Officer
from county.records.worklist.flow import HAND, OUTING, PART, HandState, OutingState, PartState
from county.records.worklist.models.tasks import Task


class Hand(models.Model):
    """One passing of a task: from whom, to whom, and whether it was signed for or came back.

    Inside a department nothing is signed for. What the referee decided does not come back: the
    table itself refuses.
    """

    id = models.BigAutoField(primary_key=True)
    task = models.ForeignKey(Task, models.CASCADE, related_name="hands", verbose_name=_("task"))
    state = models.CharField(
        _("state"), max_length=10, choices=HandState.choices, default=HAND.start
    )
    from_department = models.ForeignKey(
        Department, models.PROTECT, null=True, related_name="+", verbose_name=_("from")
    )
    from_officer = models.ForeignKey(
        Officer, models.PROTECT, null=True, related_name="+", verbose_name=_("from")
    )
    to_department = models.ForeignKey(
        Department, models.PROTECT, related_name="+", verbose_name=_("to")
    )
    to_officer = models.ForeignKey(
        Officer, models.PROTECT, null=True, related_name="+", verbose_name=_("to")
    )
    words = models.CharField(_("words"), max_length=300, default="")
    by = models.ForeignKey(
        Officer, models.PROTECT, related_name="+", verbose_name=_("handed over by")
    )
    by_referee = models.BooleanField(_("decided by the referee"), default=False)
    given_at = models.DateTimeField(_("handed over at"))
    sign_by = models.DateTimeField(_("to be signed for by"), null=True)
    signed_at = models.DateTimeField(_("signed for at"), null=True)
    signed_by = models.ForeignKey(
        Officer, models.PROTECT, null=True, related_name="+", verbose_name=_("signed for by")
    )
    returned_at = models.DateTimeField(_("returned at"), null=True)
    returned_by = models.ForeignKey(
        Officer, models.PROTECT, null=True, related_name="+", verbose_name=_("returned by")
    )
    why = models.CharField(_("why it was returned"), max_length=300, default="")
    left_at = models.DateTimeField(_("left at"), null=True)
    late_step = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("passing")
        ordering = ["given_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                "task", name="hand_one_waits", condition=Q(state=HandState.WAITING)
            ),
            models.CheckConstraint(
                condition=Q(state__in=HandState.values), name="hand_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state=HandState.SIGNED, signed_at__isnull=False,
                            signed_by__isnull=False)
                | ~Q(state=HandState.SIGNED) & Q(signed_at__isnull=True, signed_by__isnull=True),
                name="hand_signed_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(state=HandState.RETURNED, returned_at__isnull=False,
                            returned_by__isnull=False, left_at__isnull=False) & ~Q(why="")
                | ~Q(state=HandState.RETURNED)
                & Q(returned_at__isnull=True, returned_by__isnull=True, why=""),
                name="hand_returned_with_reason",
            ),
            models.CheckConstraint(
                condition=~Q(state=HandState.RETURNED) | Q(by_referee=False),
                name="hand_of_the_referee_stays",
            ),
            models.CheckConstraint(
                condition=~Q(state=HandState.WAITING) | Q(sign_by__isnull=False),
                name="hand_waits_with_a_clock",
            ),
        ]  # fmt: skip
        indexes = [
            models.Index("to_department", "state", name="hand_to_department"),
            models.Index("from_department", "state", name="hand_from_department"),
            models.Index(
                "late_step", "sign_by", name="hand_late", condition=Q(state=HandState.WAITING)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_department} → {self.to_department}"


class Part(models.Model):
    """What a helper does of a task that another department leads: own state, own outcome."""

    id = models.BigAutoField(primary_key=True)
    task = models.ForeignKey(Task, models.CASCADE, related_name="parts", verbose_name=_("task"))
    state = models.CharField(
        _("state"), max_length=10, choices=PartState.choices, default=PART.start
    )
    department = models.ForeignKey(
        Department, models.PROTECT, related_name="+", verbose_name=_("department")
    )
    officer = models.ForeignKey(
        Officer, models.PROTECT, null=True, related_name="+", verbose_name=_("officer")
    )
    what = models.CharField(_("what"), max_length=300)
    due_at = models.DateTimeField(_("due"))
    asked_by = models.ForeignKey(
        Officer, models.PROTECT, related_name="+", verbose_name=_("asked by")
    )
    asked_at = models.DateTimeField(_("asked at"))
    outcome = models.CharField(_("what came of it"), max_length=300, default="")
    ended_at = models.DateTimeField(_("ended at"), null=True)
    ended_by = models.ForeignKey(
        Officer, models.PROTECT, null=True, related_name="+", verbose_name=_("ended by")
    )

    class Meta:
        verbose_name = _("part")
        ordering = ["asked_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=PartState.values), name="part_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state=PartState.OPEN, ended_at__isnull=True, outcome="")
                | ~Q(state=PartState.OPEN) & Q(ended_at__isnull=False) & ~Q(outcome=""),
                name="part_end_is_told",
            ),
            models.UniqueConstraint(
                "task", "department", name="part_one_for_each_department",
                condition=Q(state=PartState.OPEN),
            ),
        ]  # fmt: skip
        indexes = [models.Index("department", "state", "due_at", name="part_of_department")]

    def __str__(self) -> str:
        return f"{self.department}: {self.what}"


class Ruling(models.Model):
    """A question to the referee, which department does a task, and the answer that stands."""

    id = models.BigAutoField(primary_key=True)
    task = models.ForeignKey(Task, models.CASCADE, related_name="rulings", verbose_name=_("task"))
    asked_at = models.DateTimeField(_("asked at"))
    asked_by = models.ForeignKey(
        Officer, models.PROTECT, null=True, related_name="+", verbose_name=_("asked by")
    )
    question = models.CharField(_("question"), max_length=300)
    decided_at = models.DateTimeField(_("decided at"), null=True)
    decided_by = models.ForeignKey(
        Officer, models.PROTECT, null=True, related_name="+", verbose_name=_("decided by")
    )
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, related_name="+", verbose_name=_("department")
    )
    reason = models.CharField(_("reason"), max_length=300, default="")
    dropped_at = models.DateTimeField(_("no longer asked since"), null=True)

    class Meta:
        verbose_name = _("referee's decision")
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                "task", name="ruling_one_open",
                condition=Q(decided_at__isnull=True, dropped_at__isnull=True),
            ),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=False, decided_by__isnull=False,
                            department__isnull=False) & ~Q(reason="")
                | Q(decided_at__isnull=True, decided_by__isnull=True, department__isnull=True,
                    reason=""),
                name="ruling_is_whole",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.question

    @property
    def is_open(self) -> bool:
        """Whether the referee has still to decide."""
        return self.decided_at is None and self.dropped_at is None


class Outing(models.Model):
    """A task, or what it needs, handed to an office outside this system; it can fail, in sight."""

    class Way(models.TextChoices):
        LETTER = "letter", pgettext_lazy("way", "letter")
        PHONE = "phone", pgettext_lazy("way", "phone")
        PLATFORM = "platform", _("platform")

    id = models.BigAutoField(primary_key=True)
    task = models.ForeignKey(Task, models.CASCADE, related_name="outings", verbose_name=_("task"))
    state = models.CharField(
        _("state"), max_length=10, choices=OutingState.choices, default=OUTING.start
    )
    office = models.CharField(_("office"), max_length=60)
    way = models.CharField(_("way"), max_length=10, choices=Way.choices)
    receipt = models.CharField(_("receipt number"), max_length=60)
    words = models.CharField(_("words"), max_length=300, default="")
    by = models.ForeignKey(Officer, models.PROTECT, related_name="+", verbose_name=_("by"))
    given_at = models.DateTimeField(_("handed over at"))
    confirm_by = models.DateTimeField(_("to be confirmed by"))
    answered_at = models.DateTimeField(_("answered at"), null=True)
    answer = models.CharField(_("answer"), max_length=300, default="")

    class Meta:
        verbose_name = _("hand-off outside")
        ordering = ["given_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                "task", name="outing_one_waits", condition=Q(state=OutingState.HANDED)
            ),
            models.CheckConstraint(
                condition=Q(state__in=OutingState.values), name="outing_state_known"
            ),
            models.CheckConstraint(
                condition=~Q(receipt="") & ~Q(office=""), name="outing_has_a_receipt"
            ),
            models.CheckConstraint(
                condition=Q(state=OutingState.HANDED, answered_at__isnull=True)
                | ~Q(state=OutingState.HANDED) & Q(answered_at__isnull=False) & ~Q(answer=""),
                name="outing_answer_is_told",
            ),
        ]
        indexes = [
            models.Index("confirm_by", name="outing_waits", condition=Q(state=OutingState.HANDED))
        ]

    def __str__(self) -> str:
        return f"{self.office} {self.receipt}"
