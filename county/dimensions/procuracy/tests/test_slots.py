"""Nobody's time is sold twice: the database says so, whoever asks at the same moment."""

from __future__ import annotations

import threading
from collections import Counter
from datetime import timedelta

import pytest
from django.db import IntegrityError, connections, transaction

from county.dimensions.procuracy.actions import orders, slots
from county.dimensions.procuracy.actions.slots import SlotTaken
from county.dimensions.procuracy.flow import OrderState
from county.dimensions.procuracy.models.lessons import Order
from county.dimensions.procuracy.models.slots import Cell, Proposal, Slot, Waiting
from county.dimensions.procuracy.queries import orders as asked
from county.foundation.events.registry import System
from county.kernel import clock
from county.kernel.errors import Refused
from county.kernel.saying import said

CLIENTS, DOORS = 200, 16


def slot_of(placed):
    return placed.proposals.select_related("slot__lecturer__officer").first().slot


def last_word(placed):
    return said(asked.words(placed).first().text)


@pytest.mark.django_db(transaction=True)
def test_of_two_hundred_who_confirm_one_time_exactly_one_gets_it(scheduled, speaker):
    """(§1.7) 1 wins; 199 are told in words and offered the waiting list, which takes them."""
    people = [speaker() for _n in range(CLIENTS)]
    placed = [scheduled(by=one) for one in people]
    slot = slot_of(placed[0])
    assert {slot_of(one).pk for one in placed} == {slot.pk}
    told: list[str] = []
    start = threading.Barrier(DOORS)

    def confirm_some(share):
        start.wait()
        for number in share:
            try:
                orders.confirm(placed[number], slot, by=people[number])
                told.append("won")
            except SlotTaken as taken:
                told.append(str(taken))
        connections.close_all()

    threads = [threading.Thread(target=confirm_some, args=(range(n, CLIENTS, DOORS),))
               for n in range(DOORS)]  # fmt: skip
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    counted = Counter(told)
    assert counted.pop("won") == 1
    [(sentence, losers)] = counted.items()
    assert losers == CLIENTS - 1
    assert "候补" in sentence or "waiting list" in sentence
    slot.refresh_from_db()
    assert (slot.taken, Order.objects.filter(state=OrderState.CONFIRMED).count()) == (1, 1)
    assert Order.objects.filter(state=OrderState.SCHEDULING).count() == CLIENTS - 1
    loser = next(n for n in range(CLIENTS)
                 if Order.objects.get(pk=placed[n].pk).state == OrderState.SCHEDULING)  # fmt: skip
    placed[loser].refresh_from_db()
    assert slots.wait(placed[loser], slot, by=people[loser]).state == "waits"


