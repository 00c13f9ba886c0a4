"""`siwei wecom` says in words which setting is wrong."""

from io import StringIO

import httpx
import pytest
from django.core.management import CommandError, call_command
from django.test import Client as Browser
from django.utils.translation import override

from county.foundation.channels.wecom.setup import examine
from county.foundation.channels.wecom.standin.setting import (
    CALLBACK_TOKEN,
    CORP,
    ENCODING_AES_KEY,
    SERVICERS,
)

CALLBACK = "Callback: Token and EncodingAESKey"
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def served(settings, monkeypatch):
    """Our public address answers with this process's own pages."""
    settings.SIWEI_ADDRESS, settings.WECOM_CORP_ID = "https://siwei.example", CORP
    settings.WECOM_CALLBACK_TOKEN = CALLBACK_TOKEN
    settings.WECOM_ENCODING_AES_KEY = ENCODING_AES_KEY

    def visit(address, params, **_more):
        with override("en"):
            answer = Browser().get(address.removeprefix(settings.SIWEI_ADDRESS), params)
        return httpx.Response(answer.status_code, content=answer.content)

    monkeypatch.setattr(httpx, "get", visit)


@pytest.fixture(autouse=True)
def servicers(desk):
    """The colleagues who answer in WeCom itself have desks here."""
    return [desk(name, wecom_id=name) for name in SERVICERS]


def found(wecom):
    return {finding.name: (finding.well, finding.found) for finding in examine(wecom)}


def test_everything_is_well(wecom):
    seen = found(wecom)
    assert {name: words for name, (well, words) in seen.items() if not well} == {}
    assert seen["WeChat customer service"][1] == "We manage: 警小微·演示."
    assert seen["Customer contact"][1] == "Colleagues who may have residents as contacts: 14."
    assert "https://siwei.example/channels/wecom/callback/" in seen[CALLBACK][1]
    assert len(seen) == 8


def test_a_wrong_secret_is_named_and_nothing_else_is_asked_of_wecom(standin, wecom):
    standin.rotate("rotated")
    seen = found(wecom)
    well, words = seen.pop("Enterprise ID and Secret")
    assert not well
    assert "WECOM_SECRET" in words
    assert list(seen) == [CALLBACK, "Trusted domain"]
    assert standin.asked == {"gettoken": 1}


def test_after_a_correction_it_is_well_at_once(standin, wecom):
    standin.fails("gettoken", 60020)
    assert "trusted IP" in found(wecom)["Enterprise ID and Secret"][1]
    assert all(well for well, _words in found(wecom).values())


def test_a_missing_permission_names_the_page_of_the_console(standin, wecom):
    """F-43."""
    standin.fails("kf/account/list", 48002, 48002)
    standin.fails("externalcontact/get_follow_user_list", 84074)
    seen = found(wecom)
    assert [well for well, _words in seen.values()][:4] == [True, False, False, False]
    assert "applications that may call" in seen["WeChat customer service"][1]


def test_a_permission_without_people_or_accounts_is_a_finding(standin, wecom):
    for officer in standin.world.officers.values():
        officer["contacts"] = False
    for account in standin.world.accounts.values():
        account["managed"] = False
    seen = found(wecom)
    assert "accounts managed by API" in seen["WeChat customer service"][1]
    assert "scope of use" in seen["Customer contact"][1]


def test_the_command_says_that_wecom_is_switched_off():
    with pytest.raises(CommandError, match="WECOM_CORP_ID"):
        call_command("wecom")


@pytest.mark.usefixtures("switched_on")
def test_the_command_tells_the_administrator(standin):
    said = StringIO()
    call_command("wecom", stdout=said)
    assert [line[:5] for line in said.getvalue().splitlines()] == ["ok   "] * 8
    standin.fails("kf/account/list", 48002)
    with pytest.raises(SystemExit):
        call_command("wecom", stdout=said)
    assert "bad  " in said.getvalue()


def test_a_gateway_that_wraps_the_echo_is_found_out(wecom, monkeypatch):
    monkeypatch.setattr(httpx, "get", lambda *_a, **_k: httpx.Response(200, json={"data": "1"}))
    well, words = found(wecom)[CALLBACK]
    assert not well
    assert "something stands before it" in words


def test_an_address_that_leads_nowhere_is_found_out(wecom, monkeypatch):
    def nowhere(*_asked, **_more):
        raise httpx.ConnectError("no route")

    monkeypatch.setattr(httpx, "get", nowhere)
    seen = found(wecom)
    assert [seen[name][0] for name in (CALLBACK, "Trusted domain")] == [False, False]
    assert "SIWEI_ADDRESS" in seen[CALLBACK][1]


def test_plain_http_is_no_trusted_domain(wecom, settings):
    settings.SIWEI_ADDRESS = "http://siwei.example"
    assert "not https" in found(wecom)["Trusted domain"][1]


def test_a_callback_key_that_is_no_key_is_named(wecom, settings):
    settings.WECOM_ENCODING_AES_KEY = "short"
    assert "43 letters and digits" in found(wecom)[CALLBACK][1]


def test_an_account_that_answers_residents_and_is_nobodys_is_found_out(wecom, servicers):
    servicers[0].officer.delete()
    well, words = found(wecom)["Colleagues who answer in WeCom"]
    assert not well
    assert words.endswith(SERVICERS[0])
