"""Who is on duty; answers like this question; the sentences sent often."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Q, QuerySet

from county.dimensions.helpdesk.access import Permit
from county.dimensions.helpdesk.models import Answer, Duty, Matter, QuickReply
from county.dimensions.helpdesk.models.matters import Topic
from county.foundation.staff import queries as staff
from county.foundation.staff.models import Officer
from county.kernel.text import bigrams, fold
from county.records.places.queries import towns

LEAST_SHARED = 3
"""Pairs of characters a question and an answer share before it is more than chance."""


def on_duty(town_code: str, now: datetime) -> list[Officer]:
    """The officers at the desk now for this town, or county-wide; everyone able, if nobody is."""
    return rostered(town_code, now) or list(staff.holders(Permit.TAKE, area=town_code)[:20])


def rostered(town_code: str, now: datetime) -> list[Officer]:
    """The officers whom the roster puts at the desk now for this town, or county-wide.

    Where the town is not known, everyone at a desk: they all see the matter in their queue.
    """
    duties = Duty.objects.filter(starts_at__lte=now, ends_at__gt=now)
    if town_code:
        duties = duties.filter(Q(area_code=town_code) | Q(area_code=""))
    duties = duties.select_related("officer__post", "officer__department")
    officers = {duty.officer.pk: duty.officer for duty in duties if duty.officer.is_active}
    return list(officers.values())


def able_to_open(officers: Iterable[Officer], matter: Matter) -> list[Officer]:
    """Those of these officers who may open the matter: of a lead, who handles leads.

    Nobody is told of what then answers that there is no such page.
    """
    return [one for one in officers if matter.kind != "lead" or one.has(Permit.LEADS)]


def roster(start: datetime, end: datetime) -> QuerySet[Duty]:
    """Duties that touch this span, in order."""
    touching = Duty.objects.filter(starts_at__lt=end, ends_at__gt=start)
    return touching.select_related("officer__department").order_by("starts_at", "officer__name")


def fraud_desk() -> QuerySet[Officer]:
    """The officers of the fraud desk."""
    return staff.holders(Permit.FRAUD_DESK)


def answers(topic: str = "", *, words: str = "") -> QuerySet[Answer]:
    """The library, by topic and words."""
    library = Answer.objects.order_by("topic", "question")
    if topic:
        library = library.filter(topic=topic)
    if words:
        library = library.filter(
            Q(question__icontains=words) | Q(text__icontains=words) | Q(words__icontains=words)
        )
    return library


def answers_like(text: str, today: date, *, topic: str = "", limit: int = 3) -> list[Answer]:
    """The answers whose question is most like this text; none that is past its review day.

    Of a known topic only its own answers are offered: a near miss is worse than none.
    """
    wanted = set(bigrams(fold(text)))
    if not wanted:
        return []
    scored = []
    valid = Answer.objects.filter(expires_on__gte=today)
    if topic and topic != Topic.OTHER:
        valid = valid.filter(topic=topic)
    for answer in valid:
        own = set(bigrams(fold(f"{answer.question} {answer.words}")))
        shared = len(wanted & own)
        whole = set(bigrams(fold(answer.question))) <= wanted
        if shared >= LEAST_SHARED or whole:
            scored.append((shared / (len(own) ** 0.5), answer))
    scored.sort(key=lambda pair: (-pair[0], pair[1].question))
    return [answer for _score, answer in scored[:limit]]


def quick_replies(officer: Officer, topic: str = "") -> list[QuickReply]:
    """The county's and the department's sentences, those of the topic first."""
    own = QuickReply.objects.filter(Q(department=None) | Q(department_id=officer.department_id))
    return sorted(own, key=lambda reply: (reply.topic != topic, reply.topic != "", reply.title))


def duties() -> QuerySet[Duty]:
    """Every duty of the roster."""
    return Duty.objects.all()


def towns_without_duty(now: datetime) -> list[str]:
    """The towns for which nobody sits at the desk now; none if somebody does county-wide."""
    covered = set(
        Duty.objects.filter(starts_at__lte=now, ends_at__gt=now).values_list("area_code", flat=True)
    )
    if "" in covered:
        return []
    return [town.code for town in towns() if town.code not in covered]
