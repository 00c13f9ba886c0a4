"""A tag on a resident: who proposed it and why, who agreed, until when."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from county.foundation.staff.models import Officer
from county.kernel import clock
from county.kernel.numbers import uuid7
from county.records.residents.models import Resident
from county.records.tags.flow import OPEN, TAGGING, State
from county.records.tags.knowledge import CLASS_C, UNCONFIRMED_DAYS, Tag, tags


class Tagging(models.Model):
    """One tag of the library on one resident. Everything in it may be read by the resident."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    resident = models.ForeignKey(Resident, models.PROTECT, verbose_name=_("resident"))
    code = models.CharField(_("tag"), max_length=5)
    grade = models.CharField(_("class"), max_length=1, default="", db_default="")
    one_of = models.CharField(_("one of"), max_length=12, default="", db_default="")
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=TAGGING.start)
    why = models.CharField(_("reason"), max_length=60, default="")
    basis = models.CharField(_("basis"), max_length=80)
    officer = models.ForeignKey(
        Officer, models.PROTECT, null=True, verbose_name=_("proposed by officer")
    )
    evidence = models.CharField(_("evidence"), max_length=100, default="", db_default="")
    case_number = models.CharField(_("case number"), max_length=40, default="", db_default="")
    approved_by = models.ForeignKey(
        Officer, models.PROTECT, null=True, related_name="+", verbose_name=_("approved by")
    )
    approved_at = models.DateTimeField(_("approved at"), null=True)
    proposed_by = models.CharField(_("proposed by"), max_length=100)
    proposed_at = models.DateTimeField(_("proposed at"), db_default=Now())
    confirmed_by = models.CharField(_("confirmed by"), max_length=100, default="")
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True)
    until = models.DateField(_("until"), null=True)
    renewal_why = models.CharField(_("renewal asked for"), max_length=60, default="", db_default="")
    renewal_officer = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+")
    renewed_at = models.DateTimeField(_("renewed at"), null=True)
    ended_by = models.CharField(_("ended by"), max_length=100, default="")
    ended_at = models.DateTimeField(_("ended at"), null=True)
    end_reason = models.CharField(_("why it ended"), max_length=60, default="")

    class Meta:
        verbose_name = _("tag on a resident")
        constraints = [
            models.UniqueConstraint(
                "resident", "code", name="tagging_once",
                condition=models.Q(state__in=OPEN),
            ),
            models.UniqueConstraint(
                "resident", "one_of", name="tagging_one_of",
                condition=models.Q(state=State.ACTIVE) & ~models.Q(one_of=""),
            ),
            models.CheckConstraint(
                condition=~models.Q(state=State.ACTIVE, grade="C", officer__isnull=False)
                | (models.Q(approved_by__isnull=False) & ~models.Q(case_number="")
                   & ~models.Q(approved_by=models.F("officer"))),
                name="tagging_class_c_by_two",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=State.values), name="tagging_state_known"
            ),
            models.CheckConstraint(
                condition=models.Q(code__regex=r"^T[0-9]{4}$"), name="tagging_code_formed"
            ),
            models.CheckConstraint(
                condition=~models.Q(state=State.ACTIVE)
                | (models.Q(confirmed_at__isnull=False) & ~models.Q(confirmed_by="")),
                name="tagging_active_was_confirmed",
            ),
            models.CheckConstraint(
                condition=models.Q(state=State.ENDED, ended_at__isnull=False)
                | (~models.Q(state=State.ENDED) & models.Q(ended_at__isnull=True)),
                name="tagging_end_has_a_time",
            ),
        ]  # fmt: skip
        indexes = [
            models.Index("code", "state", name="tagging_by_code"),
            models.Index("until", name="tagging_by_end", condition=models.Q(state="active")),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.state}"

    @property
    def tag(self) -> Tag:
        """What the library says of the tag; KeyError for a code that has left it."""
        return tags()[self.code]

    @property
    def title(self) -> str:
        """The tag's name in the language of the page."""
        return self.tag.title(get_language() or "") if self.code in tags() else self.code

    @property
    def purpose(self) -> str:
        """What the tag is for; nothing for a code that has left the library."""
        return self.tag.purpose(get_language() or "") if self.code in tags() else ""

    @property
    def statute(self) -> str:
        """The statute whose duty the tag repeats; empty where it rests on consent."""
        return self.basis.removeprefix("D").strip() if self.basis.startswith("D") else ""

    @property
    def waits_for_approval(self) -> bool:
        """Whether a second officer must approve before the resident is asked (E9)."""
        by_officer = self.officer_id is not None and self.grade == CLASS_C
        return self.state == State.PROPOSED and by_officer and self.approved_by_id is None

    @property
    def lapses_on(self) -> date:
        """The last day of a proposal that nobody confirms."""
        return clock.day_of(self.proposed_at) + timedelta(days=UNCONFIRMED_DAYS)

    @property
    def by_resident(self) -> bool:
        """Whether the resident set the tag without being asked."""
        return self.proposed_by.startswith("resident:")
