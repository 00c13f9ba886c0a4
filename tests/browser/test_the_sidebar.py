"""The page beside a chat: as an ordinary page, and within a host that plays WeCom's window."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, BrowserContext, FrameLocator, Page, expect

from county.dimensions.helpdesk.actions import desk as library
from county.dimensions.helpdesk.actions import matters as acts
from county.dimensions.helpdesk.models import Matter
from county.foundation.channels.ports import Incoming
from county.foundation.channels.registry import CHANNELS
from county.foundation.channels.web import Web
from county.foundation.channels.wecom.client import _client_of, client
from county.foundation.channels.wecom.jssdk import sign
from county.foundation.channels.wecom.standin.server import StandIn
from county.foundation.channels.wecom.standin.setting import AGENT, CORP, SECRET
from county.foundation.channels.wecom.tests.people import code_for, ticket_of
from county.kernel.numbers import uuid7
from county.records.conversations import actions as conversations
from county.records.conversations.models import Message
from county.records.residents import actions as residents

BESIDE = {"width": 400, "height": 900}
TOWN = "330424001"
FRAUD = "我被骗了，刚刚把5万块转给对方说的安全账户，怎么办"

# A window of WeCom: it shows our page in a frame, answers its calls as told, and notes them.
HOST = """<!doctype html><meta charset="utf-8"><title>host</title>
<link rel="icon" href="data:,">
<iframe id="side" src="%(page)s" style="width:380px;height:860px;border:0"></iframe>
<script>
const answers = %(answers)s, calls = window.calls = [];
addEventListener("message", (event) => {
  if (event.origin !== "%(ours)s" || event.data.ww !== "call") return;
  const { id, name, params } = event.data;
  calls.push([name, params]);
  const result = name in answers ? answers[name] : { errMsg: name + ":ok" };
  if (result) event.source.postMessage({ ww: "answer", id, result }, event.origin);
});
</script>"""
KF = {
    "getContext": {"errMsg": "getContext:ok", "entry": "single_kf_tools"},
    "getCurExternalContact": {"errMsg": "getCurExternalContact:ok", "userId": "wmSide1"},
}
OWN_CHAT = {**KF, "getContext": {"errMsg": "getContext:ok", "entry": "single_chat_tools"}}


def wrote(background: Any, monkeypatch: pytest.MonkeyPatch, text: str) -> Matter:
    """A resident wrote to customer service in WeCom."""
    monkeypatch.setitem(CHANNELS, "wecom", Web())
    resident = residents.meet("wecom", "wmSide1", alias="小储", town_code=TOWN)
    place = conversations.begin("wecom", "wk1:wmSide1")
    conversations.belong(place, resident)
    conversations.receive(
        Incoming(channel="wecom", external_id=str(uuid7()), sender=place.address, text=text)
    )
    background.catch_up()
    return Matter.objects.get(conversation=place)


@pytest.fixture
def sit(site: str, context: BrowserContext, desk: Callable[..., Any]) -> Any:
    """Officer Shen, signed in in this window, with a sentence she often sends."""
    sat = desk("沈警官", wecom_id="shen")
    library.keep_quick_reply(
        title="带证件", text="办理时请带好身份证和户口簿。", topic="", by=sat.officer
    )
    cookie = sat.client.cookies["siwei"].value
    context.add_cookies([{"name": "siwei", "value": cookie, "url": site}])
    return sat.officer


Reply = tuple[int, dict[str, str], bytes]


class Windows(StandIn):
    """The stand-in, with pages of the test's own: `pages[path]` as a function of the query."""

    def __init__(self) -> None:
        self.pages: dict[str, Callable[[dict[str, str]], Reply]] = {}
        super().__init__()

    def serve(self, call: Any, path: str) -> Reply:
        """A page of the test, or the stand-in's own answer."""
        return self.pages[path](call.query) if path in self.pages else super().serve(call, path)


@pytest.fixture
def wecom(site: str, settings: Any) -> Iterator[Windows]:
    """A WeCom whose window the test plays."""
    standin = Windows()
    settings.WECOM, settings.WECOM_BASE_URL = "standin", standin.url
    settings.WECOM_CORP_ID, settings.WECOM_SECRET, settings.WECOM_AGENT_ID = CORP, SECRET, AGENT
    settings.SIWEI_ADDRESS = site
    yield standin
    client().close()
    _client_of.cache_clear()
    standin.close()


