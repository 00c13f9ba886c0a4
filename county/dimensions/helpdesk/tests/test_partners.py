"""Partner systems: connected with four eyes, told by signed webhooks, patiently and at last not."""

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest
import time_machine

from county.dimensions.helpdesk.actions import matters as acts
from county.dimensions.helpdesk.models import Matter
from county.dimensions.helpdesk.tests.conftest import EVENTS, KINDS, event, in_state, opened
from county.foundation.approvals.models import Approval
from county.foundation.notices.models import Notice
from county.foundation.outside import knowledge, wire
from county.foundation.outside.actions import sending
from county.foundation.outside.models import Attempt, Dispatch, Partner, Subscription
from county.foundation.staff import queries as known
from county.kernel import clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def hurried(monkeypatch):
    """A whole try takes half a second at most."""
    telling = knowledge.telling()
    short = replace(telling, patience=replace(telling.patience, whole=0.5, connect=0.4))
    monkeypatch.setattr(wire, "telling", lambda: short)


def test_a_partner_is_connected_only_when_a_second_person_agreed(world):
    partner = world.proposes()
    world.admin.submits(f"{partner.url}admit/")
    assert world.admin.status == 409
    partner.refresh_from_db()
    assert (partner.state, partner.key) == ("proposed", None)
    approval = world.agrees()
    world.dpo.goes(f"/approvals/{approval.pk}/")
    assert "事件对接" in world.dpo.page.text_content()
    assert "outside.report" in world.dpo.page.text_content()
    world.admin.submits(f"{partner.url}admit/")
    secret = world.secret()
    partner.refresh_from_db()
    assert partner.state == "admitted" and secret.startswith(partner.key.prefix)
    world.admin.goes(partner.url)
    assert secret not in world.admin.page.text_content()


def test_nobody_agrees_to_their_own_partner(world):
    world.proposes()
    approval = Approval.objects.get()
    world.admin.submits(f"/approvals/{approval.pk}/decide/", decision="grant", note="好")
    assert world.admin.status == 403
    assert Approval.objects.get().state == "asked"


def test_a_refused_partner_gets_no_key(world):
    partner = world.proposes()
    world.agrees(granted=False)
    world.admin.submits(f"{partner.url}admit/")
    assert Partner.objects.get().key is None


def test_what_was_changed_after_the_word_needs_another(world):
    partner = world.proposes()
    world.agrees()
    Partner.objects.update(permits=["helpdesk.read"])
    world.admin.submits(f"{partner.url}admit/")
    assert world.admin.status == 409
    assert Partner.objects.get().key is None


def test_another_house_gets_no_permit_on_residents(world):
    """(E20) Neither by a partner's key."""
    assert world.proposes(permits=["helpdesk.read"], department="SC") is None
    assert world.admin.status == 409


def test_an_ended_partner_is_worth_nothing_at_once(world, receiver, background):
    partner, machine = world.connects()
    world.subscribes(partner, receiver.address)
    assert machine.post(EVENTS, event()).status_code == 201
    world.admin.submits(f"{partner.url}end/", reason="协议到期")
    known._known.clear()
    assert machine.post(EVENTS, event(external_event_id="2")).status_code == 401
    background.catch_up()
    assert receiver.came == []
    assert Subscription.objects.get().state == "off"


def test_a_webhook_is_signed_and_tells_no_more_than_the_list(world, receiver, background):
    partner, machine = world.connects()
    _hook, secret = world.subscribes(partner, receiver.address)
    answer = machine.post(EVENTS, event()).json()
    background.catch_up()
    (body,) = receiver.bodies()
    assert body["type"] == "helpdesk.matter_opened"
    assert body["data"] == {
        "matter_id": answer["matter_id"], "matter_kind": "help", "topic": "noise", "priority": 3,
        "external_event_id": "JC-2026-0001",
    }  # fmt: skip
    assert receiver.believes(0, secret)
    assert not receiver.believes(0, knowledge.new_secret())
    assert receiver.came[0][0]["content-type"] == "application/json"
    assert Dispatch.objects.get().state == "delivered"
    assert list(Attempt.objects.values_list("status", flat=True)) == [200]
    world.admin.goes("/outside/messages/")
    assert "已送达" in world.admin.page.text_content()


