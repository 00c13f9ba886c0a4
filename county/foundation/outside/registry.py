"""What dimensions lend to other systems: whether a fact may be told, and public services."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from county.foundation.staff.models import Key

Guard = Callable[[Key, str, bool], bool]
"""Whether a key may hear of a subject, by its id; the third says that the partner reported it."""
GUARDS: dict[str, Guard] = {}


def guards(subject_field: str) -> Callable[[Guard], Guard]:
    """Let this function decide, for facts about such a subject, whom they may be told."""

    def note(guard: Guard) -> Guard:
        GUARDS[subject_field] = guard
        return guard

    return note


@dataclass(frozen=True, slots=True)
class Attribute:
    """One question of a service's form (GeoReport v2, Service Definition)."""

    code: str
    description: str
    datatype: str
    required: bool
    values: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Service:
    """One public service, in the language of the page."""

    code: str
    name: str
    description: str
    keywords: str
    group: str
    attributes: tuple[Attribute, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A service request as it came in; what is in it about a person is not kept."""

    service: str
    description: str
    latitude: float | None = None
    longitude: float | None = None
    address: str = ""
    answers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A service request as everybody may see it."""

    number: str
    service: str
    is_open: bool
    notes: str
    agency: str
    requested_at: datetime
    updated_at: datetime
    expected_at: datetime | None
    latitude: float | None
    longitude: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which service requests are asked for; `numbers` overrides all else."""

    numbers: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    since: datetime | None = None
    until: datetime | None = None
    statuses: tuple[str, ...] = ()
    box: tuple[float, float, float, float] | None = None
    first: int = 0
    most: int = 1000


class Desk(Protocol):
    """Whoever serves the public: one dimension."""

    def services(self) -> list[Service]:
        """The public services."""
        ...

    def report(self, report: Report, by: Key) -> str:
        """Take a request in; comes back with its number."""
        ...

    def requests(self, asked: Asked) -> tuple[list[Shown], int]:
        """The requests asked for, the newest first, and how many there are in all."""
        ...


DESKS: list[Desk] = []


def serves(desk: Desk) -> Desk:
    """Let the public services of this desk be reached through Open311."""
    DESKS.append(desk)
    return desk
