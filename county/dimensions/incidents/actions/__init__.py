"""Enter an incident, note what came of it; bring in the police's own list of them."""

from county.dimensions.incidents.actions.bringing import bring, check, take_back
from county.dimensions.incidents.actions.entering import drop, enter, solve

__all__ = ["bring", "check", "drop", "enter", "solve", "take_back"]
