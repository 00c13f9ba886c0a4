"""Officers come in with WeCom: there, back, and everything that may go wrong on the way (F-47)."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from django.test import Client as Browser
from django.test import override_settings

from county.foundation.channels.wecom import identity
from county.foundation.channels.wecom.standin.setting import AGENT, CORP, R1, R2
from county.foundation.channels.wecom.tests.people import code_for
from county.foundation.events.models import Event
from county.kernel import clock

pytestmark = pytest.mark.django_db(transaction=True)
SIGN_IN, ENTERED = "/channels/wecom/sign-in/", "/channels/wecom/entered/"
IN_WECOM = "Mozilla/5.0 (Windows NT 10.0) WindowsWechat wxwork/4.1.36 Chrome/116"


@pytest.fixture(autouse=True)
def set_up(switched_on, settings):
    settings.SIWEI_ADDRESS = "http://testserver"
    identity._bad.clear()
    yield
    identity._bad.clear()


@pytest.fixture
def officer(desk):
    return desk("沈警官", wecom_id="shen").officer


@pytest.fixture
def browser():
    chosen = Browser()
    chosen.cookies["language"] = "en"
    return chosen


def sets_out(browser, after="/helpdesk/", **headers):
    """The state under which the browser was sent to WeCom."""
    answer = browser.get(SIGN_IN, {"next": after}, headers=headers)
    assert answer.status_code == 302
    return parse_qs(urlsplit(answer["Location"]).query)["state"][0]


def comes_back(browser, code, state):
    return browser.get(ENTERED, {"code": code, "state": state})


def is_in(browser):
    return "_auth_user_id" in browser.session


def test_an_officer_comes_in_and_goes_where_they_wished(standin, browser, officer):
    state = sets_out(browser, "/helpdesk/sidebar/?person=wm1")
    answer = comes_back(browser, code_for(standin, "shen"), state)
    assert (answer.status_code, answer["Location"]) == (302, "/helpdesk/sidebar/?person=wm1")
    assert browser.session["_auth_user_id"] == str(officer.pk)
    assert Event.objects.filter(kind="staff.officer_signed_in", by=officer.actor).count() == 1


def test_the_way_there_by_qr_code(browser, standin):
    there = urlsplit(browser.get(SIGN_IN, {"next": "/helpdesk/"})["Location"])
    asked = {key: value[0] for key, value in parse_qs(there.query).items()}
    assert f"{there.scheme}://{there.netloc}{there.path}" == f"{standin.url}/wwlogin/sso/login"
    state = asked.pop("state")
    assert state.isalnum() and state.isascii() and len(state) <= 128
    assert asked == {
        "login_type": "CorpApp", "appid": CORP, "agentid": str(AGENT), "lang": "en",
        "redirect_uri": "http://testserver/channels/wecom/entered/",
    }  # fmt: skip


def test_the_way_there_in_wecoms_own_browser(browser, standin):
    there = urlsplit(browser.get(SIGN_IN, headers={"user-agent": IN_WECOM})["Location"])
    asked = {key: value[0] for key, value in parse_qs(there.query).items()}
    assert (
        f"{there.scheme}://{there.netloc}{there.path}" == f"{standin.url}/connect/oauth2/authorize"
    )
    assert there.fragment == "wechat_redirect"
    del asked["state"]
    assert asked == {
        "appid": CORP, "agentid": str(AGENT), "response_type": "code", "scope": "snsapi_base",
        "redirect_uri": "http://testserver/channels/wecom/entered/",
    }  # fmt: skip


def test_the_real_wecom_has_hosts_of_its_own(browser, settings):
    settings.WECOM_BASE_URL = "https://qyapi.weixin.qq.com"
    by_code = browser.get(SIGN_IN)["Location"]
    in_app = browser.get(SIGN_IN, headers={"user-agent": IN_WECOM})["Location"]
    assert by_code.startswith("https://login.work.weixin.qq.com/wwlogin/sso/login?login_type=Corp")
    assert in_app.startswith("https://open.weixin.qq.com/connect/oauth2/authorize?appid=ww")


def test_the_sign_in_page_offers_wecom_where_it_is_set_up(browser):
    page = browser.get("/sign-in/?next=/helpdesk/%26x").content.decode()
    assert 'href="/channels/wecom/sign-in/?next=/helpdesk/%26x"' in page
    with override_settings(WECOM_CORP_ID=""):
        assert "/channels/wecom/" not in browser.get("/sign-in/").content.decode()


def test_wecoms_own_browser_is_sent_on_at_once(browser, standin, officer):
    browser = Browser(headers={"user-agent": IN_WECOM})
    door = browser.get("/helpdesk/?person=wm1")
    assert door["Location"].startswith("/sign-in/?next=")
    there = browser.get(door["Location"])
    assert there["Location"].startswith(f"{SIGN_IN}?next=")
    state = parse_qs(urlsplit(browser.get(there["Location"])["Location"]).query)["state"][0]
    back = comes_back(browser, code_for(standin, "shen"), state)
    assert back["Location"] == "/helpdesk/?person=wm1"
    assert b'name="password"' in Browser().get("/sign-in/?password").content


def test_a_code_used_twice_leads_to_a_clean_new_sign_in(standin, browser, officer):
    code = code_for(standin, "shen")
    comes_back(browser, code, sets_out(browser))
    other = Browser()
    other.cookies["language"] = "en"
    answer = comes_back(other, code, sets_out(other, "/helpdesk/duty/"))
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "was used already or has expired. (42022) Sign in anew." in page
    assert f'href="{SIGN_IN}?next=/helpdesk/duty/"' in page and 'name="password"' in page
    assert not is_in(other)


@pytest.mark.parametrize("late", ["code", "state"])
def test_what_has_expired_leads_to_a_new_sign_in(standin, browser, officer, late):
    state = sets_out(browser)
    code = code_for(standin, "shen")
    if late == "code":
        standin.later(301)
        answer = comes_back(browser, code, state)
    else:
        with time_machine.travel(clock.now() + timedelta(seconds=identity.LIFE + 5)):
            answer = comes_back(browser, code, state)
    assert answer.status_code == 400
    assert not is_in(browser)


def test_a_state_is_good_once(standin, browser, officer):
    state = sets_out(browser)
    assert comes_back(browser, code_for(standin, "shen"), state).status_code == 302
    del browser.cookies["siwei"]
    again = comes_back(browser, code_for(standin, "shen"), state)
    assert again.status_code == 400
    assert "was not begun in this browser" in again.content.decode()
    assert standin.asked["auth/getuserinfo"] == 1


def test_a_failed_journey_is_over_too(standin, browser, officer):
    state = sets_out(browser)
    comes_back(browser, "nonsense", state)
    assert comes_back(browser, code_for(standin, "shen"), state).status_code == 400
    assert not is_in(browser)


def test_nobody_comes_in_on_anothers_state(standin, browser, officer):
    state = sets_out(browser)
    victim = Browser()
    assert comes_back(victim, code_for(standin, "shen"), state).status_code == 400
    assert not is_in(victim)
    assert standin.asked["auth/getuserinfo"] == 0


@pytest.mark.parametrize("state", ["", "x", "0" * 48, "é" * 48, "0" * 5000, "%00", "../../x"])
def test_a_forged_state_is_refused_in_words(browser, state):
    assert comes_back(browser, "code", state).status_code == 400
    assert not is_in(browser)


@pytest.mark.parametrize("code", ["", "\x00", "x" * 600, "a\nb", "警" * 200])
def test_a_forged_code_is_not_asked_about(standin, browser, code):
    assert comes_back(browser, code, sets_out(browser)).status_code == 400
    assert standin.asked["auth/getuserinfo"] == 0


@pytest.mark.parametrize(
    "wish",
    ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)",
     "http:///evil.example", "x" * 3000],
)  # fmt: skip
def test_nobody_is_sent_elsewhere(standin, browser, officer, wish):
    answer = comes_back(browser, code_for(standin, "shen"), sets_out(browser, wish))
    assert urlsplit(answer["Location"]).netloc == ""
    assert answer["Location"] in ("/", "x" * 1000)


def test_a_stranger_is_told_whom_to_ask(standin, browser, officer):
    answer = comes_back(browser, code_for(standin, "xu"), sets_out(browser))
    assert answer.status_code == 403
    page = answer.content.decode()
    assert "belongs to no officer here" in page and "administrator" in page
    assert not is_in(browser)


def test_someone_outside_the_enterprise_is_no_officer(standin, browser, officer):
    code = code_for(standin, R1)
    assert comes_back(browser, code, sets_out(browser)).status_code == 403


def test_an_officer_without_account_is_nobodys(standin, browser, desk):
    desk("无号警官")
    code = code_for(standin, R2)
    assert comes_back(browser, code, sets_out(browser)).status_code == 403


def test_a_dismissed_officer_stays_outside(standin, browser, desk, officer):
    officer.is_active = False
    officer.save()
    assert comes_back(browser, code_for(standin, "shen"), sets_out(browser)).status_code == 403
    assert not is_in(browser)


@pytest.mark.parametrize(
    ("code", "words"),
    [(50001, "domain is not trusted"), (60020, "server"), (48002, "may not use this interface"),
     (50003, "disabled")],
)  # fmt: skip
def test_a_wrong_setting_is_said_in_words(standin, browser, officer, code, words):
    standin.fails("auth/getuserinfo", code)
    answer = comes_back(browser, code_for(standin, "shen"), sets_out(browser))
    page = answer.content.decode()
    assert answer.status_code == 502
    assert words in page and f"({code})" in page and 'name="password"' in page


def test_without_wecom_the_password_still_opens(standin, browser, officer):
    state = sets_out(browser)
    standin.fails("auth/getuserinfo", (503, b""))
    answer = comes_back(browser, code_for(standin, "shen"), state)
    assert answer.status_code == 502
    assert "cannot be reached" in answer.content.decode()
    assert 'action="/sign-in/"' in answer.content.decode()


def test_where_no_wecom_is_set_up_the_door_says_so(browser):
    with override_settings(WECOM_SECRET=""):
        answer = browser.get(SIGN_IN)
    assert answer.status_code == 409
    assert "not set up" in answer.content.decode()


def test_guessed_codes_are_soon_not_asked_about(standin, browser, officer):
    for _n in range(identity.BAD_CODES):
        assert comes_back(browser, "guess", sets_out(browser)).status_code == 400
    refused = comes_back(browser, code_for(standin, "shen"), sets_out(browser))
    assert refused.status_code == 429
    assert standin.asked["auth/getuserinfo"] == identity.BAD_CODES


def test_two_pages_on_their_way_do_not_disturb_each_other(standin, browser, officer):
    first, second = sets_out(browser, "/helpdesk/duty/"), sets_out(browser, "/helpdesk/answers/")
    assert comes_back(browser, code_for(standin, "shen"), first)["Location"] == "/helpdesk/duty/"
    assert (
        comes_back(browser, code_for(standin, "shen"), second)["Location"] == "/helpdesk/answers/"
    )


def test_no_code_is_logged(standin, browser, officer, caplog):
    code = code_for(standin, "shen", "SECRETCODE")
    state = sets_out(browser)
    comes_back(browser, code, state)
    comes_back(browser, code, state)
    comes_back(browser, "SECRETCODE2", sets_out(browser))
    assert "SECRETCODE" not in caplog.text and state not in caplog.text


def test_only_the_stand_in_may_show_the_refusal_inside_itself(standin, browser, officer, settings):
    wish = "/helpdesk/sidebar/?bridge=1"
    settings.WECOM = "real"
    answer = comes_back(browser, "nonsense", sets_out(browser, wish))
    assert "frame-ancestors 'self';" in answer["Content-Security-Policy"]
    settings.WECOM = "standin"
    answer = comes_back(browser, "nonsense", sets_out(browser, wish))
    assert f"frame-ancestors 'self' {standin.url};" in answer["Content-Security-Policy"]
    answer = comes_back(browser, "nonsense", sets_out(browser, "/helpdesk/"))
    assert "frame-ancestors 'self';" in answer["Content-Security-Policy"]
