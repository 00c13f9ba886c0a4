"""Who stands in for an officer on leave: sees, acts, under the own name, until it is over."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from county.foundation.approvals import actions as approvals
from county.foundation.approvals import queries as asked
from county.foundation.approvals import registry
from county.foundation.events.models import Event
from county.foundation.staff import actions as staff
from county.foundation.staff.models import Leave
from county.kernel.errors import Incomplete, NotAllowed, Refused
from county.records.worklist import actions, queries

pytestmark = pytest.mark.django_db
TUESDAY, FRIDAY = date(2026, 11, 24), date(2026, 11, 27)


def away(house, *, who="shen", delegate="xu", by=None, first=TUESDAY, last=FRIDAY):
    return staff.enter_leave(
        house[who].officer, delegate=house[delegate].officer, from_on=first, until_on=last,
        by=house[by or who].officer,
    )  # fmt: skip


def test_while_it_lasts_and_no_longer(house, task, monday, background):
    one = task()
    away(house)
    background.catch_up()
    xu = house["xu"]
    assert any("您代办" in word for word in xu.notices())
    assert one not in queries.my_day(xu.officer), "it begins tomorrow"
    monday(days=1)
    xu.client.force_login(xu.officer)
    xu.goes("/desk/")
    assert "代沈警官" in " ".join(xu.sees("article.task"))
    new = task(title="请假期间的新任务")
    assert any("请假期间的新任务" in word for word in xu.notices())
    assert "代沈警官" in " ".join(xu.sees(".bell-i"))
    monday(days=5)
    assert one not in queries.my_day(xu.officer), "it has ended by itself"
    with pytest.raises(Refused, match="属于"):
        actions.finish(new, outcome="好", by=xu.officer)


def test_every_act_bears_the_delegate_s_own_name(house, task, monday):
    one = task()
    away(house)
    monday(days=2)
    actions.finish(one, outcome="已核实", by=house["xu"].officer)
    one.refresh_from_db()
    assert (one.officer, one.done_by) == (house["shen"].officer, house["xu"].officer)
    assert Event.objects.get(kind="worklist.task_done").by == house["xu"].officer.actor
    house["xu"].client.force_login(house["xu"].officer)
    house["xu"].goes(one.page)
    page = " ".join(house["xu"].sees("aside .facts"))
    assert "徐警官" in page and "代沈警官" in page


def test_who_stands_in_holds_the_same_permits_and_reach(house, desk, monday):
    aux = desk("徐辅警", post="PLD_AUX")
    house["aux"] = aux
    for delegate in ("lu", "aux", "jiang"):
        with pytest.raises(Refused, match="cannot stand in"):
            away(house, delegate=delegate)
    with pytest.raises(Refused, match="cannot stand in"):
        away(house, delegate="shen")
    assert away(house, delegate="cmd").delegate == house["cmd"].officer, "more is enough"


def test_days_that_cannot_be_are_refused(house, monday):
    with pytest.raises(Incomplete):
        away(house, first=FRIDAY, last=TUESDAY)
    with pytest.raises(Incomplete):
        away(house, first=date(2026, 11, 1), last=date(2026, 11, 2))
    with pytest.raises(Incomplete):
        away(house, first=TUESDAY, last=date(2028, 1, 1))
    away(house)
    with pytest.raises(Refused, match="on leave"):
        away(house, delegate="zhu")
    with pytest.raises(Refused, match="is away"):
        away(house, who="xu", delegate="shen")
    with pytest.raises(Refused, match="stands in"):
        away(house, who="xu", delegate="zhu")


def test_a_supervisor_enters_it_and_others_do_not(house, monday, background):
    with pytest.raises(NotAllowed):
        away(house, by="xu")
    with pytest.raises(NotAllowed, match="another department"):
        away(house, by="head")
    with pytest.raises(NotAllowed):
        away(house, by="chief")
    away(house, by="zhu")
    background.catch_up()
    assert any("请假" in word for word in house["shen"].notices())


def test_back_already(house, task, monday):
    one = task()
    leave = away(house)
    monday(days=1)
    assert one in queries.my_day(house["xu"].officer)
    staff.end_leave(leave, by=house["shen"].officer)
    assert one not in queries.my_day(house["xu"].officer)
    with pytest.raises(Refused, match="already"):
        staff.end_leave(leave, by=house["shen"].officer)


def test_a_delegate_whose_post_shrank_stands_in_no_more(house, task, monday, desk):
    one = task()
    away(house)
    monday(days=1)
    xu = house["xu"].officer
    xu.post = desk("辅警", post="PLD_AUX").officer.post
    xu.save()
    del xu.permits
    assert one not in queries.my_day(xu)


def test_the_word_of_a_second_person_is_not_passed_on(house, monday):
    """Who stands in for a decider is not told to decide, least of all what they asked for."""
    kind = registry.four_eyes("test.leave", "A thing", permit="worklist.supervise")
    try:
        staff.enter_leave(
            house["zhu"].officer, delegate=house["cmd"].officer, from_on=TUESDAY, until_on=FRIDAY,
            by=house["zhu"].officer,
        )  # fmt: skip
        monday(days=1)
        one = approvals.ask(
            kind=kind, subject="x:1", payload={}, title="事", why="理由", by=house["cmd"].officer
        )
        assert not any("事" in word for word in house["cmd"].notices())
        assert one not in asked.waiting_for(house["cmd"].officer)
        with pytest.raises(NotAllowed, match="您自己的申请"):
            approvals.decide(one, granted=True, by=house["cmd"].officer)
    finally:
        registry.KINDS.pop("test.leave")


def test_who_had_a_part_gets_it_in_nobody_s_place(house, task, monday):
    one = task(apart=[house["xu"].officer.pk])
    away(house)
    monday(days=1)
    assert one not in queries.my_day(house["xu"].officer)
    with pytest.raises(NotAllowed, match="had a part"):
        actions.finish(one, outcome="好", by=house["xu"].officer)


def test_the_table_itself_lets_nobody_stand_in_for_themselves(house):
    who = house["shen"].officer
    with pytest.raises(IntegrityError), transaction.atomic():
        Leave.objects.create(
            officer=who, delegate=who, from_on=TUESDAY, until_on=FRIDAY, entered_by=who
        )


@pytest.mark.django_db(transaction=True)
def test_two_leaves_that_name_each_other_do_not_both_come_about(house, all_at_once):
    """Each would stand in for the other, and nobody would be there."""
    days = {"first": date(2099, 1, 1), "last": date(2099, 1, 2)}
    ends = all_at_once(
        lambda: away(house, **days), lambda: away(house, who="xu", delegate="shen", **days)
    )
    assert sum(isinstance(end, Refused) for end in ends) == 1, ends
    assert Leave.objects.count() == 1


def test_through_the_door(house, task, monday):
    shen, zhu = house["shen"], house["zhu"]
    shen.submits(
        "/desk/mine/leave/", officer=shen.officer.pk, delegate=house["xu"].officer.pk,
        from_on="2026-11-24", until_on="2026-11-27",
    )  # fmt: skip
    shen.goes("/desk/mine/")
    assert "徐警官" in " ".join(shen.sees("#leave .lines"))
    leave = Leave.objects.get()
    house["lu"].submits(f"/desk/mine/leave/{leave.pk}/end/")
    assert house["lu"].status == 404
    zhu.submits(f"/desk/mine/leave/{leave.pk}/end/")
    leave.refresh_from_db()
    assert leave.ended_at is not None
