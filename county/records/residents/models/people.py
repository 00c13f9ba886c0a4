"""The people of the county, as far as they let us know them."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from county.kernel.fields import SealedTextField
from county.kernel.numbers import uuid7
from county.kernel.sealing import SubjectKey, declare
from county.records.organisations.models import Organisation
from county.records.residents.models.keys import key_of

CODES = declare("code")
"""One-time codes are kept as an index that only this county's key can compute."""


class AgeBand(models.TextChoices):
    """How old a person is, as far as an audience may ask; children have no band and no file."""

    YOUTH = "14-17", _("14 to 17")
    YOUNG = "18-34", _("18 to 34")
    MIDDLE = "35-59", _("35 to 59")
    OLD = "60+", _("60 and older")


class School(models.TextChoices):
    PRIMARY = "primary", _("primary school")
    JUNIOR = "junior", _("junior middle school")
    SENIOR = "senior", _("senior or vocational school")
    COLLEGE = "college", _("college or university")


class Resident(models.Model):
    """A person who has written to us. Name, phone, number, address and birthday are sealed.

    The birthday is sealed; `born_month` keeps its month, so that the database itself can refuse
    whoever is under 14 (domain §6.6), and `age_band` what audiences may ask. `is_child` marks the
    file of somebody under 14: it holds nothing. `merged_into` names the file that speaks now.
    `agreed_to` are the scopes in which the last consent is a yes; the database itself keeps it,
    whatever is saved here (migration 0008), so that a county's files are counted without asking
    each for its last word.

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
    phone_stated = models.BooleanField(
        _("phone stated, not confirmed"), default=False, db_default=False
    )
    identity = SealedTextField(_("identity number"), purpose="id_no", null=True)
    identity_index = models.BinaryField(max_length=16, null=True)
    identity_masked = models.CharField(_("identity number"), max_length=20, default="")
    address = SealedTextField(_("address"), purpose="address", null=True)
    address_masked = models.CharField(_("address"), max_length=60, default="")
    born_on = SealedTextField(_("born on"), purpose="born", null=True)
    born_month = models.DateField(_("month of birth"), null=True)
    age_band = models.CharField(
        _("age"), max_length=8, choices=AgeBand.choices, default="", db_default=""
    )
    school = models.CharField(
        _("school"), max_length=10, choices=School.choices, default="", db_default=""
    )
    is_child = models.BooleanField(_("under 14"), default=False, db_default=False)
    guardian_informed_at = models.DateTimeField(_("guardian informed at"), null=True)
    town_code = models.CharField(_("town"), max_length=20, default="")
    area_code = models.CharField(_("area"), max_length=20, default="")
    organisation = models.ForeignKey(
        Organisation, models.SET_NULL, null=True, verbose_name=_("works for")
    )
    notice_version = models.CharField(_("notice seen"), max_length=20, default="")
    notice_seen_at = models.DateTimeField(_("notice seen at"), null=True)
    agreed_to = ArrayField(
        models.CharField(max_length=40), verbose_name=_("consents"), default=list, db_default=[],
        editable=False,
    )  # fmt: skip
    opened_at = models.DateTimeField(_("opened at"), db_default=Now())
    last_contact_at = models.DateTimeField(_("last contact"), db_default=Now())
    archived_at = models.DateTimeField(_("archived at"), null=True)
    erased_at = models.DateTimeField(_("erased at"), null=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="given_up", verbose_name=_("joined to")
    )

    PRIVATE: ClassVar[tuple[str, ...]] = ("name", "phone", "identity", "address", "born_on")

    class Meta:
        verbose_name = _("resident")
        constraints = [
            models.UniqueConstraint(
                "phone_index", name="resident_phone_once", condition=~models.Q(phone_index=None)
            ),
            models.CheckConstraint(
                name="resident_pupil_has_birthday",
                condition=~models.Q(school__in=[School.PRIMARY, School.JUNIOR])
                | models.Q(born_month__isnull=False),
            ),
            models.CheckConstraint(
                name="resident_child_has_nothing",
                condition=models.Q(is_child=False)
                | models.Q(
                    alias="",
                    name=None,
                    phone=None,
                    identity=None,
                    address=None,
                    born_on=None,
                    born_month=None,
                    organisation=None,
                    age_band="",
                    school="",
                    name_index=None,
                    phone_index=None,
                    identity_index=None,
                    name_masked="",
                    phone_masked="",
                    identity_masked="",
                    address_masked="",
                ),
            ),
            models.CheckConstraint(
                name="resident_age_band_known",
                condition=models.Q(age_band__in=["", *AgeBand.values]),
            ),
        ]
        indexes = [
            models.Index("name_index", name="resident_by_name"),
            models.Index("identity_index", name="resident_by_identity"),
            models.Index("town_code", "number", name="resident_by_town"),
            models.Index("town_code", "age_band", name="resident_by_age"),
            models.Index("born_month", name="resident_by_birth"),
            models.Index("last_contact_at", name="resident_by_contact"),
            models.Index(
                fields=["id"],
                name="resident_files",
                include=["town_code", "area_code", "agreed_to"],
                condition=models.Q(merged_into=None, erased_at=None, is_child=False),
            ),
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

    def subject_key(self, *, make: bool) -> SubjectKey | None:
        """The key under which this person's fields are sealed; see kernel.fields."""
        return key_of(self.pk, make=make)


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
    channel = models.CharField(_("channel"), max_length=20, default="", db_default="")
    evidence = models.CharField(_("evidence"), max_length=200)
    at = models.DateTimeField(_("at"), db_default=Now())

    class Meta:
        indexes = [
            models.Index(
                fields=["resident", "scope", "-id"], name="consent_latest", include=["given"]
            )
        ]

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
