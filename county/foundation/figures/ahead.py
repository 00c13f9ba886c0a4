"""Figures counted ahead, for readers who cannot wait until a year is counted.

A worker keeps how many rows a figure has on each day in each area. What changed since stands among
the marks, which the rows' own table writes in the transaction of the change; those days are counted
live. So what is read here is what the rows say now, never what they said when they were counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import reduce
from hashlib import sha256
from operator import or_
from typing import Any

from django.db.models import Count, DateTimeField, Q, QuerySet, Sum
from django.db.models.functions import TruncDate

from county.foundation.figures.models import Cell, Counted, Mark
from county.foundation.figures.registry import FIGURES, Figure, Rows
from county.foundation.staff.policy import Holder
from county.kernel import clock
from county.kernel.clock import SHANGHAI
from county.kernel.periods import EARLIEST, LATEST, Period

NO_DAY = date(1970, 1, 1)
"""Where the rows of a figure stand that has no days."""
EVER = Period(EARLIEST, LATEST)
MOST_CHANGED = 60
"""Changed days beyond which a year is as soon counted as they are."""
_prints: dict[tuple[str, Rows], str] = {}


@dataclass(frozen=True, slots=True)
class County:
    """The county's own eyes: they count every row, and whoever looks through them sees no row."""

    actor: str = "system:figures"
    reach: frozenset[str] | None = None

    def has(self, permit: str) -> bool:
        """Every permit: what is told is a count, and few are not told."""
        return True


EYES = County()


@dataclass(frozen=True, slots=True)
class Ahead:
    """What a holder sees of a figure: cells counted ahead, and the rows that are counted now."""

    figure: Figure
    cells: QuerySet[Cell]
    rows: tuple[QuerySet[Any], ...]
    whole: QuerySet[Any] | None

    def within(self, area: str, field: str) -> Ahead:
        """The same of one area, which begins the code in this field of the rows."""
        if not area:
            return self
        name = "grid" if field == self.figure.grid else "town"
        near = {f"{field}__startswith": area}
        return Ahead(
            self.figure,
            self.cells.filter(**{f"{name}__startswith": area}),
            tuple(rows.filter(**near) for rows in self.rows),
            None if self.whole is None else self.whole.filter(**near),
        )

    def totals(self) -> tuple[int, int | None, list[Decimal | None]]:
        """How many rows there are, of how many, and the sums that the figure tells besides."""
        names = {f"n{n}": Sum(f"also__{n}") for n in range(len(self.figure.also))}
        kept = self.cells.aggregate(n=Sum("rows"), all=Sum("whole"), **names)
        number, whole = kept["n"] or 0, kept["all"] or 0
        also = [kept[name] for name in names]
        values = dict(zip(names, (value for _title, value in self.figure.also), strict=True))
        for rows in self.rows:
            found = rows.order_by().aggregate(n=Count("*"), **values)
            number += found["n"]
            also = [_sum(one, found[name]) for one, name in zip(also, names, strict=True)]
        if self.whole is not None:
            whole += self.whole.order_by().count()
        return number, None if self.figure.of is None else whole, also

    def by_area(self, field: str) -> Counter[str]:
        """Rows by the code in this field of theirs."""
        name = "grid" if field == self.figure.grid else "town"
        counted = Counter(dict(self.cells.values_list(name).annotate(n=Sum("rows"))))
        for rows in self.rows:
            counted.update(dict(rows.order_by().values_list(field).annotate(n=Count("*"))))
        return counted

    def by_day(self) -> Counter[date]:
        """Rows by their day."""
        counted = Counter(dict(self.cells.values_list("day").annotate(n=Sum("rows"))))
        for rows in self.rows:
            named = rows.order_by().annotate(figure_day=day_of(self.figure, rows))
            counted.update(dict(named.values_list("figure_day").annotate(n=Count("*"))))
        return counted


def _sum(one: Decimal | None, other: Any) -> Decimal | None:
    if other is None:
        return one
    return Decimal(other) if one is None else one + Decimal(other)


