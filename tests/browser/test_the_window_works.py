"""The browser, the pages and the streams answer one another."""

from playwright.sync_api import Page, expect


def test_the_first_page_leads_to_the_door(page: Page):
    page.goto("/")
    expect(page).to_have_url("/sign-in/")
    expect(page.locator("html")).to_have_attribute("lang", "zh-Hans")


def test_the_front_end_is_built_and_loads(page: Page):
    page.goto("/sign-in/")
    assert page.evaluate("typeof window.htmx") == "object"


def test_the_door_is_accessible(page: Page, axe):
    page.goto("/sign-in/")
    assert axe(page) == []
