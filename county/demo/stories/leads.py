"""Somebody has seen something: sealed, screened, verified; once, a case is solved."""

from __future__ import annotations

from random import Random
from typing import Any

from county.demo.people import Person
from county.demo.playbook import Tip
from county.demo.scene import Scene
from county.demo.stage import Story
from county.demo.stations import Stations
from county.dimensions.helpdesk.actions import cases, leads, matters
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
        _makes(matter, tip, step, officer)


def _makes(matter: Any, tip: Tip, step: str, officer: Officer) -> None:
    """One step, with what it needs."""
    if step == "file_case":
        number = tip.case or f"盐公演立字〔2026〕示例{matter.number[-4:]}号"
        cases.file_case(matter, case_number=number, link=tip.link or "direct", by=officer)
    elif step == "solved":
        cases.solve(matter, document=f"{tip.case or '演示'}·结案", by=officer)
    elif step in ("notify", "notify_reward"):
        told = tip.note or "经核查，现有线索不足以立案。感谢您的提供。"
        leads.conclude(matter, verb=step, notice=told, by=officer)
    else:
        note = tip.note if step == tip.steps[-1] else ""
        matters.move_on(matter, verb=step, by=officer, note=note)
