"""Story 1: a theft series becomes a suggestion, a visit and a lesson (domain §10)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import pytest
import time_machine

from county.dimensions.procuracy.actions import following, issuing, menu, slots
from county.dimensions.procuracy.models import Kind, Suggestion
from county.dimensions.procuracy.models.lessons import Order
from county.dimensions.procuracy.queries.orders import due_of, figure_ordered
from county.foundation.events.registry import System
from county.foundation.staff import sessions
from county.kernel import clock
from county.kernel.clock import SHANGHAI
from county.kernel.errors import NotAllowed, Refused
from county.kernel.saying import said
from county.records.worklist.models import Task
from tests.actors import Desk, Firm

pytestmark = pytest.mark.django_db
FIRM = "示例新材料有限公司"
PART = {"HTTP_HX_REQUEST": "true"}


@dataclass
class Scene:
    """The cast of the story, and the day it is."""

    people: dict[str, Desk]
    firm: Firm
    background: Any
    _stack: ExitStack = field(default_factory=ExitStack)
    suggestion: Suggestion | None = None

    def on(self, day: date, hour: int = 10) -> Scene:
        """Let it be this day; everybody sits down anew."""
        self._stack.close()
        moment = datetime(day.year, day.month, day.day, hour, tzinfo=SHANGHAI)
        self._stack.enter_context(time_machine.travel(moment, tick=True))
        sessions.forget()
        for one in self.people.values():
            one.client.force_login(one.officer)
        self.firm.sits(self.firm.representative)
        return self

    def end(self) -> None:
        self._stack.close()

    @property
    def now(self) -> Suggestion:
        """The suggestion as it stands."""
        return Suggestion.objects.get()

    def does(self, who: str, act: str, **said: Any) -> Any:
        """Send one of the page's forms; it must be taken."""
        response = self.tries(who, act, **said)
        assert response.status_code in (200, 204, 302), response.content.decode()
        return response

    def tries(self, who: str, act: str, **said: Any) -> Any:
        return self.people[who].client.post(f"{self.now.url}{act}/", said, **PART)

    def sees(self, who: str) -> Desk:
        self.people[who].goes(self.now.url)
        return self.people[who]


@pytest.fixture
def scene(desk: Callable[..., Desk], firm: Callable[..., Firm], background: Any) -> Iterator[Scene]:
    post = {
        "handler": "PROC_HANDLER", "review": "PROC_REVIEW", "chief": "PROC_CHIEF",
        "manager": "PROC_CASEMGR",
    }  # fmt: skip
    people = {who: desk(who, post=code, department="PROC") for who, code in post.items()}
    made = Scene(people, firm(town="330424002", industry="2614", name=FIRM), background)
    yield made
    made.end()


LETTER = {
    "origin": "本院在办理某盗窃案中发现。",
    "facts": "百余名槽罐车司机在装卸环节窃取原料，被告人张某等人均已到案。",
    "faults": "地磅、铅封、司机登记管理存在漏洞。",
    "content": ["建议完善地磅计量复核。", "建议落实铅封双人查验。", "建议建立司机登记制度。"],
    "basis": ["企业内部治安保卫条例第七条"] * 3,
    "expected": ["", "", ""],
    "check_by": ["抽查记录", "抽查记录", "登记台账"],
    "objection_days": "15",
    "reply_days": "",
    "contact": "蒋检察官",
    "contact_phone": "0573-86000000",
}


def registered(scene: Scene, day: date = date(2023, 9, 5)) -> Scene:
    """The handler has a lead with ground G1 and files the plan of the investigation."""
    scene.on(day)
    handler = scene.people["handler"]
    handler.submits(
        "/procuracy/suggestions/register/", ground="G1", domain="侵财", case_no="演示盐检刑诉0001",
        reason="百余名槽罐车司机窃取原料，企业管理存在漏洞", addressee_kind="involved", firm=FIRM,
        level="county", region="330424", kind="4",
    )  # fmt: skip
    assert handler.status == 200
    scene.does(
        "handler", "plan", plan="核查装卸、计量、铅封管理", people="蒋检察官，书记员甲",
        measures=["evidence", "on_site"],
    )  # fmt: skip
    return scene


def reported(scene: Scene) -> Scene:
    registered(scene).on(date(2023, 9, 6)).does("chief", "decide-plan", granted="yes", words="")
    scene.on(date(2023, 10, 10)).does(
        "handler", "step", measure="on_site", on="2023-10-10", place="装卸区", record="现场查看。"
    )
    scene.on(date(2023, 10, 20)).does(
        "handler", "report", findings="企业内部制度不健全，应当提出检察建议。"
    )
    return scene


def in_review(scene: Scene) -> Scene:
    scene.does("handler", "draft")
    scene.does("handler", "letter/save", **LETTER, revision="0")
    scene.does("handler", "send")
    return scene


