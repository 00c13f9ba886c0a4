"""My day, a task and the calendar in a real browser: on a desk, on a phone, for everybody."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from county.foundation.events.registry import System
from county.foundation.staff.models import Department
from county.kernel import clock
from county.records.worklist import actions as worklist
from county.records.worklist.models import Hand, Task
from tests.actors import Desk
from tests.browser.conftest import DESKTOP, MOBILE

TITLE = "核实企业仓库消防通道"


@pytest.fixture
def cast(site: str, desk: Callable[..., Desk]) -> dict[str, Desk]:
    """Two officers of Wuyuan, one of Xitangqiao, the referee; a task on its way to Wuyuan."""
    people = {
        "shen": desk("沈警官"),
        "xu": desk("徐警官"),
        "lu": desk("陆警官", department="PS002"),
        "cmd": desk("值班长", post="CMD", department="PSB"),
    }
    now = clock.now()
    for number, (title, hours) in enumerate(
        ((TITLE, 30), ("上周该办的事", -20), ("下周的事", 24 * 8))
    ):
        with worklist.asked_by_rule("L28", "企业反映的安全隐患，一个工作日内核实"):
            worklist.assign(
                key=f"b{number}", kind="other", title=title, why="企业负责人来电反映",
                about="town:330424002", due_at=now + timedelta(hours=hours), by=System("test"),
                basis="本地设计", officer=people["lu" if number == 0 else "shen"].officer,
            )  # fmt: skip
    worklist.hand_over(
        Task.objects.get(title=TITLE), department=Department.objects.get(pk="PS001"),
        words="仓库在武原一侧", by=people["lu"].officer,
    )  # fmt: skip
    return people


def enter(context: BrowserContext, site: str, officer: Desk) -> None:
    cookie = officer.client.cookies["siwei"].value
    context.add_cookies([{"name": "siwei", "value": cookie, "url": site}])


def barriers(axe: Any, page: Page, size: dict[str, int]) -> None:
    assert [one for one in axe(page) if one[1] in ("serious", "critical")] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]


@pytest.mark.parametrize("size", [DESKTOP, MOBILE], ids=["desktop", "phone"])
def test_a_day_from_signing_to_done(
    site: str, context: BrowserContext, page: Page, cast: dict[str, Desk], axe: Any,
    size: dict[str, int],
) -> None:  # fmt: skip
    """Signed for, returned by nobody, helped, handed outside, done; no barrier on the way."""
    page.set_viewport_size(size)
    enter(context, site, cast["shen"])
    page.goto("/desk/")
    expect(page.locator("h2.h-sub").first).to_contain_text("逾期")
    expect(page.locator("article.task")).to_have_count(3)
    barriers(axe, page, size)
    page.locator("article.task", has_text=TITLE).get_by_role("button", name="签收").click()
    expect(page.locator("h1")).to_contain_text(TITLE)
    expect(page.locator(".clock-now")).to_contain_text("沈警官")
    expect(page.locator("aside .tl")).to_contain_text("陆警官")
    expect(page.locator("aside .facts")).to_contain_text("一个工作日内核实")
    assert Hand.objects.get().signed_by == cast["shen"].officer
    page.locator("summary", has_text="移送外部单位").click()
    page.fill("#out_office", "12345")
    page.select_option("#out_way", "platform")
    page.fill("#out_receipt", "P-118")
    page.locator("form[action$='/outside/'] button").click()
    expect(page.locator(".lines", has_text="P-118")).to_contain_text("待确认")
    barriers(axe, page, size)
    page.locator("summary", has_text="失败…").click()
    page.locator("form[action$='/fail/'] input[name=reason]").fill("对方称无此业务")
    page.locator("form[action$='/fail/'] button").click()
    expect(page.locator(".lines", has_text="P-118")).to_contain_text("对方称无此业务")
    page.goto("/desk/")
    expect(page.locator("article.task", has_text=TITLE)).to_contain_text("外部：失败")
    page.locator("article.task", has_text=TITLE).get_by_role("link", name="任务详情").click()
    page.locator("summary", has_text="完成…").click()
    page.fill("#done_outcome", "通道已清理")
    page.locator("form[action$='/finish/'] button").click()
    expect(page.locator("aside .facts")).to_contain_text("通道已清理")
    assert Task.objects.get(title=TITLE).state == "done"


@pytest.mark.parametrize("size", [DESKTOP, MOBILE], ids=["desktop", "phone"])
def test_the_calendar_and_the_own_settings(
    site: str, context: BrowserContext, page: Page, cast: dict[str, Desk], axe: Any,
    size: dict[str, int],
) -> None:  # fmt: skip
    page.set_viewport_size(size)
    enter(context, site, cast["shen"])
    page.goto(f"/desk/calendar/?view=month&on={clock.today()}")
    shown = page.locator(".agenda a" if size is MOBILE else "table.month td a")
    expect(shown.first).to_be_visible()
    barriers(axe, page, size)
    page.goto("/desk/mine/")
    page.locator("summary", has_text="登记请假").click()
    page.select_option("#leave_delegate", label="徐警官 · 武原派出所")
    page.fill("#leave_from_on", str(clock.today()))
    page.fill("#leave_until_on", str(clock.today() + timedelta(days=2)))
    page.locator("form[action$='/leave/'] button").click()
    expect(page.locator("#leave .lines")).to_contain_text("由徐警官代办")
    page.fill("#quiet_begins", "22:00")
    page.fill("#quiet_ends", "07:00")
    page.locator("form[action$='/quiet/'] button").click()
    expect(page.locator("#quiet")).to_contain_text("22:00–07:00")
    page.get_by_role("button", name="生成地址").click()
    expect(page.locator("code.address")).to_contain_text("/desk/calendar/")
    barriers(axe, page, size)
    context.clear_cookies()
    enter(context, site, cast["xu"])
    page.goto("/desk/")
    expect(page.locator(".notice-bar")).to_contain_text("沈警官")
    expect(page.locator("article.task", has_text="上周该办的事")).to_contain_text("代沈警官")


def test_a_refusal_keeps_what_was_typed(
    site: str, context: BrowserContext, cast: dict[str, Desk]
) -> None:
    """A return without a reason that says anything is answered in the form itself."""
    enter(context, site, cast["shen"])
    page = context.new_page()  # its console tells of the refusal, as it should
    page.goto(Task.objects.get(title=TITLE).page)
    page.locator("summary", has_text="退回…").click()
    page.fill("#why_reason", "。")
    with page.expect_response(lambda answer: answer.url.endswith("/return/")) as answer:
        page.locator("form[action$='/return/'] button").click()
    assert answer.value.status == 422
    expect(page.locator("form[action$='/return/'] .refused")).to_contain_text("退回理由")
    expect(page.locator("#why_reason")).to_have_value("。")
    assert Hand.objects.get().state == "waiting"


def test_news_loses_nothing_that_was_begun(
    site: str, context: BrowserContext, page: Page, cast: dict[str, Desk]
) -> None:
    """Somebody has begun to fill in a form and looks elsewhere on the page; a colleague acts."""
    enter(context, site, cast["shen"])
    task = Task.objects.get(title="上周该办的事")
    page.goto(task.page)
    page.locator("summary", has_text="完成…").click()
    page.fill("#done_outcome", "写到一半的结果")
    page.locator("h1").click()  # nothing has the focus any more
    worklist.send_out(task, office="12345", way="letter", receipt="P-7", by=cast["shen"].officer)
    expect(page.locator(".lines", has_text="P-7")).to_be_visible()
    expect(page.locator("#done_outcome")).to_have_value("写到一半的结果")
