"""What the anonymous address refuses: forms that are not ours, floods, hostile words, old age."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from county.dimensions.helpdesk import knowledge
from county.dimensions.helpdesk.actions import leads, tips
from county.dimensions.helpdesk.models import LeadWord, Matter, TipBox
from county.dimensions.helpdesk.tests.conftest import make
from county.dimensions.helpdesk.tests.test_tips import BODIES, SECRET, photograph, told
from county.dimensions.helpdesk.views.tips import gates
from county.kernel.clock import SHANGHAI
from county.kernel.errors import Refused
from tests.doors.bad import TEXTS, encoded


@pytest.mark.parametrize("given", ["", "forged", "a:b:c", "0" * 500])
def test_a_form_that_is_not_ours_is_refused(source, county_wide, given):
    somebody = source()
    somebody.goes("/en/")
    somebody.does("send", topic="theft", text="x", token=given)
    assert somebody.status == 409
    assert TipBox.objects.count() == 0
    assert somebody.page.cssselect("textarea")[0].text.strip() == "x", "what was typed stays"


def test_a_form_is_good_once_and_for_two_hours(source, county_wide):
    token = gates.token()
    gates.demand_token(token)
    with pytest.raises(gates.Stale):
        gates.demand_token(token)
    old = gates.token()
    later = timezone.now() + timedelta(hours=2, minutes=1)
    with time_machine.travel(later), pytest.raises(gates.Stale):
        gates.demand_token(old)


def test_when_flooded_a_form_must_lie_open_for_a_minute(source, county_wide):
    for _each in range(gates.FLOODED):
        gates.FLOOD.take()
    somebody = source()
    assert somebody.tells() == ""
    assert somebody.status == 429
    assert "Keep the page open for a minute" in somebody.page.text_content()
    token = gates.token()
    with time_machine.travel(timezone.now() + timedelta(seconds=gates.WAIT + 1)):
        gates.demand_token(token, wait=True)


def test_an_opened_box_stays_open_for_half_an_hour_on_its_page_alone(
    source, county_wide, monkeypatch
):
    ticket = gates.ticket("a" * 64, b"b" * 32)
    assert gates.ticket_of(ticket).locator == "a" * 64
    assert "a" * 64 not in ticket
    for wrong in ("", "zz", ticket[:-2], ticket[:-1] + ("0" if ticket[-1] != "0" else "1")):
        with pytest.raises(gates.Stale):
            gates.ticket_of(wrong)
    later = gates.time.monotonic() + gates.TICKET_LIFE + 1
    monkeypatch.setattr(gates.time, "monotonic", lambda: later)
    with pytest.raises(gates.Stale):
        gates.ticket_of(ticket)


@pytest.mark.parametrize("name", TEXTS)
def test_hostile_words_give_no_5xx_anywhere(source, county_wide, background, almighty, name):
    text = encoded(TEXTS[name])
    somebody = source()
    somebody.tells()
    for do in ("send", "open", "say", "leave", text):
        for field in (
            "topic",
            "text",
            "place",
            "town",
            "urgent",
            "receipt",
            "token",
            "ticket",
            "do",
        ):
            held = {"do": do, "token": gates.token(), "topic": "theft", "text": "x"}
            answer = somebody.client.post("/", {**held, field: text})
            assert answer.status_code < 500, (do, field)
    for address in (f"/{name}/", "/en/x/", "/style/x"):
        assert somebody.client.get(address, {"q": text}).status_code < 500
    background.clock_strikes("take_in_anonymous_leads")
    for lead in Matter.objects.filter(kind="lead"):
        assert told(lead, almighty)


def test_bodies_that_are_no_form_give_no_5xx(source, county_wide):
    client = source().client
    for kind in BODIES:
        for body in (b"", b"\x00\xff" * 500, b"--x\r\n", b"do=send&" * 2000):
            assert client.post("/", body, content_type=kind).status_code < 500


def test_what_a_lead_says_is_deleted_ninety_days_after_closing(
    source, county_wide, almighty, background
):
    """(E32) Clue 90 days after close: words, files, box, receipt; that it was stays known."""
    start = timezone.now()
    somebody = source()
    somebody.tells(SECRET, files=[photograph()])
    background.clock_strikes("take_in_anonymous_leads")
    lead = Matter.objects.get(kind="lead")
    make(make(lead, "screen", almighty), "not_police", almighty)
    for days, kept in ((89, True), (91, False)):
        with time_machine.travel(start + timedelta(days=days), tick=False):
            tips.wipe_old(by=leads.SOURCE)
        assert LeadWord.objects.exists() is TipBox.objects.exists() is kept
    lead.refresh_from_db()
    assert lead.number and lead.state == "informed" and lead.lead.wiped_at is not None
    somebody.opens()
    assert somebody.status == 422
    with pytest.raises(Refused, match="deleted"):
        told(lead, almighty)


def test_an_open_lead_is_never_deleted(source, county_wide, background):
    source().tells()
    background.clock_strikes("take_in_anonymous_leads")
    with time_machine.travel(timezone.now() + timedelta(days=400)):
        assert tips.wipe_old(by=leads.SOURCE) == 0
    assert LeadWord.objects.count() == 1


def test_the_parts_of_a_day():
    parts = {
        hour: knowledge.part_of_day(timezone.datetime(2026, 11, 23, hour, tzinfo=SHANGHAI))[1]
        for hour in (0, 5, 6, 11, 12, 17, 18, 23)
    }
    assert list(parts.values()) == [
        "night", "night", "morning", "morning", "afternoon", "afternoon", "evening", "evening",
    ]  # fmt: skip
