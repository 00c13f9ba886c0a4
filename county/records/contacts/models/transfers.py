"""Contacts on their way from one officer to another (在职继承, 离职继承)."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from county.foundation.staff.models import Officer
from county.kernel.numbers import uuid7
from county.records.contacts.flow import TRANSFER, Passage
from county.records.contacts.models.contacts import Contact


class Transfer(models.Model):
    """One contact's way to another officer; it counts a day after it began, unless declined.

    `resigned`: the giver's account in WeCom is gone, so that other interfaces do it.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    contact = models.ForeignKey(Contact, models.PROTECT, verbose_name=_("contact"))
    giver = models.CharField(_("from"), max_length=64)
    taker = models.CharField(_("to"), max_length=64)
    taker_officer = models.ForeignKey(Officer, models.PROTECT, verbose_name=_("taken over by"))
    state = models.CharField(
        _("state"), max_length=10, choices=Passage.choices, default=TRANSFER.start
    )
    reason = models.CharField(_("reason"), max_length=300, default="")
    resigned = models.BooleanField(_("left WeCom"), default=False, db_default=False)
    planned_at = models.DateTimeField(_("planned at"), db_default=Now())
    begun_at = models.DateTimeField(_("begun at"), null=True)
    counts_at = models.DateTimeField(_("counts from"), null=True)

    class Meta:
        verbose_name = _("transfer")
        constraints = [
            models.UniqueConstraint(
                "contact", name="transfer_one_at_a_time",
                condition=models.Q(state__in=(Passage.PLANNED, Passage.WAITING)),
            ),
            models.CheckConstraint(
                condition=~models.Q(giver=models.F("taker")), name="transfer_to_somebody_else"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=Passage.values), name="transfer_state_known"
            ),
        ]  # fmt: skip
        indexes = [models.Index("giver", "taker", "state", name="transfer_by_pair")]

    def __str__(self) -> str:
        return f"{self.giver} → {self.taker}"
