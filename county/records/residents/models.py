"""The people of the county, as far as they let us know them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from county.kernel.fields import SealedTextField
from county.kernel.numbers import uuid7
from county.kernel.sealing import declare
from county.records.organisations.models import Organisation

CODES = declare("code")
"""One-time codes are kept as an index that only this county's key can compute."""


class Resident(models.Model):
    """A person who has written to us. Name, phone, number and address are sealed.

    Each sealed column has a masked companion for lists; name, phone and number also have a blind
    index, so that an exact value can be found without opening anything.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    number = models.BigIntegerField(_("file number"), unique=True, null=True)
    alias = models.CharField(_("called"), max_length=40, default="")
    name = SealedTextField(_("name"), purpose="name", null=True)
    name_index = models.BinaryField(max_length=16, null=True)
    name_masked = models.CharField(_("name"), max_length=40, default="")
    phone = SealedTextField(_("phone"), purpose="phone", null=True)
    phone_index = models.BinaryField(max_length=16, null=True)
    phone_masked = models.CharField(_("phone"), max_length=20, default="")
    identity = SealedTextField(_("identity number"), purpose="id_no", null=True)
    identity_index = models.BinaryField(max_length=16, null=True)
    identity_masked = models.CharField(_("identity number"), max_length=20, default="")
    address = SealedTextField(_("address"), purpose="address", null=True)
    address_masked = models.CharField(_("address"), max_length=60, default="")
    town_code = models.CharField(_("town"), max_length=20, default="")
    area_code = models.CharField(_("area"), max_length=20, default="")
    organisation = models.ForeignKey(
        Organisation, models.SET_NULL, null=True, verbose_name=_("works for")
    )
    notice_version = models.CharField(_("notice seen"), max_length=20, default="")
    notice_seen_at = models.DateTimeField(_("notice seen at"), null=True)
    opened_at = models.DateTimeField(_("opened at"), db_default=Now())

    PRIVATE: ClassVar[tuple[str, ...]] = ("name", "phone", "identity", "address")

    class Meta:
        verbose_name = _("resident")
        constraints = [
            models.UniqueConstraint(
                "phone_index", name="resident_phone_once", condition=~models.Q(phone_index=None)
            )
        ]
        indexes = [
            models.Index("name_index", name="resident_by_name"),
            models.Index("identity_index", name="resident_by_identity"),
            models.Index("town_code", "number", name="resident_by_town"),
        ]

    def __str__(self) -> str:
        return self.called

    @property
    def called(self) -> str:
        """How lists speak of the person: the chosen name, the masked one, or none."""
        return called(self.alias, self.name_masked, self.number)

    @property
    def actor(self) -> str:
        """The resident in the words of the event log."""
        return f"resident:{self.pk}"


def called(alias: str, name_masked: str, number: int | None) -> str:
    """How lists speak of a person: the chosen name, the masked one, or none."""
    return alias or name_masked or str(_("Unnamed #%s") % (number or "…"))


class ExternalIdentity(models.Model):
    """Under which name another system knows a resident, kept exactly as that system writes it."""

    id = models.BigAutoField(primary_key=True)
    resident = models.ForeignKey(Resident, models.PROTECT, verbose_name=_("resident"))
    system = models.CharField(_("system"), max_length=20)
    key = models.CharField(_("name there"), max_length=100)
    known_at = models.DateTimeField(_("known since"), db_default=Now())

    class Meta:
        verbose_name = _("identity elsewhere")
        constraints = [models.UniqueConstraint("system", "key", name="external_identity_once")]

    def __str__(self) -> str:
        return f"{self.system} {self.resident_id}"


class Consent(models.Model):
    """Something a resident agreed to or took back. Rows are only ever added."""

    id = models.BigAutoField(primary_key=True)
    resident = models.ForeignKey(Resident, models.PROTECT, verbose_name=_("resident"))
    scope = models.CharField(_("scope"), max_length=40)
    given = models.BooleanField(_("given"))
    notice_version = models.CharField(_("notice"), max_length=20)
    evidence = models.CharField(_("evidence"), max_length=200)
    at = models.DateTimeField(_("at"), db_default=Now())

    class Meta:
        indexes = [models.Index(fields=["resident", "scope", "-id"], name="consent_latest")]

    def __str__(self) -> str:
        return f"{self.resident_id} {self.scope} {'+' if self.given else '-'}"


class Code(models.Model):
    """A one-time code on its way to a phone; neither the phone nor the code can be read from it."""

    id = models.BigAutoField(primary_key=True)
    phone_index = models.BinaryField(max_length=16)
    digest = models.BinaryField(max_length=16)
    address = models.CharField(_("asked for from"), max_length=45, default="")
    made_at = models.DateTimeField(_("made at"), db_default=Now())
    tries = models.PositiveSmallIntegerField(_("wrong tries"), default=0)
    used_at = models.DateTimeField(_("used at"), null=True)

    class Meta:
        verbose_name = _("code")
        indexes = [models.Index("phone_index", "made_at", name="code_by_phone")]

    def __str__(self) -> str:
        return f"{self.made_at:%F %T}"
