"""What a figure says to this reader, in this period, of this part of the county."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Count, QuerySet
from django.db.models.functions import TruncDate

from county.foundation.figures.registry import FIGURES, Figure
from county.foundation.staff.policy import Holder
from county.kernel.clock import SHANGHAI
from county.kernel.periods import Period

if TYPE_CHECKING:
    from datetime import date

    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, slots=True)
class Reading:
    """What a figure says; of a share, `whole` is what it is a share of. None: nothing to tell."""

    value: float | None
    whole: float | None = None
    also: tuple[tuple[StrOrPromise, float | None], ...] = ()

    @property
    def percent(self) -> int | None:
        """The share in whole per cent; None where there is nothing to share."""
        return round(100 * (self.value or 0) / self.whole) if self.whole else None


def figures_for(holder: Holder) -> list[Figure]:
    """The figures that this holder's post includes, by their codes."""
    return [one for _code, one in sorted(FIGURES.items()) if holder.has(one.permit)]


def rows_of(figure: Figure, holder: Holder, period: Period, area: str = "") -> QuerySet[Any]:
    """The rows behind the figure that this holder may see, of one area where one is named."""
    rows = figure.rows(holder, period)
    return rows.filter(**{f"{figure.town}__startswith": area}) if area and figure.town else rows


def read(figure: Figure, holder: Holder, period: Period, area: str = "") -> Reading:
    """What the figure says to this holder."""
    rows = rows_of(figure, holder, period, area).order_by()
    names = {f"also_{n}": value for n, (_title, value) in enumerate(figure.also)}
    found = rows.aggregate(figure_value=figure.value, **names)
    whole = None
    if figure.of is not None:
        all_rows = figure.of(holder, period).order_by()
        if area and figure.town:
            all_rows = all_rows.filter(**{f"{figure.town}__startswith": area})
        whole = all_rows.aggregate(n=figure.value)["n"]
    also = tuple((title, found[f"also_{n}"]) for n, (title, _value) in enumerate(figure.also))
    return Reading(found["figure_value"], whole, also)


def by_town(figure: Figure, holder: Holder, period: Period) -> dict[str, int | None]:
    """Rows by the code of their area; a cell of fewer than the smallest is None."""
    if not figure.town:
        return {}
    rows = figure.rows(holder, period).order_by()
    counted = rows.values_list(figure.town).annotate(n=Count("pk")).values_list(figure.town, "n")
    return {code: n if n >= figure.smallest else None for code, n in counted}


def by_day(
    figure: Figure, holder: Holder, period: Period, area: str = ""
) -> list[tuple[date, int]]:
    """Rows by the day of theirs, in the county's time; days without any are left out."""
    if not figure.day:
        return []
    rows = rows_of(figure, holder, period, area).order_by()
    day = rows.annotate(figure_day=TruncDate(figure.day, tzinfo=SHANGHAI)).values("figure_day")
    counted = day.annotate(n=Count("pk")).order_by("figure_day")
    return [(row["figure_day"], row["n"]) for row in counted]
