"""What an officer has not read."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db.models import QuerySet

from county.foundation.database.hot import counting, remembered, rows_of
from county.foundation.notices.knowledge import quiet_until
from county.foundation.notices.models import Notice, QuietHours
from county.foundation.staff.models import Officer


def unread(officer: Officer) -> QuerySet[Notice]:
    """The officer's unread notices, newest first."""
    return Notice.objects.filter(officer=officer, read_at__isnull=True).order_by("-id")


def recent(officer: Officer, limit: int = 20) -> list[Notice]:
    """The officer's latest notices, read or not."""
    rows = Notice.objects.filter(officer=officer).select_related("behalf")
    return list(rows.order_by("-id")[:limit])


def count_unread(officer: Officer, most: int = 99) -> int:
    """How many notices are unread, counting no further than a badge shows."""
    plan = remembered(
        ("unread", officer.pk, most), lambda: counting({"unread": unread(officer)}, most)
    )
    return sum(int(number) for _name, number in rows_of(plan))


def quiet_hours(officer: Officer) -> QuietHours | None:
    """The hours in which the officer wants quiet, if any are set."""
    return QuietHours.objects.filter(officer=officer).first()


def held_for(officers: Collection[int], now: datetime) -> dict[int, datetime]:
    """Until when it is quiet for those of these officers for whom it is quiet now."""
    hours = QuietHours.objects.filter(officer__in=officers)
    ends = {one.officer_id: quiet_until(one.begins, one.ends, now) for one in hours}
    return {key: end for key, end in ends.items() if end is not None}


def to_release(now: datetime) -> list[Notice]:
    """Notices whose quiet hours are over."""
    return list(Notice.objects.filter(held_until__lte=now).order_by("id")[:500])
