"""The county's further residents, circle by circle, from their reviewed file. Nobody exists."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

from county.demo.people import Person
from county.demo.playbook import rows
from county.kernel import clock

GRIDS = 6
"""How many grids each town of the demonstration has."""
SURNAMES, GIVEN = "沈顾陆朱徐吴许钱", "英根芳明珍林娟"
PHONES = 19_900_100_000
"""The numbers after this one are nobody's."""


@dataclass(frozen=True, slots=True)
class Circle:
    """People of one trade or age: how many, where, and which tags they have how."""

    key: str
    count: int
    towns: tuple[str, ...]
    ages: tuple[int, int]
    aliases: tuple[str, ...]
    own: tuple[str, ...]
    proposed: tuple[str, ...] = ()
    by_officer: int = 0
    why: str = ""
    role: str = ""
    firms: tuple[str, ...] = ()
    generic: int = 0
    emergency: int = 0
    guardian: str = ""


@dataclass(frozen=True, slots=True)
class Neighbour:
    """One of a circle, with the place in it from 0."""

    person: Person
    circle: Circle
    place: int

    @property
    def key(self) -> str:
        """How the scripts call this person."""
        return self.person.key

    @property
    def proposals(self) -> tuple[str, ...]:
        """The tags that an officer proposes."""
        first = self.circle.own[:1] if self.place < self.circle.by_officer else ()
        return first + self.circle.proposed

    @property
    def own(self) -> tuple[str, ...]:
        """The tags that this person sets."""
        return tuple(code for code in self.circle.own if code not in self.proposals)

    @property
    def refusal(self) -> str:
        """The tag by which this person says how not to be written to; the circle's last do."""
        from_end = self.circle.count - self.place
        if from_end <= self.circle.generic:
            return "T1204"
        return "T0109" if from_end <= self.circle.generic + self.circle.emergency else ""

    @property
    def birthday(self) -> date:
        """A birthday by which the person has an age of the circle's, today."""
        least, most = self.circle.ages
        age = least + self.place * 7 % (most - least + 1)
        return date(clock.today().year - age - 1, self.place * 5 % 12 + 1, self.place * 11 % 28 + 1)

    @property
    def name(self) -> str:
        """A masked invention, for who tells an officer their name."""
        return f"{SURNAMES[self.place % 8]}某{GIVEN[self.place % 7]}"


@cache
def circles() -> tuple[Circle, ...]:
    """The circles, in the order of the file."""
    return tuple(Circle(**row) for row in rows("neighbours", "circle"))


@cache
def neighbours() -> dict[str, Neighbour]:
    """Everybody of the circles by their keys, in the order of the file."""
    found: dict[str, Neighbour] = {}
    for circle in circles():
        for place in range(circle.count):
            town = circle.towns[place % len(circle.towns)]
            key = f"{circle.key}{place + 1:02d}"
            found[key] = Neighbour(
                Person(
                    key=key,
                    town=town,
                    area=f"{town}G0{place % GRIDS + 1}",
                    alias=circle.aliases[place % len(circle.aliases)],
                    phone=str(PHONES + len(found) + 1) if place % 2 == 0 else "",
                    firm=circle.firms[place % len(circle.firms)] if circle.firms else "",
                ),
                circle,
                place,
            )
    return found


def some(scale: float) -> list[Neighbour]:
    """Everybody, or a share of each circle that keeps its last ones: they refuse something."""
    chosen = []
    for circle in circles():
        wanted = max(2, round(circle.count * scale))
        whole = [one for one in neighbours().values() if one.circle is circle]
        refuse = [one for one in whole if one.refusal]
        others = [one for one in whole if not one.refusal]
        share = others + refuse if scale >= 1 else (others[: wanted - 1] + refuse[:1])
        chosen += share[: max(wanted, 2)]
    return chosen
