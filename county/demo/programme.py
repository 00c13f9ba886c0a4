"""What is played, when, by whom: the scripts cast with residents and officers over three weeks."""

from __future__ import annotations

from bisect import bisect
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import accumulate
from random import Random
from typing import Any

from county.demo import playbook
from county.demo.casework import casework
from county.demo.people import Person, residents
from county.demo.playbook import Script
from county.demo.scene import Scene
from county.demo.stage import Story
from county.demo.stations import Stations
from county.demo.stories import (
    consultations,
    counsel,
    firms,
    frauds,
    hands,
    helps,
    joints,
    leads,
    ledgers,
    lessons,
    office,
    open_now,
    suggestions,
)
from county.kernel import clock

Tells = Callable[[Scene, Script, int], Story]

SEED = 330424
APART = timedelta(days=8)
"""Between two concerns of one resident: longer than a word may reopen the first."""
SATURDAY, WEEKEND = 5, 0.6
HOURS = (
    0.3, 0.2, 0.1, 0.05, 0.05, 0.1, 0.4, 1.0, 3.0, 5.0, 5.0, 4.0,
    2.5, 3.0, 4.5, 4.5, 4.0, 3.0, 2.5, 3.0, 3.0, 2.5, 1.5, 0.7,
)  # fmt: skip
"""How much is asked in each hour of the day."""
TOWNS = {
    "330424001": 29, "330424002": 15, "330424101": 13, "330424005": 11, "330424102": 10,
    "330424004": 8, "330424103": 5, "330424105": 5, "330424106": 5,
}  # fmt: skip
"""How much comes from each town, per cent."""
STORY_SIX = timedelta(days=9)
"""How long ago the finance clerk was saved, at two minutes past ten."""
SHORTEST = timedelta(days=1)
"""A play of less than a day has its cast, and nobody whose file is worked with."""
WAVE = timedelta(days=5)
"""How long ago the wave of one gang's messages began."""
TODAY_IS_BUSY = timedelta(hours=6)
"""The last hours belong to what is going on right now."""
TELLERS: tuple[tuple[str, Tells, str], ...] = (
    ("consultations", consultations.consultation, "helpdesk.reply"),
    ("dismissed", consultations.consultation, "helpdesk.reply"),
    ("helps", helps.help_request, "helpdesk.resolve"),
    ("frauds", frauds.fraud, "helpdesk.resolve"),
)


@dataclass
class Casting:
    """Finds a resident for each story: one of the town who has not written for days."""

    rng: Random
    stations: Stations
    busy: defaultdict[str, list[datetime]] = field(default_factory=lambda: defaultdict(list))
    strangers: int = 0
    reserved: frozenset[str] = frozenset({"chu", "gu"})

    def resident(self, town: str, moment: datetime) -> Person:
        """Somebody of this town who is free then; a stranger where nobody is."""
        free = [
            person
            for person in residents()
            if person.town == town
            and person.key not in self.reserved
            and all(abs(other - moment) >= APART for other in self.busy[person.key])
        ]
        if free:
            new = [person for person in free if not self.busy[person.key]]
            person = self.rng.choice(new or free)
        else:
            self.strangers += 1
            person = Person(key=f"s{self.strangers:03d}", town=town)
        self.busy[person.key].append(moment)
        return person

    def scene(
        self, town: str, moment: datetime, *, permit: str, who: str = "", by: str = ""
    ) -> Scene:
        """A resident and an officer of this town, with a chance of their own."""
        named = next((one for one in residents() if one.key == who), None)
        person = named or self.resident(town, moment)
        officer = self.stations.named(by) if by else self.stations.choose(self.rng, town, permit)
        return Scene(person, officer, self.stations, Random(self.rng.random()))  # noqa: S311 - a play


def programme(
    begin: datetime, until: datetime, *, scale: float, stations: Stations
) -> list[tuple[datetime, Story]]:
    """Every story with the moment it begins; the same county for the same days."""
    rng = Random(SEED)  # noqa: S311 - a play, not a secret
    casting = Casting(rng, stations)
    stories: list[tuple[datetime, Story]] = [
        (begin, office.opening(stations.named("cmd"), scale=scale)),
        (begin, office.roster(stations)),
        (begin, leads.opening(stations)),
        (begin, firms.accounts(stations)),
        (begin, lessons.opening(stations)),
        (begin + timedelta(minutes=20), office.strikes()),
        (begin + timedelta(hours=3), office.reading(until)),
        *ledgers.kept(until),
    ]  # fmt: skip
    stories += counsel.stories(begin, until, stations)
    stories += suggestions.stories(until, stations, scale=scale, long=until - begin >= SHORTEST)
    stories += joints.stories(begin, until, stations)
    stories += _now(until, casting, scale)
    stories += _leads(begin, until, casting)
    stories += _past(begin, until, casting, scale)
    stories += _wave(begin, until, casting)
    if until - begin >= SHORTEST:
        stories += hands.stories(until, stations)
        six = _story_six(until - TODAY_IS_BUSY)
        stories += casework(begin, until, scale=scale, stations=stations, story_six=six)
    return stories


