"""Whose matters an officer reaches: own areas, held, helped with; leads only by their posts."""

import pytest

from county.dimensions.helpdesk.actions import desk as office
from county.dimensions.helpdesk.actions import matters as acts
from county.dimensions.helpdesk.actions import outcome
from county.dimensions.helpdesk.models import Matter
from county.dimensions.helpdesk.queries import matters as asked
from county.dimensions.helpdesk.tests.conftest import (
    able_officer,
    every_permit,
    in_state,
    make,
    opened,
)
from county.kernel import clock
from county.kernel.errors import NotAllowed, Refused
from county.records.contacts.models import Contact, Transfer
from county.records.residents import actions as residents
from county.records.worklist.models import Task

FAR = "330424101"
DOORS = [
    "", "thread/", "head/", "file/", "take/", "reply/", "note/", "close/", "reopen/", "hand-on/",
    "join/", "convert/", "visit/", "call/", "to-110/", "resolve/", "move/", "case/", "lead/",
    "private/", "typing/",
]  # fmt: skip
READ = DOORS[:4]


@pytest.fixture
def shen(desk):
    return desk("沈警官")


def door(sat, address, name):
    go = sat.client.get if name in READ else sat.client.post
    return go(f"{address}{name}").status_code


@pytest.mark.parametrize("name", DOORS)
def test_another_towns_matter_is_not_there_at_any_door(shen, name):
    matter = opened("help", town=FAR)
    assert door(shen, matter.url, name) == 404
    assert Matter.objects.get(pk=matter.pk).state == "open"


@pytest.mark.parametrize("name", DOORS)
def test_a_forged_number_is_not_there_either(shen, name):
    assert door(shen, "/helpdesk/matters/00000000-0000-7000-8000-000000000000/", name) == 404


def test_queues_hold_the_own_areas_and_what_no_area_is_known_of(shen):
    near, nowhere = opened("help"), opened("help", town="")
    opened("help", town=FAR)
    numbers = {row.number for row in asked.rows(asked.unassigned(shen.officer))}
    assert numbers == {near.number, nowhere.number}


def test_the_whole_county_is_seen_by_a_post_that_reaches_it(desk):
    far = opened("help", town=FAR)
    chief = desk("值班长", post="CMD", department="PSB")
    assert {row.number for row in asked.rows(asked.unassigned(chief.officer))} == {far.number}


def test_an_officers_own_areas_replace_the_departments(desk):
    he = desk("何警官", areas=[FAR])
    near, far = opened("help"), opened("help", town=FAR)
    assert set(asked.matters_for(he.officer)) == {far}
    assert near.town_code in he.officer.department.areas


def test_a_matter_handed_to_an_officer_of_another_town_is_seen_and_worked_on(almighty, shen):
    matter = in_state("help", "assigned", almighty, town=FAR)
    acts.hand_on(matter, to=shen.officer, by=almighty)
    assert [row.number for row in asked.rows(asked.mine(shen.officer))] == [matter.number]
    assert door(shen, matter.url, "") == 200


def test_a_helper_of_another_town_sees_the_joint_matter(almighty, shen):
    matter = in_state("help", "assigned", almighty, town=FAR)
    acts.join(matter, officer=shen.officer, by=almighty)
    assert [row.number for row in asked.rows(asked.joint(shen.officer))] == [matter.number]
    assert door(shen, matter.url, "") == 200


def test_leads_are_not_there_for_a_post_without_leads(desk, shen):
    aux = desk("徐辅警", post="PLD_AUX")
    lead = opened("lead")
    assert len(shen.queue()) == 1
    assert aux.queue() == []
    for name in DOORS:
        assert door(aux, lead.url, name) in (403, 404)
    aux.goes("/helpdesk/matters/")
    assert lead.number not in aux.client.get("/helpdesk/matters/").content.decode()
    assert aux.client.get(f"/helpdesk/search/?q={lead.number}").content.decode().count(
        f">{lead.number}<"
    ) == 0  # fmt: skip


def test_auxiliaries_are_offered_no_lists_as_files(desk, shen):
    aux = desk("徐辅警", post="PLD_AUX")
    for address in ("/helpdesk/matters/", "/fraud/", "/fraud/stops/"):
        assert "format=csv" in shen.client.get(address).content.decode()
        assert "format=csv" not in aux.client.get(address).content.decode()


