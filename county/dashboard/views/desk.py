"""The county at a glance on an officer's desk, and the page of definitions."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import HttpResponseBase
from django.views.decorators.http import require_GET

from county.dashboard.access import Permit
from county.dashboard.awaited import Awaited
from county.dashboard.queries import Piece, Tile, flows, groups, lines_of_awaited, pieces
from county.dashboard.views import charts
from county.dashboard.views.asking import TITLES, Asked
from county.design.http import show
from county.foundation.figures.queries import by_day, by_month, is_told, ringing
from county.foundation.figures.registry import ALARMS, FIGURES, GROUPS, Figure
from county.foundation.live import tickets
from county.foundation.staff.models import Officer
from county.foundation.staff.policy import OfficerRequest, allow
from county.kernel import clock
from county.records.places.queries import town_names

FIRST = ("S10", "S31", "S22", "S01")
"""The figures of which one is drawn where nobody has chosen, the first that the reader has."""


def live_for(officer: Officer) -> str:
    """The stream of the facts by which this officer's figures change.

    They are those of the apps whose permits open them, and of the officer's own worklist.
    """
    opened = [one.permit for one in FIGURES.values()]
    opened += [one.permit for one in ALARMS.values()]
    apps = {permit.partition(".")[0] for permit in opened if officer.has(permit)}
    return tickets.issue({f"app:{app}" for app in apps})


def chosen(code: str, tiles: list[Tile]) -> Figure | None:
    """The figure of the map and the trend: the one that was asked for, else the first there is."""
    known = {tile.figure.code: tile.figure for tile in tiles if tile.figure.town}
    for wanted in (code, *FIRST, *known):
        if wanted in known:
            return known[wanted]
    return None


def history(figure: Figure, officer: Officer, asked: Asked) -> list[Any]:
    """The figure's rows by day; for whoever is told counts only, by whole months."""
    if officer.has(figure.permit):
        return list(by_day(figure, officer, asked.period, asked.town))
    return list(by_month(figure, asked.period)) if not asked.town else []


@allow(Permit.READ)
@require_GET
def glance(request: OfficerRequest) -> HttpResponseBase:
    """Figures by dimension, what calls for a look, the map, the trend, what departments sent on."""
    asked, officer = Asked.by(request), request.user
    told = groups(officer, asked.period, asked.town)
    context: dict[str, Any] = {
        "asked": asked,
        "titles": TITLES,
        "towns": town_names(),
        "groups": told,
        "ringing": ringing(officer),
        "at": clock.now(),
        "live": live_for(officer),
        "awaits": len(lines_of_awaited()),
    }
    if request.headers.get("HX-Request"):
        return show(request, "dashboard/glance.html", context, part="figures")
    tiles = [tile for _group, own in told for tile in own]
    figure = chosen(request.GET.get("figure", ""), tiles)
    sent = flows(officer, asked.period)
    context |= {
        "tiles": [tile for tile in tiles if tile.figure.town],
        "figure": figure,
        "map": mapped(figure, officer, asked) if figure else [],
        "trend": _trend(figure, officer, asked),
        "flows": sent,
        "sankey": charts.sankey(sent),
    }
    return show(request, "dashboard/glance.html", context)


def mapped(figure: Figure, officer: Officer, asked: Asked) -> list[Piece]:
    """The pieces of the map; of towns where the officer reads no records, no count is told."""
    drawn = pieces(figure, officer, asked.period, asked.town)
    reach = officer.reach
    if reach is None or not officer.has(figure.permit):
        return drawn
    return [one if _within(one.code, reach) else replace(one, count=None, tone=-1) for one in drawn]


def _within(code: str, reach: frozenset[str]) -> bool:
    return any(code.startswith(area) or area.startswith(code) for area in reach)


def _trend(figure: Figure | None, officer: Officer, asked: Asked) -> dict[str, Any] | None:
    if figure is None or not figure.day:
        return None
    counted = history(figure, officer, asked)
    period = asked.period if officer.has(figure.permit) else asked.period.months
    long = counted or officer.has(figure.permit)
    return charts.trend(counted, period, clock.today()) if long else None


@allow(Permit.READ)
@require_GET
def definitions(request: OfficerRequest) -> HttpResponseBase:
    """What each figure means: those that are counted, and those that are awaited."""
    lines: list[Figure | Awaited] = [*FIGURES.values(), *lines_of_awaited()]
    lines.sort(key=lambda one: one.code)
    told = [(group, [one for one in lines if one.group is group]) for group in GROUPS]
    counts = {code for code, one in FIGURES.items() if is_told(one, request.user)}
    return show(request, "dashboard/definitions.html", {"groups": told, "counts": counts})
