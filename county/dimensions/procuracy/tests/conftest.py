"""The procuratorate at work on a Monday morning, for the tests of duty, questions, liaison."""

from __future__ import annotations

from datetime import datetime

import pytest

from county.dimensions.procuracy.tests.house import TEN
from county.kernel import clock


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
