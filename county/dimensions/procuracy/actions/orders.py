"""Order a lesson, accept or decline it, propose times, confirm, cancel, give it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from county.dimensions.procuracy.access import Permit
from county.dimensions.procuracy.actions import slots
from county.dimensions.procuracy.events import (
    ContactSeen,
    LessonConfirmed,
    LessonGiven,
    LessonOrdered,
    OrderMoved,
)
from county.dimensions.procuracy.flow import ORDER, ItemState, OrderState
from county.dimensions.procuracy.models.lessons import MenuVersion, Order
from county.dimensions.procuracy.models.slots import Cell, Lecturer, Proposal, Slot
from county.dimensions.procuracy.queries import orders as asked
from county.foundation.events.actions import announce
from county.foundation.events.registry import Actor
from county.foundation.files.models import StoredFile
from county.foundation.notices.actions import tell
from county.foundation.staff.models import Officer
from county.foundation.staff.policy import demand
from county.kernel import clock
from county.kernel.errors import Incomplete, NotAllowed, Refused
from county.kernel.fields import reveal, set_sealed
from county.kernel.numbers import require_phone, uuid7
from county.records.enterprises.access import Permit as Firm
from county.records.enterprises.models import Representative

MOST_PROPOSED = 3
SHORTEST_WORD = 2


@transaction.atomic
def order(
    version: MenuVersion,
    *,
    persons: int,
    wanted: Sequence[date],
    place: str,
    contact: str,
    by: Representative,
    phone: str = "",
    question: str = "",
    because: str = "",
    key: UUID | None = None,
    send: bool = True,
) -> Order:
    """Order a lesson for one's enterprise, or keep it as a draft. The same key is the same order.

    Raises Refused for a lesson that is no longer online, Incomplete for days that are past or more
    persons than the lesson takes.
    """
    demand(by, Firm.LESSONS)
    known = Order.objects.filter(pk=key).first() if key else None
    if known is not None:
        _own(known, by)
        if known.state != OrderState.DRAFT:
            return known
    if (
        version.state != ItemState.ONLINE
        or (version.valid_through or clock.today()) < clock.today()
    ):
        raise Refused(_("This lesson is no longer on the menu. Choose another."))
    _sensible(version, persons, wanted)
    placed = known or Order(pk=key or uuid7(), organisation=by.organisation)
    placed.version, placed.persons, placed.wanted = version, persons, sorted(set(wanted))
    placed.place, placed.question, placed.because = place, question, because[:400]
    placed.placed_by = by.actor
    set_sealed(placed, "contact", contact)
    set_sealed(placed, "phone", require_phone(phone) if phone else "")
    if not send:
        placed.save()
        announce(_fact(placed, verb="draft", left=OrderState.DRAFT), by=by)
        return placed
    ORDER.move(placed, "submit")
    placed.submitted_at = clock.now()
    placed.save()
    announce(
        LessonOrdered(
            order_id=str(placed.pk), organisation_id=str(placed.organisation_id),
            item=version.item_id,
        ),
        by=by,
    )  # fmt: skip
    return placed


def _sensible(version: MenuVersion, persons: int, wanted: Sequence[date]) -> None:
    if not 1 <= persons <= version.most_persons:
        raise Incomplete(_("This lesson takes 1 to %s persons.") % version.most_persons)
    if any(day <= clock.today() for day in wanted):
        raise Incomplete(_("A day you wish lies in the past. Choose days from tomorrow on."))


@transaction.atomic
def accept(placed: Order, *, by: Officer) -> Order:
    """Accept the order and become its liaison (DL07)."""
    demand(by, Permit.LIAISE)
    placed = _locked(placed, by)
    placed.officer, placed.accepted_at = by, clock.now()
    accepted = gettext_noop("Your order was accepted. Times will be proposed to you.")
    slots.say(placed, accepted, by=by, quietly=True)
    return _moved(placed, "accept", by=by)


@transaction.atomic
def decline(placed: Order, *, reason: str, by: Officer) -> Order:
    """Decline the order in words."""
    demand(by, Permit.LIAISE)
    placed = _locked(placed, by)
    _word(reason, _("Say why it is declined."))
    placed.officer, placed.ended_at, placed.end_reason = by, clock.now(), reason.strip()[:200]
    slots.say(placed, gettext_noop("Your order was declined: %s"), placed.end_reason)
    return _moved(placed, "decline", by=by)


@transaction.atomic
def propose(
    placed: Order,
    *,
    lecturer: Lecturer,
    starts: Sequence[datetime],
    by: Officer,
    place: str = "",
    capacity: int = 1,
    late_words: str = "",
) -> list[Proposal]:
    """Lay up to three times of a lecturer before the enterprise (DL66).

    The same time may lie before several orders; the first to confirm takes it. A time more than
    thirty days after the order (DL08) needs the reason in words. Once all are gone, others follow.
    """
    demand(by, Permit.LIAISE)
    placed = _locked(placed, by)
    _sensible_times(placed, starts, late_words)
    if placed.state != OrderState.SCHEDULING:
        placed = _moved(placed, "propose_slots", by=by, save=False)
    placed.late_words = late_words.strip()[:200] or placed.late_words
    placed.save()
    length = timedelta(minutes=placed.version.minutes)
    made = [
        _proposed(placed, lecturer, start, start + length, place=place, capacity=capacity)
        for start in sorted(set(starts))
    ]
    times = " / ".join(slots.when(one.slot) for one in made)
    slots.say(placed, gettext_noop("Times proposed to you: %s. Confirm one of them."), times)
    return made


def _sensible_times(placed: Order, starts: Sequence[datetime], late_words: str) -> None:
    if placed.state not in (OrderState.ACCEPTED, OrderState.SCHEDULING):
        ORDER.move(placed, "propose_slots")
    waiting = len(asked.still_to_be_had(placed))
    if not 1 <= len(set(starts)) + waiting <= MOST_PROPOSED or not starts:
        raise Incomplete(_("Propose one to three times; times that are still open count."))
    if any(one <= clock.now() for one in starts):
        raise Incomplete(_("A proposed time lies in the past."))
    if any(one.astimezone(clock.SHANGHAI).minute % 30 for one in starts):
        raise Incomplete(_("Lessons begin at the full or the half hour."))
    last = asked.lesson_by(placed)
    late = last is not None and any(clock.day_of(one) > last for one in starts)
    if late and len(late_words.strip()) < SHORTEST_WORD:
        raise Incomplete(
            _("A time after %s is later than thirty days after the order. Say why.") % last
        )


def _proposed(
    placed: Order, lecturer: Lecturer, start: datetime, end: datetime, *, place: str, capacity: int
) -> Proposal:
    slot, _made = Slot.objects.get_or_create(
        lecturer=lecturer, starts_at=start, ends_at=end,
        defaults={"capacity": max(1, capacity), "place": place},
    )  # fmt: skip
    elsewhere = Cell.objects.filter(lecturer=lecturer, at__in=slot.cells).exclude(slot=slot)
    if slot.is_full or elsewhere.exists():
        raise Refused(_("%(who)s is taken then: %(when)s") % _named(slot))
    if slot.capacity > 1 and _other_lessons(slot, placed).exists():
        raise Refused(_("An open lesson of another topic stands there: %(when)s") % _named(slot))
    made, _new = Proposal.objects.get_or_create(order=placed, slot=slot)
    return made


def _named(slot: Slot) -> dict[str, str]:
    return {"who": str(slot.lecturer), "when": slots.when(slot)}


def _other_lessons(slot: Slot, placed: Order) -> Any:
    return slot.proposals.exclude(order__version__item_id=placed.version.item_id)


@transaction.atomic
def confirm(placed: Order, slot: Slot, *, by: Representative) -> Order:
    """Take one of the proposed times; N14 goes to everybody concerned.

    Raises SlotTaken, with what is left, for whoever comes second.
    """
    demand(by, Firm.LESSONS)
    placed = _locked(placed)
    _own(placed, by)
    if not placed.proposals.filter(slot=slot).exists():
        raise Refused(_("This time was not proposed to you."))
    if slot.starts_at <= clock.now():
        raise Refused(_("This time is past."))
    left = ORDER.move(placed, "confirm")
    try:
        slot = slots.take(slot, order=placed)
    except slots.SlotTaken as taken:
        raise slots.SlotTaken(_what_is_left(placed, slot, str(taken))) from None
    placed.slot, placed.confirmed_at = slot, clock.now()
    placed.save()
    say_when(placed, N14, by=by)
    announce(_fact(placed, verb="confirm", left=left), by=by)
    full = slot.is_full
    announce(LessonConfirmed(order_id=str(placed.pk), slot_id=str(slot.pk), full=full), by=by)
    return placed


N14 = gettext_noop("“%s” is set for %s, %s, lecturer %s. To change it, tell us 24 hours before.")


def say_when(placed: Order, template: str, *, by: Actor) -> None:
    """Tell the enterprise, the liaison and the lecturer when and where the lesson is (N14)."""
    slot = placed.slot
    assert slot is not None  # noqa: S101 - a confirmed order has one: the table says so
    place = slot.place or placed.place
    words = (placed.version.title, slots.when(slot), place, str(slot.lecturer))
    slots.say(placed, template, *words, by=by)
    people = [one for one in (placed.officer, slot.lecturer.officer) if one is not None]
    tell(people, title=slots.brief(template, *words), url=placed.url, by=by,
         about=placed.subject)  # fmt: skip


def _what_is_left(placed: Order, slot: Slot, sentence: str) -> str:
    left = [one for one in asked.still_to_be_had(placed) if one.slot_id != slot.pk]
    if not left:
        rest = _("No other time is left. Put yourself on the waiting list: a seat that becomes"
                 " free is offered in turn.")  # fmt: skip
        return f"{sentence} {rest}"
    times = " / ".join(slots.when(one.slot) for one in left)
    rest = _("Left for you: %s. You may also wait for this one.") % times
    return f"{sentence} {rest}"


@transaction.atomic
def cancel(placed: Order, *, by: Representative, reason: str = "") -> Order:
    """Cancel a confirmed lesson at least 24 hours before (DL74); the seat goes to who waits."""
    demand(by, Firm.LESSONS)
    placed = _locked(placed)
    _own(placed, by)
    slot = placed.slot
    if slot is not None and slot.starts_at - clock.now() < timedelta(hours=asked.CANCEL.length):
        raise Refused(
            _("It begins in less than %s hours. Call your liaison.") % asked.CANCEL.length
        )
    placed.ended_at, placed.end_reason = clock.now(), reason.strip()[:200]
    placed = _moved(placed, "cancel", by=by)
    if slot is not None:
        slots.release(slot, by=by)
    return placed


@transaction.atomic
def miss(placed: Order, *, reason: str, by: Officer) -> Order:
    """Note that the lesson's time came and nobody was there; it counts once."""
    demand(by, Permit.LIAISE)
    placed = _locked(placed, by)
    _word(reason, _("Say what happened."))
    if placed.slot is not None and placed.slot.starts_at > clock.now():
        raise Refused(_("Its time has not come."))
    placed.no_show, placed.ended_at, placed.end_reason = True, clock.now(), reason.strip()[:200]
    slots.say(placed, gettext_noop("Nobody was there at the time agreed: %s"), placed.end_reason)
    return _moved(placed, "cancel", by=by)


