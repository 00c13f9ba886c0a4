"""What places lend to every page: an area's name for its code."""

from county.design.jinja import word
from county.records.places.queries import name_of, nearest_town


@word
def near(point: tuple[float | None, float | None]) -> str:
    """The town whose centre is nearest to (longitude, latitude); empty where none is near."""
    longitude, latitude = point
    if longitude is None or latitude is None:
        return ""
    return name_of(nearest_town(longitude, latitude))


@word
def place(code: str) -> str:
    """The name of the area, in the language of the page; empty for none."""
    return name_of(code)
