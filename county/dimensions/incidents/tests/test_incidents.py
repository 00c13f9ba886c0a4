"""Incidents through their doors: entered once, in one's own area, without anybody's name."""

from __future__ import annotations

from datetime import timedelta

import pytest

from county.dimensions.incidents import actions, queries
from county.dimensions.incidents.models import Incident
from county.foundation.events.models import Event
from county.kernel import clock
from county.kernel.errors import Incomplete, NotAllowed, Refused
from county.kernel.flow import IllegalMove
from county.records.places.models import Area

pytestmark = pytest.mark.django_db
HERE, THERE = "330424001G01", "330424101G01"


@pytest.fixture
def shen(desk):
    return desk("沈警官")


def entered(officer, number="演示0001", area=HERE, **more):
    said = {"what": "theft", "happened_on": clock.today(), **more}
    return actions.enter(number=number, area=Area.objects.get(pk=area), by=officer, **said)


def form(**more):
    return {
        "number": "演示0001", "what": "theft", "happened_on": clock.today().isoformat(),
        "area": HERE, "organisation": "", "loss": "500", **more,
    }  # fmt: skip


def test_an_incident_is_entered_and_found(shen):
    shen.submits("/incidents/enter/", **form())
    assert shen.sees("h1") == ["演示0001 盗窃"]
    shen.goes("/incidents/?what=theft&area=330424001")
    assert len(shen.sees("tbody tr")) == 1
    shen.goes("/incidents/?what=fraud")
    assert shen.sees("tbody tr") == []


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"number": ""}, "警情编号：请填写。"), ({"what": "murder"}, ""), ({"area": "1"}, ""),
        ({"number": "A" * 41}, "最多40个字"), ({"number": "A"}, "至少4个字"),
        ({"loss": "-1"}, "不能小于0"), ({"organisation": "123"}, "没有这个代码的企业"),
        ({"loss": "3000000000"}, "不能大于2000000000"),
        ({"happened_on": "0001-01-01"}, "2000年至2099年"),
        ({"happened_on": "2999-01-01"}, "日期不能晚于今天"), ({"happened_on": "昨天"}, ""),
    ],
)  # fmt: skip
def test_bad_input_is_refused_in_words(shen, wrong, words):
    answer = shen.client.post("/incidents/enter/", form(**wrong), HTTP_HX_REQUEST="true")
    assert answer.status_code in (409, 422)
    assert words in answer.content.decode()
    assert not Incident.objects.exists()


def test_a_number_is_entered_once(shen):
    entered(shen.officer)
    with pytest.raises(Refused, match="entered already"):
        entered(shen.officer)
    assert Incident.objects.count() == 1


def test_another_stations_area_is_not_written_and_not_read(shen, desk):
    with pytest.raises(NotAllowed):
        entered(shen.officer, area=THERE)
    chen = desk("陈警官", department="PS101")
    other = entered(chen.officer, "演示0002", area=THERE)
    assert shen.client.get(other.url).status_code == 404
    assert not queries.incidents_for(shen.officer).exists()
    assert shen.client.post(f"{other.url}drop/", {"reason": "误会"}).status_code == 404


def test_a_case_is_solved_with_the_gap_that_was_seen(shen):
    one = entered(shen.officer)
    with pytest.raises(Incomplete):
        actions.solve(one, loss=5, gap=True, gap_words=" ", by=shen.officer)
    actions.solve(one, loss=5000, gap=True, gap_words="地磅无人复核", by=shen.officer)
    one.refresh_from_db()
    assert (one.state, one.loss, one.gap_words) == ("solved", 5000, "地磅无人复核")
    fact = Event.objects.get(kind="incidents.case_solved").facts
    assert fact == {
        "incident_id": str(one.pk), "what": "theft", "organisation_id": "", "loss": 5000,
        "gap": True,
    }  # fmt: skip
    with pytest.raises(IllegalMove):
        actions.drop(one, reason="再想想", by=shen.officer)


def test_only_a_firm_is_asked_about_its_management(shen):
    one = entered(shen.officer)
    assert not shen.goes(one.url).cssselect("[name=gap]")
    answer = shen.client.post(f"{one.url}solve/", {"loss": "5", "gap": "on", "gap_words": "门没锁"})
    assert answer.status_code == 302
    one.refresh_from_db()
    assert (one.state, one.gap, one.gap_words) == ("solved", False, "")


def test_words_that_are_never_kept_are_refused(shen):
    one = entered(shen.officer)
    with pytest.raises(Refused):
        actions.solve(one, loss=5, gap=True, gap_words="信教的工人多", by=shen.officer)


def test_what_was_no_case_is_not_counted(shen):
    for number in range(3):
        entered(shen.officer, f"演示{number:04}")
    first = Incident.objects.first()
    assert queries.in_area("theft", HERE, clock.today(), days=7) == 3
    actions.drop(first, reason="误会一场", by=shen.officer)
    assert queries.in_area("theft", HERE, clock.today(), days=7) == 2
    assert queries.in_area("theft", HERE, clock.today() + timedelta(days=7), days=7) == 0


def test_an_auxiliary_reads_and_neither_writes_nor_exports(desk, shen):
    entered(shen.officer)
    xu = desk("徐辅警", post="PLD_AUX")
    xu.goes("/incidents/")
    assert xu.status == 200 and not xu.sees(".exports")
    assert xu.client.get("/incidents/?format=xlsx").status_code == 403
    assert xu.client.post("/incidents/enter/", form(number="演示0009")).status_code == 403
    assert shen.client.get("/incidents/?format=csv").status_code == 200
