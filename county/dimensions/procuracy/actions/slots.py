"""Take and release a lecturer's time; the waiting list; lecturers themselves (ADR 41).

What decides is never what was read before: a seat is a counter the table bounds, an hour of a
lecturer is a row that exists once. Whoever comes second is told by the database.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from county.dimensions.procuracy.access import Permit
from county.dimensions.procuracy.events import LecturerChanged, SeatOffered, WaitingChanged
from county.dimensions.procuracy.flow import OrderState
from county.dimensions.procuracy.models.lessons import Order, Word
from county.dimensions.procuracy.models.slots import Cell, Lecturer, Proposal, Slot, Waiting
from county.dimensions.procuracy.queries import orders as asked
from county.foundation.events.actions import announce
from county.foundation.events.registry import Actor, System
from county.foundation.notices.actions import tell
from county.foundation.staff.models import Officer
from county.foundation.staff.policy import demand
from county.kernel import clock, deadlines
from county.kernel.errors import NotAllowed, Refused
from county.kernel.saying import saying
from county.kernel.text import shorten
from county.records.enterprises.access import Permit as Firm
from county.records.enterprises.actions import tell_firm
from county.records.enterprises.models import Representative

CLOCK = System("clock")
OFFER = deadlines.rule("DL73")
ENOUGH = timedelta(hours=2)
"""A seat that becomes free later than this before the lesson is offered to nobody."""

LONGEST_WORD = 44
"""Characters of each word in a notice: it is a text on a phone."""


class SlotTaken(Refused):
    """Somebody else was first; the sentence says what is left."""


def when(slot: Slot) -> str:
    """The slot's day and hours as people read them."""
    begin = slot.starts_at.astimezone(clock.SHANGHAI)
    end = slot.ends_at.astimezone(clock.SHANGHAI)
    return f"{begin:%Y-%m-%d %H:%M}–{end:%H:%M}"


def take(slot: Slot, *, order: Order) -> Slot:
    """Take a seat for the order, and with the first one the lecturer's half hours.

    Raises SlotTaken when no seat is left or the lecturer is elsewhere then. The caller is in a
    transaction and has checked nothing.
    """
    held = order.waitings.filter(
        slot=slot, state=Waiting.State.OFFERED, offered_until__gte=clock.now()
    )
    if not held.update(state=Waiting.State.TAKEN):
        try:
            with transaction.atomic():
                _seat(slot)
        except IntegrityError:
            raise SlotTaken(_("This time has just gone to somebody else.")) from None
    slot.refresh_from_db()
    for waiting in order.waitings.filter(state__in=("waits", "offered")):
        leave(waiting, by=CLOCK)
    return slot


def _seat(slot: Slot) -> None:
    Slot.objects.filter(pk=slot.pk).update(taken=F("taken") + 1)
    slot.refresh_from_db()  # our own row lock holds from the line above on
    if slot.taken == 1:
        Cell.objects.bulk_create(
            Cell(lecturer_id=slot.lecturer_id, at=at, slot=slot) for at in slot.cells
        )


def release(slot: Slot, *, by: Actor) -> None:
    """Give a seat back: to the first who waits, as an offer with a limit; else to everybody."""
    slot = Slot.objects.select_for_update(of=("self",)).select_related("lecturer").get(pk=slot.pk)
    first = _first_waiting(slot)
    if first is not None:
        _offer(first, slot, by=by)
        return
    Slot.objects.filter(pk=slot.pk).update(taken=F("taken") - 1)
    slot.refresh_from_db()
    if slot.taken == 0:
        Cell.objects.filter(slot=slot).delete()
    slot.proposals.filter(order__state=OrderState.SCHEDULING).update(gone_at=None)


def _first_waiting(slot: Slot) -> Waiting | None:
    if slot.starts_at - clock.now() < ENOUGH:
        return None
    rows = slot.waitings.filter(state=Waiting.State.WAITS, order__state=OrderState.SCHEDULING)
    return rows.select_related("order").order_by("since", "pk").first()


def _offer(waiting: Waiting, slot: Slot, *, by: Actor) -> None:
    until = min(OFFER.due_at(clock.today()), slot.starts_at - ENOUGH)
    waiting.state, waiting.offered_until = Waiting.State.OFFERED, until
    waiting.save(update_fields=["state", "offered_until"])
    limit = f"{until.astimezone(clock.SHANGHAI):%Y-%m-%d %H:%M}"
    say(
        waiting.order,
        gettext_noop("A seat became free: %s. It is held for you until %s."),
        when(slot),
        limit,
    )
    announce(SeatOffered(order_id=str(waiting.order_id), slot_id=str(slot.pk)), by=by)


