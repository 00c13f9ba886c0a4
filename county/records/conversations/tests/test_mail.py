"""What residents write to a customer service account arrives once, in order, whatever happens."""

from dataclasses import replace
from datetime import timedelta
from threading import Barrier, Thread
from unittest.mock import patch

import pytest
from django.db import connection
from django.db.utils import OperationalError
from django.utils.translation import override

from county.foundation.channels import actions as channels
from county.foundation.channels.models import Callback, Entry, Mailbox, Session
from county.foundation.channels.wecom import calls
from county.foundation.channels.wecom.errors import WeComRefused
from county.foundation.channels.wecom.standin import setting
from county.foundation.events.models import Event
from county.kernel import clock
from county.kernel.saying import said as said_now
from county.records.conversations import mail, queries
from county.records.conversations.models import Author, Conversation, Message
from county.records.residents.actions import meet
from county.records.residents.queries import known_as
from tests.actors import png

BOX = f"wecom:{setting.KF}"


def said():
    rows = Message.objects.filter(author=Author.RESIDENT).order_by("number")
    return list(rows.values_list("text", flat=True))


def facts(kind):
    return Event.objects.filter(kind=kind).count()


def test_a_resident_writes_and_is_known_by_the_platforms_name(wecom, background):
    wecom.phone().says("身份证到期了在哪里办")
    background.catch_up()
    assert said() == ["身份证到期了在哪里办"]
    conversation = Conversation.objects.get(channel="wecom")
    assert conversation.address == wecom.address()
    # F-44: the name is kept as WeCom writes it.
    assert conversation.resident == known_as("wecom", wecom.resident())
    assert conversation.resident.alias == "稻花香里（演示数据）"


def test_f08_the_same_push_three_times_is_one_reading_and_one_notice(wecom, background):
    wecom.standin.option(duplicate=2)
    wecom.phone().says("你好")
    background.catch_up()
    assert (said(), Callback.objects.count()) == (["你好"], 1)
    assert len(wecom.phone().hears()) == 1, "the notice, once"


def test_f16_a_page_read_again_after_a_crash_adds_nothing(wecom, background):
    for number in range(5):
        wecom.phone().says(f"第{number}句")
    background.catch_up()
    Mailbox.objects.update(cursor="")
    assert mail.read(BOX) == 0
    assert (len(said()), Entry.objects.count()) == (5, 5)


def test_f16_the_cursor_moves_only_with_its_messages(wecom, background, monkeypatch):
    wecom.phone().says("第一句")
    background.catch_up()
    before = Mailbox.objects.get().cursor
    wecom.phone().says("第二句")

    def broken(self, **options):
        raise ConnectionError("the power went")

    monkeypatch.setattr(Entry, "save", broken)
    with pytest.raises(ConnectionError):
        mail.read(BOX)
    monkeypatch.undo()
    assert Mailbox.objects.get().cursor == before
    background.catch_up()
    assert said() == ["第一句", "第二句"]


def test_f17_a_lost_cursor_reads_three_days_back_and_answers_nothing_old(wecom, background):
    wecom.standin.option(drop=10)
    wecom.phone(1).says("很早以前")
    wecom.later(4 * 86400)
    wecom.phone().says("昨天的话")
    wecom.later(86400)
    channels.ring("wecom", setting.KF)
    with clock.played_at(clock.now() + timedelta(days=5)):
        background.catch_up()
    assert said() == ["昨天的话"]
    assert wecom.phone().hears() == [], "a word that is a day old gets no automatic answer"


def test_f19_an_empty_page_with_more_behind_it_is_gone_through(wecom, background):
    for number in range(6):
        wecom.phone().says(str(number))
    wecom.standin.option(page=2, empty_pages=1)
    background.catch_up()
    assert said() == [str(number) for number in range(6)]


def test_f19_a_cursor_that_stands_still_ends_with_an_alarm(wecom, monkeypatch):
    wecom.phone().says("一")
    channels.ring("wecom", setting.KF)
    page = mail.Page((), "", more=True)
    monkeypatch.setattr(mail.MAILBOXES["wecom"].__class__, "read", lambda *_asked: page)
    assert mail.read(BOX) == 0
    assert facts("channels.channel_troubled") == 1


def test_f20_all_messages_of_a_page_are_kept(wecom, background):
    for number in range(40):
        wecom.phone(number % 4).says(f"{number}")
    background.catch_up()
    assert sorted(map(int, said())) == list(range(40))


def test_f21_a_ring_that_is_read_too_late_is_read_without_its_token(wecom, background):
    wecom.phone().says("还在吗")
    wecom.later(11 * 60)
    background.catch_up()
    assert said() == ["还在吗"]


