"""Pushes only say whom to ask about; what WeCom answers is kept (wecom.md §6, §10, §15)."""

import itertools
from datetime import timedelta

import pytest

from county.foundation.channels.wecom import contacts as calls
from county.foundation.channels.wecom.answers import OverLimit
from county.foundation.events.models import Delivery, Event
from county.foundation.notices.models import Notice
from county.kernel.fields import reveal
from county.records.contacts import queries
from county.records.contacts.actions import contacts as acts
from county.records.contacts.exchange import welcome as greeting
from county.records.contacts.flow import Bond
from county.records.contacts.models import Contact, Welcome
from county.records.residents import actions as residents
from county.records.residents.models import ExternalIdentity, Resident

pytestmark = pytest.mark.django_db(transaction=True)

WM = "wmEAAAAAAa-_ooAAdemo5hXk2QvB7tL"


def states():
    rows = Contact.objects.order_by("userid", "external_userid")
    return {(one.userid, one.external_userid): one.state for one in rows}


def test_a_new_contact_is_met_by_nickname_and_greeted(hear, fake, officers, settings):
    settings.SIWEI_ADDRESS = "https://desk.example"
    hear(fake.adds(WM, "shen", "稻花香里"))
    contact = Contact.objects.get()
    assert (contact.officer, contact.state) == (officers["shen"], Bond.FRIENDS)
    assert contact.resident.alias == "稻花香里"
    assert contact.resident.notice_seen_at is not None
    (words,) = fake.welcomed
    assert "海盐县公安局" in words
    assert words.endswith("https://desk.example/helpdesk/phone/")


def test_names_are_kept_unchanged(hear, fake, officers):
    """F-44."""
    hear(fake.adds(WM, "shen"))
    assert Contact.objects.get().external_userid == WM
    assert ExternalIdentity.objects.get().key == WM
    asked = [query["external_userid"] for name, query, _raw in fake.seen if name.endswith("/get")]
    assert asked == [WM]


def test_two_added_in_one_second_are_two_and_one_push_twice_is_one(hear, fake, officers):
    """F-06."""
    one, two = fake.adds("wm1", "shen", "甲"), fake.adds("wm2", "shen", "乙")
    assert one["CreateTime"] == two["CreateTime"]
    hear(one, two, one)
    assert states() == {("shen", "wm1"): "friends", ("shen", "wm2"): "friends"}
    assert Resident.objects.count() == 2
    assert len(fake.welcomed) == 2
    assert Event.objects.filter(kind="contacts.contact_made").count() == 2


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_pushes_in_any_order_end_where_wecom_is(hear, fake, officers, order):
    """F-14."""
    pushes = [fake.adds(WM, "shen"), fake.remarks("shen", WM, "新备注"),
              fake.officer_drops("shen", WM)]  # fmt: skip
    hear(*(pushes[n] for n in order))
    assert set(states().values()) <= {"by_officer"}
    pushes = [*pushes, fake.adds(WM, "shen")]
    hear(pushes[3], *(pushes[n] for n in order))
    assert states() == {("shen", WM): "friends"}


def test_a_removal_that_arrives_after_the_new_beginning_removes_nothing(hear, fake, officers):
    """F-14: a late push of the resident's removal."""
    hear(fake.adds(WM, "shen"))
    late = fake.resident_drops(WM, "shen")
    fake.later(60)
    again = fake.adds(WM, "shen")
    hear(again, late)
    assert states() == {("shen", WM): "friends"}


def test_half_added_and_the_two_removals_are_three_states(hear, fake, officers):
    """F-45."""
    hear(
        fake.adds("wm1", "shen", half=True), fake.adds("wm2", "shen"), fake.adds("wm3", "shen"),
    )  # fmt: skip
    fake.later(5)
    hear(fake.resident_drops("wm2", "shen"), fake.officer_drops("shen", "wm3"))
    assert states() == {
        ("shen", "wm1"): "half", ("shen", "wm2"): "by_resident", ("shen", "wm3"): "by_officer",
    }  # fmt: skip
    acts.ask_for_reading(reason="test", by=acts.WECOM)
    hear()
    assert list(states().values()) == ["half", "by_resident", "by_officer"]
    hear(fake.accepts("shen", "wm1"))
    assert states()["shen", "wm1"] == "friends"