@transaction.atomic
def wait(order: Order, slot: Slot, *, by: Representative) -> Waiting:
    """Put the order on the slot's waiting list. Raises Refused where there is a seat left."""
    demand(by, Firm.LESSONS)
    if by.organisation_id != order.organisation_id:
        raise NotAllowed(_("This order belongs to another enterprise."))
    slot = Slot.objects.select_for_update(of=("self",)).get(pk=slot.pk)
    proposed = order.proposals.filter(slot=slot).first()
    if order.state != OrderState.SCHEDULING or proposed is None:
        raise Refused(_("This time was not proposed to you, or your order has gone on."))
    if slot.starts_at - clock.now() < ENOUGH:
        raise Refused(_("It begins too soon for a waiting list."))
    if not slot.is_full and proposed.gone_at is None:
        raise Refused(_("There is a seat left: confirm it."))
    waiting, made = Waiting.objects.get_or_create(order=order, slot=slot)
    if not made and waiting.state in (Waiting.State.LAPSED, Waiting.State.LEFT):
        waiting.state, waiting.since = Waiting.State.WAITS, clock.now()
        waiting.save(update_fields=["state", "since"])
    _changed(waiting, by=by)
    return waiting


@transaction.atomic
def leave(waiting: Waiting, *, by: Actor) -> None:
    """Leave the list; a seat that was held goes to the next. Nothing happens twice."""
    rows = Waiting.objects.select_for_update(of=("self",)).select_related("slot")
    kept = rows.get(pk=waiting.pk)  # as it is now: another click or the clock may have been here
    if kept.state not in (Waiting.State.WAITS, Waiting.State.OFFERED):
        return
    held = kept.state == Waiting.State.OFFERED
    kept.state = Waiting.State.LEFT
    kept.save(update_fields=["state"])
    _changed(kept, by=by)
    if held:
        release(kept.slot, by=by)


@transaction.atomic
def lapse_offers() -> int:
    """Pass on what was offered and not taken in time; says how many offers were over."""
    over = list(asked.offers_over(clock.now()).select_for_update(of=("self",)))
    for waiting in over:
        waiting.state = Waiting.State.LAPSED
        waiting.save(update_fields=["state"])
        say(waiting.order, gettext_noop("The seat held for you was not taken in time: %s"),
            when(waiting.slot))  # fmt: skip
        _changed(waiting, by=CLOCK)
        release(waiting.slot, by=CLOCK)
    return len(over)


@transaction.atomic
def tell_the_others(slot: Slot, *, by: Actor) -> list[Proposal]:
    """Say to every order whose proposed time is gone what is left of it; their liaison hears too.

    Comes back with the proposals that are gone.
    """
    gone = asked.rivals(slot)
    for one in gone:
        one.gone_at = clock.now()
        one.save(update_fields=["gone_at"])
        left = asked.still_to_be_had(one.order)
        if left:
            rest = " / ".join(when(each.slot) for each in left)
            say(one.order, gettext_noop("%s has gone to somebody else. Left for you: %s"),
                when(one.slot), rest)  # fmt: skip
            continue
        say(
            one.order,
            gettext_noop(
                "%s has gone to somebody else and no other time is left. You may put yourself on"
                " the waiting list; your liaison will propose other times."
            ),
            when(one.slot),
        )
        if one.order.officer is not None:
            tell(
                [one.order.officer],
                title=brief(gettext_noop("No proposed time is left: %s"), str(one.order)),
                url=one.order.url,
                by=by,
                about=one.order.subject,
            )
    return gone


def say(order: Order, template: str, *words: str, by: Actor = CLOCK, quietly: bool = False) -> None:
    """Keep a word for the enterprise on the order's page, and bring it to its people's phones.

    `quietly`: on the page only, for what needs nothing of them.
    """
    Word.objects.create(order=order, text=saying(template, *words))
    if quietly:
        return
    told = brief(template, *words)
    tell_firm(order.organisation, title=told, url=order.firm_url, trust=Firm.LESSONS, by=by)


def brief(template: str, *words: str) -> str:
    """The sentence with its words cut, so that it fits a notice whole."""
    return saying(template, *(shorten(one, LONGEST_WORD) for one in words))


def _changed(waiting: Waiting, *, by: Actor) -> None:
    announce(
        WaitingChanged(
            order_id=str(waiting.order_id), slot_id=str(waiting.slot_id), state=waiting.state
        ),
        by=by,
    )


@transaction.atomic
def name_lecturer(
    *,
    title: str,
    by: Officer,
    unit: str = "",
    officer: Officer | None = None,
    items: Sequence[str] = (),
    is_active: bool = True,
    lecturer: Lecturer | None = None,
) -> Lecturer:
    """Enter somebody who gives lessons, or change the entry."""
    demand(by, Permit.LIAISE)
    fields: dict[str, Any] = {
        "title": title, "unit": unit, "officer": officer, "items": list(items),
        "is_active": is_active,
    }  # fmt: skip
    verb = "changed" if lecturer else "named"
    lecturer = lecturer or Lecturer()
    for name, value in fields.items():
        setattr(lecturer, name, value)
    lecturer.save()
    announce(LecturerChanged(lecturer_id=str(lecturer.pk), verb=verb), by=by)
    return lecturer


@transaction.atomic
def renew_address(lecturer: Lecturer, *, by: Officer) -> Lecturer:
    """Give the lecturer's calendar another address; whoever has the old one sees nothing more."""
    demand(by, Permit.LIAISE)
    Lecturer.objects.filter(pk=lecturer.pk).update(turn=F("turn") + 1)
    lecturer.refresh_from_db()
    announce(LecturerChanged(lecturer_id=str(lecturer.pk), verb="address"), by=by)
    return lecturer
