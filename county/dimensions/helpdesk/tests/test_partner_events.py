"""Events of another system, such as the town platform: the same event twice is the same matter."""

import pytest

from county.dimensions.helpdesk.api import events
from county.dimensions.helpdesk.models import Matter
from county.dimensions.helpdesk.tests.conftest import EVENTS, event

pytestmark = pytest.mark.django_db


def test_the_same_event_twice_is_the_same_matter(world):
    _partner, machine = world.connects()
    first, again = machine.post(EVENTS, event()), machine.post(EVENTS, event())
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json()["matter_id"] == again.json()["matter_id"]
    assert (first.json()["new"], again.json()["new"]) == (True, False)
    assert Matter.objects.count() == 1


def test_other_content_under_the_same_number_is_a_conflict(world):
    _partner, machine = world.connects()
    machine.post(EVENTS, event())
    answer = machine.post(EVENTS, event(description="别的事"))
    assert answer.status_code == 409
    assert "JC-2026-0001" in answer.json()["detail"]
    assert Matter.objects.count() == 1


def test_two_partners_may_use_one_number(world):
    _one, first = world.connects()
    _other, second = world.connects(name="另一平台")
    ids = {machine.post(EVENTS, event()).json()["matter_id"] for machine in (first, second)}
    assert len(ids) == 2
    follows = second.get(f"{EVENTS}/JC-2026-0001")
    assert follows.json()["state"] == "open"
    assert second.get(f"{EVENTS}/JC-9").status_code == 404


def test_the_mapping_stands_on_the_matters_page_and_the_words_reach_the_desk(
    world, background, phone
):
    _partner, machine = world.connects()
    matter_id = machine.post(EVENTS, event()).json()["matter_id"]
    background.catch_up()
    assert Matter.objects.get().unread == 1
    world.admin.goes(f"/helpdesk/matters/{matter_id}/")
    page = world.admin.page.text_content()
    assert "JC-2026-0001" in page and "基层治理平台" in page and "夜间施工噪声" in page
    assert Matter.objects.count() == 1, "its words reach this matter, and open no other"


@pytest.mark.parametrize(
    ("wrong", "status"),
    [({"external_event_id": ""}, 422), ({"external_event_id": "x" * 101}, 422),
     ({"external_event_id": "a\x00b"}, 422), ({"service_code": "fraud"}, 422),
     ({"service_code": "x" * 21}, 422), ({"description": ""}, 422),
     ({"description": "x" * 4001}, 422), ({"town_code": "abc"}, 422),
     ({"town_code": "999999999"}, 422), ({"latitude": 91, "longitude": 0}, 422),
     ({"latitude": 31.2, "longitude": 121.5}, 422), ({"latitude": "NaN", "longitude": 1}, 422)],
)  # fmt: skip
def test_what_cannot_be_an_event_is_refused_in_words(world, wrong, status):
    _partner, machine = world.connects()
    answer = machine.post(EVENTS, event(**wrong))
    assert answer.status_code == status
    assert answer.json()["detail"]
    assert Matter.objects.count() == 0


def test_a_key_of_no_partner_reports_no_events(world, machine):
    assert machine(permits=["outside.report"]).post(EVENTS, event()).status_code == 403
    assert machine(permits=[]).post(EVENTS, event()).status_code == 403


def test_a_key_reports_so_much_in_a_minute(world, monkeypatch):
    monkeypatch.setattr(events.SENT, "most", 3)
    _partner, machine = world.connects()
    for _n in range(3):
        assert machine.post(EVENTS, event(service_code="nothing")).status_code == 422
    assert machine.post(EVENTS, event()).status_code == 429


@pytest.mark.django_db(transaction=True)
def test_of_two_at_the_same_moment_one_opens_the_matter(world, all_at_once):
    _partner, machine = world.connects()
    post = [lambda: machine.post(EVENTS, event()) for _n in range(4)]
    answers = all_at_once(*post)
    assert sorted(answer.status_code for answer in answers) == [200, 200, 200, 201]
    assert len({answer.json()["matter_id"] for answer in answers}) == 1
    assert Matter.objects.count() == 1
