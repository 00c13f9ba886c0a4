"""A suggestion, its letter in each version with its items, and the year's numbers."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from county.dimensions.procuracy.flow import SUGGESTION, Stage
from county.foundation.staff.models import Department, Officer
from county.kernel.fields import SealedTextField
from county.kernel.numbers import uuid7
from county.records.organisations.models import Organisation


class Kind(models.TextChoices):
    """Types 1 to 3 have litigation deadlines of their own and stay in the internal system."""

    GOVERNANCE = "4", _("social governance suggestion")
    OTHER = "5", _("other suggestion")


class Ground(models.TextChoices):
    """Why a social governance suggestion may be made (检察建议工作规定, article 11)."""

    G1 = "G1", _("the unit's own system for preventing crime is lacking, idle or incomplete")
    G2 = "G2", _("a type of crime is frequent, or a case shows gaps of oversight in a trade")
    G3 = "G3", _("disputes of some group may lead to mass incidents or grave cases")
    G4 = "G4", _("a unit does not do its duty by law, and lawful interests suffer")
    G5 = "G5", _("somebody deserves a penalty, a sanction or discipline by others")
    G6 = "G6", _("other")


class Addressee(models.TextChoices):
    INVOLVED = "involved", _("the unit involved in the case")
    AUTHORITY = "authority", _("the competent authority of the same level")
    OTHER = "other", _("another unit that the own case concerns")


class Level(models.TextChoices):
    COUNTY = "county", _("county")
    CITY = "city", _("city")
    PROVINCE = "province", _("province")
    TOWN = "town", _("town")


class Route(models.TextChoices):
    """How a letter to a unit outside the county goes (article 3)."""

    NONE = "", _("none needed")
    UPWARD = "upward", _("submitted upward for the upper procuratorate to make it")
    FORWARDED = "forwarded", _("draft reviewed and forwarded by the procuratorate of that level")
    DOWNWARD = "downward", _("the lower procuratorate is instructed")
    ASKED = "asked", _("the local procuratorate of the same level was asked")


class Suggestion(models.Model):
    """A suggestion from its lead to the archive. Number, clocks and stage change by verbs only."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    draft_no = models.CharField(_("draft number"), max_length=20, unique=True)
    kind = models.CharField(_("type"), max_length=1, choices=Kind.choices)
    ground = models.CharField(_("ground of the suggestion"), max_length=2, choices=Ground.choices)
    domain = models.CharField(_("field"), max_length=20, default="")
    case_no = SealedTextField(_("source case"), purpose="case_no")
    reason = models.CharField(_("why"), max_length=500)
    addressee_kind = models.CharField(_("addressee"), max_length=10, choices=Addressee.choices)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, verbose_name=_("enterprise")
    )
    addressee = models.CharField(_("full name of the addressee"), max_length=80)
    addressee_code = models.CharField(_("credit code of the addressee"), max_length=18, default="")
    level = models.CharField(_("level"), max_length=10, choices=Level.choices)
    region = models.CharField(_("region"), max_length=12)
    route = models.CharField(_("way to it"), max_length=10, choices=Route.choices, default="")
    urgent = models.BooleanField(_("urgent"), default=False)
    state = models.CharField(
        _("stage"), max_length=16, choices=Stage.choices, default=SUGGESTION.start
    )
    handler = models.ForeignKey(
        Officer, models.PROTECT, related_name="+", verbose_name=_("handling prosecutor")
    )
    registered_at = models.DateTimeField(_("registered at"))

    plan = models.TextField(_("plan: what is to be verified"), default="")
    plan_measures = models.JSONField(_("planned measures"), default=list)
    plan_people = models.JSONField(_("who goes"), default=list)
    planned_at = models.DateTimeField(_("plan filed at"), null=True)
    investigation_from = models.DateField(_("investigation approved on"), null=True)
    investigation_due = models.DateField(_("investigation due"), null=True)
    findings = models.TextField(_("report of the investigation"), default="")
    reported_at = models.DateTimeField(_("reported at"), null=True)
    reviewed_at = models.DateTimeField(_("passed legal review at"), null=True)
    approved_at = models.DateTimeField(_("approved at"), null=True)
    approved_by = models.ForeignKey(
        Officer, models.PROTECT, null=True, related_name="+", verbose_name=_("signed by")
    )
    by_committee = models.BooleanField(_("decided by the committee"), default=False)

    year = models.PositiveSmallIntegerField(_("year"), null=True)
    sequence = models.PositiveIntegerField(_("sequence"), null=True)
    number = models.CharField(_("number"), max_length=40, null=True, blank=True, unique=True)
    version = models.PositiveSmallIntegerField(_("version of the letter"), default=0)
    issued_at = models.DateTimeField(_("issued at"), null=True)
    filing_due = models.DateField(_("filing due"), null=True)
    delivered_on = models.DateField(_("received on"), null=True)
    reply_due = models.DateField(_("reply due"), null=True)
    objection_due = models.DateField(_("objection possible until"), null=True)
    stage_due = models.DateField(_("this step due"), null=True)
    replied_at = models.DateTimeField(_("replied at"), null=True)
    review_due = models.DateField(_("review of the reply due"), null=True)
    revisit_due = models.DateField(_("return visit due"), null=True)
    closed_at = models.DateTimeField(_("closed at"), null=True)
    retention = models.CharField(_("retention"), max_length=10, default="")
    volumes = models.JSONField(_("contents of the volume"), default=list)

    told_digest = ""
    told_open_items = 0
    """What the fact of the move that is being made says besides; not kept here."""

    class Meta:
        verbose_name = _("procuratorial suggestion")
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=Stage.values), name="suggestion_stage_known"
            ),
            models.UniqueConstraint("kind", "year", "sequence", name="suggestion_number_once"),
            models.CheckConstraint(
                name="suggestion_number_whole",
                condition=Q(
                    number__isnull=True,
                    year__isnull=True,
                    sequence__isnull=True,
                    issued_at__isnull=True,
                )
                | Q(
                    number__isnull=False,
                    year__isnull=False,
                    sequence__isnull=False,
                    issued_at__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="suggestion_passed_legal_review",
                condition=Q(approved_at__isnull=True) | Q(reviewed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="suggestion_goes_its_way",
                condition=Q(level=Level.COUNTY, region__startswith="330424")
                | Q(addressee_kind=Addressee.INVOLVED)
                | ~Q(route=Route.NONE),
            ),
        ]
        indexes = [
            models.Index("state", "reply_due", name="suggestion_by_stage"),
            models.Index("handler", "state", name="suggestion_by_handler"),
            models.Index("organisation", name="suggestion_by_firm"),
        ]

    def __str__(self) -> str:
        return self.number or self.draft_no

    @property
    def subject(self) -> str:
        """The suggestion in the words of the log."""
        return f"suggestion:{self.pk}"

    @property
    def url(self) -> str:
        """Its page for the procuratorate."""
        return f"/procuracy/suggestions/{self.pk}/"

    @property
    def firm_url(self) -> str:
        """Its page for the enterprise it is addressed to."""
        return f"/procuracy/firm/suggestions/{self.pk}/"


class Series(models.Model):
    """The last number given in a year for a type; its row is locked while the next is taken."""

    kind = models.CharField(_("type"), max_length=1, choices=Kind.choices)
    year = models.PositiveSmallIntegerField(_("year"))
    last = models.PositiveIntegerField(_("last number"), default=0)
    on_paper = models.PositiveIntegerField(_("numbers given on paper before"), default=0)

    class Meta:
        verbose_name = _("numbers of a year")
        constraints = [
            models.UniqueConstraint("kind", "year", name="series_once"),
            models.CheckConstraint(
                condition=Q(last__gte=models.F("on_paper")), name="series_counts_on"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year}/{self.kind}: {self.last}"


class DraftSeries(models.Model):
    """The last draft number of a year."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.year}: {self.last}"


class Letter(models.Model):
    """One version of the letter: the seven parts of article 16, and its items."""

    id = models.BigAutoField(primary_key=True)
    suggestion = models.ForeignKey(Suggestion, models.PROTECT, verbose_name=_("suggestion"))
    version = models.PositiveSmallIntegerField(_("version"))
    origin = models.TextField(_("source of the case or problem"), default="")
    facts = models.TextField(_("facts established, and the evidence"), default="")
    faults = models.TextField(_("violations, or dangers to be removed"), default="")
    objection_days = models.PositiveSmallIntegerField(_("days for an objection"), default=15)
    reply_days = models.PositiveSmallIntegerField(_("days for an urgent reply"), null=True)
    other = models.TextField(_("other matters"), default="")
    attachments = models.TextField(_("attachments"), default="")
    contact = models.CharField(_("contact person"), max_length=40, default="")
    contact_phone = models.CharField(_("telephone"), max_length=40, default="")
    secrets = models.TextField(_("trade secrets, left out of copies"), default="")
    saved_at = models.DateTimeField(_("saved at"), db_default=Now())
    saved_by = models.ForeignKey(Officer, models.PROTECT, related_name="+", null=True)
    revision = models.PositiveIntegerField(_("revision"), default=0)
    sealed_at = models.DateTimeField(_("issued at"), null=True)
    digest = models.CharField(_("SM3 of the words"), max_length=64, default="")
    paper_code = models.CharField(_("code of the paper"), max_length=40, default="")

    class Meta:
        verbose_name = _("letter")
        constraints = [
            models.UniqueConstraint("suggestion", "version", name="letter_version_once"),
            models.CheckConstraint(
                name="letter_limits_lawful",
                condition=Q(objection_days__gte=1, objection_days__lte=60)
                & (Q(reply_days__isnull=True) | Q(reply_days__gte=1, reply_days__lte=59)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.suggestion_id} v{self.version}"


class Item(models.Model):
    """One thing the letter suggests, on what basis, and how one will see that it was done."""

    id = models.BigAutoField(primary_key=True)
    letter = models.ForeignKey(Letter, models.CASCADE, related_name="items")
    no = models.PositiveSmallIntegerField(_("no."))
    content = models.TextField(_("what is suggested"))
    basis = models.CharField(_("basis in law or policy"), max_length=300)
    expected = models.CharField(_("expected result"), max_length=300, default="")
    check_by = models.CharField(_("how it is measured"), max_length=300, default="")

    class Meta:
        verbose_name = _("item of a letter")
        constraints = [models.UniqueConstraint("letter", "no", name="item_number_once")]

    def __str__(self) -> str:
        return f"{self.no}. {self.content[:30]}"


class CopyTo(models.Model):
    """A department that got a copy; it sees that copy and nothing else of the suggestion."""

    id = models.BigAutoField(primary_key=True)
    suggestion = models.ForeignKey(Suggestion, models.PROTECT)
    department = models.ForeignKey(Department, models.PROTECT, null=True)
    outside = models.CharField(_("body outside the system"), max_length=80, default="")
    why = models.CharField(_("why"), max_length=200)
    copied_by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    copied_at = models.DateTimeField(_("copied at"))

    class Meta:
        verbose_name = _("copy")
        constraints = [
            models.UniqueConstraint(
                "suggestion", "department", name="copy_once", condition=Q(department__isnull=False)
            ),
            models.CheckConstraint(
                condition=Q(department__isnull=False) | ~Q(outside=""), name="copy_goes_somewhere"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.suggestion_id} → {self.department_id or self.outside}"


class Reminder(models.Model):
    """That a clock was called to mind on one of its days; each once."""

    id = models.BigAutoField(primary_key=True)
    suggestion = models.ForeignKey(Suggestion, models.CASCADE)
    rule = models.CharField(_("rule"), max_length=8)
    due = models.DateField(_("due"))
    offset = models.SmallIntegerField(_("days from the last day"))
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("reminder")
        constraints = [
            models.UniqueConstraint("suggestion", "rule", "due", "offset", name="reminded_once")
        ]

    def __str__(self) -> str:
        return f"{self.rule} {self.due} {self.offset:+d}"
