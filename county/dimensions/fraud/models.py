"""What fraud work keeps."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from county.dimensions.fraud.flow import ALERT, STOP, AlertState, StopState
from county.foundation.staff.models import Officer
from county.kernel.fields import SealedTextField
from county.kernel.numbers import uuid7
from county.kernel.sealing import declare
from county.records.conversations.models import Conversation, Message

IDENTIFIER = declare("identifier")
"""Phones, links and the like that were seen in scams are kept as an index under this key."""


class Outcome(models.TextChoices):
    UNKNOWN = "", _("not known yet")
    KEPT = "kept", _("not transferred")
    STOPPED = "stopped", _("payment stopped")
    LOST = "lost", _("money lost")


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
    judge = models.ForeignKey(Officer, models.PROTECT, null=True, verbose_name=_("judged by"))
    decided_at = models.DateTimeField(_("decided"), null=True)
    reason = models.CharField(_("reason"), max_length=200, default="")
    outcome = models.CharField(
        _("money"), max_length=8, choices=Outcome.choices, default="", db_default=""
    )
    outcome_of = models.CharField(_("outcome of"), max_length=60, default="", db_default="")

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
            models.Index(fields=["judge", "-decided_at"], name="alert_by_judge"),
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


class Example(models.Model):
    """What an officer's decision taught: the masked text, and what it is.

    Kept only while the resident allows it and is no minor; it goes with the resident's file.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    alert = models.OneToOneField(Alert, models.PROTECT, verbose_name=_("alert"))
    text = models.TextField(_("masked text"))
    intent = models.CharField(_("what the sender wants"), max_length=12)
    category = models.CharField(_("type"), max_length=20)
    is_scam = models.BooleanField(_("fraud"))
    source = models.CharField(_("read from"), max_length=10)
    size = models.PositiveSmallIntegerField(_("3-grams"))
    decided_by = models.CharField(_("decided by"), max_length=40)
    decided_at = models.DateTimeField(_("decided"))

    class Meta:
        verbose_name = _("example")
        indexes = [
            models.Index(fields=["-decided_at"], name="example_latest"),
            models.Index(fields=["is_scam", "category", "-decided_at"], name="example_by_type"),
        ]

    def __str__(self) -> str:
        return f"{self.category} {self.text[:20]}"


class Gram(models.Model):
    """One 3-gram of a confirmed example, as a number: by these like cases are found.

    The rows of a gram lie together, so that a search touches only what is shared.
    """

    pk = models.CompositePrimaryKey("gram", "example_id")
    gram = models.IntegerField(_("3-gram"))
    example = models.ForeignKey(Example, models.CASCADE, verbose_name=_("example"))

    class Meta:
        verbose_name = _("3-gram")

    def __str__(self) -> str:
        return str(self.gram)


class Sighting(models.Model):
    """A phone, card, account, link or code that was seen in a suspected scam or a stop request.

    Only an index under the county's key is kept, and a masked form: the value cannot be had back,
    but the same value is known again.
    """

    id = models.BigAutoField(primary_key=True)
    conversation = models.ForeignKey(Conversation, models.PROTECT, verbose_name=_("conversation"))
    about = models.CharField(_("seen in"), max_length=60)
    kind = models.CharField(_("kind"), max_length=12)
    value_index = models.BinaryField(max_length=16)
    masked = models.CharField(_("masked"), max_length=60)
    seen_at = models.DateTimeField(_("seen"), db_default=Now())

    class Meta:
        verbose_name = _("sighting")
        constraints = [models.UniqueConstraint("about", "value_index", name="sighting_once")]
        indexes = [
            models.Index("value_index", "conversation", name="sighting_by_value"),
            models.Index("seen_at", name="sighting_by_time"),
        ]

    def __str__(self) -> str:
        return self.masked
