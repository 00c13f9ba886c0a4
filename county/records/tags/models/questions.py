"""What is asked about tags: a resident's objection, a withholding, a machine's suggestion."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from county.foundation.staff.models import Officer
from county.kernel.numbers import uuid7
from county.records.residents.models import Resident
from county.records.tags.knowledge import WITHHOLDING_GROUNDS, tags
from county.records.tags.models.taggings import Tagging


class Objection(models.Model):
    """A resident says that a tag is wrong; it has no effect until another officer has decided."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    tagging = models.ForeignKey(Tagging, models.CASCADE, verbose_name=_("tag"))
    words = models.CharField(_("what is wrong"), max_length=300)
    made_at = models.DateTimeField(_("made at"), db_default=Now())
    due_at = models.DateTimeField(_("decided by"))
    decided_at = models.DateTimeField(_("decided at"), null=True)
    officer = models.ForeignKey(
        Officer, models.PROTECT, null=True, verbose_name=_("decided by officer")
    )
    upheld = models.BooleanField(_("upheld"), null=True)
    answer = models.CharField(_("answer"), max_length=300, default="")

    class Meta:
        verbose_name = _("objection")
        constraints = [
            models.UniqueConstraint(
                "tagging", name="objection_once", condition=Q(decided_at__isnull=True)
            ),
            models.CheckConstraint(
                name="objection_is_decided_whole",
                condition=Q(decided_at=None, upheld=None, officer=None)
                | (Q(decided_at__isnull=False, upheld__isnull=False, officer__isnull=False)
                   & ~Q(answer="")),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.tagging} {self.made_at:%F}"


class Withholding(models.Model):
    """A tag that the person does not see for a time, for a reason that a statute names (E14)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    tagging = models.ForeignKey(Tagging, models.CASCADE, verbose_name=_("tag"))
    ground = models.CharField(_("ground"), max_length=8)
    why = models.CharField(_("reason"), max_length=200)
    asked_by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("asked at"), db_default=Now())
    approved_by = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+")
    approved_on = models.DateField(_("approved on"), null=True)
    until = models.DateField(_("until"))

    class Meta:
        verbose_name = _("withholding")
        constraints = [
            models.CheckConstraint(
                condition=Q(ground__in=list(WITHHOLDING_GROUNDS)), name="withholding_ground_known"
            ),
            models.CheckConstraint(
                condition=Q(approved_by=None) | ~Q(approved_by=F("asked_by")),
                name="withholding_by_two",
            ),
            models.CheckConstraint(
                condition=Q(approved_by=None, approved_on=None)
                | Q(approved_by__isnull=False, approved_on__isnull=False),
                name="withholding_is_approved_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ground} {self.until}"


class Suggestion(models.Model):
    """A machine's opinion that a tag might help somebody. It has no effect: officers may read it.

    It may be wrong, says why it was made and how sure the machine is, and lapses after seven days.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    resident = models.ForeignKey(Resident, models.CASCADE, verbose_name=_("resident"))
    code = models.CharField(_("tag"), max_length=5)
    reason = models.CharField(_("reason"), max_length=120)
    confidence = models.PositiveSmallIntegerField(_("how sure, in per cent"))
    source = models.CharField(_("made by"), max_length=60)
    about = models.CharField(_("from"), max_length=100, default="")
    made_at = models.DateTimeField(_("made at"), db_default=Now())
    until = models.DateTimeField(_("lapses"))
    officer = models.ForeignKey(Officer, models.PROTECT, null=True, verbose_name=_("settled by"))
    settled_at = models.DateTimeField(_("settled at"), null=True)
    tagging = models.ForeignKey(Tagging, models.SET_NULL, null=True)
    taken = models.BooleanField(_("taken"), null=True)

    class Meta:
        verbose_name = _("suggestion")
        constraints = [
            models.UniqueConstraint(
                "resident", "code", name="suggestion_once", condition=Q(settled_at__isnull=True)
            ),
            models.CheckConstraint(condition=Q(confidence__lte=100), name="suggestion_per_cent"),
            models.CheckConstraint(
                condition=Q(taken=None, officer=None)
                | Q(taken__isnull=False, officer__isnull=False, settled_at__isnull=False),
                name="suggestion_is_settled_by_a_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code}?"

    @property
    def title(self) -> str:
        """The tag's name in the language of the page."""
        return tags()[self.code].title(get_language() or "") if self.code in tags() else self.code


class RefusedWords(models.Model):
    """How often, in a month, a note was refused for one kind of word; no word, nobody's name."""

    month = models.DateField(_("month"))
    category = models.CharField(_("kind"), max_length=20)
    times = models.PositiveIntegerField(_("times"), default=0)

    class Meta:
        verbose_name = _("refused words")
        constraints = [
            models.UniqueConstraint("month", "category", name="refused_words_once"),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.category}"
