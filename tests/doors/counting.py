"""Officers and records that figures are counted of; files of lists, read back."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from county.dimensions.helpdesk.actions import matters as acts
from county.dimensions.helpdesk.actions import outcome
from county.dimensions.helpdesk.tests.conftest import able_officer, every_permit, in_state
from county.dimensions.incidents import actions as incidents
from county.dimensions.incidents.models import Incident
from county.kernel import clock
from county.kernel.periods import Period
from county.records.places.models import Area

TOWNS = ("330424001", "330424002", "330424101")


def today() -> Period:
    return Period(clock.today(), clock.today())


@pytest.fixture
def almighty(desk: Any) -> Any:
    """An officer whose post includes everything, county-wide."""
    return able_officer(lambda name, **more: desk(name, **more).officer, "全能", every_permit())


@pytest.fixture
def worked(almighty: Any) -> Callable[..., list[Any]]:
    """`worked(3, town=…)`: help requests about fraud, each closed with its money kept."""

    def work(number: int, *, town: str = TOWNS[0], topic: str = "fraud") -> list[Any]:
        made = []
        for _n in range(number):
            matter = in_state("help", "replied", almighty, topic=topic)
            matter.town_code = matter.area_code = town
            matter.save(update_fields=["town_code", "area_code"])
            outcome.resolve(matter, result="solved", money="kept", stated_amount=100, by=almighty)
            made.append(acts.close(matter, by=almighty))
        return made

    return work


@pytest.fixture
def stolen(almighty: Any) -> Callable[..., list[Any]]:
    """`stolen(3, town=…)`: so many incidents of today, as the police entered them."""

    def enter(number: int, *, town: str = TOWNS[0], what: str = "theft", **more: Any) -> list[Any]:
        first = Incident.objects.count()
        return [
            incidents.enter(
                number=f"演示警{first + n:04}", what=what, happened_on=clock.today(),
                area=Area.objects.get(pk=town), by=almighty, **more,
            )
            for n in range(number)
        ]  # fmt: skip

    return enter


def taken(sat: Any, address: str, form: str) -> list[list[str]]:
    """The lines of an exported file."""
    body = sat.client.get(address).content
    if form == "csv":
        return list(csv.reader(io.StringIO(body.decode("utf-8-sig"))))
    rows = CalamineWorkbook.from_filelike(io.BytesIO(body)).get_sheet_by_index(0).to_python()
    return [[f"{v:g}" if isinstance(v, float) else str(v) for v in row] for row in rows]
