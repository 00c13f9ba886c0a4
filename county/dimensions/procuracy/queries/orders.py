"""Orders of lessons: whose they are, how far they are, when they are due, and what was given."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Avg, Count, Q, QuerySet, Sum
from django.utils.translation import gettext as _

from county.dimensions.procuracy.access import Permit
from county.dimensions.procuracy.flow import OrderState
from county.dimensions.procuracy.models.lessons import Attendance, Feedback, Order, Target, Word
from county.dimensions.procuracy.models.slots import Cell, Lecturer, Proposal, Slot, Waiting
from county.dimensions.procuracy.queries import liaison
from county.dimensions.procuracy.queries.figures import SMALLEST
from county.foundation.staff.models import Officer
from county.foundation.staff.policy import Holder
from county.foundation.staff.queries import holders
from county.kernel import clock, deadlines
from county.records.organisations.models import Organisation

OPEN = (OrderState.SUBMITTED, OrderState.ACCEPTED, OrderState.SCHEDULING, OrderState.CONFIRMED)
OVER = (OrderState.CLOSED, OrderState.DECLINED, OrderState.CANCELLED)
ACCEPT, LESSON, SCHEDULE, FEEDBACK = map(deadlines.rule, ("DL07", "DL08", "DL66", "DL67"))
CANCEL = deadlines.rule("DL74")


def orders() -> QuerySet[Order]:
    """Every order with what a list shows of it."""
    return Order.objects.select_related(
        "organisation__area", "version", "slot__lecturer", "officer"
    )


def orders_for(holder: Holder) -> QuerySet[Order]:
    """The orders of the towns this officer or key works in; drafts are the enterprise's own.

    A liaison prosecutor works in the towns by which they stand today.
    """
    rows = orders().exclude(state=OrderState.DRAFT)
    if holder.reach is None:
        return rows
    stands = liaison.towns_of(holder) if isinstance(holder, Officer) else []
    return within(rows, holder.reach | {one.town_id for one in stands})


def liaisons_of(organisation: Organisation) -> list[Officer]:
    """Who accepts an enterprise's orders: its town's liaison and deputies, else who could."""
    stand = liaison.active(clock.today()).filter(town_id=organisation.area_id[:9])
    near = [one.officer for one in stand.select_related("officer__post")]
    able = [one for one in near if one.has(Permit.LIAISE)]
    reaching = able or list(holders(Permit.LIAISE, area=organisation.area_id))
    return reaching or list(holders(Permit.LIAISE))


def within(rows: QuerySet[Order], areas: Collection[str]) -> QuerySet[Order]:
    """The orders of enterprises in these towns or grids."""
    area = Q(organisation__area_id__in=areas) | Q(organisation__area__parent_id__in=areas)
    return rows.filter(area)


def of_firm(organisation: Organisation) -> QuerySet[Order]:
    """An enterprise's own orders, the latest first."""
    return orders().filter(organisation=organisation).order_by("-made_at", "-pk")


@dataclass(frozen=True, slots=True)
class Due:
    """The next limit of an order: which rule, and its last day."""

    rule: deadlines.Rule
    on: date

    @property
    def what(self) -> str:
        """What has to happen, in the language of the page."""
        told = {
            ACCEPT.code: _("to be accepted"), SCHEDULE.code: _("times to be proposed"),
            LESSON.code: _("lesson to be held"), FEEDBACK.code: _("feedback wanted"),
        }  # fmt: skip
        return told[self.rule.code]

    @property
    def light(self) -> str:
        """Red when it is past, amber on its last two days, else green."""
        left = (self.on - clock.today()).days
        return "red" if left < 0 else "amb" if left < 2 else "grn"


def due_of(order: Order) -> Due | None:
    """What has to happen next to an order, and by when; None where nothing is due."""
    if order.state == OrderState.SUBMITTED and order.submitted_at:
        return Due(ACCEPT, ACCEPT.due(clock.day_of(order.submitted_at)))
    if order.state == OrderState.ACCEPTED and order.accepted_at:
        return Due(SCHEDULE, SCHEDULE.due(clock.day_of(order.accepted_at)))
    if order.state in (OrderState.SCHEDULING, OrderState.CONFIRMED):
        last = lesson_by(order)
        return Due(LESSON, last) if last else None
    if order.state == OrderState.DELIVERED and order.given_at:
        return Due(FEEDBACK, FEEDBACK.due(clock.day_of(order.given_at)))
    return None


