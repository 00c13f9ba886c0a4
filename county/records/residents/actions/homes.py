"""Who lives with whom, by each one's word; who speaks for which enterprise, and until when."""

from __future__ import annotations

from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from county.foundation.events.actions import announce
from county.foundation.events.registry import Actor
from county.kernel import clock
from county.kernel.errors import Incomplete, Refused
from county.records.organisations.models import Organisation
from county.records.residents.actions.ages import demand_grown
from county.records.residents.events import (
    HouseholdLeft,
    HouseholdShared,
    RoleBegun,
    RoleEnded,
)
from county.records.residents.models import Household, HouseholdMember, Resident, WorkLink

SHORTEST = 2


@transaction.atomic
def share_household(
    resident: Resident, *, evidence: str, by: Actor, household: Household | None = None
) -> HouseholdMember:
    """Let a resident who agreed to it share a household; without one, a new one is made.

    Raises Incomplete where nobody says how they agreed, Refused for who shares one already.
    """
    demand_grown(resident)
    if len(evidence.strip()) < SHORTEST:
        raise Incomplete(_("Say how this person agreed: each member of a household does so alone."))
    if HouseholdMember.objects.filter(resident=resident, left_at=None).exists():
        raise Refused(_("This person shares a household already. End that first."))
    home = household or Household.objects.create(area_code=resident.area_code)
    member = HouseholdMember.objects.create(
        household=home, resident=resident, evidence=evidence.strip()[:200], set_by=by.actor
    )
    announce(HouseholdShared(resident_id=str(resident.pk), household_id=str(home.pk)), by=by)
    return member


@transaction.atomic
def leave_household(resident: Resident, *, by: Actor) -> None:
    """Take a resident out of their household; nobody else in it is asked."""
    changed = HouseholdMember.objects.filter(resident=resident, left_at=None)
    for member in changed:
        member.left_at = clock.now()
        member.save(update_fields=["left_at"])
        fact = HouseholdLeft(resident_id=str(resident.pk), household_id=str(member.household_id))
        announce(fact, by=by)


@transaction.atomic
def begin_role(
    resident: Resident,
    *,
    organisation: Organisation,
    role: str,
    by: Actor,
    since: date | None = None,
) -> WorkLink:
    """Note that a resident speaks for an enterprise in a role. Raises Refused for one they have."""
    demand_grown(resident)
    try:
        with transaction.atomic():
            link = WorkLink.objects.create(
                resident=resident,
                organisation=organisation,
                role=role,
                since=since or clock.today(),
                set_by=by.actor,
            )
    except IntegrityError as error:
        raise Refused(_("The person has this role there already.")) from error
    if resident.organisation_id is None:
        resident.organisation = organisation
        resident.save(update_fields=["organisation"])
    announce(RoleBegun(resident_id=str(resident.pk), organisation_id=str(organisation.pk)), by=by)
    return link


@transaction.atomic
def end_role(link: WorkLink, *, by: Actor, until: date | None = None) -> WorkLink:
    """End a role; the main workplace goes with the last role there."""
    last = until or clock.today()
    if last < link.since:
        raise Incomplete(_("A role does not end before it begins."))
    link.until = last
    link.save(update_fields=["until"])
    resident = link.resident
    others = WorkLink.objects.filter(resident=resident, organisation_id=link.organisation_id)
    if resident.organisation_id == link.organisation_id and not others.filter(until=None).exists():
        resident.organisation = None
        resident.save(update_fields=["organisation"])
    fact = RoleEnded(resident_id=str(resident.pk), organisation_id=str(link.organisation_id))
    announce(fact, by=by)
    return link
