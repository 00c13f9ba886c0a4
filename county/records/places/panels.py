"""What places lend to every page: an area's name for its code."""

from county.design.jinja import word
from county.records.places.queries import name_of


@word
def place(code: str) -> str:
    """The name of the area, in the language of the page; empty for none."""
    return name_of(code)
