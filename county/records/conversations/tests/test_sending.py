"""What officers write reaches WeCom once, in order, and no further than WeCom allows."""

import pytest
from django.utils.translation import override

from county.foundation.channels.models import Session
from county.foundation.channels.wecom.client import Client
from county.foundation.channels.wecom.errors import Unreachable
from county.foundation.channels.wecom.outbound import message_of, name_of
from county.foundation.channels.wecom.standin import setting
from county.foundation.events.models import Event
from county.kernel.numbers import uuid7
from county.kernel.saying import said
from county.kernel.text import split_bytes
from county.records.conversations import actions, queries
from county.records.conversations.models import Conversation, Message
from tests.actors import png


@pytest.fixture
def shen(desk):
    return desk("沈警官", wecom_id="shen")


@pytest.fixture
def matter(wecom, background, shen):
    """A resident has written; the officer has the matter open."""
    wecom.phone().says("身份证到期了在哪里办")
    background.catch_up()
    return shen.opens()


def replies(wecom):
    return wecom.phone().hears()[1:]  # the first is the notice


def test_an_officers_answer_reaches_the_phone(wecom, background, shen, matter):
    shen.part(f"{matter}reply/", text="带旧证到窗口，当场办。")
    background.catch_up()
    assert replies(wecom) == ["带旧证到窗口，当场办。"]
    shen.goes(matter)
    assert any("已送达" in line for line in shen.sees(".m.mine .w"))


def test_f25_a_timeout_after_wecom_took_it_is_one_message(wecom, background, shen, matter):
    wecom.standin.fails("kf/send_msg", "lost")
    shen.part(f"{matter}reply/", text="只有一条")
    background.catch_up(failing=True)
    message = Message.objects.get(text="只有一条")
    assert message.delivered_at is None
    actions.deliver(message)
    message.refresh_from_db()
    assert (replies(wecom), message.failure) == (["只有一条"], "")
    assert message.delivered_at is not None


def test_f26_taken_and_then_not_delivered_is_shown_with_its_reason(wecom, background, shen, matter):
    session = wecom.standin.world.session(setting.KF, wecom.resident())
    session["fails"].append(10)
    shen.part(f"{matter}reply/", text="到不了的一条")
    background.catch_up()
    wecom.settles()
    message = Message.objects.get(text="到不了的一条")
    with override("en"):
        assert said(message.failure) == "The resident refuses messages."
    shen.goes(matter)
    assert shen.page.cssselect(".m.mine .fail")[0].get("title") == "对方拒收消息。"


def test_f27_five_messages_and_then_a_clear_word_instead_of_a_try(wecom, background, shen, matter):
    for number in range(4):
        shen.part(f"{matter}reply/", text=f"第{number}条")
        background.catch_up()
    asked = wecom.standin.asked["kf/send_msg"]
    refused = shen.part(f"{matter}reply/", text="第六条")
    assert refused.status_code == 409
    assert "5条" in refused.content.decode() or "五条" in refused.content.decode()
    background.catch_up()
    assert wecom.standin.asked["kf/send_msg"] == asked
    wecom.phone().says("好的")
    background.catch_up()
    assert shen.part(f"{matter}reply/", text="又可以了").status_code == 200


def test_f27_the_desk_says_how_many_are_left(wecom, background, shen, matter):
    shen.goes(matter)
    assert "还可发送 4 条" in shen.sees(".room")[0]


def test_f27_what_only_wecom_knows_is_said_once_and_not_tried_again(
    wecom, background, shen, matter
):
    wecom.standin.fails("kf/send_msg", 95018)
    shen.part(f"{matter}reply/", text="状态不对")
    background.catch_up()
    message = Message.objects.get(text="状态不对")
    assert message.refused_at is not None
    assert "95018" in said(message.failure)
    assert Event.objects.filter(kind="conversations.delivery_failed").count() == 1
    # The way is free for the next one.
    shen.part(f"{matter}reply/", text="下一条")
    background.catch_up()
    assert replies(wecom) == ["下一条"]


def test_f28_a_colleague_in_wecom_has_the_chat(wecom, background, shen, matter):
    wecom.standin.officer("shen").takes(wecom.resident())
    wecom.phone().says("在吗")
    background.catch_up()
    assert Session.objects.get().state == 3
    refused = shen.part(f"{matter}reply/", text="抢着答")
    assert refused.status_code == 409
    wecom.standin.officer("shen").ends(wecom.resident())
    wecom.phone().says("还有一个问题")
    background.catch_up()
    assert shen.part(f"{matter}reply/", text="现在轮到我").status_code == 200
    background.catch_up()
    assert replies(wecom)[-1] == "现在轮到我"


def test_f29_a_long_answer_goes_out_in_pieces_or_not_at_all(wecom, background, shen, matter):
    long = "".join(f"第{n}条：带身份证。" for n in range(160))
    assert shen.part(f"{matter}reply/", text=long).status_code == 200
    background.catch_up()
    got = replies(wecom)
    assert len(got) == len(split_bytes(long, 2048)) > 1
    assert "".join(got) == long
    assert all(len(piece.encode()) <= 2048 for piece in got)
    refused = shen.part(f"{matter}reply/", text="长" * 1990)
    assert refused.status_code == 409
    assert Message.objects.filter(text__startswith="长长").count() == 0, "never cut in silence"


