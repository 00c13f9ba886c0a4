"""Questions an officer or an enterprise may see; who waits; how long answers took (S21)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from county.dimensions.procuracy.access import Permit
from county.dimensions.procuracy.flow import Asked
from county.dimensions.procuracy.knowledge import counsel
from county.dimensions.procuracy.models import Question
from county.foundation.staff.policy import Holder
from county.kernel import clock
from county.records.organisations.models import Organisation

OPEN = (Asked.OPEN, Asked.WAITING, Asked.CALLED)
ENDED = (Asked.ANSWERED, Asked.REFERRED)
WITH = ("organisation", "session", "officer", "representative")
READERS = (Permit.COUNSEL, Permit.ROSTER, Permit.FIGURES)


def questions_for(officer: Holder) -> QuerySet[Question]:
    """Every question, for the procuratorate; for the counter what is registered or due today."""
    rows = Question.objects.select_related(*WITH)
    if any(officer.has(permit) for permit in READERS):
        return rows
    if officer.has(Permit.COUNTER):
        today = clock.today()
        return rows.filter(
            Q(asked_by=officer.actor) | Q(day=today) | Q(session__on=today) | Q(state__in=OPEN[1:])
        )
    return rows.none()


def questions_of(organisation: Organisation) -> QuerySet[Question]:
    """An enterprise's own questions, the latest first."""
    rows = Question.objects.filter(organisation=organisation).select_related(*WITH)
    return rows.order_by("-day", "-serial")


def waiting() -> QuerySet[Question]:
    """Who waits at the centre, in the order in which they are called."""
    rows = Question.objects.filter(state=Asked.WAITING, queued_at__isnull=False)
    return rows.select_related("organisation").order_by("queued_at", "serial")


def called() -> QuerySet[Question]:
    """Who is at the desk now."""
    return Question.objects.filter(state=Asked.CALLED).select_related(*WITH).order_by("queued_at")


def booked_on(day: date) -> QuerySet[Question]:
    """Who has a time on a day and has not come yet, in the order of their times."""
    rows = Question.objects.filter(session__on=day, state=Asked.OPEN).select_related(*WITH)
    return rows.order_by("slot")


def due_by(day: date) -> QuerySet[Question]:
    """Open questions whose last day is this one, or has passed."""
    rows = Question.objects.filter(state__in=OPEN, due_on__lte=day).select_related("officer")
    return rows.order_by("due_on", "number")


def narrowed(
    rows: QuerySet[Question], *, state: str, topic: str, words: str, span: str
) -> QuerySet[Question]:
    """The questions in a state, on a topic, with this number or enterprise; ended within a span.

    `span` is two days with a slash, as the figures' drill-down names it.
    """
    if state == "late":
        rows = rows.filter(state__in=OPEN, due_on__lt=clock.today())
    elif state == "running":
        rows = rows.filter(state__in=OPEN)
    elif state in Asked.values:
        rows = rows.filter(state=state)
    if topic:
        rows = rows.filter(topic=topic)
    if words:
        rows = rows.filter(Q(number__icontains=words) | Q(organisation__name__icontains=words))
    return ended_within(rows, *days) if (days := _span(span)) else rows


def _span(span: str) -> tuple[date, date] | None:
    first, _slash, last = span.partition("/")
    try:
        return date.fromisoformat(first), date.fromisoformat(last)
    except ValueError:
        return None


def ended_within(rows: QuerySet[Question], first: date, last: date) -> QuerySet[Question]:
    """The questions that were answered or referred on these days."""
    begins, ends = clock.start_of_day(first), clock.end_of_day(last)
    return rows.filter(state__in=ENDED, ended_at__gte=begins, ended_at__lte=ends)


@dataclass(frozen=True, slots=True)
class Handling:
    """How long questions took that ended in a span (S21), and where they are listed."""

    count: int
    median: float | None
    ninetieth: float | None
    url: str


def handling(first: date, last: date) -> Handling:
    """Median and 90th percentile of days from registration to answer or referral (S21)."""
    rows = ended_within(Question.objects.all(), first, last)
    days = [
        float((clock.day_of(ended) - day).days)
        for day, ended in rows.values_list("day", "ended_at")
        if ended is not None
    ]
    url = f"/procuracy/questions/?span={first}/{last}"
    median, ninetieth = counsel.quantile(days, 0.5), counsel.quantile(days, 0.9)
    return Handling(len(days), median, ninetieth, url)


def lately(*, days: int = 90) -> Handling:
    """The same for the days up to today."""
    today = clock.today()
    return handling(today - timedelta(days=days), today)


def days_of(question: Question) -> Any:
    """How many days a question took; empty while it runs."""
    return (clock.day_of(question.ended_at) - question.day).days if question.ended_at else ""


def ahead_of(question: Question) -> int:
    """How many are called before this one; 0 for one that does not wait."""
    if question.queued_at is None or question.state != Asked.WAITING:
        return 0
    return waiting().filter(queued_at__lt=question.queued_at).count()
