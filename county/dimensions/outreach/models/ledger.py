"""What became of a notice with each person, and what they answered."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from county.dimensions.outreach.flow import REACHED, Fate, Way
from county.dimensions.outreach.models.campaigns import Campaign
from county.kernel.numbers import uuid7
from county.records.residents.models import Resident


class Delivery(models.Model):
    """One person's line in the ledger of a notice."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    campaign = models.ForeignKey(Campaign, models.PROTECT, verbose_name=_("notice"))
    resident = models.ForeignKey(Resident, models.PROTECT, verbose_name=_("resident"))
    way = models.CharField(_("by"), max_length=6, choices=Way.choices, default=Way.NONE, blank=True)
    state = models.CharField(_("state"), max_length=12, choices=Fate.choices, default=Fate.PLANNED)
    why = models.CharField(_("reason"), max_length=20, default="")
    tried = models.CharField(max_length=20, default="")
    planned_at = models.DateTimeField(_("planned"))
    sent_at = models.DateTimeField(_("on its way since"), null=True)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True)
    delivered_at = models.DateTimeField(_("delivered"), null=True)
    read_at = models.DateTimeField(_("read"), null=True)
    clicked_at = models.DateTimeField(_("page opened"), null=True)
    message = models.UUIDField(null=True)

    class Meta:
        verbose_name = _("line of the ledger")
        constraints = [
            models.UniqueConstraint("campaign", "resident", name="delivery_once"),
            models.CheckConstraint(condition=Q(state__in=Fate.values), name="delivery_state_known"),
            models.CheckConstraint(
                condition=~Q(state__in=REACHED) | Q(delivered_at__isnull=False),
                name="delivery_reached_has_a_time",
            ),
        ]
        indexes = [
            models.Index("campaign", "state", name="delivery_by_state"),
            models.Index("resident", "sent_at", name="delivery_by_resident"),
            models.Index("message", name="delivery_by_message"),
        ]

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.resident_id} {self.state}"


class Answer(models.Model):
    """A question or complaint that a notice brought; the words are in the conversation."""

    class What(models.TextChoices):
        QUESTION = "question", _("question")
        COMPLAINT = "complaint", _("complaint")
        OPT_OUT = "opt_out", _("wants generic content only")

    id = models.BigAutoField(primary_key=True)
    campaign = models.ForeignKey(Campaign, models.PROTECT, verbose_name=_("notice"))
    resident = models.ForeignKey(Resident, models.PROTECT, verbose_name=_("resident"))
    what = models.CharField(_("what"), max_length=10, choices=What.choices)
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("answer to a notice")
        indexes = [models.Index("campaign", "what", name="answer_by_campaign")]

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.what}"
