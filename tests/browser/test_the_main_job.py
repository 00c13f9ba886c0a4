"""The main job, as a newcomer plays it: a screenshot comes in, an officer acts, money is saved."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, expect

from county.dimensions.fraud.tests.screenshots import chat
from tests.browser.conftest import DESKTOP, MOBILE, Open, begin, keep

SCREENSHOT = [
    ("other", "小储，我是王总，在开会不方便接电话"),
    ("other", "马上转48万到这个账户，合同保证金，急用"),
    ("self", "好的王总，账号发我"),
    ("other", "不要告诉别人，转完截图给我"),
]


def frauds_stopped(desk: Page) -> int:
    desk.goto("/helpdesk/figures/")
    return int(desk.locator(".fig", has_text="诈骗劝阻成功").locator("b").inner_text())


def test_the_main_job(window: Open, tmp_path: Path) -> None:
    desk = window(DESKTOP, officer="chen")
    saved = frauds_stopped(desk)
    desk.goto("/helpdesk/")
    phone = window(MOBILE)
    phone.goto("/helpdesk/phone/")
    keep(phone, "phone-first-contact")
    begin(phone, "330424101", "小储的公司")

    # 10:02, a screenshot; within seconds the officer's open page warns, and says why.
    picture = tmp_path / "截图.png"
    picture.write_bytes(chat(SCREENSHOT))
    phone.set_input_files("[data-county-picture]", picture)
    phone.wait_for_selector(".pm.own img[src*='/files/']")
    desk.wait_for_selector(".toast-i.loud")
    line = desk.locator(".items li", has_text="小储的公司").first
    expect(line).to_contain_text("冒充领导熟人")
    line.click()
    card = desk.locator(".alert-card").first
    expect(card).to_contain_text("冒充领导熟人")
    desk.wait_for_selector(".readout")
    keep(desk, "desk-alert")

    # A person judges; the office's words are one click away; the phone hears them live.
    card.get_by_role("button", name="确认诈骗").click()
    expect(desk.locator(".alert-card.confirmed")).to_be_visible()
    desk.fill(".comp textarea", "不要转账，退出群。我们马上到。")
    phone.wait_for_selector("#typing:not([hidden])")
    desk.click("[data-county-send]")
    expect(phone.locator(".pm:not(.own) .pb")).to_have_text("不要转账，退出群。我们马上到。")
    expect(desk.locator(".m.mine .b")).to_have_text("不要转账，退出群。我们马上到。")
    phone.fill(".pcomp textarea", "还没有转，谢谢！")
    phone.click(".psend")
    expect(desk.locator(".m:not(.mine) .b", has_text="还没有转")).to_be_visible()
    keep(phone, "phone-conversation")

    # There, and done: the visit, the outcome with its amount, three calls of after-care.
    desk.click(".more-acts summary")
    desk.get_by_role("button", name="上门处置").click()
    desk.select_option("#visit_officer", label="何辅警 · 沈荡派出所")
    desk.fill("#visit_reason", "到企业当面核实")
    desk.locator("#visit button.btn-primary").click()
    expect(desk.locator("#head")).to_contain_text("现场处置")
    desk.get_by_role("button", name="登记结果").click()
    desk.select_option("#outcome_result", "solved")
    desk.select_option("#outcome_money", "kept")
    desk.fill("#outcome_stated_amount", "480000")
    desk.locator("#outcome button.btn-primary").click()
    expect(desk.locator(".tasks li", has_text="回访关怀")).to_have_count(3)
    keep(desk, "desk-outcome")

    # The resident rates; the county counts.
    phone.get_by_role("button", name="非常满意", exact=True).click()
    expect(phone.locator(".rate")).to_have_count(0)
    desk.get_by_role("button", name="办结", exact=True).first.click()
    expect(desk.locator(".closed-line")).to_be_visible()
    assert frauds_stopped(desk) == saved + 1
    desk.goto("/helpdesk/figures/?span=month")
    desk.wait_for_selector(".chart canvas")
    keep(desk, "desk-figures")


def test_a_refusal_loses_nothing_that_was_typed(window: Open) -> None:
    phone = window(MOBILE)
    begin(phone, "330424101", "陆师傅")
    phone.fill(".pcomp textarea", "楼下太吵了")
    phone.click(".psend")
    desk = window(DESKTOP, officer="chen")
    desk.goto("/helpdesk/")
    desk.locator(".items li", has_text="陆师傅").first.click()
    desk.click(".lockline button")
    desk.fill("#why_reason", " ")
    desk.locator("#why button.btn-primary").click()
    desk.wait_for_selector("#why .refused")
    desk.fill("#why_reason", "核对报警人信息")
    desk.locator("#why button.btn-primary").click()
    desk.wait_for_selector("#private .shown")
    phone.goto("/helpdesk/phone/me/")
    expect(phone.locator(".look")).to_contain_text("核对报警人信息")
