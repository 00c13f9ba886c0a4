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
    for row in chosen:
        register_firm(row["code"])
    return len(chosen)


def register_firm(code: str) -> Organisation:
    """The invented firm with this credit code; it is registered where it was not yet."""
    known = firm(code)
    if known is not None:
        return known
    rows = table("organisations.toml")["organisation"]
    row = next(one for one in rows if one["code"] == code)
    return organisations.register(
        code=code,
        name=row["name"],
        industry=row["industry"],
        address=row["address"],
        area=Area.objects.get(pk=row["town"]),
        in_park=row.get("park", False),
        by=DIRECTOR,
    )


def firm(code: str) -> Organisation | None:
    """The registered firm with this credit code, if it was registered."""
    return Organisation.objects.filter(code=code).first() if code else None
