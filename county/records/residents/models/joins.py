"""Two files of one person: which stays, what moved, and the way back."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from county.kernel.numbers import uuid7
from county.records.residents.models.people import Resident


class Joining(models.Model):
    """One file was joined to another. Both keep their ids; undone, each is as it was."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kept = models.ForeignKey(
        Resident, models.PROTECT, related_name="joinings", verbose_name=_("file that stays")
    )
    given_up = models.ForeignKey(
        Resident, models.PROTECT, related_name="+", verbose_name=_("file given up")
    )
    reason = models.CharField(_("reason"), max_length=200)
    by = models.CharField(_("by"), max_length=100)
    at = models.DateTimeField(_("at"), db_default=Now())
    undone_at = models.DateTimeField(_("undone at"), null=True)
    undone_by = models.CharField(_("undone by"), max_length=100, default="")
    undo_reason = models.CharField(_("why undone"), max_length=200, default="")

    class Meta:
        verbose_name = _("joining of two files")
        constraints = [
            models.UniqueConstraint(
                "given_up", name="joined_once", condition=models.Q(undone_at=None)
            ),
            models.CheckConstraint(
                name="joined_to_another", condition=~models.Q(kept=models.F("given_up"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.given_up_id} → {self.kept_id}"


class Moved(models.Model):
    """What moved to the file that stays: any app writes its rows here, and moves them back."""

    id = models.BigAutoField(primary_key=True)
    joining = models.ForeignKey(Joining, models.CASCADE, verbose_name=_("joining"))
    what = models.CharField(_("what"), max_length=60)
    key = models.CharField(_("which"), max_length=60)

    class Meta:
        indexes = [models.Index("joining", "what", name="moved_by_joining")]

    def __str__(self) -> str:
        return f"{self.what} {self.key}"


class Distinct(models.Model):
    """Two files that look alike and are two people: not suggested again."""

    id = models.BigAutoField(primary_key=True)
    one = models.ForeignKey(Resident, models.CASCADE, related_name="+")
    other = models.ForeignKey(Resident, models.CASCADE, related_name="+")
    by = models.CharField(_("by"), max_length=100)
    at = models.DateTimeField(_("at"), db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint("one", "other", name="distinct_once"),
            models.CheckConstraint(
                name="distinct_in_order", condition=models.Q(one__lt=models.F("other"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.one_id} ≠ {self.other_id}"
