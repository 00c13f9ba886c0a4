"""Questions that several dimensions answer together."""

from county.dashboard.queries.effects import TownCases, effect_of, property_cases
from county.dashboard.queries.flows import Flow, flows, tasks_of
from county.dashboard.queries.glance import Tile, groups, lines_of_awaited, tile
from county.dashboard.queries.maps import Piece, pieces
from county.dashboard.queries.years import years, years_noted

__all__ = [
    "Flow",
    "Piece",
    "Tile",
    "TownCases",
    "effect_of",
    "flows",
    "groups",
    "lines_of_awaited",
    "pieces",
    "property_cases",
    "tasks_of",
    "tile",
    "years",
    "years_noted",
]
