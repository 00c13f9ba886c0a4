"""Story 1, first half: a theft series becomes a suggestion and a visit (domain §10)."""

from __future__ import annotations

from datetime import date

import pytest

from county.dimensions.procuracy.actions import following, issuing
from county.dimensions.procuracy.models import Kind
from county.kernel import clock
from county.kernel.errors import NotAllowed, Refused
from tests.stories.prosecution import (
    LETTER,
    PART,
    READING,
    VISIT,
    answers,
    clock_line,
    delivered,
    in_review,
    issued,
    replied,
    reported,
    scene,
)

pytestmark = pytest.mark.django_db
__all__ = ["scene"]


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
    page = " ".join(scene.sees("handler").page.text_content().split())
    assert "6 → 1" in page and "120000 → 0" in page
    scene.does("manager", "archive", retention="permanent", volumes="检察建议书\n回复函\n回访记录")
    assert scene.now.volumes == ["检察建议书", "回复函", "回访记录"]


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
    upheld = {"outcome": "amend", "reasons": "第三项表述不准确"}
    assert scene.tries("chief", "decide-objection", **upheld).status_code == 409, "not written yet"
    scene.does("handler", "amendment")
    assert scene.tries("handler", "lay-amendment").status_code == 422, "it says the same"
    third = "建议对常用承运单位司机建立登记制度。"
    words = {**LETTER, "content": [*LETTER["content"][:2], third]}
    scene.does("handler", "letter/save", **words, revision="0")
    scene.does("handler", "lay-amendment")
    assert scene.tries("chief", "decide-objection", **upheld).status_code == 409, "nor reviewed"
    scene.does("review", "review-amendment", words="修改恰当")
    scene.does("chief", "decide-objection", **upheld)
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
