"""Which figures there are, what each means, and of which rows it is made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Aggregate, Count, QuerySet

from county.foundation.staff.policy import Holder
from county.kernel.periods import Period

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

Rows = Callable[[Holder, Period], "QuerySet[Any]"]
ROWS = Count("pk")
OUTSIDE = 3
"""Cells of fewer are hidden in figures for outside use (domain appendix F, invariant 31)."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: its code (domain §9), its definition, and the rows behind it.

    `rows` are those that this holder may see in this period, never more; `of` are those that it is
    a share of. `town` and `day` name the fields of a row that hold its area's code and its moment;
    an empty name: it has none. `value` is taken over the rows, `also` are further values of them
    with their names. Cells of fewer than `smallest` rows are hidden by town. `page` is the address
    of a row's own page.
    """

    code: str
    title: StrOrPromise
    definition: StrOrPromise
    unit: StrOrPromise
    group: StrOrPromise
    permit: str
    rows: Rows
    of: Rows | None = None
    town: str = ""
    day: str = ""
    value: Aggregate = ROWS
    also: tuple[tuple[StrOrPromise, Aggregate], ...] = ()
    smallest: int = 0
    page: Callable[[Any], str] = str


FIGURES: dict[str, Figure] = {}


def lend(*figures: Figure) -> None:
    """Let the county's desk, wall and reports print these figures. A code stands once."""
    for figure in figures:
        if figure.code in FIGURES:
            raise ValueError(f"two figures are called {figure.code}")
        FIGURES[figure.code] = figure
