"""Every list asks the database as often for three rows as for one."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from county.dimensions.fraud.models import Alert
from county.dimensions.helpdesk.actions import desk as office
from county.dimensions.helpdesk.models import Matter
from county.foundation.events.models import Delivery, Event
from county.foundation.staff import actions as staff
from county.foundation.staff import sessions
from county.foundation.staff.models import Department
from county.kernel import clock

SCAM = "对方说我涉嫌洗钱，要我把5万块转到安全账户，不能告诉家里人"
CHIEF = [
    "/desk/", "/notices/", "/helpdesk/", "/helpdesk/queues/unassigned/", "/helpdesk/queues/mine/",
    "/helpdesk/queues/joint/", "/helpdesk/queues/closed/", "/helpdesk/search/?q=安全账户",
    "/helpdesk/matters/", "/helpdesk/matters/?format=csv", "/helpdesk/matters/?format=xlsx",
    "/helpdesk/answers/", "/helpdesk/sidebar/", "/helpdesk/duty/", "/helpdesk/figures/?span=year",
    "/fraud/",
    "/fraud/?format=csv", "/fraud/learning/", "/fraud/learning/?format=csv", "/fraud/oversight/",
    "/fraud/week/", "/fraud/stops/", "/fraud/stops/?format=csv", "/residents/",
    "/residents/?words=小储", "/staff/", "/staff/?format=csv",
]  # fmt: skip
INSPECTOR = ["/audit/", "/audit/?format=csv", "/audit/log/", "/audit/log/?format=csv",
             "/audit/failed/"]  # fmt: skip


@pytest.fixture
def people(desk: Any) -> dict[str, Any]:
    return {
        "chief": desk("值班长", post="CMD", department="PSB"),
        "inspector": desk("督察", post="AUDITOR", department="PSB"),
        "admin": desk("管理员", post="SYSADMIN", department="PSB"),
    }


@pytest.fixture
def one_more(people: dict[str, Any], phone: Any, desk: Any, background: Any) -> Any:
    """`one_more()` puts one more row into every list, each of an officer and a town of its own."""
    towns = iter(
        [("330424001", "PS001"), ("330424002", "PS002"), ("330424101", "PS101"),
         ("330424102", "PS102")]
    )  # fmt: skip

    def matter(town: str) -> Matter:
        phone(town=town, alias="小储").says(SCAM)
        background.catch_up(failing=True)  # one is given up, on purpose, in every round
        return Matter.objects.order_by("-opened_at", "-number").first()

    def grow() -> None:
        town, station = next(towns)
        chief = people["chief"]
        sat = desk(f"民警{station}", department=station)
        waiting, mine, joint, done = (matter(town) for _n in range(4))
        assert waiting.assignee is None
        for held in (mine, done):
            chief.submits(f"{held.url}take/")
        chief.part(f"{done.url}reply/", text="好")
        chief.submits(f"{done.url}resolve/", result="solved", money="kept")
        chief.submits(f"{done.url}close/")
        sat.submits(f"{joint.url}take/")
        sat.submits(f"{joint.url}join/", officer=chief.officer.pk)
        chief.submits(f"{mine.url}call/", officer=chief.officer.pk)
        sat.submits(
            f"/fraud/conversations/{waiting.conversation_id}/stop/",
            amount="5", bank="b", account="6222000000000000018",
        )  # fmt: skip
        sat.part(f"/residents/{waiting.resident_id}/reveal/", reason="核实身份")
        alert = Alert.objects.get(conversation=waiting.conversation_id)
        sat.part(f"/fraud/alerts/{alert.pk}/confirm/", category=alert.category)
        background.catch_up(failing=True)
        chief.submits(
            "/helpdesk/answers/new/", topic="hukou", question=f"问{town}", text="答", rule="法",
            expires_on="2027-11-01",
        )  # fmt: skip
        now = clock.now()
        office.put_on_duty(
            sat.officer, area_code=town, starts_at=now, ends_at=now + HOURS,
            by=chief.officer,
        )  # fmt: skip
        staff.issue_key(
            name=station, department=Department.objects.get(pk=station),
            permits=[], days=1, by=people["admin"].officer,
        )  # fmt: skip
        Delivery.objects.create(event=Event.objects.last(), dead_at=now, error="x", listener="y")

    return grow


HOURS = clock.end_of_day(clock.today()) - clock.start_of_day(clock.today())


def asks(sat: Any, address: str) -> tuple[int, int]:
    """How many questions the page asks, and how long it is."""
    sat.client.get(address)
    sessions.forget()  # so that every page asks anew who is asking
    with CaptureQueriesContext(connection) as asked:
        page = sat.client.get(address)
    assert page.status_code == 200, address
    return len(asked), len(page.content)


def test_no_list_asks_more_for_three_rows_than_for_one(people, one_more):
    pages = [("chief", one) for one in CHIEF] + [("inspector", one) for one in INSPECTOR]
    one_more()
    for_one = {page: asks(people[page[0]], page[1]) for page in pages}
    one_more()
    one_more()
    for_three = {page: asks(people[page[0]], page[1]) for page in pages}
    grown = {page: (for_one[page][0], for_three[page][0]) for page in pages}
    assert {page: n for page, n in grown.items() if n[0] != n[1]} == {}
    short = [page for page in pages if for_three[page][1] <= for_one[page][1]]
    assert [page for page in short if "figures" not in page[1] and "xlsx" not in page[1]] == []


def test_the_phones_list_of_matters_asks_once(phone, desk, background):
    resident, shen = phone(town="330424001"), desk("沈警官")

    def matter() -> None:
        resident.says("身份证丢了")
        background.catch_up()
        one = Matter.objects.order_by("-number").first()
        shen.submits(f"{one.url}take/")
        shen.part(f"{one.url}reply/", text="请来")
        shen.submits(f"{one.url}close/")
        Matter.objects.update(last_at=clock.now() - HOURS * 8)

    matter()
    for_one = asks(resident, "/helpdesk/phone/matters/")
    matter()
    matter()
    for_three = asks(resident, "/helpdesk/phone/matters/")
    assert Matter.objects.count() == 3
    assert for_three[0] == for_one[0]
    assert for_three[1] > for_one[1]
