"""Twice a year the committee's evaluation is put on the chief's list, once."""

from datetime import date, datetime

import pytest
import time_machine

from county.dimensions.procuracy.actions import evaluating
from county.kernel import clock
from county.kernel.clock import SHANGHAI
from county.records.worklist.models import Task

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("today", "half", "span", "due"),
    [
        (date(2024, 7, 1), "2024-1", "from=2024-01-01&until=2024-06-30", date(2024, 8, 1)),
        (date(2025, 1, 9), "2024-2", "from=2024-07-01&until=2024-12-31", date(2025, 2, 1)),
    ],
)
def test_it_is_asked_once_a_half_year(people, today, half, span, due):
    with time_machine.travel(datetime(today.year, today.month, today.day, 9, tzinfo=SHANGHAI)):
        evaluating.ask(today)
        evaluating.ask(today)
    task = Task.objects.get(key=f"evaluation:{half}")
    assert task.officer == people["chief"]
    assert task.url.endswith(span)
    assert clock.day_of(task.due_at) == due
    assert "法定" not in task.basis


def test_a_county_without_a_chief_is_not_asked(db):
    assert evaluating.ask(date(2024, 7, 1)) is None
