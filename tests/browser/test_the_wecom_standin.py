"""The stand-in's page plays a resident and an officer, and hosts our sidebar as WeCom does."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Frame, Page, expect

from county.foundation.channels.wecom.client import _client_of, client
from county.foundation.channels.wecom.standin import setting
from county.foundation.channels.wecom.standin.pushes import Target
from county.foundation.channels.wecom.standin.server import StandIn
from county.foundation.channels.wecom.standin.setting import AGENT, CORP, KF, R1, R2, SECRET
from county.foundation.channels.wecom.standin.tokens import app_ticket, corp_ticket, gettoken
from county.foundation.channels.wecom.standin.wire import Call
from tests.browser.conftest import DESKTOP, MOBILE, PATIENCE

HOSTILE = "<script>document.title='x'</script><img src=x onerror=alert(1)> ‮evil‬ 🎉"
FRAME = b"""<!doctype html><html lang=zh><title>s</title><link rel=icon href=data:><script>
let number = 0; const open = {};
addEventListener("message", (e) => { if (e.data.ww === "answer") open[e.data.id](e.data.result); });
window.call = (name, params) => new Promise((done) => {
  open[++number] = done;
  parent.postMessage({ ww: "call", id: number, name, params }, "*");
});
window.sha1 = async (words) => [...new Uint8Array(await crypto.subtle.digest("SHA-1",
  new TextEncoder().encode(words)))].map((one) => one.toString(16).padStart(2, "0")).join("");