def lesson_by(order: Order) -> date | None:
    """The day by which the lesson is to be held (DL08)."""
    return LESSON.due(clock.day_of(order.submitted_at)) if order.submitted_at else None


def proposals(order: Order) -> QuerySet[Proposal]:
    """The times laid before the enterprise, those that are gone too."""
    return order.proposals.select_related("slot__lecturer").order_by("slot__starts_at")


def still_to_be_had(order: Order) -> list[Proposal]:
    """The proposed times that lie ahead and have a seat left."""
    now = clock.now()
    return [
        one
        for one in proposals(order)
        if one.gone_at is None and not one.slot.is_full and one.slot.starts_at > now
    ]


def waitings(order: Order) -> dict[UUID, Waiting]:
    """The order's places on waiting lists, by their slots."""
    return {one.slot_id: one for one in order.waitings.all()}


def words(order: Order) -> QuerySet[Word]:
    """What the enterprise was told, the latest first."""
    return order.words.order_by("-at", "-pk")


def lecturers() -> QuerySet[Lecturer]:
    """Those who give lessons."""
    return Lecturer.objects.filter(is_active=True).select_related("officer").order_by("title")


def lessons_between(
    begin: datetime, until: datetime, *, lecturer: Lecturer | None = None
) -> QuerySet[Order]:
    """Confirmed and given lessons that begin within the span, in their order."""
    rows = orders().filter(
        state__in=(OrderState.CONFIRMED, OrderState.DELIVERED, OrderState.CLOSED),
        slot__starts_at__gte=begin, slot__starts_at__lt=until,
    )  # fmt: skip
    return (rows.filter(slot__lecturer=lecturer) if lecturer else rows).order_by("slot__starts_at")


def to_remind(now: datetime, *, before: datetime, given: int) -> QuerySet[Order]:
    """Confirmed lessons that begin before this moment and had fewer reminders than that."""
    return (
        orders()
        .select_related("slot__lecturer__officer")
        .filter(state=OrderState.CONFIRMED, slot__starts_at__gt=now, slot__starts_at__lte=before,
                reminded__lt=given)
    )  # fmt: skip


def lapsed(today: date) -> list[Order]:
    """Given lessons whose feedback was not written in time (DL67)."""
    rows = orders().filter(state=OrderState.DELIVERED)
    return [one for one in rows if (due := due_of(one)) is not None and due.on < today]


def late(today: date) -> list[Order]:
    """Orders whose next limit is today or past, of those that officers have to move on."""
    rows = orders().filter(state__in=OPEN)
    return [one for one in rows if (due := due_of(one)) is not None and due.on <= today]


def offers_over(now: datetime) -> QuerySet[Waiting]:
    """Seats that were offered and not taken in time."""
    return Waiting.objects.filter(state=Waiting.State.OFFERED, offered_until__lt=now)


def is_free(lecturer: Lecturer, begin: datetime, end: datetime) -> bool:
    """Whether the lecturer's half hours are untaken; a courtesy to those who plan, not a guard."""
    cells = Slot(lecturer=lecturer, starts_at=begin, ends_at=end).cells
    return not Cell.objects.filter(lecturer=lecturer, at__in=cells).exists()


def rivals(slot: Slot) -> list[Proposal]:
    """Proposals to others that a taken slot makes impossible: its own seats, or the same hours."""
    taken = set(slot.cells)
    rows = Proposal.objects.filter(
        gone_at=None,
        order__state=OrderState.SCHEDULING,
        slot__lecturer=slot.lecturer_id,
        slot__starts_at__date__gte=clock.day_of(slot.starts_at),
        slot__starts_at__date__lte=clock.day_of(slot.ends_at),
    ).select_related("slot__lecturer", "order__organisation", "order__version", "order__officer")
    return [
        one
        for one in rows
        if (one.slot_id == slot.pk and one.slot.is_full)
        or (one.slot_id != slot.pk and taken & set(one.slot.cells))
    ]  # fmt: skip


