"""Group messages: the truth per person, once, within WeCom's numbers (F-31 to F-33)."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from county.foundation.channels.wecom import mailings as calls
from county.foundation.channels.wecom.answers import OverLimit
from county.foundation.events.models import Delivery
from county.kernel import clock
from county.kernel.errors import Incomplete, Refused
from county.records.contacts.actions import mailings as acts
from county.records.contacts.flow import Quota
from county.records.contacts.knowledge import lots, period
from county.records.contacts.models import Contact, Lot, Mailing, Recipient
from county.records.residents import actions as residents
from county.records.residents.models import Resident

pytestmark = pytest.mark.django_db(transaction=True)

TEXT = "冬季用电安全提醒（演示数据）"


@pytest.fixture
def five(hear, fake, officers):
    """Five residents: three of one officer, two of another."""
    for n in range(5):
        hear(fake.adds(f"wm{n}", "shen" if n < 3 else "xu", f"居民{n}"))
    return list(Resident.objects.order_by("number"))


@pytest.fixture
def plan(chief, hear):
    def make(people, *, key="k1", text=TEXT, failing=False):
        found = acts.plan(people, text=text, title="用电", by=chief.officer, key=key)
        hear(failing=failing)
        return found

    return make


def fates(mailing=None):
    rows = Recipient.objects.filter(**({"mailing": mailing} if mailing else {}))
    return list(rows.order_by("resident__number").values_list("state", flat=True))


def learn(hear, mailing):
    acts.ask_for_outcome(mailing, by=acts.CLOCK)
    hear()


def test_nothing_is_sent_before_the_officer_confirms(five, plan, fake, hear):
    """F-31: fail_list, status 0, 1, 2 and 3 are five states."""
    stranger = residents.open_file(alias="没有加过")
    mailing = plan([*five, stranger])
    assert fates() == ["created"] * 5 + ["not_a_friend"]
    learn(hear, mailing)
    assert fates() == ["waiting"] * 5 + ["not_a_friend"]
    fake.world.quotas["wm1"] = [fake.world.now()] * 31
    fake.resident_drops("wm2", "shen")
    fake.confirms("shen")
    learn(hear, mailing)
    assert fates() == ["delivered", "enough", "not_a_friend", "waiting", "waiting", "not_a_friend"]
    assert Contact.objects.get(external_userid="wm2").state == "by_resident"
    assert Lot.objects.get().state == "created"
    fake.confirms("xu")
    learn(hear, mailing)
    assert fates()[3:5] == ["delivered", "delivered"]
    assert Lot.objects.get().state == "finished"
    sent = Recipient.objects.exclude(sent_at=None).values_list("state", flat=True)
    assert set(sent) == {"delivered"}


def test_whom_wecom_refuses_at_once_is_said(five, plan, fake):
    """F-31: fail_list."""
    fake.officer_drops("shen", "wm0")
    plan(five)
    assert fates() == ["refused", *["created"] * 4]


def test_a_part_that_wecom_takes_nobody_of_is_refused_with_the_reason(five, plan, fake):
    fake.forget()
    plan(five)
    assert fates() == ["refused"] * 5
    assert "41048" in Lot.objects.get().reason


def test_one_that_is_still_handed_out_is_asked_again(five, plan, fake, hear, try_again):
    """F-31: 41063."""
    mailing = plan(five)
    next(iter(fake.world.tasks.values()))["dispatching"] = 1
    acts.ask_for_outcome(mailing, by=acts.CLOCK)
    hear(failing=True)
    assert fates() == ["created"] * 5
    assert "41063" in Delivery.objects.get().error
    try_again()
    assert fates() == ["waiting"] * 5


def test_an_unknown_status_is_never_sent(five, plan, fake, hear):
    mailing = plan(five)
    (task,) = fake.world.tasks.values()
    task["sends"]["shen"]["to"]["wm0"]["status"] = 9
    acts.ask_for_outcome(mailing, by=acts.CLOCK)
    hear(failing=True)
    assert "delivered" not in fates()


def test_a_lost_answer_makes_no_second_message(five, plan, fake, try_again, hear):
    """F-32."""
    fake.fails("externalcontact/add_msg_template", "lost")
    mailing = plan(five, failing=True)
    assert (len(fake.mails), fates()) == (1, ["planned"] * 5)
    try_again()
    assert len(fake.mails) == 1
    assert Lot.objects.get().message == next(iter(fake.world.tasks))
    learn(hear, mailing)
    assert fates() == ["waiting"] * 5


def test_the_same_text_of_another_mailing_is_not_taken_for_it(five, plan, fake, wecom, try_again):
    """F-32: neither one of ours, nor somebody else's with the same words."""
    plan(five[:2], key="first")
    calls.make(wecom, ["wm4"], TEXT)
    fake.fails("externalcontact/add_msg_template", (500, b""))
    plan(five[2:4], key="second", failing=True)
    assert len(fake.mails) == 2
    try_again()
    assert len(fake.mails) == 3
    assert Lot.objects.exclude(message=None).values("message").distinct().count() == 2