@pytest.fixture
def window_of_wecom(site: str, wecom: Windows, page: Page, sit: Any) -> Any:
    """`window_of_wecom(answers)`: our page within a host; comes back with the frame."""

    def show(answers: dict[str, Any]) -> FrameLocator:
        play_host(wecom, site, answers)
        page.set_viewport_size(BESIDE)
        page.goto(f"{wecom.url}/host")
        return page.frame_locator("#side")

    return show


def play_host(wecom: Windows, site: str, answers: dict[str, Any]) -> None:
    """Let WeCom show our page in a frame, and answer it so."""
    address = f"{site}/helpdesk/sidebar/?bridge=1"
    text = HOST % {"page": address, "answers": json.dumps(answers), "ours": site}
    wecom.pages["/host"] = lambda _query: (200, {"Content-Type": "text/html"}, text.encode())


def calls(page: Page, name: str) -> list[Any]:
    """What the page asked of the host by this name."""
    return [params for called, params in page.evaluate("window.calls") if called == name]


def test_as_an_ordinary_page_it_answers_like_the_desk(
    site: str, browser: Browser, context: BrowserContext, page: Page, sit: Any, background: Any
) -> None:
    """The resident writes on the phone page and reads the officer's quick reply there."""
    phone_window = browser.new_context(base_url=site, locale="zh-CN")
    phone = phone_window.new_page()
    phone.goto("/helpdesk/phone/")
    phone.select_option("select[name=town]", TOWN)
    phone.fill("input[name=alias]", "小储")
    phone.click("button[type=submit]")
    phone.fill(".pcomp textarea", FRAUD)
    phone.click(".psend")
    phone.wait_for_selector("#thread .pm.own")
    background.catch_up()
    Matter.objects.update(assignee=sit)

    page.set_viewport_size(BESIDE)
    page.goto("/helpdesk/sidebar/")
    page.locator(".sb-list a", has_text="小储").first.click()
    expect(page.locator(".alert-card")).to_contain_text("疑似")
    expect(page.locator("#port")).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth") <= BESIDE["width"]
    page.locator(".sb-pick", has_text="带证件").click()
    expect(page.locator(".sb-comp textarea")).to_have_value("办理时请带好身份证和户口簿。")
    page.click("[data-county-send]")
    expect(page.locator(".sb-lines .officer")).to_contain_text("办理时请带好身份证和户口簿。")
    expect(page.locator(".sb-comp textarea")).to_have_value("")
    background.catch_up()
    expect(phone.locator("#thread")).to_contain_text("办理时请带好身份证和户口簿。")

    page.fill(".sb-comp textarea", "记一笔")
    page.click("[data-county-note]")
    expect(page.locator(".sb-lines .note")).to_contain_text("记一笔")
    phone_window.close()


