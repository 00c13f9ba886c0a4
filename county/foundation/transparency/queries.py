"""The published months, and counts that many figures are made of."""

from __future__ import annotations

import re
from datetime import date
from statistics import median
from typing import Any

from county.foundation.events.models import Event
from county.foundation.transparency.models import Published
from county.foundation.transparency.registry import Month

MONTH = re.compile(r"^(\d{4})-(0[1-9]|1[0-2])$")


def happened(month: Month, *kinds: str, **facts: object) -> int:
    """How often something of these kinds happened in the month."""
    rows = Event.objects.filter(
        kind__in=kinds, happened_at__gte=month.begins, happened_at__lt=month.ends
    )
    return rows.filter(facts__contains=facts).count() if facts else rows.count()


def median_days(seconds: list[float]) -> int:
    """The median of lengths of time in whole days; 0 for none."""
    return round(median(seconds) / 86400) if seconds else 0


def months() -> list[date]:
    """The months that are published, the latest first."""
    return list(Published.objects.order_by("-month").values_list("month", flat=True))


def page_of(asked: str) -> Published | None:
    """The published page of a month written 2026-10; the latest for anything else."""
    if found := MONTH.match(asked):
        year, number = int(found[1]), int(found[2])
        if year >= 1:
            return Published.objects.filter(pk=date(year, number, 1)).first()
    return Published.objects.order_by("-month").first()


def read_in(page: Published, language: str, *, review: bool = False) -> list[dict[str, Any]]:
    """The sections of a page in one language; reviewers' own, or everybody's."""
    tongue = "zh" if language.startswith("zh") else "en"
    return [
        {
            "code": section["code"],
            "title": section["title"][tongue],
            "columns": [column[tongue] for column in section["columns"]],
            "rows": [(row["title"][tongue], row["cells"]) for row in section["rows"]],
            "total": section["total"],
        }
        for section in page.content["sections"]
        if section["review"] == review
    ]
