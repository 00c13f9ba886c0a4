"""Keep the nine measures: name them, set their targets and owners, note what was done."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from county.dimensions.procuracy.access import Permit
from county.dimensions.procuracy.actions.moving import text
from county.dimensions.procuracy.events import InitiativeChanged
from county.dimensions.procuracy.knowledge.initiatives import listed
from county.dimensions.procuracy.models import Initiative, InitiativeNote, Progress
from county.foundation.events.actions import announce
from county.foundation.staff.models import Officer
from county.foundation.staff.policy import demand
from county.kernel import clock
from county.kernel.errors import Incomplete


def load_initiatives() -> int:
    """Make the nine measures of the file exist; what the office changed stays. Says how many."""
    made = [
        Initiative(no=one.no, aspect=one.aspect, title=one.title, indicators=one.indicators)
        for one in listed()
    ]
    Initiative.objects.bulk_create(made, ignore_conflicts=True)
    return Initiative.objects.count()


@transaction.atomic
def change(
    initiative: Initiative,
    *,
    title: str,
    target: str,
    progress: str,
    by: Officer,
    owner: Officer | None = None,
    starts_on: date | None = None,
    ends_on: date | None = None,
) -> Initiative:
    """Write the office's own title and target in the example's place, and how far it is."""
    demand(by, Permit.MEASURES)
    if progress not in Progress.values:
        raise Incomplete(_("Choose how far it is."))
    if starts_on and ends_on and ends_on < starts_on:
        raise Incomplete(_("It cannot end before it begins."))
    row = Initiative.objects.select_for_update(of=("self",)).get(pk=initiative.pk)
    row.title, row.target = text(title, _("Title"), longest=60), target.strip()[:200]
    row.progress, row.owner, row.starts_on, row.ends_on = progress, owner, starts_on, ends_on
    row.is_example = False
    row.save()
    announce(InitiativeChanged(initiative_id=row.no), by=by)
    return row


@transaction.atomic
def note(initiative: Initiative, *, on: date, words: str, by: Officer) -> InitiativeNote:
    """Note what was done for a measure besides what the records count."""
    demand(by, Permit.MEASURES)
    if on > clock.today():
        raise Incomplete(_("The day lies ahead."))
    made = InitiativeNote.objects.create(
        initiative=initiative, on=on, words=text(words, _("What was done"), longest=500),
        noted_by=by,
    )  # fmt: skip
    announce(InitiativeChanged(initiative_id=initiative.no), by=by)
    return made
