"""Charts as the page's script draws them, made of what a reader was told."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from county.dashboard.queries import Flow, Piece
from county.kernel.periods import Period

LONGEST_BY_DAY = 62
"""Days of a period up to which its trend is drawn by the day, beyond by the month."""
FEWEST_MONTHS = 12
"""Months at the end that are drawn also where nothing had happened yet."""
BLUE = "#2f6fed"


def trend(
    counted: Sequence[tuple[date, int | None]], period: Period, today: date
) -> dict[str, Any]:
    """Columns by day, or by month for a long period; nothing is drawn for days to come."""
    last = min(period.last, today) if period.first <= today else period.last
    if period.days <= LONGEST_BY_DAY:
        days = [period.first + timedelta(days=n) for n in range((last - period.first).days + 1)]
        known = dict(counted)
        names, values = [f"{day:%m-%d}" for day in days], [known.get(day, 0) for day in days]
    else:
        names, values = _by_month(counted, period.first, last)
    return {
        "aria": {"enabled": False},
        "color": [BLUE],
        "tooltip": {"trigger": "axis"},
        "grid": {"left": 52, "right": 14, "top": 18, "bottom": 30},
        "xAxis": {"type": "category", "data": names},
        "yAxis": {"type": "value", "minInterval": 1},
        "series": [{"type": "bar", "data": values, "barMaxWidth": 28}],
    }


def _by_month(
    counted: Sequence[tuple[date, int | None]], first: date, last: date
) -> tuple[list[str], list[int | None]]:
    sums: dict[str, int | None] = {}
    for number in range((last.year - first.year) * 12 + last.month - first.month + 1):
        year, month = divmod(first.month - 1 + number, 12)
        sums[f"{first.year + year}-{month + 1:02}"] = 0
    for day, n in counted:
        name = f"{day:%Y-%m}"
        if name in sums:
            sums[name] = None if n is None else (sums[name] or 0) + n
    begun = next((n for n, value in enumerate(sums.values()) if value != 0), 0)
    shown = min(begun, max(0, len(sums) - FEWEST_MONTHS))
    return list(sums)[shown:], list(sums.values())[shown:]


def sankey(flows: Sequence[Flow], *, ink: str = "#1d2939", most: int = 14) -> dict[str, Any]:
    """Bands from departments on the left to those on the right, as wide as the tasks are many."""
    shown = flows[:most]
    left = {flow.sender.pk: str(flow.sender) for flow in shown}
    right = {flow.receiver.pk: str(flow.receiver) for flow in shown}
    nodes = [_node(f"from {code}", name, "right", ink) for code, name in left.items()]
    nodes += [_node(f"to {code}", name, "left", ink) for code, name in right.items()]
    links = [
        {"source": f"from {one.sender.pk}", "target": f"to {one.receiver.pk}", "value": one.count}
        for one in shown
    ]
    return {
        "animation": False,
        "aria": {"enabled": False},
        "series": [
            {
                "type": "sankey", "data": nodes, "links": links, "left": 8, "right": 8, "top": 10,
                "bottom": 10, "nodeWidth": 12, "nodeGap": 14, "draggable": False,
                "emphasis": {"disabled": True}, "lineStyle": {"color": "gradient", "opacity": 0.35},
            }
        ],
    }  # fmt: skip


def _node(key: str, name: str, side: str, ink: str) -> dict[str, Any]:
    words = name.replace("{", "").replace("}", "")
    return {
        "name": key,
        "label": {"formatter": words, "position": side, "color": ink, "fontSize": 14},
    }


LINES = ("#45c4f5", "#3ddc97", "#ffb547")
MUTE = "#9fbdd6"
SHADES = {-1: "#1d3148", 0: "#0f2a44", 1: "#15416a", 2: "#1a568a", 3: "#1f6cab", 4: "#2484cc",
          5: "#2f9fe6"}  # fmt: skip


def lines(
    named: Sequence[tuple[str, Sequence[tuple[date, int]]]], period: Period
) -> dict[str, Any]:
    """A line for each figure over the days of a period, for the dark screen."""
    days = [period.first + timedelta(days=n) for n in range(period.days)]
    series = []
    for name, counted in named:
        known = dict(counted)
        series.append(
            {"name": name, "type": "line", "showSymbol": False, "smooth": 0.2,
             "lineStyle": {"width": 3}, "data": [known.get(day, 0) for day in days]}
        )  # fmt: skip
    ink = {"color": MUTE, "fontSize": 15}
    return {
        "animation": False,
        "aria": {"enabled": False},
        "color": list(LINES),
        "legend": {"top": 0, "right": 0, "textStyle": {**ink, "fontSize": 13}, "itemWidth": 16,
                   "itemHeight": 10, "itemGap": 8},
        "grid": {"left": 44, "right": 14, "top": 34, "bottom": 28},
        "xAxis": {"type": "category", "data": [f"{day:%m-%d}" for day in days],
                  "axisLabel": ink, "axisLine": {"lineStyle": {"color": "#27486a"}}},
        "yAxis": {"type": "value", "minInterval": 1, "axisLabel": ink,
                  "splitLine": {"lineStyle": {"color": "#15304a"}}},
        "series": series,
    }  # fmt: skip


def towns_map(drawn: Sequence[Piece]) -> dict[str, Any]:
    """The towns' cells as the map of the wall knows them."""
    features = [
        {"type": "Feature", "id": one.code, "properties": {"name": one.code, "cp": one.at[::-1]},
         "geometry": one.outline}
        for one in drawn
    ]  # fmt: skip
    return {"type": "FeatureCollection", "features": features}


def county_map(
    drawn: Sequence[Piece], told: dict[str, str], waiting: dict[str, int]
) -> dict[str, Any]:
    """The county with each town's count, and a pulse where something waits for somebody's look."""
    regions = [
        {"name": one.code, "itemStyle": {"areaColor": SHADES[one.tone]},
         "label": {"show": True, "formatter": told[one.code], "color": "#f2f8ff", "fontSize": 18,
                   "lineHeight": 25, "align": "center"}}
        for one in drawn
    ]  # fmt: skip
    pulses = [
        {"value": [one.at[1], one.at[0] + 0.026], "symbolSize": min(30, 14 + 2 * waiting[one.code])}
        for one in drawn
        if waiting.get(one.code)
    ]
    return {
        "animation": False,
        "aria": {"enabled": False},
        "geo": {
            "map": "towns", "roam": False, "aspectScale": 0.862, "layoutCenter": ["50%", "50%"],
            "layoutSize": "100%", "regions": regions, "silent": True,
            "itemStyle": {"borderColor": "#4b8fc4", "borderWidth": 1.2},
            "emphasis": {"disabled": True},
        },
        "series": [
            {"type": "effectScatter", "coordinateSystem": "geo", "data": pulses, "silent": True,
             "itemStyle": {"color": "#ff5c5c"},
             "rippleEffect": {"scale": 3.4, "brushType": "stroke"}}
        ],
    }  # fmt: skip
