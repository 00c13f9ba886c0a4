"""State an age; keep nothing of children; note that a guardian knows; keep the bands fresh."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from county.foundation.events.actions import announce
from county.foundation.events.registry import Actor, System
from county.kernel import clock
from county.kernel.errors import Incomplete, Refused
from county.kernel.fields import set_sealed
from county.records.residents import knowledge, queries
from county.records.residents.events import (
    AgeReached,
    ChildFound,
    GuardianInformed,
    ResidentCorrected,
)
from county.records.residents.models import (
    ExternalIdentity,
    HouseholdMember,
    Resident,
    WorkLink,
)

CLOCK = System("clock")
OLDEST = 130


class ChildRefused(Refused):
    """Nothing is kept of somebody under 14 (domain §6.6)."""

    status = 422

    def __init__(self) -> None:
        super().__init__(
            _(
                "Nobody under 14 has a file: no name, no tag, no chat. Help the child now, by the"
                " telephone or an adult; a parent may subscribe to the school's notices."
            )
        )


def demand_grown(resident: Resident) -> None:
    """Refuse to keep anything of a child."""
    if resident.is_child:
        raise ChildRefused


def put_birthday(resident: Resident, birthday: date) -> list[str]:
    """Set birthday, month and band; comes back with the changed columns. Nothing is saved.

    Raises Incomplete for a day that cannot be, ChildRefused for somebody under 14.
    """
    today = clock.today()
    if birthday > today or birthday.year < today.year - OLDEST:
        raise Incomplete(_("Nobody living was born on this day. Look at the date again."))
    month = knowledge.month_of(birthday)
    if knowledge.is_child(month, today):
        raise ChildRefused
    set_sealed(resident, "born_on", birthday.isoformat())
    resident.born_month = month
    resident.age_band = knowledge.band_of(month, today)
    return ["born_on", "born_month", "age_band"]


@transaction.atomic
def state_age(
    resident: Resident, *, by: Actor, birthday: date | None = None, school: str = ""
) -> Resident:
    """Note a birthday or a school that the person stated.

    Raises ChildRefused for somebody under 14, and for a pupil of primary or junior school whose
    birthday nobody knows.
    """
    demand_grown(resident)
    changed: list[str] = put_birthday(resident, birthday) if birthday else []
    if school:
        if school in knowledge.PUPILS and resident.born_month is None:
            raise ChildRefused
        resident.school = school
        changed.append("school")
    if changed:
        resident.save(update_fields=changed)
        fact = ResidentCorrected(resident_id=str(resident.pk), fields=" ".join(sorted(changed)))
        announce(fact, by=by)
    return resident


@transaction.atomic
def declare_child(resident: Resident, *, by: Actor) -> Resident:
    """Empty the file of somebody who turns out to be under 14; other apps hear `ChildFound`."""
    now = clock.now()
    resident = Resident.objects.select_for_update().get(pk=resident.pk)
    ExternalIdentity.objects.filter(resident=resident).delete()
    WorkLink.objects.filter(resident=resident).delete()
    HouseholdMember.objects.filter(resident=resident, left_at=None).update(left_at=now)
    empty(resident)
    resident.is_child = True
    resident.save()
    announce(ChildFound(resident_id=str(resident.pk)), by=by)
    return resident


def empty(resident: Resident) -> None:
    """Take everything personal out of the file. Nothing is saved."""
    for field in Resident.PRIVATE:
        set_sealed(resident, field, "")
    resident.alias = resident.school = resident.age_band = ""
    resident.born_month = resident.organisation = resident.guardian_informed_at = None


@transaction.atomic
def inform_guardian(resident: Resident, *, how: str, by: Actor) -> Resident:
    """Note that the guardian of a minor of 14 to 17 was told, before anything is set."""
    demand_grown(resident)
    if not queries.is_minor(resident):
        raise Refused(_("Only of persons from 14 to 17 is a guardian told."))
    if len(how.strip()) < 2:
        raise Incomplete(_("Say in a few words how the guardian was told."))
    resident.guardian_informed_at = clock.now()
    resident.save(update_fields=["guardian_informed_at"])
    announce(GuardianInformed(resident_id=str(resident.pk), how=how.strip()[:60]), by=by)
    return resident


@transaction.atomic
def keep_bands_fresh() -> int:
    """Move everybody to the age band of today; who turned 18 is to be reviewed. Says how many."""
    today, moved = clock.today(), 0
    for band, (older, last) in knowledge.band_edges(today).items():
        born = Resident.objects.filter(born_month__lte=last)
        if older is not None:
            born = born.filter(born_month__gt=older)
        changed = born.exclude(age_band=band)
        if band == "18-34":
            for key in changed.filter(age_band="14-17").values_list("pk", flat=True):
                announce(AgeReached(resident_id=str(key), age=knowledge.GROWN_FROM), by=CLOCK)
        moved += changed.update(age_band=band)
    return moved
