"""The county's page on a desk and on a phone, and the wall, which hears of news by itself."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESKTOP, MOBILE, Open
from tests.browser.test_a_rule_is_tried_and_changed import enters
from tests.browser.test_the_phone import begin

WALL = {"width": 1920, "height": 1080}
LATEST = 6
"""Of what waits so much stands on the wall."""
SCAM = "对方说是公安局的，说我涉嫌洗钱，要把5万块转到安全账户，不能告诉家里人"


def asks(window: Open, town: str, alias: str, text: str = SCAM) -> Page:
    """A resident writes."""
    phone = window(MOBILE)
    begin(phone, town, alias)
    phone.fill(".pcomp textarea", text)
    phone.click(".psend")
    expect(phone.locator("#thread .pm.own").first).to_be_visible()
    return phone


def serious(found: list[Any]) -> list[Any]:
    return [one for one in found if one[1] in ("serious", "critical")]


def waiting(page: Page) -> int:
    """How many suspected frauds the page says nobody has judged."""
    ring = page.locator(".ring.grave b")
    return int(ring.inner_text()) if ring.count() else 0


def test_a_figure_leads_to_its_rows_and_each_row_to_its_page(window: Open, axe) -> None:
    asks(window, "330424101", "被骗的人")
    desk = window(DESKTOP, officer="cmd")
    for number in ("演示县域1", "演示县域2"):
        enters(desk, number, "330424101")
    desk.goto("/county/?period=today")
    expect(desk.locator(".ring.grave b")).to_be_visible()
    before = waiting(desk)
    asks(window, "330424101", "又一个被骗的人")
    expect(desk.locator(".ring.grave b")).to_have_text(str(before + 1))  # nobody loaded it anew
    expect(desk.locator("[data-county-map] .leaflet-tooltip.town")).to_have_count(9)
    expect(desk.locator("[data-county-chart=trend] canvas")).to_be_visible()
    assert serious(axe(desk)) == []
    desk.locator(".fig a[href*='/figures/S24/']").click()
    expect(desk.locator("h1")).to_contain_text("侵财警情同比")
    rows = desk.locator("table.tbl tbody tr")
    assert rows.count() >= 1
    expect(desk.locator(".said b")).to_contain_text(re.compile(rf"\b{rows.count()}\b"))
    desk.select_option("#town", "330424101")
    desk.locator("form.filters button").click()
    expect(desk.locator(".said b")).to_contain_text(re.compile(r"\b2\b"))
    assert serious(axe(desk)) == []
    rows.first.locator("a").click()
    expect(desk).to_have_url(re.compile("/incidents/"))


@pytest.mark.parametrize("size", [DESKTOP, MOBILE], ids=["desktop", "phone"])
@pytest.mark.parametrize("officer", ["cmd", "shen", "dong"])
def test_no_page_overflows_or_has_a_barrier(window: Open, axe, size, officer) -> None:
    page = window(size, officer=officer)
    for address in (
        "/county/", "/county/?town=330424001", "/county/?period=own&from=2026-11-01",
        "/county/definitions/", "/county/figures/S24/", "/county/figures/S22/", "/county/years/",
    ):  # fmt: skip
        answer = page.goto(address)
        if answer is not None and answer.status == 403:
            continue
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"], address
        assert serious(axe(page)) == [], address


def test_the_wall_fits_its_screen_and_hears_of_news(window: Open, axe) -> None:
    asks(window, "330424102", "墙前的人")
    wall = window(WALL, officer="cmd")
    wall.goto("/county/wall/")
    expect(wall.locator("[data-wall-chart=map] canvas").first).to_be_visible()
    wide = wall.evaluate("[document.documentElement.scrollWidth, document.body.scrollHeight]")
    assert wide[0] <= WALL["width"] and wide[1] <= WALL["height"]
    for part in wall.locator("section.p").all():
        clipped = part.evaluate("one => one.scrollHeight - one.clientHeight")
        assert clipped <= 1, part.inner_text()[:40]
    assert serious(axe(wall)) == []
    smallest = wall.evaluate(
        "Math.min(...[...document.querySelectorAll('.wall *')].filter(one => one.offsetParent"
        " && !one.closest('.visually-hidden') && one.childNodes.length === 1"
        " && one.firstChild.nodeType === 3).map(one => parseFloat(getComputedStyle(one).fontSize)))"
    )
    assert smallest >= 14, "read from afar"
    count = wall.locator(".alarms li").count()
    first = wall.locator(".alarms li").first.inner_text()
    asks(window, "330424103", "墙前的又一人", "刷单做任务返佣金，先垫付了三千元现在提不出来")
    # Another journey's alarm may come meanwhile: that more are there is what can be said.
    expect(wall.locator(".alarms li").first).not_to_have_text(first) if count >= LATEST else expect(
        wall.locator(".alarms li")
    ).not_to_have_count(count)
    expect(wall.locator("body")).not_to_contain_text("墙前的")


@pytest.mark.parametrize("size", [(1366, 768), (1440, 900), (390, 844)], ids=str)
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_wall_is_whole_on_other_screens_too(window: Open, size, language) -> None:
    """An old desktop shows the same wall, smaller; a phone shows it below one another."""
    wall = window({"width": size[0], "height": size[1]}, officer="cmd")
    wall.context.add_cookies([{"name": "language", "value": language, "url": wall.url}])
    wall.goto("/county/wall/")
    expect(wall.locator("[data-wall-chart=map] canvas").first).to_be_visible()
    assert wall.evaluate("document.documentElement.scrollWidth") <= size[0]
    charts = wall.locator("[data-wall-chart]").all()
    assert min(one.bounding_box()["height"] for one in charts) > 90  # type: ignore[index]
    for part in wall.locator("section.p").all():
        lost = part.evaluate(
            "one => [one.scrollWidth - one.clientWidth, one.scrollHeight - one.clientHeight]"
        )
        assert max(lost) <= 1, part.inner_text()[:40]


def test_the_wall_is_calm_for_whoever_wants_it_and_works_by_keyboard(window: Open) -> None:
    wall = window(WALL, officer="cmd", reduced_motion="reduce")
    wall.goto("/county/wall/")
    expect(wall.locator("[data-wall-chart=map] canvas").first).to_be_visible()
    wall.keyboard.press("Tab")
    expect(wall.locator("#full")).to_be_focused()
    wall.keyboard.press("Tab")
    wall.keyboard.press("Enter")
    expect(wall).to_have_url(re.compile("/county/\\?period=campaign"))


def test_the_number_entered_by_hand_says_who_entered_it(window: Open) -> None:
    desk = window(DESKTOP, officer="cmd")
    desk.goto("/county/years/")
    desk.fill("input[name=years]", "19")
    desk.fill("input[name=basis]", "示例文件〔2026〕1号")
    with desk.expect_navigation():
        desk.locator("form[action='/county/years/note/'] button").click()
    expect(desk.locator("table.tbl tbody tr").first).to_contain_text("值班长")
    desk.goto("/county/")
    expect(desk.locator(".fig", has_text="S32").locator("b")).to_contain_text("19")
