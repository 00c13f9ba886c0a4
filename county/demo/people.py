"""The demonstration's residents and firms, from their reviewed files. Nobody of them exists."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from county.demo.cast import DIRECTOR
from county.demo.playbook import table
from county.records.organisations import actions as organisations
from county.records.organisations.models import Organisation
from county.records.places.models import Area


@dataclass(frozen=True, slots=True)
class Person:
    """One invented resident: what the desk may come to know of them, and nothing else."""

    key: str
    town: str
    area: str = ""
    alias: str = ""
    name: str = ""
    phone: str = ""
    identity: str = ""
    address: str = ""
    firm: str = ""

    @property
    def wire(self) -> str:
        """The address of this person's phone on the web channel."""
        return f"demo-{self.key}"


@cache
def residents() -> tuple[Person, ...]:
    """Every invented resident, in the order of the file."""
    return tuple(Person(**row) for row in table("residents.toml")["resident"])


def register_firms(share: float = 1.0) -> int:
    """Register the invented firms, or a share of them; say how many."""
    rows = table("organisations.toml")["organisation"]
    chosen = rows[: max(1, round(len(rows) * share))]
    areas = {area.code: area for area in Area.objects.filter(level="town")}
    for row in chosen:
        organisations.register(
            code=row["code"],
            name=row["name"],
            industry=row["industry"],
            address=row["address"],
            area=areas[row["town"]],
            by=DIRECTOR,
        )
    return len(chosen)


def firm(code: str) -> Organisation | None:
    """The registered firm with this credit code, if it was registered."""
    return Organisation.objects.filter(code=code).first() if code else None
