"""Partners and what they hear; messages and their tries; which of our things an event is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Min, Q, QuerySet
from django.utils.translation import gettext as _

from county.foundation.events.models import Event
from county.foundation.events.registry import KINDS
from county.foundation.outside.flow import Fate, Hearing, Standing
from county.foundation.outside.knowledge import telling
from county.foundation.outside.models import Attempt, Dispatch, ExternalEvent, Partner, Subscription
from county.foundation.outside.registry import GUARDS
from county.foundation.staff.models import Key
from county.kernel import clock
from county.kernel.errors import NotAllowed


def partners() -> QuerySet[Partner]:
    """Every partner system, the latest first, with its department and key."""
    return Partner.objects.select_related("department", "key", "proposed_by").order_by(
        "-proposed_at"
    )


def partner_of(key: Key) -> Partner:
    """The admitted partner whose key this is; NotAllowed for a key of nobody in particular."""
    found = Partner.objects.filter(key=key, state=Standing.ADMITTED).first()
    if found is None:
        raise NotAllowed(_("This key belongs to no partner system. Ask the administrator."))
    return found


def subscriptions_of(partner: Partner) -> list[Subscription]:
    """What the partner hears, or has heard, of."""
    return list(partner.subscriptions.select_related("asked_by").order_by("-asked_at"))


def subscription(key: UUID | str) -> Subscription:
    """One subscription with its partner."""
    return Subscription.objects.select_related("partner__department").get(pk=key)


def listening(kind: str) -> QuerySet[Subscription]:
    """The subscriptions that are on for this kind, of partners whose key is good."""
    now = clock.now()
    return Subscription.objects.filter(
        state=Hearing.ON,
        kinds__contains=[kind],
        partner__state=Standing.ADMITTED,
        partner__key__revoked_at__isnull=True,
        partner__key__expires_at__gt=now,
    ).select_related("partner__key__department")


def may_be_told(subscription: Subscription, kind: str, facts: dict[str, Any]) -> bool:
    """Whether this fact may be told to this partner: the dimension it is about decides.

    A kind whose subject nobody guards is told to nobody.
    """
    field = KINDS[kind].subject_field
    guard, key = GUARDS.get(field), subscription.partner.key
    if guard is None or key is None:
        return False
    subject_id = str(facts[field])
    theirs = external_name(subscription.partner, f"{field.removesuffix('_id')}:{subject_id}")
    return guard(key, subject_id, bool(theirs))


def external_name(partner: Partner, subject: str) -> str:
    """The partner's own name for this thing of ours; empty where it has none."""
    rows = ExternalEvent.objects.filter(partner=partner, subject=subject)
    return rows.values_list("external_event_id", flat=True).order_by("received_at").first() or ""


def mapped_to(subjects: Iterable[str]) -> list[ExternalEvent]:
    """The events of other systems that these things of ours are."""
    rows = ExternalEvent.objects.filter(subject__in=list(subjects)).select_related("partner")
    return list(rows.order_by("received_at"))


def event_of(partner: Partner, external_event_id: str) -> ExternalEvent | None:
    """The partner's event of this name, if it came."""
    rows = ExternalEvent.objects.filter(partner=partner, external_event_id=external_event_id)
    return rows.first()


def kinds_to_choose() -> list[tuple[str, str]]:
    """What can be subscribed: each kind that the reviewed file names and that there is."""
    return [(kind, str(KINDS[kind].title)) for kind in telling().kinds if kind in KINDS]


def dispatches(*, state: str = "", partner: Partner | None = None) -> QuerySet[Dispatch]:
    """Messages to partners, with where they go."""
    rows = Dispatch.objects.select_related("subscription__partner")
    if state in Fate.values:
        rows = rows.filter(state=state)
    return rows.filter(subscription__partner=partner) if partner else rows


def attempts_of(dispatch: Dispatch) -> list[Attempt]:
    """Every try of a message, the first first."""
    return list(dispatch.attempts.order_by("pk"))


def due(subscription_id: UUID | str) -> QuerySet[Dispatch]:
    """What this subscription's address should be sent now, the oldest first."""
    now = clock.now()
    ready = Q(subscription__rests_until__isnull=True) | Q(subscription__rests_until__lte=now)
    rows = Dispatch.objects.filter(
        ready,
        subscription_id=subscription_id,
        subscription__state=Hearing.ON,
        state=Fate.WAITING,
        due_at__lte=now,
    )
    return rows.order_by("due_at", "id")


def overdue() -> list[tuple[UUID, UUID]]:
    """Partner and subscription of everything that should be sent now."""
    now = clock.now()
    ready = Q(subscription__rests_until__isnull=True) | Q(subscription__rests_until__lte=now)
    rows = Dispatch.objects.filter(
        ready, subscription__state=Hearing.ON, state=Fate.WAITING, due_at__lte=now
    )
    return list(
        rows.order_by().values_list("subscription__partner_id", "subscription_id").distinct()
    )


def moment_of(event_id: int) -> datetime:
    """When the event happened."""
    found: datetime = Event.objects.values_list("happened_at", flat=True).get(pk=event_id)
    return found


@dataclass(frozen=True, slots=True)
class Outbox:
    """Messages to partners at a glance."""

    waiting: int
    oldest: datetime | None
    dead: int


def outbox() -> Outbox:
    """How many wait, since when the oldest, and how many were given up."""
    found = Dispatch.objects.aggregate(
        waiting=Count("pk", filter=Q(state=Fate.WAITING)),
        oldest=Min("queued_at", filter=Q(state=Fate.WAITING)),
        dead=Count("pk", filter=Q(state=Fate.DEAD)),
    )
    return Outbox(found["waiting"], found["oldest"], found["dead"])
