"""The page beside a chat: who is there, as far as the officer may know, and what is open."""

import json

import pytest
from lxml import html

from county.dimensions.helpdesk.actions import beside as acts
from county.dimensions.helpdesk.actions import talk
from county.dimensions.helpdesk.models import Matter
from county.dimensions.helpdesk.queries import beside
from county.dimensions.helpdesk.tests.conftest import TOWN, able_officer, every_permit
from county.foundation.audit.models import Look
from county.foundation.channels.ports import Incoming
from county.foundation.channels.registry import CHANNELS
from county.foundation.channels.web import Web
from county.foundation.events.models import Event
from county.foundation.staff.models import Post
from county.kernel.errors import Incomplete, NotAllowed, Refused
from county.kernel.fields import set_sealed
from county.kernel.numbers import uuid7
from county.records.conversations import actions as conversations
from county.records.conversations.models import Conversation, Message
from county.records.residents import actions as residents
from county.records.residents.models import Resident

PAGE = "/helpdesk/sidebar/"
FAR = "330424102"
FRAUD = "我被骗了，刚刚把5万块转给对方说的安全账户，怎么办"


@pytest.fixture
def in_wecom(background, monkeypatch):
    """`in_wecom("wm1", "小储", TOWN, "身份证丢了")`: a resident who wrote to customer service."""

    monkeypatch.setitem(CHANNELS, "wecom", Web())  # what is sent stays in the house

    def write(person, alias, town, *texts):
        resident = residents.meet("wecom", person, alias=alias, town_code=town)
        place = conversations.begin("wecom", f"wk1:{person}")
        conversations.belong(place, resident)
        for text in texts:
            conversations.receive(
                Incoming(channel="wecom", external_id=str(uuid7()), sender=place.address, text=text)
            )
        background.catch_up()
        return resident

    return write


@pytest.fixture
def shen(desk):
    return desk("沈警官")


def data(door, name):
    return door.page.cssselect("body")[0].get(f"data-county-{name}")


def test_the_person_in_the_chat_is_shown_with_matter_clocks_and_words(in_wecom, shen):
    in_wecom("wm1", "小储", TOWN, "身份证丢了怎么补办")
    matter = Matter.objects.get()
    shen.goes(f"{PAGE}?person=wm1")
    assert shen.status == 200
    assert shen.sees(".sb-card h1")[0].startswith("小储")
    assert shen.sees(".sb-matter h2") == [matter.number]
    assert "企业微信 · 未接办" in shen.sees(".sb-facts")[0]
    assert len(shen.sees(".sb-matter .clocks li")) == 2
    assert "身份证丢了怎么补办" in shen.sees(".sb-lines li")[0]
    assert (data(shen, "sidebar"), data(shen, "person")) == (str(matter.pk), "wm1")
    assert data(shen, "account") == "wk1"


def test_what_was_recognised_stands_on_it_as_on_the_desk(in_wecom, shen):
    in_wecom("wm1", "小储", TOWN, "在吗", FRAUD)
    shen.goes(f"{PAGE}?person=wm1")
    (card,) = shen.sees(".alert-card")
    assert "疑似" in card
    shen.goes(Matter.objects.get().url)
    assert shen.sees(".alert-card") == [card]


def test_whoever_may_not_read_alerts_sees_none(in_wecom, desk):
    post = Post.objects.get(pk="PLD_OFFICER")
    post.permits = [permit for permit in post.permits if not permit.startswith("fraud.")]
    post.save()
    in_wecom("wm1", "小储", TOWN, FRAUD)
    sat = desk("沈警官")
    sat.goes(f"{PAGE}?person=wm1")
    assert sat.sees(".sb-matter h2") != []
    assert sat.sees(".alert-card") == []