def test_a_lost_time_of_pushes_is_made_good_by_night(hear, fake, officers, worker):
    """F-13."""
    for n in range(8):
        hear(fake.adds(f"wm{n}", "shen" if n % 2 else "xu", f"居民{n}"))
    fake.later(5)
    lost = [fake.officer_drops("xu", "wm0"), fake.adds("wm8", "chen"), fake.adds("wm1", "xu"),
            fake.remarks("shen", "wm3", "改过")]  # fmt: skip
    worker.clock_strikes("each_night")
    by_night = states()
    hear(*lost)
    assert states() == by_night
    assert by_night["xu", "wm0"] == "by_officer"
    assert by_night["chen", "wm8"] == by_night["xu", "wm1"] == "friends"
    assert reveal(queries.pair("shen", "wm3"), "remark") == "改过"
    assert fake.asked["externalcontact/batch/get_by_user"] >= 1


def test_an_error_is_no_empty_list(hear, fake, officers, worker):
    """F-36: nobody is removed because WeCom refused, or left an officer out."""
    hear(fake.adds("wm1", "shen"), fake.adds("wm2", "xu"))
    fake.fails("externalcontact/batch/get_by_user", *[45033] * 4)
    acts.ask_for_reading(reason="test", by=acts.WECOM)
    hear(failing=True)
    assert set(states().values()) == {"friends"}
    assert "45033" in Delivery.objects.get().error
    Delivery.objects.all().delete()
    left_out = b'{"errcode":0,"fail_info":{"unlicensed_userid_list":["shen","xu"]}}'
    fake.fails("externalcontact/batch/get_by_user", (200, left_out))
    acts.ask_for_reading(reason="test", by=acts.WECOM)
    hear()
    assert set(states().values()) == {"friends"}
    fake.fails(
        "externalcontact/get", (200, b'{"errcode":0,"external_contact":{},"follow_user":{}}')
    )
    hear(fake.edits("shen", "wm1"), failing=True)
    assert set(states().values()) == {"friends"}


def test_a_setting_to_put_right_is_told_and_not_tried_again(hear, fake, officers, chief, desk):
    """F-43."""
    admin = desk("管理员", post="SYSADMIN", department="PSB").officer
    fake.fails("externalcontact/get", 48002, 48002)
    hear(fake.adds("wm1", "shen"), fake.adds("wm2", "shen"))
    (notice,) = Notice.objects.filter(officer=chief.officer)
    (other,) = Notice.objects.filter(officer=admin)
    assert "48002" in notice.title
    assert (notice.url, other.url) == ("/contacts/", "/channels/wecom/")
    assert Event.objects.filter(kind="channels.channel_troubled").count() == 1
    assert Delivery.objects.count() == 0
    chief.goes("/notices/")
    assert "客户联系" in chief.sees(".bell-i b")[0]


def test_a_remark_of_ours_stands_at_once_and_reaches_wecom(hear, fake, officers, try_again):
    """F-15: no push comes for what we change ourselves."""
    hear(fake.adds(WM, "shen"))
    acts.write_remark(Contact.objects.get(), name="西塘桥 王", note="开店", by=officers["shen"])
    assert reveal(Contact.objects.get(), "remark") == "西塘桥 王"
    late = fake.edits("shen", WM)
    fake.fails("externalcontact/remark", *[45035] * 4)
    hear(late, failing=True)
    assert reveal(Contact.objects.get(), "remark") == "西塘桥 王", "WeCom's older one is not taken"
    try_again()
    assert fake.follow("shen", WM)["remark"] == "西塘桥 王"
    assert not Contact.objects.get().remark_waits


def test_a_remark_on_a_contact_that_is_gone_moves_the_contact(hear, fake, officers):
    """F-45: 84061 is no failure."""
    hear(fake.adds(WM, "shen"))
    fake.officer_drops("shen", WM)
    acts.write_remark(Contact.objects.get(), name="王", note="", by=officers["shen"])
    hear()
    assert states() == {("shen", WM): "by_officer"}


