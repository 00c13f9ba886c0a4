"""Officer, resident and approver: a notice from its audience to a question about it, and back."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import orjson
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESKTOP, MOBILE, Open, begin

TOWN, TAG = "330424001", "T0302"
TEXT = "接到“老板”转账要求，先打电话核实。"
LARGE = "一、凡是微信、QQ里的“老板”要求转账，先打电话核实。\n二、拿不准就拨打96110。"
Axe = Callable[..., list[tuple[str, str, str]]]


def well(page: Page, axe: Axe) -> None:
    """The page can be used by everybody, and is no wider than its window."""
    assert axe(page) == [], page.url
    width = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert width[0] <= width[1], page.url


def sets_the_tag(window: Open, alias: str, *, generic: bool = False) -> None:
    """Somebody of the town who says on their own phone that they keep a firm's books."""
    phone = window(MOBILE)
    begin(phone, TOWN, alias)
    phone.goto(f"/tags/mine/new/?code={TAG}")
    phone.get_by_role("button", name="我同意，添加").click()
    expect(phone.locator(".ptag")).to_contain_text("企业财务出纳")
    if generic:
        phone.get_by_role("switch", name="开启：仅接收通用内容").click()
        expect(phone.get_by_role("switch", name="关闭：仅接收通用内容")).to_be_visible()
    phone.context.close()


def is_proposed_the_tag(phone: Page, desk: Page, axe: Axe) -> None:
    """An officer proposes the tag with a reason; the resident reads who, why, until, and agrees."""
    begin(phone, TOWN, "做账的人")
    desk.goto("/residents/?words=做账的人")
    desk.locator("td a").first.click()
    desk.locator("summary", has_text="提出标签").click()
    desk.select_option("#tag_code", TAG)
    desk.fill("#tag_why", "本人来电自述管财务")
    desk.locator("form[action$='/propose/'] button").click()
    expect(desk.locator(".look", has_text="企业财务出纳")).to_be_visible()
    phone.goto("/helpdesk/phone/me/")
    card = phone.locator(".ptag")
    for words in ("武原派出所", "本人来电自述管财务", "冒充老板", "您的同意", "确认"):
        expect(card).to_contain_text(words)
    well(phone, axe)
    phone.get_by_role("button", name="同意：企业财务出纳").click()
    expect(card).to_contain_text("生效")


def builds_the_audience(desk: Page, axe: Axe) -> None:
    """Step by step, with a count after each step; saved under a title."""
    desk.goto("/audiences/new/")
    expect(desk.locator(".aud-n")).to_have_count(0)
    desk.select_option("[name='pick|']", f"tag:{TAG}")
    desk.locator("button[value='add|']").click()
    expect(desk.locator(".aud-n b")).to_have_text("6")
    expect(desk.locator(".aud-result")).to_contain_text("7 人符合条件 − 1 人仅接收通用内容 = 6")
    desk.select_option("[name='pick|']", f"town:{TOWN}")
    desk.locator("button[value='add|']").click()
    expect(desk.locator(".aud-words")).to_have_text("企业财务出纳 且 武原街道")
    expect(desk.locator(".aud-n b")).to_have_text("6")
    desk.locator("button[value='group|']").click()
    desk.select_option("[name='how|2']", "none")
    expect(desk.locator("fieldset.aud-group.none")).to_be_visible()
    desk.select_option("[name='pick|2']", f"town:{TOWN}")
    desk.locator("button[value='add|2']").click()
    expect(desk.locator(".aud-n")).to_contain_text("不足5人")
    well(desk, axe)
    desk.locator("button[value='remove|2']").click()
    expect(desk.locator(".aud-n b")).to_have_text("6")
    desk.fill("#id_title", "武原财务人员")
    desk.get_by_role("button", name="保存", exact=True).click()
    desk.wait_for_url(re.compile(r"/audiences/[0-9a-f-]{36}/"))
    expect(desk.locator("h1")).to_have_text("武原财务人员")


def writes_the_notice(desk: Page, axe: Axe) -> str:
    """A notice to the saved audience, at any hour; comes back with its address."""
    desk.goto("/outreach/new/")
    desk.fill("#id_title", "谨防冒充老板")
    desk.select_option("#id_category", "冒充领导熟人")
    desk.select_option("#id_audience", label="武原财务人员")
    expect(desk.locator("#counted .aud-n b")).to_have_text("6")
    desk.select_option("#id_urgency", "emergency")
    expect(desk.locator("#counted .aud-n b")).to_have_text("6")
    desk.fill("#id_purpose", "近期多起冒充老板诈骗")
    desk.fill("#id_text", TEXT)
    desk.fill("#id_large", LARGE)
    well(desk, axe)
    desk.get_by_role("button", name="保存草稿").click()
    desk.wait_for_url(re.compile(r"/outreach/[0-9a-f-]{36}/"))
    expect(desk.locator(".sheet-h")).to_contain_text("草稿")
    desk.get_by_role("button", name="提交法制审核").click()
    expect(desk.locator(".sheet-h")).to_contain_text("待法制审核")
    expect(desk.get_by_role("button", name="法制审核")).to_have_count(0)
    return desk.url


