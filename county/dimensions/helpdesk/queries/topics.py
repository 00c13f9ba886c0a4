"""How many asked about what, week by week."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count

from county.dimensions.helpdesk.flow import Kind
from county.dimensions.helpdesk.models import Matter
from county.dimensions.helpdesk.models.matters import Topic
from county.kernel.periods import Period
from county.kernel.saying import kept

WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Asked:
    """How many consultations about a topic were opened in a week, and in the week before."""

    topic: str
    count: int
    before: int


def topic_msgid(topic: str) -> str:
    """A topic as a sentence to keep."""
    return kept(Topic(topic).label)


def week_before(day: date) -> Period:
    """The last whole week, Monday to Sunday, before this day."""
    monday = day - timedelta(days=day.weekday()) - WEEK
    return Period(monday, monday + timedelta(days=6))


def _by_topic(week: Period) -> dict[str, int]:
    rows = Matter.objects.filter(
        kind=Kind.CONSULTATION, opened_at__gte=week.begins, opened_at__lt=week.ends
    )
    return dict(rows.order_by().values_list("topic").annotate(n=Count("pk")))


def asked_in(week: Period) -> list[Asked]:
    """Every topic that was asked about in a week, with the week before it."""
    before = _by_topic(Period(week.first - WEEK, week.last - WEEK))
    now = _by_topic(week)
    return [Asked(topic, count, before.get(topic, 0)) for topic, count in sorted(now.items())]
