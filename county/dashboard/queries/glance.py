"""The figures of the county as one reader is told them, by the four dimensions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from county.dashboard.awaited import AWAITED, Awaited
from county.foundation.figures.queries import Reading, figures_for, is_told, read, told_to
from county.foundation.figures.registry import FIGURES, GROUPS, Figure
from county.foundation.staff.policy import Holder
from county.kernel.periods import Period

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, slots=True)
class Tile:
    """A figure with what it says; whether counts only are told; whether it is one town's."""

    figure: Figure
    reading: Reading
    is_told: bool
    is_narrowed: bool


def tile(figure: Figure, holder: Holder, period: Period, area: str = "") -> Tile:
    """The figure as this reader is told it; one that knows no towns stands for the whole county."""
    narrow = area if figure.town else ""
    reading = read(figure, holder, period, narrow)
    return Tile(figure, reading, is_told(figure, holder), bool(narrow))


def groups(holder: Holder, period: Period, area: str = "") -> list[tuple[StrOrPromise, list[Tile]]]:
    """Every figure that this holder is told, under its dimension; dimensions without any are left
    out."""
    figures = sorted([*figures_for(holder), *told_to(holder)], key=lambda one: one.code)
    tiles = [tile(one, holder, period, area) for one in figures]
    found = [(group, [one for one in tiles if one.figure.group is group]) for group in GROUPS]
    return [(group, own) for group, own in found if own]


def lines_of_awaited() -> list[Awaited]:
    """The figures whose dimension does not exist yet, by their codes."""
    return [one for one in AWAITED if one.code not in FIGURES]
