"""The files of the demonstration are worked with: each page of them has something to show."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from functools import partial
from random import Random

import pytest
from django.apps import apps

from county.demo.casework import Casework, casework
from county.demo.cast import appoint_all
from county.demo.neighbours import circles, neighbours, some
from county.demo.people import residents
from county.demo.playbook import rows
from county.demo.stage import Stage
from county.demo.stations import Stations
from county.demo.stories import neighbours as people
from county.demo.stories import office, papers
from county.foundation.channels.wecom.client import silence
from county.foundation.staff.models import Officer
from county.kernel import clock
from county.records.audiences.knowledge import parse
from county.records.audiences.queries import members
from county.records.residents.queries import likely_doubles
from county.records.residents.wording import forbidden_in
from county.records.tags.knowledge import OFFICER, SENSITIVE, tags
from county.records.tags.models import Tagging
from county.records.visits.queries import day

DAYS = 21
Approval = apps.get_model("approvals", "Approval")
Campaign, Delivery, Said = (
    apps.get_model("outreach", name) for name in ("Campaign", "Delivery", "Answer")
)
SIX = {"how": "all", "of": ["tag:T0302", "town:330424101"]}


def states(model: str) -> Counter[str]:
    return Counter(apps.get_model(model).objects.values_list("state", flat=True))


@pytest.fixture
def until(transactional_db, settings) -> datetime:
    """All of the casework, played in full, without the desk's; comes with its last moment."""
    settings.SIWEI_DEMO = True
    until = clock.now()
    begin = until - timedelta(days=DAYS)
    six = clock.start_of_day(clock.day_of(until - timedelta(days=9))) + timedelta(hours=10)
    stage = Stage(until=until)
    stations = Stations(stage.at(begin, appoint_all))
    stage.enter(begin, office.opening(stations.named("cmd"), scale=1.0))
    stage.enter(begin + timedelta(minutes=20), office.strikes())
    stage.enter_all(casework(begin, until, scale=1.0, stations=stations, story_six=six))
    with silence():
        stage.play()
    return until


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_every_page_of_the_files_has_something_to_show(until):
    """(I6) Story 6: of 38 clerks of Shendang 33 are written to, and an officer sees why."""
    officers = {one.username: one for one in Officer.objects.all()}
    count = members(parse(SIX), officers["chen"]).count
    assert (count.held, count.generic, count.emergency, count.total) == (38, 3, 2, 33)
    _notices_came_as_far_as_they_say()
    _tags_have_every_state()
    _visits_fill_a_day(officers["shen"], until)
    _papers_wait_for_somebody(officers["shen"])


def _notices_came_as_far_as_they_say() -> None:
    sent = Campaign.objects.get(title__startswith="冒充老板")
    fates = Counter(Delivery.objects.filter(campaign=sent).values_list("state", "why"))
    assert fates["refused", "generic"] == 3 and fates["refused", "emergency"] == 2
    assert sum(number for (state, _why), number in fates.items() if state != "refused") == 33
    assert fates["clicked", ""] >= 5 and fates["read", ""] >= 3 and fates["written", ""] >= 3
    assert states("outreach.Campaign") == {"finished": 2, "checked": 1, "stopped": 1, "draft": 2}
    assert Counter(Said.objects.values_list("what", flat=True)) == {
        "question": 3, "complaint": 1, "opt_out": 1,
    }  # fmt: skip
    decided = states("approvals.Approval")
    assert decided["asked"] == 2 and decided["refused"] == 2 and decided["used"] >= 4
    assert not Approval.objects.filter(state="refused", note="").exists()


def _tags_have_every_state() -> None:
    found = states("tags.Tagging")
    assert found["active"] > 200 and found["proposed"] == 4
    assert found["frozen"] == found["disputed"] == 1 and found["ended"] >= 6
    assert not Tagging.objects.filter(code__in=["T1006", "T1003"]).exists()  # nobody confirmed
    assert Tagging.objects.filter(code="T0502", state="active").count() == 2
    decided = apps.get_model("tags", "Objection").objects.values_list("upheld", flat=True)
    assert sorted(decided, key=str) == [False, None, True]
    assert not Tagging.objects.filter(resident__age_band="14-17").exclude(code="T0405").exists()
    bands = apps.get_model("residents", "Resident").objects.values_list("age_band", flat=True)
    assert {"14-17", "18-34", "35-59", "60+"} <= set(bands)


