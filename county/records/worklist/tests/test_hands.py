"""Handing over between departments: signed for in time, returned with a reason, decided once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from county.foundation.events.models import Event
from county.foundation.notices.actions import press
from county.foundation.notices.models import Notice
from county.foundation.staff import actions as staff
from county.foundation.staff.models import Department
from county.kernel import clock
from county.kernel.errors import Incomplete, NotAllowed, Refused
from county.kernel.saying import said
from county.records.worklist import actions, queries
from county.records.worklist.actions.passing import SIGN
from county.records.worklist.models import Hand, Ruling, Task

pytestmark = pytest.mark.django_db


def unit(code):
    return Department.objects.get(pk=code)


def over(task, house, *, to="PS002", by="shen", words="企业在西塘桥，请接办", **more):
    return actions.hand_over(task, department=unit(to), words=words, by=house[by].officer, **more)


def facts():
    kinds = Event.objects.filter(kind__startswith="worklist.").order_by("id")
    return list(kinds.values_list("kind", flat=True))


def test_a_department_signs_for_what_it_is_given(house, task, monday):
    one = over(task(), house)
    hand = Hand.objects.get()
    assert (one.officer, one.department_id, hand.state) == (None, "PS002", "waiting")
    assert f"{hand.sign_by:%F %T}" == "2026-11-24 15:59:59", "the end of the next working day"
    assert "待签收：核实仓库消防通道" in house["lu"].notices()
    assert "待签收：核实仓库消防通道" in house["ma"].notices()
    monday(hours=3)
    one = actions.sign(one, by=house["lu"].officer)
    hand.refresh_from_db()
    assert (one.officer, hand.state, hand.signed_by) == (
        house["lu"].officer, "signed", house["lu"].officer,
    )  # fmt: skip
    assert "已签收：核实仓库消防通道" in house["shen"].notices()
    assert facts() == ["worklist.task_assigned", "worklist.task_handed", "worklist.task_signed"]


def test_what_is_urgent_is_signed_for_within_two_hours(house, task, monday):
    now = monday()
    over(task(urgent=True), house)
    assert Hand.objects.get().sign_by == now + timedelta(hours=2)


def test_the_chain_says_how_long_each_held_it(house, task, monday):
    one = task()
    monday(hours=5)
    one = over(one, house)
    monday(hours=7)
    one = actions.send_back(one, reason="企业实际在武原", by=house["lu"].officer)
    monday(hours=8)
    one = over(one, house, to="PSB", words="请协调")
    now = monday(hours=30)
    chain = queries.chain(one)
    told = [(leg.department, leg.how, leg.seconds(now) / 3600) for leg in chain]
    assert told == [
        ("Wuyuan police station", "assigned", 5),
        ("Xitangqiao police station", "returned", 2),
        ("Wuyuan police station", "came back", 1),
        ("County police command centre", "to be signed for", 22),
    ]
    assert [leg.words for leg in chain][2] == "企业实际在武原"


def test_a_return_comes_back_to_the_sender_who_is_told_why(house, task):
    one = actions.send_back(over(task(), house), reason="不归我所管辖", by=house["ma"].officer)
    assert (one.officer, one.department_id, one.returns) == (house["shen"].officer, "PS001", 1)
    assert "已退回给您：核实仓库消防通道" in house["shen"].notices()
    assert "不归我所管辖" in " ".join(house["shen"].sees(".bell-i"))
    with pytest.raises(Refused, match="已经退回"):
        actions.sign(one, by=house["lu"].officer)
    with pytest.raises(Refused, match="已经退回"):
        actions.send_back(one, reason="再退", by=house["lu"].officer)


@pytest.mark.parametrize("why", ["", " ", "x"])
def test_a_return_without_a_reason_is_refused(house, task, why):
    one = over(task(), house)
    with pytest.raises(Incomplete):
        actions.send_back(one, reason=why, by=house["lu"].officer)
    assert Hand.objects.get().state == "waiting"


def test_two_returns_and_the_referee_decides_once(house, task, monday):
    one = actions.send_back(over(task(), house), reason="不是我所辖区", by=house["lu"].officer)
    assert not Ruling.objects.exists()
    one = actions.send_back(over(one, house), reason="仍不是", by=house["lu"].officer)
    assert Ruling.objects.get().asked_by is None
    assert "请裁定由谁承办：核实仓库消防通道" in house["cmd"].notices()
    with pytest.raises(Refused, match="已请裁定"):
        over(one, house)
    with pytest.raises(NotAllowed):
        actions.decide(one, department=unit("PS002"), reason="在其辖区", by=house["zhu"].officer)
    one = actions.decide(
        one, department=unit("PS002"), reason="注册地在西塘桥", by=house["cmd"].officer
    )
    assert (one.department_id, one.ruled) == ("PS002", True)
    with pytest.raises(Refused, match="已裁定由你部门"):
        actions.send_back(one, reason="还是不办", by=house["lu"].officer)
    one = actions.sign(one, by=house["lu"].officer)
    with pytest.raises(Refused, match="已裁定由你部门"):
        actions.hand_over(one, department=unit("PS001"), words="请你们办", by=house["lu"].officer)
    with pytest.raises(Refused, match="已有裁定"):
        actions.ask_referee(one, reason="再问", by=house["lu"].officer)
    assert "已裁定：核实仓库消防通道" in house["shen"].notices()


def test_the_table_itself_keeps_what_the_referee_decided(house, task):
    one = over(task(), house)
    Hand.objects.update(by_referee=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        Hand.objects.update(
            state="returned", returned_at=one.moved_at, returned_by=house["lu"].officer,
            left_at=one.moved_at, why="不办",
        )  # fmt: skip


def test_either_side_asks_and_the_sender_may_be_told_to_do_it(house, task):
    one = over(task(), house)
    with pytest.raises(NotAllowed, match="two departments"):
        actions.ask_referee(one, reason="谁办？", by=house["cmd"].officer)
    one = actions.ask_referee(one, reason="不在我辖区", by=house["lu"].officer)
    with pytest.raises(Refused, match="asked already"):
        actions.ask_referee(one, reason="我也问", by=house["shen"].officer)
    one = actions.decide(one, department=unit("PS001"), reason="首接负责", by=house["cmd"].officer)
    assert one.department_id == "PS001" and one.ruled
    first, second = Hand.objects.all()
    assert (first.state, second.state, second.by_referee) == ("over", "waiting", True)
    assert actions.sign(one, by=house["shen"].officer).officer == house["shen"].officer


def test_nothing_is_decided_that_went_nowhere(house, task):
    with pytest.raises(Refused, match="no other department"):
        actions.ask_referee(task(), reason="谁办？", by=house["shen"].officer)


def test_a_task_about_a_resident_does_not_leave_the_police(house, task, about_a_person):
    """(E20) Not by handing over, not by joint handling, not by the referee."""
    one = task(about=about_a_person)
    for act in (
        lambda: over(one, house, to="PROC"),
        lambda: actions.ask_along(one, department=unit("EM"), what="请协助",
                                  by=house["shen"].officer),
    ):  # fmt: skip
        with pytest.raises(NotAllowed, match="about a resident"):
            act()
    one = actions.ask_referee(over(one, house), reason="谁办？", by=house["lu"].officer)
    with pytest.raises(NotAllowed, match="about a resident"):
        actions.decide(one, department=unit("PROC"), reason="移送", by=house["cmd"].officer)


def test_a_task_about_a_firm_goes_to_another_house_and_is_seen_there(house, task):
    one = over(task(), house, to="PROC", words="请从法治角度研判")
    for sat, status in (("jiang", 200), ("shen", 200), ("lu", 404), ("chief", 200)):
        house[sat].goes(one.page)
        assert house[sat].status == status, sat
    one = actions.sign(one, by=house["jiang"].officer)
    assert one.officer == house["jiang"].officer


def test_the_procuratorate_s_chief_sees_no_task_of_the_police(house, task):
    one = task()
    house["chief"].goes(one.page)
    assert house["chief"].status == 404
    assert not queries.tasks_for(house["chief"].officer).exists()


def test_inside_the_department_nobody_signs(house, task):
    one = actions.hand_over(task(), to=house["xu"].officer, by=house["shen"].officer)
    assert one.officer == house["xu"].officer
    assert Hand.objects.get().state == "passed"
    with pytest.raises(Refused, match="belongs to"):
        actions.finish(one, outcome="好", by=house["shen"].officer)


def test_a_supervisor_gives_out_what_came_to_the_department(house, task):
    one = over(task(), house)
    one = actions.hand_over(one, to=house["ma"].officer, by=house["head"].officer)
    assert (one.officer, Hand.objects.get().state) == (house["ma"].officer, "waiting")
    with pytest.raises(Refused, match="belongs to"):
        actions.sign(one, by=house["lu"].officer)
    actions.sign(one, by=house["ma"].officer)


def test_the_county_signs_for_nobody_and_a_stand_in_does(house, task, monday):
    one = over(task(), house)
    for act in (
        lambda: actions.sign(one, by=house["cmd"].officer),
        lambda: actions.send_back(one, reason="不办", by=house["cmd"].officer),
        lambda: actions.sign(one, by=house["shen"].officer),
    ):
        with pytest.raises(Refused, match="belongs to"):
            act()
    staff.enter_leave(
        house["lu"].officer, delegate=house["cmd"].officer, from_on=clock.today(),
        until_on=clock.today(), by=house["lu"].officer,
    )  # fmt: skip
    one = actions.sign(one, by=house["cmd"].officer)
    assert Hand.objects.get().signed_by == house["cmd"].officer
    assert one.officer == house["lu"].officer, "it is whose place is kept"


def test_who_finishes_has_signed(house, task):
    one = actions.finish(over(task(), house), outcome="已核实", by=house["lu"].officer)
    assert (one.state, Hand.objects.get().state) == ("done", "signed")
    assert one.done_by == house["lu"].officer


def test_what_was_done_where_it_belongs_ends_what_hangs_on_it(house, task):
    one = task()
    actions.ask_along(one, department=unit("PS002"), what="请核实", by=house["shen"].officer)
    actions.settle(one.key, outcome="已在走访中办理", by=house["shen"].officer)
    one.refresh_from_db()
    assert (one.state, one.open_parts) == ("done", 0)
    assert one.parts.get().state == "released"


def test_a_task_is_cancelled_with_a_reason_that_everybody_reads(house, task):
    one = task()
    with pytest.raises(Incomplete, match="Say why"):
        actions.withdraw(one, reason=" ", by=house["shen"].officer)
    with pytest.raises(Refused, match="belongs to"):
        actions.withdraw(one, reason="不用办了", by=house["lu"].officer)
    actions.ask_along(one, department=unit("PS002"), what="请核实", by=house["shen"].officer)
    actions.withdraw(one, reason="企业已自行整改", by=house["shen"].officer)
    assert "已取消：核实仓库消防通道" in house["lu"].notices()
    house["shen"].goes(one.page)
    assert "企业已自行整改" in house["shen"].page.text_content()
    with pytest.raises(Refused):
        actions.withdraw(one, reason="再取消", by=house["shen"].officer)


def test_a_task_says_why_it_exists_and_what_its_rule_says(house, task):
    with actions.asked_by_rule("L05", "确认的冒充领导诈骗，起草对财务人员的提醒"):
        one = task()
    house["shen"].goes(one.page)
    page = house["shen"].page.text_content()
    assert "企业来电" in page and "L05" in page and "起草对财务人员的提醒" in page
    assert task().rule_text == "", "what is assigned later is nobody's but who assigns it"


def test_who_had_a_part_does_not_decide_nor_in_anybody_s_place(house, task):
    one = task(officer=None, department=unit("PS001"), apart=[house["shen"].officer.pk])
    assert one not in queries.my_day(house["shen"].officer)
    with pytest.raises(NotAllowed, match="had a part"):
        actions.finish(one, outcome="好", by=house["shen"].officer)
    with pytest.raises(NotAllowed, match="had a part"):
        actions.hand_over(one, to=house["shen"].officer, by=house["xu"].officer)
    assert actions.finish(one, outcome="好", by=house["xu"].officer).state == "done"


@pytest.mark.django_db(transaction=True)
def test_two_who_sign_at_once_one_is_told_who_was_first(house, task, all_at_once):
    one = over(task(), house)
    lu, ma = house["lu"].officer, house["ma"].officer
    ends = all_at_once(lambda: actions.sign(one, by=lu), lambda: actions.sign(one, by=ma))
    won = [end for end in ends if isinstance(end, Task)]
    lost = [str(end) for end in ends if isinstance(end, Refused)]
    assert len(won) == len(lost) == 1
    assert lost == [f"{won[0].officer} has signed for it already."]
    assert Hand.objects.get().signed_by == won[0].officer


@pytest.mark.django_db(transaction=True)
def test_signing_and_returning_at_once_only_one_happens(house, task, all_at_once):
    one = over(task(), house)
    lu, ma = house["lu"].officer, house["ma"].officer
    ends = all_at_once(
        lambda: actions.sign(one, by=lu), lambda: actions.send_back(one, reason="不归我", by=ma)
    )
    assert sum(isinstance(end, Refused) for end in ends) == 1, ends
    assert Hand.objects.get().state in ("signed", "returned")


def test_it_is_signed_for_from_the_card_in_wecom(house, task):
    one = over(task(), house)
    first, second = (
        Notice.objects.get(officer=house[who].officer, about=one.subject) for who in ("lu", "ma")
    )
    assert press(first, SIGN, by=house["lu"].officer).outcome == "已签收"
    assert Hand.objects.get().signed_by == house["lu"].officer
    late = press(second, SIGN, by=house["ma"].officer).outcome
    assert "陆警官" in late, "who comes second reads who was first"


def test_words_and_somebody_are_needed(house, task):
    one = task()
    with pytest.raises(Incomplete, match="Say why"):
        over(one, house, words="")
    with pytest.raises(Incomplete, match="Say who"):
        actions.hand_over(one, words="请办", by=house["shen"].officer)
    with pytest.raises(Incomplete, match="there already"):
        over(one, house, to="PS001")
    assert said(one.title) == "核实仓库消防通道"
