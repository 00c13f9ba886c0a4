"""Somebody's wish to do something, and what somebody else said to it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from county.foundation.approvals.flow import APPROVAL, State
from county.foundation.approvals.registry import KINDS
from county.foundation.staff.models import Department, Officer
from county.kernel.numbers import uuid7
from county.kernel.saying import said

MANY = 500
"""People beyond whom the second person is of another department (security T5); a local value."""


class Approval(models.Model):
    """Four eyes on one thing: `digest` is the SM3 of exactly what was laid before the second.

    That the second is not the first, and of another department for many people, is a constraint:
    no code can do otherwise.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(_("kind"), max_length=40)
    subject = models.CharField(_("subject"), max_length=80)
    title = models.CharField(_("title"), max_length=200)
    why = models.CharField(_("reason"), max_length=200)
    url = models.CharField(_("address"), max_length=200, default="")
    digest = models.BinaryField(max_length=32)
    people = models.PositiveIntegerField(_("people concerned"), default=0)
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=APPROVAL.start
    )
    asker = models.ForeignKey(
        Officer, models.PROTECT, related_name="approvals_asked", verbose_name=_("asked by")
    )
    asker_department = models.ForeignKey(Department, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("asked at"), db_default=Now())
    ends_at = models.DateTimeField(_("good until"))
    decider = models.ForeignKey(
        Officer, models.PROTECT, null=True, related_name="approvals_decided",
        verbose_name=_("decided by"),
    )  # fmt: skip
    decider_department = models.ForeignKey(Department, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(_("decided at"), null=True)
    note = models.CharField(_("words"), max_length=200, default="")
    used_at = models.DateTimeField(_("used at"), null=True)

    class Meta:
        verbose_name = _("approval")
        constraints = [
            models.UniqueConstraint(
                "kind", "subject", name="approval_open_once",
                condition=Q(state__in=(State.ASKED, State.GRANTED)),
            ),
            models.CheckConstraint(
                condition=Q(decider__isnull=True) | ~Q(decider=F("asker")),
                name="approval_by_somebody_else",
            ),
            models.CheckConstraint(
                condition=Q(decider__isnull=True)
                | Q(people__lte=MANY)
                | ~Q(decider_department=F("asker_department")),
                name="approval_of_many_by_another_unit",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=(State.GRANTED, State.REFUSED, State.USED))
                | Q(decider__isnull=False, decided_at__isnull=False,
                    decider_department__isnull=False),
                name="approval_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(state=State.USED, used_at__isnull=False)
                | (~Q(state=State.USED) & Q(used_at__isnull=True)),
                name="approval_used_has_a_time",
            ),
        ]  # fmt: skip
        indexes = [models.Index("state", "asked_at", name="approval_waiting")]

    def __str__(self) -> str:
        return said(self.title)

    @property
    def kind_title(self) -> str:
        """The wording of its kind."""
        return gettext(str(KINDS[self.kind].title)) if self.kind in KINDS else self.kind

    @property
    def of_many(self) -> bool:
        """Whether the second person must be of another department."""
        return self.people > MANY
