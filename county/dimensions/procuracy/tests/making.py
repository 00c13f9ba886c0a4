"""A suggestion brought to any stage by its verbs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from county.dimensions.procuracy.actions import drafting, registering
from county.dimensions.procuracy.models import Addressee, Measure, Suggestion
from county.foundation.staff import actions as staff
from county.foundation.staff.models import Department, Officer, Post
from county.kernel import clock
from tests.actors import DIRECTOR

ITEM = {"content": "建议完善地磅计量复核。", "basis": "企业内部治安保卫条例第七条"}
PARTS = {"origin": "办案发现。", "facts": "装卸环节失窃。", "faults": "计量管理有漏洞。"}


@pytest.fixture
def people(db: None) -> dict[str, Officer]:
    """Handler, reviewer, chief and case manager of the county's procuratorate."""
    posts = {
        "handler": "PROC_HANDLER", "review": "PROC_REVIEW", "chief": "PROC_CHIEF",
        "manager": "PROC_CASEMGR",
    }  # fmt: skip
    return {
        name: staff.appoint(
            username=name, name=name, department=Department.objects.get(pk="PROC"),
            post=Post.objects.get(pk=post), by=DIRECTOR,
        )
        for name, post in posts.items()
    }  # fmt: skip


@pytest.fixture
def to_issue(people: dict[str, Officer]) -> Callable[..., Suggestion]:
    """A suggestion whose letter was signed and waits for its number."""
    return lambda **more: signed(people, **more)


def signed(people: dict[str, Officer], **more: Any) -> Suggestion:
    """A letter that passed review and was signed."""
    handler, chief = people["handler"], people["chief"]
    lead = registering.register(
        ground="G1", reason="管理漏洞", case_no="演示0001", addressee="示例企业", by=handler,
        addressee_kind=Addressee.INVOLVED, **more,
    )  # fmt: skip
    registering.submit_plan(
        lead, plan="核查管理制度", measures=[Measure.ON_SITE], people=["甲", "乙"], by=handler
    )
    registering.decide_plan(lead, granted=True, words="", by=chief)
    registering.note_step(
        lead, measure=Measure.ON_SITE, on=clock.today(), place="厂区", record="查看", by=handler
    )
    registering.report(lead, findings="管理制度不健全，应当提出检察建议。", by=handler)
    registering.begin_draft(lead, by=handler)
    drafting.save_letter(
        lead, parts=PARTS, items=[ITEM], contact="蒋检察官", contact_phone="", by=handler,
        objection_days=15, reply_days=None, revision=0,
    )  # fmt: skip
    drafting.send_to_review(lead, by=handler)
    drafting.review(
        lead, passed=True, words="同意", necessary="必要", lawful="合法", reasoned="充分",
        by=people["review"],
    )  # fmt: skip
    drafting.sign(lead, granted=True, words="", by=chief)
    return Suggestion.objects.get(pk=lead.pk)
