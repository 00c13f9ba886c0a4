"""What a benchmark is told and what it tells: options in, a table and the raw figures out."""

from __future__ import annotations

import statistics
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Options:
    """How a benchmark is run; each takes from it what it needs."""

    say: Callable[[str], None]
    seconds: float | None = None
    clients: int | None = None
    scale: float = 1.0
    rate: float = 20.0
    share: float = 0.2
    web: int = 1
    cold: bool = False
    fresh: bool = False


@dataclass
class Report:
    """A table for people, `raw` for machines, and what has to be said beside the figures."""

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]] = ()
    notes: list[str] = field(default_factory=list)
    raw: dict[str, Any] = field(default_factory=dict)

    def lines(self) -> list[str]:
        """The table as text, its columns aligned also where they hold Chinese."""
        grid = [list(self.columns), *[list(row) for row in self.rows]]
        widths = [max(width(row[n]) for row in grid) for n in range(len(self.columns))]
        drawn = [
            "  ".join(cell + " " * (widths[n] - width(cell)) for n, cell in enumerate(row)).rstrip()
            for row in grid
        ]
        rule = "  ".join("-" * one for one in widths)
        return [self.title, "", drawn[0], rule, *drawn[1:], "", *self.notes]


def width(text: str) -> int:
    """How many columns of a terminal a text fills."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def p95(values: Sequence[float]) -> float:
    """The value below which 95 of 100 lie (nearest rank); 0 of nothing."""
    return rank(values, 0.95)


def rank(values: Sequence[float], share: float) -> float:
    """The value below which `share` of the values lie (nearest rank); 0 of nothing."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else 0.0


def middle(values: Sequence[float]) -> float:
    """The median; 0 of nothing."""
    return statistics.median(values) if values else 0.0


def verdict(held: bool) -> str:  # noqa: FBT001 - the only argument
    """Whether a bar was reached, as the table says it."""
    return "reached" if held else "MISSED"
