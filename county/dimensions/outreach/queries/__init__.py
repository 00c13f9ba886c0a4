"""Notices an officer may see, what is due, who has had enough, how it went."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Coalesce

from county.dimensions.outreach import knowledge
from county.dimensions.outreach.access import scope
from county.dimensions.outreach.flow import REACHED, SENT, UNDER_WAY, Fate, State, Way
from county.dimensions.outreach.knowledge import FEWEST, MONTH, WEEK, Had
from county.dimensions.outreach.models import Answer, Campaign, Delivery
from county.foundation.staff.policy import Holder
from county.foundation.switches.queries import is_on
from county.foundation.switches.registry import OUTREACH_BULK, TAGS_USE
from county.kernel import clock
from county.records.audiences.knowledge import parse
from county.records.audiences.queries import Members, is_personal, members
from county.records.residents.queries import residents_for


def campaigns_for(holder: Holder) -> QuerySet[Campaign]:
    """The notices an officer may see; every page starts here."""
    rows = Campaign.objects.select_related("author", "department", "law_checked_by")
    return scope(rows, holder)


def audience_of(campaign: Campaign) -> Members:
    """Whom the notice would go to at this moment, within its author's reach."""
    node = parse(campaign.expression)
    return members(node, campaign.author, urgent=campaign.is_urgent)


def is_allowed(campaign: Campaign) -> bool:
    """Whether the switches let the notice go out: all of them, and tags where it uses any (E34)."""
    personal = is_personal(parse(campaign.expression))
    return is_on(OUTREACH_BULK) and (is_on(TAGS_USE) or not personal)


def may_send_now(campaign: Campaign, now: datetime) -> bool:
    """Whether the window is open and the switches let it go."""
    return knowledge.window_open(now, urgent=campaign.is_urgent) and is_allowed(campaign)


def due(now: datetime) -> list[Campaign]:
    """Approved notices whose time has come."""
    rows = Campaign.objects.filter(state=State.APPROVED).select_related("author")
    ready = rows.filter(Q(begins_at__isnull=True) | Q(begins_at__lte=now)).order_by("submitted_at")
    return [
        one for one in ready if knowledge.window_open(now, urgent=one.is_urgent) and is_allowed(one)
    ]


def being_sent() -> list[Campaign]:
    """Notices that are being sent."""
    rows = Campaign.objects.filter(state=State.SENDING).select_related("author")
    return list(rows.order_by("begun_at"))


def lately_sent(now: datetime) -> list[Campaign]:
    """Notices that ended within the last week: people still open the pages they lie on."""
    rows = Campaign.objects.filter(begun_at__isnull=False, ended_at__gt=now - WEEK)
    return list(rows.order_by("ended_at"))


def had(residents: Collection[UUID], now: datetime, *, besides: Campaign) -> dict[UUID, Had]:
    """How many notices each of these people had lately, or has coming."""
    rows = Delivery.objects.filter(
        resident_id__in=list(residents), state__in=(*SENT, Fate.PLANNED)
    ).exclude(campaign=besides)
    rows = rows.annotate(at=Coalesce("sent_at", "planned_at")).filter(at__gt=now - MONTH)
    counted = rows.order_by().values("resident_id").annotate(
        month=Count("pk"), week=Count("pk", filter=Q(at__gt=now - WEEK))
    )  # fmt: skip
    return {row["resident_id"]: Had(row["week"], row["month"]) for row in counted}


def states(campaigns: Iterable[Campaign]) -> dict[UUID, dict[str, int]]:
    """How many people of each notice are in each state."""
    rows = Delivery.objects.filter(campaign__in=list(campaigns)).order_by()
    found: dict[UUID, dict[str, int]] = {}
    for key, state, number in rows.values_list("campaign_id", "state").annotate(n=Count("pk")):
        found.setdefault(key, {})[state] = number
    return found


def ledger(campaign: Campaign, holder: Holder) -> QuerySet[Delivery]:
    """The lines of a notice whose people's files the officer may see."""
    rows = Delivery.objects.filter(campaign=campaign).select_related("resident")
    return rows.filter(resident__in=residents_for(holder)) if holder.reach is not None else rows


