"""Which department's doing put tasks on which other's list, and who learns of it."""

from __future__ import annotations

from typing import Any

from county.dashboard.queries import flows, tasks_of
from county.foundation.events.models import Event
from county.foundation.staff.models import Department
from county.kernel import clock
from county.kernel.periods import Period
from county.records.worklist import actions as worklist
from county.records.worklist.models import Task


def today() -> Period:
    return Period(clock.today(), clock.today())


def given(number: int, *, to: str, by: Any) -> list[Any]:
    """Tasks that an officer puts on a department's list."""
    house = Department.objects.get(pk=to)
    return [
        worklist.assign(
            key=f"{to}{n}", kind="other", title="t", why="w", about="x:1", due_at=clock.now(),
            department=house, by=by,
        )
        for n in range(number)
    ]  # fmt: skip


def told_flows(officer: Any) -> list[tuple[str, str, int]]:
    return [(one.sender.pk, one.receiver.pk, one.count) for one in flows(officer, today())]


def test_a_task_flows_from_whose_doing_it_was_to_whose_list_it_is_on(desk):
    """(I31) Who is told all counts learns of another's flow from three tasks on."""
    shen, cmd = desk("沈警官").officer, desk("值班长", post="CMD", department="PSB").officer
    made = given(3, to="PROC", by=shen)
    given(1, to="PS001", by=shen)
    given(2, to="EM", by=shen)
    chief = desk("董检察长", post="PROC_CHIEF", department="PROC").officer
    assert told_flows(chief) == [("PS001", "PROC", 3)]
    listed = tasks_of(chief, today(), "PS001", "PROC")
    assert {one.pk for one in listed} == {one.pk for one in made}
    assert told_flows(cmd) == [("PS001", "PROC", 3)]
    assert list(tasks_of(cmd, today(), "PS001", "PROC")) == []
    assert told_flows(desk("陈警官", department="PS101").officer) == []


def test_each_hand_is_a_flow_of_its_own(desk):
    """From whom the first hand took it, not who has it in the end, was given the task."""
    shen, chen = desk("沈警官").officer, desk("陈警官", department="PS101").officer
    lu = desk("陆警官", department="PS002").officer
    chief = desk("值班长", post="CMD", department="PSB").officer
    task = worklist.assign(
        key="k", kind="other", title="t", why="w", about="x:1", due_at=clock.now(), officer=chen,
        by=shen,
    )  # fmt: skip
    worklist.hand_over(task, department=lu.department, words="转办", by=chen)
    assert told_flows(chief) == [("PS001", "PS101", 1), ("PS101", "PS002", 1)]


def test_a_task_of_a_rule_flows_from_whose_doing_woke_the_rule(desk):
    """The log's causes are followed: a rule's hand is no department's."""
    shen = desk("沈警官").officer
    inspector = desk("监管", post="EM_OFFICER", department="EM").officer
    cause = Event.objects.create(
        kind="x.happened", subject="x:1", facts={}, by=shen.actor, because_of=None
    )
    between = Event.objects.create(
        kind="x.followed", subject="x:1", facts={}, by="linkage", because_of=cause.pk
    )
    task = Task.objects.create(
        key="k", kind="other", title="t", why="w", about="x:1", due_at=clock.now(),
        department=Department.objects.get(pk="EM"),
    )  # fmt: skip
    Event.objects.create(
        kind="worklist.task_assigned", subject=f"task:{task.pk}", facts={}, by="linkage",
        because_of=between.pk,
    )  # fmt: skip
    assert told_flows(inspector) == [("PS001", "EM", 1)]
