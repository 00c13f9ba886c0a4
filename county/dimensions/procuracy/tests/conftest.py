"""Prosecutors at their desks, an enterprise's phone, a menu, lecturers, orders on their way."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.utils.translation import override

from county.dimensions.procuracy.actions import menu, orders, slots
from county.dimensions.procuracy.models.lessons import MenuVersion
from county.dimensions.procuracy.tests.house import TEN
from county.dimensions.procuracy.tests.making import people, to_issue
from county.foundation.staff.models import Department, Officer, Post
from county.kernel import clock
from county.kernel.fields import set_sealed
from county.records.enterprises.access import TRUSTS
from county.records.enterprises.models import Representative
from county.records.organisations.models import Organisation
from tests.actors import Desk, Firm, accounts_of

__all__ = ["people", "to_issue"]
XITANGQIAO = "330424002"
CODES = ["91330424MA00000155", "91330424MA00000230", "91330424MA0000031T", "91330424MA000004XJ",
         "91330424MA0000058J", "91330424MA0000066D"]  # fmt: skip


@pytest.fixture(autouse=True)
def in_chinese():
    with override("zh-hans"):
        yield


@pytest.fixture
def prosecutor(db):
    """`prosecutor("PROC_LIAISON")`: an officer of the procuratorate at a desk."""

    def sit(post="PROC_LIAISON", *, areas=(XITANGQIAO,)):
        officer = Officer.objects.create(
            username=f"proc-{Officer.objects.count()}", name="连检察官",
            department=Department.objects.get(pk="PROC"), post=Post.objects.get(pk=post),
            areas=list(areas),
        )  # fmt: skip
        sat = Desk(officer=officer)
        sat.client.force_login(officer)
        return sat

    return sit


@pytest.fixture
def liaison(prosecutor):
    return prosecutor()


@pytest.fixture
def enterprise(db):
    """`enterprise()`: one of Xitangqiao in organic chemistry."""

    def found(*, industry="2614", town=XITANGQIAO):
        number = Organisation.objects.count()
        code = CODES[number] if number < len(CODES) else f"T{number:017d}"
        return Organisation.objects.create(
            code=code, name=f"示例化工{number}有限公司", area_id=town, industry=industry,
            address="演示工业区7路",
        )  # fmt: skip

    return found


@pytest.fixture
def speaker(enterprise):
    """`speaker()`: somebody who speaks for an enterprise and is trusted with everything."""

    def speak(organisation=None, *, trusts=TRUSTS):
        made = Representative(organisation=organisation or enterprise(), trusts=list(trusts))
        set_sealed(made, "name", "演示代表")
        set_sealed(made, "phone", f"138{Representative.objects.count():08d}")
        made.save(force_insert=True)
        return made

    return speak


@pytest.fixture
def on_phone(db):
    """`on_phone(representative)`: the enterprise's phone, on which that person is signed in."""

    def hold(representative):
        phone = Firm()
        phone.sits(representative)
        return phone

    return hold


@pytest.fixture
def items(db):
    """The examples of the menu, online, by their numbers."""
    menu.load_examples()
    return {one.item_id: one for one in MenuVersion.objects.select_related("item")}


@pytest.fixture
def lecturer(liaison):
    return slots.name_lecturer(title="示例讲师甲", unit="第二检察部", by=liaison.officer)


@pytest.fixture
def at():
    """`at(3, 9)`: nine o'clock in three days."""

    def moment(days, hour=9, minute=0):
        day = clock.start_of_day(clock.today() + timedelta(days=days))
        return day + timedelta(hours=hour, minutes=minute)

    return moment


@pytest.fixture
def ordered(items, speaker):
    """`ordered(by=…)`: an order that was submitted."""

    def order(code="PF02", *, by=None, **more):
        by = by or speaker()
        given = {
            "persons": 20, "wanted": [clock.today() + timedelta(days=5)], "place": "公司会议室",
            "contact": "演示联系人", "phone": "13800000000", **more,
        }  # fmt: skip
        return orders.order(items[code], **given, by=by)

    return order


@pytest.fixture
def scheduled(ordered, liaison, lecturer, at):
    """`scheduled(by=…)`: an order before which times lie, by default one in three days."""

    def schedule(*, by, starts=None, who=None, capacity=1, code="PF02"):
        placed = orders.accept(ordered(code, by=by), by=liaison.officer)
        times = starts or [at(3)]
        orders.propose(placed, lecturer=who or lecturer, starts=times, capacity=capacity,
                       by=liaison.officer)  # fmt: skip
        placed.refresh_from_db()
        return placed

    return schedule


@pytest.fixture
def now():
    """The clock of the county stands on a Monday morning; the test may turn it."""

    class Hand:
        def at(self, moment: datetime) -> None:
            self.held.__exit__(None, None, None)
            self.held = clock.played_at(moment)
            self.held.__enter__()

    hand = Hand()
    hand.held = clock.played_at(TEN)
    hand.held.__enter__()
    yield hand
    hand.held.__exit__(None, None, None)


@pytest.fixture
def house(now, desk):
    """The procuratorate: keeper of the roster, two who give advice, and the counter."""

    def sit(name: str, post: str, department: str = "PROC"):
        return desk(name, post=post, department=department)

    return {
        "an": sit("安案管员", "PROC_CASEMGR"),
        "jiang": sit("蒋检察官", "PROC_HANDLER"),
        "lian": sit("连检察官", "PROC_LIAISON"),
        "tao": sit("陶检察官", "PROC_LIAISON"),
        "counter": sit("窗口员", "SC_COUNTER", "SC"),
    }


@pytest.fixture
def account(db, desk):
    """`account()`: an enterprise's legal representative at a device, as tests.actors.firm."""
    return accounts_of(desk)
