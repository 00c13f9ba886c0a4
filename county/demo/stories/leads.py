"""Somebody has seen something: sealed, screened, verified; once, a case is solved."""

from __future__ import annotations

from random import Random

from county.demo.people import Person
from county.demo.playbook import Tip
from county.demo.scene import Scene
from county.demo.stage import Story
from county.demo.stations import Stations
from county.dimensions.helpdesk.actions import leads, matters, outcome
from county.foundation.staff.models import Officer

HOURS = {
    "screen": (0.1, 1.6),
    "register": (0.4, 6),
    "transfer_24h": (2, 15),
    "not_police": (0.5, 3),
}
"""Hours a step takes, from and to; what is not named takes one to three days."""
LONG = (20.0, 70.0)


def lead(tip: Tip, source: Person, officer: Officer, stations: Stations, rng: Random) -> Story:
    """A lead from its receipt to as far as it came."""
    scene = Scene(source, officer, stations, rng)
    known = tip.secrecy != "anonymous"
    if known:
        scene.arrives()
    matter = leads.take_in(
        content=tip.content.format(town="镇上"),
        topic=tip.topic,
        secrecy=tip.secrecy,
        by=scene.resident if known else leads.SOURCE,
        resident=scene.resident if known else None,
        place=tip.place,
    )
    for step in tip.steps:
        least, most = HOURS.get(step, LONG)
        yield scene.later(least * 60, most * 60)
        if step == "screen":
            matters.take(matter, by=officer)
            leads.read(matter, reason="线索初核", by=officer)
        if step == "notify_reward":
            outcome.link_to_case(matter, case_number=tip.case, link=tip.link, by=officer)
        matters.move_on(
            matter, verb=step, by=officer, note=tip.note if step == tip.steps[-1] else ""
        )
