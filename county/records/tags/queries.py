"""The tags of a resident, as far as the asking officer may see them."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet

from county.foundation.staff.policy import Holder
from county.records.residents.queries import residents_for
from county.records.tags.access import Permit
from county.records.tags.flow import State
from county.records.tags.knowledge import (
    OFFICER,
    SENSITIVE,
    UNCONFIRMED_DAYS,
    Group,
    library,
    tags,
)
from county.records.tags.models import Tagging

OPEN = (State.PROPOSED, State.ACTIVE)


def taggings_for(holder: Holder) -> QuerySet[Tagging]:
    """The taggings an officer may see; sensitive ones only with a permit of their own."""
    if not holder.has(Permit.READ):
        return Tagging.objects.none()
    rows = Tagging.objects.filter(resident__in=residents_for(holder)).select_related("officer")
    if holder.has(Permit.SENSITIVE):
        return rows
    return rows.filter(code__in=[one.code for one in tags().values() if one.level < SENSITIVE])


def open_of(resident_id: UUID | str, holder: Holder) -> list[Tagging]:
    """What is proposed or in force for a resident, in the order of the library."""
    rows = taggings_for(holder).filter(resident_id=resident_id, state__in=OPEN)
    return list(rows.order_by("code"))


def own(resident_id: UUID | str) -> QuerySet[Tagging]:
    """Everything that is or was on a resident, for the resident; the latest first."""
    rows = Tagging.objects.filter(resident_id=resident_id)
    return rows.select_related("officer__department").order_by("-proposed_at", "code")


def active_codes(resident_id: UUID | str) -> set[str]:
    """The codes that are in force for a resident."""
    rows = Tagging.objects.filter(resident_id=resident_id, state=State.ACTIVE)
    return set(rows.values_list("code", flat=True))


def to_propose(resident_id: UUID | str, holder: Holder) -> list[Group]:
    """The library's groups with what an officer may propose and the resident does not have."""
    has = set(
        Tagging.objects.filter(resident_id=resident_id, state__in=OPEN).values_list(
            "code", flat=True
        )
    )
    found = []
    for group in library():
        left = tuple(
            tag
            for tag in group.tags
            if OFFICER in tag.setters
            and tag.code not in has
            and (tag.level < SENSITIVE or holder.has(Permit.SENSITIVE))
        )
        if left:
            found.append(Group(group.code, group.name, group.name_en, left))
    return found


def to_set(resident_id: UUID | str) -> list[Group]:
    """The library's groups with what a resident may set alone and does not have in force."""
    open_now = Tagging.objects.filter(resident_id=resident_id, state__in=OPEN)
    has = set(open_now.values_list("code", flat=True))
    found = []
    for group in library():
        left = tuple(tag for tag in group.tags if tag.set_alone and tag.code not in has)
        if left:
            found.append(Group(group.code, group.name, group.name_en, left))
    return found


def run_out(today: date) -> list[Tagging]:
    """Tags in force whose last day has passed."""
    return list(Tagging.objects.filter(state=State.ACTIVE, until__lt=today).order_by("until")[:500])


def unconfirmed(now: datetime) -> list[Tagging]:
    """Proposals that nobody has confirmed in fourteen days."""
    old = now - timedelta(days=UNCONFIRMED_DAYS)
    return list(Tagging.objects.filter(state=State.PROPOSED, proposed_at__lt=old)[:500])
