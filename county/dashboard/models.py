"""What no record of the county can count, and is entered by hand."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from county.foundation.staff.models import Officer

MOST_YEARS = 99


class YearsOfPeace(models.Model):
    """For how many years in a row the county was a safe county (平安县), as somebody noted it.

    Rows are only ever added: the latest stands, the others say who had entered what.
    """

    id = models.BigAutoField(primary_key=True)
    years = models.PositiveSmallIntegerField(_("years in a row"))
    basis = models.CharField(_("document that says so"), max_length=200)
    noted_by = models.ForeignKey(
        Officer, models.PROTECT, related_name="+", verbose_name=_("noted by")
    )
    noted_at = models.DateTimeField(_("noted at"), db_default=Now())

    class Meta:
        verbose_name = _("years of a safe county")
        constraints = [
            models.CheckConstraint(
                condition=Q(years__lte=MOST_YEARS), name="years_of_peace_not_too_many"
            ),
            models.CheckConstraint(condition=~Q(basis=""), name="years_of_peace_have_a_basis"),
        ]

    def __str__(self) -> str:
        return str(self.years)
