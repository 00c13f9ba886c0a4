"""Which figures there are, what each means, and of which rows it is made; what calls for a look."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Aggregate, Count, FloatField, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from county.design.tables import Column
from county.foundation.staff.policy import Areas, Holder
from county.kernel.periods import Period

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

Rows = Callable[[Holder, Period], "QuerySet[Any]"]
ROWS = Count("*")
OUTSIDE = 3
"""Cells of fewer are hidden in figures for outside use (domain appendix F, invariant 31)."""
INCIDENTS = 5
"""Cells of fewer are hidden in figures of a type of incident by town (invariant 31)."""

POLICING = _("Digital policing")
CAMPUS = _("Safe campuses")
SAFETY = _("Work safety")
LAW = _("Rule of law")
COUNTY = _("The county")
GROUPS = (POLICING, CAMPUS, SAFETY, LAW, COUNTY)
"""The four dimensions in the order of the programme, and what belongs to none of them."""


class Days(Aggregate):
    """The days below which `share` of the lengths of time lie, between neighbours in proportion."""

    function = "PERCENTILE_CONT"
    template = (
        "%(function)s(%(share)s) WITHIN GROUP"
        " (ORDER BY extract(epoch FROM %(expressions)s)::float8 / 86400)"
    )
    output_field = FloatField()


@dataclass(frozen=True, slots=True)
class Kept:
    """That a figure is counted ahead, by day and area (see `ahead`).

    Triggers on the rows' table write a mark under `source` wherever a row changes what, when or
    where is counted: its days, or its grid for a figure without days. `areas` says of which areas
    the holder sees every row, None of all; `further` finds the rows that one sees in other areas.
    """

    source: str
    areas: Callable[[Holder], Areas | None]
    further: Callable[[Holder], Q]


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: its code (domain §9), its definition, and the rows behind it.

    `rows` are those that this holder may see in this period, never more; `of` are those that it is
    a share of, with `of_town` where their area's code stands elsewhere and `of_value` where they
    are counted otherwise. `town` and `day` name the fields of a row that hold its area's code and
    its moment; an empty name: it has none. `grid` names the one that holds its grid's. `value` is
    taken over the rows, `also` are further values of them with their names.

    Whoever does not hold `permit` but one of `told`, or is told all counts of the county, learns
    counts by whole months only, and of cells of fewer than `smallest` that they are few.

    `page` is the address of a row's own page, `columns` and `filters` (fields with choices) are
    those of the list behind the figure, whose order is `sort`. `may_leave` is whether the list may
    be taken out as a file. `year_before` compares with the same days of the year before. Of an
    `is_rate` the share is what is told first, of others the number. What is `kept` is the number of
    its rows, knows town and grid, and is a share only of rows of the same table without days.
    """

    code: str
    title: StrOrPromise
    definition: StrOrPromise
    unit: StrOrPromise
    group: StrOrPromise
    permit: str
    rows: Rows
    of: Rows | None = None
    of_town: str = ""
    of_value: Aggregate | None = None
    town: str = ""
    grid: str = ""
    day: str = ""
    value: Aggregate = ROWS
    also: tuple[tuple[StrOrPromise, Aggregate], ...] = ()
    smallest: int = OUTSIDE
    page: Callable[[Any], str] = str
    columns: Sequence[Column] = ()
    filters: tuple[str, ...] = ()
    sort: str = "pk"
    may_leave: bool = True
    told: tuple[str, ...] = ()
    year_before: bool = False
    is_rate: bool = False
    kept: Kept | None = None

    @property
    def counts_rows(self) -> bool:
        """Whether the figure is the number of its rows."""
        return self.value is ROWS

    @property
    def may_be_kept(self) -> bool:
        """Whether its numbers are sums over days and areas, of one table."""
        alike = not self.of_town and not self.of_value and not self.day
        return self.counts_rows and bool(self.town and self.grid) and (self.of is None or alike)


FIGURES: dict[str, Figure] = {}


def lend(*figures: Figure) -> None:
    """Let the county's desk, wall and reports print these figures. A code stands once."""
    for figure in figures:
        if figure.code in FIGURES:
            raise ValueError(f"two figures are called {figure.code}")
        if figure.kept and not figure.may_be_kept:
            raise ValueError(f"{figure.code} cannot be counted ahead")
        FIGURES[figure.code] = figure


@dataclass(frozen=True, slots=True)
class Alarm:
    """What calls for somebody's look now, and is gone when it was dealt with.

    `rows` are those this holder may see; `moment` names the field from which on it waits, `words`
    says in a few words what it is, without anybody's data, `place` the code of its area, and
    `page` where it is dealt with. `list` is the address of all of them. Of `grave` ones the wall
    shows a red mark on the map.
    """

    code: str
    title: StrOrPromise
    permit: str
    rows: Callable[[Holder], QuerySet[Any]]
    moment: str
    words: Callable[[Any], StrOrPromise]
    list: str
    place: Callable[[Any], str] = lambda row: ""
    page: Callable[[Any], str] = lambda row: ""
    grave: bool = False


ALARMS: dict[str, Alarm] = {}


def ring(alarm: Alarm) -> None:
    """Let the county's desk and wall show what calls for a look. A code stands once."""
    if alarm.code in ALARMS:
        raise ValueError(f"two alarms are called {alarm.code}")
    ALARMS[alarm.code] = alarm
