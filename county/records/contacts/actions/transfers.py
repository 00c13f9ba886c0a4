"""Hand an officer's contacts over; enter how each of them stands."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from county.foundation.channels.wecom.contacts import Moved
from county.foundation.events.actions import announce
from county.foundation.events.registry import Actor, System
from county.foundation.notices.actions import tell
from county.foundation.staff.models import Officer
from county.foundation.staff.policy import demand
from county.foundation.staff.queries import holders
from county.kernel import clock
from county.kernel.errors import NotAllowed, Refused
from county.kernel.saying import saying
from county.records.contacts.access import Permit
from county.records.contacts.events import TransferDue, TransferSettled, TransfersPlanned
from county.records.contacts.flow import TRANSFER, Passage
from county.records.contacts.models import Transfer
from county.records.contacts.queries import transfers as queries

WECOM = System("wecom")
DAY = timedelta(days=1)
BEGUN, DONE, WAITING, DECLINED, FULL = 0, 1, 2, 3, 4
"""What WeCom says of a transfer."""
VERBS = {DONE: "complete", DECLINED: "decline", FULL: "overflow"}


@transaction.atomic
def hand_over(leaving: Officer, *, to: Officer, by: Actor) -> int:
    """Plan that every contact of one officer goes to another; WeCom is asked after. Says how many.

    Whoever was transferred twice in 90 days stays, and says so. Nothing is planned for officers
    without accounts in WeCom.
    """
    if not (leaving.wecom_id and to.wecom_id) or leaving.wecom_id == to.wecom_id:
        return 0
    contacts = queries.to_hand_over(leaving.wecom_id)
    enough = queries.moved_enough([contact.external_userid for contact in contacts])
    rows = Transfer.objects.bulk_create(
        Transfer(
            contact=contact,
            giver=leaving.wecom_id,
            taker=to.wecom_id,
            taker_officer=to,
            state=Passage.TOO_OFTEN if contact.external_userid in enough else Passage.PLANNED,
        )
        for contact in contacts
    )
    if rows:
        announce(TransfersPlanned(officer_id=leaving.pk, taker_id=to.pk, count=len(rows)), by=by)
    return len(rows)


@transaction.atomic
def give(leaving: Officer, *, to: Officer, by: Officer) -> int:
    """Hand over as `hand_over` does, by an officer's choice; refuses when there is nothing to."""
    demand(by, Permit.MANAGE)
    if by.reach is not None and by.department_id != leaving.department_id:
        raise NotAllowed(_("Contacts are handed over by the department they belong to."))
    count = hand_over(leaving, to=to, by=by)
    if not count:
        raise Refused(_("There is no contact to hand over from this officer to that one."))
    return count


@transaction.atomic
def officer_left(leaving: Officer, *, by: Actor) -> int:
    """Give the contacts of an officer who has left to a colleague; without one, the managers are
    told, who choose. Says how many are on their way."""
    taker = queries.taker_for(leaving)
    if taker is not None:
        return hand_over(leaving, to=taker, by=by)
    if leaving.wecom_id and queries.to_hand_over(leaving.wecom_id):
        tell(
            holders(Permit.MANAGE),
            title=saying(gettext_noop("Contacts in WeCom without an officer: %s"), leaving.name),
            url="/contacts/transfers/",
            by=by,
            about=f"officer:{leaving.pk}",
        )
    return 0


@transaction.atomic
def begun(transfers: Iterable[Transfer], said: dict[str, int], *, resigned: bool) -> None:
    """Enter what WeCom said to each: begun, or refused and by which code."""
    for transfer in transfers:
        code = said.get(transfer.contact.external_userid)
        if code is None:
            continue
        if code == BEGUN:
            TRANSFER.move(transfer, "begin")
            transfer.begun_at = clock.now()
            transfer.counts_at, transfer.resigned = transfer.begun_at + DAY, resigned
        else:
            TRANSFER.move(transfer, "leave" if code == TOO_OFTEN else "refuse")
            transfer.reason = str(code)
        transfer.save()
        _tell(transfer)


TOO_OFTEN = 40128
"""WeCom's code for a resident transferred twice in 90 days."""


@transaction.atomic
def stands(transfer: Transfer, moved: Moved) -> bool:
    """Enter how a transfer stands; True when it has ended."""
    transfer = Transfer.objects.select_for_update(of=("self",)).get(pk=transfer.pk)
    if transfer.state != Passage.WAITING:
        return False
    if moved.status == WAITING and moved.at:
        transfer.counts_at = datetime.fromtimestamp(moved.at, UTC)
    elif moved.status in VERBS:
        TRANSFER.move(transfer, VERBS[moved.status])
    transfer.save(update_fields=["state", "counts_at"])
    ended = transfer.state != Passage.WAITING
    if ended:
        _tell(transfer)
    return ended


@transaction.atomic
def ask(*, by: Actor) -> None:
    """Let WeCom be asked how the transfers stand."""
    if queries.pairs(Passage.PLANNED, Passage.WAITING):
        announce(TransferDue(reason="clock"), by=by)


def _tell(transfer: Transfer) -> None:
    fact = TransferSettled(
        transfer_id=str(transfer.pk), contact_id=str(transfer.contact_id), state=transfer.state
    )
    announce(fact, by=WECOM)
