"""The contact codes and entrances an officer may see."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from county.foundation.staff.policy import Holder
from county.records.contacts.access import Permit
from county.records.contacts.flow import Bond, EntranceState, WayState
from county.records.contacts.models import Contact, ContactWay, Entrance


def ways_for(holder: Holder) -> QuerySet[ContactWay]:
    """The codes of the areas an officer works in, and those of the whole county."""
    if not holder.has(Permit.MANAGE):
        return ContactWay.objects.none()
    rows = ContactWay.objects.exclude(state=WayState.DELETED).select_related("made_by")
    if holder.reach is None:
        return rows
    return rows.filter(Q(town_code="") | Q(town_code__in=holder.reach))


def came_by(ways: list[ContactWay]) -> dict[str, int]:
    """How many residents are contacts by each code, by its state."""
    states = [way.state_word for way in ways]
    found: dict[str, int] = dict.fromkeys(states, 0)
    rows = Contact.objects.filter(channel_state__in=states, state__in=(Bond.FRIENDS, Bond.HALF))
    for state in rows.values_list("channel_state", flat=True):
        found[state] += 1
    return found


def config_known(config: str) -> bool:
    """Whether a code in WeCom is one of ours already."""
    return ContactWay.objects.filter(config_id=config).exists()


def unfinished() -> list[ContactWay]:
    """Codes that WeCom has not made, or not deleted, yet."""
    return list(ContactWay.objects.filter(state__in=(WayState.PLANNED, WayState.DELETING)))


def entrances_for(holder: Holder) -> QuerySet[Entrance]:
    """The entrances of the accounts that we manage; whoever makes codes may print them all."""
    if not holder.has(Permit.MANAGE):
        return Entrance.objects.none()
    return Entrance.objects.filter(mailbox__managed=True).select_related("mailbox")


def entrances_asked() -> list[Entrance]:
    """Entrances whose link WeCom has not made yet."""
    return list(Entrance.objects.filter(state=EntranceState.ASKED))
