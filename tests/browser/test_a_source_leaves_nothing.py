"""The anonymous address in a real browser without a script, and its lead at the officer's desk."""

import re

import pytest
from playwright.sync_api import Error, expect

from county.demo.stories.leads import PASSPHRASE
from tests.browser.conftest import DESKTOP, MOBILE

TEXT = "演示：北门车棚夜里有人拔电瓶"
SEND, OPEN, LEAVE = (f"form:has(input[value={do}]) button" for do in ("send", "open", "leave"))


@pytest.fixture
def address(county):
    return f"http://127.0.0.1:{county.tips}"


def tell(page, address, path="/"):
    """Write a lead; comes back with the digits."""
    page.goto(f"{address}{path}")
    page.select_option("select[name=topic]", "theft")
    page.select_option("select[name=town]", "330424001")
    page.fill("textarea[name=text]", TEXT)
    page.click(SEND)
    expect(page.locator(".digits span")).to_have_count(4)
    return page.locator(".digits span").all_inner_texts()


def test_after_leaving_the_back_button_shows_nothing(window, address):
    """A3."""
    page = window(MOBILE, java_script_enabled=False)
    digits = tell(page, address)
    page.click(LEAVE)
    expect(page.locator(".said")).to_be_visible()
    assert page.context.cookies() == []
    for _step in range(4):
        try:
            page.go_back(timeout=5_000)
        except Error as error:
            assert "ERR_CACHE_MISS" in str(error)
        shown = page.content()
        assert TEXT not in shown
        assert not any(group in shown for group in digits)


@pytest.mark.parametrize("path", ["/", "/en/"])
def test_it_fits_a_phone_and_can_be_used_by_everybody(window, address, axe, path):
    page = window(MOBILE, java_script_enabled=False)
    digits = tell(page, address, path)
    assert axe(page) == []
    page.goto(f"{address}{path}")
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= MOBILE["width"]
    page.fill("#receipt", " ".join(digits))
    page.click(OPEN)
    expect(page.locator(".state")).to_be_visible()
    assert axe(page) == []
    assert page.url == f"{address}{path}"


def test_the_officer_reads_it_with_the_passphrase_and_asks_back(window, address):
    source = window(MOBILE, java_script_enabled=False)
    digits = tell(source, address)
    zhu = window(DESKTOP, officer="zhu")
    deadline = 90
    while deadline and not lead_of(zhu):
        zhu.wait_for_timeout(1000)
        deadline -= 1
    zhu.click(".items li a:has-text('匿名')")
    zhu.click("button:has-text('接手'), button:has-text('接待'), button:has-text('接入')")
    zhu.click(".lead-read button")
    zhu.fill("dialog[open] input[name=reason]", "初核")
    zhu.fill("dialog[open] input[name=passphrase]", PASSPHRASE)
    zhu.click("dialog[open] .dlg-f button.btn-primary")
    expect(zhu.locator("#lead-text")).to_contain_text(TEXT)
    zhu.click("button:has-text('给举报人的留言')")
    zhu.fill("dialog[open] textarea[name=text]", "大概几点？")
    zhu.click("dialog[open] .dlg-f button.btn-primary")
    zhu.wait_for_timeout(1500)
    source.goto(f"{address}/en/")
    source.fill("#receipt", "".join(digits))
    source.click(OPEN)
    expect(source.locator(".words")).to_have_text(re.compile("大概几点"))


def lead_of(page):
    """Whether the queue shows an anonymous lead; the demonstration takes boxes in each minute."""
    page.goto("/helpdesk/queues/unassigned/")
    return page.locator(".items li a:has-text('匿名')").count() > 0
