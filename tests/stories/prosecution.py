"""The cast of story 1 and its days: a suggestion brought as far as a test needs it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import pytest
import time_machine

from county.dimensions.procuracy.models import Suggestion
from county.foundation.staff import sessions
from county.kernel.clock import SHANGHAI
from tests.actors import Desk, Firm

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


VISIT = {
    "on": "2024-04-12", "place": "企业", "visitors": "蒋检察官，连检察官", "result": "largely",
    "participants": "总经理、法务", "signed_by_firm": "总经理", "orders": "PF02、PF03",
    "satisfaction": "5", "incidents_before": "6", "incidents_after": "1",
    "loss_before": "120000", "loss_after": "0",
    **{f"item{number}-found": "fully" for number in (1, 2, 3)}, "item3-found": "partly",
}  # fmt: skip
