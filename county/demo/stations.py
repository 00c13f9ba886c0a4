"""Who of the cast works where."""

from __future__ import annotations

from random import Random

from county.dimensions.helpdesk.access import Permit
from county.foundation.staff.models import Officer

CHIEF, EDITOR, FRAUD_DESK, COMMAND = "zhu", "cmd", "fan", "cmd"
LEADERS_SHARE = 0.2
"""How much of the work a station's head does compared with an officer."""


class Stations:
    """The cast's officers by name and by the town they work in."""

    def __init__(self, officers: dict[str, Officer]) -> None:
        self.officers = officers

    def named(self, username: str) -> Officer:
        """The officer of this name."""
        return self.officers[username]

    @property
    def fraud_desk(self) -> Officer:
        """The officer of the fraud desk."""
        return self.officers[FRAUD_DESK]

    @property
    def command(self) -> Officer:
        """The chief on duty at the command centre."""
        return self.officers[COMMAND]

    def at(self, town: str, permit: str = Permit.REPLY) -> list[Officer]:
        """The officers of a town's station who may do this; the command centre if none."""
        found = [
            officer
            for officer in self.officers.values()
            if officer.has(permit) and officer.reach is not None and town in officer.reach
        ]
        return found or [self.command]

    def choose(self, rng: Random, town: str, permit: str = Permit.REPLY) -> Officer:
        """One of a station's officers, its head less often."""
        found = self.at(town, permit)
        heads = self.officers[CHIEF]
        weights = [LEADERS_SHARE if officer.pk == heads.pk else 1.0 for officer in found]
        return rng.choices(found, weights)[0]

    def roster(self) -> dict[str, list[Officer]]:
        """The officers of each station who sit at its desk by turns."""
        towns = {
            town: None for officer in self.officers.values() for town in sorted(officer.reach or ())
        }
        return {town: self.at(town) for town in towns}
