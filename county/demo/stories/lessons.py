"""Enterprises order law lessons: times are proposed, confirmed, given, and spoken of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from county.demo.stage import Story
from county.demo.stations import Stations
from county.demo.stories.firms import speakers
from county.dimensions.procuracy.actions import attendance, feedback, menu, orders, plans, slots
from county.dimensions.procuracy.queries import menu as shelf
from county.dimensions.procuracy.queries import orders as asked
from county.foundation.staff.models import Officer
from county.kernel import clock
from county.records.enterprises.access import Permit
from county.records.enterprises.models import Representative

LECTURERS = (
    ("示例讲师甲（普通犯罪检察）", "第一检察部", "jiang", ("PF01", "PF02", "PF03", "PF06")),
    ("示例讲师乙（经济与知识产权）", "第二检察部", "", ("PF04", "PF05", "PF09", "PF16")),
    ("示例讲师丙（安全与公益诉讼）", "第三检察部", "", ("PF10", "PF11", "PF12", "PF23")),
)
TOWNS = {"330424002": "lian", "330424001": "lian", "330424101": "tao"}
"""Which liaison of the cast stands by the town."""
TIMES = 3
"""So many times are proposed."""
PLAN = (("330424002", "26", 2), ("330424001", "", 1), ("330424101", "", 1))


@dataclass(frozen=True, slots=True)
class Ordered:
    """One order: on which day of the play, what, by which firm, and how far it came."""

    day: float
    code: str
    firm: int
    how: str
    persons: int
    question: str = ""
    lecturer: int = 0
    signed: int = 0
    marks: tuple[int, int, int, int] = (5, 5, 4, 5)
    words: str = ""
    problem: str = ""
    next_topic: str = ""


ORDERS = (
    Ordered(1.1, "PF13", 2, "told", 18, "财务收到“老板”微信催转账怎么核实？", signed=16,
            words="案例贴近实际，付款双人核实卡已经贴在财务室。", next_topic="合同方面"),
    Ordered(2.2, "PF11", 1, "told", 35, "班组长的责任怎么划分？", lecturer=2, signed=31,
            marks=(4, 5, 5, 4), words="希望再讲一次夜班情形。",
            problem="外包检修队伍的安全责任怎么写进合同？"),
    Ordered(3.4, "PF04", 0, "silent", 12, lecturer=1, signed=9),
    Ordered(9.2, "PF02", 0, "given", 25, "槽罐车装卸的铅封台账怎样留痕？", signed=22),
    Ordered(14.3, "PF03", 0, "confirmed", 20, "地磅数据谁保管、保多久？"),
    Ordered(17.2, "PF10", 0, "proposed", 30, "车间临时存放的溶剂算不算超范围？", lecturer=2),
    Ordered(18.4, "PF08", 1, "accepted", 40),
    Ordered(19.3, "PF19", 2, "submitted", 50, "电动自行车停放和充电怎么管？"),
    Ordered(16.1, "PF21", 2, "declined", 15),
)  # fmt: skip


def opening(stations: Stations) -> Story:
    """At set-up: the examples of the menu, the lecturers, the months' plan."""
    menu.load_examples()
    liaison = stations.named("lian")
    for title, unit, username, items in LECTURERS:
        officer = stations.named(username) if username else None
        slots.name_lecturer(title=title, unit=unit, officer=officer, items=items, by=liaison)
    yield clock.now() + timedelta(minutes=20)
    today = clock.today()
    for town, industry, lessons in PLAN:
        for month in range(today.month, 13):
            plans.aim(
                year=today.year, month=month, town=town, industry=industry, lessons=lessons,
                by=liaison,
            )  # fmt: skip


def lesson(told: Ordered, stations: Stations, until: datetime) -> Story:
    """An order as far as it came."""
    person = _speaker(told.firm)
    version = shelf.online(clock.today()).filter(item_id=told.code).first()
    if person is None or version is None:  # a short play has neither firms nor menu
        return
    liaison = stations.named(TOWNS.get(person.organisation.area_id[:9], "lian"))
    placed = orders.order(
        version, persons=told.persons, question=told.question, contact="演示联系人",
        phone="19900200009", place=person.organisation.address,
        wanted=[clock.today() + timedelta(days=n) for n in (4, 5, 6)], by=person,
    )  # fmt: skip
    if told.how == "submitted":
        return
    yield clock.now() + timedelta(hours=3)
    if told.how == "declined":
        orders.decline(placed, reason="同一主题下月有公开课，请一并参加", by=liaison)
        return
    placed = orders.accept(placed, by=liaison)
    if told.how == "accepted":
        return
    yield clock.now() + timedelta(hours=4)
    lecturer = asked.lecturers().get(title=LECTURERS[told.lecturer][0])
    first = clock.add_working_days(clock.today(), 3)
    if told.how in ("confirmed", "proposed"):
        first = clock.add_working_days(clock.day_of(until), 2 if told.how == "confirmed" else 3)
    starts = _free(lecturer, first, timedelta(minutes=version.minutes))
    orders.propose(placed, lecturer=lecturer, starts=starts, by=liaison)
    if told.how == "proposed":
        return
    yield from _agreed(placed, told, liaison, person)


def _agreed(placed: Any, told: Ordered, liaison: Officer, person: Representative) -> Story:
    """The enterprise takes the first time that is left."""
    yield clock.now() + timedelta(hours=2)
    placed.refresh_from_db()
    left = asked.still_to_be_had(placed)
    if not left:  # another story took them meanwhile: the liaison proposes others
        return
    placed = orders.confirm(placed, left[0].slot, by=person)
    if told.how != "confirmed":
        yield from _held(placed, told, liaison, person)


def _held(placed: Any, told: Ordered, liaison: Officer, person: Representative) -> Story:
    """People sign in, the liaison notes it, the enterprise says how it was, or nothing."""
    slot = placed.slot
    if slot is None:
        return
    yield slot.starts_at - timedelta(minutes=5)
    for number in range(told.signed):
        attendance.sign_in(placed, name=f"演示学员{number + 1}", phone=f"demo-{number}")
    yield slot.ends_at + timedelta(minutes=10)
    left = max(0, told.persons - told.signed - 4)
    orders.give(
        placed, words="结合本地案例讲解，现场答问，发放资料。", by=liaison,
        by_hand=left, by_hand_reason="车间员工不带手机，由组织人清点" if left else "",
    )  # fmt: skip
    if told.how == "told":
        yield clock.now() + timedelta(hours=20)
        useful, clear, relevant, organised = told.marks
        feedback.feed_back(
            placed, useful=useful, clear=clear, relevant=relevant, organised=organised,
            words=told.words, problem=told.problem, next_topic=told.next_topic, may_show=True,
            by=person,
        )  # fmt: skip


def _free(lecturer: Any, first: date, length: timedelta) -> list[datetime]:
    """Three times from this day on at which the lecturer is free."""
    found: list[datetime] = []
    day = clock.next_working_day(first)
    while len(found) < TIMES:
        begins = (clock.start_of_day(day) + timedelta(hours=hour) for hour in (9, 14))
        found += [one for one in begins if asked.is_free(lecturer, one, one + length)][:1]
        day = clock.add_working_days(day, 1)
    return found


def _speaker(number: int) -> Representative | None:
    """Who orders for the nth firm that has an account: somebody trusted with lessons."""
    people = [one for one in speakers() if one.is_legal and one.has(Permit.LESSONS)]
    return people[number] if number < len(people) else None
