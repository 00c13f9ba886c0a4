"""Nobody is visited cold or twice; people plan and note, and the person reads all of it."""

import json
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.utils.translation import override

from county.foundation.events.models import Event
from county.foundation.staff import actions as staff
from county.kernel import clock
from county.kernel.errors import Incomplete, NotAllowed, Refused
from county.kernel.saying import said, saying
from county.records.organisations.models import Organisation
from county.records.residents import actions as residents
from county.records.residents.models import Resident
from county.records.tags import queries as tags
from county.records.tags.models import Tagging
from county.records.visits import actions, queries
from county.records.visits.flow import State
from county.records.visits.models import Visit
from county.records.worklist import actions as worklist
from county.records.worklist.models import Task
from tests.actors import png

pytestmark = pytest.mark.django_db
SOON = timedelta(days=3)


@pytest.fixture
def resident():
    opened = residents.open_file(alias="稻花香里", town_code="330424001")
    residents.see_notice(opened)
    return opened


@pytest.fixture
def shen(desk):
    return desk("沈警官")


def propose(resident, by, kind="asked", **more):
    words = {"why": "希望当面了解反诈知识", "due_on": clock.today() + SOON, **more}
    return actions.propose(kind=kind, resident=resident, by=by, **words)


def planned(resident, by, on=None):
    visit = propose(resident, by)
    return actions.plan(visit, on=on or clock.today(), appointment="今天电话约定", by=by)


def test_a_resident_agreed_before_anybody_goes(resident, shen):
    """Never a cold visit: not by the verb, not by the database (T0103's use)."""
    visit = propose(resident, shen.officer)
    with pytest.raises(Incomplete):
        actions.plan(visit, on=clock.today(), appointment="", by=shen.officer)
    with pytest.raises(IntegrityError), transaction.atomic():
        Visit.objects.update(state="planned", planned_on=clock.today(), officer=shen.officer)
    with pytest.raises(Incomplete):
        actions.plan(visit, on=clock.today() - SOON, appointment="电话约定", by=shen.officer)
    actions.plan(visit, on=clock.today(), appointment="今天电话约定", by=shen.officer)
    assert Task.objects.get().url == f"/visits/{visit.pk}/"


def test_a_kept_sentence_as_a_reason_is_read_in_the_readers_language(resident):
    template = "Every fraud matter is followed up after 3, 30 and 90 days."
    visit = propose(resident, actions.DESK, kind="after_care", why=saying(template))
    with override("zh-hans"):
        assert said(visit.why) == "涉诈事项在第 3、30、90 天回访。"


def test_only_people_move_a_visit(resident, shen):
    """(E22) A machine may propose one; planned or ended without an officer, none can be."""
    visit = propose(resident, actions.DESK)
    assert visit.state == State.PROPOSED
    for state in ("planned", "done", "not_met", "declined"):
        with pytest.raises(IntegrityError), transaction.atomic():
            Visit.objects.update(
                state=state, planned_on=clock.today(), appointment="x", outcome="x",
                ended_at=None if state == "planned" else clock.now(),
            )  # fmt: skip


def test_a_visit_that_was_made_is_known_for_thirty_days(resident, shen):
    """T1206 is set by the system, and nobody comes again without having been asked."""
    visit = planned(resident, shen.officer)
    actions.record(visit, how="done", outcome="已讲解防骗要点", by=shen.officer)
    assert tags.active_codes(resident.pk) == {"T1206"}
    assert Tagging.objects.get().until == clock.today() + timedelta(days=30)
    assert Task.objects.get().state == "done"
    with pytest.raises(Refused):
        propose(resident, shen.officer, kind="advice")
    again = planned(resident, shen.officer)
    actions.record(again, how="done", outcome="应本人要求再次上门", by=shen.officer)
    assert tags.active_codes(resident.pk) == {"T1206"}