def test_private_fields_are_masked_and_shown_for_a_reason_only(in_wecom, shen):
    resident = in_wecom("wm1", "小储", TOWN, "身份证丢了怎么补办")
    set_sealed(resident, "name", "胡德生")
    set_sealed(resident, "phone", "13867300123")
    resident.save()
    shen.goes(f"{PAGE}?person=wm1")
    text = html.tostring(shen.page, encoding="unicode")
    assert "胡德生" not in text and "13867300123" not in text
    assert "138****0123" in text
    address = shen.page.cssselect("dialog#why form")[0].get("hx-post")
    assert shen.part(address, reason="").status_code == 422
    assert Look.objects.count() == 0
    assert "13867300123" in shen.part(address, reason="核实身份").content.decode()
    assert Look.objects.get().because == Matter.objects.get().number


def test_a_known_resident_without_open_matter_is_shown_by_their_file(in_wecom, shen):
    resident = in_wecom("wm1", "小储", TOWN)
    set_sealed(resident, "phone", "13867300123")
    resident.save()
    shen.goes(f"{PAGE}?person=wm1")
    assert shen.sees(".sb-card h1")[0].startswith("小储")
    address = shen.page.cssselect("dialog#why form")[0].get("hx-post")
    assert address == f"/residents/{resident.pk}/reveal/"
    assert shen.page.cssselect("form[action='/helpdesk/sidebar/new/']")


def test_what_lies_out_of_reach_is_not_shown(in_wecom, shen):
    in_wecom("wm9", "外镇人", FAR, "护照怎么办理？")
    shen.goes(f"{PAGE}?person=wm9")
    text = html.tostring(shen.page, encoding="unicode")
    assert "不在您的权限范围" in text
    assert "外镇人" not in text and "护照" not in text and Matter.objects.get().number not in text
    assert shen.page.cssselect("form[action='/helpdesk/sidebar/new/'], .comp") == []
    shen.goes(f"{PAGE}?matter={Matter.objects.get().pk}")
    assert shen.status == 404
    assert shen.client.get(PAGE).content.decode().count("外镇人") == 0


def test_whoever_helps_elsewhere_sees_that_resident(in_wecom, shen, desk):
    in_wecom("wm9", "外镇人", FAR, "护照怎么办理？")
    Matter.objects.update(assignee=shen.officer)
    shen.goes(f"{PAGE}?person=wm9")
    assert shen.sees(".sb-card h1")[0].startswith("外镇人")


def test_a_stranger_is_called_one_and_gets_a_matter(shen):
    shen.goes(f"{PAGE}?person=wmNew")
    assert "尚未建档" in shen.sees(".sb-card")[0]
    assert Resident.objects.count() == 0
    answer = shen.part(
        "/helpdesk/sidebar/new/", person="wmNew", kind="help", topic="noise",
        words="楼上半夜装修", back=f"{PAGE}?person=wmNew&bridge=1",
    )  # fmt: skip
    assert answer["HX-Redirect"] == f"{PAGE}?person=wmNew&bridge=1"
    matter = Matter.objects.get()
    assert (matter.kind, matter.topic, matter.channel) == ("help", "noise", "wecom_chat")
    assert (matter.assignee, matter.state, matter.unread) == (shen.officer, "assigned", 0)
    assert Message.objects.get().author == "note"
    assert Conversation.objects.get().address == "wmNew"
    shen.goes(f"{PAGE}?person=wmNew")
    assert shen.sees(".sb-matter h2") == [matter.number]
    assert data(shen, "account") == ""


def test_a_new_matter_belongs_to_the_conversation_with_customer_service(in_wecom, shen):
    in_wecom("wm1", "小储", TOWN)
    acts.open_beside("wm1", kind="help", topic="fraud", words="说被骗", by=shen.officer)
    matter = Matter.objects.get()
    assert (matter.channel, matter.priority) == ("wecom", 2)
    assert matter.conversation.address == "wk1:wm1"
    assert matter.town_code == TOWN


def test_no_second_matter_beside_an_open_one(in_wecom, shen):
    in_wecom("wm1", "小储", TOWN, "身份证丢了怎么补办")
    with pytest.raises(Refused, match="is still open"):
        acts.open_beside("wm1", kind="help", topic="other", words="又来了", by=shen.officer)
    assert Matter.objects.count() == 1


