"""The doors of suggestions before hostile input: clear words, never a fault, nothing lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from lxml import html

from county.dimensions.procuracy import urls
from county.dimensions.procuracy.actions import amending, following, issuing, registering
from county.dimensions.procuracy.models import Answer, Evidence, Letter, Suggestion
from county.dimensions.procuracy.queries import suggestions as asked
from county.dimensions.procuracy.tests.making import ITEM, PARTS, signed
from county.foundation.staff.models import Department, Officer, Post
from county.kernel import clock
from county.kernel.errors import Refused
from tests.actors import Desk, Firm, png
from tests.doors.bad import TEXTS, encoded

WORDS = {name: encoded(text) for name, text in TEXTS.items()}
LETTER = {
    **PARTS, "other": "", "attachments": "", "secrets": "", "objection_days": "15",
    "reply_days": "", "contact": "蒋检察官", "contact_phone": "",
}  # fmt: skip
REPLY = {
    "responsible": "某法人", "summary": "", "item1-measure": "双人过磅", "item1-state": "fully",
    "item1-on": "2026-01-01", "item1-person": "某主管", "item1-remaining": "",
}  # fmt: skip
PART = {"HTTP_HX_REQUEST": "true"}


def at_desk(officer: Officer) -> Desk:
    sat = Desk(officer=officer)
    sat.client.force_login(officer)
    return sat


@pytest.fixture
def handler(people) -> Desk:
    return at_desk(people["handler"])


@pytest.fixture
def draft(people) -> Suggestion:
    """A lead whose letter was begun."""
    by, chief = people["handler"], people["chief"]
    lead = registering.register(
        ground="G1", reason="管理漏洞", case_no="演示0002", addressee="示例企业", by=by,
        addressee_kind="involved",
    )  # fmt: skip
    registering.submit_plan(lead, plan="核查", measures=["on_site"], people=["甲", "乙"], by=by)
    registering.decide_plan(lead, granted=True, words="", by=chief)
    registering.note_step(
        lead, measure="on_site", on=clock.today(), place="厂区", record="查看", by=by
    )
    registering.report(lead, findings="制度不健全，应当提出检察建议。", by=by)
    return registering.begin_draft(lead, by=by)


@pytest.fixture
def delivered(people) -> Callable[[Firm], Suggestion]:
    """`delivered(firm)`: a letter that this enterprise received today."""

    def bring(firm: Firm) -> Suggestion:
        ready = signed(people, organisation=firm.organisation)
        issuing.issue(ready, by=people["manager"])
        return issuing.deliver(
            ready, how="written", on=clock.today(), receiver="某法人", by=people["handler"]
        )

    return bring


def open_letter(suggestion: Suggestion) -> Letter:
    now = Suggestion.objects.get(pk=suggestion.pk)
    return asked.being_written(now) or asked.letter_of(now)


def saves(desk: Desk, suggestion: Suggestion, **said: Any) -> Any:
    given = {
        **LETTER, "content": ITEM["content"], "basis": ITEM["basis"], "expected": "",
        "check_by": "", "revision": open_letter(suggestion).revision, **said,
    }  # fmt: skip
    return desk.client.post(f"{suggestion.url}letter/save/", given, **PART)


def test_a_lead_takes_any_words_or_says_why_not(handler):
    for name, text in WORDS.items():
        said = {
            "ground": "G1", "domain": "", "case_no": text, "reason": text, "firm": "",
            "addressee_kind": "involved", "addressee": text, "addressee_code": "",
            "level": "county", "region": "330424", "route": "", "kind": "4",
        }  # fmt: skip
        handler.submits("/procuracy/suggestions/register/", **said)
        assert handler.status in (200, 422), name
        handler.submits("/procuracy/suggestions/register/", **{**said, "ground": text})
        assert handler.status == 422, name
    assert Suggestion.objects.filter(addressee=WORDS["script"]).exists()
    handler.goes("/procuracy/suggestions/?whose=all")
    assert not handler.page.cssselect("main script"), "words, not a script"
    assert WORDS["script"] in handler.sees("td")


def test_a_letter_takes_any_words_or_says_why_not(handler, draft):
    for name, text in WORDS.items():
        before = asked.letter_of(draft)
        answer = saves(handler, draft, facts=text, content=text, basis=text, contact=text[:40])
        assert answer.status_code in (200, 422), name
        kept = asked.letter_of(draft)
        if answer.status_code == 422:
            assert "refused" in answer.content.decode(), name
            assert kept.facts == before.facts and kept.revision == before.revision, name
        for address in (draft.url, f"{draft.url}letter/"):
            page = handler.client.get(address)
            assert page.status_code == 200, name
            assert b"<script>alert(1)" not in page.content, name
            assert b"<img src=x" not in page.content, name
    assert asked.letter_of(draft).revision > len(WORDS) / 2


def test_a_letter_holds_twenty_thousand_characters_and_not_one_more(handler, draft):
    assert saves(handler, draft, facts="长" * 20_000).status_code == 200
    assert len(asked.letter_of(draft).facts) == 20_000
    refused = saves(handler, draft, facts="长" * 20_001)
    assert refused.status_code == 422 and "20000" in refused.content.decode()
    assert len(asked.letter_of(draft).facts) == 20_000


def test_a_forged_revision_changes_nothing(handler, draft):
    assert saves(handler, draft, origin="第一稿").status_code == 200
    for forged in ("999", "-1", "", "abc", "9" * 400):
        assert saves(handler, draft, origin="伪造", revision=forged).status_code in (409, 422), (
            forged
        )
    assert asked.letter_of(draft).origin == "第一稿"


def test_two_tabs_write_one_letter_and_the_second_learns_of_it(handler, draft):
    """The words of the first stand; the second keeps its own on the screen, and is told."""
    assert saves(handler, draft, origin="左边的标签", revision=0).status_code == 200
    second = saves(handler, draft, origin="右边的标签", revision=0)
    assert second.status_code == 409 and "重新打开" in second.content.decode()
    assert asked.letter_of(draft).origin == "左边的标签"


def test_taking_out_no_item_takes_out_none(handler, draft):
    for gone in ("9" * 5000, "7", "-1", "²", "٠", "x", "\x00"):
        assert saves(handler, draft, drop=gone).status_code == 200, gone
    assert [one.content for one in asked.items_of(asked.letter_of(draft))] == [ITEM["content"]]
    assert saves(handler, draft, drop="0").status_code == 200
    assert asked.items_of(asked.letter_of(draft)) == []


def test_enter_in_a_field_only_keeps_what_is_written(handler, draft, firm, delivered):
    """A form's first button is what Enter presses: it neither takes an item out, nor sends."""
    handler.goes(f"{draft.url}letter/")
    buttons = handler.page.cssselect("#letter button:not([type=button])")
    assert buttons[0].get("name") is None and buttons[0].get("hx-post") is None
    phone = firm()
    phone.goes(delivered(phone).firm_url)
    buttons = phone.page.cssselect("form[data-county-kept] button:not([type=button])")
    assert buttons[0].get("name") is None and buttons[0].get("hx-post") is None


