"""Duty at the enterprise service centre, questions, and which prosecutor stands by which town."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from county.dimensions.procuracy.flow import QUESTION, Asked
from county.dimensions.procuracy.knowledge.counsel import SLOTS
from county.foundation.files.models import StoredFile
from county.foundation.staff.models import Officer
from county.kernel.fields import SealedTextField
from county.kernel.numbers import uuid7
from county.records.enterprises.models import Representative
from county.records.organisations.models import Organisation
from county.records.places.models import Area


class Half(models.TextChoices):
    MORNING = "am", _("morning")
    AFTERNOON = "pm", _("afternoon")


class Session(models.Model):
    """A half-day of duty at the centre: one procurator and one assistant."""

    id = models.BigAutoField(primary_key=True)
    on = models.DateField(_("day"))
    half = models.CharField(_("half-day"), max_length=2, choices=Half.choices)
    procurator = models.ForeignKey(
        Officer, models.PROTECT, related_name="+", verbose_name=_("procurator")
    )
    assistant = models.ForeignKey(
        Officer, models.PROTECT, related_name="+", verbose_name=_("assistant")
    )
    planned_by = models.CharField(_("planned by"), max_length=100)
    planned_at = models.DateTimeField(_("planned at"), db_default=Now())

    class Meta:
        verbose_name = _("duty session")
        constraints = [
            models.UniqueConstraint("on", "half", name="one_session_a_half_day"),
            models.CheckConstraint(name="session_half_known", condition=Q(half__in=Half.values)),
            models.CheckConstraint(name="session_of_two", condition=~Q(procurator=F("assistant"))),
        ]

    def __str__(self) -> str:
        return f"{self.on} {self.get_half_display()}"


class Absence(models.Model):
    """Somebody cannot come to a session; a substitute takes the place, or is still looked for."""

    id = models.BigAutoField(primary_key=True)
    session = models.ForeignKey(Session, models.PROTECT, verbose_name=_("duty session"))
    officer = models.ForeignKey(
        Officer, models.PROTECT, related_name="+", verbose_name=_("who is absent")
    )
    why = models.CharField(_("reason"), max_length=200)
    noted_by = models.CharField(_("noted by"), max_length=100)
    noted_at = models.DateTimeField(_("noted at"), db_default=Now())
    substitute = models.ForeignKey(
        Officer, models.PROTECT, null=True, related_name="+", verbose_name=_("substitute")
    )
    substituted_at = models.DateTimeField(_("substitute named at"), null=True)

    class Meta:
        verbose_name = _("absence from duty")
        constraints = [
            models.UniqueConstraint(
                "session", "officer", name="absent_once", condition=Q(substitute=None)
            ),
            models.CheckConstraint(
                name="nobody_substitutes_themselves", condition=~Q(substitute=F("officer"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.session}: {self.officer}"


class Topic(models.TextChoices):
    """What a question is about: the domains of the menu of law lessons."""

    CORRUPTION = "corruption", _("corruption within the enterprise")
    PROPERTY = "property", _("theft and other losses")
    CONTRACT = "contract", _("contracts")
    LABOUR = "labour", _("employment")
    FRAUD = "fraud", _("fraud")
    SAFETY = "safety", _("work safety")
    ENVIRONMENT = "environment", _("environment")
    IP = "ip", _("intellectual property and trade secrets")
    DATA = "data", _("data and networks")
    TAX = "tax", _("taxes and invoices")
    COMPETITION = "competition", _("fair competition")
    COMPLIANCE = "compliance", _("compliance")
    FOREIGN = "foreign", _("foreign trade")
    TRANSPORT = "transport", _("transport")
    PUBLIC_INTEREST = "public_interest", _("public interest litigation")
    MINORS = "minors", _("minors")
    RIGHTS = "rights", _("rights of the enterprise")
    PROCEDURE = "procedure", _("procedure of cases")


class Place(models.TextChoices):
    """Where a question may be moved to (domain §1.8)."""

    HOTLINE = "12345", _("12345 government hotline")
    EMERGENCY = "emergency", _("emergency management bureau")
    MARKET = "market", _("market regulation bureau")
    NOTARY = "notary", _("notary")
    LAWYER = "lawyer", _("lawyer")
    LEGAL_AID = "legal_aid", _("legal aid")
    PROCURATORIAL = "12309", _("12309 procuratorial service")


class DayCount(models.Model):
    """How many questions a day had: numbers have no gap, whoever asks at the same moment."""

    day = models.DateField(primary_key=True)
    last = models.PositiveIntegerField(_("last number"), default=0)

    class Meta:
        verbose_name = _("questions of a day")

    def __str__(self) -> str:
        return f"{self.day}: {self.last}"


class Question(models.Model):
    """What an enterprise or a visitor asked the procurator on duty, and what came of it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    number = models.CharField(_("number"), max_length=20, unique=True)
    day = models.DateField(_("day"))
    serial = models.PositiveIntegerField(_("number of the day"))
    state = models.CharField(
        _("state"), max_length=10, choices=Asked.choices, default=QUESTION.start
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, verbose_name=_("enterprise")
    )
    representative = models.ForeignKey(
        Representative, models.PROTECT, null=True, verbose_name=_("asked by")
    )
    visitor = SealedTextField(_("visitor"), purpose="name", null=True)
    visitor_masked = models.CharField(_("visitor"), max_length=40, default="")
    phone = SealedTextField(_("phone"), purpose="phone", null=True)
    phone_masked = models.CharField(_("phone"), max_length=20, default="")
    topic = models.CharField(_("topic"), max_length=20, choices=Topic.choices)
    narrative = models.TextField(_("question"))
    is_complaint = models.BooleanField(_("complaint or request for supervision"), default=False)
    session = models.ForeignKey(Session, models.PROTECT, null=True, verbose_name=_("duty session"))
    slot = models.CharField(_("time"), max_length=5, default="")
    queued_at = models.DateTimeField(_("waits since"), null=True)
    asked_at = models.DateTimeField(_("asked at"))
    asked_by = models.CharField(_("registered by"), max_length=100)
    due_on = models.DateField(_("due"))
    rule = models.CharField(_("deadline's rule"), max_length=6)
    extended_on = models.DateField(_("extended on"), null=True)
    extended_why = models.CharField(_("why extended"), max_length=300, default="")
    officer = models.ForeignKey(
        Officer, models.PROTECT, null=True, related_name="+", verbose_name=_("procurator")
    )
    answer = models.TextField(_("answer"), default="")
    is_oral = models.BooleanField(_("answered on the spot"), default=False)
    follow_up = models.CharField(_("what is still to be done"), max_length=300, default="")
    referred_to = models.CharField(
        _("referred to"), max_length=10, choices=Place.choices, default=""
    )
    consent = models.CharField(_("how consent was given"), max_length=200, default="")
    ended_at = models.DateTimeField(_("ended at"), null=True)
    rating = models.PositiveSmallIntegerField(_("satisfaction"), null=True)
    rated_at = models.DateTimeField(_("rated at"), null=True)

    class Meta:
        verbose_name = _("question to the procurator")
        constraints = [
            models.UniqueConstraint("day", "serial", name="question_number_once"),
            models.UniqueConstraint(
                "session", "slot", name="slot_booked_once", condition=~Q(session=None)
            ),
            models.CheckConstraint(
                name="question_state_known", condition=Q(state__in=Asked.values)
            ),
            models.CheckConstraint(name="question_slot_known", condition=Q(slot__in=["", *SLOTS])),
            models.CheckConstraint(
                name="question_of_somebody",
                condition=Q(organisation__isnull=False) | Q(visitor__isnull=False),
            ),
            models.CheckConstraint(
                name="complaint_is_not_answered_but_moved",
                condition=~Q(state=Asked.ANSWERED, is_complaint=True),
            ),
            models.CheckConstraint(
                name="referral_with_consent",
                condition=~Q(state=Asked.REFERRED)
                | Q(referred_to=Place.PROCURATORIAL)
                | (~Q(referred_to="") & ~Q(consent="")),
            ),
            models.CheckConstraint(
                name="question_rated_of_five",
                condition=Q(rating=None) | Q(rating__range=(1, 5)),
            ),
        ]
        indexes = [
            models.Index("state", "due_on", name="question_by_due"),
            models.Index("organisation", "day", name="question_by_firm"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def whose(self) -> str:
        """Who asked, as lists say it: an enterprise by name, a visitor masked."""
        return str(self.organisation) if self.organisation_id else self.visitor_masked


class QuestionFile(models.Model):
    """A document that belongs to a question."""

    id = models.BigAutoField(primary_key=True)
    question = models.ForeignKey(Question, models.PROTECT, verbose_name=_("question"))
    file = models.ForeignKey(StoredFile, models.PROTECT, verbose_name=_("document"))
    by = models.CharField(_("by"), max_length=100)
    at = models.DateTimeField(_("at"), db_default=Now())

    class Meta:
        verbose_name = _("document of a question")

    def __str__(self) -> str:
        return str(self.file)


class Part(models.TextChoices):
    MAIN = "main", _("liaison prosecutor")
    DEPUTY = "deputy", _("deputy")


class Assignment(models.Model):
    """A prosecutor stands by the enterprises of a town for a time."""

    id = models.BigAutoField(primary_key=True)
    town = models.ForeignKey(Area, models.PROTECT, verbose_name=_("town"))
    officer = models.ForeignKey(
        Officer, models.PROTECT, related_name="+", verbose_name=_("prosecutor")
    )
    part = models.CharField(_("part"), max_length=6, choices=Part.choices)
    phone = models.CharField(_("office's phone"), max_length=20)
    from_on = models.DateField(_("from"))
    until_on = models.DateField(_("until"), null=True)
    assigned_by = models.CharField(_("assigned by"), max_length=100)
    assigned_at = models.DateTimeField(_("assigned at"), db_default=Now())
    ended_why = models.CharField(_("why ended"), max_length=200, default="")

    class Meta:
        verbose_name = _("liaison")
        constraints = [
            models.UniqueConstraint(
                "town", name="one_liaison_a_town", condition=Q(part=Part.MAIN, until_on=None)
            ),
            models.UniqueConstraint(
                "town", "officer", name="liaison_once", condition=Q(until_on=None)
            ),
            models.CheckConstraint(name="liaison_part_known", condition=Q(part__in=Part.values)),
            models.CheckConstraint(
                name="liaison_ends_after_it_begins",
                condition=Q(until_on=None) | Q(until_on__gte=F("from_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.town}: {self.officer}"


class Contact(models.Model):
    """A first contact that was asked for, and how it was made. The same cause asks once."""

    id = models.BigAutoField(primary_key=True)
    organisation = models.ForeignKey(Organisation, models.PROTECT, verbose_name=_("enterprise"))
    because = models.CharField(_("cause"), max_length=100)
    why = models.CharField(_("reason"), max_length=300)
    officer = models.ForeignKey(
        Officer, models.PROTECT, null=True, related_name="+", verbose_name=_("prosecutor")
    )
    due_on = models.DateField(_("due"))
    asked_by = models.CharField(_("asked by"), max_length=100)
    asked_at = models.DateTimeField(_("asked at"), db_default=Now())
    made_on = models.DateField(_("made on"), null=True)
    words = models.CharField(_("what was said"), max_length=300, default="")
    made_by = models.ForeignKey(
        Officer, models.PROTECT, null=True, related_name="+", verbose_name=_("made by")
    )

    class Meta:
        verbose_name = _("first contact")
        constraints = [
            models.UniqueConstraint("organisation", "because", name="contact_asked_once"),
            models.CheckConstraint(
                name="contact_made_is_told",
                condition=Q(made_on=None) | ~Q(words="") & Q(made_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.due_on}"

    @property
    def key(self) -> str:
        """The key of its task on the worklist."""
        return f"first-contact:{self.pk}"


class Need(models.Model):
    """What an enterprise needs of the procuratorate, and the one-to-one help it got."""

    id = models.BigAutoField(primary_key=True)
    organisation = models.ForeignKey(Organisation, models.PROTECT, verbose_name=_("enterprise"))
    words = models.CharField(_("need"), max_length=300)
    noted_by = models.ForeignKey(
        Officer, models.PROTECT, related_name="+", verbose_name=_("noted by")
    )
    noted_at = models.DateTimeField(_("noted at"), db_default=Now())
    help = models.CharField(_("help given"), max_length=300, default="")
    helped_by = models.ForeignKey(
        Officer, models.PROTECT, null=True, related_name="+", verbose_name=_("helped by")
    )
    met_on = models.DateField(_("met on"), null=True)

    class Meta:
        verbose_name = _("need of an enterprise")
        constraints = [
            models.CheckConstraint(name="need_met_is_told", condition=Q(met_on=None) | ~Q(help="")),
        ]

    def __str__(self) -> str:
        return self.words
