"""The menu of law lessons with its versions, and the orders that enterprises place from it."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from county.dimensions.procuracy.flow import MENU, ORDER, ItemState, OrderState
from county.foundation.files.models import StoredFile
from county.foundation.staff.models import Officer
from county.kernel.fields import SealedTextField
from county.kernel.numbers import uuid7
from county.records.organisations.models import Organisation


class Form(models.TextChoices):
    """How a lesson is held."""

    LECTURE = "lecture", _("lecture")
    MOOT = "moot", _("moot court")
    SEMINAR = "seminar", _("case seminar")
    CHECK = "check", _("compliance check-up")
    ONLINE = "online", _("online")


class MenuItem(models.Model):
    """One lesson of the menu; what it says stands in its versions."""

    code = models.CharField(_("number"), max_length=8, primary_key=True)
    warned_for = models.DateField(_("end of validity that was told"), null=True)

    class Meta:
        verbose_name = _("menu item")

    def __str__(self) -> str:
        return self.code

    @property
    def subject(self) -> str:
        """The item in the words of the log."""
        return f"item:{self.pk}"

    @property
    def url(self) -> str:
        """Its page for officers."""
        return f"/procuracy/menu/{self.pk}/"


class MenuVersion(models.Model):
    """What an item says: every change is another version, and only a reviewed one goes online.

    No version is reviewed by its own editor, and no item has two versions online: the table
    itself refuses. `is_example` marks what came with the program and nobody here has reviewed.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    item = models.ForeignKey(MenuItem, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(_("version"))
    title = models.CharField(_("title"), max_length=60)
    summary = models.CharField(_("summary"), max_length=400)
    domain = models.CharField(_("field"), max_length=30)
    industries = ArrayField(models.CharField(max_length=4), verbose_name=_("industries"),
                            default=list, blank=True)  # fmt: skip
    roles = ArrayField(models.CharField(max_length=20), verbose_name=_("for whom"), default=list)
    minutes = models.PositiveSmallIntegerField(_("length, minutes"))
    form = models.CharField(_("form"), max_length=10, choices=Form.choices)
    most_persons = models.PositiveSmallIntegerField(_("persons at most"))
    materials = models.CharField(_("materials"), max_length=300, default="")
    state = models.CharField(_("state"), max_length=10, choices=ItemState.choices,
                             default=MENU.start)  # fmt: skip
    is_example = models.BooleanField(_("example"), default=False)
    editor = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+",
                               verbose_name=_("editor"))  # fmt: skip
    reviewer = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+",
                                 verbose_name=_("legal review by"))  # fmt: skip
    review_words = models.CharField(_("words of the review"), max_length=200, default="")
    reviewed_on = models.DateField(_("legal review on"), null=True)
    valid_through = models.DateField(_("valid through"), null=True)
    made_at = models.DateTimeField(_("made at"), db_default=Now())

    class Meta:
        verbose_name = _("version of a menu item")
        constraints = [
            models.UniqueConstraint("item", "number", name="menu_version_once"),
            models.UniqueConstraint(
                "item", condition=Q(state=ItemState.ONLINE), name="menu_one_version_online"
            ),
            models.CheckConstraint(
                condition=Q(state__in=ItemState.values), name="menu_state_known"
            ),
            models.CheckConstraint(
                condition=Q(editor__isnull=True)
                | Q(reviewer__isnull=True)
                | ~Q(reviewer=F("editor")),
                name="menu_reviewed_by_another",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=(ItemState.REVIEWED, ItemState.ONLINE))
                | Q(reviewed_on__isnull=False, valid_through__isnull=False)
                & (Q(reviewer__isnull=False) | Q(is_example=True)),
                name="menu_online_only_reviewed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} {self.title}"


class Order(models.Model):
    """An enterprise's order of a lesson. The contact is sealed; nobody's file is named."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, verbose_name=_("enterprise"))
    version = models.ForeignKey(MenuVersion, models.PROTECT, verbose_name=_("lesson"))
    state = models.CharField(_("state"), max_length=10, choices=OrderState.choices,
                             default=ORDER.start)  # fmt: skip
    placed_by = models.CharField(_("ordered by"), max_length=60)
    persons = models.PositiveSmallIntegerField(_("persons expected"))
    wanted = ArrayField(models.DateField(), verbose_name=_("days wanted"), default=list)
    place = models.CharField(_("place"), max_length=120)
    contact = SealedTextField(_("contact"), purpose="name")
    contact_masked = models.CharField(_("contact, masked"), max_length=40, default="")
    phone = SealedTextField(_("phone"), purpose="phone", null=True)
    phone_masked = models.CharField(_("phone, masked"), max_length=20, default="")
    question = models.TextField(_("what it should answer"), default="")
    because = models.CharField(_("recommended because"), max_length=400, default="")
    officer = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+",
                                verbose_name=_("liaison"))  # fmt: skip
    made_at = models.DateTimeField(_("made at"), db_default=Now())
    submitted_at = models.DateTimeField(_("submitted at"), null=True)
    accepted_at = models.DateTimeField(_("accepted at"), null=True)
    ended_at = models.DateTimeField(_("ended at"), null=True)
    end_reason = models.CharField(_("why it ended"), max_length=200, default="")
    no_show = models.BooleanField(_("nobody was there"), default=False)
    late_words = models.CharField(_("why it is late"), max_length=200, default="")
    slot = models.ForeignKey("Slot", models.PROTECT, null=True, related_name="orders",
                             verbose_name=_("slot"))  # fmt: skip
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True)
    reminded = models.PositiveSmallIntegerField(_("reminders given"), default=0)
    given_at = models.DateTimeField(_("given at"), null=True)
    given_words = models.TextField(_("what was done"), default="")
    photo = models.ForeignKey(StoredFile, models.PROTECT, null=True, verbose_name=_("photo"))
    by_hand = models.PositiveSmallIntegerField(_("counted by hand"), default=0)
    by_hand_reason = models.CharField(_("why by hand"), max_length=200, default="")

    class Meta:
        verbose_name = _("order of a lesson")
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=OrderState.values), name="order_state_known"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=(OrderState.CONFIRMED, OrderState.DELIVERED))
                | Q(slot__isnull=False, confirmed_at__isnull=False),
                name="order_confirmed_has_a_slot",
            ),
            models.CheckConstraint(
                condition=~Q(state=OrderState.DELIVERED) | Q(given_at__isnull=False),
                name="order_given_has_its_time",
            ),
            models.CheckConstraint(
                condition=Q(by_hand=0) | ~Q(by_hand_reason=""), name="order_by_hand_says_why"
            ),
        ]
        indexes = [
            models.Index("organisation", "made_at", name="order_by_firm"),
            models.Index("state", "submitted_at", name="order_by_state"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.version.title}"

    @property
    def subject(self) -> str:
        """The order in the words of the log."""
        return f"order:{self.pk}"

    @property
    def url(self) -> str:
        """Its page for officers."""
        return f"/procuracy/orders/{self.pk}/"

    @property
    def firm_url(self) -> str:
        """Its page for the enterprise."""
        return f"/procuracy/firm/orders/{self.pk}/"


class Word(models.Model):
    """A word to the enterprise about its order, kept as a sentence and read on its page."""

    order = models.ForeignKey(Order, models.PROTECT, related_name="words")
    text = models.CharField(_("text"), max_length=600)
    at = models.DateTimeField(_("at"), db_default=Now())

    class Meta:
        verbose_name = _("word to the enterprise")

    def __str__(self) -> str:
        return f"{self.order_id} {self.at:%F %T}"


class Attendance(models.Model):
    """Somebody who signed in with a phone; the name is sealed and goes after the plan's year."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    order = models.ForeignKey(Order, models.PROTECT, related_name="attendances")
    phone_mark = models.CharField(max_length=32)
    name = SealedTextField(_("name"), purpose="name", null=True)
    at = models.DateTimeField(_("at"), db_default=Now())

    class Meta:
        verbose_name = _("attendance")
        constraints = [
            models.UniqueConstraint("order", "phone_mark", name="attendance_once_a_phone")
        ]

    def __str__(self) -> str:
        return f"{self.order_id} {self.at:%F %T}"


SCALE: list[Any] = [(5, _("very good")), (4, _("quite good")), (3, _("fair")), (2, _("poor")),
                    (1, _("very poor"))]  # fmt: skip


class Feedback(models.Model):
    """What an enterprise says of a lesson: four marks from 1 to 5, and words."""

    order = models.OneToOneField(Order, models.PROTECT, primary_key=True)
    useful = models.PositiveSmallIntegerField(_("usefulness"), choices=SCALE)
    clear = models.PositiveSmallIntegerField(_("clarity"), choices=SCALE)
    relevant = models.PositiveSmallIntegerField(_("relevance"), choices=SCALE)
    organised = models.PositiveSmallIntegerField(_("organisation of the lesson"), choices=SCALE)
    words = models.TextField(_("in words"), default="")
    next_topic = models.CharField(_("topic wanted next"), max_length=100, default="")
    problem = models.TextField(_("problem still open"), default="")
    may_show = models.BooleanField(_("may be shown without the name"), default=False)
    at = models.DateTimeField(_("at"), db_default=Now())

    class Meta:
        verbose_name = _("feedback")
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    useful__range=(1, 5), clear__range=(1, 5),
                    relevant__range=(1, 5), organised__range=(1, 5),
                ),
                name="feedback_from_one_to_five",
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return str(self.order_id)