def test_the_same_key_is_the_same_mailing(five, plan, fake):
    """F-32: our own key."""
    assert plan(five).pk == plan(five).pk
    assert (Mailing.objects.count(), len(fake.mails)) == (1, 1)


def test_a_large_mailing_goes_in_parts(five, plan, fake, monkeypatch):
    """F-33."""
    monkeypatch.setattr(calls, "MOST_RESIDENTS", 2)
    plan(five)
    assert [len(people) for people in fake.mails] == [2, 2, 1]
    assert [lot.number for lot in Lot.objects.order_by("number")] == [1, 2, 3]
    assert [len(one) for one in lots(list(range(25_000)), 10_000)] == [10_000, 10_000, 5000]
    assert lots([], 10_000) == []


def test_what_wecom_would_not_take_is_not_sent(wecom, fake, db):
    """F-33."""
    for act in (
        lambda: calls.make(wecom, [f"wm{n}" for n in range(10_001)], TEXT),
        lambda: calls.make(wecom, [], TEXT),
        lambda: calls.make(wecom, ["wm1"], "长" * 1334),
        lambda: calls.make_by_tags(wecom, [[f"et{n}" for n in range(101)]], TEXT),
    ):
        with pytest.raises(OverLimit):
            act()
    assert fake.asked == {}


@pytest.mark.parametrize(
    ("mode", "first", "after", "most"),
    [
        ("month", date(2026, 2, 1), date(2026, 3, 1), 28),
        ("week", date(2026, 2, 22), date(2026, 3, 1), 7),
        ("day", date(2026, 2, 28), date(2026, 3, 1), 1),
    ],
)
def test_the_period_of_a_quota(mode, first, after, most):
    assert period(mode, date(2026, 2, 28)) == (first, after, most)


def test_who_has_had_enough_is_left_out(five, plan, chief):
    """F-33: tracked here, so that nobody is asked in vain."""
    acts.choose_quota(Quota.DAY, by=chief.officer)
    plan(five[:2], key="first")
    second = plan(five, key="second")
    assert fates(second) == ["enough", "enough", "created", "created", "created"]
    old = clock.now() - timedelta(days=2)
    Recipient.objects.update(planned_at=old)
    Lot.objects.update(created_at=old)
    assert fates(plan(five, key="third")) == ["created"] * 5
    acts.choose_quota(Quota.MONTH, by=chief.officer)
    assert fates(plan(five, key="fourth")) == ["created"] * 5


def test_a_reminder_too_many_is_entered_and_not_tried_again(five, plan, fake, chief, hear):
    mailing = plan(five)
    acts.ask_to_remind(mailing, by=chief.officer)
    hear()
    assert Lot.objects.get().reminded_at is not None
    fake.fails("externalcontact/remind_groupmsg_send", 41094)
    acts.ask_to_remind(mailing, by=chief.officer)
    hear()
    assert "41094" in Lot.objects.get().reason


def test_cancelling_takes_back_only_what_was_not_delivered(
    five, plan, fake, chief, hear, try_again
):
    mailing = plan(five)
    fake.confirms("xu")
    acts.cancel(mailing, by=chief.officer)
    fake.fails("externalcontact/cancel_groupmsg_send", "lost")
    hear(failing=True)
    assert fates() == ["waiting"] * 3 + ["delivered"] * 2
    try_again()
    assert fates() == ["cancelled"] * 3 + ["delivered"] * 2
    with pytest.raises(Refused):
        acts.cancel(mailing, by=chief.officer)


def test_a_mailing_needs_people_and_a_text_that_fits(five, plan):
    for people, text in ((five, " "), (five, "长" * 1334), ([], TEXT)):
        with pytest.raises(Incomplete):
            plan(people, text=text)
    assert not Mailing.objects.exists()


def test_the_database_keeps_no_delivery_without_its_time(five, plan):
    plan(five)
    for wrong in ({"state": "delivered"}, {"sent_at": clock.now()}, {"state": "sent"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Recipient.objects.update(**wrong)
    with pytest.raises(IntegrityError), transaction.atomic():
        Lot.objects.update(message=None)
