"""The wall: the county on one dark screen, read from afar, a few seconds old at most."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.http import HttpResponseBase
from django.views.decorators.http import require_GET

from county.dashboard.access import Permit
from county.dashboard.knowledge import tone
from county.dashboard.queries import Piece, Tile, flows, groups, lines_of_awaited, pieces
from county.dashboard.views import charts
from county.dashboard.views.asking import TITLES, Asked
from county.dashboard.views.desk import chosen, live_for
from county.design.http import show
from county.foundation.figures.queries import Ringing, by_day, hidden, ringing
from county.foundation.figures.registry import FIGURES, GROUPS, Figure
from county.foundation.staff.models import Officer
from county.foundation.staff.policy import OfficerRequest, allow
from county.kernel import clock
from county.kernel.periods import Period

HEAD = ("S10", "S31", "S22", "S01", "S32")
"""The figures that stand large above the map, as far as the reader has them."""
LINES = ("S09", "S10", "S31")
DAYS = 30
"""Days of the lines below the map."""
UNTOLD = "–"
LATEST = 6
PULSES = 60
"""Of each alarm so many of the latest are looked at for the marks on the map."""


@allow(Permit.WALL)
@require_GET
def wall(request: OfficerRequest) -> HttpResponseBase:
    """The whole screen; or, for the screen that asks again, what stands on it now."""
    asked, officer = Asked.by(request), request.user
    told = groups(officer, asked.period)
    tiles = [tile for _group, own in told for tile in own]
    figure = chosen(request.GET.get("figure", ""), tiles)
    rings, drawn = ringing(officer, PULSES), outside(figure, officer, asked.period)
    context: dict[str, Any] = {
        "asked": asked,
        "title": TITLES[asked.name],
        "at": clock.now(),
        "head": [tile for code in HEAD for tile in tiles if tile.figure.code == code][:4],
        "groups": _rows(told),
        "figure": figure,
        "map": charts.county_map(drawn, _labels(drawn), _waiting(rings)),
        "towns": drawn,
        "trend": _lines(officer),
        "sankey": charts.sankey(flows(officer, asked.period), ink="#cfe3f5", most=8),
        "ringing": rings,
        "latest": _latest(rings),
        "cells": charts.towns_map(drawn),
        "live": live_for(officer),
    }
    return show(request, "dashboard/wall.html", context, part="now")


def _rows(told: list[tuple[Any, list[Tile]]]) -> list[tuple[Any, list[Tile], int]]:
    """Each dimension with its figures, and how many more arrive with their dimensions."""
    own = {str(group): tiles for group, tiles in told}
    awaited = Counter(str(one.group) for one in lines_of_awaited())
    return [(group, own.get(str(group), []), awaited[str(group)]) for group in GROUPS[:4]]


def outside(figure: Figure | None, officer: Officer, period: Period) -> list[Piece]:
    """The towns of the map as whoever passes by may read them: few are not told (invariant 31)."""
    if figure is None:
        return []
    drawn = pieces(figure, officer, period)
    told = hidden({one.code: one.count for one in drawn if one.count is not None}, figure.smallest)
    most = max((n for n in told.values() if n), default=0)
    return [
        replace(one, count=told.get(one.code), tone=tone(told.get(one.code), most)) for one in drawn
    ]


def _labels(drawn: list[Piece]) -> dict[str, str]:
    return {
        one.code: f"{_short(one.name)}\n{UNTOLD if one.count is None else format(one.count, ',')}"
        for one in drawn
    }


def _short(name: str) -> str:
    """The town's English name without what it is, for which a small cell has no room."""
    return name.removesuffix(" Town").removesuffix(" Subdistrict")


def _waiting(rings: list[Ringing]) -> dict[str, int]:
    """How many grave alarms of the latest wait in each town."""
    grave = [one for one in rings if one.alarm.grave]
    return dict(Counter(one.alarm.place(row)[:9] for one in grave for row in one.latest))


def _latest(rings: list[Ringing]) -> list[dict[str, Any]]:
    """The latest of what calls for a look: what it is and since when; no name, no town."""
    lines = [
        {"title": one.alarm.title, "words": one.alarm.words(row), "grave": one.alarm.grave,
         "at": getattr(row, one.alarm.moment)}
        for one in rings
        for row in one.latest
    ]  # fmt: skip
    return sorted(lines, key=lambda line: str(line["at"] or ""), reverse=True)[:LATEST]


def _lines(officer: Officer) -> dict[str, Any] | None:
    """The last days of the figures that people write to us about, as far as the reader has them."""
    today = clock.today()
    period = Period(today - timedelta(days=DAYS - 1), today)
    own = [FIGURES[code] for code in LINES if code in FIGURES]
    named = [
        (str(one.title), by_day(one, officer, period)) for one in own if officer.has(one.permit)
    ]
    return charts.lines(named, period) if named else None