def test_f22_the_account_is_always_named(wecom, background):
    wecom.phone().says("一")
    background.catch_up()
    asked = [raw for name, _query, raw in wecom.standin.seen if name == "kf/sync_msg"]
    assert asked != []
    assert all(setting.KF.encode() in raw for raw in asked)


def test_f23_a_page_out_of_order_is_shown_in_the_order_of_time(wecom, background, monkeypatch):
    pull = calls.pull

    def backwards(*asked, **more):
        page = pull(*asked, **more)
        return replace(page, said=page.said[::-1])

    monkeypatch.setattr(calls, "pull", backwards)
    for number in range(6):
        wecom.phone().says(f"第{number}句")
        wecom.later(1)
    background.catch_up()
    conversation = Conversation.objects.get()
    lines = [one.text for one in queries.thread(conversation.pk) if one.author == "resident"]
    assert lines == [f"第{number}句" for number in range(6)]


def test_f24_three_days_without_a_reading_are_reported_as_a_gap(wecom, background, desk):
    admin = desk("系统管理员", post="SYSADMIN", department="PSB")
    wecom.phone().says("一")
    background.catch_up()
    Mailbox.objects.update(read_at=clock.now() - timedelta(days=3, minutes=1))
    background.clock_strikes("read_quiet_mailboxes")
    assert facts("channels.mailbox_gap") == 1
    assert [line for line in admin.notices() if "可能有消息缺失" in line] != []


def test_f13_a_quiet_mailbox_is_read_although_it_did_not_ring(wecom, background):
    wecom.phone().says("一")
    background.catch_up()
    wecom.standin.option(drop=10)
    wecom.phone().says("没有回调的一句")
    Mailbox.objects.update(read_at=clock.now() - timedelta(minutes=6))
    background.clock_strikes("read_quiet_mailboxes")
    assert said() == ["一", "没有回调的一句"]


@pytest.mark.parametrize("kind", ["meeting", "calendar", "note", "kind_of_next_year"])
def test_f12_what_we_do_not_know_is_kept_and_shown_as_such(wecom, background, kind):
    wecom.standin.resident(wecom.resident()).says(kind, {"x": ["y", {"z": 1}]})
    wecom.phone().says("之后的话")
    background.catch_up()
    assert said() == [kind, "之后的话"]
    assert Entry.objects.filter(trouble="").count() == 2


def test_f12_an_entry_that_cannot_be_understood_stops_nobody(wecom, background, monkeypatch):
    monkeypatch.setattr(mail, "_recall", lambda *_given: 1 / 0)
    name = wecom.phone().says("先说一句")
    wecom.standin.resident(wecom.resident()).recalls(name)
    wecom.phone().says("再说一句")
    background.catch_up()
    assert said() == ["先说一句", "再说一句"]
    assert (
        Entry.objects.get(kind="user_recall_msg").trouble == "ZeroDivisionError: division by zero"
    )


def test_f28_a_chat_that_a_colleague_has_hears_no_robot(wecom, background):
    wecom.standin.resident(wecom.resident()).enters(link=False)
    wecom.phone().says("你好")
    wecom.standin.officer("shen").takes(wecom.resident())
    background.catch_up()
    assert Session.objects.get().state == 3
    assert wecom.phone().hears() == []


def test_what_a_colleague_answers_in_wecom_stands_in_the_thread_and_counts(wecom, background, desk):
    shen = desk("沈警官", wecom_id="shen")
    wecom.phone().says("身份证到期了在哪里办")
    background.catch_up()
    wecom.standin.officer("shen").takes(wecom.resident())
    wecom.standin.officer("shen").answers(wecom.resident(), "请带旧证到武原派出所窗口。")
    background.catch_up()
    line = queries.thread(Conversation.objects.get().pk)[-1]
    assert (line.text, line.by_name, line.by) == (
        "请带旧证到武原派出所窗口。", "沈警官", shen.officer.actor,
    )  # fmt: skip
    assert facts("helpdesk.matter_replied") == 1


def test_a_message_taken_back_is_not_shown(wecom, background):
    name = wecom.phone().says("我的卡号是6222020000000000000")
    background.catch_up()
    wecom.standin.resident(wecom.resident()).recalls(name)
    background.catch_up()
    line = next(one for one in queries.thread(Conversation.objects.get().pk) if one.text)
    assert line.recalled_at is not None


