"""The lists of linkage, worklist, incidents, reports and other systems, as the other lists."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from county.dashboard import actions as county
from county.dimensions.incidents import actions as incidents
from county.foundation.outside.actions import partners
from county.foundation.outside.models import Attempt, Dispatch, ExternalEvent, Partner, Subscription
from county.foundation.staff import actions as staff
from county.foundation.staff.models import Department
from county.kernel import clock
from county.linkage import actions as linkage
from county.linkage.engine import RULES
from county.records.organisations import actions as organisations
from county.records.places.models import Area
from county.records.worklist import actions as worklist
from county.records.worklist.models import Kind, Task
from county.reports.models import Report
from tests.actors import CREDIT_CODES, DIRECTOR
from tests.structure.test_lists_ask_once import SCAM, asks

FAST_LANE = "suspicion_puts_the_matter_on_the_fast_lane"
ROUNDS = (("330424001", "PS001"), ("330424002", "PS002"), ("330424101", "PS101"))
PAGES = [
    f"/linkage/rules/{FAST_LANE}/", "/desk/", "/desk/?format=csv", "/desk/calendar/",
    "/desk/calendar/?view=month", "/desk/mine/", "/incidents/", "/incidents/?format=csv",
    "/reports/", "/outside/", "/outside/messages/", "/outside/messages/?format=csv",
    "/county/years/", "/county/figures/S24/", "/county/figures/S24/?format=csv",
]  # fmt: skip
OF_FIXED_LENGTH = ["/linkage/", "/county/", "/county/wall/", "/county/definitions/"]


@pytest.fixture
def chief(desk: Any) -> Any:
    return desk("值班长", post="CMD", department="PSB")


@pytest.fixture
def handled(chief: Any) -> Task:
    """A task of many hands: each round adds one to each list of its page."""
    return worklist.assign(
        key="many", kind=Kind.OTHER, title="共办", why="来电", about="town:330424001",
        due_at=clock.now() + timedelta(days=1), officer=chief.officer, by=DIRECTOR,
    )  # fmt: skip


@pytest.fixture
def partner(chief: Any, desk: Any) -> Partner:
    """Another system that hears more and more."""
    desk("第二人", post="CMD", department="PSB")
    return partners.propose(
        name="示例平台", contact="示例", purpose="示例用途", basis="示例依据", permits=[], days=30,
        department=Department.objects.get(pk="PSB"), by=chief.officer,
    )  # fmt: skip


@pytest.fixture
def one_more(chief: Any, handled: Task, partner: Partner, phone: Any, desk: Any,
             background: Any) -> Any:  # fmt: skip
    """`one_more()` puts one more row into every list, each of an officer and a town of its own."""
    rounds = iter(zip(ROUNDS, CREDIT_CODES, strict=True))

    def grow() -> None:
        (town, station), code = next(rounds)
        sat = desk(f"民警{station}", department=station)
        area = Area.objects.get(pk=town)
        phone(town=town).says(SCAM)
        background.catch_up()
        firm = organisations.register(code=code, name=f"示例{town}", area=area, by=DIRECTOR)
        incidents.enter(
            number=f"演示{town}", what="theft", happened_on=clock.today(), area=area,
            organisation=firm, by=sat.officer,
        )  # fmt: skip
        _report()
        _on_the_worklist(chief, sat, handled)
        _of_other_systems(sat, partner, town)
        county.note_years(years=3, basis=f"文件{town}", by=chief.officer)
        linkage.ask_trial(RULES[FAST_LANE], days=9, parameters={}, by=chief.officer)
        background.catch_up()

    return grow


def _report() -> None:
    Report.objects.create(
        ledger="command", department=Department.objects.get(pk="PSB"), span="week",
        first=clock.today() - timedelta(days=7 * Report.objects.count() + 7), state="failed",
        last=clock.today(), version=1, asked_by="x",
    )  # fmt: skip


def _on_the_worklist(chief: Any, sat: Any, handled: Task) -> None:
    unit, day = sat.officer.department, clock.today() + timedelta(days=1)
    for number, officer in enumerate((chief.officer, sat.officer)):
        worklist.assign(
            key=f"{unit.pk}{number}", kind=Kind.OTHER, title=f"核实{unit.pk}", why="来电",
            about=f"town:{unit.pk}", due_at=clock.end_of_day(day), officer=officer, by=DIRECTOR,
        )  # fmt: skip
    worklist.ask_along(handled, department=unit, what="请协助", by=chief.officer)
    outing = worklist.send_out(
        handled, office="12345", way="phone", receipt=unit.pk, by=chief.officer
    )
    worklist.fail(outing, reason="不受理", by=chief.officer)
    double = staff.appoint(
        username=f"double-{unit.pk}", name="代办", department=unit, post=sat.officer.post,
        by=DIRECTOR,
    )  # fmt: skip
    staff.enter_leave(sat.officer, delegate=double, from_on=day, until_on=day, by=sat.officer)


def _of_other_systems(sat: Any, partner: Partner, town: str) -> None:
    one = Partner.objects.create(
        name=f"平台{town}", contact="x", purpose="x", basis="x", days=1, proposed_by=sat.officer,
        department=sat.officer.department,
    )  # fmt: skip
    for whose in (one, partner):
        hook = Subscription.objects.create(
            partner=whose, url=f"https://{town}.example.org/", kinds=["helpdesk.matter_closed"],
            asked_by=sat.officer,
        )  # fmt: skip
        dispatch = Dispatch.objects.create(
            subscription=hook, event_id=1, kind="helpdesk.matter_closed", body="{}",
            subject=f"area:{town}",
        )  # fmt: skip
        Attempt.objects.create(dispatch=dispatch, status=500, milliseconds=1)
        ExternalEvent.objects.create(
            partner=whose, external_event_id=town, subject=f"area:{town}", digest=b"x" * 32
        )


def test_no_list_of_the_joints_asks_more_for_three_rows_than_for_one(
    chief, handled, partner, one_more
):
    growing = [*PAGES, handled.page, partner.url]
    one_more()
    for_one = {page: asks(chief, page) for page in growing + OF_FIXED_LENGTH}
    one_more()
    one_more()
    for_three = {page: asks(chief, page) for page in growing + OF_FIXED_LENGTH}
    grown = {page: (n, for_three[page][0]) for page, (n, _length) in for_one.items()}
    assert {page: n for page, n in grown.items() if n[0] != n[1]} == {}
    assert [page for page in growing if for_three[page][1] <= for_one[page][1]] == []
