"""Sign in to a lesson with a phone; forget the names after the plan's year."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from county.dimensions.procuracy.events import SignedIn
from county.dimensions.procuracy.flow import OrderState
from county.dimensions.procuracy.knowledge.signing_in import is_open
from county.dimensions.procuracy.models.lessons import Attendance, Order
from county.dimensions.procuracy.queries import orders as asked
from county.foundation.events.actions import announce
from county.foundation.events.registry import System
from county.kernel import clock
from county.kernel.ciphers import digest
from county.kernel.errors import Incomplete, Refused
from county.kernel.fields import set_sealed
from county.kernel.numbers import uuid7

ATTENDANT = System("attendant")
LONGEST_NAME = 40


@transaction.atomic
def sign_in(placed: Order, *, name: str, phone: str) -> bool:
    """Count somebody in, once for each phone and lesson; False if the phone was counted already.

    `phone` is what the browser keeps; a digest of it and of the lesson is all that stays of it.
    Raises Refused outside the lesson's time.
    """
    slot = placed.slot
    held = placed.state in (OrderState.CONFIRMED, OrderState.DELIVERED)
    if slot is None or not held or not is_open(slot.starts_at, slot.ends_at, clock.now()):
        raise Refused(_("One signs in from half an hour before the lesson to an hour after it."))
    if not name.strip():
        raise Incomplete(_("Write your name."))
    mark = digest(f"{placed.pk}|{phone}".encode()).hex()[:32]
    row = Attendance(pk=uuid7(), order=placed, phone_mark=mark)
    set_sealed(row, "name", name.strip()[:LONGEST_NAME])
    # A second click finds the row there: the table counts, not what was read before.
    Attendance.objects.bulk_create([row], ignore_conflicts=True)
    if not Attendance.objects.filter(pk=row.pk).exists():
        return False
    announce(SignedIn(order_id=str(placed.pk)), by=ATTENDANT)
    return True


@transaction.atomic
def forget_names() -> int:
    """Delete the names of those who attended before this year; the numbers stay. Says how many."""
    begin = clock.today().replace(month=1, day=1)
    return asked.attendances_before(begin).update(name=None)
