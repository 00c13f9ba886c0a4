"""A Monday morning, what is asked, and shorthands for duty and notices."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.translation import override

from county.dimensions.procuracy.actions import duty
from county.dimensions.procuracy.models import (
    Session,
)
from county.foundation.notices.models import Notice
from county.kernel import clock
from county.kernel.saying import said

MONDAY = date(2026, 11, 23)
TEN = datetime(2026, 11, 23, 10, 0, tzinfo=clock.SHANGHAI)
ASK = {"topic": "contract", "narrative": "合同约定的管辖法院在外地怎么办？"}


def planned(house, on: date = MONDAY, half: str = "am") -> Session:
    return duty.plan(
        on=on, half=half, procurator=house["jiang"].officer, assistant=house["lian"].officer,
        by=house["an"].officer,
    )  # fmt: skip


def told(desk) -> list[str]:
    with override("en"):
        rows = Notice.objects.filter(officer=desk.officer).order_by("pk")
        return [said(one.title) for one in rows]
