"""The figures of suggestions: S22 with its funnel, S23, and what each number is made of.

Every figure is a list of rows first; the number is its length, so that each can be opened.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import F, Q, QuerySet
from django.db.models.functions import TruncDate
from django.utils.translation import gettext_lazy as _

from county.dimensions.procuracy.flow import Stage
from county.dimensions.procuracy.models import Answer, CopyTo, Ground, Item, Revisit, Suggestion
from county.kernel import clock
from county.kernel.deadlines import rule
from county.kernel.periods import Period

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

SMALLEST = 3
"""Cells of fewer are hidden in figures for outside use (domain §1.10, invariant 31)."""


@dataclass(frozen=True, slots=True)
class Rate:
    """So many of so many."""

    part: int
    whole: int

    @property
    def percent(self) -> str:
        """The share in whole percent; a dash where there is nothing to share."""
        return f"{round(100 * self.part / self.whole)}%" if self.whole else "–"


def _all() -> QuerySet[Suggestion]:
    return Suggestion.objects.select_related("handler", "organisation")


def registered(period: Period) -> QuerySet[Suggestion]:
    """Leads registered in the period."""
    return _all().filter(registered_at__gte=period.begins, registered_at__lt=period.ends)


def issued(period: Period) -> QuerySet[Suggestion]:
    """Letters issued in the period."""
    return _all().filter(issued_at__gte=period.begins, issued_at__lt=period.ends)


def reply_due(period: Period) -> QuerySet[Suggestion]:
    """Letters whose written reply was due in the period; withdrawn ones owe none."""
    rows = _all().filter(reply_due__gte=period.first, reply_due__lte=period.last)
    return rows.exclude(state=Stage.WITHDRAWN)


def replied(period: Period) -> QuerySet[Suggestion]:
    """Those of them that were answered at all."""
    return reply_due(period).filter(replied_at__isnull=False)


def replied_in_time(period: Period) -> QuerySet[Suggestion]:
    """Those of them that were answered on the last day or before."""
    day = TruncDate("replied_at", tzinfo=clock.SHANGHAI)
    return replied(period).annotate(replied_on=day).filter(replied_on__lte=F("reply_due"))


def revisit_due(period: Period) -> QuerySet[Suggestion]:
    """Letters answered in the period, so that a return visit is owed (S23)."""
    return _all().filter(replied_at__gte=period.begins, replied_at__lt=period.ends)


def revisited(period: Period) -> QuerySet[Suggestion]:
    """Those of them that were visited within 180 days after the reply (DL06)."""
    limit = rule("DL06")
    visits = Revisit.objects.order_by("suggestion_id", "-on").values_list("suggestion_id", "on")
    days = dict(visits)  # the earliest visit wins
    kept = [
        key
        for key, replied_at in revisit_due(period).values_list("pk", "replied_at")
        if replied_at and key in days and days[key] <= limit.due(clock.day_of(replied_at))
    ]
    return revisit_due(period).filter(pk__in=kept)


def escalated(period: Period) -> QuerySet[Suggestion]:
    """Letters taken further in the period."""
    rows = _all().filter(escalation__at__gte=period.begins, escalation__at__lt=period.ends)
    return rows.distinct()


def copies(period: Period) -> QuerySet[Suggestion]:
    """Letters copied to others in the period."""
    made = CopyTo.objects.filter(copied_at__gte=period.begins, copied_at__lt=period.ends)
    return _all().filter(pk__in=made.values("suggestion_id"))


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: its name, its definition, and the rows behind it."""

    code: str
    title: StrOrPromise
    meaning: StrOrPromise
    rows: Callable[[Period], QuerySet[Suggestion]]


