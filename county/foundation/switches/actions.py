"""Turn a switch off, or on again, with a reason that stays on record."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from county.foundation.events.actions import announce
from county.foundation.staff.models import Officer
from county.foundation.staff.policy import demand
from county.foundation.switches.access import Permit
from county.foundation.switches.events import SwitchTurned
from county.foundation.switches.models import Off
from county.foundation.switches.registry import SWITCHES
from county.kernel.errors import Incomplete, Refused

SHORTEST_REASON = 4


@transaction.atomic
def turn_off(name: str, *, reason: str, by: Officer) -> None:
    """Stop this part of the program in every process, from the next question on."""
    reason = _turnable(name, reason, by)
    Off.objects.get_or_create(name=name, defaults={"reason": reason, "officer": by})
    announce(SwitchTurned(switch=name, on=False, reason=reason), by=by)


@transaction.atomic
def turn_on(name: str, *, reason: str, by: Officer) -> None:
    """Let this part of the program work again."""
    reason = _turnable(name, reason, by)
    Off.objects.filter(pk=name).delete()
    announce(SwitchTurned(switch=name, on=True, reason=reason), by=by)


def _turnable(name: str, reason: str, by: Officer) -> str:
    demand(by, Permit.TURN)
    if name not in SWITCHES:
        raise Refused(_("There is no such switch."))
    reason = reason.strip()[:200]
    if len(reason) < SHORTEST_REASON:
        raise Incomplete(_("Say why, in a few words: it stays on record."))
    return reason
