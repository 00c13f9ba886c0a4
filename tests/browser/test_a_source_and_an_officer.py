"""Somebody whom nobody knows, without a script, and an officer who asks back: both ways sealed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect

from county.demo.stories.leads import PASSPHRASE
from tests.acceptance.conftest import Installation
from tests.browser.conftest import DESKTOP, MOBILE, Open, settled

TOWN = "330424101"
TEXT, MORE, QUESTION = (
    "演示：河边仓库夜里有人赌博",
    "演示：凌晨两点左右",
    "大概几点？不要写您自己的情况。",
)
SEND, OPEN, SAY = (f"form:has(input[value={do}]) button" for do in ("send", "open", "say"))
UNTIL_TAKEN_IN = 100_000
"""Milliseconds: in the demonstration the worker takes leads in at every full minute."""


def tells(page: Page, address: str) -> str:
    """Leave a lead; comes back with the sixteen digits that are shown once."""
    page.goto(address)
    page.select_option("select[name=topic]", "gambling")
    page.select_option("select[name=town]", TOWN)
    page.fill("textarea[name=text]", TEXT)
    page.click(SEND)
    expect(page.locator(".digits span")).to_have_count(4)
    assert page.context.cookies() == []
    return "".join(page.locator(".digits span").all_inner_texts())


def opens(page: Page, address: str, digits: str) -> None:
    """Open the box with the digits."""
    page.goto(address)
    page.fill("#receipt", digits)
    page.click(OPEN)
    expect(page.locator(".state")).to_be_visible()


def reads(desk: Page, reason: str) -> Any:
    """Open the lead with the unit's passphrase, for a reason."""
    desk.locator("[data-county-open='lead-read']").click()
    desk.fill("#lead-read [name=reason]", reason)
    desk.fill("#lead-read [name=passphrase]", PASSPHRASE)
    desk.locator("#lead-read button.btn-primary").click()
    return desk.locator("#lead-text")


def test_a_source_is_asked_back_and_answers_without_a_script(
    window: Open, county: Installation, axe: Callable[..., list[tuple[str, str, str]]]
) -> None:
    address = f"http://127.0.0.1:{county.tips}/"
    desk = window(DESKTOP, officer="chen")
    desk.goto("/helpdesk/queues/unassigned/")
    source = window(MOBILE, java_script_enabled=False)
    digits = tells(source, address)
    assert len(digits) == 16 and digits.isdecimal()
    # The county is shared: another journey leaves an anonymous lead that names no town.
    row = desk.locator(".items li", has_text="匿名").filter(has_text="沈荡镇")
    expect(row).to_have_count(1, timeout=UNTIL_TAKEN_IN)
    expect(row).not_to_contain_text(TEXT)
    row.click()
    take = desk.locator("form[action$='/take/'] button")
    take.click()
    expect(take).to_have_count(0)
    expect(desk.locator("[data-county-open='lead-read']")).to_be_visible()
    assert TEXT not in settled(desk)
    expect(reads(desk, "线索初核")).to_contain_text(TEXT)
    assert axe(desk) == []
    desk.locator("[data-county-open='source']").first.click()
    desk.fill("#source [name=text]", QUESTION)
    desk.locator("#source button.btn-primary").click()
    expect(desk.locator("#source")).to_be_hidden()

    opens(source, address, digits)
    expect(source.locator(".words")).to_have_text(QUESTION)
    assert TEXT not in settled(source), "what the source wrote is not shown again"
    source.fill("textarea[name=text]", MORE)
    source.click(SAY)
    expect(source.locator(".said")).to_be_visible()
    assert source.context.cookies() == []

    expect(desk.locator(".toast-i", has_text="举报人又有补充")).to_be_visible(
        timeout=UNTIL_TAKEN_IN
    )
    expect(reads(desk, "看补充")).to_contain_text(MORE)
    stranger = window(MOBILE, java_script_enabled=False)
    stranger.goto(address)
    stranger.fill("#receipt", "0" * 16)
    stranger.click(OPEN)
    expect(stranger.locator(".state")).to_have_count(0)
