"""The desk's figures, each exactly as defined (domain §9), each with the records behind it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
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
from django.db.models.functions import Extract, Now, TruncDate

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


@dataclass(frozen=True)
class Span:
    """From when until when is counted: what came in by its opening, results by their own moment."""

    start: datetime
    end: datetime

    def has(self, field: str) -> Q:
        """Whether the moment in this field lies in the span."""
        return Q(**{f"{field}__gte": self.start, f"{field}__lt": self.end})


class Rank(Aggregate):
    """The value below which `share` of the values lie (nearest rank); none of nothing."""

    function = "PERCENTILE_DISC"
    template = "%(function)s(%(share)s) WITHIN GROUP (ORDER BY %(expressions)s::float8)"
    output_field = FloatField()


def opened(span: Span) -> Q:
    """What came in."""
    return span.has("opened_at")


def consultations_closed(span: Span) -> Q:
    """S09: closed consultations of the listed topics; one matter is one, however often reopened."""
    listed = Q(kind="consultation", state="closed", topic__in=CONSULTATION_TOPICS)
    return listed & span.has("closed_at")


def helps_done(span: Span) -> Q:
    """S10: help requests closed as solved, or as referred and completed."""
    done = Q(kind="help", state="closed", result__in=["solved", "referred"])
    return done & span.has("closed_at")


def leads_solved(span: Span) -> Q:
    """S11: leads linked by an officer to a case that was solved; counted by distinct case."""
    linked = Q(kind="lead", case_link__in=["direct", "indirect"]) & ~Q(case_number="")
    return linked & span.has("resolved_at")


def frauds_kept(span: Span) -> Q:
    """S31: fraud help requests whose money was not transferred, or was stopped."""
    kept = Q(kind="help", topic="fraud", money__in=["kept", "stopped"])
    return kept & span.has("resolved_at")


DRILLS: dict[str, Callable[[Span], Q]] = {
    "opened": opened,
    "consultations": consultations_closed,
    "helps": helps_done,
    "leads_solved": leads_solved,
    "frauds_kept": frauds_kept,
    "waiting": lambda span: Q(waiting_since__isnull=False),
    "late": lambda span: opened(span) & Q(next_due__lt=Now()),
    "replied": lambda span: opened(span) & Q(first_reply_at__isnull=False),
    "rated": lambda span: opened(span) & Q(rating__isnull=False),
    "alerts": lambda span: opened(span) & ~Q(alert=AlertState.NONE),
    "confirmed": lambda span: opened(span) & Q(alert=AlertState.CONFIRMED),
    "dismissed": lambda span: opened(span) & Q(alert=AlertState.DISMISSED),
}


COUNTED = {field.name for field in fields(Totals)} - {"late"}
"""What is counted as its list is drawn; lateness is judged by the asker's clock."""


def within(holder: Holder, span: Span) -> QuerySet[Matter]:
    """The holder's matters that were opened in this span."""
    return matters_for(holder).filter(opened(span))


def behind(holder: Holder, figure: str, span: Span) -> QuerySet[Matter]:
    """The holder's matters that a figure of this span counts."""
    return matters_for(holder).filter(DRILLS[figure](span))


def totals(holder: Holder, span: Span, now: datetime) -> Totals:
    """Every counter of a span, in one query."""
    came = opened(span)
    touched = came | span.has("closed_at") | span.has("resolved_at")
    matters = matters_for(holder).filter(touched | Q(waiting_since__isnull=False)).order_by()
    waited = Extract(F("first_reply_at") - F("opened_at"), "epoch")
    counted: dict[str, Any] = {
        name: Count("pk", filter=drill(span)) for name, drill in DRILLS.items() if name in COUNTED
    }
    counted["leads_solved"] = Count("case_number", distinct=True, filter=leads_solved(span))
    row: dict[str, Any] = matters.aggregate(
        **counted,
        stated=Sum("stated_amount", filter=frauds_kept(span)),
        verified=Sum("verified_amount", filter=frauds_kept(span)),
        late=Count("pk", filter=came & Q(next_due__lt=now)),
        rating=Avg("rating", filter=came),
        first_reply_median=Rank(waited, share=0.5, filter=came),
        first_reply_p90=Rank(waited, share=0.9, filter=came),
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
