"""Duty and liaison through their doors (domain §1.8; DL71; S20)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils.translation import override

from county.dimensions.procuracy.actions import duty, liaison
from county.dimensions.procuracy.models import (
    Assignment,
    Contact,
    Need,
    Session,
)
from county.dimensions.procuracy.queries import duty as rostered
from county.dimensions.procuracy.queries import liaison as standing
from county.dimensions.procuracy.tests.house import MONDAY, TEN, planned, told
from county.foundation.notices.models import Notice
from county.kernel import clock
from county.kernel.errors import Incomplete, Refused
from county.records.organisations.models import Organisation
from county.records.places.models import Area
from county.records.visits import actions as visits
from county.records.worklist.models import Task
from tests.actors import DIRECTOR


def test_a_half_day_is_planned_once_and_changed_by_a_substitute(house):
    keeper = house["an"]
    form = {
        "on": "2026-11-24", "half": "am", "procurator": house["jiang"].officer.pk,
        "assistant": house["lian"].officer.pk,
    }  # fmt: skip
    keeper.submits("/procuracy/duty/plan/", **form)
    assert "蒋检察官" in keeper.sees(".roster tbody tr")[1]
    assert keeper.client.post("/procuracy/duty/plan/", form).status_code == 409
    session = Session.objects.get()
    keeper.submits(
        f"/procuracy/duty/{session.pk}/substitute/", officer=house["jiang"].officer.pk,
        by_whom=house["tao"].officer.pk, why="出庭",
    )  # fmt: skip
    session.refresh_from_db()
    assert session.procurator == house["tao"].officer
    assert "You stand in on duty at the centre: 2026-11-24 AM" in told(house["tao"])
    again = {
        "officer": house["jiang"].officer.pk,
        "by_whom": house["tao"].officer.pk,
        "why": "再换",
    }
    answer = keeper.client.post(f"/procuracy/duty/{session.pk}/substitute/", again)
    assert answer.status_code == 422, "who is not on duty needs no substitute"


@pytest.mark.parametrize(
    ("on", "half", "who"),
    [("2026-11-28", "am", "jiang"), ("2026-11-20", "am", "jiang"), ("2027-09-01", "am", "jiang"),
     ("2026-11-24", "night", "jiang"), ("2026-11-24", "am", "counter"), ("x", "am", "jiang")],
)  # fmt: skip
def test_what_cannot_be_planned_is_refused_in_words(house, on, half, who):
    form = {
        "on": on, "half": half, "procurator": house[who].officer.pk,
        "assistant": house["lian"].officer.pk,
    }  # fmt: skip
    assert house["an"].client.post("/procuracy/duty/plan/", form).status_code == 422
    assert not Session.objects.exists()
    assert house["jiang"].client.post("/procuracy/duty/plan/", form).status_code == 403


def test_one_half_day_each_working_day_suffices_and_a_gap_is_shown_and_told(house, background):
    days = [MONDAY + timedelta(days=number) for number in range(14)]
    working = [day for day in days if clock.is_working_day(day)]
    assert rostered.gaps(MONDAY) == working and len(working) == 10
    for day in working[:-1]:
        planned(house, day)
    assert rostered.gaps(MONDAY) == working[-1:]
    assert house["an"].goes(f"/procuracy/duty/?week={working[-1]}").cssselect("tr.gap")
    background.clock_strikes("look_at_duty_and_liaison")
    assert f"No duty at the centre on {working[-1]}" in told(house["an"])
    assert not [one for one in told(house["an"]) if str(working[0]) in one]


def test_an_absence_without_a_substitute_is_told_at_once_and_each_morning(house, background):
    session = planned(house, MONDAY + timedelta(days=1))
    words = "On duty 2026-11-24 AM somebody is absent: name a substitute"
    address = f"/procuracy/duty/{session.pk}/absent/"
    house["jiang"].submits(address, officer=house["jiang"].officer.pk, why="病假")
    assert told(house["an"]).count(words) == 1
    other = {"officer": house["lian"].officer.pk, "why": "病假"}
    assert house["jiang"].client.post(address, other).status_code == 403, "only for oneself"
    Notice.objects.update(read_at=clock.now())
    background.clock_strikes("look_at_duty_and_liaison")
    assert told(house["an"]).count(words) == 2
    duty.substitute(
        session, officer=house["jiang"].officer, by_whom=house["tao"].officer, why="病假",
        by=house["an"].officer,
    )  # fmt: skip
    assert rostered.open_absences(MONDAY) == []


def test_the_roster_is_printed_and_taken_out(house):
    planned(house)
    keeper = house["an"]
    page = keeper.goes("/procuracy/duty/?print=1")
    assert page.cssselect("body.printed") and not page.cssselect("form[action$='plan/']")
    sheet = keeper.client.get("/procuracy/duty/?format=csv").content.decode("utf-8-sig")
    assert "蒋检察官" in sheet and "2026-11-23" in sheet
    for odd in ("week=9999-12-31", "week=0001-01-01", "week=x"):
        assert keeper.client.get(f"/procuracy/duty/?{odd}").status_code == 200


def stands(house, town: str, who: str = "lian", part: str = "main", **more) -> Assignment:
    return liaison.assign(
        town=Area.objects.get(pk=town), officer=house[who].officer, part=part,
        by=house["an"].officer, **{"from_on": MONDAY, "phone": "12309", **more},
    )  # fmt: skip


TOWNS = [
    "330424001", "330424002", "330424004", "330424005", "330424101", "330424102", "330424103",
    "330424105", "330424106",
]  # fmt: skip


def test_nine_of_nine_towns_are_covered_and_a_gap_is_an_alarm(house, background, now):
    for town in TOWNS[:-1]:
        stands(house, town)
    assert standing.coverage(MONDAY) == (8, 9)
    page = house["an"].goes("/procuracy/liaison/")
    assert len(page.cssselect("tr.gap")) == 1 and "8/9" in page.text_content()
    background.clock_strikes("look_at_duty_and_liaison")
    assert [one for one in told(house["an"]) if one.startswith("No liaison")] == [
        f"No liaison prosecutor for {Area.objects.get(pk=TOWNS[-1]).name}"
    ]
    last = stands(house, TOWNS[-1], "tao", until_on=MONDAY + timedelta(days=1))
    assert standing.coverage(MONDAY) == (9, 9)
    assert standing.coverage(MONDAY + timedelta(days=2)) == (8, 9)
    stands(house, TOWNS[0], "tao", part="deputy")
    assert liaison.end(last, on=MONDAY, why="调岗", by=house["an"].officer).until_on == MONDAY


def test_a_town_has_one_liaison_at_a_time(house):
    stands(house, TOWNS[0])
    with pytest.raises(Refused):
        stands(house, TOWNS[0], "tao")
    with pytest.raises(Refused):
        stands(house, TOWNS[0], "lian", part="deputy")
    with pytest.raises(Incomplete):
        stands(house, TOWNS[1], "counter")
    with pytest.raises(Incomplete):
        stands(house, TOWNS[1], until_on=MONDAY - timedelta(days=1))
    with pytest.raises(IntegrityError), transaction.atomic():
        Assignment.objects.create(
            town_id=TOWNS[0], officer=house["tao"].officer, part="main", phone="1",
            from_on=MONDAY, assigned_by="x",
        )  # fmt: skip
    form = {"town": TOWNS[1], "officer": house["lian"].officer.pk, "part": "main",
            "phone": "12309", "from_on": "2026-11-23"}  # fmt: skip
    assert house["lian"].client.post("/procuracy/liaison/assign/", form).status_code == 403
    assert house["an"].client.post("/procuracy/liaison/assign/", form).status_code == 302


def test_a_first_contact_is_asked_once_and_made_within_ten_working_days(house, account, background):
    stands(house, "330424002")
    opened = account(town="330424002")
    for _again in range(2):
        liaison.ask_first_contact(
            opened.organisation, why="建议已制发", because="suggestion:1", by=DIRECTOR
        )
    contact, task = Contact.objects.get(), Task.objects.get()
    assert contact.due_on == date(2026, 12, 7), "ten working days (DL71)"
    assert task.officer == house["lian"].officer and task.due_at == clock.end_of_day(contact.due_on)
    with override("zh-hans"):
        assert "法定" not in task.basis, "a local design value"
    address = f"/procuracy/liaison/contacts/{contact.pk}/made/"
    assert house["lian"].client.post(address, {"words": ""}).status_code == 422
    house["lian"].submits(address, words="电话联系，约定上门")
    contact.refresh_from_db()
    task.refresh_from_db()
    assert contact.made_on == MONDAY and task.state == "done"
    background.catch_up()
    assert house["lian"].client.post(address, {"words": "再来一次"}).status_code == 409


def test_a_contact_whose_task_is_finished_on_the_worklist_was_made(house, account, background):
    stands(house, "330424002")
    liaison.ask_first_contact(account().organisation, why="建议已制发", because="x", by=DIRECTOR)
    task = Task.objects.get()
    house["lian"].submits(f"/desk/tasks/{task.pk}/finish/", outcome="已电话联系")
    background.catch_up()
    contact = Contact.objects.get()
    assert (contact.words, contact.made_by) == ("已电话联系", house["lian"].officer)


def test_without_a_liaison_the_whole_office_is_asked(house, account):
    liaison.ask_first_contact(account().organisation, why="建议已制发", because="x", by=DIRECTOR)
    task = Task.objects.get()
    assert task.officer is None and task.department_id == "PROC"


def test_the_quarter_counts_each_enterprise_once(house, account, now):
    stands(house, "330424002")
    opened, by = account(), house["lian"].officer
    lian = house["lian"]
    Organisation.objects.create(
        code="91330424MA00000823", name="西塘桥示例", area_id="330424002", industry="3482"
    )
    page = lian.goes("/procuracy/liaison/mine/").text_content()
    assert "西塘桥示例" in page and "0/6" in page
    lian.submits(
        f"/procuracy/liaison/organisations/{opened.organisation.pk}/visit/", why="季度走访",
        due_on="2026-12-01",
    )  # fmt: skip
    assert lian.status == 200, "the liaison sees the visit that was put on the list"
    visit = standing.quarter(by, MONDAY).planned[0]
    visits.record(visit, how="done", outcome="了解用工需求", by=by)
    now.at(TEN + timedelta(hours=1))
    again = liaison.propose_visit(opened.organisation, why="再访", due_on=MONDAY, by=by)
    visits.record(again, how="done", outcome="送材料", by=by)
    quarter = standing.quarter(by, MONDAY)
    assert (quarter.first, quarter.last) == (date(2026, 10, 1), date(2026, 12, 31))
    assert (quarter.done, quarter.target, len(quarter.visited)) == (1, 6, 2)
    assert standing.quarter(by, date(2027, 1, 5)).done == 0


def test_needs_are_listed_and_met_with_words(house, account):
    stands(house, "330424002")
    opened, lian = account(), house["lian"]
    lian.submits(
        f"/procuracy/liaison/organisations/{opened.organisation.pk}/needs/", words="货运制度体检"
    )
    assert "货运制度体检" in lian.page.text_content()
    need = Need.objects.get()
    assert "货运制度体检" in lian.goes("/procuracy/liaison/mine/").text_content()
    lian.submits(f"/procuracy/liaison/needs/{need.pk}/met/", words="一对一讲解并给出清单")
    need.refresh_from_db()
    assert need.met_on == MONDAY and need.helped_by == lian.officer
    assert lian.client.post(
        f"/procuracy/liaison/needs/{need.pk}/met/", {"words": "再一次"}
    ).status_code == 409  # fmt: skip


def test_an_enterprise_sees_its_liaison_with_the_offices_phone(house, account):
    opened = account(town="330424002")
    assert "12309" in opened.goes("/firm/").text_content(), "no liaison: the service line"
    stands(house, "330424002", phone="0573-00000000")
    page = opened.goes("/firm/").text_content()
    assert "连检察官" in page and "0573-00000000" in page