def test_nobody_opens_a_matter_for_a_resident_out_of_reach(in_wecom, shen):
    in_wecom("wm9", "外镇人", FAR)
    with pytest.raises(NotAllowed, match="area"):
        acts.open_beside("wm9", kind="help", topic="other", words="看看", by=shen.officer)
    assert Matter.objects.count() == 0


def test_opening_needs_the_permit(officer):
    reader = able_officer(officer, "只读", {"helpdesk.read", "residents.read"})
    with pytest.raises(NotAllowed):
        acts.open_beside("wm1", kind="help", topic="other", words="x", by=reader)


HOSTILE = [
    "<script>alert(1)</script>", "wm1' OR 1=1", "../../x", "x" * 65, "wm1%", "企业", "wm 1",
    "{{7*7}}",
]  # fmt: skip


@pytest.mark.parametrize("person", HOSTILE)
def test_a_hostile_person_is_answered_in_words(shen, person):
    answer = shen.client.get(PAGE, {"person": person})
    assert answer.status_code == 404
    text = answer.content.decode()
    assert "这不是企业微信中的联系人编号" in text
    assert "<script>alert" not in text
    with pytest.raises(Incomplete):
        acts.open_beside(person, kind="help", topic="other", words="x", by=shen.officer)
    assert shen.part("/helpdesk/sidebar/new/", person=person, kind="help", topic="other",
                     words="x").status_code in (422,)  # fmt: skip


def test_an_underscore_in_a_name_is_no_wildcard(in_wecom):
    first = in_wecom("wm_1", "甲", TOWN)
    other = conversations.begin("wecom", "wk1:wmx1")
    conversations.belong(other, first)
    assert beside.conversation_with(first, "wm_1").address == "wk1:wm_1"


@pytest.mark.parametrize("number", ["x", "0" * 40, "01900000-0000-7000-8000-00000000dead", "%"])
def test_a_matter_that_is_none_is_not_found(shen, number):
    assert shen.client.get(PAGE, {"matter": number}).status_code == 404


def test_without_anybody_it_offers_the_latest(in_wecom, shen):
    in_wecom("wm1", "小储", TOWN, "身份证丢了怎么补办")
    in_wecom("wm2", "老周", TOWN, "户口怎么迁")
    held = Matter.objects.get(resident__alias="老周")
    shen.submits(f"{held.url}take/")
    shen.goes(PAGE)
    first, second = shen.page.cssselect(".sb-list")
    assert [b.text for b in first.cssselect("b")] == ["老周", "小储"]
    assert [b.text for b in second.cssselect("b")] == ["老周"]
    link = second.cssselect("a")[0].get("href")
    shen.goes(link)
    assert (data(shen, "sidebar"), data(shen, "person")) == (str(held.pk), "wm2")


def test_a_resident_of_the_web_page_is_shown_by_the_matter(phone, shen, background):
    phone(alias="网页人").says("身份证丢了怎么补办")
    background.catch_up()
    shen.goes(f"{PAGE}?matter={Matter.objects.get().pk}")
    assert shen.sees(".sb-card h1")[0].startswith("网页人")
    assert (data(shen, "person"), data(shen, "account")) == ("", "")
    form = shen.page.cssselect("[data-county-composer]")[0]
    assert form.get("data-county-carried") == "1"
    reply = shen.part(form.get("action"), text="请带户口簿来")
    assert reply.status_code == 200
    assert Message.objects.filter(author="officer", text="请带户口簿来").count() == 1


def test_a_lead_says_nothing_here(officer, desk, phone, background):
    from_phone = phone()
    from_phone.submits(
        "/helpdesk/phone/lead/give/", topic="gambling", content="他们每晚在仓库里赌",
        place="", secrecy="open",
    )  # fmt: skip
    background.catch_up()
    lead = Matter.objects.get(kind="lead")
    sat = desk("全能", post=able_officer(officer, "x", every_permit()).post_id, department="PSB")
    sat.goes(f"{PAGE}?matter={lead.pk}")
    assert sat.status == 200
    assert "仓库" not in html.tostring(sat.page, encoding="unicode")
    assert sat.page.cssselect(".comp, .sb-lines") == []


