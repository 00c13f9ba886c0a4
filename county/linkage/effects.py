"""What a rule's step may lead to that a person then takes up, or takes back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from county.dimensions.outreach import queries as outreach
from county.dimensions.outreach.actions import drafting
from county.foundation.staff.models import Officer
from county.records.worklist import actions as worklist
from county.records.worklist import queries as tasks

Cancel = Callable[[str, str, Officer], None]


@dataclass(frozen=True, slots=True)
class Effect:
    """One kind of thing: how it is taken back, with the reason, by whoever may."""

    cancel: Cancel


def _withdraw(key: str, reason: str, by: Officer) -> None:
    worklist.withdraw(tasks.tasks_for(by).get(pk=key), reason=reason, by=by)


def _stop(key: str, reason: str, by: Officer) -> None:
    drafting.stop(outreach.campaigns_for(by).get(pk=key), reason=reason, by=by)


EFFECTS: dict[str, Effect] = {"task": Effect(_withdraw), "campaign": Effect(_stop)}
