"""A notice lies on the officer's phone, and what is pressed there is done here."""

import pytest

from county.dimensions.helpdesk.queries.matters import matters_for
from county.foundation.channels.tests.test_door import push
from county.foundation.channels.wecom.standin import setting
from county.foundation.events.models import Event
from county.foundation.events.registry import System
from county.foundation.notices import cards, jobs
from county.foundation.notices.actions import tell
from county.foundation.notices.events import NoticeGiven
from county.foundation.notices.models import Notice
from county.kernel.saying import said

SCAM = "对方说我涉嫌洗钱，要我把5万块转到安全账户，不能告诉家里人"


@pytest.fixture
def alarmed(wecom, background, desk):
    """A scam has come in; 沈警官 and 陈警官 of the same station are both on duty."""
    officers = [desk(name, wecom_id=account) for name, account in (("沈", "shen"), ("朱", "zhu"))]
    wecom.standin.resident(wecom.resident()).enters(scene_param="330424001")
    wecom.phone().says(SCAM)
    background.catch_up()
    return officers


def cards_of(wecom, account):
    """The cards in an officer's WeCom."""
    posts = [one for one in wecom.standin.world.posts if account in one["to"]]
    return [one["template_card"] for one in posts if one["msgtype"] == "template_card"]


def card_of(wecom, account):
    return cards_of(wecom, account)[-1]


def presses(wecom, account):
    """The officer presses the button of the last card."""
    posts = [one for one in wecom.standin.world.posts if account in one["to"]]
    wecom.standin.officer(account).presses(posts[-1]["msgid"], "helpdesk.take")


def press_of(account, task):
    return [
        ("ToUserName", setting.CORP), ("FromUserName", account), ("CreateTime", 1795625208),
        ("MsgType", "event"), ("Event", "template_card_event"), ("EventKey", "helpdesk.take"),
        ("TaskId", task), ("CardType", "button_interaction"), ("ResponseCode", "RC"),
        ("AgentID", setting.AGENT),
    ]  # fmt: skip


def test_an_alarm_is_a_card_with_a_button_that_acts(wecom, background, alarmed):
    shen, zhu = alarmed
    card = card_of(wecom, "shen")
    assert card["main_title"]["title"].startswith("疑似诈骗")
    assert [one["text"] for one in card["button_list"]] == ["接单"]
    assert card["card_action"]["url"].startswith("http")

    presses(wecom, "shen")
    background.catch_up()
    matter = matters_for(shen.officer).get()
    assert matter.assignee == shen.officer
    shown = card_of(wecom, "shen")
    assert matter.number in str(shown)

    # The colleague comes second, and is told so on the card.
    presses(wecom, "zhu")
    background.catch_up()
    matter.refresh_from_db()
    assert matter.assignee == shen.officer
    assert "沈" in Notice.objects.get(officer=zhu.officer, loud=True).outcome


def test_a_press_counts_once_and_only_from_whom_the_card_was_for(wecom, background, alarmed):
    shen, _zhu = alarmed
    notice = Notice.objects.get(officer=shen.officer, loud=True)
    push(press_of("zhu", cards.task_of(notice)))
    background.catch_up()
    assert matters_for(shen.officer).get().assignee is None
    for _time in range(2):
        push(press_of("shen", cards.task_of(notice)))
        background.catch_up()
    assert Event.objects.filter(kind="helpdesk.matter_taken").count() == 1
    assert cards.notice_of(cards.task_of(notice)) == notice.pk
    assert [cards.notice_of(task) for task in ("notice-", "other-1", "notice-1x", "")] == [None] * 4


def test_an_officer_without_wecom_is_told_on_the_page_alone(wecom, background, desk):
    lone = desk("独")
    tell([lone.officer], title="看一下", url="/desk/", by=System("test"))
    background.catch_up()
    assert wecom.standin.asked["message/send"] == 0
    assert Notice.objects.get().pushed_at is None


def test_who_wecom_does_not_know_is_noted_on_the_notice(wecom, background, desk):
    ghost = desk("幽", wecom_id="nobody")
    tell([ghost.officer], title="看一下", url="/desk/", by=System("test"))
    background.catch_up()
    notice = Notice.objects.get()
    assert notice.pushed_at is None
    assert said(notice.push_failure) != ""


def test_a_notice_is_pushed_once_although_the_answer_was_lost(wecom, background, desk):
    shen = desk("沈", wecom_id="shen")
    wecom.standin.fails("message/send", "lost")
    word = {"title": "看一下", "url": "/desk/", "by": System("test"), "buttons": ["helpdesk.take"]}
    notice = tell([shen.officer], **word)[0]
    background.catch_up(failing=True)
    jobs.push(NoticeGiven(officer_id=1, notice_id=notice.pk, words="", url="", loud=False))
    notice.refresh_from_db()
    assert (notice.pushed_at is not None, notice.push_failure) == (True, "")
    assert len(cards_of(wecom, "shen")) == 1


def test_a_card_says_a_short_title_once(wecom, alarmed):
    title = card_of(wecom, "shen")["main_title"]
    assert title["title"].startswith("疑似诈骗")
    assert title.get("desc") != title["title"]
