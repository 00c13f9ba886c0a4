"""People who speak for an enterprise. They are nobody's file: no key leads to a resident (E26)."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from county.kernel.fields import SealedTextField
from county.kernel.numbers import uuid7
from county.kernel.saying import said
from county.records.enterprises.access import TRUSTS
from county.records.organisations.models import Organisation

ALL_TRUSTS = [str(trust) for trust in TRUSTS]


class Person(models.Model):
    """What is known of somebody who speaks for an enterprise, or is asked to."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, verbose_name=_("enterprise"))
    name = SealedTextField(_("name"), purpose="name")
    name_masked = models.CharField(_("name"), max_length=40, default="")
    phone = SealedTextField(_("phone"), purpose="phone")
    phone_index = models.BinaryField(max_length=16)
    phone_masked = models.CharField(_("phone"), max_length=20, default="")
    duty = models.CharField(_("position"), max_length=40, default="", blank=True)
    is_legal = models.BooleanField(_("legal representative"), default=False)
    trusts = ArrayField(models.CharField(max_length=60), verbose_name=_("permits"), default=list)

    class Meta:
        abstract = True

    @property
    def called(self) -> str:
        """How lists speak of the person: the office or position and the masked name."""
        return f"{self.position} {self.name_masked}".strip()

    @property
    def position(self) -> str:
        """The office in the language of the page, or the position as it was written."""
        return str(_("legal representative")) if self.is_legal else self.duty


class Representative(Person):
    """Somebody who speaks for an enterprise, with what they are trusted with."""

    joined_at = models.DateTimeField(_("joined at"), db_default=Now())
    left_at = models.DateTimeField(_("left at"), null=True)
    left_why = models.CharField(_("why left"), max_length=300, default="")

    PRIVATE: ClassVar[tuple[str, ...]] = ("name", "phone")

    class Meta:
        verbose_name = _("representative")
        constraints = [
            models.UniqueConstraint(
                "organisation",
                name="one_legal_representative",
                condition=Q(is_legal=True, left_at=None),
            ),
            models.UniqueConstraint(
                "organisation", "phone_index", name="representative_once", condition=Q(left_at=None)
            ),
            models.CheckConstraint(
                name="representative_trusts_known", condition=Q(trusts__contained_by=ALL_TRUSTS)
            ),
        ]
        indexes = [models.Index("phone_index", name="representative_by_phone")]

    def __str__(self) -> str:
        return self.called or str(self.pk)

    @property
    def actor(self) -> str:
        """The representative in the words of the event log."""
        return f"representative:{self.pk}"

    @property
    def reach(self) -> frozenset[str] | None:
        """No area: a representative sees the own enterprise only."""
        return frozenset()

    def has(self, permit: str) -> bool:
        """Whether the representative is trusted with this."""
        return self.left_at is None and permit in self.trusts


class Invitation(Person):
    """Somebody asked to speak for an enterprise: a link that works once and for seven days.

    The link's code is kept as a digest; sealed as well until it was sent and used or has ended.
    `checked` says how an officer made sure of a legal representative's identity.
    """

    digest = models.BinaryField(max_length=32, unique=True)
    code = SealedTextField(_("code"), purpose="channel_token", null=True)
    checked = models.CharField(_("how identity was checked"), max_length=200, default="")
    by = models.CharField(_("by"), max_length=100)
    made_at = models.DateTimeField(_("made at"), db_default=Now())
    until = models.DateTimeField(_("good until"))
    sent_at = models.DateTimeField(_("sent at"), null=True)
    used_at = models.DateTimeField(_("used at"), null=True)
    ended_at = models.DateTimeField(_("ended at"), null=True)

    class Meta:
        verbose_name = _("invitation")
        constraints = [
            models.CheckConstraint(
                name="invitation_trusts_known", condition=Q(trusts__contained_by=ALL_TRUSTS)
            ),
            models.CheckConstraint(
                name="invitation_of_legal_is_checked",
                condition=Q(is_legal=False) | ~Q(checked=""),
            ),
        ]
        indexes = [models.Index(fields=["organisation", "-made_at"], name="invitation_by_firm")]

    def __str__(self) -> str:
        return self.called or str(self.pk)


class Seat(models.Model):
    """A device on which a representative is signed in; only a digest of its token is kept."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    digest = models.BinaryField(max_length=32, unique=True)
    representative = models.ForeignKey(
        Representative, models.CASCADE, verbose_name=_("representative")
    )
    device = models.CharField(_("device"), max_length=120, default="")
    made_at = models.DateTimeField(_("made at"), db_default=Now())
    seen_at = models.DateTimeField(_("last seen"), db_default=Now())
    ended_at = models.DateTimeField(_("ended at"), null=True)

    class Meta:
        verbose_name = _("device of an enterprise")
        constraints = [
            models.CheckConstraint(
                name="seat_seen_after_made", condition=Q(seen_at__gte=F("made_at"))
            )
        ]
        indexes = [
            models.Index("representative", name="seat_open", condition=Q(ended_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.representative_id} {self.device}"


class Tie(models.Model):
    """A phone's account in WeCom or WeChat, so that opening the page there signs in."""

    id = models.BigAutoField(primary_key=True)
    account = models.CharField(_("account"), max_length=140, unique=True)
    phone_index = models.BinaryField(max_length=16)
    tied_at = models.DateTimeField(_("tied at"), db_default=Now())

    class Meta:
        verbose_name = _("account tied to a phone")

    def __str__(self) -> str:
        return self.account


class FirmNotice(models.Model):
    """A word to one representative of an enterprise: what happened, and where to go."""

    id = models.BigAutoField(primary_key=True)
    representative = models.ForeignKey(
        Representative, models.CASCADE, verbose_name=_("representative")
    )
    title = models.CharField(_("title"), max_length=300)
    url = models.CharField(_("where"), max_length=200)
    at = models.DateTimeField(_("at"), db_default=Now())
    read_at = models.DateTimeField(_("read at"), null=True)
    sent_at = models.DateTimeField(_("sent at"), null=True)

    class Meta:
        verbose_name = _("word to an enterprise")
        indexes = [models.Index(fields=["representative", "-id"], name="firm_notice_latest")]

    def __str__(self) -> str:
        return said(self.title)


class Knock(models.Model):
    """A code of an invitation that was none: guessing is counted by where it comes from."""

    id = models.BigAutoField(primary_key=True)
    address = models.CharField(_("from"), max_length=45)
    at = models.DateTimeField(_("at"), db_default=Now())

    class Meta:
        verbose_name = _("wrong code")
        indexes = [models.Index("address", "at", name="knock_by_address")]

    def __str__(self) -> str:
        return f"{self.address} {self.at:%F %T}"
