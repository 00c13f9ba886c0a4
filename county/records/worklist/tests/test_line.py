"""Up the line: each step once, shown on the task; reminders when nobody moves."""

from __future__ import annotations

from datetime import timedelta

import pytest

from county.foundation.staff.models import Department
from county.records.worklist import actions
from county.records.worklist.models import Reminder
from county.records.worklist.tests.conftest import MONDAY

pytestmark = pytest.mark.django_db
LATE = "逾期：核实仓库消防通道"


def told():
    return list(Reminder.objects.order_by("at", "pk").values_list("cause", "step"))


def test_overdue_goes_up_the_line_each_step_once(house, task, monday):
    task(due_at=MONDAY + timedelta(hours=8))
    actions.remind(monday(hours=8))
    assert told() == []
    actions.remind(monday(hours=9))
    actions.remind(monday(hours=10))
    assert (told(), LATE in house["shen"].notices(), LATE in house["zhu"].notices()) == (
        [("late", 0)], True, False,
    )  # fmt: skip
    actions.remind(monday(hours=8 + 25))
    actions.remind(monday(hours=8 + 26))
    assert LATE in house["zhu"].notices() and LATE not in house["cmd"].notices()
    actions.remind(monday(hours=8 + 73))
    actions.remind(monday(hours=8 + 90))
    assert told() == [("late", 0), ("late", 1), ("late", 2)]
    assert LATE in house["cmd"].notices()
    assert LATE not in house["chief"].notices(), "another house is not told"
    one = house["shen"]
    one.goes("/desk/")
    one.goes(one.page.cssselect("a.more")[0].get("href"))
    assert "朱所长" in " ".join(one.sees("aside .lines"))


def test_what_nobody_signed_for_goes_up_the_receiver_s_line(house, task, monday):
    one = actions.hand_over(
        task(urgent=True), department=Department.objects.get(pk="PS002"), words="请接办",
        by=house["shen"].officer,
    )  # fmt: skip
    actions.remind(monday(hours=2, minutes=1))
    late = "逾时未签收：核实仓库消防通道"
    for who in ("lu", "ma", "shen"):
        assert late in house[who].notices(), who
    assert late not in house["cmd"].notices()
    actions.remind(monday(hours=2 + 25))
    actions.remind(monday(hours=2 + 73))
    assert late in house["head"].notices() and late in house["cmd"].notices()
    assert [one for one in told() if one[0] == "unsigned"] == [
        ("unsigned", 0), ("unsigned", 1), ("unsigned", 2),
    ]  # fmt: skip
    actions.sign(one, by=house["lu"].officer)
    actions.remind(monday(hours=2 + 74))
    assert ("unsigned", 3) not in told()


def test_a_reminder_when_nobody_moves_and_anew_after_an_act(house, task, monday):
    one = task(due_at=MONDAY + timedelta(days=30))
    actions.remind(monday(days=2))
    assert told() == []
    actions.remind(monday(days=3, hours=1))
    actions.remind(monday(days=3, hours=2))
    assert told() == [("idle", 0)]
    assert "无人推进：核实仓库消防通道" in house["shen"].notices()
    actions.remind(monday(days=6, hours=1))
    assert told() == [("idle", 0), ("idle", 1)]
    assert "无人推进：核实仓库消防通道" in house["zhu"].notices()
    actions.hand_over(one, to=house["xu"].officer, by=house["shen"].officer)
    actions.remind(monday(days=8))
    assert len(told()) == 2
    actions.remind(monday(days=9, hours=2))
    assert told()[-1] == ("idle", 0)
    assert "无人推进：核实仓库消防通道" in house["xu"].notices()


def test_a_house_without_supervisors_goes_to_the_referee(house, task, monday):
    task(officer=house["em"].officer, due_at=MONDAY + timedelta(hours=1))
    for hours in (2, 26, 74):
        actions.remind(monday(hours=hours))
    assert LATE in house["cmd"].notices()