def test_taking_leaves_one_beside_the_chat(in_wecom, shen):
    in_wecom("wm1", "小储", TOWN, "身份证丢了怎么补办")
    matter = Matter.objects.get()
    address = f"/helpdesk/sidebar/matters/{matter.pk}/take/"
    answer = shen.part(address, back=f"{PAGE}?person=wm1")
    assert answer["HX-Redirect"] == f"{PAGE}?person=wm1"
    assert Matter.objects.get().assignee == shen.officer
    for back in ("https://evil.example/", "//evil.example", "/helpdesk/sidebar/x", ""):
        assert shen.part(address, back=back)["HX-Redirect"] == PAGE


def test_what_was_said_in_ones_own_chat_is_kept_as_a_note_and_counts(shen):
    matter = acts.open_beside(
        "wm1", kind="consultation", topic="hukou", words="问证件", by=shen.officer
    )
    address = f"/helpdesk/sidebar/matters/{matter.pk}/said/"
    assert shen.part(address, text="  ").status_code == 422
    assert shen.part(address, text="请带户口簿").status_code == 204
    kept = Message.objects.order_by("-number").first()
    assert (kept.author, kept.by_name) == ("note", "沈警官")
    assert kept.text == "已在企业微信会话中发送：请带户口簿"
    matter.refresh_from_db()
    assert (matter.state, matter.waiting_since) == ("answered", None)
    assert matter.first_reply_at is not None
    assert matter.clocks.filter(met_at=None, code__startswith="reply").count() == 0
    assert Event.objects.filter(kind="helpdesk.matter_replied").count() == 1
    assert Event.objects.filter(kind="conversations.reply_written").count() == 0


def test_into_ones_own_chat_nothing_is_sent_from_elsewhere(shen):
    matter = acts.open_beside("wm1", kind="help", topic="other", words="问", by=shen.officer)
    with pytest.raises(Refused, match="from beside the chat"):
        talk.reply(matter, text="在", by=shen.officer)
    shen.goes(f"{PAGE}?person=wm1")
    form = shen.page.cssselect("[data-county-composer]")[0]
    assert form.get("data-county-carried") == ""


def test_nobody_keeps_words_in_a_matter_out_of_reach(in_wecom, shen):
    in_wecom("wm9", "外镇人", FAR, "护照怎么办理？")
    address = f"/helpdesk/sidebar/matters/{Matter.objects.get().pk}/"
    assert shen.part(f"{address}said/", text="x").status_code == 404
    assert shen.part(f"{address}take/").status_code == 404


def test_the_open_page_asks_for_its_living_part_alone(in_wecom, shen):
    in_wecom("wm1", "小储", TOWN, "身份证丢了怎么补办")
    part = shen.client.get(f"{PAGE}?person=wm1", headers={"HX-Request": "true"}).content.decode()
    assert part.strip().startswith('<div id="now"')
    assert "小储" in part and "<textarea" not in part


def test_only_the_stand_in_may_show_it_in_a_frame(shen, settings):
    settings.WECOM_BASE_URL = "http://127.0.0.1:8001"
    policy = "Content-Security-Policy"
    assert "frame-ancestors 'self';" in shen.client.get(PAGE)[policy]
    assert data_of(shen, "bridge") == ""
    settings.WECOM = "standin"
    assert "frame-ancestors 'self' http://127.0.0.1:8001;" in shen.client.get(PAGE)[policy]
    assert "frame-ancestors 'self';" in shen.client.get("/helpdesk/")[policy]
    assert data_of(shen, "bridge") == "http://127.0.0.1:8001"


def data_of(door, name):
    door.goes(PAGE)
    return data(door, name)


def test_whoever_may_not_read_the_desk_stays_outside(desk):
    sat = desk("窗口", post="SC_COUNTER", department="PSB")
    assert sat.client.get(PAGE).status_code == 403


def test_what_the_script_says_is_in_the_pages_language(shen):
    shen.goes(PAGE)
    words = json.loads(data(shen, "words"))
    assert words["cancelled"] == "未发送：您已取消。"
    assert all(words.values())
