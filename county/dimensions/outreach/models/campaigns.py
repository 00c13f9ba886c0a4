"""A notice to many: what for, to whom, in which words, who agreed."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from county.dimensions.outreach.flow import CAMPAIGN, State
from county.foundation.approvals.models import Approval
from county.foundation.staff.models import Department, Officer
from county.kernel.numbers import uuid7


class Urgency(models.TextChoices):
    ROUTINE = "routine", _("routine: 09:00 to 20:00, within the caps")
    EMERGENCY = "emergency", _("emergency warning: at any time, also to who wants only those")


class Category(models.TextChoices):
    """What a notice is about: the ministry's fraud types, and other prevention (§6.9)."""

    GENERAL = "", _("other prevention")
    ORDERS = "刷单返利", _("F01 fake orders with rebates")
    INVESTMENT = "虚假网络投资理财", _("F02 fake investment")
    SHOPPING = "虚假购物服务", _("F03 fake shopping or services")
    COURIER = "冒充电商物流客服", _("F04 posing as customer service")
    LOAN = "虚假贷款", _("F05 fake loans")
    CREDIT = "虚假征信", _("F05 fake credit repair")
    BOSS = "冒充领导熟人", _("F06 posing as a boss or acquaintance")
    POLICE = "冒充公检法及政府机关", _("F07 posing as police, courts or offices")
    ROMANCE = "网络婚恋交友", _("F08 romance")
    GAMES = "网络游戏产品虚假交易", _("F09 game trading")
    THEFT = "防盗", _("theft prevention")
    TRAFFIC = "交通安全", _("traffic safety")
    FIRE = "消防安全", _("fire and e-bikes")


class Campaign(models.Model):
    """A notice to many. From its submission on neither words nor audience change.

    Nothing is sent without a legal check by somebody else and an approval that was used: the table
    itself refuses.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    code = models.CharField(max_length=12, unique=True)
    title = models.CharField(_("title"), max_length=40)
    purpose = models.CharField(_("purpose"), max_length=200)
    category = models.CharField(
        _("about"), max_length=20, choices=Category.choices, default=Category.GENERAL, blank=True
    )
    urgency = models.CharField(
        _("urgency"), max_length=10, choices=Urgency.choices, default=Urgency.ROUTINE
    )
    text = models.TextField(_("text"))
    large = models.TextField(_("text in large print"), default="")
    recording = models.UUIDField(_("recording"), null=True)
    expression = models.JSONField(_("conditions"))
    begins_at = models.DateTimeField(_("not before"), null=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices,
                             default=CAMPAIGN.start)  # fmt: skip
    author = models.ForeignKey(Officer, models.PROTECT, related_name="+", verbose_name=_("author"))
    department = models.ForeignKey(Department, models.PROTECT, verbose_name=_("department"))
    counted = models.PositiveIntegerField(_("people when it was submitted"), null=True)
    law_checked_by = models.ForeignKey(
        Officer, models.PROTECT, null=True, related_name="+", verbose_name=_("legal check by")
    )
    law_checked_at = models.DateTimeField(_("legal check at"), null=True)
    law_words = models.CharField(_("words of the legal check"), max_length=200, default="")
    approval = models.ForeignKey(Approval, models.PROTECT, null=True, verbose_name=_("approval"))
    made_at = models.DateTimeField(_("made at"), db_default=Now())
    submitted_at = models.DateTimeField(_("submitted at"), null=True)
    begun_at = models.DateTimeField(_("sending began"), null=True)
    ended_at = models.DateTimeField(_("ended"), null=True)
    end_reason = models.CharField(_("why it ended"), max_length=200, default="")
    opened = models.PositiveIntegerField(_("openings of the page"), default=0)

    class Meta:
        verbose_name = _("notice")
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=State.values), name="campaign_state_known"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=(State.APPROVED, State.SENDING, State.FINISHED))
                | Q(law_checked_by__isnull=False, approval__isnull=False, counted__gte=5),
                name="campaign_was_checked_and_approved",
            ),
            models.CheckConstraint(
                condition=Q(law_checked_by__isnull=True) | ~Q(law_checked_by=models.F("author")),
                name="campaign_checked_by_somebody_else",
            ),
        ]
        indexes = [
            models.Index("state", "begins_at", name="campaign_by_state"),
            models.Index("department", "made_at", name="campaign_by_unit"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def subject(self) -> str:
        """The notice in the words of the log."""
        return f"campaign:{self.pk}"

    @property
    def url(self) -> str:
        """Its page for officers."""
        return f"/outreach/{self.pk}/"

    @property
    def is_urgent(self) -> bool:
        """Whether it is an emergency warning."""
        return self.urgency == Urgency.EMERGENCY

    @property
    def content(self) -> dict[str, Any]:
        """Exactly what is laid before those who check and approve."""
        return {
            "title": self.title,
            "purpose": self.purpose,
            "urgency": self.urgency,
            "text": self.text,
            "large": self.large,
            "recording": str(self.recording or ""),
            "expression": self.expression,
            "begins_at": self.begins_at.isoformat() if self.begins_at else "",
            "people": self.counted,
        }
