"""What a figure says to this reader, in this period, of this part of the county."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from django.db.models import Aggregate, Count, QuerySet
from django.db.models.functions import Substr

from county.foundation.figures.access import Permit
from county.foundation.figures.ahead import EYES, Ahead, ahead_of, day_of
from county.foundation.figures.registry import ALARMS, FIGURES, Alarm, Figure
from county.foundation.staff.policy import Holder
from county.kernel.periods import Period

if TYPE_CHECKING:
    from datetime import date, datetime

    from django_stubs_ext import StrOrPromise

K = TypeVar("K")
TOWN = 9
"""Signs of an area's code that name its town."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a figure says; of a share, `whole` is what it is a share of. None: nothing to tell.

    `before` is the value of the same days of the year before, where the figure compares with it.
    `hidden` says that there are too few for this reader to be told how many.
    """

    value: float | None
    whole: float | None = None
    also: tuple[tuple[StrOrPromise, float | None], ...] = ()
    before: float | None = None
    hidden: bool = False

    @property
    def percent(self) -> int | None:
        """The share in whole per cent; None where there is nothing to share."""
        return round(100 * (self.value or 0) / self.whole) if self.whole else None

    @property
    def change(self) -> int | None:
        """By how many per cent it changed against the year before; None where none can be told."""
        if self.value is None or not self.before:
            return None
        return round(100 * (self.value - self.before) / self.before)


def figures_for(holder: Holder) -> list[Figure]:
    """The figures that this holder's post includes, by their codes."""
    return [one for _code, one in sorted(FIGURES.items()) if holder.has(one.permit)]


def is_told(figure: Figure, holder: Holder) -> bool:
    """Whether the holder, whose post does not include the figure, is told its counts."""
    if holder.has(figure.permit):
        return False
    return holder.has(Permit.COUNTS) or any(holder.has(permit) for permit in figure.told)


def told_to(holder: Holder) -> list[Figure]:
    """The figures of other departments of which this holder is told counts, by their codes."""
    return [one for _code, one in sorted(FIGURES.items()) if is_told(one, holder)]


def rows_of(figure: Figure, holder: Holder, period: Period, area: str = "") -> QuerySet[Any]:
    """The rows behind the figure that this holder may see, of one area where one is named."""
    if not holder.has(figure.permit):
        return figure.rows(EYES, period).none()
    return _rows(figure, holder, period, area)


def _rows(figure: Figure, holder: Holder, period: Period, area: str) -> QuerySet[Any]:
    return _within(figure.rows(holder, period), _field(figure, area), area)


def _field(figure: Figure, area: str) -> str:
    """Where a row's area stands: its town's code, or its grid's for a code longer than a town's."""
    return figure.grid if len(area) > TOWN and figure.grid else figure.town


def _within(rows: QuerySet[Any], field: str, area: str) -> QuerySet[Any]:
    return rows.filter(**{f"{field}__startswith": area}) if area and field else rows


def read(figure: Figure, holder: Holder, period: Period, area: str = "") -> Reading:
    """What the figure says to this holder: of the own rows, or as far as it is told the counts."""
    if holder.has(figure.permit):
        return _read(figure, holder, period, area)
    return _told(figure, period, area) if is_told(figure, holder) else Reading(None)


def _read(figure: Figure, holder: Holder, period: Period, area: str) -> Reading:
    counted = _ahead(figure, holder, period, area)
    value, whole, told = counted.totals() if counted else _live(figure, holder, period, area)
    before = None
    if figure.year_before:
        counted = _ahead(figure, holder, period.year_before, area)
        before = counted.totals()[0] if counted else _then(figure, holder, period, area)
    also = tuple((title, one) for (title, _value), one in zip(figure.also, told, strict=True))
    return Reading(_number(value), _number(whole), also, _number(before))


def _ahead(figure: Figure, holder: Holder, period: Period, area: str) -> Ahead | None:
    """What is counted ahead of these rows; None where nothing is, and they are counted live."""
    found = ahead_of(figure, holder, period)
    return found.within(area, _field(figure, area)) if found else None


def _live(
    figure: Figure, holder: Holder, period: Period, area: str
) -> tuple[Any, Any, Sequence[Any]]:
    names = {f"also_{n}": value for n, (_title, value) in enumerate(figure.also)}
    rows = _rows(figure, holder, period, area).order_by()
    found = rows.aggregate(figure_value=figure.value, **names)
    whole = None
    if figure.of is not None:
        all_rows = _within(figure.of(holder, period), figure.of_town or _field(figure, area), area)
        counted: Aggregate = figure.of_value or figure.value
        whole = all_rows.order_by().aggregate(n=counted)["n"]
    return found["figure_value"], whole, [found[name] for name in names]


def _then(figure: Figure, holder: Holder, period: Period, area: str) -> Any:
    rows = _rows(figure, holder, period.year_before, area).order_by()
    return rows.aggregate(n=figure.value)["n"]


def _number(value: Any) -> float | None:
    return value if value is None or isinstance(value, int) else float(value)