def one_of_each(suggestion: Suggestion) -> list[str]:
    """The address of every door that belongs to one suggestion."""
    more = {"evidence_id": 1, "paper_id": "01a215e6-0f40-7527-a071-261cf28ca5c0"}
    found = []
    for pattern in urls.urlpatterns:
        names = set(pattern.pattern.converters)
        if "suggestion_id" in names:
            given = {name: more[name] for name in names - {"suggestion_id"}}
            given["suggestion_id"] = suggestion.pk
            found.append(reverse(f"procuracy:{pattern.name}", kwargs=given))
    return found


def test_nobody_elses_suggestion_opens(people, delivered, firm, desk):
    """Another handling prosecutor, the police, another bureau, another enterprise: no door."""
    mine = delivered(firm())
    before = Suggestion.objects.filter(pk=mine.pk).values().get()
    rival = Officer.objects.create(
        username="rival", name="另一检察官", department=Department.objects.get(pk="PROC"),
        post=Post.objects.get(pk="PROC_HANDLER"),
    )  # fmt: skip
    bureau = desk("应急监管员", post="EM_OFFICER", department="EM")
    doors = one_of_each(mine)
    assert len(doors) > 30
    for who in (at_desk(rival), desk("沈警官"), bureau, firm()):
        for address in doors:
            for answer in (who.client.get(address), who.client.post(address, REPLY)):
                refused = answer.status_code in (403, 404, 405)
                assert refused or "sign-in" in answer.headers.get("Location", ""), address
    assert Suggestion.objects.filter(pk=mine.pk).values().get() == before


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def test_evidence_is_the_own_enterprises_alone(firm, delivered):
    phone, other = firm(), firm()
    mine, theirs = delivered(phone), delivered(other)
    kept = phone.client.post(
        f"{mine.firm_url}reply/", {**REPLY, "file1": upload("../../地磅.png", png())}, **PART
    )
    assert kept.status_code == 200 and 'id="evidence1"' in kept.content.decode()
    one = Evidence.objects.get()
    assert "/" not in one.file.name
    for address in (mine.firm_url, theirs.firm_url):
        assert other.client.get(f"{address}evidence/{one.pk}/").status_code == 404
        gone = other.client.post(f"{address}evidence/{one.pk}/drop/", **PART)
        assert gone.status_code in (404, 409, 422)
    for wrong in (0, 9**30):
        assert phone.client.get(f"{mine.firm_url}evidence/{wrong}/").status_code == 404
        assert phone.client.post(f"{mine.firm_url}evidence/{wrong}/drop/").status_code < 500
    assert phone.client.get(f"{mine.firm_url}evidence/{one.pk}/").status_code == 200
    assert phone.client.post(f"{mine.firm_url}evidence/{one.pk}/drop/", **PART).status_code == 200
    assert not Evidence.objects.exists()


