"""Somebody has seen something: sealed, screened, verified; once, a case is solved.

What is anonymous goes the anonymous way: into a box under sixteen digits, out of it on the hour,
and back and forth between an officer and a source whom nobody knows.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random
from typing import Any

from county.demo.people import Person
from county.demo.playbook import Tip
from county.demo.scene import Scene
from county.demo.stage import Story
from county.demo.stations import Stations
from county.dimensions.helpdesk.actions import cases, consents, keys, leads, matters, tips
from county.dimensions.helpdesk.queries import leads as asked
from county.foundation.staff.models import Officer
from county.kernel import clock

HOURS = {
    "screen": (0.1, 1.6),
    "register": (0.4, 6),
    "transfer_24h": (2, 15),
    "not_police": (0.5, 3),
}
"""Hours a step takes, from and to; what is not named takes one to three days."""
LONG = (20.0, 70.0)
PASSPHRASE = "演示口令：三只灰鹅过石桥"  # noqa: S105 - shown on the first page
"""Of every unit of the demonstration; its first page shows it. Nothing it seals is real."""
KEEPERS = ("dpo", "cmd", "zhu")
"""The county's key holder first, so that what the others make can be recovered."""


def opening(stations: Stations) -> Story:
    """On the first day: the keys that leads are sealed to."""
    for name in KEEPERS:
        keeper = stations.named(name)
        unit = None if name == "dpo" else keeper.department
        keys.make(department=unit, passphrase=PASSPHRASE, by=keeper)
    yield clock.now() + timedelta(minutes=1)


def lead(tip: Tip, source: Person, officer: Officer, stations: Stations, rng: Random) -> Story:
    """A lead from its receipt to as far as it came."""
    scene = Scene(source, officer, stations, rng)
    told = tip.content.format(town="镇上")
    box = ""
    if tip.secrecy == "anonymous":
        digits = tips.send(text=told, topic=tip.topic, place=tip.place, town=tip.town, urgent=False)
        opened = tips.open_box(digits)
        box = opened[0].locator if opened else ""
        yield _next_hour()
        tips.take_in_boxes(by=leads.SOURCE)
        matter = asked.of_box(box)
    else:
        scene.arrives()
        matter = leads.take_in(
            content=told, topic=tip.topic, secrecy=tip.secrecy, by=scene.resident,
            resident=scene.resident, place=tip.place,
        )  # fmt: skip
    for step in tip.steps:
        least, most = HOURS.get(step, LONG)
        yield scene.later(least * 60, most * 60)
        if step == "screen":
            matters.take(matter, by=officer)
            leads.read(matter, reason="线索初核", passphrase=PASSPHRASE, by=officer)
            if tip.worth:
                leads.note_credibility(matter, text=tip.worth, by=officer)
        _makes(matter, tip, step, officer)
        if step == "verify" and tip.question and box:
            leads.ask_source(matter, text=tip.question, by=officer)
            yield scene.later(300, 900)
            tips.say(box, text=tip.reply)
            yield _next_hour()
            tips.take_in_boxes(by=leads.SOURCE)
        if step == "file_case" and tip.secrecy == "secret":
            yield from _two_open_it(matter, officer, stations, scene)


def _next_hour() -> datetime:
    """When boxes are taken in."""
    return leads.hour(clock.now()) + timedelta(hours=1)


def _two_open_it(matter: Any, officer: Officer, stations: Stations, scene: Scene) -> Story:
    """The case needs a witness: the officer asks, the data protection officer agrees."""
    consent = consents.ask(
        matter, what="identity", case_number=asked.case_number(matter), by=officer,
        reason="需要当面核实时间和车牌，联系举报人",
    )  # fmt: skip
    yield scene.later(40, 180)
    consents.answer(consent, granted=True, by=stations.named("dpo"), note="同意，仅限本案")
    yield scene.later(5, 60)
    consents.use(consent, by=officer)


def _makes(matter: Any, tip: Tip, step: str, officer: Officer) -> None:
    """One step, with what it needs."""
    if step == "file_case":
        number = tip.case or f"盐公演立字〔2026〕示例{matter.number[-4:]}号"
        cases.file_case(
            matter, case_number=number, link=tip.link or "direct", by=officer,
            small_case=tip.small_case,
        )  # fmt: skip
    elif step == "solved":
        cases.solve(matter, document=f"{tip.case or '演示'}·结案", by=officer)
    elif step in ("notify", "notify_reward"):
        told = tip.note or "经核查，现有线索不足以立案。感谢您的提供。"
        leads.conclude(matter, verb=step, notice=told, reward=tip.reward, by=officer)
    else:
        note = tip.note if step == tip.steps[-1] else ""
        matters.move_on(matter, verb=step, by=officer, note=note)
