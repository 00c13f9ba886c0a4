"""Twice a year the committee is asked to evaluate what suggestions achieved (domain §1.5)."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext_noop

from county.dimensions.procuracy.access import Permit
from county.foundation.events.registry import System
from county.foundation.staff.queries import holders
from county.kernel.deadlines import rule
from county.kernel.saying import saying
from county.records.worklist import actions as worklist
from county.records.worklist.models import Kind, Task

CLOCK = System("clock")
RULE = "DL76"
JULY = 7


@transaction.atomic
def ask(today: date) -> Task | None:
    """Put the evaluation of the half-year before on the chief's list, once; None without a chief.

    What the committee found is the outcome with which the task is finished.
    """
    chief = holders(Permit.APPROVE).order_by("pk").first()
    if chief is None:
        return None
    second = today.month >= JULY
    half = f"{today.year}-1" if second else f"{today.year - 1}-2"
    first = date(today.year if second else today.year - 1, 1 if second else JULY, 1)
    last = date(today.year, 6, 30) if second else date(today.year - 1, 12, 31)
    limit = rule(RULE)
    begin = date(today.year, JULY if second else 1, 1)
    return worklist.assign(
        key=f"evaluation:{half}",
        kind=Kind.OTHER,
        title=saying(gettext_noop("Evaluate what suggestions achieved: %s"), half),
        why=saying(
            gettext_noop("The committee evaluates twice a year; the figures of the half-year help.")
        ),
        basis=limit.basis_in_words(),
        about=f"evaluation:{half}",
        due_at=limit.due_at(begin),
        officer=chief,
        by=CLOCK,
        url=f"/procuracy/figures/?from={first}&until={last}",
    )