def test_replies_go_out_in_the_order_in_which_they_were_written(
    wecom, background, shen, matter, monkeypatch
):
    post, down = Client.post, [True]

    def flaky(self, interface, body):
        if interface == "kf/send_msg" and down[0]:
            raise Unreachable
        return post(self, interface, body)

    monkeypatch.setattr(Client, "post", flaky)
    shen.part(f"{matter}reply/", text="第一")
    background.catch_up(failing=True)
    down[0] = False
    shen.part(f"{matter}reply/", text="第二")
    background.catch_up(failing=True)
    assert replies(wecom) == ["第一", "第二"]


def test_f39_a_picture_is_fetched_at_once_and_stays_after_wecom_forgot_it(
    wecom, background, shen, matter
):
    wecom.standin.resident(wecom.resident()).sends("image", png(), "截图.png")
    background.catch_up()
    wecom.later(4 * 86400)
    shen.goes(matter)
    picture = shen.page.cssselect("a.pic img")[0].get("src")
    assert shen.client.get(picture).status_code == 200


def test_f40_an_error_in_json_is_never_kept_as_a_picture(wecom, background, shen, matter):
    wecom.standin.fails("media/get", 40007)
    wecom.standin.resident(wecom.resident()).sends("image", png(), "截图.png")
    background.catch_up(failing=True)
    message = Message.objects.get(kind="image")
    assert message.file is None
    assert Event.objects.filter(kind="files.file_kept").count() == 0


def test_a_file_of_a_kind_we_do_not_keep_is_said_to_be_so(wecom, background, shen, matter):
    wecom.standin.resident(wecom.resident()).sends("file", b"MZ" + b"\x00" * 400, "安全证书.exe")
    background.catch_up()
    shen.goes(matter)
    assert "请对方改发图片或文字" in " ".join(shen.sees(".filemsg"))


def test_names_of_pieces_lead_back_to_their_message():
    for _n in range(200):
        key = uuid7()
        assert len(name_of(key, 12)) <= 32
        assert message_of(name_of(key, 12)) == key
    assert message_of("kfm0001") is None
    assert message_of("!" * 22 + "-1") is None


def test_a_stranger_who_only_looked_in_cannot_be_written_to(wecom, background):
    wecom.standin.resident(wecom.resident()).enters()
    background.catch_up()
    room = queries.room(Conversation.objects.get())
    assert room.left == 0
    assert wecom.phone().hears() != [], "the welcome was said with the code of the event"


def test_f30_a_welcome_code_that_has_grown_old_is_not_used(wecom, background):
    wecom.standin.resident(wecom.resident()).enters()
    wecom.later(30)
    background.catch_up(failing=True)
    assert wecom.phone().hears() == []


def test_an_officer_goes_on_in_wecom_and_ends_the_chat_there(wecom, background, shen, matter):
    shen.goes(matter)
    assert "在企业微信中接待" in " ".join(shen.sees(".more-acts button"))
    shen.submits(f"{matter}in-wecom/")
    background.catch_up()
    assert wecom.standin.world.session(setting.KF, wecom.resident())["servicer"] == "shen"
    assert shen.part(f"{matter}reply/", text="从工作台写").status_code == 409
    wecom.standin.officer("shen").answers(wecom.resident(), "我在路上")
    background.catch_up()
    shen.goes(matter)
    assert "结束企业微信会话" in " ".join(shen.sees(".more-acts button"))
    shen.submits(f"{matter}in-wecom/", end="1")
    background.catch_up()
    wecom.phone().says("好")
    background.catch_up()
    assert shen.part(f"{matter}reply/", text="又从工作台写").status_code == 200


def test_what_wecom_does_not_give_over_is_said_in_the_thread(wecom, background, shen, matter):
    wecom.standin.fails("kf/service_state/trans", 95014)
    shen.submits(f"{matter}in-wecom/")
    background.catch_up()
    shen.goes(matter)
    assert any("企业微信未能移交会话" in line for line in shen.sees(".notemsg .b"))


def test_whoever_has_no_account_in_wecom_is_told_so(wecom, background, desk, matter):
    zhu = desk("朱所长")
    zhu.goes(matter)
    assert "企业微信中接待" not in " ".join(zhu.sees(".more-acts button"))
    assert zhu.part(f"{matter}in-wecom/").status_code == 409


def test_f27_after_a_refusal_the_desk_knows_who_has_the_chat(wecom, background, shen, matter):
    with wecom.standin.world.acting() as world:  # a change of which no event told us
        world.session(setting.KF, wecom.resident()).update(state=3, servicer="chen")
    shen.part(f"{matter}reply/", text="抢着答")
    background.catch_up()
    assert (Session.objects.get().state, Session.objects.get().colleague) == (3, "chen")
    shen.goes(matter)
    assert "chen" in shen.sees(".room.none")[0]
