"""Answers as the real API was seen to give them (wecom.md §3, PROBE and WIRE), and tokens."""

import pytest

from county.foundation.channels.wecom.standin import setting
from county.foundation.channels.wecom.standin.setting import CORP, SECRET
from county.foundation.channels.wecom.standin.wire import INTERFACES


def test_an_unknown_path_is_404_and_empty(api):
    """PROBE #17."""
    answer = api.raw("GET", "nothing/here")
    assert (answer.status_code, answer.content) == (404, b"")


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ({"corpid": "x"}, 41004),
        ({"corpid": "x", "corpsecret": "y"}, 40013),
        ({"corpid": CORP, "corpsecret": "y"}, 40001),
        ({"corpid": CORP, "corpsecret": SECRET}, 0),
    ],
)
def test_the_secret_is_looked_for_before_the_corp(api, query, code):
    """PROBE #2, #4."""
    assert api.get("gettoken", **query)["errcode"] == code


@pytest.mark.parametrize(
    ("interface", "empty"),
    [
        ("externalcontact/list", {"external_userid": []}),
        ("externalcontact/get", {"follow_user": []}),
        ("getcallbackip", {"ip_list": []}),
        ("kf/sync_msg", {"msg_list": [], "has_more": 0, "next_cursor": ""}),
    ],
)
def test_errors_come_with_status_200_and_empty_lists(api, interface, empty):
    """PROBE #5, #12, #14, #20; WIRE: the headers, and the words with their four parts."""
    answer = api.raw(INTERFACES[interface].verb, interface, {"access_token": "fake"})
    body = answer.json()
    words = body.pop("errmsg")
    assert (answer.status_code, body.pop("errcode"), body) == (200, 40014, empty)
    assert words.startswith("invalid access_token, hint: [")
    assert "], from ip: 127.0.0.1, more info at https://" in words
    assert words.endswith("devtool/query?e=40014")
    assert (answer.headers["Error-Code"], answer.headers["Error-Msg"]) == ("40014", words)
    assert answer.headers["Content-Type"] == "application/json; charset=UTF-8"
    assert answer.headers["Server"].startswith("nginx")


@pytest.mark.parametrize("interface", sorted(set(INTERFACES) - {"gettoken"}))
def test_every_interface_looks_for_the_token_first(api, standin, interface):
    """PROBE #14: before method and parameters; a token in a header is none (#7, #22)."""
    token, api.token = api.token, ""
    for verb in ("GET", "POST"):
        answer = api.raw(verb, interface, headers={"access_token": token}, content=b"{broken")
        assert answer.json()["errcode"] == 41001
    standin.later(7201)
    assert api.raw("POST", interface, {"access_token": token}).json()["errcode"] == 42001


def test_words_from_outside_cannot_break_the_headers(api):
    for kind in ("‮🎉", "a\r\nX-Evil: 1"):
        answer = api.raw("POST", "kf/customer/batchget", content=b'{"external_userid_list":7}')
        assert answer.json()["errcode"] == 40058
        body = {"touser": "shen", "agentid": 1000002, "msgtype": kind, kind: 7}
        answer = api.raw("POST", "message/send", json=body)
        assert (answer.json()["errcode"], "X-Evil" in answer.headers) == (40008, False)


def test_a_wrong_method_is_refused(api):
    assert api.raw("POST", "externalcontact/list").json()["errcode"] == 43001
    assert api.raw("GET", "kf/sync_msg").json()["errcode"] == 43002
    assert api.raw("GET", "kf/account/list").json()["errcode"] == 0  # as older libraries ask


def test_broken_json_is_named(api):
    """D:90664."""
    answer = api.raw("POST", "kf/sync_msg", content=b"{").json()
    assert (answer["errcode"], "Warning: wrong json format." in answer["errmsg"]) == (40058, True)


def test_a_repeated_bad_secret_is_banned_for_an_hour(api, standin):
    """W 45009: even the right secret is refused."""
    bad, good = ({"corpid": CORP, "corpsecret": word} for word in ("bad", SECRET))
    assert [api.get("gettoken", **bad)["errcode"] for _n in range(6)] == [40001] * 5 + [45009]
    assert api.get("gettoken", **good)["errcode"] == 45009
    standin.later(3601)
    assert api.get("gettoken", **good)["errcode"] == 0


def test_two_secrets_are_good_during_a_rotation(api, standin):
    codes = []
    for known in ((SECRET,), (SECRET, "new"), ("new",)):
        standin.rotate(*known)
        codes += [
            api.get("gettoken", corpid=CORP, corpsecret=word)["errcode"] for word in (SECRET, "new")
        ]
    assert codes == [0, 40001, 0, 0, 40001, 0]


def test_tokens_may_be_invalidated_early(api, standin):
    assert api.get("getcallbackip")["ip_list"]
    standin.forget_tokens()
    assert api.get("getcallbackip")["errcode"] == 40014


def test_tickets_differ_by_kind_and_last_two_hours(api, standin):
    """§4.3; 91040 for another kind."""
    corp, app = api.get("get_jsapi_ticket"), api.get("ticket/get", type="agent_config")
    assert corp["ticket"] != app["ticket"]
    assert api.get("get_jsapi_ticket")["ticket"] == corp["ticket"]
    assert api.get("ticket/get", type="wx_card")["errcode"] == 91040
    standin.later(7201)
    api.sign_in()
    assert api.get("get_jsapi_ticket")["ticket"] != corp["ticket"]


def test_the_hundredth_ticket_of_the_hour_is_the_last(api, standin):
    """D:90312."""
    codes = [api.get("ticket/get", type="agent_config")["errcode"] for _n in range(101)]
    assert codes == [0] * 100 + [45009]
    standin.later(3601)
    assert api.get("ticket/get", type="agent_config")["errcode"] == 0


def test_callers_from_elsewhere_and_a_disabled_app_are_refused(api, standin):
    standin.option(trusted=["10.0.0.1"])
    assert api.get("getcallbackip")["errcode"] == 60020
    standin.option(trusted=["127.0.0.1"], app_enabled=False)
    assert api.get("gettoken", corpid=CORP, corpsecret=SECRET)["errcode"] == 50003


def test_the_next_answers_can_be_chosen(api, standin):
    standin.fails("getcallbackip", -1, 45009, (500, b"x"), 0, 40014)
    assert [api.raw("GET", "getcallbackip").status_code for _n in range(3)] == [200, 200, 500]
    assert [api.get("getcallbackip")["errcode"] for _n in range(3)] == [0, 40014, 0]


def test_the_setting_is_invented_and_well_formed(standin):
    assert {len(one) for one in (*setting.RESIDENTS, *setting.ACCOUNTS)} == {32}
    assert all("演示数据" in name for name in setting.RESIDENTS.values())
    assert standin.world.accounts[setting.KF]["managed"]
    assert not standin.world.accounts[setting.KF_OTHER]["managed"]