FIGURES: dict[str, Figure] = {
    one.code: one
    for one in (
        Figure("registered", _("leads registered"), _("registered in the period"), registered),
        Figure("issued", _("suggestions issued (S22)"), _("numbered in the period"), issued),
        Figure("reply_due", _("replies due"),
               _("written reply due in the period; withdrawn letters not counted"), reply_due),
        Figure("replied", _("replied"), _("of those due: answered at all"), replied),
        Figure("replied_in_time", _("replied in time (S22)"),
               _("of those due: answered on the last day or before"), replied_in_time),
        Figure("revisit_due", _("return visits owed"), _("answered in the period"), revisit_due),
        Figure("revisited", _("visited within 180 days (S23)"),
               _("of those answered: visited within 180 days after the reply"), revisited),
        Figure("escalated", _("taken further"), _("by the chief, in the period"), escalated),
        Figure("copies", _("copied to others"), _("in the period"), copies),
    )
}  # fmt: skip


def items_issued(period: Period) -> QuerySet[Item]:
    """The items of letters issued in the period, withdrawn ones left out."""
    letters = issued(period).exclude(state=Stage.WITHDRAWN)
    return Item.objects.filter(letter__suggestion__in=letters, letter__sealed_at__isnull=False)


def items_right(period: Period) -> QuerySet[Item]:
    """Those of them that were found put right at the latest review or visit."""
    items = items_issued(period)
    reviewed = Answer.objects.filter(item__in=items, found__gt="").order_by("reply__round")
    visited = items.filter(check__isnull=False).order_by("check__revisit__on")
    latest = dict(reviewed.values_list("item_id", "found"))
    latest |= dict(visited.values_list("pk", "check__found"))
    return items.filter(pk__in=[key for key, found in latest.items() if found == "fully"])


def items_put_right(period: Period) -> Rate:
    """Items found put right at the latest review or visit, of the items of letters issued (S22)."""
    return Rate(items_right(period).count(), items_issued(period).count())


def answers_reviewed(period: Period) -> QuerySet[Answer]:
    """Answers to items of letters issued in the period, as far as they were reviewed."""
    return Answer.objects.filter(
        reply__suggestion__in=issued(period), reply__reviewed_at__isnull=False
    )


def answers_adopted(period: Period) -> QuerySet[Answer]:
    """Those of them with which the addressee adopted the item, wholly or in part."""
    return answers_reviewed(period).filter(adopted__in=("yes", "partly"))


def adopted(period: Period) -> Rate:
    """Items the addressee adopted, wholly or in part, of those reviewed (S22)."""
    return Rate(answers_adopted(period).count(), answers_reviewed(period).count())


def funnel(period: Period) -> list[tuple[StrOrPromise, int]]:
    """How far the leads registered in the period came (S22): each step counts who reached it."""
    rows = registered(period)
    steps: list[tuple[StrOrPromise, Q]] = [
        (_("leads registered"), Q()),
        (_("investigation approved"), Q(investigation_from__isnull=False)),
        (_("investigation reported"), Q(reported_at__isnull=False)),
        (_("signed"), Q(approved_at__isnull=False)),
        (_("issued"), Q(issued_at__isnull=False)),
        (_("delivered"), Q(delivered_on__isnull=False)),
        (_("replied"), Q(replied_at__isnull=False)),
        (_("all put right"), Q(state__in=(Stage.REVISIT_DUE, Stage.CLOSED))),
        (_("closed"), Q(state=Stage.CLOSED)),
    ]
    return [(title, rows.filter(asked).count()) for title, asked in steps]


def by_ground(period: Period) -> list[tuple[str, int | None]]:
    """Letters issued by ground; fewer than three are not told."""
    counted = Counter(issued(period).values_list("ground", flat=True))
    return [(str(Ground(code).label), _told(counted[code])) for code in sorted(counted)]


def by_industry(period: Period) -> list[tuple[str, int | None]]:
    """Letters issued by the first two signs of the industry; fewer than three are not told."""
    rows = issued(period).filter(organisation__isnull=False)
    counted = Counter(
        code[:2] for code in rows.values_list("organisation__industry", flat=True) if code
    )
    return [(code, _told(counted[code])) for code in sorted(counted)]


def _told(number: int) -> int | None:
    return number if number >= SMALLEST else None