def test_a_next_date_is_a_follow_up_and_a_visit_on_the_list(resident, shen):
    """T1205 until that visit was made."""
    next_on = clock.today() + timedelta(days=14)
    visit = planned(resident, shen.officer)
    actions.record(visit, how="not_met", outcome="家中无人", by=shen.officer, next_on=next_on)
    assert tags.active_codes(resident.pk) == {"T1205"}
    following = Visit.objects.get(state=State.PROPOSED)
    assert (following.due_on, following.officer) == (next_on, shen.officer)
    actions.record(following, how="done", outcome="已见到本人", by=shen.officer)
    assert tags.active_codes(resident.pk) == {"T1206"}


def test_words_about_a_person_pass_the_deny_list(resident, shen):
    """(E5) (I3) In the reason, the appointment and the outcome."""
    with pytest.raises(Incomplete):
        propose(resident, shen.officer, why="重点人员走访")
    visit = propose(resident, shen.officer)
    with pytest.raises(Incomplete):
        actions.plan(visit, on=clock.today(), appointment="信访户电话约定", by=shen.officer)
    with pytest.raises(Incomplete):
        actions.record(visit, how="done", outcome="此人难缠", by=shen.officer)
    assert Visit.objects.get().state == State.PROPOSED


def test_the_order_of_a_day_is_short_and_the_map_shows_it(shen, desk):
    for town in ("330424001", "330424106", "330424005", "330424102"):
        one = residents.open_file(alias=town, town_code=town)
        residents.see_notice(one)
        planned(one, shen.officer)
    stops, kilometres = queries.day(shen.officer, clock.today())
    assert stops[0].town_code == "330424001" and len(stops) == 4
    assert 10 < kilometres < 80
    shen.goes("/visits/day/")
    [board] = shen.page.cssselect("[data-county-map]")
    marks = json.loads(board.get("data-county-stops"))
    assert [one["title"] for one in marks] == [
        f"{number}. {one.whom}" for number, one in enumerate(stops, 1)
    ]
    assert len(json.loads(board.get("data-county-base"))) == 9
    assert len(shen.sees("ol.lines li")) == 4
    assert shen.client.get("/visits/day/?on=nonsense").status_code == 200


def test_an_officer_notes_a_visit_on_the_page_with_a_photo(resident, shen):
    shen.submits(f"/visits/residents/{resident.pk}/", kind="asked", why="希望上门讲解",
                 due_on=str(clock.today() + SOON))  # fmt: skip
    visit = Visit.objects.get()
    shen.submits(f"/visits/{visit.pk}/plan/", on=str(clock.today()), appointment="电话约定")
    photo = SimpleUploadedFile("door.png", png(), content_type="image/png")
    answer = shen.client.post(
        f"/visits/{visit.pk}/record/", {"how": "done", "outcome": "已讲解", "photo": photo}
    )
    assert answer.status_code == 302
    shown = shen.client.get(f"/visits/{visit.pk}/photo/")
    assert shown.status_code == 200 and shown.headers["Content-Type"].startswith("image/")
    bad = SimpleUploadedFile("door.png", b"MZ not a picture", content_type="image/png")
    other = propose(resident, shen.officer)
    answer = shen.client.post(
        f"/visits/{other.pk}/record/", {"how": "done", "outcome": "已讲解", "photo": bad}
    )
    assert 400 <= answer.status_code < 500
    assert Visit.objects.get(pk=other.pk).state == State.PROPOSED


def test_another_towns_officer_and_a_post_without_the_permit_stay_out(resident, shen, desk):
    visit = propose(resident, shen.officer)
    far = desk("远方", department="PS002")
    assert far.client.get(f"/visits/{visit.pk}/").status_code == 404
    inspector = desk("监管", post="EM_OFFICER", department="EM")
    assert inspector.client.get("/visits/").status_code == 403
    with pytest.raises(NotAllowed):
        propose(resident, inspector.officer)


def test_a_firm_is_visited_without_anybodys_file(shen):
    firm = Organisation.objects.create(
        code="91330424MA00000155", name="示例新材料有限公司", area_id="330424101"
    )
    chief = shen.officer
    shen.submits(f"/visits/organisations/{firm.pk}/", why="消防安全提示",
                 due_on=str(clock.today() + SOON))  # fmt: skip
    visit = Visit.objects.get()
    actions.record(
        actions.plan(visit, on=clock.today(), appointment="", by=chief),
        how="done", outcome="已提示", by=chief,
    )  # fmt: skip
    assert not Tagging.objects.exists()


