"""Areas within; the area of a point; names of areas, remembered."""

from __future__ import annotations

import math
from functools import lru_cache

from django.db.models import QuerySet
from django.utils.translation import get_language

from county.records.places.models import Area, Level


def towns() -> QuerySet[Area]:
    """The towns that new records may name, in the order of their codes."""
    return Area.objects.filter(level=Level.TOWN, alias_of__isnull=True).order_by("code")


@lru_cache(maxsize=1)
def _town_codes() -> list[str]:
    return [town.code for town in towns()]


def town_names() -> list[tuple[str, str]]:
    """The towns' codes and names in the language of the page, without asking each time."""
    if not _town_codes():
        _town_codes.cache_clear()  # not loaded yet
    return [(code, name_of(code)) for code in _town_codes()]


def grids_of(town: str) -> QuerySet[Area]:
    """The grids of a town."""
    return Area.objects.filter(level=Level.GRID, parent_id=town).order_by("code")


@lru_cache(maxsize=1)
def _names() -> dict[str, tuple[str, str]]:
    return {code: (zh, en) for code, zh, en in Area.objects.values_list("code", "name", "name_en")}


def name_of(code: str) -> str:
    """The area's name in the language of the page; empty for no area."""
    if not code:
        return ""
    names = _names().get(code) or _names().get(code[:9])
    if names is None:
        _names.cache_clear()  # loaded since this process began
        return code
    return names[0 if (get_language() or "").startswith("zh") else 1]


def town_of(code: str) -> str:
    """The town's code within a grid's; a former town's code becomes its successor's."""
    town = Area.objects.filter(code=code[:9]).values_list("code", "alias_of_id").first()
    return (town[1] or town[0]) if town else ""


def nearest_town(longitude: float, latitude: float) -> str:
    """The code of the town whose centre is nearest; empty if farther than 25 km from all."""
    best, code = 25.0, ""
    for town in towns().exclude(longitude=None):
        east = (town.longitude or 0) - longitude
        north = (town.latitude or 0) - latitude
        distance = math.hypot(east * 95.9, north * 110.9)  # km per degree at 30.5° N
        if distance < best:
            best, code = distance, town.code
    return code


def areas_to_choose() -> list[tuple[str, str]]:
    """Every town and grid as a form offers it: the code, and the name with its town's."""
    rows = Area.objects.exclude(level=Level.COUNTY).filter(alias_of__isnull=True).order_by("code")
    return [
        (
            area.code,
            str(area) if area.level == Level.TOWN else in_town(name_of(area.code[:9]), area),
        )
        for area in rows
    ]


def in_town(town: str, grid: Area) -> str:
    """A grid's name with its town's, which many grids already bear in theirs."""
    return str(grid) if town in str(grid) else f"{town} · {grid}"


def is_grid(code: str) -> bool:
    """Whether the code is a grid's."""
    return Area.objects.filter(pk=code, level=Level.GRID).exists()