def test_two_who_write_one_reply_lose_nothing(firm, delivered):
    """The second, who has not seen the first's words, is told; who has seen them goes on."""
    phone = firm()
    mine = delivered(phone)

    def keeps(measure: str, seen: str) -> Any:
        said = {**REPLY, "item1-measure": measure, "seen": seen}
        return phone.client.post(f"{mine.firm_url}reply/", said, **PART)

    assert phone.goes(mine.firm_url).cssselect("#seen")[0].get("value") == ""
    first = keeps("左边的手机", "")
    assert first.status_code == 200
    second = keeps("右边的手机", "")
    assert second.status_code == 409 and "重新打开" in second.content.decode()
    assert keeps("伪造", "x" * 9000).status_code == 409
    assert Answer.objects.get().measure == "左边的手机"
    (field,) = html.fromstring(first.content.decode()).cssselect("#seen")
    assert keeps("接着写", field.get("value")).status_code == 200
    assert Answer.objects.get().measure == "接着写"


def test_what_is_kept_while_writing_is_told_once(handler, draft):
    for number in range(3):
        assert saves(handler, draft, origin=f"第{number}稿").status_code == 200
    handler.goes(draft.url)
    assert sum("建议书已保存" in line for line in handler.sees(".tl li")) == 1


def test_a_bad_file_is_refused_and_the_words_stay(firm, delivered):
    phone = firm()
    mine = delivered(phone)
    for content in (b"MZ\x90\x00evil", b"%PDF-1.7\nbroken", b"<svg/onload=alert(1)>"):
        given = {**REPLY, "file1": upload("证据.pdf", content)}
        answer = phone.client.post(f"{mine.firm_url}reply/", given, **PART)
        assert answer.status_code == 422 and "refused" in answer.content.decode(), content
    for field in ("file" + "9" * 400, "file²", "file", "file7"):
        given = {**REPLY, field: upload("证据.png", png())}
        answer = phone.client.post(f"{mine.firm_url}reply/", given, **PART)
        assert answer.status_code == 200, "a file beside no item is left out"
    assert Answer.objects.get().measure == "双人过磅" and not Evidence.objects.exists()


