"""What an officer has not read."""

from __future__ import annotations

from django.db.models import QuerySet

from county.foundation.database.hot import counting, remembered, rows_of
from county.foundation.notices.models import Notice
from county.foundation.staff.models import Officer


def unread(officer: Officer) -> QuerySet[Notice]:
    """The officer's unread notices, newest first."""
    return Notice.objects.filter(officer=officer, read_at__isnull=True).order_by("-id")


def recent(officer: Officer, limit: int = 20) -> list[Notice]:
    """The officer's latest notices, read or not."""
    return list(Notice.objects.filter(officer=officer).order_by("-id")[:limit])


def count_unread(officer: Officer, most: int = 99) -> int:
    """How many notices are unread, counting no further than a badge shows."""
    plan = remembered(
        ("unread", officer.pk, most), lambda: counting({"unread": unread(officer)}, most)
    )
    return sum(int(number) for _name, number in rows_of(plan))
