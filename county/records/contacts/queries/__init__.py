"""Who is whose contact, and of which town a code's people are."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet

from county.foundation.staff.models import Officer
from county.foundation.staff.policy import Holder
from county.records.contacts.access import Permit
from county.records.contacts.flow import Bond
from county.records.contacts.models import Contact, ContactWay, CorpTag
from county.records.places import queries as places
from county.records.residents import access as residents
from county.records.residents.models import Resident
from county.records.residents.queries import residents_for

LONGEST_STATE = 30
"""Characters of a code's state; a longer one is not ours."""


def contacts_for(holder: Holder) -> QuerySet[Contact]:
    """The contacts an officer may see: those of residents whose files are open to them."""
    if not holder.has(Permit.READ):
        return Contact.objects.none()
    seen = Contact.objects.select_related("officer", "resident")
    if holder.reach is None and holder.has(residents.Permit.READ):
        return seen
    return seen.filter(resident__in=residents_for(holder))


def contacts_of(resident: Resident) -> list[Contact]:
    """Every officer who has or had the resident as a contact, latest first."""
    return list(
        Contact.objects.filter(resident=resident).select_related("officer").order_by("-since")
    )


def pairs_of(external_userid: str) -> list[Contact]:
    """Everything that is kept of one person's name in WeCom."""
    return list(Contact.objects.filter(external_userid=external_userid))


def unseen(seen: Iterable[Contact]) -> list[str]:
    """The people of contacts that stand here but were not among those that WeCom listed."""
    rows = Contact.objects.filter(state=Bond.FRIENDS).exclude(pk__in=[one.pk for one in seen])
    return sorted(set(rows.values_list("external_userid", flat=True)))


def pair(userid: str, external_userid: str) -> Contact | None:
    """One officer's contact with one resident."""
    return Contact.objects.filter(userid=userid, external_userid=external_userid).first()


def friends_of(resident_id: UUID | str) -> list[Contact]:
    """The contacts through which a resident can be reached now."""
    return list(
        Contact.objects.filter(resident_id=resident_id, state=Bond.FRIENDS).order_by("-since")
    )


def officer_called(userid: str) -> Officer | None:
    """Who has this account in WeCom."""
    return Officer.objects.filter(wecom_id=userid).first() if userid else None


def corp_tags() -> dict[str, str]:
    """Our tags in WeCom: the library's code of each, by WeCom's id; without the groups."""
    rows = CorpTag.objects.filter(code__startswith="T")
    return dict(rows.values_list("wecom_id", "code"))


def town_of(state: str) -> str:
    """The town that a code's state names: our code's own, or a town's code at its beginning."""
    if not state or len(state) > LONGEST_STATE:
        return ""
    way = ContactWay.objects.filter(state_word=state).first()
    if way is not None:
        return way.town_code
    place = state.partition(".")[0]
    return places.town_of(place) if len(place) >= 9 and place.isdecimal() else ""


def anyone() -> bool:
    """Whether any contact is known at all."""
    return Contact.objects.exists()