</script>"""
CARD = {
    "card_type": "button_interaction", "main_title": {"title": "高危预警"}, "task_id": "t1",
    "button_list": [{"text": "我来接", "key": "take"}],
    "horizontal_content_list": [{"keyname": "辖区", "value": "武原"}],
}  # fmt: skip


class Application(BaseHTTPRequestHandler):
    """In place of our site: hears callbacks and serves a page for the sidebar."""

    def do_GET(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(FRAME)

    do_POST = do_GET  # noqa: N815

    def log_message(self, *_words: Any) -> None:
        pass


@pytest.fixture
def standin() -> Iterator[StandIn]:
    ours = ThreadingHTTPServer(("127.0.0.1", 0), Application)
    threading.Thread(target=ours.serve_forever, args=(0.02,), daemon=True).start()
    made = StandIn(Target(f"http://127.0.0.1:{ours.server_address[1]}/channels/wecom/callback/"))
    yield made
    made.close()
    ours.shutdown()
    ours.server_close()


@pytest.fixture
def sheet(browser: Browser, standin: StandIn) -> Iterator[Callable[..., Page]]:
    """`sheet()` opens the stand-in's page; no script may fail, and the page's rules hold."""
    contexts, said = [], []

    def open_one(size: dict[str, int] = DESKTOP) -> Page:
        context = browser.new_context(viewport=size, locale="zh-CN")
        context.set_default_timeout(PATIENCE * 1000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("console", lambda m: said.append(m.text) if m.type == "error" else None)
        page.goto(standin.url)
        expect(page.locator("#resident option")).to_have_count(6)
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert said == []


def call(standin: StandIn, interface: str, **body: Any) -> dict[str, Any]:
    """Call the stand-in as our adapter does, without a socket."""
    from county.foundation.channels.wecom.standin.wire import INTERFACES, dumped  # noqa: PLC0415

    with standin.world.acting() as world:
        return INTERFACES[interface].act(world, Call(interface, "POST", {}, dumped(body)))


def test_a_resident_writes_and_reads(sheet: Callable[..., Page], standin: StandIn) -> None:
    page = sheet()
    page.click("summary[data-word=enter]")
    page.click("#enter button")
    page.fill("#words", HOSTILE)
    page.click("#write .go")
    expect(page.locator("#said .own .bubble")).to_have_text(HOSTILE)
    assert page.title() == "企业微信替身 · WeCom stand-in"
    menu = {
        "head_content": "您要问什么？", "tail_content": "",
        "list": [{"type": "click", "click": {"id": "m1", "content": "是诈骗吗"}}],
    }  # fmt: skip
    chat = {"touser": R1, "open_kfid": KF}
    call(standin, "kf/send_msg", **chat, msgtype="text", text={"content": "您好"})
    call(standin, "kf/send_msg", **chat, msgtype="msgmenu", msgmenu=menu)
    page.click("#said .pick")
    expect(page.locator("#said .own .bubble")).to_have_count(2)
    assert standin.world.accounts[KF]["record"][-1]["text"] == {
        "content": "是诈骗吗", "menu_id": "m1",
    }  # fmt: skip
    page.click("#more")
    page.click("[data-send=place]")
    expect(page.locator("#said .location")).to_contain_text("绮园")
    page.locator("#said .one.own").last.locator("button.quiet").click()
    expect(page.locator("#said em")).to_have_text("已撤回")
    page.click("#more")
    picture = {"name": "a.png", "mimeType": "image/png", "buffer": b"\x89PNG\r\n\x1a\n" + bytes(9)}
    page.set_input_files("input[data-kind=image]", picture)
    expect(page.locator("#said .image")).to_have_count(1)
    kinds = [one["msgtype"] for one in standin.world.accounts[KF]["record"]]
    assert kinds == ["event", "text", "text", "location", "event", "image"]


def test_an_officer_takes_a_session_and_presses_a_card(
    sheet: Callable[..., Page], standin: StandIn
) -> None:
    standin.resident(R1).writes("我被骗了")
    card = {"touser": "shen", "agentid": AGENT, "msgtype": "template_card", "template_card": CARD}
    call(standin, "message/send", **card)
    page = sheet()
    page.click("#bar button:text('接入')")
    expect(page.locator("#list small").first).to_contain_text("人工")
    page.fill("#reply", "我是民警")
    page.click("#answer .go")
    expect(page.locator("#said .other .bubble")).to_have_text("我是民警")
    page.click("[data-tab=app]")
    page.click("#talk .presses button")
    expect(page.locator("#talk .presses button")).to_have_text("我来接 · 已选")
    page.click("[data-tab=contacts]")
    page.locator("#list button", has_text="稻花香里").click()
    page.locator("#bar select").select_option(index=1)
    expect(page.locator("#list button[aria-pressed=true] small")).to_contain_text("窗口")
    task = call(
        standin, "externalcontact/add_msg_template", sender="shen", text={"content": "防骗"}
    )
    page.click("[data-tab=tasks]")
    page.click("#bar button:text('确认发送')")
    expect(page.locator("#talk .line").first).to_contain_text("已发送")
    assert standin.world.tasks[task["msgid"]]["sends"]["shen"]["to"][R1]["status"] == 1
    page.click("#language")
    expect(page.locator("#officer-title")).to_have_text("An officer's WeCom")


def test_the_sidebar_speaks_as_wecom_does(sheet: Callable[..., Page], standin: StandIn) -> None:
    """§9: the two signatures, the context, and a message put into the chat."""
    standin.resident(R2).writes("喂")
    page = sheet()
    page.click("#bar button:text('聊天工具栏')")
    page.wait_for_selector("#frame[src]")
    handle = page.query_selector("#frame")
    frame = handle.content_frame() if handle else None
    assert frame is not None
    frame.wait_for_url("**/helpdesk/sidebar/?bridge=1")
    frame.wait_for_load_state()
    ask = lambda name, params=None: frame.evaluate(  # noqa: E731
        "([name, params]) => call(name, params)", [name, params or {}]
    )
    assert ask("getContext") == {"errMsg": "getContext:ok", "entry": "single_kf_tools"}
    assert ask("getCurExternalContact") == {"errMsg": "getCurExternalContact:fail no permission"}
    assert ask("register", signed(standin, frame, corp_ticket, corp_ticket)) == {
        "errMsg": "agentConfig:fail invalid signature", "config": "config:ok",
        "agentConfig": "agentConfig:fail invalid signature",
    }  # fmt: skip
    assert ask("register", signed(standin, frame, corp_ticket, app_ticket))["errMsg"] == (
        "agentConfig:ok"
    )
    assert ask("getCurExternalContact")["userId"] == R2
    said = {"msgtype": "text", "text": {"content": "请勿转账"}}
    assert ask("sendChatMessage", said) == {"errMsg": "sendChatMessage:ok"}
    entry = standin.world.accounts[KF]["record"][-1]
    assert (entry["origin"], entry["servicer_userid"], entry["text"]) == (
        5, "shen", {"content": "请勿转账"},
    )  # fmt: skip
    assert ask("scanQRCode") == {"errMsg": "scanQRCode:fail function not exist"}
    assert ask("toString") == {"errMsg": "toString:fail function not exist"}
    chat = {"externalUserIds": R1, "groupName": ""}
    assert ask("openEnterpriseChat", chat)["errMsg"] == "openEnterpriseChat:ok"
    expect(page.locator("[data-tab=contacts]")).to_have_attribute("aria-pressed", "true")
    assert ask("navigateToKfChat", {"openKfId": KF, "externalUserId": R2})["errMsg"] == (
        "navigateToKfChat:ok"
    )


def test_our_own_page_works_in_the_stand_ins_window(
    site: str, context: BrowserContext, page: Page, settings: Any, desk: Any, background: Any
) -> None:
    """The whole way: the push to our door, the matter beside the chat, and the answer in it."""
    standin = StandIn(Target(f"{site}/channels/wecom/callback/"))
    settings.WECOM, settings.WECOM_BASE_URL, settings.SIWEI_ADDRESS = "standin", standin.url, site
    settings.WECOM_CORP_ID, settings.WECOM_SECRET, settings.WECOM_AGENT_ID = CORP, SECRET, AGENT
    settings.WECOM_CALLBACK_TOKEN = setting.CALLBACK_TOKEN
    settings.WECOM_ENCODING_AES_KEY = setting.ENCODING_AES_KEY
    try:
        assert standin.register(Target(f"{site}/channels/wecom/callback/"))
        cookie = desk("沈警官", wecom_id="shen").client.cookies["siwei"].value
        context.add_cookies([{"name": "siwei", "value": cookie, "url": site}])
        standin.resident(R1).writes("我被骗了，刚刚转了5万块，怎么办")
        assert standin.settle()
        assert [one["status"] for one in standin.world.pushes][1:] == [[200]]
        background.catch_up()
        page.goto(standin.url)
        page.click("#bar button:text('聊天工具栏')")
        side = page.frame_locator("#frame")
        expect(side.locator("#port")).to_contain_text("直接进入当前会话")
        side.locator(".sb-comp textarea").fill("请不要再转账，我马上联系您。")
        side.locator("[data-county-send]").click()
        expect(page.locator("#said .other .bubble").last).to_have_text(
            "请不要再转账，我马上联系您。"
        )
    finally:
        standin.close()
        client().close()
        _client_of.cache_clear()


def signed(standin: StandIn, frame: Frame, config: Any, agent: Any) -> dict[str, Any]:
    """The parameters of `register`, each part signed with a ticket of that kind."""
    query = {"corpid": CORP, "corpsecret": SECRET, "type": "agent_config"}
    with standin.world.acting() as world:
        gettoken(world, Call("gettoken", "GET", query))
        tickets = [one(world, Call("", "GET", query))["ticket"] for one in (config, agent)]
    url = frame.url
    words = [f"jsapi_ticket={one}&noncestr=n&timestamp=7&url={url}" for one in tickets]
    marks = [frame.evaluate("sha1", one) for one in words]
    parts = [{"timestamp": 7, "nonceStr": "n", "signature": one} for one in marks]
    return {"corpId": CORP, "agentId": AGENT, "url": url, "config": parts[0],
            "agentConfig": parts[1]}  # fmt: skip


def test_a_strange_frame_is_not_answered(sheet: Callable[..., Page]) -> None:
    page = sheet()
    heard = page.evaluate("""() => new Promise((done) => {
        addEventListener("message", (e) => { if (e.data.ww === "answer") done("answered"); });
        postMessage({ ww: "call", id: 1, name: "getContext" }, "*");
        setTimeout(() => done("silence"), 300);
    })""")
    assert heard == "silence"


def test_the_log_shows_and_breaks(sheet: Callable[..., Page], standin: StandIn) -> None:
    page = sheet()
    standin.resident(R1).writes("喂")
    standin.settle()
    expect(page.locator("#pushes tr")).to_have_count(1)
    page.fill("#faults [name=interface]", "kf/sync_msg")
    page.select_option("#faults [name=answer]", "lost")
    page.click("#faults button:not([type])")
    expect(page.locator("#notice")).to_have_text("好")
    assert standin.world.faults["kf/sync_msg"] == ["lost"]
    page.click("#mend")
    page.fill("#switches [name=drop]", "2")
    page.click("#switches button")
    expect(page.locator("#notice")).to_have_text("好")
    assert (standin.world.options["drop"], dict(standin.world.faults)) == (2, {})
    before = standin.world.now()
    page.click("[data-later='172800']")
    for _again in range(10 * PATIENCE):
        if standin.world.now() - before > 172_000:
            break
        page.wait_for_timeout(100)
    assert standin.world.now() - before > 172_000


@pytest.mark.parametrize("size", [DESKTOP, MOBILE], ids=["desktop", "mobile"])
def test_the_page_fits_and_is_accessible(
    sheet: Callable[..., Page], standin: StandIn, axe: Any, size: dict[str, int]
) -> None:
    standin.resident(R1).writes("你好，" * 900)
    standin.officer("shen").answers(R1, "a" * 300)
    page = sheet(size)
    for side in ("phone", "officer", "log"):
        if size is MOBILE:
            page.click(f".sides [data-side={side}]")
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, side
        assert axe(page) == []
    if size is MOBILE:
        page.click(".sides [data-side=officer]")
    tall, left = page.evaluate("""() => { const list = document.getElementById("talk");
        return [list.clientHeight - innerHeight,
          list.scrollHeight - list.clientHeight - list.scrollTop]; }""")
    assert tall < 0, "a long chat scrolls within its window"
    assert left < 2, "and shows its end"
