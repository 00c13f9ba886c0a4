"""An officer and a resident as WeCom knows them; the first words that were said."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from county.foundation.staff.models import Officer
from county.kernel.fields import SealedTextField
from county.kernel.numbers import uuid7
from county.records.contacts.flow import Bond
from county.records.residents.models import Resident


class Contact(models.Model):
    """One officer's contact with one resident, with the names that WeCom gives both, unchanged.

    `remark_waits`: we wrote a remark that WeCom does not have yet, so what it says is not taken
    over. `marks` are the enterprise's tags on the contact as WeCom last said or we last set;
    `ours` those that we ourselves put there.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    userid = models.CharField(_("officer in WeCom"), max_length=64)
    officer = models.ForeignKey(Officer, models.PROTECT, null=True, verbose_name=_("officer"))
    external_userid = models.CharField(_("resident in WeCom"), max_length=64)
    resident = models.ForeignKey(Resident, models.PROTECT, verbose_name=_("resident"))
    state = models.CharField(_("state"), max_length=12, choices=Bond.choices)
    remark = SealedTextField(_("remark"), purpose="remark", null=True)
    note = SealedTextField(_("note"), purpose="remark", null=True)
    remark_waits = models.BooleanField(default=False, db_default=False)
    way = models.PositiveSmallIntegerField(_("added by"), default=0)
    channel_state = models.CharField(_("state of the code"), max_length=64, default="")
    since = models.DateTimeField(_("since"), null=True)
    lost_at = models.DateTimeField(_("lost"), null=True)
    read_at = models.DateTimeField(_("last read"))
    marks = ArrayField(models.CharField(max_length=64), verbose_name=_("tags"), default=list)
    ours = ArrayField(models.CharField(max_length=64), default=list)

    class Meta:
        verbose_name = _("contact")
        constraints = [
            models.UniqueConstraint("userid", "external_userid", name="contact_once"),
            models.CheckConstraint(
                condition=models.Q(state__in=Bond.values), name="contact_state_known"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=(Bond.FRIENDS, Bond.HALF))
                | models.Q(lost_at__isnull=False),
                name="contact_lost_has_a_time",
            ),
        ]
        indexes = [
            models.Index("external_userid", name="contact_by_external"),
            models.Index("resident", name="contact_by_resident"),
        ]

    def __str__(self) -> str:
        return f"{self.userid} {self.resident_id}"


class Welcome(models.Model):
    """The first words to a resident; `mark` is the digest of the one-time code, tried once."""

    id = models.BigAutoField(primary_key=True)
    mark = models.BinaryField(max_length=32, unique=True)
    userid = models.CharField(_("officer in WeCom"), max_length=64)
    external_userid = models.CharField(_("resident in WeCom"), max_length=64)
    outcome = models.CharField(
        _("what came of it"),
        max_length=8,
        choices=[
            ("", _("not tried yet")),
            ("sent", _("sent")),
            ("already", _("the chat had begun")),
            ("late", _("too late")),
            ("refused", _("refused by WeCom")),
        ],
        default="",
    )
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("welcome")

    def __str__(self) -> str:
        return f"{self.userid} {self.outcome}"
