"""Enter what no record of the county can count."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from county.dashboard.access import Permit
from county.dashboard.events import YearsNoted
from county.dashboard.models import MOST_YEARS, YearsOfPeace
from county.foundation.events.actions import announce
from county.foundation.staff.models import Officer
from county.foundation.staff.policy import demand
from county.kernel.errors import Incomplete


@transaction.atomic
def note_years(*, years: int, basis: str, by: Officer) -> YearsOfPeace:
    """Note for how many years in a row the county was a safe county (S32), by which document.

    Raises Incomplete without a document, or for a number that cannot be.
    """
    demand(by, Permit.NOTE)
    if not 0 <= years <= MOST_YEARS:
        raise Incomplete(_("Years in a row are a number from 0 to %s.") % MOST_YEARS)
    if not basis.strip():
        raise Incomplete(_("Name the document that says so."))
    row = YearsOfPeace.objects.create(years=years, basis=basis.strip()[:200], noted_by=by)
    announce(YearsNoted(note_id=str(row.pk), years=years), by=by)
    return row
