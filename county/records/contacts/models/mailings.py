"""Group messages (企业群发): the truth about each person, and no more than that."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from county.foundation.staff.models import Officer
from county.kernel.numbers import uuid7
from county.records.contacts.flow import LOT, Fate, Part, Quota
from county.records.residents.models import Resident


class Mailing(models.Model):
    """A text for many residents, which their officers confirm in WeCom before it is sent.

    The same `key` twice is the same mailing.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    key = models.CharField(max_length=120, unique=True)
    title = models.CharField(_("title"), max_length=60)
    text = models.TextField(_("text"))
    author = models.ForeignKey(Officer, models.PROTECT, verbose_name=_("author"))
    made_at = models.DateTimeField(_("made at"), db_default=Now())
    read_at = models.DateTimeField(_("last read"), null=True)

    class Meta:
        verbose_name = _("group message")
        indexes = [models.Index("made_at", name="mailing_by_time")]

    def __str__(self) -> str:
        return self.title


class Lot(models.Model):
    """A part of a mailing that WeCom takes in one call; `message` is WeCom's name for it.

    `tried_at` is set before the call, so that after a lost answer it is looked up first.
    """

    id = models.BigAutoField(primary_key=True)
    mailing = models.ForeignKey(Mailing, models.PROTECT, verbose_name=_("group message"))
    number = models.PositiveIntegerField(_("number"))
    state = models.CharField(_("state"), max_length=12, choices=Part.choices, default=LOT.start)
    message = models.CharField(max_length=100, unique=True, null=True)  # noqa: DJ001
    reason = models.CharField(_("reason"), max_length=300, default="")
    tried_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(_("created at"), null=True)
    reminded_at = models.DateTimeField(_("reminded"), null=True)

    class Meta:
        verbose_name = _("part of a group message")
        constraints = [
            models.UniqueConstraint("mailing", "number", name="lot_once"),
            models.CheckConstraint(
                condition=~models.Q(state__in=(Part.CREATED, Part.CANCELLING, Part.FINISHED))
                | models.Q(message__isnull=False),
                name="lot_with_the_officers_has_its_name",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.mailing_id} {self.number}"


class Recipient(models.Model):
    """One resident of a mailing and what became of it; `sent_at` only of what was delivered."""

    id = models.BigAutoField(primary_key=True)
    mailing = models.ForeignKey(Mailing, models.PROTECT, verbose_name=_("group message"))
    lot = models.ForeignKey(Lot, models.PROTECT, null=True, verbose_name=_("part"))
    resident = models.ForeignKey(Resident, models.PROTECT, verbose_name=_("resident"))
    external_userid = models.CharField(_("resident in WeCom"), max_length=64, default="")
    userid = models.CharField(_("officer in WeCom"), max_length=64, default="")
    state = models.CharField(_("state"), max_length=12, choices=Fate.choices, default=Fate.PLANNED)
    planned_at = models.DateTimeField(_("planned at"))
    sent_at = models.DateTimeField(_("delivered at"), null=True)

    class Meta:
        verbose_name = _("recipient")
        constraints = [
            models.UniqueConstraint("mailing", "resident", name="recipient_once"),
            models.CheckConstraint(
                condition=models.Q(state=Fate.DELIVERED, sent_at__isnull=False)
                | (~models.Q(state=Fate.DELIVERED) & models.Q(sent_at__isnull=True)),
                name="recipient_delivered_has_a_time",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=Fate.values), name="recipient_state_known"
            ),
        ]
        indexes = [
            models.Index("resident", "state", name="recipient_by_resident"),
            models.Index("lot", "external_userid", name="recipient_by_lot"),
        ]

    def __str__(self) -> str:
        return f"{self.mailing_id} {self.resident_id}"


class Allowance(models.Model):
    """The one row that says how many group messages a resident may get in what time."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    quota = models.CharField(_("quota"), max_length=8, choices=Quota.choices, default=Quota.MONTH)

    class Meta:
        verbose_name = _("quota of group messages")
        constraints = [
            models.CheckConstraint(condition=models.Q(id=1), name="allowance_is_one"),
        ]

    def __str__(self) -> str:
        return self.quota
