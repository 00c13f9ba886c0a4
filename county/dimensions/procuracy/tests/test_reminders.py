"""Each clock is called to mind on its days, each day once, to those whom it concerns."""

from datetime import date, datetime

import pytest
import time_machine

from county.dimensions.procuracy.actions import following, issuing
from county.dimensions.procuracy.models import Reminder
from county.dimensions.procuracy.queries.suggestions import clocks_of
from county.foundation.notices.models import Notice
from county.kernel import clock
from county.kernel.clock import SHANGHAI

pytestmark = pytest.mark.django_db


def at(day):
    return time_machine.travel(datetime(day.year, day.month, day.day, 9, tzinfo=SHANGHAI))


@pytest.fixture
def delivered(to_issue, people):
    with at(date(2023, 11, 8)):
        letter = issuing.issue(to_issue(), by=people["manager"])
    with at(date(2023, 11, 10)):
        return issuing.deliver(
            letter, how="written", on=date(2023, 11, 10), receiver="收发室", by=people["handler"]
        )


@pytest.mark.parametrize(
    ("day", "offset"),
    [
        (date(2023, 12, 11), -30), (date(2023, 12, 26), -15), (date(2024, 1, 3), -7),
        (date(2024, 1, 9), -1), (date(2024, 1, 10), 0), (date(2024, 1, 11), 1),
        (date(2024, 1, 17), 7),
    ],
)  # fmt: skip
def test_the_reply_is_called_to_mind_on_its_days(delivered, day, offset):
    with at(day):
        following.remind(clock.now())
        assert following.remind(clock.now()) == 0, "once"
    assert Reminder.objects.filter(rule="DL03", offset=offset).count() == 1


def test_a_day_that_nobody_looked_is_made_up_by_the_latest(delivered, people):
    with at(date(2024, 1, 5)):
        following.remind(clock.now())
    told = Reminder.objects.filter(rule="DL03").values_list("offset", flat=True)
    assert list(told) == [-7]
    assert Notice.objects.filter(officer=people["handler"], about=delivered.subject).exists()


def test_filing_that_is_late_reaches_case_management(delivered, people):
    with at(date(2023, 11, 14)):
        following.remind(clock.now())
    late = Notice.objects.filter(officer=people["manager"], title__contains="overdue")
    assert late.count() == 1
    with at(date(2023, 11, 14)):
        for to in ("counterpart", "research"):
            issuing.file_upward(
                delivered, to=to, on=date(2023, 11, 14), receipt="", by=people["manager"]
            )
        filing = next(one for one in clocks_of(delivered) if one.rule.code == "DL02")
    assert (filing.is_running, filing.tone) == (False, "red"), "filed, a day late"


def test_colours(delivered):
    def tone(day):
        return next(one.tone for one in clocks_of(delivered, day) if one.rule.code == "DL03")

    assert [tone(date(2023, 12, 25)), tone(date(2023, 12, 26)), tone(date(2024, 1, 11))] == [
        "grn", "amb", "red",
    ]  # fmt: skip
