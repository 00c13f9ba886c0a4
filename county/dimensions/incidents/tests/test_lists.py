"""The police's list of incidents: checked in words, brought in once, never a name of anybody."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from county.dimensions.incidents import actions as incidents
from county.dimensions.incidents import knowledge
from county.dimensions.incidents.models import Incident
from county.foundation.audit.models import Look
from county.foundation.events.models import Event
from county.kernel import clock
from county.kernel.errors import NotAllowed
from county.kernel.fields import reveal
from county.kernel.saying import said
from county.records.lists import actions, queries
from county.records.lists.models import Import, Row
from county.records.lists.sheets import SheetRefused
from county.records.lists.tests import sheets
from county.records.organisations import actions as organisations
from county.records.organisations.models import Organisation
from county.records.places.models import Area
from tests.actors import DIRECTOR

pytestmark = pytest.mark.django_db
HEAD = [
    "警情编号", "警情类别", "发生时间", "所属镇街", "网格", "统一社会信用代码",
    "损失金额（元）", "处理结果", "报警人", "报警人电话", "简要案情",
]  # fmt: skip
TOWN, GRID, CODE = "武原街道", "330424001G01", "91330424MA00000155"
SECRET = "某人甲"


@pytest.fixture
def duty(desk):
    return desk("值班长", post="CMD", department="PSB")


@pytest.fixture
def firm():
    area = Area.objects.get(pk="330424001")
    return organisations.register(code=CODE, name="演示厂", area=area, by=DIRECTOR)


def row(number="J0001", what="盗窃", day=None, town=TOWN, grid="", firm="", loss="", outcome="",
        **_more):  # fmt: skip
    day = day or f"{clock.today():%Y-%m-%d} 23:14:05"
    return [number, what, day, town, grid, firm, loss, outcome, SECRET, "13800000001", SECRET]


def take(who, *rows, head=None):
    return actions.take(
        sheets.text(head or HEAD, *rows), name="警情.csv", kind="incidents", by=who.officer
    )


def brought(who, background, *rows):
    made = take(who, *rows)
    actions.confirm(made, by=who.officer)
    background.catch_up()
    made.refresh_from_db()
    return made


def problems(made):
    return {
        one.number: [
            (place, said(words)) for place, words in zip(one.places, one.problems, strict=True)
        ]
        for one in Row.objects.filter(sheet=made, state="bad")
    }


def test_a_list_comes_in_as_typed_incidents_do(duty, firm, background):
    rows = (
        row(),
        row("J0002", "电信网络诈骗", grid=GRID, loss="12,000.40元", outcome="已立案侦查"),
        row("J0003", "职务侵占案", firm=CODE.lower(), loss=46000, outcome="已破案"),
        row("J0004", "邻里纠纷", f"{clock.today():%Y%m%d}081500", outcome="不予立案"),
    )
    made = brought(duty, background, *rows)
    assert (made.state, queries.counts(made)) == ("done", {"made": 4})
    found = {one.number: one for one in Incident.objects.select_related("organisation")}
    told = {
        number: (one.what, one.area_id, one.loss, one.state, one.reason)
        for number, one in found.items()
    }
    assert told == {
        "J0001": ("theft", "330424001", 0, "open", ""),
        "J0002": ("fraud", GRID, 12000, "open", ""),
        "J0003": ("embezzlement", "330424001", 46000, "solved", ""),
        "J0004": ("other", "330424001", 0, "dropped", "不予立案"),
    }
    assert {one.happened_on for one in found.values()} == {clock.today()}
    assert found["J0003"].organisation == firm
    assert {one.entered_by for one in found.values()} == {duty.officer}
    kinds = ["incidents.incident_entered", "incidents.case_solved", "incidents.incident_dropped"]
    counted = [Event.objects.filter(kind=kind, by=duty.officer.actor).count() for kind in kinds]
    assert counted == [4, 1, 1]


def test_nobody_s_name_is_kept_of_a_list(duty, background):
    """Columns that are not known are read and forgotten before anything is written."""
    made = brought(duty, background, row())
    assert made.ignored == ["报警人", "报警人电话", "简要案情"]
    kept = [reveal(one, "content") for one in Row.objects.filter(sheet=made)]
    assert kept and not any(SECRET in words or "13800000001" in words for words in kept)
    assert SECRET not in str(list(Event.objects.values_list("facts", flat=True)))


def test_an_address_names_the_town_and_is_forgotten(duty):
    head = ["警情编号", "类型", "日期", "地址"]
    day = f"{clock.today():%Y/%m/%d}"
    made = take(
        duty,
        ["J0001", "盗窃", day, "海盐县沈荡镇演示路8号2幢"],
        ["J0002", "盗窃", day, "演示路8号"],
        ["J0003", "盗窃", day, "武原街道与沈荡镇交界处"],
        head=head,
    )
    assert {number: places[0][0] for number, places in problems(made).items()} == {
        3: "address", 4: "address",
    }  # fmt: skip
    assert "没有" not in str(problems(made)) and "演示路" not in str(problems(made))
    (good,) = queries.rows_of(made, "good")
    assert "演示路" not in reveal(good, "content") and "330424101" in reveal(good, "content")


WRONG = {
    "number": (row("J1"), "4 to 40"),
    "long number": (row("J" * 41), "4 to 40"),
    "what": (row(what="魔法"), "no type"),
    "no type": (row(what=""), "no type"),
    "two types": (row(what="盗窃、诈骗"), "no type"),
    "day": (row(day="昨天"), "no day"),
    "old day": (row(day="1899-01-01"), "no day"),
    "ahead": (row(day="2999-01-01"), "lies ahead"),
    "town": (row(town="火星镇"), "no town"),
    "grid": (row(grid="X99"), "no grid"),
    "no town": (row(town=""), "There is no town"),
    "grid of another town": (row(grid="330424101G01"), "no grid"),
    "firm": (row(firm="123"), "no valid credit code"),
    "unknown firm": (row(firm=CODE), "No enterprise has the code"),
    "loss": (row(loss="很多"), "no amount"),
    "less than nothing": (row(loss="-5"), "no amount"),
    "endless loss": (row(loss="9" * 30), "no amount"),
    "outcome": (row(outcome="已结案"), "does not say"),
}


@pytest.mark.parametrize("name", sorted(WRONG))
def test_each_wrong_row_says_its_column_and_how_to_mend_it(duty, name):
    wrong, words = WRONG[name]
    made = take(duty, row("J9999"), wrong)
    (told,) = problems(made)[3]
    place = {
        "long number": "number", "no type": "what", "two types": "what", "old day": "day",
        "ahead": "day", "no town": "town", "grid of another town": "grid",
        "unknown firm": "firm", "less than nothing": "loss", "endless loss": "loss",
    }.get(name, name)  # fmt: skip
    assert told[0] == place and words in told[1]
    assert queries.counts(made) == {"good": 1, "bad": 1}


def test_every_column_of_a_row_that_is_wrong_is_named(duty):
    made = take(duty, row("J1", "魔法", "昨天", loss="x"))
    assert [place for place, _words in problems(made)[2]] == ["number", "what", "day", "loss"]
    duty.goes(f"/lists/imports/{made.pk}/")
    (shown,) = duty.sees(".tbl tbody tr")
    assert "警情编号" in shown and "损失金额" in shown and "“魔法”" in shown


@pytest.mark.parametrize("lost", [0, 1, 2])
def test_a_list_without_a_needed_column_is_refused_in_words(duty, lost):
    head = HEAD[:lost] + HEAD[lost + 1 :]
    with pytest.raises(SheetRefused, match=HEAD[lost]):
        take(duty, row()[:lost] + row()[lost + 1 :], head=head)
    assert not Import.objects.exists()


def test_the_same_list_changes_nothing_twice(duty, firm, background):
    rows = (row(), row("J0002", firm=CODE, outcome="已破案", loss=5), row("J0003", outcome="撤案"))
    brought(duty, background, *rows)
    facts = Event.objects.filter(kind__startswith="incidents.").count()
    again = take(duty, *rows, row(" J0001 "))
    assert queries.counts(again) == {"double": 4}
    assert Event.objects.filter(kind__startswith="incidents.").count() == facts
    assert Incident.objects.count() == 3


def test_a_later_list_notes_only_what_is_new(duty, background):
    """Last night's open incident is solved in tonight's list: the outcome is noted, once."""
    brought(duty, background, row(loss=900), row("J0002"))
    second = brought(duty, background, row(outcome="已破案"), row("J0002"), row("J0003"))
    assert queries.counts(second) == {"changed": 1, "double": 1, "made": 1}
    one = Incident.objects.get(number="J0001")
    assert (one.state, one.loss) == ("solved", 900)
    assert Event.objects.filter(kind="incidents.case_solved").count() == 1
    assert actions.undo(second, by=duty.officer) == (1, 0)
    assert set(Incident.objects.values_list("number", flat=True)) == {"J0001", "J0002"}
    one.refresh_from_db()
    assert one.state == "solved", "what was noted of an older incident stays"


def test_what_differs_from_the_register_is_shown_and_changes_nothing(duty, background):
    brought(duty, background, row(), row("J0002", outcome="撤案"))
    made = take(duty, row(what="诈骗"), row("J0002", outcome="已破案"), row(town="沈荡镇"))
    told = problems(made)
    assert told[2][0][0] == "number" and "theft" in told[2][0][1]
    assert told[3][0][0] == "outcome" and "no case" in told[3][0][1]
    assert told[4][0][0] == "number"
    assert Incident.objects.get(number="J0001").what == "theft"


def test_a_number_typed_between_check_and_confirmation_is_not_entered_twice(duty, background):
    made = take(duty, row(), row("J0002"))
    area = Area.objects.get(pk="330424001")
    incidents.enter(
        number="J0001", what="theft", happened_on=clock.today(), area=area, by=duty.officer
    )
    actions.confirm(made, by=duty.officer)
    background.catch_up()
    assert queries.counts(made) == {"double": 1, "made": 1}
    assert Incident.objects.count() == 2


def test_a_station_brings_in_its_own_area_only(desk, duty, background):
    chief = desk("所长", post="PLD_CHIEF")
    made = take(
        chief, row(), row("J0002", town="沈荡镇"), row("J0003", grid="330424101G01", town="")
    )
    assert {number: places[0][1] for number, places in problems(made).items()} == {
        3: "“沈荡镇” is not your area. Its station brings this row in.",
        4: "“330424101G01” is not your area. Its station brings this row in.",
    }
    page = f"/lists/imports/{made.pk}/"
    assert desk("别所", post="PLD_CHIEF", department="PS101").client.get(page).status_code == 404
    assert duty.client.get(page).status_code == 404
    for post in ("PLD_OFFICER", "PLD_AUX"):
        assert desk("某人", post=post).client.get(page).status_code == 403


def test_a_number_of_another_station_tells_nothing_of_it(desk, duty, background):
    brought(duty, background, row(town="沈荡镇"))
    made = take(desk("所长", post="PLD_CHIEF"), row())
    ((place, words),) = problems(made)[2]
    assert (place, words) == ("number", "Another station has entered this number.")


def test_who_may_not_write_incidents_brings_none_in(duty):
    duty.officer.post.permits = ["lists.import", "residents.read"]
    duty.officer.post.save()
    with pytest.raises(NotAllowed):
        take(duty, row())
    Import.objects.create(kind="incidents", name="x", officer=duty.officer)
    assert not queries.imports_for(duty.officer).exists()
    file = SimpleUploadedFile("x.csv", sheets.text(HEAD, row()))
    answer = duty.client.post("/lists/imports/take/", {"kind": "incidents", "file": file})
    assert answer.status_code == 422


def test_three_thefts_of_a_list_warn_the_grid_as_typed_ones_do(duty, background):
    """(L26) The facts are the same, so that rules act the same."""
    rows = [row(f"J000{n}", grid=GRID) for n in range(3)]
    brought(duty, background, *rows)
    fired = Event.objects.filter(kind="worklist.task_assigned")
    assert fired.count() == 1
    made = Import.objects.get()
    assert actions.undo(made, by=duty.officer) == (2, 1), "the one a rule acted on stays"
    assert Event.objects.filter(kind="incidents.incident_withdrawn").count() == 2
    assert Incident.objects.count() == 1


def test_the_preview_says_what_comes_in_and_who_looked_is_kept(duty, background):
    brought(duty, background, row("J0005"))
    file = SimpleUploadedFile(
        "警情.csv", sheets.text(HEAD, row(loss=5), row("J0005", outcome="已破案"))
    )
    duty.submits("/lists/imports/take/", kind="incidents", file=file)
    first, second = duty.sees(".tbl tbody tr")
    assert "J0001" in first and "盗窃" in first and TOWN in first and "新增" in first
    assert "J0005" in second and "已破案" in second and "补充" in second
    made = Import.objects.get(state="checked")
    looks = Look.objects.filter(subject=made.subject, by=duty.officer.actor)
    assert looks.count() == 1
    duty.goes(made.url)
    assert looks.count() == 2
    duty.submits(f"{made.url}confirm/")
    background.catch_up()
    duty.goes(made.url)
    assert looks.count() == 2, "nothing of the rows is shown any more"


def test_a_long_list_is_checked_and_brought_in_by_parts(duty, background):
    rows = [row(f"J{n:05}", "求助") for n in range(1_050)]
    made = take(duty, *rows, row("J00003", "求助"))
    assert (made.state, queries.counts(made)) == ("checking", {"read": 1_051})
    actions.check_next(str(made.pk))
    page = duty.goes(made.url)
    assert page.cssselect("progress")[0].get("value") == "250"
    assert not page.cssselect("form[action$=confirm]"), "nothing comes in half checked"
    background.catch_up()
    made.refresh_from_db()
    assert (made.state, queries.counts(made)) == ("checked", {"good": 1_050, "double": 1})
    (double,) = queries.rows_of(made, "double")
    assert (double.number, double.double_of) == (1_052, "row:5")
    actions.confirm(made, by=duty.officer)
    background.catch_up()
    assert Incident.objects.count() == 1_050
    assert Event.objects.filter(kind="lists.check_due").count() == 5
    assert Event.objects.filter(kind="lists.list_checked").get().facts["good"] == 1_050


def test_a_worker_that_died_half_way_is_followed_by_another(duty, background):
    made = take(duty, *[row(f"J{n:05}", "求助") for n in range(620)])
    actions.check_next(str(made.pk))
    background.catch_up()
    actions.confirm(made, by=duty.officer)
    actions.bring_in(str(made.pk))
    background.catch_up()
    made.refresh_from_db()
    assert (made.state, queries.counts(made)) == ("done", {"made": 620})
    assert Incident.objects.count() == 620


def test_the_rows_and_their_keys_go_after_seven_days(duty, background):
    made = brought(duty, background, row())
    assert Row.objects.get(sheet=made).keys
    Import.objects.update(made_at=clock.now() - timedelta(days=8))
    background.clock_strikes("lists.jobs.forget")
    kept = Row.objects.get(sheet=made)
    assert (kept.content, kept.keys) == (None, [])
    assert Incident.objects.count() == 1


@pytest.mark.parametrize(
    ("cell", "what"),
    [("盗窃", "theft"), ("入室盗窃案", "theft"), ("被骗", "fraud"), ("抢 夺", "robbery"),
     ("故意毁坏财物", "damage"), ("交通事故", "other"), ("Theft", "theft"), ("", ""),
     ("诈骗及盗窃", ""), ("<b>", "")],
)  # fmt: skip
def test_types_are_understood_by_their_words(cell, what):
    assert knowledge.what_of(cell) == what


@pytest.mark.parametrize(
    ("cell", "outcome"),
    [("", "open"), ("已立案", "open"), ("未破案", "open"), ("已破案", "solved"), ("破案", "solved"),
     ("不予立案", "dropped"), ("不立案", "dropped"), ("已结案", ""), ("破案后撤案", ""),
     ("尚未侦破", "open"), ("案件已侦破", "solved")],
)  # fmt: skip
def test_outcomes_are_understood_by_their_words(cell, outcome):
    assert knowledge.outcome_of(cell)[0] == outcome


def test_no_firm_is_made_of_a_list(duty, background):
    made = brought(duty, background, row(firm=CODE), row("J0002"))
    assert queries.counts(made) == {"bad": 1, "made": 1}
    assert not Organisation.objects.exists()
    assert Incident.objects.get().organisation is None
