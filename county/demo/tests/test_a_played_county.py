"""A short play, played once: what it leaves behind could have happened, and is only looked at."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import transaction
from django.db.models import F, Q
from django.db.utils import DatabaseError
from django.test import override_settings
from django.utils import translation

from county.demo import screenshots
from county.demo.events import PlayEnded
from county.demo.play import HISTORY, play
from county.demo.playbook import library
from county.demo.programme import TOWNS
from county.dimensions.fraud import queries as fraud
from county.dimensions.helpdesk.queries import desk, figures, matters
from county.foundation.events.models import Delivery, Event
from county.foundation.notices.models import Notice
from county.foundation.staff.models import Officer
from county.kernel import clock
from county.records.conversations.models import Message
from county.records.worklist.models import Task
from tests.database import database_of_its_own

pytestmark = pytest.mark.django_db(databases=["default", "owner"])
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


@pytest.fixture(scope="module", autouse=True)
def county(django_db_setup: None, django_db_blocker: Any) -> Iterator[datetime]:
    """A county played in a database of its own; comes with the moment at which that began."""
    with (
        django_db_blocker.unblock(),
        override_settings(SIWEI_DEMO=True),
        translation.override("en"),
        database_of_its_own("played"),
    ):
        before = clock.now()
        assert play(days=DAYS, scale=SCALE) is True
        yield before


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


def test_a_second_start_changes_nothing_and_the_log_is_guarded_again(county):
    before = Event.objects.count(), Message.objects.count(), Matter.objects.count()
    assert play(days=DAYS, scale=SCALE) is False
    assert (Event.objects.count(), Message.objects.count(), Matter.objects.count()) == before
    with pytest.raises(DatabaseError), transaction.atomic(using="owner"):
        Event.objects.using("owner").update(by="nobody")
