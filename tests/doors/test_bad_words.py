"""Bad words at the phone's and the desk's doors: kept safely or refused in words, never a 5xx."""

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import html
from markupsafe import escape

from county.dimensions.helpdesk.models import Matter
from county.foundation.events.actions import drain, drain_outside
from county.kernel.text import clean
from county.records.conversations.actions import LONGEST
from county.records.conversations.models import Message
from county.records.residents.models import Resident
from tests.actors import Phone
from tests.doors.bad import TEXTS, encoded

QUIET = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]


@pytest.fixture
def shen(desk):
    return desk("沈警官")


def shown(page, selector):
    """The texts of the bubbles exactly as the browser has them."""
    return [node.text_content() for node in page.cssselect(selector)]


@pytest.mark.parametrize("name", TEXTS)
def test_words_from_a_phone_are_kept_safely_or_refused_and_the_desk_still_opens(
    phone, shen, background, name
):
    resident = phone(town="330424001")
    text = encoded(TEXTS[name])
    answer = resident.says(text)
    assert answer.status_code in (201, 422)
    kept = clean(text, LONGEST).strip()
    assert (answer.status_code == 201) is bool(kept)
    if not kept:
        return
    background.catch_up()
    message = Message.objects.get()
    assert clean(message.text, LONGEST + 1) == message.text
    matter = Matter.objects.get()
    for address in (
        matter.url,
        "/helpdesk/",
        "/helpdesk/matters/",
        "/fraud/",
        f"{matter.url}thread/",
    ):
        shen.goes(address)
        assert shen.status == 200
    for page in (resident.goes("/helpdesk/phone/"), shen.goes(matter.url)):
        assert [s.get("src") for s in page.cssselect("script") if not s.get("src")] == []
        assert page.cssselect("[onerror], [onload], svg[onload]") == []
    assert shown(resident.goes("/helpdesk/phone/"), ".pm.own .pb") == [message.text]


@pytest.mark.parametrize("name", TEXTS)
def test_words_from_an_officer_are_kept_safely_or_refused(phone, shen, background, name):
    resident = phone(town="330424001")
    resident.says("在吗")
    background.catch_up()
    matter, text = Matter.objects.get(), encoded(TEXTS[name])
    for door, field in (
        ("reply", "text"), ("note", "text"), ("hand-on", "reason"), ("to-110", "note"),
        ("reopen", "reason"), ("visit", "reason"), ("resolve", "note"),
    ):  # fmt: skip
        answer = shen.part(f"{matter.url}{door}/", **{field: text, "officer": shen.officer.pk})
        assert answer.status_code < 500, (door, answer.content[:300])
    background.catch_up()
    shen.goes(matter.url)
    assert shen.status == 200
    replies = [m.text for m in Message.objects.filter(author="officer")]
    assert resident.hears() == [" ".join(reply.split()) for reply in replies]


FORMS = [
    ("/helpdesk/phone/begin/", ("town", "alias")),
    ("/helpdesk/phone/lead/give/", ("topic", "content", "place", "secrecy")),
    ("/helpdesk/phone/code/", ("phone",)),
    ("/helpdesk/phone/code/confirm/", ("phone", "code")),
    ("/helpdesk/phone/messages/", ("key", "kind", "text", "file", "latitude", "longitude")),
    ("/sign-in/", ("username", "password", "next")),
    ("/language/", ("language", "next")),
]


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize(("address", "fields"), FORMS)
def test_no_public_form_breaks(phone, name, address, fields):
    resident, text = phone(), encoded(TEXTS[name])
    for client in (resident.client, Client()):
        for field in fields:
            good = {"topic": "theft", "content": "x", "secrecy": "anonymous", "kind": "text"}
            answer = client.post(address, {**good, field: text})
            assert answer.status_code < 500, (field, answer.content[:300])
        answer = client.post(address, dict.fromkeys(fields, text))
        assert answer.status_code < 500


@settings(max_examples=30, deadline=None, suppress_health_check=QUIET)
@given(text=st.text(min_size=1, max_size=200))
def test_what_a_resident_writes_is_what_the_desk_reads(round_trip, text):
    wanted = clean(encoded(text), LONGEST).strip()
    answer = round_trip.resident.says(encoded(text))
    assert answer.status_code == (201 if wanted else 422)
    if not wanted:
        return
    message = Message.objects.get(pk=answer.json()["id"])
    assert message.text == wanted
    on_desk, on_phone = round_trip.read()
    assert on_desk == on_phone == as_html(wanted)


@settings(max_examples=25, deadline=None, suppress_health_check=QUIET)
@given(text=st.text(min_size=1, max_size=200))
def test_what_an_officer_writes_is_what_the_resident_reads(round_trip, text):
    wanted = clean(encoded(text), LONGEST).strip()
    answer = round_trip.answers(encoded(text))
    assert answer.status_code == (200 if wanted else 422)
    if wanted:
        assert round_trip.hears() == as_html(wanted)


