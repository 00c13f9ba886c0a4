"""A suggestion from the lead to the archive, at four desks and on the enterprise's phone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Locator, Page, expect

from county.kernel import clock
from tests.actors import png
from tests.browser.conftest import DESKTOP, MOBILE, Open

FIRM, PHONE = "91330424MA00000230", "19900299001"
Look = Callable[[Page], None]


def act(page: Page, name: str, **said: Any) -> None:
    """Open what may be done now, fill it in, do it; the page then shows the next."""
    page.click(f"[data-county-open=act-{name}]")
    box = page.locator(f"#act-{name}")
    for field, value in said.items():
        fill(box.locator(f"[name='{field}']"), value)
    with page.expect_navigation():
        box.locator(".dlg-f button").click()


def fill(field: Locator, value: Any) -> None:
    """Fill in a field, choose from a list, or tick a box, as the page offers it."""
    if isinstance(value, list):
        for one in value:
            field.and_(field.page.locator(f"[value='{one}']")).check()
    elif value is True:
        field.check()
    elif field.evaluate("one => one.tagName") == "SELECT":
        field.select_option(value)
    else:
        field.fill(value)


def press(page: Page, name: str) -> None:
    """Do what needs no form."""
    with page.expect_navigation():
        page.click(f"form[action$='/{name}/'] button")


def enter_as_firm(window: Open) -> Page:
    """The counter opens an enterprise's account; its phone follows the link of the message."""
    counter = window(DESKTOP, officer="chuang")
    counter.goto(f"/enterprises/?words={FIRM}")
    counter.locator("td a").first.click()
    counter.fill("#open_name", "某法人")
    counter.fill("#open_phone", PHONE)
    counter.select_option("#open_how", index=1)
    with counter.expect_navigation():
        counter.locator("form[action$='/open/'] button").click()
    link = counter.locator("code.demo-sms").first.inner_text()
    phone = window(MOBILE)
    phone.goto("/firm/join/" + link.partition("/firm/join/")[2].split()[0])
    phone.click(".weui-btn_primary")
    expect(phone.locator(".firm-head b")).to_be_visible()
    return phone


def register(desk: Page) -> str:
    """The handling prosecutor registers a lead about the enterprise; its address."""
    desk.goto("/procuracy/suggestions/")
    desk.click("a.btn-primary")
    desk.select_option("#id_ground", "G1")
    desk.fill("#id_case_no", "（演示）刑检〔2026〕1号")
    desk.fill("#id_reason", "货运环节连续失窃，过磅与出门没有复核")
    desk.fill("#id_firm", FIRM)
    desk.click(".dlg-f button")
    expect(desk.locator("h1")).to_contain_text("JY-")
    return desk.url


def investigate(desk: Page, chief: Page, lead: str) -> None:
    """The plan, the chief's yes, a measure on the spot with its photo, the report."""
    act(desk, "plan", plan="核查货运和计量管理", measures=["on_site"], people="蒋检察官、书记员")
    chief.goto(lead)
    act(chief, "decide-plan", granted="yes", words="同意调查核实")
    desk.reload()
    act(desk, "step", measure="on_site", place="厂区地磅房", record="查看过磅记录，未见复核签字")
    act(desk, "report", findings="管理制度不健全，应当制发检察建议。")


