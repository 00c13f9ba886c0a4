"""The anonymous address in a real browser, without a script."""

import pytest
from playwright.sync_api import Error, expect

from tests.browser.conftest import MOBILE, settled

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
            page.go_back()
        except Error as error:
            assert "ERR_CACHE_MISS" in str(error)
        shown = settled(page)
        assert TEXT not in shown
        assert not any(group in shown for group in digits)


@pytest.mark.parametrize("path", ["/", "/en/"])
def test_it_fits_a_phone_and_can_be_used_by_everybody(window, address, axe, path):
    page = window(MOBILE)  # the checker is a script itself
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