def persons_of(order: Order) -> int:
    """Who signed in, and who was counted by hand besides."""
    return order.attendances.count() + order.by_hand


def attendances_before(day: date) -> QuerySet[Attendance]:
    """Those whose names are still kept of lessons before this day."""
    return Attendance.objects.filter(name__isnull=False, at__lt=clock.start_of_day(day))


# Figures


@dataclass(frozen=True, slots=True)
class Given:
    """S17: lessons brought to enterprises."""

    lessons: int | None
    persons: int | None
    firms: int | None


@dataclass(frozen=True, slots=True)
class Ordered:
    """S18: lessons ordered, and what enterprises said of their use."""

    orders: int | None
    feedbacks: int | None
    useful: float | None


def given(begin: date, until: date) -> QuerySet[Order]:
    """S17's records: lessons given from `begin` through `until`."""
    return orders().filter(
        given_at__gte=clock.start_of_day(begin), given_at__lte=clock.end_of_day(until)
    )


def ordered(begin: date, until: date) -> QuerySet[Order]:
    """S18's records: orders submitted from `begin` through `until`."""
    return orders().filter(
        submitted_at__gte=clock.start_of_day(begin), submitted_at__lte=clock.end_of_day(until)
    )


def feedbacks(begin: date, until: date) -> QuerySet[Feedback]:
    """What was said within the span; an order that closed by itself is not among them."""
    return Feedback.objects.filter(
        at__gte=clock.start_of_day(begin), at__lte=clock.end_of_day(until)
    ).select_related("order__version", "order__organisation")


def figure_given(begin: date, until: date, *, outside: bool = False) -> Given:
    """S17: orders given, persons signed in or counted by hand, distinct enterprises."""
    rows = given(begin, until).order_by()
    told = rows.aggregate(
        lessons=Count("pk"), firms=Count("organisation", distinct=True), by_hand=Sum("by_hand")
    )
    signed = Attendance.objects.filter(order__in=rows.values("pk")).count()
    persons = signed + (told["by_hand"] or 0)
    return Given(*(_shown(one, outside) for one in (told["lessons"], persons, told["firms"])))


def figure_ordered(begin: date, until: date, *, outside: bool = False) -> Ordered:
    """S18: orders submitted and the mean usefulness from 1 to 5."""
    count = ordered(begin, until).order_by().count()
    told = feedbacks(begin, until).aggregate(count=Count("pk"), useful=Avg("useful"))
    shown = _shown(told["count"], outside)
    mean = told["useful"]
    return Ordered(_shown(count, outside), shown, round(float(mean), 2) if mean and shown else None)


def _shown(count: int, outside: bool) -> int | None:  # noqa: FBT001 - a private pass-through
    return None if outside and 0 < count < SMALLEST else count


# The yearly plan


@dataclass(frozen=True, slots=True)
class Line:
    """A town and a trade of the plan: for each month what is planned and what was given."""

    town: str
    industry: str
    months: Mapping[int, tuple[int, int]]

    @property
    def planned(self) -> int:
        """Lessons planned in the year."""
        return sum(one[0] for one in self.months.values())

    @property
    def given(self) -> int:
        """Lessons given in the year in the months that are planned."""
        return sum(one[1] for one in self.months.values())


def plan(year: int) -> list[Line]:
    """The year's plan against what was given; an empty town or trade stands for all."""
    rows = list(
        given(date(year, 1, 1), date(year, 12, 31))
        .order_by()
        .values_list("given_at", "organisation__area_id", "organisation__industry")
    )
    happened = [(clock.day_of(at).month, area, trade) for at, area, trade in rows if at]
    lines: dict[tuple[str, str], dict[int, tuple[int, int]]] = {}
    for one in Target.objects.filter(year=year).order_by("town", "industry", "month"):
        key = (one.town, one.industry)
        count = _count(happened, one.month, key)
        lines.setdefault(key, {})[one.month] = (one.lessons, count)
    return [Line(town, industry, months) for (town, industry), months in lines.items()]


def _count(happened: Iterable[tuple[int, str, str]], month: int, key: tuple[str, str]) -> int:
    town, industry = key
    return sum(
        1
        for at, area, trade in happened
        if at == month and area.startswith(town) and trade.startswith(industry)
    )
