"""The timeline of anything; what waits, what failed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Min, Q, QuerySet
from django.utils import timezone

from county.foundation.events.models import Delivery, Event


def timeline(*subjects: str, thread: str | None = None) -> QuerySet[Event]:
    """Everything that happened to these subjects, and in this conversation, oldest first."""
    about = Q(subject__in=subjects)
    if thread:
        about |= Q(thread=thread)
    return Event.objects.filter(about).order_by("id")


def since(event_id: int, topics: set[str], *, limit: int = 500) -> list[Event]:
    """What open pages that listen for `topics` have missed since `event_id`.

    A little is told twice: transactions may commit out of the order of their numbers.
    """
    later = Event.objects.filter(
        id__gt=event_id, happened_at__gt=timezone.now() - timedelta(hours=1)
    )
    threads = {topic.removeprefix("thread:") for topic in topics if topic.startswith("thread:")}
    about = Q(thread__in=threads) | Q(subject__in=topics)
    for topic in topics:
        if topic.startswith("app:"):
            about |= Q(kind__startswith=topic.removeprefix("app:") + ".")
    return list(later.filter(about).order_by("id")[:limit])


@dataclass(frozen=True)
class Backlog:
    """What waits in the outbox: how many, since when, and how many were given up."""

    waiting: int
    oldest: datetime | None
    dead: int


def backlog() -> Backlog:
    """The outbox at a glance."""
    alive = Delivery.objects.filter(dead_at__isnull=True)
    oldest = alive.aggregate(at=Min("event__happened_at"))["at"]
    return Backlog(alive.count(), oldest, Delivery.objects.filter(dead_at__isnull=False).count())


def failures() -> QuerySet[Delivery]:
    """Facts whose listener was given up, newest first."""
    return Delivery.objects.filter(dead_at__isnull=False).select_related("event").order_by("-id")


def all_events(words: str = "") -> QuerySet[Event]:
    """The whole log; with words, the facts of that kind, about that subject or by that actor."""
    if not words:
        return Event.objects.all()
    return Event.objects.filter(Q(kind__startswith=words) | Q(subject=words) | Q(by=words))
