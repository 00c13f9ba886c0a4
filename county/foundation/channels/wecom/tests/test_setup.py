"""`siwei wecom` says in words which setting is wrong."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from county.foundation.channels.wecom.setup import examine

pytestmark = pytest.mark.django_db(transaction=True)


def found(wecom):
    return {finding.name: (finding.well, finding.found) for finding in examine(wecom)}


def test_everything_is_well(wecom):
    assert found(wecom) == {
        "Enterprise ID and Secret": (True, "WeCom gave us a token."),
        "WeChat customer service": (True, "We manage: 警小微·演示."),
        "Customer contact": (True, "Colleagues who may have residents as contacts: 14."),
    }


def test_a_wrong_secret_is_named_and_nothing_else_is_tried(standin, wecom):
    standin.rotate("rotated")
    ((well, words),) = found(wecom).values()
    assert not well
    assert "WECOM_SECRET" in words
    assert standin.asked == {"gettoken": 1}


def test_after_a_correction_it_is_well_at_once(standin, wecom):
    standin.fails("gettoken", 60020)
    assert "trusted IP" in found(wecom)["Enterprise ID and Secret"][1]
    assert all(well for well, _words in found(wecom).values())


def test_a_missing_permission_names_the_page_of_the_console(standin, wecom):
    """F-43."""
    standin.fails("kf/account/list", 48002)
    standin.fails("externalcontact/get_follow_user_list", 84074)
    seen = found(wecom)
    assert [well for well, _words in seen.values()] == [True, False, False]
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
    assert [line[:5] for line in said.getvalue().splitlines()] == ["ok   "] * 3
    standin.fails("kf/account/list", 48002)
    with pytest.raises(SystemExit):
        call_command("wecom", stdout=said)
    assert "bad  " in said.getvalue()
