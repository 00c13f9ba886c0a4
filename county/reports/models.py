"""Reports of departments as they were made, each version for itself."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from county.foundation.files.models import StoredFile
from county.foundation.staff.models import Department
from county.kernel.numbers import uuid7
from county.kernel.saying import said
from county.reports.flow import REPORT, State


class Span(models.TextChoices):
    WEEK = "week", _("weekly report")
    MONTH = "month", _("monthly report")


class Report(models.Model):
    """One report of a department: its content in numbers and words, and the three files made of it.

    What is kept never changes, which the database itself sees to; made again it is a new version.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    ledger = models.CharField(_("kind of report"), max_length=20)
    department = models.ForeignKey(Department, models.PROTECT, verbose_name=_("department"))
    span = models.CharField(_("span"), max_length=5, choices=Span.choices)
    first = models.DateField(_("first day"))
    last = models.DateField(_("last day"))
    version = models.PositiveSmallIntegerField(_("version"))
    state = models.CharField(_("state"), max_length=6, choices=State.choices, default=REPORT.start)
    progress = models.PositiveSmallIntegerField(_("per cent done"), default=0)
    trouble = models.CharField(_("what was wrong"), max_length=300, default="")
    asked_by = models.CharField(_("asked by"), max_length=100)
    asked_at = models.DateTimeField(_("asked at"), db_default=Now())
    made_at = models.DateTimeField(_("made at"), null=True)
    content = models.JSONField(_("content"), null=True)
    xlsx = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")
    docx = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")
    pdf = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("report")
        constraints = [
            models.UniqueConstraint(
                "department", "ledger", "span", "first", "version", name="report_version_once"
            ),
            models.UniqueConstraint(
                "department", "ledger", "span", "first", name="report_made_one_at_a_time",
                condition=~Q(state=State.MADE),
            ),
            models.CheckConstraint(
                condition=~Q(state=State.MADE)
                | Q(made_at__isnull=False, content__isnull=False, xlsx__isnull=False,
                    docx__isnull=False, pdf__isnull=False),
                name="report_made_is_whole",
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["department", "-first"], name="report_of_department")]

    def __str__(self) -> str:
        return f"{self.department_id} {self.span} {self.first:%F} v{self.version}"

    @property
    def subject(self) -> str:
        """The report in the words of the event log."""
        return f"report:{self.pk}"

    @property
    def url(self) -> str:
        """The report's page."""
        return f"/reports/{self.pk}/"

    @property
    def trouble_said(self) -> str:
        """What was wrong, in the reader's language."""
        return said(self.trouble)
