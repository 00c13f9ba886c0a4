"""`WECOM=standin`: a newcomer plays both sides in the browser, on a real county with its worker."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.acceptance.conftest import Installation, free_port, opened
from tests.browser.conftest import DESKTOP, MOBILE, PATIENCE, keep

SCAM = "有人说是公检法，说我涉嫌洗钱，要我把五万块转到安全账户"


@pytest.fixture(scope="module")
def played() -> Iterator[Installation]:
    """The demonstration as `WECOM=standin make demo` serves it, without its three weeks."""
    port, own = free_port(), free_port()
    addresses = {"WECOM": "standin", "WECOM_STANDIN_PORT": str(own), "SIWEI_PORT": str(port)}
    with opened(fresh=True, mode="demo", port=port, tips=0, settings=addresses) as county:
        county.serve("demo", "--days", "0")
        yield county


@pytest.fixture
def sides(browser: Browser, played: Installation) -> Iterator[tuple[Page, Page]]:
    """WeChat and WeCom in one window, the desk in another; no script of either may fail."""
    context = browser.new_context(viewport=DESKTOP, locale="zh-CN", base_url=played.url)
    context.set_default_timeout(PATIENCE * 1000)
    chats, desk = context.new_page(), context.new_page()
    failed: list[str] = []
    for page in (chats, desk):
        page.on("pageerror", lambda error: failed.append(str(error)))
    chats.goto(f"http://127.0.0.1:{played.settings['WECOM_STANDIN_PORT']}/")
    desk.goto("/demo/")
    desk.click('form[action="/demo/be/shen/"] button.cast-card')
    yield chats, desk
    context.close()
    assert failed == []


def test_a_newcomer_plays_both_sides(sides: tuple[Page, Page], browser: Browser) -> None:
    chats, desk = sides
    # A resident scans the code of the town, reads the welcome, and writes.
    chats.locator("details:has(#enter) summary").click()
    chats.fill("#enter input[name=scene_param]", "330424001")
    chats.click("#enter button")
    expect(chats.locator("#said")).to_contain_text("24小时有民警值守")
    chats.fill("#words", SCAM)
    chats.click("#write button.go")
    expect(chats.locator("#said")).to_contain_text("请不要转账")

    # The officer's phone has the card; the desk has the alert with its reasons.
    chats.select_option("#officer", "shen")
    chats.click('#tabs button[data-tab="app"]')
    expect(chats.locator("#talk")).to_contain_text("疑似诈骗")
    desk.goto("/helpdesk/")
    desk.locator(".items li a", has_text="稻花香里").first.click()
    expect(desk.locator(".alert-card")).to_contain_text("安全账户")
    expect(desk.locator(".room")).to_contain_text("还可发送")

    # What the desk answers arrives in WeChat; what is pressed on the card is done at the desk.
    chats.get_by_role("button", name="接单").first.click()
    expect(desk.locator(".ti small")).to_contain_text("沈警官")
    desk.fill("[data-county-composer] textarea", "不要转账。我们马上联系您。")
    desk.click("[data-county-send]")
    expect(chats.locator("#said")).to_contain_text("不要转账。我们马上联系您。")

    # A colleague goes on in WeCom itself; the open page at the desk hears of it.
    chats.click('#tabs button[data-tab="kf"]')
    chats.locator("#list li", has_text="稻花香里").first.click()
    chats.locator("#bar button", has_text="接入").click()
    chats.fill("#reply", "我在派出所等您")
    chats.click("#answer button.go")
    expect(desk.locator("#thread")).to_contain_text("我在派出所等您")
    expect(desk.locator(".room.none")).to_contain_text("沈警官")

    # Beside the chat stands the resident's page; nobody is asked who they are.
    chats.locator("#bar button", has_text="聊天工具栏").click()
    beside = chats.frame_locator("#frame")
    expect(beside.locator("body")).to_contain_text("已连接会话")
    expect(beside.locator(".alert-card")).to_contain_text("安全账户")
    keep(chats, "wecom-both-sides")


def test_the_played_phone_fits_a_phone(played: Installation, browser: Browser) -> None:
    context = browser.new_context(viewport=MOBILE, locale="zh-CN")
    page = context.new_page()
    page.goto(f"http://127.0.0.1:{played.settings['WECOM_STANDIN_PORT']}/")
    page.wait_for_selector("#words")
    assert page.evaluate("document.documentElement.scrollWidth") <= MOBILE["width"]
    context.close()
