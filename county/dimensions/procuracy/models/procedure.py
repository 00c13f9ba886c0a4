"""What is done on the way: measures, opinions, delivery, filing, objections, urging, escalation."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from county.dimensions.procuracy.models.suggestions import Suggestion
from county.foundation.files.models import StoredFile
from county.foundation.staff.models import Officer
from county.records.enterprises.models import Representative


class Measure(models.TextChoices):
    """How facts may be verified (article 14). What restrains people or property is not here."""

    EVIDENCE = "evidence", _("inspect, obtain and copy evidence")
    ASK = "ask", _("ask parties and those who know")
    HEAR = "hear", _("hear the unit's opinion")
    CONSULT = "consult", _("consult experts, departments or trade associations")
    APPRAISE = "appraise", _("have something appraised, assessed or audited")
    ON_SITE = "on_site", _("visit and look on site")
    OTHER = "other", _("other, without any restraint of people or property")


class Step(models.Model):
    """One measure taken during the investigation, with its record."""

    id = models.BigAutoField(primary_key=True)
    suggestion = models.ForeignKey(Suggestion, models.PROTECT)
    measure = models.CharField(_("measure"), max_length=10, choices=Measure.choices)
    on = models.DateField(_("day"))
    place = models.CharField(_("place"), max_length=120)
    record = models.TextField(_("record"))
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True)
    noted_by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    noted_at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = _("measure taken")
        constraints = [
            models.CheckConstraint(
                condition=Q(measure__in=Measure.values), name="measure_is_lawful"
            )
        ]

    def __str__(self) -> str:
        return f"{self.on} {self.get_measure_display()}"


class Opinion(models.Model):
    """What somebody decided or said on the way: reviewer, chief, committee, addressee, upper."""

    class Of(models.TextChoices):
        PLAN = "plan", _("decision on the plan")
        EXTENSION = "extension", _("extension of the investigation")
        REPORT = "report", _("decision on the report")
        LEGAL = "legal", _("legal review")
        CONSULT = "consult", _("addressee's opinion")
        APPROVAL = "approval", _("approval")
        UPPER = "upper", _("correction from above")
        WITHDRAWAL = "withdrawal", _("withdrawal")

    class Word(models.TextChoices):
        YES = "yes", _("agreed")
        NO = "no", _("refused")
        RETURNED = "returned", _("returned")
        GIVEN = "given", _("given")

    id = models.BigAutoField(primary_key=True)
    suggestion = models.ForeignKey(Suggestion, models.PROTECT)
    of = models.CharField(_("what"), max_length=12, choices=Of.choices)
    word = models.CharField(_("decision"), max_length=10, choices=Word.choices)
    words = models.TextField(_("reasons"), default="")
    necessary = models.CharField(_("necessity"), max_length=300, default="")
    lawful = models.CharField(_("legality"), max_length=300, default="")
    reasoned = models.CharField(_("reasoning"), max_length=300, default="")
    version = models.PositiveSmallIntegerField(_("version of the letter"), default=0)
    by_committee = models.BooleanField(_("by the committee"), default=False)
    officer = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("opinion")

    def __str__(self) -> str:
        return f"{self.get_of_display()}: {self.get_word_display()}"


class Delivery(models.Model):
    """How a version of the letter reached its addressee, and whose hand took it."""

    class How(models.TextChoices):
        WRITTEN = "written", _("in writing")
        PROCLAIMED = "proclaimed", _("read out and handed over")

    class Where(models.TextChoices):
        PROCURATORATE = "procuratorate", _("at the procuratorate")
        ADDRESSEE = "addressee", _("at the addressee's")
        OTHER = "other", _("elsewhere")

    id = models.BigAutoField(primary_key=True)
    suggestion = models.ForeignKey(Suggestion, models.PROTECT)
    version = models.PositiveSmallIntegerField(_("version of the letter"))
    how = models.CharField(_("way"), max_length=12, choices=How.choices)
    on = models.DateField(_("received on"))
    receiver = models.CharField(_("received by"), max_length=40)
    receiver_post = models.CharField(_("post of the receiver"), max_length=40, default="")
    witness = models.CharField(_("witness"), max_length=40, default="")
    consent = models.BooleanField(_("addressee agreed to a reading"), default=False)
    where = models.CharField(_("place"), max_length=14, choices=Where.choices, default="")
    place = models.CharField(_("address"), max_length=120, default="")
    reader = models.CharField(_("read by"), max_length=40, default="")
    opinion = models.TextField(_("words of the unit's head"), default="")
    third_parties = models.CharField(_("third parties present"), max_length=200, default="")
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True)
    noted_by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    noted_at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = _("delivery")
        constraints = [
            models.UniqueConstraint("suggestion", "version", name="delivered_once_a_version"),
            models.CheckConstraint(
                name="reading_was_agreed",
                condition=~Q(how="proclaimed")
                | (Q(consent=True) & ~Q(reader="") & ~Q(where="") & ~Q(place="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_how_display()} {self.on}"


class Filing(models.Model):
    """That the letter was filed with a department of the upper procuratorate."""

    class To(models.TextChoices):
        COUNTERPART = "counterpart", _("counterpart department of the city procuratorate")
        RESEARCH = "research", _("research department of the city procuratorate")

    id = models.BigAutoField(primary_key=True)
    suggestion = models.ForeignKey(Suggestion, models.PROTECT)
    version = models.PositiveSmallIntegerField(_("version of the letter"))
    to = models.CharField(_("filed with"), max_length=12, choices=To.choices)
    on = models.DateField(_("filed on"))
    receipt = models.CharField(_("receipt"), max_length=80, default="")
    noted_by = models.ForeignKey(Officer, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("filing")
        constraints = [
            models.UniqueConstraint("suggestion", "version", "to", name="filed_once_with_each")
        ]

    def __str__(self) -> str:
        return f"{self.get_to_display()} {self.on}"


class Objection(models.Model):
    """What an addressee objects to, and what was decided with reasons."""

    class Outcome(models.TextChoices):
        OPEN = "", _("under review")
        AMENDED = "amended", _("letter amended")
        WITHDRAWN = "withdrawn", _("letter withdrawn")
        DISMISSED = "dismissed", _("not upheld")

    id = models.BigAutoField(primary_key=True)
    suggestion = models.ForeignKey(Suggestion, models.PROTECT)
    version = models.PositiveSmallIntegerField(_("version of the letter"))
    words = models.TextField(_("objection"))
    raised_by = models.ForeignKey(Representative, models.PROTECT, null=True)
    noted_by = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+")
    raised_at = models.DateTimeField(_("raised at"))
    is_late = models.BooleanField(_("after the period; taken as an opinion"), default=False)
    due = models.DateField(_("to be decided by"))
    outcome = models.CharField(
        _("outcome"), max_length=10, choices=Outcome.choices, default=Outcome.OPEN
    )
    reasons = models.TextField(_("reasons"), default="")
    decided_by = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(_("decided at"), null=True)

    class Meta:
        verbose_name = _("objection")
        constraints = [
            models.UniqueConstraint(
                "suggestion",
                name="objection_one_at_a_time",
                condition=Q(outcome="", is_late=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.raised_at:%Y-%m-%d}"


class Urging(models.Model):
    """That the addressee was urged: how, with whom, and what was said."""

    class How(models.TextChoices):
        INQUIRY = "inquiry", _("inquiry")
        VISIT = "visit", _("visit")
        TALK = "talk", _("consultation with it")
        MEETING = "meeting", _("joint meeting")

    id = models.BigAutoField(primary_key=True)
    suggestion = models.ForeignKey(Suggestion, models.PROTECT)
    how = models.CharField(_("way"), max_length=10, choices=How.choices)
    on = models.DateField(_("day"))
    counterpart = models.CharField(_("with whom"), max_length=80)
    record = models.TextField(_("record"))
    cause = models.TextField(_("cause the addressee gave"), default="")
    urged_by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    noted_at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = _("urging")

    def __str__(self) -> str:
        return f"{self.on} {self.get_how_display()}"


class Escalation(models.Model):
    """That the chief took it further, to whom and why; after urging, without just cause."""

    class To(models.TextChoices):
        UPPER = "upper", _("upper procuratorate")
        SUPERIOR = "superior", _("superior authority or trade association")
        PARTY = "party", _("party committee")
        CONGRESS = "congress", _("people's congress")
        GOVERNMENT = "government", _("government")
        DISCIPLINE = "discipline", _("discipline inspection and supervision")
        LITIGATION = "litigation", _("public-interest litigation")

    id = models.BigAutoField(primary_key=True)
    suggestion = models.ForeignKey(Suggestion, models.PROTECT)
    to = models.JSONField(_("taken to"), default=list)
    reasons = models.TextField(_("why there is no just cause"))
    decided_by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("escalation")

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d}"