def moments(rng: Random, begin: datetime, until: datetime, count: int) -> list[datetime]:
    """So many moments of the span in their order, more of them when offices are open.

    Every day has its share: the chance is only in the minutes.
    """
    span = timedelta(hours=1)
    hours = [begin + number * span for number in range(max(1, int((until - begin) / span)))]
    reached = list(accumulate(_share(hour) for hour in hours))
    found = []
    for number in range(count):
        place = (number + rng.random()) / count * reached[-1]
        hour = hours[min(bisect(reached, place), len(hours) - 1)]
        found.append(hour + rng.random() * span)
    return sorted(found)


def _share(hour: datetime) -> float:
    local = hour.astimezone(clock.SHANGHAI)
    return HOURS[local.hour] * (WEEKEND if local.weekday() >= SATURDAY else 1)


def _past(
    begin: datetime, until: datetime, casting: Casting, scale: float
) -> Iterator[tuple[datetime, Story]]:
    rng = casting.rng
    begin, until = begin + timedelta(minutes=30), until - TODAY_IS_BUSY
    for name, tells, permit in TELLERS:
        pairs = [
            (script, ask) for script in playbook.scripts(name) for ask in range(len(script.asks))
        ]
        special = [pair for pair in pairs if pair[0].who]
        plain = [pair for pair in pairs if not pair[0].who]
        rng.shuffle(plain)
        chosen = plain[: max(1, round(len(plain) * scale))]
        # In the order of time, so that whoever writes twice does not write at once.
        for (script, ask), moment in zip(
            chosen, moments(rng, begin, until, len(chosen)), strict=True
        ):
            town = script.town or rng.choices(list(TOWNS), list(TOWNS.values()))[0]
            if script.night:
                moment = min(_late_evening(rng, moment), until)
            yield moment, tells(casting.scene(town, moment, permit=permit), script, ask)
        for script, ask in special:
            moment = _story_six(until)
            if moment > begin:
                scene = casting.scene(script.town, moment, permit=permit, who=script.who, by="chen")
                yield moment, tells(scene, script, ask)


def _wave(begin: datetime, until: datetime, casting: Casting) -> Iterator[tuple[datetime, Story]]:
    """One gang's words from several towns within the last days."""
    begin, until = max(begin + timedelta(minutes=45), until - WAVE), until - TODAY_IS_BUSY
    pairs = [
        (script, ask)
        for script in playbook.scripts("wave")
        for ask in range(len(script.asks))
    ]  # fmt: skip
    if until - begin < SHORTEST / 2:
        return
    for (script, ask), moment in zip(
        pairs, moments(casting.rng, begin, until, len(pairs)), strict=True
    ):
        town = casting.rng.choices(list(TOWNS), list(TOWNS.values()))[0]
        scene = casting.scene(town, moment, permit="helpdesk.resolve")
        yield moment, frauds.fraud(scene, script, ask)


def _late_evening(rng: Random, moment: datetime) -> datetime:
    """The evening of that county day, between half past nine and midnight."""
    return clock.start_of_day(clock.day_of(moment)) + timedelta(hours=rng.uniform(21.5, 23.9))


def _story_six(until: datetime) -> datetime:
    day = clock.day_of(until - STORY_SIX)
    return clock.start_of_day(day) + timedelta(hours=10, minutes=2)


def _leads(begin: datetime, until: datetime, casting: Casting) -> Iterator[tuple[datetime, Story]]:
    for tip in playbook.tips():
        moment = until - timedelta(days=tip.day)
        if moment <= begin:
            continue
        source = casting.resident(tip.town, moment)
        officer = casting.stations.choose(casting.rng, tip.town, "helpdesk.leads")
        yield moment, leads.lead(tip, source, officer, casting.stations, casting.rng)


def _now(until: datetime, casting: Casting, scale: float) -> Iterator[tuple[datetime, Story]]:
    rows: list[dict[str, Any]] = list(playbook.rows_now())
    for row in rows[: max(3, round(len(rows) * scale))]:
        moment = until - timedelta(minutes=row["minutes"])
        scene = casting.scene(
            row["town"],
            moment,
            permit="helpdesk.resolve",
            who=row.get("who", ""),
            by=row.get("by", ""),
        )
        yield moment, open_now.going_on(scene, row)
