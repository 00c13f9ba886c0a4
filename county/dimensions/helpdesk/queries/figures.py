"""The desk's figures, each exactly as defined (domain §9), each with the records behind it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import (
    Aggregate,
    Avg,
    Count,
    DateField,
    F,
    FloatField,
    Q,
    QuerySet,
    Sum,
)
from django.db.models.functions import Extract, TruncDate

from county.dimensions.helpdesk.models import Matter
from county.dimensions.helpdesk.models.matters import CONSULTATION_TOPICS, AlertState
from county.dimensions.helpdesk.queries.matters import matters_for
from county.foundation.staff.policy import Holder
from county.kernel.clock import SHANGHAI


@dataclass(frozen=True)
class Totals:
    """The counters of a span. Durations in seconds; amounts in yuan."""

    opened: int
    waiting: int
    consultations: int
    helps: int
    leads_solved: int
    frauds_kept: int
    stated: float
    verified: float
    alerts: int
    confirmed: int
    dismissed: int
    late: int
    rating: float | None
    first_reply_median: float | None
    first_reply_p90: float | None


class Rank(Aggregate):
    """The value below which `share` of the values lie (nearest rank); none of nothing."""

    function = "PERCENTILE_DISC"
    template = "%(function)s(%(share)s) WITHIN GROUP (ORDER BY %(expressions)s::float8)"
    output_field = FloatField()


def consultations_closed(matters: QuerySet[Matter]) -> QuerySet[Matter]:
    """S09: closed consultations of the listed topics; one thread, one consultation."""
    return matters.filter(kind="consultation", state="closed", topic__in=CONSULTATION_TOPICS)


def helps_done(matters: QuerySet[Matter]) -> QuerySet[Matter]:
    """S10: help requests closed as solved, or as referred and completed."""
    return matters.filter(kind="help", state="closed", result__in=["solved", "referred"])


def leads_solved(matters: QuerySet[Matter]) -> QuerySet[Matter]:
    """S11: leads linked by an officer to a case that was solved; counted by distinct case."""
    return matters.filter(
        kind="lead", state__in=["solved", "closed"], case_link__in=["direct", "indirect"]
    ).exclude(case_number="")


def frauds_kept(matters: QuerySet[Matter]) -> QuerySet[Matter]:
    """S31: fraud help requests whose money was not transferred, or was stopped."""
    return matters.filter(kind="help", topic="fraud", money__in=["kept", "stopped"])


DRILLS: dict[str, Callable[[QuerySet[Matter]], QuerySet[Matter]]] = {
    "consultations": consultations_closed,
    "helps": helps_done,
    "leads_solved": leads_solved,
    "frauds_kept": frauds_kept,
    "waiting": lambda matters: matters.filter(waiting_since__isnull=False),
    "alerts": lambda matters: matters.exclude(alert=AlertState.NONE),
    "confirmed": lambda matters: matters.filter(alert=AlertState.CONFIRMED),
    "dismissed": lambda matters: matters.filter(alert=AlertState.DISMISSED),
    "opened": lambda matters: matters,
}


def within(holder: Holder, start: datetime, end: datetime) -> QuerySet[Matter]:
    """The holder's matters that were opened in this span."""
    return matters_for(holder).filter(opened_at__gte=start, opened_at__lt=end)


def totals(matters: QuerySet[Matter], now: datetime) -> Totals:
    """Every counter of these matters, in one query."""
    matters = matters.order_by()
    kept = Q(kind="help", topic="fraud", money__in=["kept", "stopped"])
    waited = Extract(F("first_reply_at") - F("opened_at"), "epoch")
    row: dict[str, Any] = matters.aggregate(
        opened=Count("pk"),
        waiting=Count("pk", filter=Q(waiting_since__isnull=False)),
        consultations=Count(
            "pk",
            filter=Q(kind="consultation", state="closed", topic__in=CONSULTATION_TOPICS),
        ),
        helps=Count("pk", filter=Q(kind="help", state="closed", result__in=["solved", "referred"])),
        leads_solved=Count(
            "case_number",
            distinct=True,
            filter=Q(kind="lead", state__in=["solved", "closed"])
            & Q(case_link__in=["direct", "indirect"])
            & ~Q(case_number=""),
        ),
        frauds_kept=Count("pk", filter=kept),
        stated=Sum("stated_amount", filter=kept),
        verified=Sum("verified_amount", filter=kept),
        alerts=Count("pk", filter=~Q(alert=AlertState.NONE)),
        confirmed=Count("pk", filter=Q(alert=AlertState.CONFIRMED)),
        dismissed=Count("pk", filter=Q(alert=AlertState.DISMISSED)),
        late=Count("pk", filter=Q(next_due__lt=now)),
        rating=Avg("rating"),
        first_reply_median=Rank(waited, share=0.5),
        first_reply_p90=Rank(waited, share=0.9),
    )
    row["stated"], row["verified"] = float(row["stated"] or 0), float(row["verified"] or 0)
    return Totals(**row)


def by_day(matters: QuerySet[Matter]) -> list[dict[str, Any]]:
    """How many of each kind were opened on each county day."""
    day = TruncDate("opened_at", tzinfo=SHANGHAI, output_field=DateField())
    counted = matters.order_by().annotate(day=day).values("day", "kind").annotate(n=Count("pk"))
    return list(counted.order_by("day", "kind"))


def by_field(matters: QuerySet[Matter], field: str) -> list[tuple[str, int]]:
    """How many matters have each value of a field, most first."""
    counted = matters.order_by().values_list(F(field)).annotate(n=Count("pk")).order_by("-n")
    return [(str(value), n) for value, n in counted]


def waiting_now(holder: Holder) -> int:
    """How many residents wait for a word at this moment, whenever they came."""
    return matters_for(holder).filter(waiting_since__isnull=False).count()