@transaction.atomic
def give(
    placed: Order,
    *,
    words: str,
    by: Officer,
    photo: StoredFile | None = None,
    by_hand: int = 0,
    by_hand_reason: str = "",
    late_words: str = "",
) -> Order:
    """Note that the lesson was held; the feedback form opens at once (DL67).

    Those who did not sign in may be counted by hand, with the reason. Raises Incomplete without
    words, for a count without a reason, and for a lesson held late without one (DL08).
    """
    demand(by, Permit.LIAISE)
    placed = _locked(placed, by)
    _word(words, _("Say in a few words what was done."))
    if by_hand:
        _word(by_hand_reason, _("Say why they were counted by hand."))
    if placed.slot is not None and placed.slot.starts_at > clock.now():
        raise Refused(_("Its time has not come."))
    last = asked.lesson_by(placed)
    placed.late_words = late_words.strip()[:200] or placed.late_words
    if last is not None and placed.slot is not None and clock.day_of(placed.slot.starts_at) > last:
        _word(placed.late_words, _("It was held later than thirty days after the order. Say why."))
    placed.given_at, placed.given_words, placed.photo = clock.now(), words.strip(), photo
    placed.by_hand, placed.by_hand_reason = by_hand, by_hand_reason.strip()[:200]
    ORDER.move(placed, "give")
    placed.save()
    slots.say(placed, gettext_noop("The lesson was held. Tell us how it was, within 15 days."))
    announce(
        LessonGiven(
            order_id=str(placed.pk), organisation_id=str(placed.organisation_id),
            item=placed.version.item_id,
        ),
        by=by,
    )  # fmt: skip
    return placed


