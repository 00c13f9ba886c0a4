"""Requests that wait, and those that wait too long; for how long things are kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from county.foundation.staff.policy import Holder
from county.records.residents.models import Resident
from county.records.residents.queries import given_up_to
from county.records.rights.access import Permit
from county.records.rights.flow import State
from county.records.rights.models import Period, Request
from county.records.rights.periods import KINDS, Kept


def requests_for(holder: Holder) -> QuerySet[Request]:
    """The requests that the data protection office sees: all of them."""
    rows = Request.objects.select_related("resident")
    return rows if holder.has(Permit.READ) else rows.none()


def of_resident(resident: Resident) -> list[Request]:
    """What a resident asked for, the latest first."""
    files = [resident.pk, *(one.pk for one in given_up_to(resident))]
    return list(Request.objects.filter(resident__in=files).order_by("-received_at")[:50])


def overdue(now: datetime) -> int:
    """How many requests are past their limit; anything above nothing is red (E15)."""
    return Request.objects.filter(state=State.OPEN, due_at__lt=now).count()


@dataclass(frozen=True)
class KeptNow:
    """A kind of thing with the days that hold now."""

    kind: Kept
    days: int
    set_by: str


def periods() -> list[KeptNow]:
    """Every kind of thing there is a period for."""
    changed = {one.code: one for one in Period.objects.all()}
    return [
        KeptNow(kind, changed[code].days if code in changed else kind.days,
                changed[code].set_by if code in changed else "")
        for code, kind in sorted(KINDS.items())
    ]  # fmt: skip


def days_of(code: str) -> int:
    """For how many days this kind of thing is kept now."""
    return next(one.days for one in periods() if one.kind.code == code)
