"""Pages of residents' files: each look has a reason (I26) (E21), each file a limit (T4)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from county.foundation.audit.models import HoneyHit, Look
from county.foundation.events.models import Event
from county.kernel import clock
from county.records.organisations.models import Organisation
from county.records.places.models import Area
from county.records.residents import actions, queries
from county.records.residents.models import Allowance, Grant, HouseholdMember, Joining, Resident
from county.records.residents.tests.people import file_of, identity

pytestmark = pytest.mark.django_db
HERE, THERE = "330424001", "330424101"


@pytest.fixture
def shen(desk):
    return desk("沈警官")


@pytest.fixture
def chief(desk):
    return desk("所长", post="PLD_CHIEF")


def address(resident: Resident, rest: str = "") -> str:
    return f"/residents/{resident.pk}/{rest}"


def test_opening_a_file_of_the_own_area_is_a_look_with_a_reason(shen):
    """Every view of a file writes an audit row with a reason (I26)."""
    resident = file_of("小储")
    shen.goes(address(resident))
    look = Look.objects.get()
    assert (look.subject, look.by, look.fields) == (resident.actor, shen.officer.actor, "file")
    assert len(look.reason) > 4
    shen.goes(address(resident))
    assert Look.objects.count() == 1, "the same page on the same day is one look"


def test_a_file_of_another_station_asks_for_a_reason_and_the_resident_reads_it(desk):
    """Story 6: another station's officer needs a reason and is logged (E21) (I26)."""
    chen = desk("陈警官", department="PS101")
    resident = file_of("小储", name="演示甲", identity=identity(date(1985, 6, 17)))
    chen.goes(address(resident))
    assert "演示" not in chen.page.text_content()
    assert Look.objects.count() == 0
    chen.submits(address(resident, "leave/"), reason="", because="")
    assert (chen.status, Grant.objects.count()) == (422, 0)
    chen.submits(address(resident, "leave/"), reason="核实报案人身份", because="HY20261123-0001")
    assert chen.status == 200
    assert "演示数据" in chen.page.text_content() or "小储" in chen.page.text_content()
    look = Look.objects.get()
    assert (look.reason, look.because) == ("核实报案人身份", "HY20261123-0001")
    assert Event.objects.filter(kind="residents.leave_asked").count() == 1
    Grant.objects.update(until=timezone.now() - timedelta(minutes=1))
    chen.goes(address(resident))
    assert chen.page.cssselect("form[action$='leave/']"), "after the shift the reason is asked anew"


def test_exact_words_find_that_there_is_a_file_elsewhere_and_nothing_of_it(desk):
    chen = desk("陈警官", department="PS101")
    number = identity(date(1985, 6, 17))
    resident = file_of("小储", name="演示甲", identity=number)
    chen.goes(f"/residents/?words={number}")
    assert chen.page.cssselect(f"a[href='{address(resident)}']")
    assert "小储" not in chen.page.text_content()
    chen.goes("/residents/?words=小储")
    assert not chen.page.cssselect(f"a[href='{address(resident)}']")


def test_who_opens_too_many_files_is_refused_and_the_auditors_hear_of_half(desk, shen):
    """A day's allowance of distinct files: told at half of it, refused at all of it (T4)."""
    desk("督察", post="AUDITOR", department="PSB")
    actions_by = desk("主任", post="DPO", department="DPO").officer
    Allowance.objects.create(post_id="PLD_OFFICER", files_a_day=4, set_by=actions_by.actor)
    files = [file_of(f"演示{n}") for n in range(6)]
    statuses = []
    for file in files:
        shen.goes(address(file))
        statuses.append(shen.status)
    assert statuses == [200, 200, 200, 200, 429, 429]
    told = Event.objects.get(kind="residents.allowance_spent")
    assert told.facts == {"officer_id": str(shen.officer.pk), "opened": 2, "allowed": 4}
    shen.goes(address(files[0]))
    assert shen.status == 200, "a file opened today stays open"
    shen.submits(address(files[5], "reveal/"), reason="核实")
    assert shen.status == 429
    assert not Look.objects.filter(subject=files[5].actor).exists()


def test_the_allowance_is_data_that_the_office_sets(desk, shen):
    office = desk("主任", post="DPO", department="DPO")
    office.submits("/residents/looks/allowance/", post="PLD_OFFICER", files_a_day=1)
    assert Allowance.objects.get().files_a_day == 1
    office.submits("/residents/looks/allowance/", post="PLD_OFFICER", files_a_day="-3")
    assert office.status == 422
    shen.submits("/residents/looks/allowance/", post="PLD_OFFICER", files_a_day=1000)
    assert (shen.status, Allowance.objects.get().files_a_day) == (403, 1)


def test_looks_that_led_to_nothing_are_listed_for_review(desk, shen, monkeypatch):
    """Opens without a linked action within seven days go to the weekly review (E21)."""
    idle, used = file_of("无事"), file_of("有事")
    for file in (idle, used):
        shen.goes(address(file))
    shen.submits(address(used, "correct/"), alias="改过")
    office = desk("主任", post="DPO", department="DPO")
    now = clock.now()
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(days=8))
    office.goes("/residents/looks/")
    rows = office.sees(".tbl tbody tr")
    assert len(rows) == 1
    assert f"#{idle.number}" in rows[0]
    shen.goes("/residents/looks/")
    assert shen.status == 403


