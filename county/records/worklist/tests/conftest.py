"""Two departments of one house, another house, the referee, and a task between them."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from datetime import datetime, timedelta
from typing import Any

import pytest

from county.foundation.events.registry import System
from county.foundation.staff import sessions
from county.kernel import clock
from county.records.worklist import actions
from county.records.worklist.models import Task

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=clock.SHANGHAI)
BY = System("test")


@pytest.fixture
def monday() -> Any:
    """The clock stands at nine on a Monday; `monday(hours=3)` lets it be later."""
    stack = []

    def later(**span: float) -> datetime:
        while stack:
            stack.pop().__exit__(None, None, None)
        moment = MONDAY + timedelta(**span)
        played = clock.played_at(moment)
        played.__enter__()
        stack.append(played)
        sessions.forget()
        return moment

    later()
    yield later
    while stack:
        stack.pop().__exit__(None, None, None)


@pytest.fixture
def house(desk: Callable[..., Any]) -> dict[str, Any]:
    """Wuyuan and Xitangqiao with two officers each and a head, the command centre, the PROC."""
    return {
        "shen": desk("沈警官"),
        "xu": desk("徐警官"),
        "zhu": desk("朱所长", post="PLD_CHIEF"),
        "lu": desk("陆警官", department="PS002"),
        "ma": desk("马警官", department="PS002"),
        "head": desk("所长二", post="PLD_CHIEF", department="PS002"),
        "cmd": desk("值班长", post="CMD", department="PSB"),
        "jiang": desk("蒋检察官", post="PROC_HANDLER", department="PROC"),
        "chief": desk("董检察长", post="PROC_CHIEF", department="PROC"),
        "em": desk("监管员", post="EM_OFFICER", department="EM"),
    }


@pytest.fixture
def task(house: dict[str, Any], monday: Any) -> Callable[..., Task]:
    """`task()` gives 沈警官 something to do about a firm, due in a week; `rule` says who asks."""
    count = 0

    def make(*, rule: str = "", **more: Any) -> Task:
        nonlocal count
        count += 1
        said = {
            "key": f"t{count}", "kind": "other", "title": "核实仓库消防通道", "why": "企业来电",
            "about": "organisation:01900000-0000-7000-8000-000000000001",
            "due_at": MONDAY + timedelta(days=7), "officer": house["shen"].officer, "by": BY,
        }  # fmt: skip
        with actions.asked_by_rule(rule, f"{rule}的规则") if rule else nullcontext():
            return actions.assign(**{**said, **more})

    return make


@pytest.fixture
def about_a_person() -> str:
    return "matter:01900000-0000-7000-8000-00000000beef"