def test_a_reply_takes_any_words_or_says_why_not(firm, delivered):
    phone = firm()
    mine = delivered(phone)
    for name, text in WORDS.items():
        for said in (
            {"item1-measure": text, "item1-person": text[:40], "summary": text},
            {"item1-state": text}, {"item1-on": text},
        ):  # fmt: skip
            answer = phone.client.post(f"{mine.firm_url}reply/", {**REPLY, **said}, **PART)
            assert answer.status_code in (200, 422), name
        page = phone.client.get(mine.firm_url)
        assert page.status_code == 200, name
        assert b"<script>alert(1)" not in page.content and b"<img src=x" not in page.content
    phone.submits(f"{mine.firm_url}object/", words=WORDS["script"])
    assert phone.status == 200 and any(WORDS["script"] in one for one in phone.sees(".pre"))


def test_an_amended_letter_gets_new_words_which_the_addressee_reads_once_delivered(
    people, handler, firm, delivered
):
    """They pass legal review and are signed again; until then the firm has the first version."""
    phone, chief = firm(), people["chief"]
    mine = delivered(phone)
    following.object_to(mine, words="名称有误，请更正。", by=phone.representative)
    handler.submits(f"{mine.url}amendment/")
    assert handler.status == 200 and handler.page.cssselect("#letter")
    assert saves(handler, mine, origin="更正后的来源").status_code == 200
    phone.goes(mine.firm_url)
    assert "更正后的来源" not in " ".join(phone.sees(".letter")), "nobody signed it yet"
    amending.lay(mine, by=people["handler"])
    amending.review(mine, words="修改恰当", by=people["review"])
    assert saves(handler, mine, origin="再改的来源").status_code == 200
    with pytest.raises(Refused):
        following.amend(mine, reasons="更正名称", by=chief)  # new words need a new review
    amending.review(mine, words="修改恰当", by=people["review"])
    following.amend(mine, reasons="更正名称", by=chief)
    mine.refresh_from_db()
    assert (mine.state, mine.version) == ("to_issue", 2)
    assert issuing.issue(mine, by=people["manager"]).number == mine.number
    issuing.deliver(mine, how="written", on=clock.today(), receiver="某法人", by=people["handler"])
    phone.goes(mine.firm_url)
    assert "再改的来源" in " ".join(phone.sees(".letter"))


def test_a_signed_letter_is_not_amended(handler, to_issue):
    ready = to_issue()
    assert handler.client.post(f"{ready.url}amendment/", **PART).status_code == 409
    assert f"{ready.url}amendment/" not in handler.client.get(ready.url).content.decode()
    ready.refresh_from_db()
    assert ready.state == "to_issue" and ready.approved_at is not None


def test_an_amended_letter_is_filed_anew(people, to_issue):
    """Each version goes upward; the case manager is asked until it has, and then no more."""
    manager, mine = people["manager"], to_issue()
    issuing.issue(mine, by=manager)
    sat = at_desk(manager)
    for to in ("counterpart", "research"):
        assert mine in asked.waiting_for(manager)
        assert f"{mine.url}file/" in sat.client.get(mine.url).content.decode()
        issuing.file_upward(mine, to=to, on=clock.today(), receipt="", by=manager)
    assert mine not in asked.waiting_for(manager)
    assert f"{mine.url}file/" not in sat.client.get(mine.url).content.decode()
    Suggestion.objects.filter(pk=mine.pk).update(version=2)
    assert mine in asked.waiting_for(manager)
