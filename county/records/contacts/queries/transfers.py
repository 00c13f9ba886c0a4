"""Transfers that wait, how often somebody was transferred, who takes over from whom."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

from django.db.models import Count, Q, QuerySet

from county.foundation.staff.models import Officer
from county.foundation.staff.policy import Holder
from county.foundation.staff.queries import officers
from county.kernel import clock
from county.records.contacts.access import Permit
from county.records.contacts.flow import Bond, Passage
from county.records.contacts.models import Contact, Transfer
from county.records.residents.queries import residents_for

SPAN, MOST = timedelta(days=90), 2
"""A resident is transferred so often in this time, and no more (document 92125)."""


def transfers_for(holder: Holder) -> QuerySet[Transfer]:
    """The transfers an officer may see: of residents whose files are open to them."""
    if not holder.has(Permit.READ):
        return Transfer.objects.none()
    rows = Transfer.objects.select_related("contact__resident", "contact__officer", "taker_officer")
    if holder.reach is None:
        return rows
    return rows.filter(contact__resident__in=residents_for(holder))


def moved_enough(people: Collection[str]) -> set[str]:
    """Those whom WeCom would not let be transferred once more, by their names there."""
    begun = Transfer.objects.filter(
        contact__external_userid__in=people,
        state__in=(Passage.WAITING, Passage.DONE),
        begun_at__gte=clock.now() - SPAN,
    )
    counted = begun.order_by().values("contact__external_userid").annotate(n=Count("pk"))
    return set(counted.filter(n__gte=MOST).values_list("contact__external_userid", flat=True))


def to_hand_over(userid: str) -> list[Contact]:
    """The contacts that an officer still has and that are not on their way to anybody."""
    on_their_way = Transfer.objects.filter(state__in=(Passage.PLANNED, Passage.WAITING))
    rows = Contact.objects.filter(userid=userid, state=Bond.FRIENDS)
    return list(rows.exclude(pk__in=on_their_way.values("contact_id")).order_by("pk"))


def pairs(*states: Passage) -> list[tuple[str, str, bool]]:
    """Who gives to whom in transfers of these states, and whether the giver has left WeCom."""
    rows = Transfer.objects.filter(state__in=states).order_by("giver", "taker", "resigned")
    return list(rows.values_list("giver", "taker", "resigned").distinct())


def between(giver: str, taker: str, state: Passage, *, resigned: bool) -> list[Transfer]:
    """The transfers of one state between two officers, oldest first."""
    rows = Transfer.objects.filter(giver=giver, taker=taker, state=state, resigned=resigned)
    return list(rows.select_related("contact").order_by("planned_at", "pk"))


def taker_for(leaving: Officer) -> Officer | None:
    """Who takes an officer's contacts over when nobody is named: of the same department, with an
    account in WeCom, and among these who has the fewest contacts."""
    able = officers().filter(
        department_id=leaving.department_id,
        wecom_id__isnull=False,
        post__permits__contains=[Permit.READ.value],
    )
    friends = Count("contact", filter=Q(contact__state=Bond.FRIENDS))
    return able.exclude(pk=leaving.pk).annotate(n=friends).order_by("n", "pk").first()


def givers_who_left(holder: Holder) -> list[Officer]:
    """Officers who have left and still have `contacts` that are on their way to nobody."""
    on_their_way = Transfer.objects.filter(state__in=(Passage.PLANNED, Passage.WAITING))
    left = Contact.objects.filter(state=Bond.FRIENDS, officer__is_active=False)
    left = left.exclude(pk__in=on_their_way.values("contact_id"))
    rows = Officer.objects.filter(contact__in=left).annotate(contacts=Count("contact"))
    if holder.reach is not None:
        rows = rows.filter(department_id=getattr(holder, "department_id", None))
    return list(rows.order_by("name"))
