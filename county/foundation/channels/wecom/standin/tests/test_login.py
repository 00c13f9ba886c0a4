"""Sign-in of officers, and the sidebar's signatures (wecom.md §4.2, §4.3, §9)."""

import hashlib
from urllib.parse import parse_qs, urlsplit

import pytest

from county.foundation.channels.wecom.standin.login import PAGES
from county.foundation.channels.wecom.standin.setting import AGENT, CORP, R1, R4

BACK = "https://county.example:8443/signin/?next=/desk/"
QUERY = {"appid": CORP, "redirect_uri": BACK, "state": "abc123", "agentid": str(AGENT)}


@pytest.fixture
def code(api):
    def code(who, **more):
        answer = api.http.get(PAGES[0], params={**QUERY, "who": who, **more})
        return parse_qs(urlsplit(answer.headers["Location"]).query)["code"][0]

    return code


@pytest.mark.parametrize("path", PAGES)
def test_one_chooses_who_one_is_and_comes_back(api, path):
    page = api.http.get(path, params=QUERY)
    assert page.status_code == 200
    assert 'data-who="shen">沈警官<' in page.text
    answer = api.http.get(path, params={**QUERY, "who": "shen"})
    where = urlsplit(answer.headers["Location"])
    assert (answer.status_code, where.netloc, where.path) == (
        302,
        "county.example:8443",
        "/signin/",
    )
    query = parse_qs(where.query)
    assert (query["next"], query["state"], len(query["code"][0])) == (["/desk/"], ["abc123"], 43)


@pytest.mark.parametrize(
    "change",
    [
        {"appid": "ww"}, {"state": "a-b"}, {"state": "a" * 129}, {"agentid": "7"},
        {"redirect_uri": "javascript:alert(1)"}, {"redirect_uri": "/desk/"},
        {"redirect_uri": "https://county.example/"}, {"who": "<script>"},
    ],
)  # fmt: skip
def test_a_wrong_address_is_shown_and_not_followed(api, standin, change):
    standin.option(redirects=["county.example:8443"])
    answer = api.http.get(PAGES[1], params={**QUERY, "who": "shen", **change})
    assert (answer.status_code, "Location" in answer.headers) == (200, False)
    assert "class=wrong" in answer.text
    assert "<script>" not in answer.text


def test_a_code_is_good_once_and_for_five_minutes(api, standin, code):
    ask = lambda code, door="auth": api.get(f"{door}/getuserinfo", code=code)  # noqa: E731
    one, late = code("shen"), code("shen")
    assert ask(one) == {"errcode": 0, "errmsg": "ok", "userid": "shen"}
    assert ask(one)["errcode"] == 42022
    assert ask("x")["errcode"] == 40029
    assert ask(code("shen"), "user")["userid"] == "shen"
    standin.later(301)
    assert ask(late)["errcode"] == 42003


def test_an_officer_out_of_range_is_named_all_the_same(api, standin, code):
    """F-47: to authorise is our work."""
    standin.world.officers["shen"]["visible"] = False
    assert api.get("auth/getuserinfo", code=code("shen"))["userid"] == "shen"


def test_a_resident_is_an_openid(api, code):
    known = api.get("auth/getuserinfo", code=code(R1))
    assert (known["external_userid"], "userid" in known) == (R1, False)
    assert "external_userid" not in api.get("auth/getuserinfo", code=code(R4))


def test_private_details_need_a_ticket(api, code):
    found = api.get("auth/getuserinfo", code=code("shen", scope="snsapi_privateinfo"))
    details = api.post("auth/getuserdetail", user_ticket=found["user_ticket"])
    assert details["userid"] == "shen"
    assert api.post("auth/getuserdetail", user_ticket="x")["errcode"] == 40029


def test_the_sidebar_is_signed_with_the_right_tickets(api):
    """F-48: the two kinds are not interchangeable, and the part after # does not count."""
    url = "http://127.0.0.1:8000/helpdesk/sidebar/?bridge=1"
    corp, app = api.get("get_jsapi_ticket"), api.get("ticket/get", type="agent_config")

    def sign(ticket, url=url):
        words = f"jsapi_ticket={ticket['ticket']}&noncestr=n&timestamp=7&url={url}"
        digest = hashlib.sha1(words.encode()).hexdigest()
        return {"timestamp": 7, "nonceStr": "n", "signature": digest}

    def said(config, agent, **more):
        body = {"corpId": CORP, "agentId": AGENT, "url": url + "#top", "config": config,
                "agentConfig": agent, **more}  # fmt: skip
        return tuple(api.http.post("/_standin/signed", json=body).json()["result"].values())

    assert said(sign(corp), sign(app)) == ("ok", "ok")
    assert said(sign(app), sign(corp)) == ("no", "no")
    assert said(sign(corp, url + "&a=1"), sign(app)) == ("no", "ok")
    assert said(sign(corp), sign(app), agentId=7) == ("ok", "no")
    assert said({}, None) == ("no", "no")
