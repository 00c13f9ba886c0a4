"""When the files are worked with: arrivals, tags, notices, visits, lists, over the three weeks.

What the desk does is in `programme`; this is everything that begins with a resident's file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

from county.demo.neighbours import Neighbour, neighbours, some
from county.demo.playbook import rows
from county.demo.scene import Scene
from county.demo.stage import Story
from county.demo.stations import Stations
from county.demo.stories import lessons, notices, papers, rounds
from county.demo.stories import neighbours as people
from county.kernel import clock

SEED = 12_102
WHOLE = 21
"""The days that the scripts count; a shorter play has them closer together."""
ARRIVED = 0.38
"""By this share of the play everybody of the circles has opened the page."""
Stories = Iterator[tuple[datetime, Story]]


@dataclass
class Casework:
    """The span of the play, its officers, and a chance of its own."""

    begin: datetime
    until: datetime
    stations: Stations
    rng: Random
    scale: float

    def day(self, number: float) -> datetime:
        """A moment of the three weeks, by office hours: the fraction says how late on that day."""
        span = (self.until - self.begin) / WHOLE
        moment = self.begin + span * number
        hours = 9 + (number % 1) * 10
        if span < timedelta(days=1):
            return moment
        in_hours = clock.start_of_day(clock.day_of(moment)) + timedelta(hours=hours)
        soon, late = self.begin + timedelta(minutes=40), self.until - timedelta(minutes=40)
        return max(soon, min(in_hours, late))

    def when(self, row: dict[str, Any]) -> datetime:
        """When a row of a script begins."""
        if minutes := row.get("until"):
            return self.until - timedelta(minutes=minutes)
        return self.day(row["day"])

    def scene(self, key: str, by: str = "") -> Scene:
        """A neighbour's phone, and an officer of the station."""
        person = neighbours()[key].person
        permit = "tags.propose"
        officer = (
            self.stations.named(by) if by else self.stations.choose(self.rng, person.town, permit)
        )
        return Scene(person, officer, self.stations, Random(self.rng.random()))  # noqa: S311 - a play


def casework(
    begin: datetime, until: datetime, *, scale: float, stations: Stations, story_six: datetime
) -> Stories:
    """Every story about files with the moment it begins."""
    work = Casework(begin, until, stations, Random(SEED), scale)  # noqa: S311 - a play, not a secret
    yield from _arrivals(work)
    yield from _fates(work)
    yield from _notices(work, story_six)
    yield from _visits(work)
    yield from _papers(work)
    yield from _lessons(work)
    officers = [one for one in stations.officers.values() if one.has("tags.propose")]
    yield begin, people.suggestions(officers)


def _arrivals(work: Casework) -> Stories:
    found: list[Neighbour] = some(work.scale)
    work.rng.shuffle(found)
    for number, one in enumerate(found):
        share = ARRIVED * (number + work.rng.random()) / len(found)
        scene = work.scene(one.key)
        yield work.day(0.15 + WHOLE * share), people.arrival(scene, one)


def _fates(work: Casework) -> Stories:
    for row in rows("neighbours", "fate"):
        fate = people.Fate(**row)
        yield work.day(fate.day), people.befalls(work.scene(fate.who), fate)


def _notices(work: Casework, story_six: datetime) -> Stories:
    for row in rows("notices", "audience"):
        yield work.when(row), notices.audience(row, work.stations)
    for row in rows("notices", "notice"):
        told = notices.Notice(**row)
        moment = story_six + timedelta(minutes=28) if told.story_six else work.when(row)
        if moment >= work.begin:
            yield moment, notices.notice(told, work.stations, work.rng)


def _visits(work: Casework) -> Stories:
    for row in rows("rounds", "visit"):
        told = rounds.Round(**row)
        officer = work.stations.named(told.by)
        scene = work.scene(told.who, told.by) if told.who else None
        yield work.day(told.day), rounds.visit(told, scene, officer, work.until)


def _papers(work: Casework) -> Stories:
    tells: dict[str, Callable[[dict[str, Any]], Story]] = {
        "sheet": lambda row: papers.sheet(row, work.stations),
        "export": lambda row: papers.export(row, work.stations),
        "right": lambda row: papers.right(row, work.scene(row["who"])),
        "pair": lambda row: _pair(work, row),
        "look": lambda row: papers.look(row, work.scene(row["who"])),
        "switch": lambda row: papers.switch(row, work.stations),
    }
    for name, tell in tells.items():
        for row in rows("papers", name):
            yield work.when(row), tell(row)
    yield work.day(14.3), papers.household(work.scene("old01", "xu"), work.scene("old10", "xu"))
    yield work.until - timedelta(hours=2), papers.month()


def _lessons(work: Casework) -> Stories:
    for told in lessons.ORDERS:
        yield work.day(told.day), lessons.lesson(told, work.stations, work.until)


def _pair(work: Casework, row: dict[str, Any]) -> Story:
    kept, other = work.scene(row["kept"], "shen"), work.scene(row["other"], "shen")
    return papers.pair(row, kept, other, neighbours()[row["kept"]].birthday)
