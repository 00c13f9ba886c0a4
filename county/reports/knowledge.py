"""What a department's report holds (ledgers.toml), and which days it is of."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from county.kernel import clock
from county.kernel.periods import Period

WEEK, MONTH = "week", "month"
SPANS = (WEEK, MONTH)
ON_PAPER = 30
"""Rows of a list that are printed; all of them, up to the next number, stand in the sheet."""
IN_SHEET = 5000


@dataclass(frozen=True, slots=True)
class Chart:
    """One chart: the rows of a figure by town, or in time."""

    figure: str
    by: str


@dataclass(frozen=True, slots=True)
class List:
    """One list: the rows behind a figure; `columns` of it stand on paper, by what they sort by."""

    figure: str
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ledger:
    """What the report of a department, or of each department of a kind, holds."""

    code: str
    title: str
    departments: tuple[str, ...]
    kinds: tuple[str, ...]
    permits: frozenset[str]
    figures: tuple[str, ...]
    charts: tuple[Chart, ...]
    lists: tuple[List, ...]
    signs: tuple[str, ...]

    def is_of(self, code: str, kind: str) -> bool:
        """Whether it is the report of this department."""
        return code in self.departments or kind in self.kinds


def understood(row: Mapping[str, Any]) -> Ledger:
    """One report of the file; ValueError for a chart by something else."""
    charts = tuple(Chart(str(one["figure"]), str(one["by"])) for one in row.get("charts", ()))
    if wrong := [one for one in charts if one.by not in ("town", "time")]:
        raise ValueError(f"ledgers.toml: no such chart: {wrong}")
    return Ledger(
        code=str(row["code"]),
        title=str(row["title"]),
        departments=tuple(row.get("departments", ())),
        kinds=tuple(row.get("kinds", ())),
        permits=frozenset(row["permits"]),
        figures=tuple(row["figures"]),
        charts=charts,
        lists=tuple(List(str(one["figure"]), tuple(one["columns"])) for one in row["lists"]),
        signs=tuple(row["signs"]),
    )


@cache
def ledgers() -> dict[str, Ledger]:
    """Every report by its code, in the order of the file."""
    file = Path(__file__).parent / "ledgers.toml"
    rows = tomllib.loads(file.read_text(encoding="utf-8"))["ledger"]
    return {one.code: one for one in map(understood, rows)}


def ledger_of(code: str, kind: str) -> Ledger | None:
    """The report of the department with this code, which is of this kind."""
    return next((one for one in ledgers().values() if one.is_of(code, kind)), None)


def period_of(span: str, day: date) -> Period:
    """The week, from Monday on, or the month in which a day lies."""
    if span == WEEK:
        first = day - timedelta(days=day.weekday())
        return Period(first, first + timedelta(days=6))
    return Period(day, day).months


def last_whole(span: str, today: date) -> Period:
    """The last week or month that is over."""
    return period_of(span, period_of(span, today).first - timedelta(days=1))


def is_over(period: Period) -> bool:
    """Whether its last day is past."""
    return period.last < clock.today()