def _visits_fill_a_day(shen: Officer, until: datetime) -> None:
    found = states("visits.Visit")
    assert found["done"] == 23 and found["not_met"] == found["declined"] == 1
    assert found["planned"] == 5 and found["proposed"] >= 4
    stops, kilometres = day(shen, clock.day_of(until))
    assert len(stops) == 5 and kilometres > 0


def _papers_wait_for_somebody(shen: Officer) -> None:
    assert states("lists.Import") == {"checked": 1, "done": 1}
    rows_of = states("lists.Row")
    assert rows_of["made"] == 2 and rows_of["bad"] >= 5 and rows_of["good"] and rows_of["double"]
    assert states("rights.Request") == {"open": 1, "met": 2}
    assert apps.get_model("residents", "Joining").objects.count() == 1
    assert [one.why for one in likely_doubles(shen)] == ["the same name and month of birth"]
    assert apps.get_model("transparency", "Published").objects.count() >= 1
    assert apps.get_model("switches", "Off").objects.count() == 0


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_who_registered_twice_is_proposed_a_tag_once(transactional_db, settings):
    """The files may be joined between the two proposals, by the hour at which the play begins."""
    settings.SIWEI_DEMO = True
    stage = Stage(until=clock.now())
    stations = Stations(stage.at(clock.now(), appoint_all))
    stage.enter(clock.now(), office.opening(stations.named("cmd"), scale=0.1))
    (row,) = (row for row in rows("papers", "pair") if row["joined"])
    work = Casework(clock.now(), clock.now(), stations, Random(1), 1.0)
    with silence():
        stage.play()
        kept, other = (
            people.arrival(work.scene(row[name], "shen"), neighbours()[row[name]])
            for name in ("kept", "other")
        )
        seen = [work.scene(row[name], "shen") for name in ("kept", "other")]
        double = papers.pair(row, *seen, neighbours()[row["kept"]].birthday)
        for story in (kept, other, double, other, double, kept, other, kept):
            stage.at(clock.now(), partial(next, story, None))
    found = Tagging.objects.filter(code="T0501").values_list("resident", "state")
    assert list(found) == [(seen[0].resident.pk, "active")]


def test_neighbours_are_invented_and_strangers_to_the_others():
    known = {person.key for person in residents()} | {person.phone for person in residents()}
    phones = [one.person.phone for one in neighbours().values() if one.person.phone]
    assert len(phones) == len(set(phones)) and not known & {*phones, *neighbours()}
    assert all(phone.startswith("1990010") for phone in phones)
    assert not any(one.person.identity for one in neighbours().values())
    today = clock.today()
    for one in neighbours().values():
        least, most = one.circle.ages
        years = (today - one.birthday).days / 365.25
        assert least <= years < most + 2, one
    assert len(some(1.0)) == len(neighbours()) > 100
    assert {one.circle.key for one in some(0.1)} == {circle.key for circle in circles()}


def test_the_scripts_propose_what_officers_may_and_say_what_may_be_said():
    for circle in circles():
        for code in circle.proposed:
            assert OFFICER in tags()[code].setters and tags()[code].level < SENSITIVE
    for fate in rows("neighbours", "fate"):
        assert fate["who"] in neighbours() and fate["code"] in tags()
        assert (fate["how"] == "sensitive") == (tags()[fate["code"]].level >= SENSITIVE), fate
    for script, names in {
        "neighbours": ("circle", "fate"), "notices": ("audience", "notice"),
        "rounds": ("visit",), "papers": ("export", "right", "pair", "look", "switch"),
    }.items():  # fmt: skip
        for row in (row for name in names for row in rows(script, name)):
            for text in row.values():
                assert not isinstance(text, str) or not forbidden_in(text), text
