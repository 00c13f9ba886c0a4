"""Pages are signed with the right ticket, for our own addresses only (F-48); tickets are few."""

from datetime import timedelta
from hashlib import sha1

import pytest
import time_machine
from django.db import connection
from django.test import Client as Browser

from county.foundation.channels.models import Access
from county.foundation.channels.wecom import jssdk
from county.foundation.channels.wecom.errors import Unreachable, Waiting, WeComRefused
from county.foundation.channels.wecom.jssdk import Foreign, page_of, sign, signatures
from county.foundation.channels.wecom.standin.setting import AGENT, CORP
from county.foundation.channels.wecom.tests.people import ticket_of
from county.foundation.channels.wecom.tests.vectors import name, vectors
from county.foundation.channels.wecom.tokens import Kept
from county.kernel import clock

pytestmark = pytest.mark.django_db(transaction=True)
WORKERS = 6
PAGE = "http://127.0.0.1:8000/helpdesk/sidebar/?person=wm1"


@pytest.fixture(autouse=True)
def our_address(settings):
    settings.SIWEI_ADDRESS = "http://127.0.0.1:8000"


@pytest.mark.parametrize("vector", vectors("jssdk_signature"), ids=name)
def test_the_official_signature(vector):
    signed = sign(
        vector["jsapi_ticket"], vector["noncestr"], int(vector["timestamp"]), vector["url"]
    )
    assert signed == vector["signature"]


def hashed(ticket, one, address):
    words = (
        f"jsapi_ticket={ticket}&noncestr={one['nonceStr']}&timestamp={one['timestamp']}"
        f"&url={address}"
    )
    return sha1(words.encode()).hexdigest()


def test_each_configuration_is_signed_with_its_own_ticket(standin, wecom):
    signed = signatures(wecom, f"{PAGE}#top")
    assert (signed["corpId"], signed["agentId"], signed["url"]) == (CORP, AGENT, PAGE)
    for part, kind in (("config", "corp"), ("agentConfig", "app")):
        assert signed[part]["signature"] == hashed(ticket_of(standin, kind), signed[part], PAGE)
    assert ticket_of(standin, "corp") != ticket_of(standin, "app")
    assert [kind for kind in ("corp", "app") if ticket_of(standin, kind) in str(signed)] == []


def test_workers_fetch_each_ticket_once(standin, app, all_at_once, worker):
    standin.slows("ticket/get", 0.05)
    workers = [worker(app) for _n in range(WORKERS)]
    tickets = all_at_once(*(lambda w=w: w.ticket(Kept.APP_TICKET) for w in workers))
    assert tickets == [ticket_of(standin, "app")] * WORKERS
    signatures(workers[0], PAGE)
    signatures(workers[1], PAGE)
    assert standin.asked == {"gettoken": 1, "get_jsapi_ticket": 1, "ticket/get": 1}


def test_tickets_are_kept_sealed(standin, wecom):
    signatures(wecom, PAGE)
    assert Access.objects.count() == 3
    with connection.cursor() as cursor:
        cursor.execute("SELECT token::bytea FROM channels_access")
        kept = b"".join(bytes(row[0]) for row in cursor.fetchall())
    assert len(kept) > 100
    assert [kind for kind in ("corp", "app") if ticket_of(standin, kind).encode() in kept] == []


def test_a_ticket_is_replaced_before_it_ends(standin, wecom):
    wecom.ticket(Kept.CORP_TICKET)
    with time_machine.travel(clock.now() + timedelta(minutes=116)):
        assert wecom.ticket(Kept.CORP_TICKET) == ticket_of(standin, "corp")
    assert standin.asked["get_jsapi_ticket"] == 2


def test_a_token_that_fails_costs_one_more_try_and_no_wait(standin, wecom):
    wecom.ticket(Kept.CORP_TICKET)
    standin.forget_tokens()
    assert wecom.ticket(Kept.APP_TICKET) == ticket_of(standin, "app")
    assert (standin.asked["gettoken"], standin.asked["ticket/get"]) == (2, 2)


def test_after_a_refusal_nobody_asks_for_a_while(standin, wecom):
    standin.fails("ticket/get", 45009)
    with pytest.raises(WeComRefused):
        wecom.ticket(Kept.APP_TICKET)
    with pytest.raises(Waiting):
        wecom.ticket(Kept.APP_TICKET)
    assert standin.asked["ticket/get"] == 1
    assert wecom.ticket(Kept.CORP_TICKET)
    wecom.check()
    assert wecom.ticket(Kept.APP_TICKET)


def test_nonsense_instead_of_a_ticket_is_no_ticket(standin, wecom):
    standin.fails("get_jsapi_ticket", (200, b'{"errcode":0,"ticket":"","expires_in":7200}'))
    with pytest.raises(Unreachable):
        wecom.ticket(Kept.CORP_TICKET)


def test_a_doubted_ticket_is_replaced_once_it_is_old_enough(standin, wecom):
    signatures(wecom, PAGE)
    signatures(wecom, PAGE, doubted=True)
    assert standin.asked["ticket/get"] == 1
    with time_machine.travel(clock.now() + jssdk.DOUBTED + timedelta(seconds=5)):
        signatures(wecom, PAGE, doubted=True)
        signatures(wecom, PAGE, doubted=True)
    assert (standin.asked["ticket/get"], standin.asked["get_jsapi_ticket"]) == (2, 2)


FOREIGN = [
    "", "x", "/helpdesk/sidebar/", "http://evil.example/", "http://127.0.0.1:8001/",
    "https://127.0.0.1:8000/", "http://127.0.0.1:8000@evil.example/", "http://[::1/",
    "http://127.0.0.1:8000.evil.example/", "http://evil.example\\@127.0.0.1:8000/",
    "javascript:alert(1)", "http://127.0.0.1:8000/\n", "http://127.0.0.1:8000/?" + "x" * 3000,
]  # fmt: skip


@pytest.mark.parametrize("address", FOREIGN)
def test_no_page_of_others_is_signed(address):
    with pytest.raises(Foreign):
        page_of(address)


def test_what_follows_a_hash_is_not_signed():
    assert page_of(f"{PAGE}#a#b") == PAGE


def test_an_officer_gets_signatures_and_nobody_else(standin, switched_on, desk):
    address = "/channels/wecom/signatures/"
    assert Browser().get(address, {"url": PAGE}).status_code == 302
    sat = desk("沈警官")
    signed = sat.client.get(address, {"url": PAGE})
    assert set(signed.json()) == {"corpId", "agentId", "url", "config", "agentConfig"}
    assert set(signed.json()["config"]) == {"timestamp", "nonceStr", "signature"}
    own = sat.client.get(address, {"url": "http://testserver/helpdesk/sidebar/"})
    assert own.status_code == 200
    foreign = sat.client.get(address, {"url": "http://evil.example/"})
    assert (foreign.status_code, set(foreign.json())) == (400, {"detail"})


def test_without_wecom_the_door_says_so(desk, settings):
    settings.WECOM_CORP_ID = ""
    answer = desk("沈警官").client.get("/channels/wecom/signatures/", {"url": PAGE})
    assert (answer.status_code, set(answer.json())) == (409, {"detail"})
