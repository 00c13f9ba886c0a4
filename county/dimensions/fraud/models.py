"""What fraud work keeps."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from county.dimensions.fraud.flow import ALERT, STOP, AlertState, StopState
from county.kernel.fields import SealedTextField
from county.kernel.numbers import uuid7
from county.records.conversations.models import Conversation, Message


class Alert(models.Model):
    """The recogniser's opinion of one message: what it saw, where, and how sure it is.

    An opinion only: officers confirm or dismiss it, and nothing follows from it by itself but
    that somebody looks sooner.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    message = models.OneToOneField(Message, models.PROTECT, verbose_name=_("message"))
    conversation = models.ForeignKey(Conversation, models.PROTECT, verbose_name=_("conversation"))
    state = models.CharField(
        _("state"), max_length=10, choices=AlertState.choices, default=ALERT.start
    )
    score = models.FloatField(_("likelihood"))
    category = models.CharField(_("type"), max_length=20)
    intent = models.CharField(_("what the sender wants"), max_length=12)
    evidence = models.JSONField(_("reasons"))
    sentence_zh = models.CharField(max_length=300)
    sentence_en = models.CharField(max_length=300)
    unsure = models.BooleanField(_("unsure"), default=False)
    source = models.CharField(_("read from"), max_length=10)
    raised_at = models.DateTimeField(_("raised"), db_default=Now())
    decided_by = models.CharField(_("decided by"), max_length=40, default="")
    decided_at = models.DateTimeField(_("decided"), null=True)
    reason = models.CharField(_("reason"), max_length=200, default="")

    class Meta:
        verbose_name = _("alert")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=AlertState.values), name="alert_state_known"
            )
        ]
        indexes = [
            models.Index(fields=["conversation", "-raised_at"], name="alert_of_conversation"),
            models.Index(fields=["state", "-raised_at"], name="alert_by_state"),
        ]

    def __str__(self) -> str:
        return f"{self.category} {self.score:.0%}"

    @property
    def sentence(self) -> str:
        """The reason in one sentence, in the language of the page."""
        return self.sentence_zh if (get_language() or "").startswith("zh") else self.sentence_en

    @property
    def reasons(self) -> list[str]:
        """Each distinct piece of evidence as a short phrase."""
        key = "why_zh" if (get_language() or "").startswith("zh") else "why_en"
        return list(dict.fromkeys(item[key] for item in self.evidence))


class StopRequest(models.Model):
    """A request to the fraud desk to stop a payment, with the accounts the money went to.

    Basis: 反电信网络诈骗法 Art. 20 (immediate query, urgent stop, rapid freeze).
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    conversation = models.ForeignKey(Conversation, models.PROTECT, verbose_name=_("conversation"))
    state = models.CharField(
        _("state"), max_length=10, choices=StopState.choices, default=STOP.start
    )
    amount = models.DecimalField(_("amount, yuan"), max_digits=14, decimal_places=2)
    paid_at = models.DateTimeField(_("paid at"), null=True)
    bank = models.CharField(_("bank or app"), max_length=60)
    account = SealedTextField(_("account"), purpose="account")
    account_index = models.BinaryField(max_length=16)
    account_masked = models.CharField(_("account"), max_length=40)
    holder = SealedTextField(_("account holder"), purpose="account_holder", null=True)
    holder_masked = models.CharField(_("account holder"), max_length=40, default="")
    note = models.CharField(_("note"), max_length=300, default="")
    asked_by = models.CharField(_("asked by"), max_length=40)
    asked_at = models.DateTimeField(_("asked"), db_default=Now())
    decided_by = models.CharField(_("handled by"), max_length=40, default="")
    decided_at = models.DateTimeField(_("handled"), null=True)
    stopped_amount = models.DecimalField(
        _("stopped, yuan"), max_digits=14, decimal_places=2, null=True
    )

    class Meta:
        verbose_name = _("stop-payment request")
        constraints = [
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="stop_amount_positive"),
            models.CheckConstraint(
                condition=models.Q(state__in=StopState.values), name="stop_state_known"
            ),
        ]
        indexes = [
            models.Index(fields=["conversation", "-asked_at"], name="stop_of_conversation"),
            models.Index(fields=["state", "-asked_at"], name="stop_by_state"),
            models.Index("account_index", name="stop_by_account"),
        ]

    def __str__(self) -> str:
        return f"{self.bank} {self.account_masked}"
