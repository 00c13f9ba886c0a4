"""Matters: what a resident wants, until it is done."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from county.dimensions.helpdesk.flow import DONE_STATES, OPEN_STATES, Kind, State
from county.foundation.staff.models import Department, Officer
from county.kernel.fields import SealedTextField
from county.kernel.numbers import uuid7
from county.records.conversations.models import Conversation
from county.records.organisations.models import Organisation
from county.records.residents.models import Resident


class Topic(models.TextChoices):
    HUKOU = "hukou", _("household and ID card")
    RESIDENCE = "residence", _("residence permit")
    TRAFFIC = "traffic", _("traffic and driving")
    EXIT = "exit", _("exit and entry")
    LICENCE = "licence", _("public-security licence")
    ANTIFRAUD = "antifraud", _("anti-fraud")
    LAW = "law", _("legal procedure")
    FRAUD = "fraud", _("suspected fraud")
    MISSING = "missing", _("missing person")
    DISPUTE = "dispute", _("dispute")
    NOISE = "noise", _("noise")
    LOST = "lost", _("lost property")
    LOCKED = "locked", _("trapped or locked out")
    DOMESTIC = "domestic", _("domestic violence")
    SELF_HARM = "self_harm", _("risk of self-harm")
    ACCIDENT = "accident", _("traffic accident")
    ANIMAL = "animal", _("animal nuisance")
    THEFT = "theft", _("theft")
    GAMBLING = "gambling", _("gambling")
    OTHER = "other", _("other")


CONSULTATION_TOPICS = [
    "hukou",
    "residence",
    "traffic",
    "exit",
    "licence",
    "antifraud",
    "law",
    "other",
]
HELP_TOPICS = [
    "fraud", "missing", "dispute", "noise", "lost", "locked", "domestic", "self_harm", "accident",
    "animal", "other",
]  # fmt: skip
LEAD_TOPICS = ["fraud", "theft", "gambling", "traffic", "dispute", "other"]


class Result(models.TextChoices):
    NONE = "", _("open")
    SOLVED = "solved", _("solved")
    REFERRED = "referred", _("referred and completed")
    UNSOLVED = "unsolved", _("not solved")
    WITHDRAWN = "withdrawn", _("withdrawn by the resident")


class Money(models.TextChoices):
    NONE = "", _("no money involved")
    KEPT = "kept", _("not transferred")
    STOPPED = "stopped", _("payment stopped")
    LOST = "lost", _("money lost")


class AlertState(models.TextChoices):
    NONE = "", _("no alert")
    RAISED = "raised", _("suspected")
    CONFIRMED = "confirmed", _("confirmed")
    DISMISSED = "dismissed", _("dismissed")


class Matter(models.Model):
    """One thing a resident wants: a consultation, a help request or a lead."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    number = models.CharField(_("number"), max_length=20, unique=True)
    kind = models.CharField(_("kind"), max_length=14, choices=Kind.choices)
    state = models.CharField(_("state"), max_length=14, choices=State.choices)
    topic = models.CharField(_("topic"), max_length=14, choices=Topic.choices, default=Topic.OTHER)
    priority = models.PositiveSmallIntegerField(_("priority"), default=3)
    conversation = models.ForeignKey(
        Conversation, models.PROTECT, null=True, verbose_name=_("conversation")
    )
    resident = models.ForeignKey(Resident, models.PROTECT, null=True, verbose_name=_("resident"))
    organisation = models.ForeignKey(
        Organisation, models.SET_NULL, null=True, verbose_name=_("organisation")
    )
    town_code = models.CharField(_("town"), max_length=20, default="")
    area_code = models.CharField(_("area"), max_length=20, default="")
    channel = models.CharField(_("channel"), max_length=20, default="")
    assignee = models.ForeignKey(Officer, models.PROTECT, null=True, verbose_name=_("officer"))
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, verbose_name=_("department")
    )
    last_text = models.CharField(max_length=80, default="")
    last_at = models.DateTimeField(_("last word"), db_default=Now())
    waiting_since = models.DateTimeField(_("waiting since"), null=True)
    unread = models.PositiveIntegerField(_("unread"), default=0)
    next_due = models.DateTimeField(_("next deadline"), null=True)
    alert = models.CharField(
        _("fraud alert"), max_length=10, choices=AlertState.choices, default=AlertState.NONE
    )
    alert_category = models.CharField(_("fraud type"), max_length=20, default="")
    opened_at = models.DateTimeField(_("opened"), db_default=Now())
    first_reply_at = models.DateTimeField(_("first reply"), null=True)
    resolved_at = models.DateTimeField(_("resolved"), null=True)
    closed_at = models.DateTimeField(_("closed"), null=True)
    result = models.CharField(
        _("result"), max_length=10, choices=Result.choices, default=Result.NONE
    )
    money = models.CharField(_("money"), max_length=8, choices=Money.choices, default=Money.NONE)
    stated_amount = models.DecimalField(
        _("amount as stated"), max_digits=14, decimal_places=2, null=True
    )
    verified_amount = models.DecimalField(
        _("amount verified"), max_digits=14, decimal_places=2, null=True
    )
    result_note = models.CharField(_("what came of it"), max_length=300, default="")
    rating = models.PositiveSmallIntegerField(_("rating"), null=True)
    rating_words = models.CharField(_("words with the rating"), max_length=300, default="")
    rated_at = models.DateTimeField(null=True)
    case_number = models.CharField(_("case number"), max_length=40, default="")
    case_link = models.CharField(_("link to the case"), max_length=10, default="")

    class Meta:
        verbose_name = _("matter")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=Kind.values), name="matter_kind_known"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=State.values), name="matter_state_known"
            ),
            models.CheckConstraint(
                condition=models.Q(priority__in=(1, 2, 3)), name="matter_priority_known"
            ),
            models.CheckConstraint(
                condition=models.Q(rating__isnull=True) | models.Q(rating__range=(1, 5)),
                name="matter_rating_of_five",
            ),
            models.UniqueConstraint(
                "conversation",
                name="matter_one_open",
                condition=models.Q(state__in=OPEN_STATES)
                & ~models.Q(state__in=["answered", "resolved", "solved", "no_case"]),
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(
                fields=["priority", "next_due", "id"], name="matter_unassigned",
                condition=models.Q(state__in=OPEN_STATES, assignee__isnull=True),
            ),
            models.Index(fields=["assignee", "state", "-last_at"], name="matter_mine"),
            models.Index(fields=["town_code", "-last_at"], name="matter_by_town"),
            models.Index(fields=["state", "-last_at"], name="matter_by_state"),
            models.Index(
                fields=["-last_at", "-id"], name="matter_done",
                condition=models.Q(state__in=DONE_STATES),
            ),
            models.Index("opened_at", name="matter_opened"),
            models.Index(
                "closed_at", name="matter_closed", condition=models.Q(closed_at__isnull=False)
            ),
            # The figures of the county count a year of matters from these alone (domain §9).
            models.Index(
                fields=["closed_at"], name="matter_consulted",
                include=["kind", "topic", "town_code"],
                condition=models.Q(kind=Kind.CONSULTATION, state=State.CLOSED),
            ),
            models.Index(
                fields=["closed_at"], name="matter_helped", include=["kind", "town_code"],
                condition=models.Q(kind=Kind.HELP, state=State.CLOSED,
                                   result__in=["solved", "referred"]),
            ),
            models.Index(
                fields=["resolved_at"], name="matter_kept",
                include=["kind", "town_code", "money", "stated_amount", "verified_amount"],
                condition=models.Q(kind=Kind.HELP, topic=Topic.FRAUD,
                                   money__in=["kept", "stopped"]),
            ),
            models.Index(
                fields=["resolved_at"], name="matter_cases",
                condition=models.Q(case_link__in=["direct", "indirect"]),
            ),
            models.Index(fields=["conversation", "-opened_at"], name="matter_of_conversation"),
            models.Index(fields=["resident", "-opened_at"], name="matter_of_resident"),
            models.Index(
                "next_due", name="matter_due", condition=models.Q(next_due__isnull=False)
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.number

    @property
    def subject(self) -> str:
        """The matter in the words of the event log."""
        return f"matter:{self.pk}"

    @property
    def url(self) -> str:
        """The matter's page on the desk."""
        return f"/helpdesk/matters/{self.pk}/"

    @property
    def is_open(self) -> bool:
        """Whether something is still to be done."""
        return self.state in OPEN_STATES


class Helper(models.Model):
    """An officer who handles a matter together with its holder."""

    matter = models.ForeignKey(Matter, models.CASCADE, related_name="helpers")
    officer = models.ForeignKey(Officer, models.PROTECT)
    asked_by = models.CharField(max_length=100)
    since = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint("matter", "officer", name="helper_once")]

    def __str__(self) -> str:
        return f"{self.officer} + {self.matter_id}"


class ClockRun(models.Model):
    """One run of a time limit on a matter. Notes, transfers and reopening never move it."""

    matter = models.ForeignKey(Matter, models.CASCADE, related_name="clocks")
    code = models.CharField(_("limit"), max_length=20)
    basis = models.CharField(_("basis"), max_length=120)
    statutory = models.BooleanField(_("set by law"), default=False)
    started_at = models.DateTimeField(_("started"))
    due_at = models.DateTimeField(_("due"))
    met_at = models.DateTimeField(_("met"), null=True)
    warned_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index("due_at", name="clock_running", condition=models.Q(met_at__isnull=True))
        ]

    def __str__(self) -> str:
        return f"{self.code} → {self.due_at:%F %H:%M}"