def test_the_person_reads_who_comes_when_and_why(phone, shen):
    mine = phone(town="330424001")
    resident = Resident.objects.get()
    visit = planned(resident, shen.officer)
    mine.goes("/helpdesk/phone/me/")
    [line] = mine.sees("#visits .look")
    assert "希望当面了解反诈知识" in line and shen.officer.department.name in line
    assert shen.officer.name not in line
    actions.record(visit, how="done", outcome="已讲解防骗要点", by=shen.officer)
    mine.goes("/helpdesk/phone/me/")
    assert any("已讲解防骗要点" in one for one in mine.sees("#visits .look"))


def test_after_care_of_a_fraud_lands_here(phone, shen, background):
    """Three, thirty and ninety days; a task finished on the worklist is a visit made."""
    phone(town="330424001").says("我被骗了，刚刚把5万块转给对方说的安全账户，怎么办")
    background.catch_up()
    matter = shen.opens()
    shen.submits(f"{matter}take/")
    shen.part(f"{matter}reply/", text="请不要再转账，我们马上联系您")
    shen.submits(f"{matter}resolve/", result="solved", money="lost", stated_amount="50000")
    due = list(Visit.objects.order_by("due_on").values_list("due_on", flat=True))
    assert due == [clock.today() + timedelta(days=number) for number in (3, 30, 90)]
    task = Task.objects.filter(kind="after_care").order_by("due_at").first()
    assert task.url == f"/visits/{Visit.objects.order_by('due_on').first().pk}/"
    worklist.finish(task, outcome="已电话回访，情绪平稳", by=shen.officer)
    background.catch_up()
    made = Visit.objects.get(state=State.DONE)
    assert (made.outcome, made.officer) == ("已电话回访，情绪平稳", shen.officer)


def test_a_task_finished_for_one_on_leave_is_a_visit_made_by_who_stood_in(
    resident, shen, desk, background
):
    """Every act is recorded under the own name, also by what follows from it."""
    xu = desk("徐警官").officer
    visit = planned(resident, shen.officer)
    today = clock.today()
    staff.enter_leave(shen.officer, delegate=xu, from_on=today, until_on=today, by=shen.officer)
    worklist.finish(Task.objects.get(key=visit.key), outcome="已上门讲解", by=xu)
    background.catch_up()
    visit.refresh_from_db()
    assert (visit.state, visit.officer) == (State.DONE, xu)


def test_the_log_names_nobody_and_nothing(resident, shen):
    visit = planned(resident, shen.officer)
    actions.record(visit, how="done", outcome="已讲解防骗要点", by=shen.officer)
    told = Event.objects.filter(kind__startswith="visits.").order_by("id")
    assert [one.kind for one in told] == ["visits.proposed", "visits.planned", "visits.ended"]
    assert not any("讲解" in str(one.facts) or str(resident.pk) in str(one.facts) for one in told)


def test_the_list_begins_with_what_is_mine_and_soon(resident, shen, desk):
    for number, days in enumerate((3, 30)):
        actions.propose(
            key=f"list:{number}",
            kind="service",
            why="核实情况",
            due_on=clock.today() + timedelta(days=days),
            resident=resident,
            officer=shen.officer,
            by=shen.officer,
        )
    other = desk("徐警官", department="PS001").officer
    actions.propose(
        key="list:other", kind="service", why="核实情况", due_on=clock.today(),
        resident=resident, officer=other, by=other,
    )  # fmt: skip
    seen = {whose: len((shen.goes(f"/visits/?whose={whose}"), shen.sees("tbody tr"))[1])
            for whose in ("week", "mine", "all", "nonsense")}  # fmt: skip
    assert seen == {"week": 1, "mine": 2, "all": 3, "nonsense": 1}
