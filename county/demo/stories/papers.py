"""Lists come in and go out, residents use their rights, files are joined, a switch is tried."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from county.demo.scene import Scene
from county.demo.stage import Story
from county.demo.stations import Stations
from county.foundation.approvals import actions as approvals
from county.foundation.approvals.queries import open_for
from county.foundation.switches import actions as switches
from county.foundation.transparency import actions as transparency
from county.kernel import clock
from county.records.lists import actions as lists
from county.records.lists import exporting
from county.records.residents import actions as residents
from county.records.rights import actions as rights

Row = dict[str, Any]


def sheet(row: Row, stations: Stations) -> Story:
    """Somebody brings a list; where it is confirmed, the worker brings it in."""
    officer = stations.named(row["by"])
    content = "\n".join(row["lines"]).encode()
    made = lists.take(content, name=row["name"], kind=row["kind"], by=officer)
    if row["confirmed"]:
        yield clock.now() + timedelta(minutes=6)
        lists.confirm(made, by=officer)


def export(row: Row, stations: Stations) -> Story:
    """Somebody asks to take a list out; another agrees, or not; it is made and taken."""
    officer = stations.named(row["by"])
    filters = {"town": row["town"], "age_band": row["age"]}
    asked = exporting.ask(filters=filters, why=row["why"], by=officer)
    if row["how"] == "waits":
        return
    yield clock.now() + timedelta(minutes=48)
    waits = open_for(exporting.KIND, f"export:{asked.pk}")
    if waits is not None:
        granted = row["how"] == "taken"
        approvals.decide(
            waits, granted=granted, note=row.get("words", ""), by=stations.named(row["grants"])
        )
    if row["how"] == "taken":
        yield clock.now() + timedelta(minutes=20)
        exporting.make(asked, by=officer)
        yield clock.now() + timedelta(minutes=1)
        exporting.content_of(asked, by=officer)


def right(row: Row, scene: Scene) -> Story:
    """A resident asks to see, correct or delete; the data protection office answers."""
    if not scene.is_here():
        return
    request = rights.ask(scene.resident, right=row["right"], words=row["words"])
    if not row.get("answered"):
        return
    yield scene.by_day(20 * 60, 30 * 60)
    if place := row.get("area"):
        residents.correct(scene.resident, area_code=place, by=scene.officer)
    yield scene.later(30, 90)
    rights.answer(request, met=True, words=row["answer"], by=scene.stations.named("dpo"))


def pair(row: Row, kept: Scene, other: Scene, birthday: date) -> Story:
    """Somebody has registered twice: an officer sees the same name and birthday."""
    if not (kept.is_here() and other.is_here()):
        return
    officer = kept.officer
    for scene in (kept, other):
        residents.correct(scene.resident, name=row["name"], by=officer)
        residents.state_age(scene.resident, birthday=birthday, by=scene.resident)
    if row["joined"]:
        yield kept.later(60, 300)
        residents.join(kept.resident, other.resident, reason=row["why"], by=officer)


def look(row: Row, scene: Scene) -> Story:
    """An officer opens a file, with a reason that the resident reads."""
    if not scene.is_here():
        return
    officer = scene.stations.named(row["by"])
    if row.get("leave"):
        residents.ask_leave(scene.resident, reason=row["why"], because="", by=officer)
    else:
        residents.open_page(scene.resident, reason=row["why"], by=officer)
    yield clock.now()


def household(one: Scene, other: Scene) -> Story:
    """Two people say, each alone, that they live together."""
    if not (one.is_here() and other.is_here()):
        return
    home = residents.share_household(
        one.resident, evidence="本人在所里口头同意", by=one.officer
    ).household
    yield one.later(10, 30)
    residents.share_household(
        other.resident, evidence="本人电话里同意", by=one.officer, household=home
    )


def switch(row: Row, stations: Stations) -> Story:
    """The administrator tries whether a part can be stopped at once, and lets it go on."""
    admin = stations.named(row["by"])
    switches.turn_off(row["name"], reason=row["off"], by=admin)
    yield clock.now() + timedelta(minutes=row["minutes"])
    switches.turn_on(row["name"], reason=row["on"], by=admin)


def month() -> Story:
    """The month before is published in its night, as the clock does it; once is enough."""
    transparency.publish_last_month()
    yield clock.now()