def test_beside_customer_service_it_knows_the_person_and_sends_into_the_chat(
    window_of_wecom: Any, page: Page, background: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrote(background, monkeypatch, "身份证丢了怎么补办")
    side = window_of_wecom(KF)
    expect(side.locator(".sb-card h1")).to_contain_text("小储")
    expect(side.locator("#port")).to_contain_text("直接进入当前会话")
    register = calls(page, "register")[-1] if calls(page, "register") else None
    assert register is not None
    assert register["url"].endswith("/helpdesk/sidebar/?person=wmSide1&bridge=1")
    assert {len(register[part]["signature"]) for part in ("config", "agentConfig")} == {40}
    side.locator(".sb-pick", has_text="带证件").click()
    side.locator("[data-county-send]").click()
    expect(side.locator("#after")).to_contain_text("已发送")
    expect(side.locator("[data-county-keep]")).to_be_hidden()
    assert calls(page, "sendChatMessage") == [
        {"msgtype": "text", "text": {"content": "办理时请带好身份证和户口簿。"}}
    ]
    # WeCom reports it to us later: it is not written down twice.
    assert Message.objects.filter(author="officer").count() == 0


def test_beside_ones_own_chat_what_was_sent_is_kept_when_wished(
    window_of_wecom: Any, page: Page, background: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    matter = wrote(background, monkeypatch, "身份证丢了怎么补办")
    side = window_of_wecom(OWN_CHAT)
    expect(side.locator("#port")).to_contain_text("直接进入当前会话")
    side.locator(".sb-comp textarea").fill("请到户籍窗口")
    side.locator(".sb-comp textarea").press("Enter")
    expect(side.locator("#after")).to_contain_text("是否存入事项")
    side.locator("[data-county-keep]").click()
    expect(side.locator("#after")).to_contain_text("已存入事项")
    expect(side.locator(".sb-lines .note")).to_contain_text("已在企业微信会话中发送：请到户籍窗口")
    matter.refresh_from_db()
    assert matter.state == "answered"


def test_a_stranger_gets_a_matter_from_beside_the_chat(window_of_wecom: Any, page: Page) -> None:
    side = window_of_wecom(
        {**OWN_CHAT, "getCurExternalContact": {"errMsg": "x:ok", "userId": "wmStranger"}}
    )
    side.locator("#new_words").fill("楼上半夜装修")
    side.get_by_role("button", name="新建并接办").click()
    expect(side.locator(".sb-matter")).to_contain_text("民警会话")
    expect(side.locator("#port")).to_contain_text("直接进入当前会话")
    assert Matter.objects.get().conversation.address == "wmStranger"


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({"register": {"errMsg": "agentConfig:fail invalid signature"}}, "未通过本页签名校验"),
        ({"register": {"errMsg": "config:fail invalid url domain"}}, "未通过本页签名校验"),
        ({"getContext": {"errMsg": "getContext:fail function not exist"}}, "版本过低"),
        ({"getContext": {"errMsg": "getContext:ok", "entry": "normal"}}, "不是从与居民的会话中"),
        ({**KF, "getCurExternalContact":
          {"errMsg": "getCurExternalContact:fail no permission"}}, "客户联系"),
        ({**KF, "getCurExternalContact":
          {"errMsg": "getCurExternalContact:fail without context of external contact"}},
         "不是从与居民的会话中"),
    ],
)  # fmt: skip
def test_what_wecom_refuses_is_said_in_words(
    window_of_wecom: Any, answers: dict[str, Any], words: str
) -> None:
    side = window_of_wecom(answers)
    expect(side.locator("#port")).to_contain_text(words)
    expect(side.locator(".sb-h")).to_be_visible()


