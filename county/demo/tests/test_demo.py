"""A short play goes through, and what it leaves behind could have happened."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.db.models import F, Q
from django.db.utils import DatabaseError

from county.demo import backdating, screenshots
from county.demo.events import PlayBegun, PlayEnded
from county.demo.people import residents
from county.demo.play import HISTORY, RealData, play
from county.demo.playbook import library, scripts, table, tips
from county.demo.programme import TELLERS, TOWNS
from county.demo.stage import Stage, Story
from county.dimensions.fraud import queries as fraud
from county.dimensions.helpdesk.queries import desk, figures, matters
from county.foundation.events.actions import announce
from county.foundation.events.models import Delivery, Event
from county.foundation.events.registry import System
from county.foundation.notices.models import Notice
from county.foundation.staff.models import Officer
from county.kernel import clock, numbers
from county.records.conversations.models import Message
from county.records.places.models import Area
from county.records.places.queries import grids_of, towns
from county.records.residents.events import ResidentOpened
from county.records.worklist.models import Task

DAYS, SCALE = 3, 0.12
Alert = apps.get_model("fraud", "Alert")
Answer, ClockRun, Duty, Matter = (
    apps.get_model("helpdesk", name) for name in ("Answer", "ClockRun", "Duty", "Matter")
)
LAWFUL = {
    "consultation": {"asked", "taken", "answered", "closed"},
    "help": {
        "open", "assigned", "replied", "on_site", "escalated", "fraud_lane", "resolved", "closed",
    },
    "lead": {
        "received", "screened", "registered", "transferred", "informed", "verifying", "filed",
        "no_case", "solved", "closed",
    },
}  # fmt: skip
played = pytest.mark.django_db(transaction=True, databases=["default", "owner"])


@pytest.fixture
def demo(settings):
    settings.SIWEI_DEMO = True


@pytest.fixture
def county(db_of_the_play, demo) -> datetime:
    """A played county; comes with the moment at which the play began to be played."""
    before = clock.now()
    assert play(days=DAYS, scale=SCALE) is True
    return before


@pytest.fixture
def db_of_the_play(transactional_db):
    """The runtime role's database, and the owner's way into the same."""


@played
def test_a_short_play_leaves_a_county_that_could_have_happened(county):
    whole = list(Matter.objects.all())
    assert len(whole) > 15
    for matter in whole:
        assert matter.state in LAWFUL[matter.kind], matter
        assert bool(matter.closed_at) == (not matter.is_open), matter
    assert Alert.objects.filter(state="confirmed").exists()
    assert not Matter.objects.filter(first_reply_at__lt=F("opened_at")).exists()
    assert not Matter.objects.filter(closed_at__lt=F("opened_at")).exists()
    assert not Matter.objects.filter(alert="confirmed", state="closed", money="").exists()
    assert Delivery.objects.count() == 0
    assert (
        not Message.objects.filter(grams=None).exclude(kind="image").exclude(author="note").exists()
    )


@played
def test_everything_happened_in_the_past_and_in_its_order(county):
    begin = county - timedelta(days=DAYS, minutes=1)
    last = Event.objects.get(kind=PlayEnded.kind)
    assert Event.objects.latest("id") == last
    moments = list(
        Event.objects.exclude(pk=last.pk).order_by("id").values_list("happened_at", flat=True)
    )
    assert moments == sorted(moments)
    opened = county - HISTORY - timedelta(minutes=1)
    assert opened < moments[0] < opened + timedelta(minutes=5)
    assert moments[-1] <= last.happened_at
    for model, field in [(Message, "said_at"), (Message, "received_at"), (Alert, "raised_at")]:
        found = model.objects.values_list(field, flat=True)
        assert all(begin <= moment <= county + timedelta(seconds=5) for moment in found)
    assert not Notice.objects.filter(given_at__gt=county + timedelta(seconds=5)).exists()


@played
def test_the_figures_and_the_queues_have_something_to_show(county):
    cmd = Officer.objects.get(username="cmd")
    now = clock.now()
    span = figures.Span(now - timedelta(days=30), now + timedelta(days=1))
    totals = figures.totals(cmd, span, now)
    assert totals.opened and totals.consultations and totals.helps and totals.frauds_kept
    assert totals.alerts and totals.confirmed
    assert 60 < (totals.first_reply_median or 0) < 900
    assert matters.unassigned(Officer.objects.get(username="shen")).exists()
    fresh = Matter.objects.get(alert="raised", assignee=None)
    assert (fresh.town_code, fresh.priority, fresh.state) == ("330424001", 2, "open")
    said = Message.objects.filter(conversation=fresh.conversation, author="resident")
    kinds = list(said.order_by("number").values_list("kind", flat=True))
    assert kinds[-1] == ("image" if screenshots.font_file() else "text")
    assert Answer.objects.count() == len(library())
    assert Duty.objects.filter(starts_at__lte=clock.now(), ends_at__gt=clock.now()).count() >= len(
        TOWNS
    )
    assert len(desk.quick_replies(cmd)) >= 12
    assert ClockRun.objects.filter(met_at__isnull=False).exists()
    assert not Task.objects.filter(Q(state="done") & Q(done_at=None)).exists()


@played
def test_decisions_left_examples_like_cases_and_patterns_of_the_week(county):
    desk = Officer.objects.get(username="cmd")
    week = fraud.week_ending("")
    kept = list(fraud.examples())
    assert {one.intent for one in kept} & {"scam", "victim"}
    assert all("example/" not in one.text for one in kept)
    assert sum(fraud.by_day(desk, week).totals) == sum(fraud.by_town(desk, week).totals) > 0
    assert "link" in {one.kind for one in fraud.seen_again(desk, week)}
    assert fraud.new_phrases(desk, week)
    judged = fraud.alerts_for(desk).filter(state="confirmed")
    assert any(fraud.similar_cases(alert, desk) for alert in judged[:20])
    assert judged.exclude(outcome="").exists()


@played
def test_a_second_start_changes_nothing_and_the_log_is_guarded_again(county):
    before = Event.objects.count(), Message.objects.count(), Matter.objects.count()
    assert play(days=DAYS, scale=SCALE) is False
    assert (Event.objects.count(), Message.objects.count(), Matter.objects.count()) == before
    with pytest.raises(DatabaseError), transaction.atomic(using="owner"):
        Event.objects.using("owner").update(by="nobody")


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
