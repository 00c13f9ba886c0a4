"""Set the year's plan; remind of lessons and of limits."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from county.dimensions.procuracy.access import Permit
from county.dimensions.procuracy.actions import orders, slots
from county.dimensions.procuracy.events import TargetSet
from county.dimensions.procuracy.knowledge.menu import PREFIX
from county.dimensions.procuracy.models.lessons import Order, Target
from county.dimensions.procuracy.queries import orders as asked
from county.foundation.events.actions import announce
from county.foundation.events.registry import System
from county.foundation.notices.actions import tell
from county.foundation.staff.models import Officer
from county.foundation.staff.policy import demand
from county.kernel import clock
from county.kernel.errors import Incomplete
from county.records.places.queries import town_names

CLOCK = System("clock")
BEFORE = ((1, timedelta(days=1)), (2, timedelta(hours=2)))
"""Reminders of a lesson: the day before, and two hours before."""
REMINDER = gettext_noop("Reminder: “%s”, %s, %s, lecturer %s.")


@transaction.atomic
def aim(
    *, year: int, month: int, lessons: int, by: Officer, town: str = "", industry: str = ""
) -> None:
    """Plan so many lessons in a month for a town and a trade; none removes the line."""
    demand(by, Permit.LIAISE)
    if town and town not in dict(town_names()):
        raise Incomplete(_("Choose a town of the list."))
    if industry and not PREFIX.fullmatch(industry):
        raise Incomplete(_("“%s” is no industry code of two to four digits.") % industry[:20])
    line = Target.objects.filter(year=year, month=month, town=town, industry=industry)
    if lessons:
        Target.objects.update_or_create(
            year=year, month=month, town=town, industry=industry, defaults={"lessons": lessons}
        )
    else:
        line.delete()
    announce(TargetSet(year=year, month=month), by=by)


@transaction.atomic
def remind() -> int:
    """Remind of each lesson a day and two hours before it begins; says how many reminders."""
    now, count = clock.now(), 0
    for number, before in reversed(BEFORE):
        for placed in asked.to_remind(now, before=now + before, given=number):
            placed.reminded = number
            placed.save(update_fields=["reminded"])
            orders.say_when(placed, REMINDER, by=CLOCK)
            count += 1
    return count


@transaction.atomic
def remind_of_limits() -> int:
    """Tell the liaisons each morning what is due today or overdue; says how many orders."""
    late = asked.late(clock.today())
    for placed in late:
        due = asked.due_of(placed)
        if due is not None:
            words = slots.brief(gettext_noop("Due by %s: %s"), str(due.on), str(placed))
            tell(_who_handles(placed), title=words, url=placed.url, by=CLOCK,
                 about=placed.subject)  # fmt: skip
    return len(late)


def _who_handles(placed: Order) -> list[Officer]:
    if placed.officer is not None:
        return [placed.officer]
    return asked.liaisons_of(placed.organisation)
