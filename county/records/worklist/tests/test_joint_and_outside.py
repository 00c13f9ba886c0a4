"""Joint handling ends with its parts; what left the house is confirmed, or fails in sight."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from county.foundation.staff.models import Department
from county.kernel.errors import Incomplete, NotAllowed, Refused
from county.kernel.saying import said
from county.records.worklist import actions
from county.records.worklist.models import Outing, Part, Task

pytestmark = pytest.mark.django_db


def unit(code):
    return Department.objects.get(pk=code)


def along(task, house, *, code="PS002", what="请核实仓库地址"):
    return actions.ask_along(task, department=unit(code), what=what, by=house["shen"].officer)


def out(task, house, **more):
    said_ = {"office": "人力社保局", "way": "letter", "receipt": "收文2026-118", **more}
    return actions.send_out(task, **said_, by=house["shen"].officer)


def test_the_lead_finishes_when_every_part_has_ended(house, task):
    one = task()
    first, second = along(one, house), along(one, house, code="EM", what="请检查消防设施")
    em = house["shen"]
    with pytest.raises(Refused, match="2 parts"):
        actions.finish(one, outcome="好", by=em.officer)
    actions.finish_part(first, outcome="地址属实", by=house["lu"].officer)
    with pytest.raises(Refused, match="1 parts"):
        actions.finish(one, outcome="好", by=em.officer)
    with pytest.raises(Incomplete):
        actions.release_part(second, reason="", by=em.officer)
    actions.release_part(second, reason="已由消防大队检查", by=em.officer)
    one = actions.finish(one, outcome="已核实整改", by=em.officer)
    assert one.state == "done"
    assert [part.state for part in one.parts.all()] == ["done", "released"]


def test_the_table_itself_keeps_a_task_open_while_a_part_is(house, task):
    one = task()
    along(one, house)
    with pytest.raises(IntegrityError), transaction.atomic():
        Task.objects.filter(pk=one.pk).update(state="done", done_at=one.due_at)


def test_a_part_is_the_helper_s_own(house, task):
    part = along(task(), house)
    with pytest.raises(NotAllowed, match="belongs to"):
        actions.finish_part(part, outcome="我来", by=house["xu"].officer)
    with pytest.raises(Refused, match="belongs to"):
        actions.release_part(part, reason="不办", by=house["lu"].officer)
    with pytest.raises(Refused, match="has a part"):
        along(part.task, house)
    with pytest.raises(Incomplete, match="with this department"):
        along(part.task, house, code="PS001")
    actions.finish_part(part, outcome="已办", by=house["ma"].officer)
    with pytest.raises(Refused):
        actions.finish_part(part, outcome="再办", by=house["lu"].officer)
    assert Part.objects.get().outcome == "已办"


def test_a_helper_sees_the_task_and_has_its_part_on_the_own_day(house, task):
    one = task()
    along(one, house)
    lu = house["lu"]
    lu.goes("/desk/")
    assert "请核实仓库地址" in " ".join(lu.sees("article.task"))
    lu.goes(one.page)
    assert lu.status == 200
    part = Part.objects.get()
    lu.submits(f"{one.page}parts/{part.pk}/finish/", outcome="已核实")
    assert "协办已完成：核实仓库消防通道" in house["shen"].notices()


def test_an_office_outside_confirms(house, task):
    one = task()
    outing = out(one, house)
    with pytest.raises(Refused, match="has not confirmed"):
        actions.finish(one, outcome="好", by=house["shen"].officer)
    with pytest.raises(Refused, match="already"):
        out(one, house)
    actions.confirm(outing, words="李科长电话确认", by=house["shen"].officer)
    assert actions.finish(one, outcome="人社局已受理", by=house["shen"].officer).state == "done"


def test_no_confirmation_in_time_fails_in_sight_and_is_tried_again(house, task, monday):
    one = task()
    out(one, house)
    actions.remind(monday(days=3, hours=1))
    assert Outing.objects.get().state == "handed", "three working days end on Thursday night"
    actions.remind(monday(days=4))
    outing = Outing.objects.get()
    assert (outing.state, said(outing.answer)) == ("failed", "not confirmed in time")
    shen = house["shen"]
    assert "外部移交失败：核实仓库消防通道" in shen.notices()
    shen.goes("/desk/")
    assert "外部：失败" in " ".join(shen.sees("article.task"))
    shen.goes(one.page)
    assert "失败" in " ".join(shen.sees(".lines"))
    second = out(one, house, way="platform", receipt="P-2")
    with pytest.raises(Refused, match="已再次移送"):
        actions.confirm(outing, words="迟到的确认", by=shen.officer)
    actions.fail(second, reason="对方称无此业务", by=shen.officer)
    assert [one.state for one in Outing.objects.all()] == ["failed", "failed"]


def test_a_late_confirmation_is_better_than_none(house, task, monday):
    outing = out(task(), house)
    actions.remind(monday(days=5))
    actions.confirm(outing, words="对方补回执", by=house["shen"].officer)
    assert Outing.objects.get().state == "confirmed"


@pytest.mark.parametrize(
    "wrong", [{"office": ""}, {"receipt": " "}, {"way": "pigeon"}, {"receipt": "x"}]
)
def test_a_hand_off_says_office_way_and_receipt(house, task, wrong):
    with pytest.raises(Incomplete):
        out(task(), house, **wrong)
    assert not Outing.objects.exists()