@pytest.mark.django_db(transaction=True)
def test_two_lectures_of_one_lecturer_never_overlap(scheduled, speaker, lecturer, at):
    """Two slots, 9:00 and 9:30, each of 90 minutes, confirmed in the same moment."""
    people = [speaker() for _n in range(8)]
    placed = [scheduled(by=one, starts=[at(3, 9, 30 * (n % 2))]) for n, one in enumerate(people)]
    assert Slot.objects.count() == 2
    won = []

    def confirm(number):
        try:
            orders.confirm(placed[number], slot_of(placed[number]), by=people[number])
            won.append(number)
        except SlotTaken:
            pass
        connections.close_all()

    threads = [threading.Thread(target=confirm, args=(n,)) for n in range(8)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert len(won) == 1
    assert Cell.objects.count() == 3 and sum(Slot.objects.values_list("taken", flat=True)) == 1


@pytest.mark.django_db
def test_the_table_itself_refuses_what_no_verb_would_do(scheduled, speaker, lecturer, at):
    placed = scheduled(by=speaker(), starts=[at(3)])
    slot = slot_of(placed)
    for wrong in ({"taken": 2}, {"capacity": 0, "taken": 1}, {"ends_at": slot.starts_at}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Slot.objects.filter(pk=slot.pk).update(**wrong)
    Cell.objects.create(lecturer=lecturer, at=slot.starts_at, slot=slot)
    with pytest.raises(IntegrityError), transaction.atomic():
        Cell.objects.create(lecturer=lecturer, at=slot.starts_at, slot=slot)
    with pytest.raises(IntegrityError), transaction.atomic():
        Order.objects.filter(pk=placed.pk).update(state="confirmed")


@pytest.mark.django_db
def test_an_open_lesson_has_as_many_seats_as_it_says(scheduled, speaker, at):
    people = [speaker() for _n in range(3)]
    placed = [scheduled(by=one, capacity=2) for one in people]
    slot = slot_of(placed[0])
    for number in (0, 1):
        orders.confirm(placed[number], slot, by=people[number])
    with pytest.raises(SlotTaken):
        orders.confirm(placed[2], slot, by=people[2])
    slot.refresh_from_db()
    assert (slot.taken, slot.capacity, Cell.objects.count()) == (2, 2, 3)


@pytest.mark.django_db
def test_a_taken_time_is_told_to_the_others_with_what_is_left(scheduled, speaker, at, background,
                                                              liaison):  # fmt: skip
    people = [speaker() for _n in range(3)]
    first = scheduled(by=people[0], starts=[at(3)])
    second = scheduled(by=people[1], starts=[at(3), at(4)])
    third = scheduled(by=people[2], starts=[at(3, 9, 30)])
    orders.confirm(first, slot_of(first), by=people[0])
    background.catch_up()
    assert Proposal.objects.filter(gone_at=None).count() == 2
    assert slots.when(asked.still_to_be_had(second)[0].slot) in last_word(second)
    assert "候补" in last_word(third)
    assert any("没有可选" in said(one) for one in liaison.notices())


@pytest.mark.django_db
def test_a_lecturer_who_is_elsewhere_is_not_proposed(scheduled, speaker, ordered, liaison,
                                                     lecturer, at):  # fmt: skip
    person = speaker()
    placed = scheduled(by=person, starts=[at(3, 9)])
    orders.confirm(placed, slot_of(placed), by=person)
    other = orders.accept(ordered(), by=liaison.officer)
    with pytest.raises(Refused):
        orders.propose(other, lecturer=lecturer, starts=[at(3, 10)], by=liaison.officer)
    orders.propose(other, lecturer=lecturer, starts=[at(3, 10, 30)], by=liaison.officer)


@pytest.mark.django_db
def test_a_seat_that_is_free_again_is_held_for_who_waits_and_then_passes_on(
    scheduled, speaker, at, background, monkeypatch
):
    """Three wait: the first is offered it and lets it lapse, the second takes it."""
    people = [speaker() for _n in range(4)]
    placed = [scheduled(by=one) for one in people]
    slot = slot_of(placed[0])
    with pytest.raises(Refused):
        slots.wait(placed[1], slot, by=people[1])  # a seat is left: it is to be confirmed
    orders.confirm(placed[0], slot, by=people[0])
    background.catch_up()
    for number in (1, 2, 3):
        slots.wait(placed[number], slot, by=people[number])
    placed[0].refresh_from_db()
    orders.cancel(placed[0], by=people[0])
    slot.refresh_from_db()
    assert slot.taken == 1, "the seat is held for the offer"
    offer = Waiting.objects.get(state="offered")
    assert offer.order_id == placed[1].pk and offer.offered_until > clock.now()
    with pytest.raises(SlotTaken):
        orders.confirm(placed[2], slot, by=people[2])
    later = offer.offered_until + timedelta(minutes=1)
    with clock.played_at(later):
        background.clock_strikes("look_after_lessons")
        assert Waiting.objects.get(state="offered").order_id == placed[2].pk
        placed[2].refresh_from_db()
        orders.confirm(placed[2], slot, by=people[2])
    slot.refresh_from_db()
    assert slot.taken == 1 and Cell.objects.count() == 3
    states = dict(Waiting.objects.values_list("order_id", "state"))
    assert states == {placed[1].pk: "lapsed", placed[2].pk: "taken", placed[3].pk: "waits"}


@pytest.mark.django_db
def test_without_anybody_waiting_the_hours_are_free_again(scheduled, speaker, at, background):
    people = [speaker(), speaker()]
    placed = [scheduled(by=one) for one in people]
    slot = slot_of(placed[0])
    orders.confirm(placed[0], slot, by=people[0])
    background.catch_up()
    assert asked.still_to_be_had(placed[1]) == []
    placed[0].refresh_from_db()
    orders.cancel(placed[0], by=people[0])
    slot.refresh_from_db()
    assert (slot.taken, Cell.objects.count()) == (0, 0)
    assert len(asked.still_to_be_had(placed[1])) == 1
    orders.confirm(placed[1], slot, by=people[1])


@pytest.mark.django_db
def test_who_finds_another_time_waits_no_longer(scheduled, speaker, at, background):
    people = [speaker(), speaker()]
    first = scheduled(by=people[0], starts=[at(3)])
    second = scheduled(by=people[1], starts=[at(3), at(4)])
    slot = slot_of(first)
    orders.confirm(first, slot, by=people[0])
    background.catch_up()
    slots.wait(second, slot, by=people[1])
    second.refresh_from_db()
    orders.confirm(second, asked.still_to_be_had(second)[0].slot, by=people[1])
    assert Waiting.objects.get().state == "left"
    first.refresh_from_db()
    orders.cancel(first, by=people[0])
    slot.refresh_from_db()
    assert slot.taken == 0
    assert slots.lapse_offers() == 0
    assert slots.tell_the_others(slot, by=System("test")) == []


@pytest.mark.django_db(transaction=True)
def test_an_offer_that_is_left_by_many_clicks_gives_back_one_seat(scheduled, speaker, background):
    """Eight clicks of “not any more” at once: one seat goes back, none is invented."""
    people = [speaker() for _n in range(2)]
    placed = [scheduled(by=one) for one in people]
    slot = slot_of(placed[0])
    orders.confirm(placed[0], slot, by=people[0])
    background.catch_up()
    slots.wait(placed[1], slot, by=people[1])
    placed[0].refresh_from_db()
    orders.cancel(placed[0], by=people[0])
    offer = Waiting.objects.get(state="offered")

    def leave():
        slots.leave(offer, by=people[1])
        connections.close_all()

    threads = [threading.Thread(target=leave) for _n in range(8)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    slot.refresh_from_db()
    assert (slot.taken, Cell.objects.count()) == (0, 0)
    assert Waiting.objects.get().state == "left"
