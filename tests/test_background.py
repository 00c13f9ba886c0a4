"""The hands that the stories rely on move everything, once, and drop nothing in silence."""

from dataclasses import dataclass

import pytest
from django.db import transaction

from county.foundation.events.actions import announce
from county.foundation.events.registry import Fact, System, on

BELL = System("test")
heard: list[str] = []


@dataclass(frozen=True, kw_only=True)
class BellRang(Fact, kind="test.bell_rang", about="bell_id", title="The bell rang"):
    bell_id: str


@dataclass(frozen=True, kw_only=True)
class DoorOpened(Fact, kind="test.door_opened", about="bell_id", title="The door opened"):
    bell_id: str


@on(BellRang)
def open_the_door(fact: BellRang) -> None:
    if fact.bell_id == "broken":
        raise ValueError("no such bell")
    heard.append("rang")
    announce(DoorOpened(bell_id=fact.bell_id), by=BELL)


@on(DoorOpened, outside=True)
def greet(fact: DoorOpened) -> None:
    heard.append("greeted")


@pytest.fixture(autouse=True)
def silence():
    heard.clear()


def ring(bell: str) -> None:
    with transaction.atomic():
        announce(BellRang(bell_id=bell), by=BELL)


def test_facts_reach_their_listeners_and_theirs(background):
    ring("front")
    assert heard == []
    background.catch_up()
    assert heard == ["rang", "greeted"]


def test_nothing_is_handed_over_twice(background):
    ring("front")
    background.catch_up()
    assert background.catch_up() == 0


def test_a_listener_that_fails_fails_the_test(background):
    ring("broken")
    with pytest.raises(AssertionError, match="no such bell"):
        background.catch_up()


def test_a_failure_that_is_expected_waits_for_its_next_try(background):
    ring("broken")
    background.catch_up(failing=True)
    assert heard == []


@pytest.mark.django_db(transaction=True)
def test_a_fact_outside_a_transaction_is_refused():
    with pytest.raises(RuntimeError, match="inside the transaction"):
        announce(BellRang(bell_id="front"), by=BELL)