def test_a_code_older_than_twenty_seconds_is_not_used(hear, fake, officers):
    """F-30."""
    push = fake.adds(WM, "shen")
    push["CreateTime"] = str(int(push["CreateTime"]) - 21)
    hear(push)
    assert fake.asked["externalcontact/send_welcome_msg"] == 0
    assert Welcome.objects.get().outcome == "late"
    assert Contact.objects.get().resident.notice_seen_at is None


def test_another_applications_welcome_is_waited_for_within_the_time(
    hear, fake, officers, monkeypatch
):
    """F-30: 41096."""
    monkeypatch.setattr(greeting, "PAUSE", 0.01)
    fake.fails("externalcontact/send_welcome_msg", 41096, 41096)
    hear(fake.adds(WM, "shen"))
    assert len(fake.welcomed) == 1
    monkeypatch.setattr(greeting, "TIME", timedelta(seconds=1))
    fake.fails("externalcontact/send_welcome_msg", *[41096] * 10_000)
    hear(fake.adds("wm2", "shen"))
    assert Welcome.objects.get(external_userid="wm2").outcome == "late"
    assert len(fake.welcomed) == 1


def test_a_lost_answer_to_a_welcome_greets_nobody_twice(hear, fake, officers, monkeypatch):
    """F-30: WeCom took it, and says to the second try that the chat has begun."""
    monkeypatch.setattr(greeting, "PAUSE", 0.01)
    fake.fails("externalcontact/send_welcome_msg", "lost")
    hear(fake.adds(WM, "shen"))
    assert len(fake.welcomed) == 1
    assert Welcome.objects.get().outcome == "already"


@pytest.mark.parametrize(("code", "outcome"), [(41051, "already"), (41050, "refused")])
def test_a_welcome_is_tried_once(hear, fake, officers, try_again, code, outcome):
    """F-30: 41051 is as good as sent; what fails after it does not bring it again."""
    fake.fails("externalcontact/send_welcome_msg", code)
    fake.fails("externalcontact/get", *[45033] * 4)
    hear(fake.adds(WM, "shen"), failing=True)
    assert states() == {}
    try_again()
    assert Welcome.objects.get().outcome == outcome
    assert fake.asked["externalcontact/send_welcome_msg"] == 1
    assert states() == {("shen", WM): "friends"}


def test_the_contact_follows_a_person_whose_files_become_one(hear, fake, officers):
    hear(fake.adds(WM, "shen"))
    older = residents.identify(residents.open_file(), phone="13800000001")
    residents.identify(Contact.objects.get().resident, phone="13800000001")
    hear()
    assert Contact.objects.get().resident == older
    hear(fake.edits("shen", WM))
    assert Contact.objects.get().resident == older


def test_nothing_starts_by_night_where_no_wecom_is_set_up(db, background):
    background.clock_strikes("each_night", "library_each_night", "each_hour", "ask_what_became")
    assert not Event.objects.filter(kind__startswith="contacts.").exists()


def test_limits_are_checked_before_sending(wecom, fake):
    with pytest.raises(OverLimit):
        list(calls.follows_of(wecom, [f"u{n}" for n in range(101)]))
    assert fake.asked == {}


def test_codes_and_remarks_are_nowhere_to_be_read(hear, fake, officers, caplog, monkeypatch):
    """F-50: not in the logs, not in the facts, not in our tables."""
    caplog.set_level("DEBUG")
    monkeypatch.setattr(greeting, "PAUSE", 0.01)
    fake.fails("externalcontact/send_welcome_msg", (500, b""), 45033)
    push = fake.adds(WM, "shen")
    hear(push, fake.remarks("shen", WM, "西塘桥 王"))
    assert Welcome.objects.get().outcome == "sent"
    code, rows = push["WelcomeCode"], [*Contact.objects.values(), *Welcome.objects.values()]
    said = caplog.text + str(list(Event.objects.values())) + str(list(Delivery.objects.values()))
    assert code
    assert code not in said + str(rows)
    assert "西塘桥" not in said + str(rows)
