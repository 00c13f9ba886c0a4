"""An officer plans a round, sees it on the map, and notes a visit on a phone."""

from datetime import timedelta

from playwright.sync_api import expect

from county.kernel import clock
from tests.actors import png
from tests.browser.conftest import DESKTOP, MOBILE, Open
from tests.browser.test_the_phone import begin


def test_a_round_is_planned_seen_on_the_map_and_noted_on_a_phone(window: Open, axe) -> None:
    resident = window(MOBILE)
    begin(resident, "330424001", "约走访的人")
    resident.fill(".pcomp textarea", "想请民警上门讲讲防骗")
    resident.click(".psend")
    expect(resident.locator("#thread .pm.own")).to_have_count(1)
    desk = window(DESKTOP, officer="shen")
    desk.goto("/residents/?words=约走访的人")
    desk.locator("td a").first.click()
    desk.locator("summary", has_text="提出走访").click()
    desk.fill("#visit_why", "本人要求上门讲解")
    desk.fill("#visit_due_on", str(clock.today() + timedelta(days=2)))
    desk.locator("form[action^='/visits/residents/'] button").click()
    expect(desk.locator("h1")).to_contain_text("约走访的人")
    desk.fill("#plan_appointment", "电话约定")
    desk.locator("form[action$='/plan/'] button").click()
    expect(desk.locator("[data-county-map] .leaflet-marker-icon:not(.town)")).to_have_count(1)
    expect(desk.locator("[data-county-map] .leaflet-tooltip.town")).to_have_count(9)
    assert [one for one in axe(desk) if one[1] in ("serious", "critical")] == []
    officer = window(MOBILE, officer="shen")
    officer.goto("/visits/day/")
    officer.locator("ol.lines a").first.click()
    assert officer.evaluate("document.documentElement.scrollWidth") <= MOBILE["width"]
    officer.fill("#rec_outcome", "已讲解防骗要点")
    officer.locator("form[action$='/record/'] button").click()
    expect(officer.locator("dl.kv")).to_contain_text("已讲解防骗要点")
    resident.goto("/helpdesk/phone/me/")
    expect(resident.locator("#visits")).to_contain_text("已讲解防骗要点")


def test_a_resident_refuses_personal_content_with_one_tap(window: Open, axe) -> None:
    resident = window(MOBILE)
    begin(resident, "330424001", "只要通用内容的人")
    resident.goto("/helpdesk/phone/me/")
    resident.get_by_role("switch", name="开启：仅接收通用内容").click()
    expect(resident.get_by_role("switch", name="关闭：仅接收通用内容")).to_be_visible()
    assert resident.evaluate("document.documentElement.scrollWidth") <= MOBILE["width"]
    assert [one for one in axe(resident) if one[1] in ("serious", "critical")] == []


def test_a_round_is_walked_with_the_phone_alone(window: Open, axe, tmp_path) -> None:
    """On 390 × 844: proposed, agreed, seen on the map, noted with a photo and the next day."""
    resident = window(MOBILE)
    begin(resident, "330424002", "看地图的人")
    officer = window(MOBILE, officer="lu")
    officer.goto("/residents/?words=看地图的人")
    officer.locator("td a").first.click()
    officer.locator("summary", has_text="提出走访").click()
    officer.fill("#visit_why", "本人约好上门讲防骗")
    officer.fill("#visit_due_on", str(clock.today() + timedelta(days=3)))
    officer.locator("form[action^='/visits/residents/'] button").click()
    expect(officer.locator("h1")).to_contain_text("看地图的人")
    officer.fill("#plan_appointment", "电话约定今天下午")
    officer.locator("form[action$='/plan/'] button").click()
    place = officer.locator("[data-county-map]")
    expect(place.locator(".leaflet-marker-icon:not(.town)").first).to_be_visible()
    expect(place.locator("path.leaflet-interactive").first).to_be_attached()
    box = place.bounding_box()
    assert box["width"] <= MOBILE["width"] and box["height"] >= 200
    assert officer.evaluate("document.documentElement.scrollWidth") <= MOBILE["width"]
    assert axe(officer) == []
    resident.goto("/helpdesk/phone/me/")
    expect(resident.locator("#visits")).to_contain_text("电话约定今天下午")
    officer.get_by_role("link", name="看地图的人").click()
    expect(officer.locator("h1")).to_contain_text("看地图的人")
    picture = tmp_path / "门牌.png"
    picture.write_bytes(png(300, 200))
    officer.fill("#rec_outcome", "已讲解，留下宣传页")
    officer.set_input_files("#rec_photo", picture)
    officer.fill("#rec_next_on", str(clock.today() + timedelta(days=30)))
    officer.locator("form[action$='/record/'] button").click()
    expect(officer.locator("img.photo")).to_be_visible()
    assert officer.locator("img.photo").evaluate("one => one.complete && one.naturalWidth") == 300
    expect(officer.locator("dl.kv")).to_contain_text(str(clock.today() + timedelta(days=30)))
    assert officer.evaluate("document.documentElement.scrollWidth") <= MOBILE["width"]
    assert axe(officer) == []
    resident.reload()
    expect(resident.locator("#visits")).to_contain_text("已讲解，留下宣传页")
