"""The file's pages in a real browser: whole, calm, and open to everybody (axe)."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page

from county.records.lists import actions as lists
from county.records.lists.tests import sheets
from county.records.residents import actions as residents
from county.records.residents.models import Resident
from county.records.residents.tests.people import identity
from county.records.rights import actions as rights
from tests.actors import Desk

SHOTS = os.environ.get("SHOTS", "")


def enter(context: BrowserContext, site: str, officer: Desk) -> None:
    cookie = officer.client.cookies["siwei"].value
    context.add_cookies([{"name": "siwei", "value": cookie, "url": site}])


def shoot(page: Page, name: str) -> None:
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / f"{name}.png", full_page=True)


@pytest.fixture
def two(transactional_db: None, desk: Any) -> tuple[Resident, Resident]:
    day = date(1985, 6, 17)
    made = []
    for alias, number in (("储某", ""), ("小储", identity(day))):
        one = residents.open_file(alias=alias, town_code="330424001")
        residents.correct(one, by=one, name="演示甲", address="某路1号", identity=number or None)
        residents.record_consent(one, scope="tags", given=True, evidence="窗口签字", by=one)
        made.append(one)
    return made[0], made[1]


def test_an_officers_pages(
    context: BrowserContext, page: Page, site: str, two: Any, desk: Any,
    axe: Callable[..., Any],
) -> None:  # fmt: skip
    chief = desk("所长", post="PLD_CHIEF")
    enter(context, site, chief)
    one, other = two
    rows = [["演示乙", "13800000001", "", "某路2号", "武原街道", ""], ["", "1", "", "", "火星", ""]]
    made = lists.take(
        sheets.text(sheets.HEAD, *rows), name="名单.csv", kind="residents", by=chief.officer
    )
    for name, address in {
        "file": f"/residents/{one.pk}/",
        "consents": f"/residents/{one.pk}/consents/",
        "doubles": "/residents/doubles/",
        "compare": f"/residents/doubles/{one.pk}/{other.pk}/",
        "looks": "/residents/looks/",
        "imports": "/lists/imports/",
        "import": f"/lists/imports/{made.pk}/",
        "exports": "/lists/exports/",
    }.items():
        page.goto(address)
        shoot(page, name)
        assert axe(page) == [], address


def test_the_offices_pages(
    context: BrowserContext, page: Page, site: str, two: Any, desk: Any,
    axe: Callable[..., Any],
) -> None:  # fmt: skip
    office = desk("主任", post="DPO", department="DPO")
    enter(context, site, office)
    wish = rights.ask(two[0], right="delete", words="请删除")
    for name, address in {
        "requests": "/rights/",
        "request": f"/rights/{wish.pk}/",
        "periods": "/rights/periods/",
        "alarms": "/audit/alarms/",
    }.items():
        page.goto(address)
        shoot(page, name)
        assert axe(page) == [], address


def test_another_stations_page(
    context: BrowserContext, page: Page, site: str, two: Any, desk: Any,
    axe: Callable[..., Any],
) -> None:  # fmt: skip
    enter(context, site, desk("陈警官", department="PS101"))
    page.goto(f"/residents/{two[0].pk}/")
    shoot(page, "leave")
    assert axe(page) == []
    page.fill("input[name=reason]", "核实报案人身份")
    page.fill("input[name=because]", "HY20261123-0001")
    page.click("main button[type=submit]")
    page.wait_for_selector("dl.kv")
    assert "储某" in page.inner_text("h1")


def test_a_residents_own_pages(
    context: BrowserContext, page: Page, axe: Callable[..., Any], desk: Any
) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto("/helpdesk/phone/")
    page.select_option("select[name=town]", "330424001")
    page.fill("input[name=alias]", "小储")
    page.click("button[type=submit]")
    page.wait_for_selector(".pcomp")
    person = Resident.objects.get()
    residents.record_consent(person, scope="tags", given=True, evidence="本人", by=person)
    rights.ask(person, right="correct", words="地址错了")
    page.goto("/helpdesk/phone/me/")
    shoot(page, "phone-me")
    assert axe(page) == []
    page.click("a[href='/rights/mine/data/']")
    page.wait_for_selector("dl.kv")
    shoot(page, "phone-copy")
    assert axe(page) == []
