"""The nine measures of the programme: what each is to reach, who answers for it, how far it is."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from county.foundation.staff.models import Officer


class Progress(models.TextChoices):
    PLANNED = "planned", _("not yet begun")
    RUNNING = "running", _("under way")
    REACHED = "reached", _("target reached")


class Initiative(models.Model):
    """One of the nine measures. Its evidence is counted from the records, never typed in."""

    no = models.PositiveSmallIntegerField(_("no."), primary_key=True)
    aspect = models.CharField(_("aspect"), max_length=40)
    title = models.CharField(_("title"), max_length=60)
    target = models.CharField(_("target"), max_length=200, default="")
    indicators = models.CharField(_("indicators"), max_length=200, default="")
    owner = models.ForeignKey(
        Officer, models.PROTECT, null=True, related_name="+", verbose_name=_("answers for it")
    )
    starts_on = models.DateField(_("from"), null=True)
    ends_on = models.DateField(_("until"), null=True)
    progress = models.CharField(
        _("progress"), max_length=8, choices=Progress.choices, default=Progress.PLANNED
    )
    is_example = models.BooleanField(_("example"), default=True)

    class Meta:
        verbose_name = _("measure of the programme")
        constraints = [
            models.CheckConstraint(condition=Q(no__gte=1, no__lte=9), name="initiative_one_of_nine")
        ]

    def __str__(self) -> str:
        return f"{self.no} {self.title}"

    @property
    def subject(self) -> str:
        """The measure in the words of the log."""
        return f"initiative:{self.no}"


class InitiativeNote(models.Model):
    """What was done for a measure besides what the records count."""

    id = models.BigAutoField(primary_key=True)
    initiative = models.ForeignKey(Initiative, models.PROTECT, related_name="notes")
    on = models.DateField(_("day"))
    words = models.CharField(_("what was done"), max_length=500)
    noted_by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    noted_at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = _("note on a measure")

    def __str__(self) -> str:
        return f"{self.on} {self.words[:30]}"
