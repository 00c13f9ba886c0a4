"""Group messages: who can be reached, who has had enough, what became of each."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet

from county.foundation.staff.policy import Holder
from county.kernel import clock
from county.records.contacts.access import Permit
from county.records.contacts.flow import Bond, Fate, Part, Quota
from county.records.contacts.knowledge import period
from county.records.contacts.models import Allowance, Contact, Lot, Mailing, Recipient
from county.records.residents.queries import residents_for

WATCHED = timedelta(days=35)
"""How long it is asked what became of a mailing."""


def mailings_for(holder: Holder) -> QuerySet[Mailing]:
    """The mailings an officer may see: all of a county-wide post, else the department's own."""
    if not holder.has(Permit.READ):
        return Mailing.objects.none()
    rows = Mailing.objects.select_related("author")
    if holder.reach is None:
        return rows
    department = getattr(holder, "department_id", None)
    return rows.filter(author__department_id=department)


def counts(mailings: Collection[Mailing]) -> dict[Any, dict[str, int]]:
    """How many people of each mailing are in each state."""
    rows = Recipient.objects.filter(mailing__in=mailings).order_by()
    found: dict[Any, dict[str, int]] = {}
    for key, state, number in rows.values_list("mailing_id", "state").annotate(n=Count("pk")):
        found.setdefault(key, {})[state] = number
    return found


def people_of(mailing: Mailing, holder: Holder) -> QuerySet[Recipient]:
    """The people of a mailing whose files are open to the officer."""
    rows = Recipient.objects.filter(mailing=mailing).select_related("resident")
    return rows if holder.reach is None else rows.filter(resident__in=residents_for(holder))


def lots_of(mailing: Mailing) -> list[Lot]:
    """The parts of a mailing, in their order."""
    return list(Lot.objects.filter(mailing=mailing).order_by("number"))


def names_to_reach(keys: Collection[Any]) -> dict[Any, str]:
    """Under which name WeCom reaches each of these residents: that of the latest contact."""
    rows = Contact.objects.filter(resident_id__in=list(keys), state=Bond.FRIENDS)
    return dict(rows.order_by("since").values_list("resident_id", "external_userid"))


def quota() -> Quota:
    """Which quota the administrator has chosen."""
    row = Allowance.objects.first()
    return Quota(row.quota) if row else Quota.MONTH


def used_up(keys: Collection[Any], day: date) -> set[Any]:
    """Those of these residents who have had, or have coming, as many as the quota allows (F-33)."""
    first, after, most = period(quota(), day)
    start, end = clock.start_of_day(first), clock.start_of_day(after)
    coming = Q(state__in=(Fate.PLANNED, Fate.CREATED, Fate.WAITING),
               planned_at__gte=start, planned_at__lt=end)  # fmt: skip
    had = Q(state=Fate.DELIVERED, sent_at__gte=start, sent_at__lt=end)
    counted = (
        Recipient.objects.filter(had | coming, resident_id__in=list(keys))
        .order_by()
        .values("resident_id")
        .annotate(n=Count("pk"))
        .filter(n__gte=most)
    )
    told = Recipient.objects.filter(
        resident_id__in=list(keys), state=Fate.ENOUGH, lot__created_at__gte=start,
        lot__created_at__lt=end,
    )  # fmt: skip
    return set(counted.values_list("resident_id", flat=True)) | set(
        told.values_list("resident_id", flat=True)
    )


def with_work_left() -> list[Mailing]:
    """Mailings that WeCom has not taken whole, or whose outcome may still change."""
    parts = Lot.objects.filter(
        state__in=(Part.PLANNED, Part.CREATED, Part.CANCELLING),
        mailing__made_at__gte=clock.now() - WATCHED,
    )
    return list(Mailing.objects.filter(pk__in=parts.values("mailing_id")).order_by("made_at"))


def message_known(message: str) -> bool:
    """Whether a message in WeCom is one of our parts already."""
    return Lot.objects.filter(message=message).exists()


def names_of(lot: Lot) -> list[str]:
    """Whom a part is for and who is still to be handed to WeCom, by their names there."""
    rows = Recipient.objects.filter(lot=lot, state=Fate.PLANNED)
    return list(rows.order_by("pk").values_list("external_userid", flat=True))