class SmallCase(models.TextChoices):
    """民生小案: small cases that weigh on people's lives; a local list (domain §6.4)."""

    NONE = "", _("not said")
    THEFT = "theft", _("theft of low value")
    E_BIKE = "e_bike", _("theft of an e-bike or its battery")
    SMALL_FRAUD = "small_fraud", _("fraud of low value")
    DAMAGE = "damage", _("damage to property")
    PICKPOCKET = "pickpocket", _("pickpocketing")
    GAMBLING = "gambling", _("small gambling")
    OTHER = "other", _("other small case")


class LeadFile(models.Model):
    """What a lead says, sealed, and how its source wishes to be known."""

    matter = models.OneToOneField(Matter, models.CASCADE, primary_key=True, related_name="lead")
    secrecy = models.CharField(_("secrecy"), max_length=10)
    content = SealedTextField(_("content"), purpose="lead", null=True)
    """Under the server's own key: leads from before their unit had one. Else see `LeadWord`."""
    place = models.CharField(_("place"), max_length=120, default="")
    due_unit = models.CharField(_("passed to"), max_length=60, default="")
    reward = models.CharField(_("reward"), max_length=200, default="")
    notice = models.CharField(_("result as told to the reporter"), max_length=500, default="")
    credibility = models.CharField(_("credibility, in words"), max_length=200, default="")
    small_case = models.CharField(
        _("kind of small case"), max_length=12, choices=SmallCase.choices, default=""
    )
    document = models.CharField(_("document number of the outcome"), max_length=60, default="")
    evidence = models.UUIDField(_("file that shows the outcome"), null=True)
    wiped_at = models.DateTimeField(_("deleted"), null=True)

    def __str__(self) -> str:
        return str(self.matter_id)


class Counter(models.Model):
    """The day's last matter number."""

    day = models.DateField(primary_key=True)
    value = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.day} {self.value}"