def write(desk: Page, lead: str, look: Look) -> None:
    """The letter: kept while it is written; items are added, taken out; faults told beside it."""
    press(desk, "draft")
    desk.fill("#id_origin", "本院在办理一起系列盗窃案中发现你公司货运管理存在漏洞。")
    expect(desk.locator("#revision")).to_have_value("1")
    expect(desk.locator(".faults")).to_contain_text("违法情形")
    desk.fill("#id_facts", "过磅记录无人复核，出门不核对单据。")
    desk.fill("#id_faults", "计量和出门管理有漏洞，应当消除隐患。")
    desk.fill("#content0", "建议完善过磅复核制度，双人签字。")
    desk.fill("#basis0", "《企业事业单位内部治安保卫条例》第七条")
    desk.press("#basis0", "Enter")
    expect(desk.locator("#content0")).to_have_value("建议完善过磅复核制度，双人签字。")
    desk.click("button[name=more]")
    desk.fill("#content1", "责令更换保安队伍。")
    expect(desk.locator(".faults")).to_contain_text("责令")
    desk.click("button[name=more]")
    expect(desk.locator(".of-item")).to_have_count(3)
    desk.locator("button[name=drop]").nth(1).click()
    expect(desk.locator("#content0")).to_have_value("建议完善过磅复核制度，双人签字。")
    expect(desk.locator("#content1")).to_have_count(0)
    desk.fill("#id_contact", "蒋检察官")
    desk.fill("#id_contact_phone", "0573-00000000")
    desk.fill("#id_secrets", "过磅记录")
    expect(desk.locator("#saved .grn")).to_be_visible()
    look(desk)
    with desk.expect_navigation():
        desk.click("button[name=leave]")
    desk.click("a[href$='/papers/draft/']")
    expect(desk.locator(".paper-pages img").first).to_be_visible()
    look(desk)
    desk.goto(lead)
    press(desk, "send")


def issue(window: Open, desk: Page, chief: Page, lead: str, look: Look) -> Page:
    """Legal review, signature, number, delivery by reading, filing, a copy."""
    reviewer = window(DESKTOP, officer="ping")
    reviewer.goto("/procuracy/suggestions/")
    look(reviewer)
    reviewer.locator("td a").first.click()
    reviewer.wait_for_load_state()
    fields = {"necessary": "必要", "lawful": "合法", "reasoned": "说理充分", "words": "同意"}
    act(reviewer, "review", passed="pass", **fields)
    chief.goto(lead)
    look(chief)
    act(chief, "sign", granted="yes", words="同意制发")
    manager = window(DESKTOP, officer="an")
    manager.goto(lead)
    press(manager, "issue")
    expect(manager.locator("h1")).to_contain_text("检建〔")
    desk.goto(lead)
    act(desk, "deliver", how="proclaimed", receiver="某法人", receiver_post="法定代表人",
        consent=True, where="addressee", place="公司会议室", reader="蒋检察官",
        third_parties="人大代表、人民监督员")  # fmt: skip
    manager.reload()
    for to in ("counterpart", "research"):
        act(manager, "file", to=to)
    chief.reload()
    act(chief, "copy", departments=["EM"], why="安全生产主管部门")
    return manager


def object_and_urge(phone: Page, desk: Page, chief: Page, lead: str) -> None:
    """The enterprise objects and learns why not; it is urged twice, then taken further."""
    phone.goto("/procuracy/firm/suggestions/")
    phone.locator(f".pcard h2 a[href*='{lead.rstrip('/').rpartition('/')[2]}']").click()
    phone.locator("summary", has_text="提出异议").click()
    phone.fill("#objection_words", "门卫已有登记，请再核实。")
    with phone.expect_navigation():
        phone.locator("form[action$='/object/'] button").click()
    chief.goto(lead)
    act(chief, "decide-objection", outcome="dismiss", reasons="登记没有复核，建议不变。")
    expect(chief.locator(".waits button")).to_be_disabled()
    desk.goto(lead)
    for words in ("电话询问进度，对方称正在办理", "上门督促，商定月底前回复"):
        act(desk, "urge", how="inquiry", counterpart="某法人", record=words)
    chief.reload()
    act(chief, "escalate", to=["government"], reasons="经两次督促，无正当理由未整改")
    phone.reload()


