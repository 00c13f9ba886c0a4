"""Keep the counted figures true: count anew what changed, count wholly what is not counted yet."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import connection, transaction
from django.db.models import Count, Q, QuerySet

from county.foundation.events.actions import announce
from county.foundation.events.registry import System
from county.foundation.figures.ahead import (
    EVER,
    EYES,
    NO_DAY,
    grouped,
    is_ready,
    kept_figures,
    print_of,
    runs,
)
from county.foundation.figures.events import FiguresCompared
from county.foundation.figures.models import Cell, Counted, Mark
from county.foundation.figures.registry import Figure
from county.kernel import clock
from county.kernel.periods import Period

CLOCK = System("clock")
ALONE = 4071
"""The lock by which one worker folds at a time."""


@transaction.atomic
def fold() -> int:
    """Count anew the days and grids in which something changed; says how many marks there were.

    The marks are taken first and the rows are counted by a later statement, so that a change whose
    mark was taken is counted. A change that commits meanwhile leaves its mark for the next time.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [ALONE])
        if not cursor.fetchone()[0]:
            return 0
        cursor.execute("DELETE FROM figures_mark RETURNING source, day, grid")
        marks = cursor.fetchall()
    for figure in kept_figures():
        mine = {(day, grid) for source, day, grid in marks if source == _source(figure)}
        if not is_ready(figure):
            _count_wholly(figure)
        elif figure.day:
            _count_days(figure, sorted({day for day, _grid in mine if day}))
        else:
            _count_grids(figure, {grid for day, grid in mine if day is None})
    return len(marks)


@transaction.atomic
def compare() -> int:
    """Count every figure wholly, and note how many cells were wrong: there ought to be none.

    Where something changed while it was counted, nothing is compared.
    """
    fold()
    wrong = 0
    for figure in kept_figures():
        before = _cells(figure)
        _count_wholly(figure)
        differ = {(day, grid) for day, _town, grid, *_told in before ^ _cells(figure)}
        moved = set(Mark.objects.filter(source=_source(figure)).values_list("day", "grid"))
        wrong += sum(not moved & {(day, ""), (None, grid)} for day, grid in differ)
    announce(FiguresCompared(wrong=wrong), by=CLOCK)
    return wrong


def _source(figure: Figure) -> str:
    return figure.kept.source if figure.kept else ""


def _cells(figure: Figure) -> set[tuple[Any, ...]]:
    rows = Cell.objects.filter(figure=figure.code)
    found = rows.values_list("day", "town", "grid", "rows", "whole", "also")
    return {(*row[:-1], tuple(row[-1])) for row in found}


def _count_wholly(figure: Figure) -> None:
    Cell.objects.filter(figure=figure.code).delete()
    _write(figure, figure.rows(EYES, EVER), figure.of(EYES, EVER) if figure.of else None)
    told = {"definition": print_of(figure), "at": clock.now()}
    Counted.objects.update_or_create(figure=figure.code, defaults=told)


def _count_days(figure: Figure, days: list[date]) -> None:
    Cell.objects.filter(figure=figure.code, day__in=days).delete()
    for first, last in runs(days):
        _write(figure, figure.rows(EYES, Period(first, last)), None)


def _count_grids(figure: Figure, grids: set[str]) -> None:
    if not grids:
        return
    Cell.objects.filter(figure=figure.code, grid__in=grids).delete()
    here = Q(**{f"{figure.grid}__in": grids})
    whole = figure.of(EYES, EVER).filter(here) if figure.of else None
    _write(figure, figure.rows(EYES, EVER).filter(here), whole)


def _write(figure: Figure, rows: QuerySet[Any], whole: QuerySet[Any] | None) -> None:
    """Cells of these rows, and of those that they are a share of."""
    cells = {}
    for town, grid, *told in grouped(figure, rows):
        day = told.pop(0) if figure.day else NO_DAY
        number, *also = told
        cells[day, town, grid] = Cell(
            figure=figure.code, day=day, town=town, grid=grid, rows=number, also=also
        )
    for town, grid, number in () if whole is None else _by_place(figure, whole):
        empty = Cell(figure=figure.code, day=NO_DAY, town=town, grid=grid, rows=0)
        cells.setdefault((NO_DAY, town, grid), empty).whole = number
    Cell.objects.bulk_create(cells.values(), batch_size=2000)


def _by_place(figure: Figure, rows: QuerySet[Any]) -> Iterable[tuple[str, str, int]]:
    counted: QuerySet[Any, tuple[str, str, int]]
    counted = rows.order_by().values_list(figure.town, figure.grid).annotate(n=Count("*"))
    return counted