def answers(campaign: Campaign) -> dict[str, int]:
    """How many answers of each kind the notice brought."""
    rows = Answer.objects.filter(campaign=campaign).order_by()
    return dict(rows.values_list("what").annotate(n=Count("pk")))


def written(campaign: Campaign) -> list[Delivery]:
    """The lines of a notice that lies on its people's pages."""
    return list(Delivery.objects.filter(campaign=campaign, message__isnull=False).order_by("pk"))


def of_resident(resident_id: UUID | str, *, most: int = 20) -> list[Delivery]:
    """What a resident was sent, or would have been, the latest first."""
    rows = Delivery.objects.filter(resident_id=resident_id).select_related("campaign__department")
    return list(rows.order_by("-planned_at")[:most])


@dataclass(frozen=True, slots=True)
class Reach:
    """How far a notice came in one group of people; None where the group is too small to tell."""

    name: str
    people: int | None
    sent: int | None
    reached: int | None


def reach_by(campaign: Campaign, field: str) -> list[Reach]:
    """How far it came by town or by way; groups below five people are not told (invariant 31)."""
    rows = Delivery.objects.filter(campaign=campaign).order_by()
    counted = rows.values(field).annotate(
        n=Count("pk"),
        sent=Count("pk", filter=Q(state__in=SENT)),
        reached=Count("pk", filter=Q(state__in=REACHED)),
    )
    return [
        Reach(row[field], row["n"], row["sent"], row["reached"])
        if row["n"] >= FEWEST
        else Reach(row[field], None, None, None)
        for row in counted.order_by(field)
    ]


def waiting(campaign: Campaign) -> bool:
    """Whether something of the notice is still on its way out."""
    return Delivery.objects.filter(campaign=campaign, state__in=UNDER_WAY).exists()


def overdue_in_wecom(campaign: Campaign, now: datetime) -> bool:
    """Whether officers have left the notice unconfirmed for so long that another way is taken."""
    patience: timedelta = knowledge.LAPSES[campaign.urgency]
    rows = Delivery.objects.filter(campaign=campaign, way=Way.WECOM, state=Fate.CREATED)
    return rows.filter(sent_at__lt=now - patience).exists()


def mailings_of(campaign: Campaign) -> str:
    """How the keys of the notice's group messages begin."""
    return f"campaign:{campaign.pk}:"


_READ = """
UPDATE outreach_delivery d SET state = 'read', read_at = c.resident_read_at,
  delivered_at = c.resident_read_at
FROM conversations_message m JOIN conversations_conversation c ON c.id = m.conversation_id
WHERE d.campaign_id = %s AND d.state = 'written' AND m.id = d.message
  AND c.resident_read_at >= m.said_at
"""


def note_what_was_read(campaign: Campaign) -> int:
    """Carry over which notices residents' pages have shown; says how many."""
    with connection.cursor() as cursor:
        cursor.execute(_READ, [campaign.pk])
        return int(cursor.rowcount)


def today_in_window() -> bool:
    """Whether routine notices may be sent now."""
    return knowledge.window_open(clock.now(), urgent=False)


def by_code(code: str) -> Campaign | None:
    """A notice that has begun, by the code in its address."""
    rows = Campaign.objects.filter(code=code, begun_at__isnull=False)
    return rows.select_related("department").first()


def line_of(campaign: Campaign, resident: Any) -> Delivery | None:
    """The resident's line of a notice."""
    return Delivery.objects.filter(campaign=campaign, resident=resident).first()


@dataclass(frozen=True, slots=True)
class Concern:
    """What a notice was about, where, and since when."""

    category: str
    towns: list[str]
    begun_at: datetime


def concern_of(campaign_id: UUID | str) -> Concern | None:
    """What a notice that has begun was about; None for one without a type."""
    campaign = Campaign.objects.filter(pk=campaign_id).exclude(category="").first()
    if campaign is None or campaign.begun_at is None:
        return None
    people = Delivery.objects.filter(campaign=campaign).exclude(resident__town_code="")
    towns = people.order_by().values_list("resident__town_code", flat=True).distinct()
    return Concern(campaign.category, sorted(towns), campaign.begun_at)
