"""A firm orders a lesson on the phone; its liaison proposes times; the firm takes one."""

from __future__ import annotations

import re
from datetime import timedelta

from playwright.sync_api import Page, expect

from county.kernel import clock
from tests.browser.conftest import DESKTOP, MOBILE, Open


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth") <= MOBILE["width"])


def serious(found: list[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    return [one for one in found if one[1] in ("serious", "critical")]


def test_a_firm_orders_a_lesson_and_agrees_on_a_time(window: Open, axe) -> None:
    firm = window(MOBILE)
    firm.goto("/demo/")
    firm.locator('form[action^="/demo/be-firm/"] button').first.click()
    firm.goto("/procuracy/firm/menu/")
    top = firm.locator(".pcard").first.locator(".look")
    expect(top.first).to_contain_text("推荐理由：行业 2614")
    assert fits(firm) and serious(axe(firm)) == []
    top.first.locator("a").click()
    title = firm.locator(".pcard h2").first.inner_text()
    firm.fill(
        "[name=persons]", "9999"
    )  # more than the lesson takes: said in words, nothing is lost
    firm.evaluate("document.querySelector('[name=persons]').removeAttribute('max')")
    firm.fill("[name=day1]", str(clock.today() + timedelta(days=6)))
    firm.fill("[name=contact]", "演示联系人")
    firm.fill("[name=question]", "铅封台账怎么留？")
    firm.click("button[value=send]")
    expect(firm.locator(".refused-slot .refused").last).to_be_visible()
    expect(firm.locator("[name=question]")).to_have_value("铅封台账怎么留？")
    firm.fill("[name=persons]", "20")
    firm.click("button[value=send]")
    firm.wait_for_url(re.compile("/procuracy/firm/orders/"))
    assert fits(firm) and serious(axe(firm)) == []

    liaison = window(DESKTOP, officer="lian")
    liaison.goto("/procuracy/orders/")
    assert serious(axe(liaison)) == []
    row = liaison.locator("tbody tr", has_text=title)
    row.locator("a").first.click()
    liaison.get_by_role("button", name="受理", exact=True).click()
    liaison.get_by_role("button", name="提出时段").first.click()
    day = clock.add_working_days(clock.today(), 4)
    liaison.select_option("#prop_lecturer", index=1)
    for number, hour in ((1, 9), (2, 14)):
        liaison.fill(f"#prop_start{number}", f"{day}T{hour:02d}:00")
    liaison.locator("#propose button.btn-primary").click()
    expect(liaison.locator("tbody tr")).to_have_count(2)
    assert serious(axe(liaison)) == []

    firm.reload()
    expect(firm.locator(".ptag")).to_have_count(2)
    assert fits(firm) and serious(axe(firm)) == []
    firm.get_by_role("button", name="确认这个时段").first.click()
    expect(firm.locator(".pcard", has_text="加入我的日历")).to_contain_text(f"{day} 09:00")
    expect(firm.locator(".look").first).to_contain_text("已排期")

    liaison.goto(f"/procuracy/orders/calendar/?month={day}")
    expect(liaison.locator("table.month td a")).to_contain_text("09:00")
    assert serious(axe(liaison)) == []
    liaison.locator("table.month td a").click()
    with liaison.expect_popup() as opened:
        liaison.get_by_role("link", name="签到码").click()
    expect(opened.value.locator("figure.qr svg")).to_be_visible()
