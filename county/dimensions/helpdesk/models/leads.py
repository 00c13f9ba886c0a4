"""Leads: what was told, sealed to the unit that handles it; keys, receipts, escrow, consents."""

from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from county.dimensions.helpdesk.models.matters import Matter
from county.foundation.staff.models import Department, Officer
from county.kernel.fields import SealedTextField


class PartOfDay(models.TextChoices):
    """As exactly as it is kept when an anonymous source wrote."""

    NIGHT = "night", _("at night")
    MORNING = "morning", _("in the morning")
    AFTERNOON = "afternoon", _("in the afternoon")
    EVENING = "evening", _("in the evening")


class UnitKey(models.Model):
    """A unit's pair of keys: what is sealed to it opens only with the unit's passphrase.

    The one without a unit belongs to the county's key holder, who can give a unit that forgot its
    passphrase a new one.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    department = models.ForeignKey(Department, models.PROTECT, null=True, verbose_name=_("unit"))
    public = models.BinaryField()
    wrapped = models.BinaryField()
    recovery = models.BinaryField(null=True)
    recovery_key = models.ForeignKey("self", models.PROTECT, null=True)
    made_by = models.CharField(max_length=100)
    made_at = models.DateTimeField(_("made"), db_default=Now())
    changed_at = models.DateTimeField(_("passphrase since"), db_default=Now())
    retired_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "department",
                name="unit_key_in_use_once",
                condition=models.Q(retired_at__isnull=True),
                nulls_distinct=False,
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def place(self) -> str:
        """Where its wraps belong."""
        return f"helpdesk_unitkey|{self.pk}"


class TipBox(models.Model):
    """What waits under a receipt. Its key is Argon2id of the receipt; nobody is named."""

    locator = models.CharField(primary_key=True, max_length=64)
    source_key = models.BinaryField()
    unit_key = models.ForeignKey(UnitKey, models.PROTECT)
    topic = models.CharField(max_length=14)
    town_code = models.CharField(max_length=20, default="")
    urgent = models.BooleanField(default=False)
    day = models.DateField()
    part = models.CharField(max_length=10, choices=PartOfDay.choices)
    state = models.CharField(max_length=14, default="sent")
    matter = models.OneToOneField(Matter, models.CASCADE, null=True, related_name="box")

    class Meta:
        indexes = [
            models.Index("locator", name="tip_waiting", condition=models.Q(matter__isnull=True))
        ]

    def __str__(self) -> str:
        return "box"


class LeadWord(models.Model):
    """One thing told, asked or attached, sealed to the unit's key."""

    class What(models.TextChoices):
        WORDS = "words", _("what was written")
        FILE = "file", _("attachment")
        ORIGINAL = "original", _("original, kept as evidence")
        ASKED = "asked", _("question to the source")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    matter = models.ForeignKey(Matter, models.CASCADE, null=True, related_name="told")
    locator = models.CharField(max_length=64, default="")
    unit_key = models.ForeignKey(UnitKey, models.PROTECT)
    what = models.CharField(max_length=10, choices=What.choices)
    sealed = models.BinaryField()
    number = models.PositiveSmallIntegerField(default=0)
    day = models.DateField()
    part = models.CharField(max_length=10, choices=PartOfDay.choices)
    by = models.CharField(max_length=100, default="")

    class Meta:
        indexes = [
            models.Index(
                "locator", name="word_waiting",
                condition=models.Q(matter__isnull=True),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def place(self) -> str:
        """Where its seal belongs."""
        return f"helpdesk_leadword|{self.pk}"


class TipReply(models.Model):
    """A unit's word to an anonymous source, sealed to the receipt: nobody else reads it."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    box = models.ForeignKey(TipBox, models.CASCADE, related_name="replies")
    sealed = models.BinaryField()
    number = models.PositiveSmallIntegerField()
    day = models.DateField()
    part = models.CharField(max_length=10, choices=PartOfDay.choices)

    class Meta:
        constraints = [models.UniqueConstraint("box", "number", name="tip_reply_in_order")]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def place(self) -> str:
        """Where its seal belongs."""
        return f"helpdesk_tipreply|{self.pk}"


class LeadIdentity(models.Model):
    """Who gave a secret lead, apart from it and sealed; opened only by two (`Consent`)."""

    matter = models.OneToOneField(Matter, models.CASCADE, primary_key=True, related_name="escrow")
    reporter = SealedTextField(purpose="reporter")
    reporter_index = models.BinaryField(db_index=True)

    def __str__(self) -> str:
        return str(self.matter_id)


class Consent(models.Model):
    """One officer asks, another answers, and only then is it done, once. Never removed."""

    class What(models.TextChoices):
        IDENTITY = "identity", _("open who gave the lead")
        PERSON = "person", _("link the lead to a person")

    class Answer(models.TextChoices):
        WAITING = "", _("waiting")
        GRANTED = "granted", _("agreed")
        REFUSED = "refused", _("not consented")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    matter = models.ForeignKey(Matter, models.CASCADE, related_name="consents")
    what = models.CharField(_("what"), max_length=10, choices=What.choices)
    person_number = models.PositiveIntegerField(_("file number"), null=True)
    case_number = models.CharField(_("case number"), max_length=40)
    reason = models.CharField(_("reason"), max_length=200)
    asked_by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("asked"), db_default=Now())
    answer = models.CharField(
        _("answer"), max_length=8, choices=Answer.choices, default=Answer.WAITING
    )
    answered_by = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(_("answered"), null=True)
    answer_note = models.CharField(max_length=200, default="")
    used_at = models.DateTimeField(_("done"), null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(answered_by__isnull=True)
                | ~models.Q(answered_by=models.F("asked_by")),
                name="consent_by_a_second_person",
            ),
            models.CheckConstraint(
                condition=models.Q(answer="", answered_by__isnull=True)
                | (~models.Q(answer="") & models.Q(answered_by__isnull=False)),
                name="consent_answered_by_somebody",
            ),
            models.CheckConstraint(
                condition=models.Q(used_at__isnull=True) | models.Q(answer="granted"),
                name="consent_used_when_granted",
            ),
            models.CheckConstraint(
                condition=~models.Q(case_number="") & ~models.Q(reason=""),
                name="consent_says_case_and_why",
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["-asked_at"], name="lead_consent_latest")]

    def __str__(self) -> str:
        return f"{self.what} {self.case_number}"


class LeadPerson(models.Model):
    """A lead linked to a person's file, by two officers and for a case."""

    matter = models.ForeignKey(Matter, models.CASCADE, related_name="persons")
    consent = models.OneToOneField(Consent, models.PROTECT)
    person_number = models.PositiveIntegerField(_("file number"))

    def __str__(self) -> str:
        return str(self.person_number)