def issued(scene: Scene) -> Scene:
    in_review(reported(scene)).on(date(2023, 10, 30)).does(
        "review", "review", passed="pass", words="同意", necessary="必要", lawful="合法",
        reasoned="充分",
    )  # fmt: skip
    scene.on(date(2023, 11, 6)).does("chief", "sign", granted="yes", words="")
    scene.on(date(2023, 11, 8))
    manager = scene.people["manager"]
    manager.submits("/procuracy/numbers/open/", kind="4", year="2023", last_on_paper="11")
    scene.does("manager", "issue")
    return scene


READING = {
    "how": "proclaimed", "on": "2023-11-10", "receiver": "示例法人", "receiver_post": "总经理",
    "consent": "on", "where": "addressee", "place": "企业会议室", "reader": "蒋检察官",
    "opinion": "接受建议", "third_parties": "人大代表一名",
}  # fmt: skip


def delivered(scene: Scene) -> Scene:
    issued(scene).on(date(2023, 11, 10)).does("handler", "deliver", **READING)
    return scene


def answers(**states: str) -> dict[str, str]:
    """A reply's form: `item3="partly"`; the others are put right."""
    said: dict[str, str] = {"responsible": "示例法人", "summary": "已逐项整改"}
    for number in (1, 2, 3):
        state = states.get(f"item{number}", "fully")
        said |= {
            f"item{number}-measure": f"已落实第{number}项", f"item{number}-state": state,
            f"item{number}-on": "2023-12-28" if state == "fully" else "",
            f"item{number}-person": "安全负责人",
            f"item{number}-remaining": "" if state == "fully" else "2024年3月底前补齐",
        }  # fmt: skip
    return said


def replied(scene: Scene) -> Scene:
    delivered(scene).on(date(2024, 1, 4))
    sent = scene.firm.client.post(
        f"{scene.now.firm_url}reply/", {**answers(item3="partly"), "send": "1"}, **PART
    )
    assert sent.status_code == 204, sent.content.decode()
    return scene


def clock_line(door: Desk, name: str) -> str:
    """The line of a clock on the suggestion's page."""
    return next(line for line in door.sees(".clocks li") if name in line)


def test_the_two_months_are_shown_and_no_seizure_is_offered(scene):
    reported(scene)
    assert scene.now.investigation_due == date(2023, 11, 6)
    scene.on(date(2023, 9, 20))
    page = scene.sees("handler")
    line = clock_line(page, "调查核实")
    assert "2023-11-06" in line
    assert page.page.cssselect(".clocks li.grn")
    offered = " ".join(page.sees("option, label"))
    assert not any(word in offered for word in ("查封", "扣押", "冻结", "拘", "强制"))
    refused = scene.tries(
        "handler", "step", measure="seize", on="2023-09-20", place="仓库", record="不允许"
    )
    assert refused.status_code == 422


def test_the_number_is_taken_once_and_filing_is_due_in_five_days(scene):
    issued(scene)
    assert scene.now.number == "盐检建〔2023〕12号"
    assert scene.now.filing_due == date(2023, 11, 13)
    again = scene.tries("manager", "issue")
    assert again.status_code == 409
    assert scene.now.number == "盐检建〔2023〕12号"
    assert scene.now.sequence == 12


def test_reading_it_out_starts_the_clock_of_the_reply(scene):
    delivered(scene)
    assert scene.now.reply_due == date(2024, 1, 10)
    assert scene.now.objection_due == date(2023, 11, 25)
    scene.firm.goes(scene.now.firm_url)
    assert scene.firm.status == 200
    assert "2024-01-10" in " ".join(scene.firm.sees(".clocks li"))
    assert any("2024-01-10" in line for line in scene.firm.news())


def test_a_reading_needs_consent(scene):
    issued(scene).on(date(2023, 11, 10))
    refused = scene.tries("handler", "deliver", **{**READING, "consent": ""})
    assert refused.status_code == 422
    assert scene.now.delivered_on is None


def test_the_reply_is_reviewed_item_by_item_and_the_third_stays_open(scene):
    replied(scene)
    assert scene.now.review_due == date(2024, 1, 18)
    found = {f"item{number}-adopted": "yes" for number in (1, 2, 3)}
    found |= {"item1-found": "fully", "item2-found": "fully", "item3-found": "partly"}
    scene.on(date(2024, 1, 10)).does("handler", "review-reply", **found, words="第三项继续整改")
    assert scene.now.state == "rectifying"
    assert scene.now.revisit_due == date(2024, 7, 2)
    page = scene.sees("handler")
    assert [badge for badge in page.sees(".tbl .t") if "部分" in badge]
    scene.on(date(2024, 4, 12)).does("handler", "revisit", **VISIT)
    assert scene.now.state == "rectifying", "the third item is still open"
    scene.firm.client.post(f"{scene.now.firm_url}reply/", {**answers(), "send": "1"}, **PART)
    found["item3-found"] = "fully"
    scene.on(date(2024, 4, 20)).does("handler", "review-reply", **found)
    assert scene.now.state == "revisit_due"
    scene.on(date(2024, 4, 22)).does("handler", "revisit", **{**VISIT, "on": "2024-04-22"})
    assert scene.now.state == "closed"
    scene.does("manager", "archive", retention="permanent", volumes="检察建议书\n回复函\n回访记录")
    assert scene.now.volumes == ["检察建议书", "回复函", "回访记录"]


