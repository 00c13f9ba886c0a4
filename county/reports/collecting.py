"""Counts a report once, as plain data: sheet, document and page are made of that alone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils.encoding import force_str
from django.utils.translation import override

from county.foundation.figures.queries import (
    Reading,
    by_day,
    by_town,
    hidden,
    is_told,
    read,
    rows_of,
)
from county.foundation.figures.registry import Figure
from county.foundation.staff.models import Department
from county.kernel import clock
from county.kernel.papers import day as written
from county.kernel.periods import Period
from county.records.places.queries import name_of
from county.reports.eyes import Eyes
from county.reports.house import figure_of
from county.reports.knowledge import IN_SHEET, WEEK, Ledger, List

Content = dict[str, Any]
NOTHING = "—"
WHOLE_MONTHS = "（整月）"
"""Behind a figure of another house: its counts are those of the months that the period touches."""


def collect(ledger: Ledger, department: Department, span: str, period: Period) -> Content:
    """Everything the report says, as it is at this moment, in Chinese; small cells are hidden."""
    eyes = Eyes(department, ledger.permits)
    with override(settings.LANGUAGE_CODE), _one_moment():
        kind = "周报" if span == WEEK else "月报"
        return {
            "title": f"{ledger.title}（{kind}）",
            "department": department.name,
            "period": f"{written(period.first)}至{written(period.last)}",
            "made_on": clock.today().isoformat(),
            "demo": settings.SIWEI_DEMO,
            "figures": [_figure(figure_of(code), eyes, period) for code in ledger.figures],
            "charts": [
                _chart(figure_of(one.figure), one.by, eyes, period, span) for one in ledger.charts
            ],
            "lists": [_list(figure_of(one.figure), one, eyes, period) for one in ledger.lists],
            "signs": list(ledger.signs),
        }


@contextmanager
def _one_moment() -> Iterator[None]:
    """All questions within see the same rows, whatever happens meanwhile."""
    outermost = not connection.in_atomic_block
    with transaction.atomic():
        if outermost:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield


def _figure(figure: Figure, eyes: Eyes, period: Period) -> Content:
    reading = read(figure, eyes, period)
    also = [[force_str(title), _number(n)] for title, n in reading.also if n is not None]
    if reading.before is not None:
        also.append(["上年同期", _number(reading.before)])
    return {
        "code": figure.code,
        "title": force_str(figure.title) + (WHOLE_MONTHS if is_told(figure, eyes) else ""),
        "definition": force_str(figure.definition),
        "unit": force_str(figure.unit),
        "number": None if reading.hidden else reading.value,
        "whole": None if reading.hidden else reading.whole,
        "said": said(reading, figure),
        "also": also,
        "told": is_told(figure, eyes),
    }


def said(reading: Reading, figure: Figure) -> str:
    """The value as it is printed: a number, a share with its whole, few, or a dash."""
    if reading.hidden:
        return few(figure.smallest)
    if reading.value is None:
        return NOTHING
    if reading.whole == 0:
        return NOTHING
    if reading.whole is not None:
        percent = f"（{reading.percent}%）" if reading.percent is not None else ""
        return f"{_number(reading.value)}/{_number(reading.whole)}{percent}"
    return _number(reading.value)


def few(smallest: int) -> str:
    """How a cell is printed of which too few are to be told."""
    return f"少于{smallest}"


def _number(value: float) -> str:
    return str(int(value)) if float(value).is_integer() else f"{value:.1f}"


def _chart(figure: Figure, by: str, eyes: Eyes, period: Period, span: str) -> Content:
    title, unit = force_str(figure.title), force_str(figure.unit)
    if by == "town":
        rows = _towns(figure, eyes, period)
        return {"title": f"{title}（按镇街道，{unit}）", "rows": rows}
    return {
        "title": f"{title}（{'按日' if span == WEEK else '按周'}，{unit}）",
        "rows": _in_time(figure, eyes, period, span),
    }


def _towns(figure: Figure, eyes: Eyes, period: Period) -> list[Content]:
    """Each town with its rows; few are not told, nor what would tell them."""
    counted = by_town(figure, eyes, period)
    known = {code: n for code, n in counted.items() if n}
    if not is_told(figure, eyes):
        counted = hidden(known, figure.smallest) if figure.smallest else dict(known)
    rows = sorted(counted.items(), key=lambda row: (-(row[1] or 0), row[0]))
    return [_bar(name_of(code), n, figure) for code, n in rows]


def _bar(name: str, n: int | None, figure: Figure) -> Content:
    return {"name": name, "number": n, "said": few(figure.smallest) if n is None else str(n)}


def _in_time(figure: Figure, eyes: Eyes, period: Period, span: str) -> list[Content]:
    counted = dict(by_day(figure, eyes, period))
    days = [period.first + timedelta(days=at) for at in range(period.days)]
    if span == WEEK:
        return [_bar(f"{one.month}月{one.day}日", counted.get(one, 0), figure) for one in days]
    weeks: dict[date, int] = {}
    for one in days:
        monday = max(period.first, one - timedelta(days=one.weekday()))
        weeks[monday] = weeks.get(monday, 0) + counted.get(one, 0)
    return [_bar(f"{first.month}月{first.day}日起", n, figure) for first, n in weeks.items()]


def _list(figure: Figure, wanted: List, eyes: Eyes, period: Period) -> Content:
    """The rows behind the figure with all their columns, and which of them paper has room for."""
    rows = rows_of(figure, eyes, period)
    columns = list(figure.columns)
    short = [at for at, one in enumerate(columns) if one.sort in wanted.columns]
    return {
        "code": figure.code,
        "title": force_str(figure.title),
        "total": rows.order_by().count(),
        "columns": [force_str(one.title) for one in columns],
        "short": short or list(range(min(5, len(columns)))),
        "rows": [
            [_plain(one.value(row)) for one in columns]
            for row in rows.order_by(figure.sort, "-pk")[:IN_SHEET]
        ],
    }


def _plain(value: Any) -> Any:
    if isinstance(value, int | float):
        return value
    return force_str(value) if value is not None else ""
