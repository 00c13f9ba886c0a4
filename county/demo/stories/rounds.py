"""Officers go and see people who agreed to it: what they found, what is next, today's round."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from county.demo.people import firm
from county.demo.scene import Scene
from county.demo.stage import Story
from county.foundation.staff.models import Officer
from county.kernel import clock
from county.records.organisations.models import Organisation
from county.records.residents import actions as residents
from county.records.residents.models import Resident
from county.records.visits import actions as visits


@dataclass(frozen=True, slots=True)
class Round:
    """One visit: to whom, by whom, why, and how far it came."""

    by: str
    kind: str
    why: str
    day: float
    how: str
    who: str = ""
    firm: str = ""
    on: int = 0
    agreed: str = ""
    outcome: str = ""
    next: int = 0
    today: bool = False


def visit(told: Round, scene: Scene | None, officer: Officer, until: datetime) -> Story:
    """A visit that was asked for or promised, from the list to its note."""
    resident, organisation = _whom(told, scene)
    if resident is None and organisation is None:
        return
    day = clock.day_of(until) if told.today else clock.today() + timedelta(days=told.on)
    made = visits.propose(
        kind=told.kind, why=told.why, due_on=day, by=officer, officer=officer,
        resident=resident, organisation=organisation,
    )  # fmt: skip
    if told.how == "proposed":
        return
    yield clock.now() + timedelta(minutes=25)
    visits.plan(made, on=day, appointment=told.agreed, by=officer)
    if told.how == "planned":
        return
    yield clock.start_of_day(day) + timedelta(hours=9, minutes=15)
    if resident is not None:
        residents.open_page(resident, by=officer, reason="上门前看上次的情况")
    yield clock.now() + timedelta(minutes=35)
    following = clock.today() + timedelta(days=told.next) if told.next else None
    visits.record(made, how=told.how, outcome=told.outcome, by=officer, next_on=following)


def _whom(told: Round, scene: Scene | None) -> tuple[Resident | None, Organisation | None]:
    if scene is not None:
        return (scene.resident, None) if scene.is_here() else (None, None)
    return None, firm(told.firm)