def test_a_lead_is_not_handed_to_a_post_without_leads(almighty, desk):
    aux = desk("徐辅警", post="PLD_AUX")
    lead = make(opened("lead"), "screen", almighty)
    with pytest.raises(Refused, match="does not handle leads"):
        acts.hand_on(lead, to=aux.officer, by=almighty)
    with pytest.raises(Refused, match="does not handle leads"):
        acts.join(lead, officer=aux.officer, by=almighty)


def test_whoever_changes_to_a_post_without_leads_holds_none(almighty, desk):
    shen = desk("沈警官")
    lead = opened("lead")
    acts.take(lead, by=shen.officer)
    shen.officer.post_id = "PLD_AUX"
    shen.officer.save(update_fields=["post"])
    fresh = type(shen.officer).objects.select_related("post", "department").get(pk=shen.officer.pk)
    assert list(asked.mine(fresh)) == []


def test_matters_go_only_to_those_who_work_at_the_desk(almighty, desk):
    dpo = desk("专员", post="DPO", department="DPO")
    matter = in_state("help", "assigned", almighty)
    with pytest.raises(Refused, match="does not work at the help desk"):
        acts.hand_on(matter, to=dpo.officer, by=almighty)


def test_an_auxiliary_hands_on_the_own_matter_and_no_other(officer):
    aux = officer("徐辅警", post="PLD_AUX")
    shen = officer("沈警官")
    matter = opened("help")
    with pytest.raises(NotAllowed):
        acts.hand_on(matter, to=shen, by=aux)
    acts.take(matter, by=aux)
    assert acts.hand_on(matter, to=shen, by=aux).assignee == shen


def test_open_tasks_go_along_and_done_ones_stay(almighty, officer):
    shen, chen = officer("沈警官"), officer("陈警官")
    matter = in_state("help", "replied", almighty)
    acts.hand_on(matter, to=shen, by=almighty)
    task = outcome.call_back(matter, officer=shen, why="", by=shen)
    done = outcome.call_back(matter, officer=shen, why="", by=shen)
    Task.objects.filter(pk=done.pk).update(state="done", done_at=done.due_at)
    acts.hand_on(matter, to=chen, by=shen)
    assert Task.objects.get(pk=task.pk).officer == chen
    assert Task.objects.get(pk=done.pk).officer == shen


def test_a_desk_is_handed_over_whole(almighty, officer):
    leaving, heir = officer("沈警官"), officer("陈警官")
    held = [in_state("help", "assigned", leaving) for _ in range(3)]
    done = in_state("consultation", "closed", leaving)
    other = in_state("help", "assigned", heir)
    count = office.hand_over_desk(
        leaving, to=heir, by=officer("朱所长", post="PLD_CHIEF"), reason="调离"
    )
    assert count == 3
    holders = {m.pk: m.assignee_id for m in Matter.objects.all()}
    assert {holders[one.pk] for one in [*held, other]} == {heir.pk}
    assert holders[done.pk] == leaving.pk
    assert {Matter.objects.get(pk=one.pk).state for one in held} == {"assigned"}


def test_contacts_in_wecom_go_along_with_a_desk(officer, background):
    leaving, heir = officer("沈警官", wecom_id="shen"), officer("陈警官", wecom_id="chen")
    resident = residents.meet("wecom", "wm1")
    Contact.objects.create(
        userid="shen", officer=leaving, external_userid="wm1", resident=resident, state="friends",
        read_at=clock.now(),
    )  # fmt: skip
    chief = officer("朱所长", post="PLD_CHIEF")
    office.hand_over_desk(leaving, to=heir, by=chief, reason="调离")
    background.catch_up()
    transfer = Transfer.objects.get()
    assert (transfer.giver, transfer.taker, transfer.state) == ("shen", "chen", "planned")


def test_a_desk_of_another_department_is_not_handed_over(officer):
    leaving, heir = officer("陈警官", department="PS101"), officer("何警官", department="PS101")
    in_state("help", "assigned", leaving, town=FAR)
    with pytest.raises(NotAllowed):
        office.hand_over_desk(leaving, to=heir, by=officer("沈警官"), reason="调离")
    assert Matter.objects.get().assignee == leaving


def test_who_may_read_nothing_reads_nothing(officer):
    opened("help")
    blind = able_officer(officer, "无", {p for p in every_permit() if p != "helpdesk.read"})
    assert list(asked.matters_for(blind)) == []
