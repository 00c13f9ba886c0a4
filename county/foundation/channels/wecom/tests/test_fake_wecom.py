"""The fake answers as the real API was seen to answer (wecom.md §3, PROBE and WIRE)."""

import httpx
import pytest

from county.foundation.channels.wecom.tests.fake_wecom import CORP, SECRET


def asks(fake, path, verb="GET", **more):
    with httpx.Client(base_url=fake.url, trust_env=False) as http:
        return http.request(verb, path, **more)


def test_an_unknown_path_is_404_and_empty(fake):
    """PROBE #17."""
    answer = asks(fake, "/cgi-bin/nothing/here")
    assert (answer.status_code, answer.content) == (404, b"")


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("corpid=x", 41004),
        ("corpid=x&corpsecret=y", 40013),
        (f"corpid={CORP}&corpsecret=y", 40001),
        (f"corpid={CORP}&corpsecret={SECRET}", 0),
    ],
)
def test_the_secret_is_looked_for_before_the_corp(fake, query, code):
    """PROBE #2, #4."""
    assert asks(fake, f"/cgi-bin/gettoken?{query}").json()["errcode"] == code


@pytest.mark.parametrize(
    ("path", "verb", "empty"),
    [
        ("externalcontact/list", "GET", {"external_userid": []}),
        ("externalcontact/get", "GET", {"follow_user": []}),
        ("kf/sync_msg", "POST", {"msg_list": [], "has_more": 0, "next_cursor": ""}),
    ],
)
def test_errors_come_with_status_200_and_empty_lists(fake, path, verb, empty):
    """PROBE #5, #12, #14, #20: the token is checked before the parameters."""
    answer = asks(fake, f"/cgi-bin/{path}?access_token=fake", verb)
    body = answer.json()
    assert (answer.status_code, body.pop("errcode")) == (200, 40014)
    assert body.pop("errmsg").startswith("invalid access_token")
    assert body == empty
    assert answer.headers["Error-Code"] == "40014"


def test_a_token_in_a_header_is_no_token(fake):
    """PROBE #7, #22."""
    answer = asks(fake, "/cgi-bin/externalcontact/list", headers={"access_token": "x"})
    assert answer.json()["errcode"] == 41001
