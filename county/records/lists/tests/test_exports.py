"""Lists taken out: by two people, masked, marked, within reach, for a day (E27) (T5)."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date, timedelta

import pytest
from django.utils import timezone
from python_calamine import CalamineWorkbook

from county.foundation.approvals import actions as approvals
from county.foundation.approvals.models import Approval
from county.foundation.events.models import Event
from county.records.lists.models import Export
from county.records.residents.models import Resident
from county.records.residents.tests.people import file_of, identity

pytestmark = pytest.mark.django_db
NUMBER = identity(date(1985, 6, 17))


@pytest.fixture
def chief(desk):
    return desk("所长", post="PLD_CHIEF")


@pytest.fixture
def office(desk):
    return desk("主任", post="DPO", department="DPO")


def asked(chief, **filters) -> Export:
    chief.submits("/lists/exports/ask/", why="反诈宣讲名单", **filters)
    assert chief.status == 200
    return Export.objects.latest("asked_at")


def grant(office) -> None:
    approvals.decide(Approval.objects.latest("asked_at"), granted=True, by=office.officer)


def test_a_list_leaves_only_with_a_second_person(chief, office):
    """Four eyes for exports: nobody takes a list out alone (T5)."""
    file_of("小储", name="演示甲", identity=NUMBER)
    export = asked(chief)
    make = f"/lists/exports/{export.pk}/make/"
    chief.submits(make)
    assert (chief.status, Export.objects.get().content) == (409, None)
    grant(office)
    chief.submits(make)
    assert Export.objects.get().content is not None
    assert Approval.objects.get().state == "used"
    chief.submits(make)
    assert chief.status == 409


def test_a_list_is_masked_and_marked_on_every_row(chief, office):
    file_of("小储", name="演示甲", identity=NUMBER, address="某路1号")
    file_of("小陈", name="=1+1")
    export = asked(chief)
    grant(office)
    chief.submits(f"/lists/exports/{export.pk}/make/")
    answer = chief.client.post(f"/lists/exports/{export.pk}/file/")
    assert answer.status_code == 200
    rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0)
    mark, _heads, *people = rows.to_python()
    assert export.number in mark[0]
    assert "所长" in mark[0]
    assert "反诈宣讲名单" in mark[0]
    assert [one[-1] for one in people] == [export.number] * 2
    with zipfile.ZipFile(io.BytesIO(answer.content)) as parts:
        text = b"".join(parts.read(name) for name in parts.namelist()).decode("utf-8", "ignore")
    assert re.search(rf"<oddHeader>.*{export.number}.*</oddHeader>", text)
    assert re.search(rf"<oddFooter>.*{export.number}.*</oddFooter>", text)
    for secret in ("演示甲", NUMBER, "某路1号"):
        assert secret not in text
    assert "<f>" not in text, "no formula leaves"
    assert export.number.encode() not in bytes(Export.objects.get().content), "sealed while kept"
    assert Event.objects.filter(kind="lists.export_taken").count() == 1


def test_a_list_reaches_as_far_as_its_officer(chief, office):
    here = file_of("本镇")
    file_of("他镇", town="330424101")
    export = asked(chief)
    assert export.people == 1
    grant(office)
    chief.submits(f"/lists/exports/{export.pk}/make/")
    content = chief.client.post(f"/lists/exports/{export.pk}/file/").content
    rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    assert [row[1] for row in rows[2:]] == [here.alias]


def test_a_list_is_kept_for_a_day(chief, office, background):
    file_of("小储")
    export = asked(chief)
    grant(office)
    chief.submits(f"/lists/exports/{export.pk}/make/")
    Export.objects.update(made_at=timezone.now() - timedelta(hours=25))
    assert chief.client.post(f"/lists/exports/{export.pk}/file/").status_code == 409
    background.clock_strikes("lists.jobs.forget")
    kept = Export.objects.get()
    assert (kept.content, kept.removed_at is None) == (None, False)


def test_what_was_agreed_to_is_what_is_made(chief, office):
    """A word to one list is no word to another (T5)."""
    file_of("小储")
    export = asked(chief, town="330424001")
    grant(office)
    Export.objects.update(filters={})
    chief.submits(f"/lists/exports/{export.pk}/make/")
    assert (chief.status, Export.objects.get().content) == (409, None)


def test_auxiliaries_take_nothing_out(desk, chief, office):
    """Auxiliary officers cannot export (E27)."""
    file_of("小储")
    export = asked(chief)
    grant(office)
    aux = desk("辅警", post="PLD_AUX")
    for method, address in (
        ("get", "/lists/exports/"), ("post", "/lists/exports/ask/"),
        ("post", f"/lists/exports/{export.pk}/make/"),
        ("post", f"/lists/exports/{export.pk}/file/"),
    ):  # fmt: skip
        assert getattr(aux.client, method)(address, {"why": "想看看"}).status_code == 403
    for listing in ("/helpdesk/matters/", "/fraud/", "/fraud/stops/"):
        for form in ("xlsx", "csv"):
            assert aux.client.get(f"{listing}?format={form}").status_code == 403
            assert chief.client.get(f"{listing}?format={form}").status_code == 200
    assert Export.objects.get().content is None


def test_somebody_elses_list_is_not_there(desk, chief, office):
    file_of("小储")
    export = asked(chief)
    grant(office)
    chief.submits(f"/lists/exports/{export.pk}/make/")
    other = desk("另一所长", post="PLD_CHIEF")
    assert other.client.post(f"/lists/exports/{export.pk}/file/").status_code == 404


def test_a_list_of_nobody_or_without_a_reason_is_not_asked_for(chief, office):
    chief.submits("/lists/exports/ask/", why="反诈宣讲名单")
    assert chief.status == 409
    file_of("小储")
    chief.submits("/lists/exports/ask/", why=" ")
    assert chief.status == 422
    chief.submits("/lists/exports/ask/", why="名单", town="火星")
    assert chief.status == 422
    assert Export.objects.count() == 0
    assert Resident.objects.count() == 1


def test_the_second_person_reads_of_whom_the_list_is(chief, office):
    file_of("小储", name="演示甲", identity=NUMBER)
    asked(chief, age_band="35-59")
    page = office.client.get(f"/approvals/{Approval.objects.get().pk}/").content.decode()
    assert "35至59岁" in page
    assert "申请人辖区全部" in page
