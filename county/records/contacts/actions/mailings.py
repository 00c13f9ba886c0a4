"""Plan a group message, enter what WeCom says of it, remind, cancel."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import UTC, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from county.foundation.channels.wecom import mailings as wire
from county.foundation.channels.wecom.answers import size
from county.foundation.events.actions import announce
from county.foundation.events.registry import System
from county.foundation.staff.models import Officer
from county.foundation.staff.policy import demand
from county.kernel import clock
from county.kernel.errors import Incomplete, Refused
from county.records.contacts.access import Permit
from county.records.contacts.events import (
    MailingCancelled,
    MailingChanged,
    MailingDue,
    MailingPlanned,
    ReminderAsked,
)
from county.records.contacts.flow import LOT, Fate, Part, Quota
from county.records.contacts.knowledge import lots
from county.records.contacts.models import Allowance, Lot, Mailing, Recipient
from county.records.contacts.queries import mailings as queries
from county.records.residents.models import Resident

CLOCK = System("clock")
FATES = {
    wire.UNSENT: Fate.WAITING,
    wire.SENT: Fate.DELIVERED,
    wire.NOT_A_FRIEND: Fate.NOT_A_FRIEND,
    wire.ENOUGH: Fate.ENOUGH,
}
UNSETTLED = (Fate.CREATED, Fate.WAITING)


@transaction.atomic
def plan(
    residents: Collection[Resident], *, text: str, title: str, by: Officer, key: str
) -> Mailing:
    """Plan a text for these residents; WeCom gets it in the background, officers confirm it.

    Who is nobody's contact, or has had as many as the quota allows, is left out and says so. The
    same key twice is the same mailing. Raises Incomplete for a text that WeCom would not take.
    """
    demand(by, Permit.MAIL)
    if not text.strip() or size(text) > wire.LONGEST_TEXT:
        raise Incomplete(_("The text is empty, or longer than 4,000 bytes (about 1,300 words)."))
    people = {resident.pk: resident for resident in residents}
    if not people:
        raise Incomplete(_("Nobody is named to get the message."))
    mailing, made = Mailing.objects.get_or_create(
        key=key[:120], defaults={"title": title[:60], "text": text, "author": by}
    )
    if not made:
        return mailing
    _enter(mailing, people)
    announce(MailingPlanned(mailing_id=str(mailing.pk)), by=by)
    return mailing


def _enter(mailing: Mailing, people: dict[UUID, Resident]) -> None:
    now, names = clock.now(), queries.names_to_reach(people)
    full = queries.used_up(people, clock.today())
    rows = [
        Recipient(
            mailing=mailing, resident=resident, planned_at=now, external_userid=names.get(key, ""),
            state=Fate.NOT_A_FRIEND if key not in names else Fate.ENOUGH if key in full
            else Fate.PLANNED,
        )
        for key, resident in people.items()
    ]  # fmt: skip
    going = [row for row in rows if row.state == Fate.PLANNED]
    for number, some in enumerate(lots(going, wire.MOST_RESIDENTS), start=1):
        lot = Lot.objects.create(mailing=mailing, number=number)
        for row in some:
            row.lot = lot
    Recipient.objects.bulk_create(rows, batch_size=2000)


@transaction.atomic
def begin(lot: Lot) -> Lot:
    """Note that WeCom is about to be asked to take this part; keeps when it first was."""
    lot = Lot.objects.select_for_update().get(pk=lot.pk)
    if lot.tried_at is None:
        lot.tried_at = clock.now()
        lot.save(update_fields=["tried_at"])
    return lot


@transaction.atomic
def created(lot: Lot, message: str, *, refused: Iterable[str]) -> None:
    """Enter that WeCom took this part, and whom it refused (F-31)."""
    lot = Lot.objects.select_for_update().get(pk=lot.pk)
    LOT.move(lot, "create")
    lot.message, lot.created_at = message, clock.now()
    lot.save(update_fields=["state", "message", "created_at"])
    people = Recipient.objects.filter(lot=lot, state=Fate.PLANNED)
    people.filter(external_userid__in=list(refused)).update(state=Fate.REFUSED)
    people.update(state=Fate.CREATED)
    _changed(lot)


def _changed(lot: Lot) -> None:
    announce(MailingChanged(mailing_id=str(lot.mailing_id)), by=CLOCK)


@transaction.atomic
def refused(lot: Lot, reason: str) -> None:
    """Enter that WeCom took nobody of this part, and why, as a sentence to keep."""
    lot = Lot.objects.select_for_update().get(pk=lot.pk)
    LOT.move(lot, "refuse")
    lot.reason = reason
    lot.save(update_fields=["state", "reason"])
    Recipient.objects.filter(lot=lot, state=Fate.PLANNED).update(state=Fate.REFUSED)
    _changed(lot)


@transaction.atomic
def heard(lot: Lot, outcomes: Iterable[wire.Outcome], *, at: datetime) -> None:
    """Enter what became of the message with each resident; nothing but status 1 is sent (F-31)."""
    known = {
        one.external_userid: one
        for one in Recipient.objects.select_for_update(of=("self",)).filter(lot=lot)
    }
    changed = []
    for outcome in outcomes:
        row = known.get(outcome.resident)
        if row is None or (row.state == Fate.DELIVERED and outcome.status != wire.SENT):
            continue
        row.state, row.userid = FATES[outcome.status], outcome.officer
        row.sent_at = None
        if row.state == Fate.DELIVERED:
            row.sent_at = datetime.fromtimestamp(outcome.at, UTC) if outcome.at else at
        changed.append(row)
    Recipient.objects.bulk_update(changed, ["state", "userid", "sent_at"], batch_size=1000)
    if changed:
        _changed(lot)


@transaction.atomic
def settle(lot: Lot, *, at: datetime) -> None:
    """Note when a part was read; finish it when there is nobody left to wait for."""
    lot = Lot.objects.select_for_update().get(pk=lot.pk)
    Mailing.objects.filter(pk=lot.mailing_id).update(read_at=at)
    if lot.state == Part.CREATED and not _waits(lot):
        LOT.move(lot, "finish")
        lot.save(update_fields=["state"])


def _waits(lot: Lot) -> bool:
    return Recipient.objects.filter(lot=lot, state__in=UNSETTLED).exists()


@transaction.atomic
def ask_to_remind(mailing: Mailing, *, by: Officer) -> None:
    """Let WeCom remind the officers who have not confirmed."""
    demand(by, Permit.MAIL)
    if not Lot.objects.filter(mailing=mailing, state=Part.CREATED).exists():
        raise Refused(_("No officer has this group message to confirm."))
    announce(ReminderAsked(mailing_id=str(mailing.pk)), by=by)


@transaction.atomic
def reminded(lot: Lot, *, reason: str = "") -> None:
    """Enter that the officers were reminded, or why they were not."""
    now = lot.reminded_at if reason else clock.now()
    Lot.objects.filter(pk=lot.pk).update(reminded_at=now, reason=reason)


@transaction.atomic
def cancel(mailing: Mailing, *, by: Officer) -> None:
    """Withdraw what no officer has confirmed; what was delivered stays delivered."""
    demand(by, Permit.MAIL)
    open_parts = _open_parts(mailing)
    if not open_parts:
        raise Refused(_("There is nothing left to cancel."))
    if any(lot.state == Part.PLANNED and lot.tried_at is not None for lot in open_parts):
        raise Refused(_("WeCom is being asked just now. Try again in a minute."))
    _withdraw(open_parts)
    announce(MailingCancelled(mailing_id=str(mailing.pk)), by=by)


@transaction.atomic
def withdraw(mailing: Mailing, *, by: System) -> bool:
    """As `cancel`, by the program that planned it; whether there was anything to withdraw.

    A part that WeCom is being asked about just now is left: who withdraws asks again.
    """
    open_parts = [
        lot for lot in _open_parts(mailing) if lot.state == Part.CREATED or lot.tried_at is None
    ]
    if open_parts:
        _withdraw(open_parts)
        announce(MailingCancelled(mailing_id=str(mailing.pk)), by=by)
    return bool(open_parts)


def _open_parts(mailing: Mailing) -> list[Lot]:
    parts = Lot.objects.select_for_update().filter(mailing=mailing)
    return list(parts.filter(state__in=(Part.PLANNED, Part.CREATED)))


def _withdraw(parts: list[Lot]) -> None:
    for lot in parts:
        # A part whose making was tried may be with WeCom already: it is looked up before it ends.
        if lot.state == Part.PLANNED:
            LOT.move(lot, "drop")
            Recipient.objects.filter(lot=lot, state=Fate.PLANNED).update(state=Fate.CANCELLED)
            _changed(lot)
        else:
            LOT.move(lot, "cancel")
        lot.save(update_fields=["state"])


@transaction.atomic
def cancelled(lot: Lot) -> None:
    """Enter that WeCom withdrew this part from those who had not got it."""
    lot = Lot.objects.select_for_update().get(pk=lot.pk)
    LOT.move(lot, "end")
    lot.save(update_fields=["state"])
    Recipient.objects.filter(lot=lot, state__in=UNSETTLED).update(state=Fate.CANCELLED)
    _changed(lot)


@transaction.atomic
def ask_for_outcome(mailing: Mailing, *, by: Officer | System) -> None:
    """Let WeCom be asked what became of a mailing."""
    if isinstance(by, Officer):
        demand(by, Permit.MAIL)
    announce(MailingDue(mailing_id=str(mailing.pk)), by=by)


@transaction.atomic
def choose_quota(quota: Quota, *, by: Officer) -> None:
    """Say which quota the administrator has chosen in WeCom's console."""
    demand(by, Permit.MANAGE)
    Allowance.objects.update_or_create(pk=1, defaults={"quota": quota})
