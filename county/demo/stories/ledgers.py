"""Reports of departments, asked for when the clock would have asked for them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from county.demo.stage import Story
from county.foundation.staff.models import Department
from county.kernel import clock
from county.reports import actions
from county.reports.knowledge import MONTH, WEEK, last_whole, period_of

SHOWN = ("PSB", "FRAUD", "PS001", "PROC")
"""Departments whose reports are played: one of each kind."""
SEVEN = time(7, 2)


def kept(until: datetime) -> Iterator[tuple[datetime, Story]]:
    """Last week's reports on Monday at seven, last month's on the first; none in the future."""
    for span in (WEEK, MONTH):
        day = until.astimezone(clock.SHANGHAI).date()
        begins = datetime.combine(period_of(span, day).first, SEVEN, clock.SHANGHAI)
        if begins > until:  # it is not seven yet: those of the week or month before
            before = period_of(span, day).first - timedelta(days=1)
            begins = datetime.combine(period_of(span, before).first, SEVEN, clock.SHANGHAI)
        yield begins, _asked(span)


def _asked(span: str) -> Story:
    period = last_whole(span, clock.today())
    for department in Department.objects.filter(pk__in=SHOWN).order_by("pk"):
        actions.ask(department, span=span, day=period.first, by=actions.CLOCK)
        yield clock.now()
