"""The copy of a file bears the day it is here, not the day it still is in Greenwich."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from county.kernel import clock
from county.records.residents.copying import copy_of
from county.records.residents.tests.people import file_of

pytestmark = pytest.mark.django_db


def test_a_copy_made_at_dawn_bears_the_day_that_dawns(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 11, 25, 21, 28, tzinfo=UTC))
    assert copy_of(file_of("小红"))["made_at"] == "2026-11-26T05:28:00+08:00"