def test_f38_a_flood_is_kept_whole_and_answered_once(wecom, background):
    for number in range(120):
        wecom.phone().says(f"{number}")
    background.catch_up()
    assert len(said()) == 120
    assert len(wecom.phone().hears()) == 1


def test_f36_a_refusal_is_no_empty_mailbox(wecom):
    wecom.phone().says("一")
    channels.ring("wecom", setting.KF)
    wecom.standin.fails("kf/sync_msg", 48007)
    with pytest.raises(WeComRefused):
        mail.read(BOX)
    with override("en"):
        assert "Assign it in the console" in said_now(Mailbox.objects.get().trouble)
    # F-43: what an administrator must put right is announced.
    assert facts("channels.channel_troubled") == 1
    assert Mailbox.objects.get().read_at is None


def test_raw_entries_are_sealed_and_old_ones_forgotten(wecom, background):
    wecom.phone().says("不能明文保存的话")
    background.catch_up()
    with connection.cursor() as cursor:
        cursor.execute("SELECT body FROM channels_entry")
        kept = bytes(cursor.fetchone()[0])
        assert len(kept) > 100
        assert not any(part in kept for part in ("不能明文".encode(), b"msgtype"))
    Entry.objects.update(kept_at=clock.now() - timedelta(days=31))
    Callback.objects.update(received_at=clock.now() - timedelta(days=31))
    assert channels.forget_old() == 2


def test_f18_two_readers_of_one_mailbox_stand_in_line(transactional_db, wecom, background):
    for number in range(30):
        wecom.phone(number % 3).says(f"{number}")
    wecom.standin.option(page=4)
    channels.ring("wecom", setting.KF)
    wecom.standin.slows("kf/sync_msg", 0.02)
    together = Barrier(3)
    counts, inside = [], []
    pull = calls.pull

    def alone(*asked, **more):
        inside.append(1)
        assert len(inside) == 1, "two readers asked at the same time"
        try:
            return pull(*asked, **more)
        finally:
            inside.pop()

    def read():
        together.wait()
        try:
            counts.append(mail.read(BOX))
        finally:
            connection.close()

    with patch.object(calls, "pull", alone):
        threads = [Thread(target=read) for _n in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert sorted(counts) == [0, 0, 30]
    assert sorted(map(int, said())) == list(range(30))


def test_f43_a_setting_that_stops_us_is_told_to_administrators_once(wecom, background, desk):
    admin = desk("系统管理员", post="SYSADMIN", department="PSB")
    wecom.standin.fails("kf/sync_msg", 48007, 48007)
    for text in ("一", "二"):
        wecom.phone().says(text)
        background.catch_up(failing=True)
    told = [line for line in admin.notices() if "通过API管理" in line]
    assert len(told) == 1


def test_the_link_of_a_town_says_where_somebody_is_of_whom_nothing_else_does(wecom, background):
    known = meet("wecom", wecom.resident())
    wecom.standin.resident(wecom.resident()).enters(scene_param="330424001")
    wecom.standin.resident(wecom.resident(1)).enters(scene_param="330424002")
    background.catch_up()
    known.refresh_from_db()
    assert known.town_code == "330424001"
    assert known_as("wecom", wecom.resident(1)).town_code == "330424002"
    wecom.standin.resident(wecom.resident()).enters(scene_param="330424002")
    background.catch_up()
    known.refresh_from_db()
    assert known.town_code == "330424001", "what is known is not overwritten by a poster"


def test_a_fault_of_the_database_is_no_fault_of_the_entry(wecom, background, monkeypatch):
    wecom.phone().says("一句")
    channels.ring("wecom", setting.KF)

    def deadlock(*_given):
        raise OperationalError("deadlock detected")

    with monkeypatch.context() as broken, pytest.raises(OperationalError):
        broken.setattr(mail, "understand", deadlock)
        mail.read(BOX)
    assert Entry.objects.count() == 0, "the page was not kept, and is read again"
    background.catch_up()
    assert (said(), Entry.objects.exclude(trouble="").count()) == (["一句"], 0)


def test_a_picture_that_a_colleague_sends_in_wecom_is_fetched_and_not_suspected(
    wecom, background, desk
):
    desk("沈警官", wecom_id="shen")
    wecom.phone().says("身份证到期了在哪里办")
    background.catch_up()
    wecom.standin.officer("shen").takes(wecom.resident())
    wecom.standin.officer("shen").sends_file(wecom.resident(), "image", png(), "地图.png")
    background.catch_up()
    line = queries.thread(Conversation.objects.get().pk)[-1]
    assert (line.author, line.kind, line.file is not None) == ("officer", "image", True)
    assert facts("conversations.picture_received") == 0