def test_another_matter_of_the_same_person_can_be_chosen_beside_the_chat(
    window_of_wecom: Any, background: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = wrote(background, monkeypatch, "身份证丢了怎么补办")
    other = acts.open_matter(
        kind="help", topic="noise", by=first.resident, resident=first.resident, text="楼上装修",
        conversation=conversations.belong(conversations.begin("web", "phone1"), first.resident),
    )  # fmt: skip
    side = window_of_wecom(KF)
    expect(side.locator(".sb-matter h2").first).to_contain_text(first.number)
    side.get_by_role("link", name="办理此事项").click()
    expect(side.locator(".sb-matter h2").first).to_contain_text(other.number)
    expect(side.locator("#port")).to_contain_text("直接进入当前会话")


def test_a_refused_message_stays_in_its_field(
    window_of_wecom: Any, background: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrote(background, monkeypatch, "身份证丢了怎么补办")
    side = window_of_wecom({**KF, "sendChatMessage": {"errMsg": "sendChatMessage:cancel"}})
    expect(side.locator("#port")).to_contain_text("直接进入当前会话")
    side.locator(".sb-comp textarea").fill("请到户籍窗口")
    side.locator("[data-county-send]").click()
    expect(side.locator("#after")).to_contain_text("未发送：您已取消")
    expect(side.locator(".sb-comp textarea")).to_have_value("请到户籍窗口")


def test_from_the_profile_the_chat_is_opened(
    window_of_wecom: Any, page: Page, background: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrote(background, monkeypatch, "身份证丢了怎么补办")
    side = window_of_wecom(
        {**KF, "getContext": {"errMsg": "getContext:ok", "entry": "contact_profile"}}
    )
    side.locator("[data-county-open-chat]").click()
    expect(side.locator("[data-county-open-chat]")).to_be_visible()
    assert calls(page, "navigateToKfChat") == [{"openKfId": "wk1", "externalUserId": "wmSide1"}]


def test_whoever_is_not_signed_in_comes_in_with_wecom_within_the_frame(
    wecom: Windows, site: str, context: BrowserContext, sit: Any, background: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    wrote(background, monkeypatch, "身份证丢了怎么补办")
    context.clear_cookies()
    codes = iter([code_for(wecom, "xu"), code_for(wecom, "shen")])

    def allow(query: dict[str, str]) -> Reply:
        back = urlencode({"code": next(codes), "state": query["state"]})
        return 302, {"Location": f"{query['redirect_uri']}?{back}"}, b""

    wecom.pages["/connect/oauth2/authorize"] = allow
    play_host(wecom, site, KF)
    page = context.new_page()
    page.goto(f"{wecom.url}/host")
    side = page.frame_locator("#side")
    expect(side.locator(".refused")).to_contain_text("没有对应的本平台岗位")
    side.locator("a.way").click()
    expect(side.locator(".sb-card h1")).to_contain_text("小储")
    expect(side.locator("#port")).to_contain_text("直接进入当前会话")


def test_nobody_else_may_show_the_page_in_a_frame(
    wecom: Windows, site: str, context: BrowserContext, sit: Any, settings: Any
) -> None:
    settings.WECOM = "real"
    play_host(wecom, site, KF)
    page, said = context.new_page(), []
    page.on("console", lambda line: said.append(line.text))
    with page.expect_event("console"):
        page.goto(f"{wecom.url}/host")
    assert "frame-ancestors" in said[0]
    assert page.frame_locator("#side").locator("main").count() == 0


# WeCom's own browser: what its JS-SDK finds there, noting what it is asked.
CLIENT = """
window.asked = [];
window.WeixinJSBridge = { on() {}, invoke(name, params, done) {
  window.asked.push([name, params]);
  const answers = {
    getContext: { entry: "single_kf_tools" },
    getCurExternalContact: { userId: "wmSide1" },
    %s
  };
  setTimeout(() => done({ err_msg: `${name}:ok`, ...answers[name] }), 5);
} };
"""


@pytest.fixture
def in_wecoms_browser(
    site: str, browser: Browser, wecom: Windows, settings: Any, desk: Callable[..., Any]
) -> Iterator[Callable[..., Page]]:
    """`in_wecoms_browser("agentConfig: …")`: our page in WeCom's browser, with the real JS-SDK."""
    settings.WECOM = "real"
    window = browser.new_context(
        base_url=site, locale="zh-CN", viewport=BESIDE,
        user_agent="Mozilla/5.0 (Windows NT 10.0) Chrome/116 WindowsWechat wxwork/4.1.36",
    )  # fmt: skip
    cookie = desk("沈警官").client.cookies["siwei"].value
    window.add_cookies([{"name": "siwei", "value": cookie, "url": site}])

    def show(answers: str = "") -> Page:
        page = window.new_page()
        page.add_init_script(CLIENT % answers)
        page.goto("/helpdesk/sidebar/")
        return page

    yield show
    window.close()


def test_with_wecoms_own_sdk_it_sends_into_the_chat(
    in_wecoms_browser: Any, wecom: Windows, site: str, background: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    wrote(background, monkeypatch, "身份证丢了怎么补办")
    page = in_wecoms_browser()
    expect(page.locator("#port")).to_contain_text("直接进入当前会话")
    page.fill(".sb-comp textarea", "请到户籍窗口")
    page.click("[data-county-send]")
    expect(page.locator("#after")).to_contain_text("已发送")
    asked = dict(page.evaluate("window.asked"))
    told = asked["agentConfig"]
    address = f"{site}/helpdesk/sidebar/?person=wmSide1"
    assert told["signature"] == sign(
        ticket_of(wecom, "app"), told["nonceStr"], int(told["timestamp"]), address
    )
    assert (told["corpid"], told["agentid"]) == (CORP, str(AGENT))
    assert asked["sendChatMessage"]["text"] == {"content": "请到户籍窗口"}


def test_with_wecoms_own_sdk_a_refusal_is_said_in_words(
    in_wecoms_browser: Any, wecom: Windows
) -> None:
    page = in_wecoms_browser(
        'agentConfig: { err_msg: "agentConfig:fail, 40093 invalid signature" }'
    )
    expect(page.locator("#port")).to_contain_text("未通过本页签名校验")
    assert [name for name, _params in page.evaluate("window.asked")] == ["agentConfig"] * 2


def test_the_page_is_usable_by_everyone(
    page: Page, sit: Any, background: Any, monkeypatch: pytest.MonkeyPatch, axe: Any
) -> None:
    wrote(background, monkeypatch, FRAUD)
    page.set_viewport_size(BESIDE)
    for address in ("", "?person=wmSide1", "?person=wmNobody"):
        page.goto(f"/helpdesk/sidebar/{address}")
        page.wait_for_selector(".sb-card")
        assert axe(page) == []