def ahead_of(figure: Figure, holder: Holder, period: Period) -> Ahead | None:
    """The figure's cells that this holder sees whole, and the rest as rows; None: count it live."""
    kept = figure.kept
    if kept is None or not is_ready(figure):
        return None
    changed = Mark.objects.filter(source=kept.source)
    cells, own = Cell.objects.filter(figure=figure.code), figure.rows(holder, period)
    if figure.day:
        days = changed.filter(day__range=(period.first, period.last)).values_list("day", flat=True)
        fresh = sorted({day for day in days if day})
        if len(fresh) > MOST_CHANGED:
            return None
        cells = cells.filter(day__range=(period.first, period.last)).exclude(day__in=fresh)
        now = _on(figure, own, fresh)
    else:
        fresh_grids = set(changed.values_list("grid", flat=True))
        if len(fresh_grids) > MOST_CHANGED:
            return None
        cells = cells.exclude(grid__in=fresh_grids)
        now = Q(**{f"{figure.grid}__in": fresh_grids}) if fresh_grids else None
    rows = [own.filter(now)] if now is not None else []
    areas = kept.areas(holder)
    if areas is not None:
        cells = cells.filter(areas.near(town="town", grid="grid"))
        inside = areas.near(town=figure.town, grid=figure.grid)
        further = own.filter(kept.further(holder)).exclude(inside)
        rows.append(further.exclude(now) if now is not None else further)
    whole = figure.of(holder, period).filter(now) if figure.of and now is not None else None
    return Ahead(figure, cells, tuple(rows), whole)


def _on(figure: Figure, rows: QuerySet[Any], days: list[date]) -> Q | None:
    """Rows of these days, as spans of time that an index finds; None for no day."""
    spans = [_during(figure, rows, *run) for run in runs(days)]
    return reduce(or_, spans) if spans else None


def _during(figure: Figure, rows: QuerySet[Any], first: date, last: date) -> Q:
    if not is_timed(figure, rows):
        return Q(**{f"{figure.day}__range": (first, last)})
    ends = clock.start_of_day(last + timedelta(days=1))
    return Q(**{f"{figure.day}__gte": clock.start_of_day(first), f"{figure.day}__lt": ends})


def runs(days: Iterable[date]) -> Iterator[tuple[date, date]]:
    """The first and the last day of each row of days without a gap; the days come sorted."""
    first = last = None
    for day in days:
        if last is not None and first is not None and day - last > timedelta(days=1):
            yield first, last
            first = None
        first, last = first or day, day
    if first is not None and last is not None:
        yield first, last


def field_of(rows: QuerySet[Any], name: str) -> Any:
    """A row's field of this name, as its table has it."""
    return rows.model._meta.get_field(name)  # noqa: SLF001 - Django's documented API


def is_timed(figure: Figure, rows: QuerySet[Any]) -> bool:
    """Whether the figure's rows know their moment, or only their day."""
    return isinstance(field_of(rows, figure.day), DateTimeField)


def day_of(figure: Figure, rows: QuerySet[Any]) -> TruncDate:
    """The day of a row, in the county's time."""
    return TruncDate(figure.day, tzinfo=SHANGHAI if is_timed(figure, rows) else None)


def kept_figures() -> list[Figure]:
    """The figures that are counted ahead."""
    return [one for one in FIGURES.values() if one.kept is not None]


def is_ready(figure: Figure) -> bool:
    """Whether every day of it is counted, by the question that it asks now."""
    return Counted.objects.filter(figure=figure.code, definition=print_of(figure)).exists()


def print_of(figure: Figure) -> str:
    """A print of the figure's question: another question makes another one."""
    known = (figure.code, figure.rows)
    if known not in _prints:
        asked = [str(grouped(figure, figure.rows(EYES, EVER)).query)]
        if figure.of is not None:
            asked.append(str(grouped(figure, figure.of(EYES, EVER)).query))
        _prints[known] = sha256("\n".join(asked).encode()).hexdigest()
    return _prints[known]


def grouped(figure: Figure, rows: QuerySet[Any]) -> QuerySet[Any, tuple[Any, ...]]:
    """Rows by their area and, where they have one, their day: how many, and what else is told."""
    names = {"cell_town": figure.town, "cell_grid": figure.grid}
    also = {f"cell_also_{n}": value for n, (_title, value) in enumerate(figure.also)}
    keys: list[Any] = list(names.values())
    rows = rows.order_by()
    if figure.day:
        rows = rows.annotate(cell_day=day_of(figure, rows))
        keys.append("cell_day")
    counted: QuerySet[Any, tuple[Any, ...]]
    counted = rows.values_list(*keys).annotate(cell_rows=Count("*"), **also)
    return counted