def test_doubles_are_compared_joined_and_parted_by_the_page(shen):
    one = file_of("储一", name="演示甲")
    other = file_of("储二", name="演示甲", identity=identity(date(1985, 6, 17)))
    shen.goes("/residents/doubles/")
    assert len(shen.page.cssselect(".tbl tbody tr")) == 1
    pair = f"/residents/doubles/{one.pk}/{other.pk}/"
    shen.goes(pair)
    assert "19850617" not in shen.page.text_content(), "side by side, masked"
    shen.submits(f"{pair}join/", keep=str(other.pk), reason="")
    assert (shen.status, Joining.objects.count()) == (422, 0)
    shen.submits(f"{pair}join/", keep=str(other.pk), reason="同一人，电话核实")
    assert Joining.objects.get().kept == other
    response = shen.client.get(address(one))
    assert response.headers["Location"] == address(other), "the old link leads on"
    shen.submits(f"/residents/joinings/{Joining.objects.get().pk}/undo/", reason="看错了")
    assert Resident.objects.filter(merged_into=None).count() == 2
    shen.submits(f"{pair}apart/")
    assert queries.likely_doubles(shen.officer) == []


def test_an_auxiliary_neither_joins_nor_reveals(desk):
    aux = desk("辅警", post="PLD_AUX")
    one, other = file_of("一", name="演示"), file_of("二", name="演示")
    aux.submits(f"/residents/doubles/{one.pk}/{other.pk}/join/", keep=str(one.pk), reason="同一")
    assert (aux.status, Joining.objects.count()) == (403, 0)


def test_another_stations_files_are_not_joined(desk):
    one, other = file_of("一", name="演示"), file_of("二", name="演示", town=THERE)
    shen = desk("沈警官")
    shen.submits(f"/residents/doubles/{one.pk}/{other.pk}/join/", keep=str(one.pk), reason="同一")
    assert (shen.status, Joining.objects.count()) == (404, 0)


def test_age_guardian_and_child_by_the_page(shen):
    """The page says what a minor's file may hold, and refuses a child (E19) (I7)."""
    resident = file_of("少年")
    shen.submits(address(resident, "age/"), birthday="", school="junior")
    assert shen.status == 422
    day = clock.add_months(clock.today(), -12 * 16)
    shen.submits(address(resident, "age/"), birthday=day.isoformat(), school="senior")
    shen.submits(address(resident, "guardian/"), how="电话告知母亲")
    assert queries.guardian_informed(Resident.objects.get())
    for wrong in ("9999-01-01", "0001-01-01", "不知道", "1850-01-01"):
        shen.submits(address(resident, "age/"), birthday=wrong)
        assert shen.status == 422
    child = clock.add_months(clock.today(), -12 * 13)
    shen.submits(address(resident, "age/"), birthday=child.isoformat())
    assert shen.status == 422
    shen.submits(address(resident, "child/"))
    assert Resident.objects.get().is_child


def test_roles_and_household_by_the_page(shen):
    firm = Organisation.objects.create(
        code="91330424MA28A00016", name="演示紧固件厂", area=Area.objects.get(pk=HERE)
    )
    one, other = file_of("一"), file_of("二")
    shen.submits(address(one, "roles/"), organisation="不存在的厂", role="finance")
    assert shen.status == 422
    shen.submits(address(one, "roles/"), organisation=firm.code.lower(), role="finance")
    shen.goes(address(one))
    assert "演示紧固件厂" in shen.page.text_content()
    link = queries.roles_of(one)[0]
    assert Resident.objects.get(pk=one.pk).organisation == firm
    shen.submits(address(one, f"roles/{link.pk}/end/"))
    shen.submits(address(one, f"roles/{2**70}/end/"))
    assert shen.status == 404
    assert Resident.objects.get(pk=one.pk).organisation is None
    shen.submits(address(one, "household/"), evidence="本人口头同意")
    shen.submits(address(other, "household/"), evidence="本人口头同意", with_number=one.number)
    assert len(queries.housemates(one)) == 2
    shen.submits(address(other, "household/leave/"))
    assert [m.resident_id for m in queries.housemates(one)] == [one.pk]
    shen.submits(address(other, "household/"), evidence="", with_number=one.number)
    assert (shen.status, HouseholdMember.objects.filter(left_at=None).count()) == (422, 1)


def test_the_page_of_consents_shows_every_word_with_notice_channel_and_evidence(shen):
    """Consents are only ever added, and all of them are shown."""
    resident = file_of("小储")
    for given in (True, False, True):
        actions.record_consent(
            resident, scope="outreach", given=given, evidence="窗口签字", channel="counter",
            by=resident,
        )  # fmt: skip
    shen.goes(address(resident, "consents/"))
    rows = shen.sees(".tbl tbody tr")
    assert len(rows) == 3
    assert all("counter" in row and "窗口签字" in row for row in rows)
    told = Event.objects.filter(kind="residents.consent_recorded", facts__given=False)
    assert told.count() == 1, "the fact that ends what rests on the consent (I27)"


def test_residents_read_who_opened_their_file(shen, phone):
    """The subject's page lists unit, time and purpose (E21)."""
    person = phone(alias="小储")
    shen.goes(address(Resident.objects.get()))
    person.goes("/helpdesk/phone/me/")
    assert "武原派出所" in person.page.text_content()
    assert "沈警官" not in person.page.text_content()


def test_auditors_are_told_of_a_look_at_a_file_of_nobody(desk, shen, background):
    """A look at a honey file reaches the auditors within a minute (T1)."""
    auditor = desk("督察", post="AUDITOR", department="PSB")
    shen.goes(address(file_of("无名")))
    HoneyHit.objects.create(look=Look.objects.get())
    background.clock_strikes("residents.jobs.tell_of_honey")
    background.clock_strikes("residents.jobs.tell_of_honey")
    assert auditor.notices() == ["有人查看了无人使用的诱饵档案"]
    auditor.goes("/audit/alarms/")
    assert "沈警官" in auditor.sees(".tbl tbody tr")[0]
