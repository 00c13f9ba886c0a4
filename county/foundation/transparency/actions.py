"""Publish a month: count, hide what would show a person, keep it as it was shown."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

import orjson
from django.db import transaction
from django.utils.translation import override

from county.foundation.audit.models import Block
from county.foundation.events.actions import announce
from county.foundation.events.registry import System
from county.foundation.transparency import knowledge
from county.foundation.transparency.events import MonthPublished
from county.foundation.transparency.models import Published
from county.foundation.transparency.registry import SECTIONS, Line, Month, Section
from county.kernel import clock

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

CLOCK = System("clock")
TONGUES = {"zh": "zh-hans", "en": "en"}


@transaction.atomic
def publish_last_month() -> Published | None:
    """Publish the month before this one; None if that was done."""
    first = clock.add_months(clock.today().replace(day=1), -1)
    if Published.objects.filter(pk=first).exists():
        return None
    return publish(Month(first))


@transaction.atomic
def publish(month: Month) -> Published:
    """Count a month and keep the page; what was published stays as it is."""
    content = {"sections": counted(month), "heads": heads()}
    before = Published.objects.filter(month__lt=month.first).order_by("-month").first()
    said = orjson.dumps(content, option=orjson.OPT_SORT_KEYS)
    digest = hashlib.sha256((before.digest if before else "").encode() + said).hexdigest()
    page = Published.objects.create(month=month.first, content=content, digest=digest)
    announce(MonthPublished(month=str(month), digest=digest), by=CLOCK)
    return page


def heads() -> dict[str, str]:
    """The last digest of each log's chain: a kept page proves that nothing older was rewritten."""
    latest = Block.objects.order_by("stream", "-id").distinct("stream")
    return {block.stream: bytes(block.digest).hex() for block in latest}


def counted(month: Month) -> list[dict[str, Any]]:
    """Every section of a month as it may be shown."""
    ordered = sorted(SECTIONS, key=lambda section: (section.order, section.code))
    return [_section(section, month) for section in ordered]


def _section(section: Section, month: Month) -> dict[str, Any]:
    lines = section.fill(month)
    columns = [_column(section, lines, number) for number in range(len(section.columns))]
    cells = [list(row) for row in zip(*(shown for shown, _total in columns), strict=True)]
    return {
        "code": section.code,
        "review": section.review,
        "title": _both(section.title),
        "columns": [_both(column) for column in section.columns],
        "rows": [
            {"title": _both(line.title), "cells": row}
            for line, row in zip(lines, cells, strict=True)
        ],
        "total": [total for _shown, total in columns] if section.total else None,
    }


def _column(
    section: Section, lines: list[Line], number: int
) -> tuple[list[int | None], int | None]:
    counts = [line.counts[number] for line in lines]
    if not section.people:
        return list(counts), sum(counts)
    if number in section.stock:
        return [knowledge.rounded(count) for count in counts], knowledge.rounded(sum(counts))
    if not section.total:
        return knowledge.shown(counts), None
    return knowledge.shown_with_total(counts)


def _both(title: StrOrPromise) -> dict[str, str]:
    found = {}
    for short, language in TONGUES.items():
        with override(language):
            found[short] = str(title)
    return found