VISIT = {
    "on": "2024-04-12", "place": "企业", "visitors": "蒋检察官，连检察官", "result": "largely",
    "participants": "总经理、法务", "signed_by_firm": "总经理", "orders": "PF02、PF03",
    "satisfaction": "5",
    **{f"item{number}-found": "fully" for number in (1, 2, 3)}, "item3-found": "partly",
}  # fmt: skip


def test_a_missing_reply_is_urged_and_only_the_chief_takes_it_further(scene):
    """The negatives: urged on the day and a week later; the button waits for two records."""
    delivered(scene).on(date(2024, 1, 10))
    following.remind(clock.now())
    assert any("2024-01-10" in line for line in scene.people["handler"].notices())
    assert any("2024-01-10" in line for line in scene.firm.news())
    said = {"how": "visit", "counterpart": "总经理", "record": "上门督促"}
    scene.does("handler", "urge", **said, on="2024-01-10")
    page = scene.sees("chief")
    assert page.page.cssselect(".waits button[disabled]")
    further = {"to": ["upper"], "reasons": "经督促无正当理由不整改"}
    assert scene.tries("chief", "escalate", **further).status_code == 409
    scene.on(date(2024, 1, 17))
    scene.does("handler", "urge", **said, on="2024-01-17")
    assert scene.tries("handler", "escalate", **further).status_code == 403
    assert scene.tries("manager", "escalate", **further).status_code == 403
    scene.sees("chief")
    assert not scene.people["chief"].page.cssselect(".waits button[disabled]")
    scene.does("chief", "escalate", **further)
    assert scene.now.state == "escalated"


def test_an_objection_opens_review_at_once_and_pauses_nothing(scene):
    delivered(scene).on(date(2023, 11, 20))
    said = scene.firm.client.post(
        f"{scene.now.firm_url}object/", {"words": "第三项超出经营范围，请复核。"}, **PART
    )
    assert said.status_code == 204
    assert scene.now.state == "objection"
    assert scene.now.reply_due == date(2024, 1, 10)
    assert any("异议" in line for line in scene.people["chief"].notices())
    scene.does("chief", "decide-objection", outcome="amend", reasons="第三项表述不准确")
    assert (scene.now.state, scene.now.version) == ("to_issue", 2)
    assert scene.now.reply_due == date(2024, 1, 10), "until the amended letter is delivered"
    scene.on(date(2023, 11, 27)).does("manager", "issue")
    assert scene.now.number == "盐检建〔2023〕12号"
    scene.on(date(2023, 11, 28)).does(
        "handler", "deliver", how="written", on="2023-11-28", receiver="前台签收"
    )
    assert scene.now.reply_due == date(2024, 1, 29), "2024-01-28 is a Sunday"


def test_no_draft_gets_past_legal_review(scene):
    """Invariant 14: whoever tries the next doors is refused, and so is the database."""
    in_review(reported(scene))
    assert scene.tries("chief", "sign", granted="yes").status_code == 409
    assert scene.tries("manager", "issue").status_code == 409
    assert scene.tries("handler", "review", passed="pass", words="自审").status_code == 403
    scene.does("review", "review", passed="return", words="第一项缺依据")
    assert (scene.now.state, scene.now.reviewed_at) == ("draft", None)


def test_what_a_letter_may_not_say_is_named(scene):
    reported(scene).does("handler", "draft")
    wrong = {**LETTER, "faults": "责令立即整改", "facts": "被告人王小明盗窃原料"}
    scene.does("handler", "letter/save", **wrong, revision="0")
    page = scene.people["handler"]
    page.goes(f"{scene.now.url}letter/")
    told = " ".join(page.sees(".faults li"))
    assert "责令" in told and "王小明" in told
    assert scene.tries("handler", "send").status_code == 422
    assert scene.now.state == "draft"


def test_another_firm_and_another_department_see_nothing(scene, firm, desk):
    delivered(scene)
    other = firm(town="330424001", name="示例无关企业")
    other.goes(scene.now.firm_url)
    assert other.status == 404
    em = desk("监管员", post="EM_OFFICER", department="EM")
    em.goes(scene.now.url)
    assert em.status in (403, 404)
    em.goes("/procuracy/copies/")
    assert em.sees("tbody tr") == []
    chief = scene.people["chief"].officer
    issuing.copy_to(scene.now, departments=[em.officer.department], outside="", why="行业监管",
                    by=chief)  # fmt: skip
    em.goes("/procuracy/copies/")
    assert len(em.sees("tbody tr")) == 1
    em.goes(scene.now.url)
    assert em.status == 404, "the copy, and nothing else of the suggestion"


