"""S24: the police's own incidents, each once; other departments are told no few."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine

from county.dimensions.incidents import actions as incidents
from county.foundation.figures.queries import by_day, by_grid, by_town, cells, read, rows_of
from county.foundation.figures.registry import FIGURES
from county.kernel import clock
from county.records.organisations import actions as organisations
from county.records.places.models import Area
from tests.actors import DIRECTOR
from tests.doors.counting import TOWNS, almighty, stolen, taken, today, worked

__all__ = ["almighty", "stolen", "worked"]
pytestmark = pytest.mark.django_db


def test_the_same_days_of_the_year_before_stand_beside_theft_and_fraud(stolen, almighty):
    with time_machine.travel(clock.now() - timedelta(days=365), tick=True):
        stolen(4)
    stolen(6)
    said = read(FIGURES["S24"], almighty, today())
    assert (said.value, said.before, said.change) == (6, 4, 50)


def test_incidents_are_counted_once_and_matters_of_the_desk_not_at_all(worked, stolen, almighty):
    """(S24) A theft told to the desk and entered by the police is one, under its number."""
    firm = organisations.register(
        code="91330424MA00000155", name="甲", area=Area.objects.get(pk=TOWNS[0]), by=DIRECTOR
    )
    worked(2, topic="theft")
    stolen(1, organisation=firm)
    stolen(1, what="embezzlement", town=TOWNS[1])
    (fraud,) = stolen(1, what="fraud")
    (gone,) = stolen(1, what="robbery")
    stolen(1, what="damage")
    stolen(2, what="other")
    incidents.drop(gone, reason="误会", by=almighty)
    incidents.solve(fraud, loss=100, by=almighty)
    said = read(FIGURES["S24"], almighty, today())
    assert (said.value, said.also[0][1]) == (3, 1)
    assert by_town(FIGURES["S24"], almighty, today()) == {TOWNS[0]: 2, TOWNS[1]: 1}
    solved = read(FIGURES["S24a"], almighty, today())
    assert (solved.value, solved.whole) == (1, 3)
    every = read(FIGURES["S24b"], almighty, today())
    assert (every.value, every.also[0][1]) == (6, 5)


def test_a_grid_s_incidents_stand_in_their_town_and_grid(stolen, almighty):
    stolen(2, town=f"{TOWNS[0]}G01")
    stolen(1, town=TOWNS[0])
    figure = FIGURES["S24b"]
    assert by_town(figure, almighty, today()) == {TOWNS[0]: 3}
    assert by_grid(figure, almighty, today(), TOWNS[0]) == {f"{TOWNS[0]}G01": 2}
    assert read(figure, almighty, today(), f"{TOWNS[0]}G01").value == 2
    assert by_day(figure, almighty, today()) == [(clock.today(), 3)]


def test_the_procuratorate_s_table_tells_whole_months_and_no_few(stolen, almighty, desk):
    """The panel on its own figures page hides what the county's page hides."""
    with time_machine.travel(clock.now() - timedelta(days=365), tick=True):
        stolen(8, town=TOWNS[1])
    stolen(12, town=TOWNS[0])
    stolen(6, town=TOWNS[1])
    stolen(3, town=TOWNS[2])
    sat = desk("案管", post="PROC_CASEMGR", department="PROC")
    sat.goes(f"/procuracy/figures/?from={clock.today()}&until={clock.today()}")
    lines = [row for row in sat.page.cssselect("tbody tr") if "%" in row.text_content()
             or "–" in row.text_content()]  # fmt: skip
    cells_of = [[cell.text_content().strip() for cell in row.cssselect("td")] for row in lines]
    told = {row[0]: row[1:3] for row in cells_of}
    assert told["武原街道"] == ["12", "0"]
    assert told["西塘桥街道"] == ["–", "8"], "else the sum would tell the next"
    assert told["沈荡镇"] == ["–", "0"]


def test_another_department_is_told_no_few(stolen, desk):
    """(I31) Not on the page, not in the list behind it, not in the file."""
    stolen(6, town=TOWNS[0])
    stolen(7, town=TOWNS[1])
    stolen(3, town=TOWNS[2])
    sat = desk("董检察长", post="PROC_CHIEF", department="PROC")
    told = cells(FIGURES["S24"], today().months)
    assert told == {TOWNS[0]: None, TOWNS[1]: 7, TOWNS[2]: None}
    assert by_town(FIGURES["S24"], sat.officer, today()) == told
    assert list(rows_of(FIGURES["S24"], sat.officer, today())) == []
    assert read(FIGURES["S24"], sat.officer, today()).value == 16
    assert read(FIGURES["S24"], sat.officer, today(), TOWNS[2]).hidden
    sat.goes("/county/figures/S24/?period=month")
    assert sat.status == 200
    rows = [row.replace(" ", "") for row in sat.sees("tbody tr")]
    assert any(row.endswith("7") for row in rows) and not any(row.endswith("3") for row in rows)
    assert not sat.page.cssselect("tbody a")
    for form in ("csv", "xlsx"):
        lines = taken(sat, f"/county/figures/S24/?period=month&format={form}", form)
        assert [line[1] for line in lines[1:]].count("7") == 1
        assert not {"3", "6"} & {line[1] for line in lines[1:]}
    handler = desk("蒋检察官", post="PROC_HANDLER", department="PROC")
    handler.goes("/county/figures/S24/?period=month")
    assert handler.status == 200, "the procuratorate's figures include theft and fraud by town"
    handler.goes("/county/figures/S31/")
    assert handler.status == 403
