"""Erase a person: destroy the key of all that is sealed, empty the rest, keep what a law keeps."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from county.foundation.events.actions import announce
from county.foundation.events.registry import Actor, System
from county.kernel import clock
from county.kernel.errors import Incomplete, Refused
from county.kernel.fields import is_shreddable, reveal, set_sealed
from county.records.residents import queries
from county.records.residents.actions.ages import empty
from county.records.residents.events import ResidentErased
from county.records.residents.models import (
    Erasure,
    ExternalIdentity,
    Grant,
    HouseholdMember,
    Resident,
    ResidentKey,
    WorkLink,
)

CLOCK = System("clock")


@transaction.atomic
def erase(resident: Resident, *, reason: str, by: Actor) -> Resident:
    """Destroy what is kept of a person; the number of the file, the audit and what the law keeps
    stay. Other apps hear `ResidentErased` and empty their part.

    Raises Incomplete without a reason, Refused while something open stands against it.
    """
    if len(reason.strip()) < 2:
        raise Incomplete(_("Say in a few words why the file is erased."))
    resident = Resident.objects.select_for_update(of=("self",)).get(pk=resident.pk)
    if against := queries.against_erasure(resident):
        raise Refused(_("Not yet: %s") % against[0])
    for one in [resident, *queries.given_up_to(resident)]:
        _empty_one(one, reason=reason.strip()[:200], by=by)
    return resident


def _empty_one(resident: Resident, *, reason: str, by: Actor) -> None:
    now = clock.now()
    ExternalIdentity.objects.filter(resident=resident).delete()
    WorkLink.objects.filter(resident=resident).delete()
    HouseholdMember.objects.filter(resident=resident).delete()
    Grant.objects.filter(resident=resident).update(until=now)
    empty(resident)
    resident.area_code = resident.town_code = ""
    resident.erased_at = resident.erased_at or now
    resident.save()
    ResidentKey.objects.filter(pk=resident.pk).delete()
    Erasure.objects.get_or_create(pk=resident.pk, defaults={"reason": reason, "by": by.actor})
    announce(ResidentErased(resident_id=str(resident.pk)), by=by)


@transaction.atomic
def reseal(*, limit: int = 200) -> int:
    """Seal under their own key what older versions sealed under the purpose's; says how many."""
    done = 0
    for resident in queries.sealed_the_old_way(limit):
        changed = []
        for field in Resident.PRIVATE:
            if not is_shreddable(resident, field):
                set_sealed(resident, field, reveal(resident, field))
                changed.append(field)
        if changed:
            resident.save(update_fields=changed)
            done += 1
    return done


@transaction.atomic
def erase_again() -> int:
    """Empty anew whom an older dump brought back: their keys are destroyed already. How many."""
    gone = Erasure.objects.values("resident_id")
    back = Resident.objects.select_for_update(of=("self",)).filter(pk__in=gone, erased_at=None)
    rows = list(back)
    for resident in rows:
        told = Erasure.objects.get(pk=resident.pk)
        _empty_one(resident, reason=told.reason, by=CLOCK)
    return len(rows)