def test_status_goes_back_under_their_number(world, receiver, background, almighty):
    partner, machine = world.connects()
    world.subscribes(partner, receiver.address)
    matter = Matter.objects.get(pk=machine.post(EVENTS, event()).json()["matter_id"])
    acts.take(matter, by=almighty)
    background.catch_up()
    acts.make_move(matter, verb="to_110", by=almighty, note="张三正在打李四")
    background.catch_up()
    assert [one["type"] for one in receiver.bodies()] == [
        "helpdesk.matter_opened", "helpdesk.matter_moved"
    ]  # fmt: skip
    moved = receiver.bodies()[1]["data"]
    assert moved["external_event_id"] == "JC-2026-0001"
    assert moved["to_state"] == "escalated"
    assert "张三" not in str(receiver.came)


def test_a_partner_hears_only_of_its_own_events_and_what_its_key_reads(
    world, receiver, background, almighty
):
    mine, _machine = world.connects()
    world.subscribes(mine, receiver.address)
    opened("help")
    background.catch_up()
    assert receiver.came == []
    reader, _machine = world.connects(
        name="演示系统", permits=["helpdesk.read"], department="PS001"
    )
    world.subscribes(reader, receiver.address)
    opened("help", town="330424101")
    opened("help", town="330424001")
    background.catch_up()
    assert len(receiver.came) == 1


def test_a_lead_is_told_to_nobody(world, receiver, background, almighty, county_wide):
    reader, _machine = world.connects(name="演示系统", permits=["helpdesk.read", "helpdesk.leads"])
    world.subscribes(reader, receiver.address)
    lead = in_state("lead", "screened", almighty)
    assert lead.kind == "lead"
    opened("help")
    background.catch_up()
    assert [one["data"].get("matter_kind") for one in receiver.bodies()] == ["help"]
    assert Dispatch.objects.exclude(subject__in=[m.subject for m in Matter.objects.filter(
        kind="help")]).count() == 0  # fmt: skip


def test_a_failing_receiver_is_tried_again_with_growing_pauses_until_it_answers(
    world, receiver, background
):
    partner, machine = world.connects()
    world.subscribes(partner, receiver.address)
    receiver.manner = "500"
    machine.post(EVENTS, event())
    background.catch_up()
    for _turn in range(3):
        with time_machine.travel(Dispatch.objects.get().due_at + timedelta(seconds=1), tick=True):
            background.clock_strikes("look_for_due")
    assert len(receiver.came) == 4
    assert len(set(receiver.names())) == 1, "the same name at every try"
    tried = list(Attempt.objects.order_by("pk").values_list("at", flat=True))
    gaps = [round((b - a).total_seconds()) for a, b in pairwise(tried)]
    assert gaps == sorted(gaps) and gaps[0] >= 60 and gaps[2] >= 1800
    receiver.manner = "204"
    with time_machine.travel(Dispatch.objects.get().due_at + timedelta(seconds=1), tick=True):
        background.clock_strikes("look_for_due")
    assert Dispatch.objects.get().state == "delivered"


def test_at_last_it_is_given_up_with_an_alarm_and_can_be_sent_again(world, receiver, background):
    partner, machine = world.connects()
    world.subscribes(partner, receiver.address)
    receiver.manner = "400"
    machine.post(EVENTS, event())
    background.catch_up()
    for _turn in range(len(knowledge.telling().patience.pauses)):
        with time_machine.travel(Dispatch.objects.get().due_at + timedelta(seconds=1), tick=True):
            background.clock_strikes("look_for_due")
    dispatch = Dispatch.objects.get()
    assert (dispatch.state, dispatch.tries) == ("dead", 8)
    assert Notice.objects.filter(officer=world.admin.officer, loud=True).count() == 1
    receiver.manner = "200"
    world.admin.submits(f"/outside/messages/{dispatch.pk}/again/")
    background.catch_up()
    assert Dispatch.objects.get().state == "delivered"
    assert set(receiver.names()) == {dispatch.message_id}


@pytest.mark.parametrize("manner", ["hang", "drip", "cut", "flood", "redirect"])
def test_a_receiver_that_misbehaves_holds_nobody_up(world, receiver, background, hurried, manner):
    partner, machine = world.connects()
    hook, _secret = world.subscribes(partner, receiver.address)
    receiver.manner = manner
    machine.post(EVENTS, event())
    background.catch_up()
    tried = Attempt.objects.get()
    assert tried.milliseconds < 5000
    assert receiver.elsewhere == 0, "a redirect is not followed"
    if manner == "flood":
        assert tried.status == 200
        return
    assert Dispatch.objects.get().state == "waiting"
    assert tried.trouble
    hook.refresh_from_db()
    if manner != "redirect":
        assert hook.rests_until > clock.now()
        machine.post(EVENTS, event(external_event_id="second"))
        background.catch_up()
        assert len(receiver.came) == 1, "while it rests, nothing is sent there"


