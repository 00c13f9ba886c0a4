"""Etiquette between departments: whose clock runs, what may leave the house, when it goes up."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

from county.kernel import clock, deadlines

SIGN, SIGN_URGENT, CONFIRM = map(deadlines.rule, ("DL90", "DL91", "DL92"))
TO_SUPERVISOR, TO_COUNTY, IDLE = map(deadlines.rule, ("DL93", "DL94", "DL95"))
HOLDER, SUPERVISOR, COUNTY = 0, 1, 2
"""Steps up the line: who holds it, the department's supervisor, the county's."""
SHORTEST_WORDS = 2


@dataclass(frozen=True, slots=True)
class Etiquette:
    """The county's choices that are no clocks."""

    returns_before_referee: int
    may_cross: frozenset[str]


@cache
def etiquette() -> Etiquette:
    """The reviewed file `etiquette.toml`, read once."""
    text = (Path(__file__).parent / "etiquette.toml").read_text(encoding="utf-8")
    data = tomllib.loads(text)
    return Etiquette(data["referee"]["after_returns"], frozenset(data["crossing"]["subjects"]))


def may_cross(about: str) -> bool:
    """Whether a task about this may be handed to another house: never one about a resident."""
    return about.partition(":")[0] in etiquette().may_cross


def sign_by(now: datetime, *, urgent: bool) -> datetime:
    """By when what was handed over now is to be signed for."""
    if urgent:
        return now + timedelta(hours=SIGN_URGENT.length)
    return SIGN.due_at(clock.day_of(now))


def confirm_by(now: datetime) -> datetime:
    """By when an office outside is to have confirmed."""
    return CONFIRM.due_at(clock.day_of(now))


def steps_late(due: datetime, now: datetime) -> int:
    """How many steps up the line what was due then has come by now."""
    return sum(now > due + timedelta(hours=hours) for hours in AFTER)


AFTER: Sequence[int] = (0, TO_SUPERVISOR.length, TO_COUNTY.length)
"""Hours past the limit after which each step is told."""


def steps_idle(moved: datetime, now: datetime) -> int:
    """How many steps are told of a task nobody has moved since then: at n days, at twice n."""
    return min(2, max(0, (now - moved) // timedelta(days=IDLE.length)))


@dataclass(frozen=True, slots=True)
class Leg:
    """One stretch of a task's way: who held it, from when to when, and how it was passed."""

    department: str
    officer: str
    since: datetime
    until: datetime | None
    how: str
    words: str = ""
    due: datetime | None = None
    late: bool = False

    def seconds(self, now: datetime) -> float:
        """How long it was held."""
        return ((self.until or now) - self.since).total_seconds()
