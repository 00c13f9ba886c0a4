"""A file's scopes of consent are what was said last in each, whoever writes the file meanwhile."""

from __future__ import annotations

import random

import pytest

from county.kernel import clock
from county.records.residents import actions
from county.records.residents.models import Consent, Resident
from county.records.residents.tests.people import file_of

SCOPES = ("tags", "calls", "visits")


def said(resident: Resident, scope: str, given: bool) -> None:
    actions.record_consent(resident, scope=scope, given=given, evidence="x", by=resident)


def last_words(resident: Resident) -> list[str]:
    words = Consent.objects.filter(resident=resident).order_by("id")
    latest = dict(words.values_list("scope", "given"))
    return sorted(scope for scope, given in latest.items() if given)


def kept(resident: Resident) -> list[str]:
    return Resident.objects.get(pk=resident.pk).agreed_to


@pytest.mark.django_db
def test_whatever_is_said_and_saved_the_last_words_stand():
    chance = random.Random(8)
    people = [file_of() for _ in range(6)]
    for _turn in range(120):
        one = chance.choice(people)
        deed = chance.randrange(4)
        if deed < 2:
            said(one, chance.choice(SCOPES), given=chance.random() < 0.6)
        elif deed == 2:
            one.agreed_to = ["tags", "invented"]  # a row read long ago, saved whole
            one.save()
        else:
            Resident.objects.filter(pk=one.pk).update(agreed_to=["invented"])
        assert kept(one) == last_words(one)
    assert any(kept(one) for one in people) and not all("tags" in kept(one) for one in people)


@pytest.mark.django_db
def test_a_new_file_has_agreed_to_nothing():
    made = Resident.objects.create(alias="演示", town_code="330424001", agreed_to=["tags"])
    assert kept(made) == []


@pytest.mark.django_db
def test_an_erased_file_has_agreed_to_nothing():
    one = file_of()
    said(one, "tags", given=True)
    assert kept(one) == ["tags"]
    Resident.objects.filter(pk=one.pk).update(erased_at=clock.now())
    assert kept(one) == []


@pytest.mark.django_db(transaction=True)
def test_words_said_at_the_same_moment_all_count(all_at_once):
    one = file_of()
    ends = all_at_once(*(
        lambda scope=scope, given=given: said(one, scope, given)
        for scope in (*SCOPES, *(f"scope{n}" for n in range(5)))
        for given in (False, True)
    ))  # fmt: skip
    assert not [end for end in ends if end is not None]
    assert kept(one) == last_words(one)
