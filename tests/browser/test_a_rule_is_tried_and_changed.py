"""The rule page in a real browser: tried on past facts, changed by two, told below the records."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESKTOP, MOBILE, Open

GRID = "330424001G03"
THEFTS = "/linkage/rules/thefts_in_a_grid_warn_shops_and_suggest_patrols/"
FRAUDS = "/linkage/rules/three_frauds_of_a_type_draft_a_county_warning/"
"""The county is shared by every journey: what one of them changes, no other may need as built."""
Axe = Callable[..., list[tuple[str, str, str]]]


def enters(desk: Page, number: str, area: str = GRID) -> None:
    """An officer enters a theft."""
    desk.goto("/incidents/new/")
    desk.fill("[name=number]", number)
    desk.select_option("[name=what]", "theft")
    desk.fill("[name=happened_on]", date.today().isoformat())  # noqa: DTZ011 - the browser's day
    desk.select_option("[name=area]", area)
    desk.fill("[name=loss]", "500")
    desk.locator("form.narrow-form button.btn-primary").click()
    expect(desk.locator("h1")).to_contain_text(number)


def test_three_thefts_are_told_below_the_third_and_on_the_rules_page(
    window: Open, axe: Axe
) -> None:
    desk = window(DESKTOP, officer="shen")
    for number in ("演示浏览1", "演示浏览2", "演示浏览3"):
        enters(desk, number)
    chain = desk.locator(".chain")
    for _again in range(40):
        desk.reload()
        desk.wait_for_timeout(800)
        if chain.count():
            break
    expect(chain).to_contain_text("建议加强巡逻")
    assert axe(desk) == []
    chain.locator("a", has_text="网格一周三起盗窃").first.click()
    expect(desk.locator("h2", has_text="引出什么")).to_be_visible()
    patrol = desk.locator(".chain-f", has_text="建议加强巡逻")
    patrol.locator("summary").click()
    patrol.locator("[name=reason]").fill("已安排便衣")
    patrol.locator("button.btn-danger").click()
    expect(desk.locator(".chain-f", has_text="建议加强巡逻")).to_contain_text("已取消")


@pytest.mark.parametrize("size", [DESKTOP, MOBILE], ids=["desktop", "phone"])
def test_a_rule_is_tried_before_it_is_changed(window: Open, axe: Axe, size: dict[str, int]) -> None:
    keeper = window(size, officer="cmd")
    keeper.goto("/linkage/")
    expect(keeper.locator("tbody tr")).not_to_have_count(0)
    assert axe(keeper) == []
    keeper.goto(THEFTS)
    keeper.locator("summary", has_text="试运行").click()
    keeper.fill("#trial_days", "30")
    keeper.locator("form[action$='/try/'] button.btn-primary").click()
    expect(keeper.locator("#progress")).to_contain_text("会触发", timeout=60_000)
    assert axe(keeper) == []
    assert keeper.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_threshold_changes_when_a_second_person_agrees(window: Open) -> None:
    keeper = window(DESKTOP, officer="cmd")
    keeper.goto(FRAUDS)
    keeper.locator("summary", has_text="变更").click()
    keeper.fill("#wish_cases", "4")
    keeper.fill("#wish_reason", "三起太敏感")
    keeper.locator("form[action$='/change/'] button.btn-primary").click()
    expect(keeper.locator("main")).to_contain_text("等待第二人同意")
    chief = window(DESKTOP, officer="dong")
    chief.goto("/approvals/")
    chief.locator(".lines a", has_text="变更规则").first.click()
    expect(chief.locator("main")).to_contain_text("3 → 4")
    chief.locator("button[value=grant]").click()
    kept = keeper.locator("ul.lines", has_text="三起太敏感")
    for _again in range(40):
        keeper.goto(FRAUDS)
        if kept.count():
            break
        keeper.wait_for_timeout(500)
    expect(kept).to_contain_text("董检察长")
    expect(keeper.locator("dl.kv dd", has_text="L06").first).to_contain_text("4")