def _told(figure: Figure, period: Period, area: str) -> Reading:
    """The counts as another department learns them: by whole months, few ones not."""
    months = period.months
    if area:
        cell = cells(figure, months).get(area[:TOWN])
        return Reading(cell, hidden=cell is None)
    said = _read(figure, EYES, months, "")
    counted = said.value if figure.counts_rows else rows_counted(figure, EYES, months)
    if (counted or 0) < figure.smallest:
        return Reading(None, hidden=True)
    few_before = said.before is not None and said.before < figure.smallest
    return Reading(said.value, said.whole, before=None if few_before else said.before)


def rows_counted(figure: Figure, holder: Holder, period: Period, area: str = "") -> int:
    """How many rows are behind the figure."""
    counted = _ahead(figure, holder, period, area)
    if counted is not None:
        return counted.totals()[0]
    return int(_rows(figure, holder, period, area).order_by().count())


def by_town(figure: Figure, holder: Holder, period: Period) -> dict[str, int | None]:
    """Rows by the code of their town, or the cells that another department is told."""
    if not figure.town:
        return {}
    if holder.has(figure.permit):
        return dict(_by_town(figure, holder, period))
    return cells(figure, period.months) if is_told(figure, holder) else {}


def by_grid(figure: Figure, holder: Holder, period: Period, town: str) -> dict[str, int]:
    """Rows of a town by the code of their grid; no other department is told so closely."""
    if not figure.grid or not holder.has(figure.permit):
        return {}
    if counted := ahead_of(figure, holder, period):
        found: Mapping[str, int] = counted.within(town, figure.grid).by_area(figure.grid)
    else:
        rows = _within(figure.rows(holder, period), figure.grid, town)
        found = _by_area(rows, figure.grid, 0)
    return {code: n for code, n in found.items() if len(code) > TOWN and n}


def _by_town(figure: Figure, holder: Holder, period: Period) -> dict[str, int]:
    """Rows by the code of their town, which may be the beginning of a longer one."""
    counted = ahead_of(figure, holder, period)
    if counted is None:
        return _by_area(figure.rows(holder, period), figure.town, TOWN)
    found: dict[str, int] = {}
    for code, n in counted.by_area(figure.town).items():
        if code and n:
            found[code[:TOWN]] = found.get(code[:TOWN], 0) + n
    return found


def _by_area(rows: QuerySet[Any], field: str, signs: int) -> dict[str, int]:
    """Rows by the first signs of a field, or by all of it; rows of no area are left out."""
    area = Substr(field, 1, signs) if signs else Substr(field, 1)
    counted = rows.order_by().values(figure_area=area).annotate(figure_n=Count("*"))
    return {row["figure_area"]: row["figure_n"] for row in counted if row["figure_area"]}


def cells(figure: Figure, period: Period) -> dict[str, int | None]:
    """Rows by town as another department learns them: None for few."""
    if not figure.town:
        return {}
    return hidden(_by_town(figure, EYES, period), figure.smallest)


def hidden(counted: Mapping[K, int], smallest: int) -> dict[K, int | None]:
    """The cells of which enough may be told, the others None (invariant 31).

    Where one alone has few, the next smallest is not told either: else the sum would tell it.
    """
    few = {code for code, n in counted.items() if n < smallest}
    rest = [code for code in counted if code not in few]
    if len(few) == 1 and rest:
        few.add(min(rest, key=lambda code: (counted[code], str(code))))
    return {code: None if code in few else n for code, n in counted.items()}


def by_day(
    figure: Figure, holder: Holder, period: Period, area: str = ""
) -> list[tuple[date, int]]:
    """Rows by the day of theirs, in the county's time; days without any are left out."""
    if not figure.day or not holder.has(figure.permit):
        return []
    if ahead := _ahead(figure, holder, period, area):
        return sorted((day, n) for day, n in ahead.by_day().items() if n)
    rows = _rows(figure, holder, period, area).order_by()
    counted = rows.annotate(figure_day=day_of(figure, rows)).values("figure_day")
    counted = counted.annotate(figure_n=Count("*")).order_by("figure_day")
    return [(row["figure_day"], row["figure_n"]) for row in counted]


def by_month(figure: Figure, period: Period) -> list[tuple[date, int | None]]:
    """Rows by the month of theirs as another department learns them: None for few."""
    counted: dict[date, int] = {}
    if figure.day:
        for day, n in by_day(figure, EYES, period.months):
            first = day.replace(day=1)
            counted[first] = counted.get(first, 0) + n
    return sorted(hidden(counted, figure.smallest).items())


@dataclass(frozen=True, slots=True)
class Ringing:
    """An alarm as a holder sees it: how many wait, since when the oldest, and the latest few."""

    alarm: Alarm
    count: int
    since: datetime | None
    latest: tuple[Any, ...]


def ringing(holder: Holder, latest: int = 6) -> list[Ringing]:
    """What calls for this holder's look now; what does not ring is not among it."""
    found = []
    for alarm in ALARMS.values():
        if not holder.has(alarm.permit):
            continue
        rows = alarm.rows(holder)
        count = rows.order_by().count()
        if count:
            oldest = rows.order_by(alarm.moment).values_list(alarm.moment, flat=True).first()
            newest = tuple(rows.order_by(f"-{alarm.moment}", "-pk")[:latest])
            found.append(Ringing(alarm, count, oldest, newest))
    return found