def agree(window: Open, address: str, axe: Axe) -> None:
    """Another officer says that it is lawful; a third of another unit grants it."""
    checker = window(DESKTOP, officer="zhu")
    checker.goto(address)
    checker.get_by_role("button", name="法制审核").first.click()
    checker.fill("#law_words", "反电信网络诈骗法，宣传防范")
    checker.get_by_role("button", name="审核通过").click()
    expect(checker.locator(".sheet-h")).to_contain_text("待审批")
    well(checker, axe)
    approver = window(DESKTOP, officer="fan")
    approver.goto("/approvals/")
    approver.locator("ul.lines a", has_text="谨防冒充老板").click()
    approver.wait_for_url(re.compile(r"/approvals/[0-9a-f-]{36}/"))
    for words in (TEXT, "企业财务出纳 且 武原街道", "沈警官"):
        expect(approver.locator("main")).to_contain_text(words)
    well(approver, axe)
    approver.get_by_role("button", name="同意", exact=True).click()
    expect(approver.locator(".sheet-h")).to_contain_text("已同意")


def line(desk: Page, alias: str) -> Any:
    return desk.locator("tbody tr", has_text=alias)


def test_a_notice_reaches_its_people_and_their_word_comes_back(window: Open, axe: Axe) -> None:
    desk, phone = window(DESKTOP, officer="shen"), window(MOBILE)
    for number in range(6):
        sets_the_tag(window, f"财务{number}", generic=number == 0)
    is_proposed_the_tag(phone, desk, axe)
    builds_the_audience(desk, axe)
    address = writes_the_notice(desk, axe)
    phone.goto("/helpdesk/phone/")
    phone.wait_for_selector(".pcomp")
    agree(window, address, axe)

    # The worker writes it into each conversation; the open phone shows it, the ledger no more.
    said = phone.locator("#thread", has_text=TEXT)
    expect(said).to_be_visible()
    desk.goto(address)
    expect(desk.locator(".sheet-h")).to_contain_text("发送中")
    expect(line(desk, "做账的人")).to_contain_text("未打开")
    expect(line(desk, "财务0")).to_contain_text("仅接收通用内容")
    expect(desk.locator("tbody tr", has_text="财务")).to_have_count(6)
    well(desk, axe)

    # One tap: the page in large print, which the phone reads aloud.
    phone.locator("#thread a[href*='/outreach/n/']").click()
    phone.wait_for_url(re.compile(r"/outreach/n/"))
    large = phone.locator(".large-print p")
    expect(large).to_have_text(LARGE.split("\n"))
    assert large.first.evaluate("one => parseFloat(getComputedStyle(one).fontSize)") >= 20
    expect(phone.get_by_role("button", name="读给我听")).to_be_visible()
    well(phone, axe)
    desk.reload()
    expect(line(desk, "做账的人")).to_contain_text("已打开详情")

    # A question reaches the desk as the resident's own words.
    phone.select_option("#ask_what", "question")
    phone.fill("#ask_text", "这条是派出所发的吗")
    phone.get_by_role("button", name="发送", exact=True).click()
    expect(phone.get_by_role("status")).to_be_visible()
    desk.goto("/helpdesk/")
    asked = desk.locator(".items li", has_text="做账的人").first
    asked.click()
    expect(desk.locator(".m .b", has_text="这条是派出所发的吗")).to_contain_text("谨防冒充老板")
    phone.get_by_role("button", name="仅接收通用内容").click()
    expect(phone.get_by_role("status")).to_contain_text("通用内容")
    well(phone, axe)
    desk.goto(address)
    for words, count in (("提问", "1"), ("选择仅接收通用内容", "1")):
        expect(desk.locator(".fig", has_text=words).locator("b")).to_have_text(count)
    expect(line(desk, "做账的人")).to_contain_text("已打开详情")
    desk.goto("/audiences/")
    desk.get_by_role("link", name="武原财务人员").click()
    expect(desk.locator(".aud-result")).to_contain_text("7 人符合条件 − 2 人仅接收通用内容 = 5")

    knows_and_decides(phone, desk, axe)


def knows_and_decides(phone: Page, desk: Page, axe: Axe) -> None:
    """On "My data": what was sent, who opened the file; freeze, object, take the copy."""
    desk.goto("/residents/?words=做账的人")
    desk.locator("td a").first.click()
    expect(desk.locator("h1")).to_have_text("做账的人")
    phone.goto("/helpdesk/phone/me/")
    expect(phone.locator("#notices")).to_contain_text("谨防冒充老板")
    expect(phone.get_by_role("switch", name="关闭：仅接收通用内容")).to_be_visible()
    looks = phone.locator(".pcard", has=phone.get_by_role("heading", name="谁查阅过我的个人信息"))
    expect(looks.locator(".look").first).to_contain_text("武原派出所")
    tag = phone.locator(".ptag", has_text="企业财务出纳")
    expect(tag).to_contain_text("本人来电自述管财务")
    phone.get_by_role("button", name="冻结：企业财务出纳").click()
    expect(tag).to_contain_text("已冻结")
    tag.locator("summary", has_text="标签有误").click()
    tag.locator("textarea").fill("我已经不管财务了")
    tag.get_by_role("button", name="提出异议").click()
    expect(tag).to_contain_text("我已经不管财务了")
    well(phone, axe)
    with phone.expect_download() as coming:
        phone.get_by_role("link", name=re.compile("JSON")).click()
    kept = orjson.loads(coming.value.path().read_bytes())
    told = orjson.dumps(kept).decode()
    for words in ("做账的人", "T0302", "本人来电自述管财务", "我已经不管财务了", "武原派出所"):
        assert words in told, words