def test_an_answer_of_410_switches_the_webhook_off(world, receiver, background):
    partner, machine = world.connects()
    world.subscribes(partner, receiver.address)
    receiver.manner = "410"
    machine.post(EVENTS, event())
    background.catch_up()
    hook = Subscription.objects.get()
    assert hook.state == "off"
    assert Notice.objects.filter(officer=world.admin.officer, loud=True).count() == 1
    machine.post(EVENTS, event(external_event_id="second"))
    background.catch_up()
    assert len(receiver.came) == 1


def test_a_busy_receiver_says_how_long_to_wait_within_reason(world, receiver, background):
    partner, machine = world.connects()
    hook, _secret = world.subscribes(partner, receiver.address)
    receiver.manner, receiver.headers = "429", {"retry-after": "9999999"}
    machine.post(EVENTS, event())
    background.catch_up()
    hook.refresh_from_db()
    rest = (hook.rests_until - clock.now()).total_seconds()
    assert 20_000 < rest <= knowledge.telling().patience.longest_wait


def test_two_secrets_sign_while_one_takes_the_others_place(world, receiver, background):
    partner, machine = world.connects()
    hook, first = world.subscribes(partner, receiver.address)
    world.admin.submits(f"/outside/webhooks/{hook.pk}/secret/")
    second = world.secret()
    assert first != second
    machine.post(EVENTS, event())
    background.catch_up()
    assert receiver.believes(0, first) and receiver.believes(0, second)
    later = clock.now() + timedelta(hours=knowledge.telling().patience.rotation, minutes=1)
    with time_machine.travel(later, tick=True):
        machine.post(EVENTS, event(external_event_id="second"))
        background.catch_up()
    assert receiver.believes(1, second) and not receiver.believes(1, first)


def test_a_crash_after_sending_sends_the_same_name_again(world, receiver, background, monkeypatch):
    """At least once: what was sent and not noted is sent again, under the name it had."""
    partner, machine = world.connects()
    world.subscribes(partner, receiver.address)
    kept = sending.note
    monkeypatch.setattr(sending, "note", lambda *_args: (_ for _ in ()).throw(RuntimeError("x")))
    machine.post(EVENTS, event())
    background.catch_up(failing=True)
    monkeypatch.setattr(sending, "note", kept)
    with time_machine.travel(clock.now() + timedelta(minutes=5), tick=True):
        sending.send_due(Subscription.objects.get().pk)
    assert Dispatch.objects.get().state == "delivered"
    assert len(receiver.came) == 2 and len(set(receiver.names())) == 1


def test_a_private_address_is_never_reached(world, receiver, background, settings):
    partner, machine = world.connects()
    world.subscribes(partner, receiver.address)
    settings.SIWEI_DEMO = False
    Subscription.objects.update(url=receiver.address.replace("http:", "https:"))
    machine.post(EVENTS, event())
    background.catch_up()
    assert receiver.came == []
    assert "private address" in Attempt.objects.get().trouble


@pytest.mark.parametrize(
    "fields",
    [{"url": "http://example.org/", "kinds": KINDS}, {"url": "https://example.org/"},
     {"url": "https://example.org/", "kinds": ["tags.set"]},
     {"url": "https://example.org/", "kinds": ["helpdesk.lead_extended"]},
     {"url": "https://u:p@example.org/", "kinds": KINDS}],
)  # fmt: skip
def test_a_webhook_that_must_not_be_is_not_even_asked_for(world, fields):
    partner, _machine = world.connects()
    world.admin.submits(f"{partner.url}webhooks/", **fields)
    assert world.admin.status == 422
    assert not Subscription.objects.exists()


def test_the_second_person_sees_where_and_what(world, receiver):
    partner, _machine = world.connects()
    world.admin.submits(f"{partner.url}webhooks/", url=receiver.address, kinds=KINDS)
    approval = Approval.objects.filter(state="asked").get()
    world.dpo.goes(f"/approvals/{approval.pk}/")
    assert receiver.address in world.dpo.page.text_content()


def test_posts_without_the_permit_see_nothing(world, desk):
    partner, _machine = world.connects()
    sat = desk("沈警官二")
    for address in ("/outside/", partner.url, "/outside/messages/"):
        sat.goes(address)
        assert sat.status == 403
