"""The map of a figure: each town, or a town's grids, with its count and its tone."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from functools import cache
from typing import Any

from county.dashboard.knowledge import Cells, cells_of, tone
from county.foundation.figures.queries import by_grid, by_town, is_told
from county.foundation.figures.registry import Figure
from county.foundation.staff.policy import Holder
from county.kernel.periods import Period
from county.records.places.models import Area
from county.records.places.queries import grids_of, towns


@dataclass(frozen=True, slots=True)
class Piece:
    """A town or a grid as the map draws it. `count` is None where it may not be told.

    `tone` is its shade: 0 for none, up to 5 for the most, -1 for a count that is hidden.
    """

    code: str
    name: str
    at: tuple[float, float]
    outline: dict[str, Any]
    count: int | None
    tone: int

    @property
    def drawn(self) -> dict[str, Any]:
        """The piece for the scripts that draw it."""
        return asdict(self)


@cache
def _cells() -> Cells:
    centres = {
        town.code: (town.longitude, town.latitude)
        for town in towns()
        if town.longitude is not None and town.latitude is not None
    }
    return cells_of(centres)


def outline_of(town: str) -> dict[str, Any]:
    """A town's cell on the sketch of the county."""
    if not _cells():
        _cells.cache_clear()  # the areas were not loaded yet
    ring = _cells().get(town, [])
    return {"type": "Polygon", "coordinates": [ring]}


def pieces(figure: Figure, holder: Holder, period: Period, town: str = "") -> list[Piece]:
    """The towns with what this holder is told of each; of a town its grids, if it may know them."""
    if town and (counted := by_grid(figure, holder, period, town)):
        return _drawn(list(grids_of(town)), dict(counted))
    untold = None if is_told(figure, holder) else 0
    told, areas = by_town(figure, holder, period), list(towns())
    return _drawn(areas, {one.code: told.get(one.code, untold) for one in areas})


def _drawn(areas: list[Area], counted: dict[str, int | None]) -> list[Piece]:
    most = max((n for n in counted.values() if n), default=0)
    found = []
    for area in areas:
        count = counted.get(area.code, 0)
        if area.longitude is None or area.latitude is None:
            continue
        outline = outline_of(area.code) if area.level == "town" else (area.outline or {})
        shape = outline.get("geometry", outline)
        place = (area.latitude, area.longitude)
        found.append(Piece(area.code, str(area), place, shape, count, tone(count, most)))
    return found
