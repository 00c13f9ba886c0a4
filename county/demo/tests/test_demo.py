"""When a play is begun and when it is refused; who and what it is made of."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import connection, transaction

from county.demo import backdating
from county.demo.events import PlayBegun
from county.demo.people import residents
from county.demo.play import RealData, play
from county.demo.playbook import library, scripts, table, tips
from county.demo.programme import TELLERS, TOWNS
from county.demo.stage import Stage, Story
from county.foundation.events.actions import announce
from county.foundation.events.models import Event
from county.foundation.events.registry import System
from county.foundation.staff.models import Officer
from county.kernel import clock, numbers
from county.records.places.models import Area
from county.records.places.queries import grids_of, towns
from county.records.residents.events import ResidentOpened

played = pytest.mark.django_db(transaction=True, databases=["default", "owner"])


@pytest.fixture
def demo(settings):
    settings.SIWEI_DEMO = True


@played
def test_a_play_of_no_days_leaves_the_cast_and_nobodys_file_worked_with(transactional_db, demo):
    assert play(days=0) is True
    assert Officer.objects.count() > 10
    assert not Event.objects.filter(kind__startswith="lists.").exists()


@played
def test_a_play_broken_off_is_begun_anew(transactional_db, demo):
    with transaction.atomic():
        announce(PlayBegun(play_id="1"), by=System("demo"))
    assert play(days=1, scale=0.03) is True
    assert Event.objects.filter(kind=PlayBegun.kind).count() == 1


@played
def test_a_database_of_real_work_is_refused(transactional_db, demo):
    with transaction.atomic():
        announce(ResidentOpened(resident_id="1"), by=System("desk"))
    with pytest.raises(RealData):
        play(days=1, scale=0.03)
    assert Event.objects.count() == 1


@played
def test_outside_the_demonstration_nothing_is_set_back(transactional_db):
    for act in (lambda: play(days=1), backdating.clear, lambda: backdating.set_back([])):
        with pytest.raises(backdating.NotTheDemo):
            act()


def test_a_story_goes_on_at_its_moments_and_stops_at_now():
    said: list[str] = []
    start = datetime(2026, 11, 2, 9, tzinfo=clock.SHANGHAI)

    def story(name: str, minutes: int) -> Story:
        for number in range(3):
            said.append(f"{name}{number}")
            yield start + timedelta(minutes=minutes * (number + 1))

    stage = Stage(until=start + timedelta(minutes=12))
    stage.at = lambda moment, act: act()  # type: ignore[method-assign, assignment, misc]
    stage.enter_all([(start, story("a", 5)), (start, story("b", 7))])
    while stage._waiting:
        stage.goes_on()
    assert said == ["a0", "b0", "a1", "b1", "a2"]


def test_everyone_and_everything_is_invented():
    for person in residents():
        assert not person.identity or numbers.is_identity(person.identity, test=True)
        assert not person.identity or person.identity[6:8] == "18"
        assert not person.phone or person.phone.startswith("1990000")
        assert not person.name or person.name[1] == "某"
    for row in table("organisations.toml")["organisation"]:
        assert numbers.is_credit_code(row["code"])
        assert row["code"].startswith("91330424MA0000")
        assert "示例" in row["name"] or "演示" in row["name"]


def test_every_script_fits_its_place():
    roads = table("scripts/sentences.toml")["roads"]
    assert set(roads) == set(TOWNS)
    for name in (*(name for name, _tells, _permit in TELLERS), "wave"):
        for script in scripts(name):
            assert script.asks
            assert not script.answer or script.answer in library()
            assert script.says or script.answer or script.topic == "fraud", script.asks
            for text in (*script.asks, script.says, *(more[0] for more in script.more)):
                text.format(town="武原", road="演示路")
    assert any(tip.case and tip.link for tip in tips())


@pytest.mark.django_db
def test_each_town_has_grids_that_are_drawn():
    for town in towns():
        drawn = [grid for grid in grids_of(town.code) if grid.outline]
        assert len(drawn) >= 2, town
        assert all(grid.outline["properties"]["label"] == "示意" for grid in drawn)
    assert Area.objects.filter(level="grid").count() >= 18
    assert connection.vendor == "postgresql"
