"""The reviewed file of reports: figures there are, permits that may be, days that are meant."""

from datetime import date

import pytest

from county.foundation.figures.registry import FIGURES
from county.foundation.staff.actions import demand_own_house
from county.foundation.staff.models import Department
from county.kernel.periods import Period
from county.reports.house import HOUSE, figure_of
from county.reports.knowledge import last_whole, ledgers, period_of, understood

pytestmark = pytest.mark.django_db
WEEK = Period(date(2026, 11, 16), date(2026, 11, 22))


def test_a_report_holds_figures_that_there_are_and_permits_its_department_may_have():
    departments = {one.pk: one for one in Department.objects.all()}
    for ledger in ledgers().values():
        assert set(ledger.figures) <= {*FIGURES, *HOUSE}
        assert {one.figure for one in (*ledger.charts, *ledger.lists)} <= set(ledger.figures)
        for one in departments.values():
            if ledger.is_of(one.code, one.kind):
                demand_own_house(one, ledger.permits)
        for one in ledger.lists:
            assert figure_of(one.figure).may_leave and one.figure != "S11"
            known = {column.sort for column in figure_of(one.figure).columns}
            assert set(one.columns) <= known, one
            assert "town_code" not in one.columns, "it would tell what charts by town hide"


def test_weeks_begin_on_monday_and_months_on_the_first():
    assert period_of("week", date(2026, 11, 22)) == WEEK
    assert last_whole("week", date(2026, 11, 23)) == WEEK
    assert last_whole("week", date(2026, 11, 29)) == WEEK
    assert last_whole("month", date(2026, 3, 1)) == Period(date(2026, 2, 1), date(2026, 2, 28))


def test_a_chart_by_something_else_is_refused():
    row = {"code": "x", "title": "x", "permits": [], "figures": [], "lists": [], "signs": []}
    with pytest.raises(ValueError, match="no such chart"):
        understood({**row, "charts": [{"figure": "S10", "by": "officer"}]})