class RecommendationsOff(models.Model):
    """An enterprise that wants no recommendations."""

    organisation = models.OneToOneField(Organisation, models.PROTECT, primary_key=True)
    by = models.CharField(_("by"), max_length=60)
    since = models.DateTimeField(_("since"), db_default=Now())

    class Meta:
        verbose_name = _("recommendations switched off")

    def __str__(self) -> str:
        return str(self.organisation_id)


class Target(models.Model):
    """One line of a year's plan: so many lessons in a month for a town and a trade."""

    id = models.BigAutoField(primary_key=True)
    year = models.PositiveSmallIntegerField(_("year"))
    month = models.PositiveSmallIntegerField(_("month"))
    town = models.CharField(_("town"), max_length=9, default="", blank=True)
    industry = models.CharField(_("industry"), max_length=4, default="", blank=True)
    lessons = models.PositiveSmallIntegerField(_("lessons planned"))

    class Meta:
        verbose_name = _("line of the yearly plan")
        constraints = [
            models.UniqueConstraint("year", "month", "town", "industry", name="target_once"),
            models.CheckConstraint(condition=Q(month__range=(1, 12)), name="target_month_exists"),
        ]

    def __str__(self) -> str:
        return f"{self.year}-{self.month:02d} {self.town} {self.industry}"