def test_numbers_of_a_year_are_opened_before_the_first_only(scene):
    issued(scene)
    with pytest.raises(Refused):
        issuing.open_series(kind=Kind.GOVERNANCE, year=2023, last_on_paper=3,
                            by=scene.people["manager"].officer)  # fmt: skip
    with pytest.raises(NotAllowed):
        issuing.open_series(kind=Kind.GOVERNANCE, year=2024, last_on_paper=3,
                            by=scene.people["handler"].officer)  # fmt: skip


@pytest.fixture
def menu_online(db: None) -> None:
    menu.load(by=System("test"))


def test_the_delivery_recommends_two_lessons_and_says_why(scene, menu_online):
    """L02: PF02 and PF03 stand on top, with the reason; the liaison is to get in touch."""
    issued(scene)
    scene.background.catch_up()
    assert not any("PF02" in line for line in scene.firm.news()), "nobody hears of it before"
    scene.on(date(2023, 11, 10)).does("handler", "deliver", **READING)
    scene.background.catch_up()
    assert any("PF02" in line and "PF03" in line for line in scene.firm.news())
    scene.firm.goes("/procuracy/firm/menu/")
    page = " ".join(scene.firm.page.text_content().split())
    first, second = page.index("货物运输环节盗窃"), page.index("槽罐车装卸计量")
    assert first < second
    assert "行业 2614 · 建议事由 G1" in page
    task = Task.objects.get(key__startswith="first-contact:")
    assert clock.day_of(task.due_at) == date(2023, 11, 24), "ten working days"


def test_open_items_propose_a_visit(scene):
    replied(scene)
    scene.background.catch_up()
    task = Task.objects.get(key__startswith="visit-plan:")
    assert task.officer == scene.people["handler"].officer
    assert clock.day_of(task.due_at) == date(2024, 1, 11), "five working days"
    assert "1" in said(task.why)


def test_urging_is_asked_for_on_the_day_and_a_week_later(scene):
    delivered(scene)
    for day in (date(2024, 1, 10), date(2024, 1, 17)):
        scene.on(day)
        following.remind(clock.now())
        scene.background.catch_up()
    keys = sorted(Task.objects.filter(key__startswith="urge:").values_list("key", flat=True))
    assert [key.rpartition(":")[2] for key in keys] == ["0", "7"]


def test_the_firm_orders_on_the_visit_and_feedback_closes_the_loop(scene, menu_online, desk):
    """PF02 and PF03, accepted by the 16th, scheduled by the 22nd, given, marked 5/5/4/5."""
    replied(scene)
    liaison = desk("连检察官", post="PROC_LIAISON", department="PROC", areas=["330424002"])
    scene.people["liaison"] = liaison
    scene.on(date(2024, 4, 12))
    for code in ("PF02", "PF03"):
        scene.firm.submits(
            f"/procuracy/firm/menu/{code}/order/", persons="30", day1="2024-05-08",
            place="企业培训室", contact="示例法务",
        )  # fmt: skip
        assert scene.firm.status == 200
    placed = Order.objects.select_related("version").order_by("version__item_id").first()
    assert due_of(placed).on == date(2024, 4, 16)
    scene.on(date(2024, 4, 15))
    liaison.submits(f"{placed.url}accept/")
    placed.refresh_from_db()
    assert due_of(placed).on == date(2024, 4, 22)
    lecturer = slots.name_lecturer(title="示例讲师甲", unit="第二检察部", by=liaison.officer)
    liaison.submits(
        f"{placed.url}propose/", lecturer=lecturer.pk, capacity="1", start1="2024-05-08T09:00"
    )
    placed.refresh_from_db()
    slot = placed.proposals.get().slot
    scene.firm.submits(f"{placed.firm_url}{slot.pk}/confirm/")
    scene.on(date(2024, 5, 8), hour=12)
    liaison.submits(
        f"{placed.url}give/", words="结合案例讲解", by_hand="28", by_hand_reason="现场点名"
    )
    scene.background.catch_up()
    scene.firm.goes(placed.firm_url)
    assert len(scene.firm.sees("fieldset.marks")) == 4, "the form is open at once"
    scene.firm.submits(
        f"{placed.firm_url}feedback/", useful="5", clear="5", relevant="4", organised="5"
    )
    placed.refresh_from_db()
    assert placed.state == "closed"
    assert figure_ordered(date(2024, 4, 1), date(2024, 4, 30)).orders == 2