@transaction.atomic
def see_contact(placed: Order, *, by: Officer) -> tuple[str, str]:
    """The contact's name and phone in clear; that they were seen is written down."""
    demand(by, Permit.LIAISE)
    announce(ContactSeen(order_id=str(placed.pk)), by=by)
    return reveal(placed, "contact"), reveal(placed, "phone")


@transaction.atomic
def tell_liaisons(placed: Order, *, by: Actor) -> None:
    """Let the town's liaisons know of a new order, with the day by which it is to be accepted."""
    people = asked.liaisons_of(placed.organisation)
    due = asked.due_of(placed)
    title = slots.brief(gettext_noop("A lesson was ordered: %s, accept it by %s"), str(placed),
                   str(due.on) if due else "")  # fmt: skip
    tell(people, title=title, url=placed.url, by=by, about=placed.subject)


def _fact(placed: Order, *, verb: str, left: str) -> OrderMoved:
    return OrderMoved(order_id=str(placed.pk), verb=verb, left=left, state=placed.state)


def _moved(placed: Order, verb: str, *, by: Actor, save: bool = True) -> Order:
    left = ORDER.move(placed, verb)
    if save:
        placed.save()
    announce(_fact(placed, verb=verb, left=left), by=by)
    return placed


def _locked(placed: Order, by: Officer | None = None) -> Order:
    rows = asked.orders() if by is None else asked.orders_for(by)
    found = rows.select_for_update(of=("self",)).filter(pk=placed.pk).first()
    if found is None:
        raise NotAllowed(_("This order belongs to another liaison's towns."))
    return found


def _own(placed: Order, by: Representative) -> None:
    if placed.organisation_id != by.organisation_id:
        raise NotAllowed(_("This order belongs to another enterprise."))


def _word(text: str, sentence: str) -> None:
    if len(text.strip()) < SHORTEST_WORD:
        raise Incomplete(sentence)
