"""The officer's desk: by keyboard, on a phone, for everyone's eyes, and for two at once."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESKTOP, MOBILE, Open, begin


def ask(window: Open, town: str, alias: str, text: str) -> None:
    phone = window(MOBILE)
    begin(phone, town, alias)
    phone.fill(".pcomp textarea", text)
    phone.click(".psend")
    phone.wait_for_selector("#thread .pm.own")


def test_the_desk_is_used_without_a_mouse(window: Open) -> None:
    ask(window, "330424004", "键盘甲", "身份证丢了怎么补办？")
    desk = window(DESKTOP, officer="qian")
    desk.goto("/helpdesk/")
    expect(desk.locator(".items li", has_text="键盘甲")).to_be_visible()
    desk.keyboard.press("j")
    desk.keyboard.press("Enter")
    desk.wait_for_selector("#thread .m")
    desk.keyboard.press("t")
    expect(desk.locator("#head")).to_contain_text("钱警官")
    desk.keyboard.press("r")
    desk.keyboard.type("请带户口簿到户籍窗口")
    desk.keyboard.press("Enter")
    expect(desk.locator(".m.mine .b")).to_have_text("请带户口簿到户籍窗口")
    desk.locator("body").press("Control+k")
    desk.keyboard.type("户口簿到户")
    desk.keyboard.press("Enter")
    expect(desk.locator(".items li", has_text="键盘甲")).to_be_visible()


def test_of_two_officers_who_take_one_matter_the_second_is_told(window: Open) -> None:
    ask(window, "330424001", "两人争接", "邻居吵架")
    first, second = window(DESKTOP, officer="shen"), window(DESKTOP, officer="zhu")
    for desk in (first, second):
        desk.goto("/helpdesk/")
        desk.locator(".items li", has_text="两人争接").first.click()
        desk.wait_for_selector("form[action$='/take/']")
    second.route("**/head/", lambda route: route.abort())
    first.locator("form[action$='/take/'] button").click()
    expect(first.locator("#head")).to_contain_text("沈警官")
    second.locator("form[action$='/take/'] button").click()
    expect(second.locator(".refused").first).to_contain_text("沈警官 刚刚接办了这个事项")


def test_news_does_not_take_away_what_is_just_being_clicked(window: Open) -> None:
    ask(window, "330424001", "按着不放", "邻居又吵架")
    first, second = window(DESKTOP, officer="shen"), window(DESKTOP, officer="zhu")
    for desk in (first, second):
        desk.goto("/helpdesk/")
        desk.locator(".items li", has_text="按着不放").first.click()
        desk.wait_for_selector("form[action$='/take/']")
    second.locator("form[action$='/take/'] button").hover()
    second.mouse.down()
    first.locator("form[action$='/take/'] button").click()
    expect(first.locator("#head")).to_contain_text("沈警官")
    expect(second.locator("#queue")).not_to_contain_text("按着不放")
    second.wait_for_timeout(600)
    second.mouse.up()
    expect(second.locator(".refused").first).to_contain_text("沈警官 刚刚接办了这个事项")


def test_the_desk_works_on_a_phone(window: Open) -> None:
    ask(window, "330424102", "手机上办", "护照怎么办理？")
    desk = window(MOBILE, officer="wang")
    desk.goto("/helpdesk/")
    desk.locator(".items li", has_text="手机上办").first.click()
    desk.fill(".comp textarea", "请预约出入境窗口")
    desk.click("[data-county-send]")
    expect(desk.locator(".m.mine .b")).to_have_text("请预约出入境窗口")
    assert desk.evaluate("document.documentElement.scrollWidth") <= MOBILE["width"]
    desk.click(".more-acts summary")
    desk.click(".more-acts .only-small")
    expect(desk.locator("#file-body")).to_be_visible()
    desk.click(".back-file")
    desk.click(".back")
    expect(desk.locator(".items")).to_be_visible()


PAGES = [
    ("cmd", "/desk/"),
    ("cmd", "/helpdesk/"),
    ("cmd", "/helpdesk/matters/"),
    ("cmd", "/helpdesk/figures/?span=week"),
    ("cmd", "/helpdesk/answers/"),
    ("cmd", "/helpdesk/duty/"),
    ("cmd", "/fraud/"),
    ("cmd", "/fraud/stops/"),
    ("cmd", "/fraud/week/"),
    ("cmd", "/fraud/learning/"),
    ("cmd", "/fraud/oversight/"),
    ("cmd", "/residents/"),
    ("cmd", "/staff/"),
    ("cmd", "/contacts/ways/"),
    ("cmd", "/contacts/entrances/"),
    ("cmd", "/health/"),
    ("dpo", "/audit/"),
    ("dpo", "/audit/log/"),
    ("", "/demo/"),
    ("", "/helpdesk/phone/"),
    ("", "/helpdesk/phone/lead/"),
]


@pytest.mark.parametrize("size", [DESKTOP, MOBILE], ids=["desktop", "mobile"])
def test_no_page_has_a_serious_barrier(window: Open, axe, size: dict[str, int]) -> None:
    desks = {who: window(size, officer=who) for who in ("cmd", "dpo", "")}
    found = []
    for who, address in PAGES:
        page = desks[who]
        page.goto(address)
        found += [(address, *one) for one in axe(page) if one[1] in ("serious", "critical")]
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"], address
    assert found == [], "\n".join(map(str, found))


def test_a_conversation_has_no_serious_barrier(window: Open, axe) -> None:
    ask(window, "330424001", "无障碍", "老板让我马上转账10万到新账户，不要打电话核实")
    desk = window(DESKTOP, officer="shen")
    desk.goto("/helpdesk/")
    desk.locator(".items li", has_text="无障碍").first.click()
    desk.wait_for_selector(".alert-card")
    assert [one for one in axe(desk) if one[1] in ("serious", "critical")] == []
