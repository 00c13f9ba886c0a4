"""The clocks of a suggestion: each with its rule, its last day and how it stands (domain §1.5)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from django.utils.translation import gettext, gettext_noop

from county.kernel import clock
from county.kernel.deadlines import Rule, light, rule

REPLY_OFFSETS = (-30, -15, -7, -1, 0, 1, 7)
"""Days from the last day of the reply on which it is called to mind; a local design value."""
OFFSETS = (-7, -1, 0, 1, 7)
"""The same for every other clock."""
REVISIT_OFFSETS = (-90, -30, -7, 0, 1)
URGE_OFFSETS = (-15, 0, 7)
"""Days on which the handler is asked to urge; a local design value."""
STEPS = {
    "inv_req": "DL61", "legal_review": "DL62", "consult": "DL63", "approval": "DL64",
    "objection": "DL65",
}  # fmt: skip
"""The rule of each step that others take."""


class Timed(Protocol):
    """What the clocks read of a suggestion."""

    state: str
    investigation_from: Any
    investigation_due: Any
    reported_at: Any
    issued_at: Any
    filing_due: Any
    delivered_on: Any
    reply_due: Any
    objection_due: Any
    replied_at: Any
    review_due: Any
    revisit_due: Any
    stage_due: Any
    closed_at: Any


@dataclass(frozen=True, slots=True)
class Clock:
    """One clock: what it limits, until when, when it was met, and its colour."""

    key: str
    rule: Rule
    due: date
    met: date | None
    tone: str
    whose: str
    offsets: tuple[int, ...] = OFFSETS

    @property
    def name(self) -> str:
        """What it limits, in the reader's language."""
        return gettext(self.key)

    @property
    def is_running(self) -> bool:
        """Whether it still waits."""
        return self.met is None

    def left(self, today: date) -> int:
        """Days left; below zero once it is overdue."""
        return (self.due - today).days


def step_due(state: str, start: date) -> date | None:
    """By when the step that a suggestion has just reached is to be taken; None without a limit."""
    return rule(STEPS[state]).due(start) if state in STEPS else None


def clocks(one: Timed, today: date, *, filed_on: date | None, revisited_on: date | None,
           reviewed_on: date | None) -> list[Clock]:  # fmt: skip
    """Every clock that has begun, in the order in which they begin."""
    return list(_clocks(one, today, filed_on, revisited_on, reviewed_on))


def _clocks(
    one: Timed, today: date, filed: date | None, revisited: date | None, reviewed: date | None
) -> Iterator[Clock]:
    if one.investigation_due:
        met = clock.day_of(one.reported_at) if one.reported_at else None
        yield _clock(
            gettext_noop("investigation"), "DL01", one.investigation_due, met, today, "handler"
        )
    if one.state in STEPS and one.stage_due:
        yield _clock(
            gettext_noop("this step"), STEPS[one.state], one.stage_due, None, today,
            {"inv_req": "chief", "legal_review": "review", "approval": "chief",
             "objection": "chief"}.get(one.state, "handler"),
        )  # fmt: skip
    if one.filing_due:
        yield _clock(gettext_noop("filing upward"), "DL02", one.filing_due, filed, today, "manager")
    if one.objection_due and one.state in ("rectifying", "objection", "escalated"):
        met = one.objection_due if today > one.objection_due else None
        yield _clock(gettext_noop("objection"), "DL04", one.objection_due, met, today, "firm")
    if one.reply_due:
        yield _reply(one, today)
    if one.review_due:
        yield _clock(
            gettext_noop("review of the reply"), "DL05", one.review_due, reviewed, today, "handler"
        )
    if one.revisit_due:
        closed = clock.day_of(one.closed_at) if one.closed_at else None
        yield _clock(
            gettext_noop("return visit"), "DL06", one.revisit_due, revisited or closed, today,
            "handler", REVISIT_OFFSETS,
        )  # fmt: skip


def _reply(one: Timed, today: date) -> Clock:
    met = clock.day_of(one.replied_at) if one.replied_at else None
    if one.closed_at and met is None:
        met = clock.day_of(one.closed_at)
    made = _clock(
        gettext_noop("written reply"), "DL03", one.reply_due, met, today, "firm", REPLY_OFFSETS
    )
    if one.state == "objection" and met is None and today <= one.reply_due:
        return Clock(made.key, made.rule, made.due, met, "gry", made.whose, made.offsets)
    return made


def _clock(
    key: str, code: str, due: date, met: date | None, today: date, whose: str,
    offsets: tuple[int, ...] = OFFSETS,
) -> Clock:  # fmt: skip
    tone = light(due, today) if met is None else ("grn" if met <= due else "red")
    return Clock(key, rule(code), due, met, tone, whose, offsets)
