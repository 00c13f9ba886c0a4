"""Residents see, correct, delete and take a copy; what is old goes by itself."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from django.utils import timezone

from county.foundation.events.models import Event
from county.kernel import clock
from county.kernel.errors import Incomplete, Refused
from county.records.conversations.models import Message
from county.records.residents import actions as residents
from county.records.residents.copying import copy_of, tables
from county.records.residents.models import Resident, ResidentKey
from county.records.residents.tests.people import file_of, identity
from county.records.rights import actions, queries
from county.records.rights.models import Period, Request
from county.records.tags import actions as tags
from county.records.worklist.models import Task

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(desk):
    return desk("主任", post="DPO", department="DPO")


def asked(right: str) -> Request:
    return actions.ask(file_of("小储"), right=right, words="地址错了")


def test_the_clock_of_a_request_runs_from_receipt(office):
    """Clock at receipt, target 15 days, limit 30; a copy is met at once (E15)."""
    request = asked("correct")
    day = clock.today()
    assert clock.day_of(request.target_at) == day + timedelta(days=15)
    assert clock.day_of(request.due_at) == day + timedelta(days=30)
    task = Task.objects.get()
    assert (task.department_id, clock.day_of(task.due_at)) == ("DPO", day + timedelta(days=15))
    copy = actions.ask(request.resident, right="see", words="")
    assert copy.state == "met"
    assert Task.objects.count() == 1


def test_what_is_late_is_counted(office):
    """Overdue above nothing is red (E15)."""
    request = asked("delete")
    assert queries.overdue(clock.now()) == 0
    assert queries.overdue(request.due_at + timedelta(seconds=1)) == 1
    Request.objects.update(due_at=timezone.now() - timedelta(days=1))
    office.goes("/rights/")
    assert office.sees(".sheet-h .bdg, .sheet-h .badge, .sheet-h span") != []
    assert "1" in " ".join(office.sees(".sheet-h"))


def test_a_request_is_answered_in_words_and_ends_its_task(office):
    request = asked("correct")
    with pytest.raises(Incomplete):
        actions.answer(request, met=True, words="", by=office.officer)
    office.submits(f"/rights/{request.pk}/answer/", met="1", words="地址已更正")
    assert office.status == 200
    kept = Request.objects.get()
    assert (kept.state, kept.answer) == ("met", "地址已更正")
    assert Task.objects.get().state == "done"
    with pytest.raises(Refused):
        actions.answer(request, met=False, words="再答", by=office.officer)


def test_the_same_wish_waits_once_and_nonsense_is_no_wish(office):
    request = asked("delete")
    with pytest.raises(actions.AskedAlready):
        actions.ask(request.resident, right="delete", words="")
    with pytest.raises(Refused):
        actions.ask(request.resident, right="forget", words="")


def test_a_deletion_asked_on_the_phone_is_done_by_the_office(phone, office, background):
    """From the resident's page to the destroyed key; the phone's key leads nowhere after (E31)."""
    person = phone(alias="小储")
    resident = Resident.objects.get()
    residents.correct(resident, name="演示甲", by=resident)
    person.submits("/helpdesk/phone/right/", right="delete", words="请删除")
    request = Request.objects.get()
    office.goes(f"/rights/{request.pk}/")
    office.submits(f"/rights/{request.pk}/answer/", met="1", words="已按要求删除")
    background.catch_up()
    assert Resident.objects.get().erased_at is not None
    assert ResidentKey.objects.count() == 0
    assert person.says("还在吗").status_code == 403


def test_nobody_else_answers(desk):
    request = asked("delete")
    chief = desk("所长", post="PLD_CHIEF")
    for address in (f"/rights/{request.pk}/answer/", f"/rights/{request.pk}/", "/rights/"):
        assert chief.client.post(address, {"met": "1", "words": "好"}).status_code in (403, 405)
    assert Request.objects.get().state == "open"


def full(phone, desk, background):
    """A phone whose file has something in most tables."""
    person = phone(alias="小储")
    person.says("身份证丢了，怎么补办")
    background.catch_up()
    resident = Resident.objects.get()
    number = identity(date(1985, 6, 17))
    residents.correct(resident, name="演示甲", identity=number, address="某路1号", by=resident)
    residents.record_consent(resident, scope="outreach", given=True, evidence="口头", by=resident)
    shen = desk("沈警官")
    tags.propose(resident, "T0205", why="自述租住", by=shen.officer)
    shen.goes(f"/residents/{resident.pk}/")
    return person, resident, number


def test_a_copy_is_complete_and_readable_by_machines(phone, desk, background):
    """Machine-readable and complete per data map (E16)."""
    person, resident, number = full(phone, desk, background)
    answer = person.client.get("/rights/mine/data.json")
    assert answer["Content-Type"].startswith("application/json")
    assert "attachment" in answer["Content-Disposition"]
    told = json.loads(answer.content)
    by_table = {part["table"]: part["rows"] for part in told["tables"]}
    (file,) = by_table["residents.Resident"]
    assert (file["name"], file["identity"], file["born_on"]) == ("演示甲", number, "1985-06-17")
    assert by_table["conversations.Message"][0]["text"] == "身份证丢了，怎么补办"
    assert by_table["tags.Tagging"][0]["code"] == "T0205"
    assert by_table["audit.Look"][0]["department"] == "武原派出所"
    assert by_table["residents.Consent"][0]["scope"] == "outreach"
    for part in told["tables"]:
        table = next(t for t in tables() if f"{t.app}.{t.model}" == part["table"])
        assert all(set(row) == set(table.copied) for row in part["rows"])
    assert "沈警官" not in answer.content.decode(), "which unit, not which officer"
    assert Event.objects.filter(kind="rights.copy_given", subject=resident.actor).exists()


def test_a_copy_is_readable_by_people_and_nobody_elses(phone, desk, background):
    """A readable page with the same content (E16)."""
    person, _resident, number = full(phone, desk, background)
    person.goes("/rights/mine/data/")
    text = person.page.text_content()
    assert number in text
    assert "身份证丢了，怎么补办" in text
    other = phone(alias="别人")
    other.goes("/rights/mine/data/")
    assert number not in other.page.text_content()
    assert "身份证丢了" not in other.page.text_content()


def test_a_copy_reads_through_a_joining_and_leaves_out_internal_notes(phone, desk, background):
    _person, resident, _number = full(phone, desk, background)
    Message.objects.filter(author="resident").update(author="note", text="内部备注")
    older = file_of("旧")
    residents.record_consent(older, scope="tags", given=True, evidence="旧档", by=older)
    residents.join(resident, older, reason="同一人", by=resident)
    told = copy_of(older)
    text = json.dumps(told, ensure_ascii=False)
    assert "旧档" in text
    assert "内部备注" not in text


def test_strangers_have_no_copy(client, db):
    for address in ("/rights/mine/data/", "/rights/mine/data.json"):
        assert client.get(address).status_code == 403


def test_a_silent_file_is_archived_and_later_reduced_to_the_audit(background):
    """Two years without contact: archived; six months later nothing but audit (E31)."""
    silent, alive = file_of("久", name="演示甲"), file_of("新", name="演示乙")
    old = timezone.now() - timedelta(days=731)
    Resident.objects.filter(pk=silent.pk).update(last_contact_at=old)
    background.clock_strikes("rights.jobs.end_periods")
    assert Resident.objects.get(pk=silent.pk).archived_at is not None
    assert Resident.objects.get(pk=silent.pk).name is not None
    Resident.objects.filter(pk=silent.pk).update(archived_at=timezone.now() - timedelta(days=181))
    background.clock_strikes("rights.jobs.end_periods")
    kept = Resident.objects.get(pk=silent.pk)
    assert (kept.name, kept.alias) == (None, "")
    assert kept.erased_at is not None
    assert not ResidentKey.objects.filter(pk=silent.pk).exists()
    assert Resident.objects.get(pk=alive.pk).archived_at is None


def test_who_writes_again_is_not_archived(phone, background):
    person = phone(alias="小储")
    Resident.objects.update(
        last_contact_at=timezone.now() - timedelta(days=900), archived_at=timezone.now()
    )
    person.says("又来了")
    background.catch_up()
    kept = Resident.objects.get()
    assert kept.archived_at is None
    assert kept.last_contact_at > timezone.now() - timedelta(minutes=5)


def test_chats_end_after_twelve_months_and_the_period_is_data(phone, office, background):
    """Retention periods are data, shown, and kept to (E32)."""
    person = phone(alias="小储")
    person.says("身份证丢了")
    background.catch_up()
    Message.objects.update(said_at=timezone.now() - timedelta(days=200))
    background.clock_strikes("rights.jobs.end_periods")
    assert Message.objects.filter(text="身份证丢了").exists()
    person.goes("/helpdesk/phone/me/")
    assert "365" in " ".join(person.sees("#copy details"))
    office.submits("/rights/periods/set/", code="chat", days=180)
    assert Period.objects.get().days == 180
    background.clock_strikes("rights.jobs.end_periods")
    assert not Message.objects.filter(text="身份证丢了").exists()
    assert Event.objects.filter(kind="rights.period_ended", facts__code="chat").exists()
    for code, days in (("chat", "0"), ("chat", "x"), ("nothing", "5")):
        office.submits("/rights/periods/set/", code=code, days=days)
        assert office.status in (409, 422)
    assert Period.objects.get().days == 180


def test_files_are_reviewed_when_their_person_is_grown(background):
    """At 18 the data protection office reviews the file (E19)."""
    resident = file_of("成年", identity=identity(clock.add_months(clock.today(), -12 * 19)))
    Resident.objects.filter(pk=resident.pk).update(age_band="14-17")
    background.clock_strikes("residents.jobs.keep_bands_fresh")
    task = Task.objects.get()
    assert (task.department_id, task.about) == ("DPO", resident.actor)


def test_a_restored_dump_is_emptied_again(office):
    """What an older dump brings back goes again; what was sealed stays shut (E31)."""
    resident = file_of("小储", name="演示甲")
    dumped = Resident.objects.filter(pk=resident.pk).values("alias", "name", "name_masked").get()
    residents.erase(resident, reason="本人要求", by=office.officer)
    Resident.objects.filter(pk=resident.pk).update(erased_at=None, **dumped)
    assert residents.erase_again() == 1
    kept = Resident.objects.get(pk=resident.pk)
    assert (kept.alias, kept.name, kept.name_masked) == ("", None, "")
    assert residents.erase_again() == 0
