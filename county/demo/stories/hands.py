"""Departments hand tasks to one another: signed for, returned, decided, joint, failed outside."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from county.demo.cast import DIRECTOR
from county.demo.stage import Story
from county.demo.stations import Stations
from county.foundation.staff import actions as staff
from county.foundation.staff.models import Department
from county.kernel import clock
from county.records.worklist import actions as worklist
from county.records.worklist.models import Kind, Task

WUYUAN, XITANGQIAO = "330424001", "330424002"


def stories(until: datetime, stations: Stations) -> Iterator[tuple[datetime, Story]]:
    """Each story with the moment it begins; what is still going on ends where it is."""
    yield until - timedelta(days=9), returned_and_decided(stations)
    yield until - timedelta(days=6), failed_outside(stations)
    yield until - timedelta(days=3), handled_jointly(stations)
    yield until - timedelta(days=2), disputed(stations)
    yield until - timedelta(hours=20), on_leave(stations)
    yield until - timedelta(minutes=50), to_be_signed_for(stations)


def _given(who: str, stations: Stations, title: str, why: str, *, days: float,
           town: str = WUYUAN, urgent: bool = False) -> Task:  # fmt: skip
    return worklist.assign(
        key=f"demo:{title}", kind=Kind.OTHER, title=title, why=why, about=f"town:{town}",
        due_at=clock.now() + timedelta(days=days), officer=stations.named(who), by=DIRECTOR,
        area_code=town, urgent=urgent,
    )  # fmt: skip


def _unit(code: str) -> Department:
    return Department.objects.get(pk=code)


def returned_and_decided(stations: Stations) -> Story:
    """Twice returned, decided by the referee, signed for and done."""
    shen, lu, cmd = (stations.named(name) for name in ("shen", "lu", "cmd"))
    task = _given(
        "shen", stations, "演示：核实示例物流园堵塞消防通道的反映", "镇街巡查转来的情况", days=5
    )
    for words, why in (
        ("园区在西塘桥辖区，请接办", "园区南门属武原"),
        ("南门已查，堵点在北门", "北门在两镇交界，请明确归属"),
    ):
        yield clock.now() + timedelta(hours=2)
        worklist.hand_over(task, department=_unit("PS002"), words=words, by=shen)
        yield clock.now() + timedelta(hours=3)
        worklist.send_back(task, reason=why, by=lu)
    yield clock.now() + timedelta(hours=4)
    worklist.decide(
        task, department=_unit("PS002"), reason="按堵点实际位置，由西塘桥派出所办理", by=cmd
    )
    yield clock.now() + timedelta(hours=1)
    worklist.sign(task, by=lu)
    yield clock.now() + timedelta(days=1)
    worklist.finish(task, outcome="已与园区现场核实，通道清空", by=lu)


def failed_outside(stations: Stations) -> Story:
    """Sent to an office outside that never confirms; it comes back to who sent it."""
    shen = stations.named("shen")
    task = _given(
        "shen", stations, "演示：为示例企业转交用工登记咨询", "企业在窗口咨询，须由人社部门答复",
        days=12,
    )  # fmt: skip
    yield clock.now() + timedelta(hours=1)
    worklist.send_out(
        task, office="县人力社保局（演示）", way="letter", receipt="演示函〔2026〕18号",
        words="请于三个工作日内确认", by=shen,
    )  # fmt: skip


def handled_jointly(stations: Stations) -> Story:
    """Wuyuan leads, Xitangqiao and the emergency bureau help; one part is done."""
    zhu, yingji = stations.named("zhu"), stations.named("yingji")
    task = _given("zhu", stations, "演示：节前危化品运输路线联合检查", "县里部署的节前检查", days=4)
    yield clock.now() + timedelta(hours=1)
    worklist.ask_along(task, department=_unit("PS002"), what="检查西塘桥段沿线停车点", by=zhu)
    part = worklist.ask_along(task, department=_unit("EM"), what="核对企业备案的运输路线", by=zhu)
    yield clock.now() + timedelta(days=1)
    worklist.finish_part(part, outcome="三家企业路线与备案一致", by=yingji)


def disputed(stations: Stations) -> Story:
    """One side asks the referee, who has not decided yet."""
    chen, wang = stations.named("chen"), stations.named("wang")
    task = _given(
        "chen", stations, "演示：两镇交界处路灯损坏反映的归属", "居民来电转来", days=3,
        town="330424101",
    )  # fmt: skip
    yield clock.now() + timedelta(hours=2)
    worklist.hand_over(task, department=_unit("PS102"), words="路段在百步一侧", by=chen)
    yield clock.now() + timedelta(hours=5)
    worklist.ask_referee(task, reason="灯杆编号属沈荡，请明确由谁办理", by=wang)


def on_leave(stations: Stations) -> Story:
    """The auxiliary is away; the officer of the same station stands in."""
    xu, shen = stations.named("xu"), stations.named("shen")
    today = clock.today()
    staff.enter_leave(xu, delegate=shen, from_on=today, until_on=today + timedelta(days=4), by=xu)
    yield clock.now() + timedelta(minutes=40)
    _given("xu", stations, "演示：送达反诈宣传页到示例小区物业", "本周宣传安排", days=2)


def to_be_signed_for(stations: Stations) -> Story:
    """Urgent, and just handed over: it waits for a signature."""
    lu = stations.named("lu")
    task = _given(
        "lu", stations, "演示：核对示例仓库监控点位", "西塘桥转来，点位在武原", days=1,
        town=XITANGQIAO, urgent=True,
    )  # fmt: skip
    yield clock.now() + timedelta(minutes=10)
    worklist.hand_over(task, department=_unit("PS001"), words="监控杆在武原一侧，请接办", by=lu)