def as_html(text):
    """The text as a browser has it after parsing the page: the same, by the rules of HTML."""
    return html.fromstring(f"<div>{escape(text)}</div>").text_content()


class RoundTrip:
    """A resident's phone and an officer's desk on one conversation."""

    def __init__(self, resident, desk):
        self.resident, self.desk = resident, desk
        resident.says("在吗")
        self.catch_up()
        self.matter = Matter.objects.get()

    def catch_up(self):
        while drain() or drain_outside():
            pass

    def read(self):
        self.catch_up()
        Message.objects.filter(author="resident").update(received_at="2026-01-01T00:00Z")
        desk = shown(self.desk.goes(self.matter.url), ".m:not(.mine) .b")
        phone = shown(self.resident.goes("/helpdesk/phone/"), ".pm.own .pb")
        return desk[-1], phone[-1]

    def answers(self, text):
        return self.desk.part(f"{self.matter.url}reply/", text=text)

    def hears(self):
        return shown(self.resident.goes("/helpdesk/phone/"), ".pm:not(.own) .pb")[-1]


@pytest.fixture
def round_trip(phone, shen):
    return RoundTrip(phone(town="330424001"), shen)


def test_a_name_is_shown_as_a_name(phone, shen, background):
    for name in ("<b>x</b>", "{{7*7}}", "a\u202eb", "%s"):
        resident = phone(town="330424001", alias=name)
        resident.says("在吗")
        background.catch_up()
        alias = Resident.objects.order_by("-number").first().alias
        assert alias == clean(name, 20)
        assert any(alias in line for line in shen.queue())


def test_a_forged_phone_is_a_stranger(db):
    for cookie in ("", "x", "a:b:c", "\x00", '"\\000aaaaaaaa"', "A" * 5000, "伪造"):
        stranger = Phone()
        stranger.client.cookies["siwei_phone"] = cookie.encode().decode("latin-1")
        stranger.goes("/helpdesk/phone/")
        assert (stranger.status, stranger.sees("#thread")) == (200, [])
        assert stranger.says("在吗").status_code == 403
    assert Message.objects.count() == 0


def test_a_forged_session_is_nobody(db):
    for cookie in (
        "x",
        "A" * 32,
        "A" * 5000,
        '"\\000aaaaaaaaaaaa"',
        "a'b--cdefgh",
        "伪造伪造伪造伪造",
    ):
        client = Client(raise_request_exception=False)
        answer = client.get("/desk/", HTTP_COOKIE=f"siwei={cookie}".encode().decode("latin-1"))
        assert (answer.status_code, answer.headers.get("Location", "")[:9]) == (302, "/sign-in/")


def test_a_form_without_its_token_is_refused_in_words(db):
    for token in ("", "x", "A" * 64, "\x00"):
        client = Client(enforce_csrf_checks=True)
        answer = client.post("/helpdesk/phone/begin/", {"csrfmiddlewaretoken": token})
        assert answer.status_code == 403
        assert "页面已过期" in answer.content.decode()
    part = Client(enforce_csrf_checks=True).post(
        "/helpdesk/phone/messages/", {}, HTTP_ACCEPT="application/json"
    )
    assert (part.status_code, "页面已过期" in part.json()["detail"]) == (403, True)


@pytest.mark.parametrize(
    "address", ["/helpdesk/search/?q=%00", "/residents/?words=a%00", "/helpdesk/matters/?kind=%00",
                "/audit/?words=%00", "/%00", "/helpdesk/queues/%00/", "/sign-in/?next=%00"],
)  # fmt: skip
def test_nul_in_an_address_is_refused(desk, address):
    for post in ("CMD", "DPO"):
        answer = desk("某人", post=post, department="PSB").client.get(address)
        assert answer.status_code in (400, 403, 404)


def test_a_body_that_is_too_large_is_refused_as_such(phone):
    resident = phone()
    big = resident.client.post("/helpdesk/phone/messages/", {"text": "x"}, headers={})
    assert big.status_code == 422
    for kind in ("application/x-www-form-urlencoded", "application/octet-stream"):
        answer = resident.client.post(
            "/helpdesk/phone/uploads/01900000-0000-7000-8000-000000000001/?offset=0",
            b"a=" + b"x" * 2_200_000,
            content_type=kind,
            HTTP_ACCEPT="application/json",
        )
        assert answer.status_code == 413
        assert answer.json()["detail"] != ""


@pytest.mark.parametrize("kind", ["", "text/plain", "application/json", "multipart/form-data", "x"])
def test_a_wrong_content_type_breaks_no_form(phone, kind):
    resident = phone()
    for address in ("/helpdesk/phone/messages/", "/helpdesk/phone/begin/", "/sign-in/"):
        answer = resident.client.post(address, b'{"a": 1', content_type=kind)
        assert answer.status_code < 500