def answer(phone: Page, folder: Path) -> None:
    """Item by item on the phone, kept while it is written, with a photo and a PDF; then sent."""
    Image.new("RGB", (90, 60), "white").save(folder / "复核记录.pdf")
    (folder / "地磅.png").write_bytes(png(300, 200))
    send = phone.locator("button[name=send]")
    phone.fill("[name=item1-measure]", "已实行双人过磅、出门核对单据。")
    phone.fill("[name=responsible]", "某法人")
    phone.press("[name=responsible]", "Enter")
    expect(phone.locator("#saved")).to_contain_text("尚未提交")
    for number, name in enumerate(("地磅.png", "复核记录.pdf"), 1):
        phone.set_input_files("#file1", folder / name)
        expect(phone.locator("#evidence1 a")).to_have_count(number)
        assert phone.locator("#file1").evaluate("one => one.files.length") == 0
    phone.locator("#evidence1 button").first.click()
    expect(phone.locator("#evidence1 a")).to_have_count(1)
    expect(phone.locator("[name=item1-measure]")).to_have_value("已实行双人过磅、出门核对单据。")
    send.click()
    expect(phone.locator("#reply .refused")).to_be_in_viewport()
    phone.select_option("[name=item1-state]", "fully")
    phone.fill("[name=item1-on]", str(clock.today()))
    phone.fill("[name=item1-person]", "某主管")


def settle(desk: Page, manager: Page, lead: str) -> None:
    """The reply is reviewed item by item, the enterprise visited, the volume archived."""
    desk.goto(lead)
    found = {"item1-adopted": "yes", "item1-found": "fully"}
    act(desk, "review-reply", **found, words="整改到位")
    visit = {
        "place": "公司厂区", "visitors": "蒋检察官、书记员", "participants": "某法人（法定代表人）",
        "result": "lasting", "signed_by_firm": "某法人", "item1-found": "fully",
    }  # fmt: skip
    act(desk, "revisit", **visit)
    manager.goto(lead)
    act(manager, "archive", retention="long", volumes="检察建议书\n送达回证\n回复")
    expect(manager.locator("dl.kv").first).to_contain_text("检察建议书、送达回证、回复")


def test_a_suggestion_goes_its_way(window: Open, axe: Any, tmp_path: Path) -> None:
    """Its pages fit a desk and a phone, and can be used without seeing or without a mouse."""

    def look(page: Page, back: dict[str, int] = DESKTOP) -> None:
        for size in (DESKTOP, MOBILE):
            page.set_viewport_size(size)
            assert page.evaluate("document.documentElement.scrollWidth") <= size["width"], page.url
            assert [one for one in axe(page) if one[1] in ("serious", "critical")] == [], page.url
        page.set_viewport_size(back)

    phone = enter_as_firm(window)
    desk, chief = window(DESKTOP, officer="jiang"), window(DESKTOP, officer="dong")
    lead = register(desk)
    investigate(desk, chief, lead)
    write(desk, lead, look)
    manager = issue(window, desk, chief, lead, look)
    object_and_urge(phone, desk, chief, lead)
    answer(phone, tmp_path)
    look(phone, MOBILE)
    with phone.expect_navigation():
        phone.click("button[name=send]")
    expect(phone.locator(".pcard .look")).to_contain_text("双人过磅")
    paper = phone.locator(".papers a").first
    phone.locator("summary", has_text="检察建议书").click()
    paper.click()
    expect(phone.locator(".paper-pages img").first).to_be_visible()
    look(phone, MOBILE)
    settle(desk, manager, lead)
    copy = window(DESKTOP, officer="yingji")
    copy.goto("/procuracy/copies/")
    copy.locator("td a").first.click()
    expect(copy.locator(".letter")).to_contain_text("××")
    assert copy.goto(lead).status in (403, 404)
    for page, address in (
        (desk, lead), (manager, "/procuracy/suggestions/?whose=all"),
        (manager, "/procuracy/numbers/"), (chief, "/procuracy/figures/"),
        (chief, "/procuracy/measures/"), (copy, "/procuracy/copies/"),
    ):  # fmt: skip
        page.goto(address)
        look(page)
