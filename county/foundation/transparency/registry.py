"""Figures that apps lend to the public page: tables of counts for one month, never a person."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from county.kernel import clock

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, slots=True)
class Month:
    """One month of the county's time."""

    first: date

    @property
    def begins(self) -> datetime:
        return clock.start_of_day(self.first)

    @property
    def ends(self) -> datetime:
        """The first moment after it."""
        return clock.start_of_day(clock.add_months(self.first, 1))

    def __str__(self) -> str:
        return f"{self.first:%Y-%m}"


@dataclass(frozen=True, slots=True)
class Line:
    """One row: its title and its counts, in the order of the columns."""

    title: StrOrPromise
    counts: Sequence[int]


Fill = Callable[[Month], list[Line]]


@dataclass(frozen=True, slots=True)
class Section:
    """One table. `stock` names the columns that count what there is now, `people` whether its
    counts are of persons, `total` whether the rows are added up, `review` whether only reviewers
    see it."""

    code: str
    title: StrOrPromise
    columns: Sequence[StrOrPromise]
    fill: Fill
    order: int
    stock: frozenset[int]
    people: bool
    total: bool
    review: bool


SECTIONS: list[Section] = []


def publishes(
    code: str,
    title: StrOrPromise,
    columns: Sequence[StrOrPromise],
    *,
    order: int = 50,
    stock: Sequence[int] = (),
    people: bool = True,
    total: bool = False,
    review: bool = False,
) -> Callable[[Fill], Fill]:
    """Lend a table to the public page: the function counts one month."""

    def lend(fill: Fill) -> Fill:
        SECTIONS.append(
            Section(code, title, columns, fill, order, frozenset(stock), people, total, review)
        )
        return fill

    return lend
