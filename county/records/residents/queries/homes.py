"""Who lives with whom; who speaks for which enterprise."""

from __future__ import annotations

from uuid import UUID

from county.records.residents.models import HouseholdMember, Resident, WorkLink


def housemates(resident: Resident) -> list[HouseholdMember]:
    """Everybody who shares the resident's household, the resident first; nobody without one."""
    own = HouseholdMember.objects.filter(resident=resident, left_at=None).first()
    if own is None:
        return []
    rows = HouseholdMember.objects.filter(household_id=own.household_id, left_at=None)
    return sorted(rows.select_related("resident"), key=lambda one: one.pk != own.pk)


def roles_of(resident: Resident) -> list[WorkLink]:
    """Every role the resident has or had in an enterprise, those in force first."""
    rows = WorkLink.objects.filter(resident=resident).select_related("organisation")
    return sorted(rows.order_by("-since"), key=lambda one: one.until is not None)


def roles_in(organisation_id: UUID) -> list[WorkLink]:
    """Who speaks for an enterprise now."""
    rows = WorkLink.objects.filter(organisation_id=organisation_id, until=None)
    return list(rows.select_related("resident").order_by("role", "pk"))
