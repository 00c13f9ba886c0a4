"""Every post's figures, lists and files hold only what that post may see; few are not told."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine

from county.dashboard import actions
from county.dimensions.helpdesk.actions import cases
from county.dimensions.helpdesk.tests.conftest import in_state
from county.dimensions.procuracy.actions import issuing, questions
from county.dimensions.procuracy.models import Question
from county.dimensions.procuracy.queries.questions import handling
from county.dimensions.procuracy.tests.making import people, to_issue
from county.foundation.events.models import Event
from county.foundation.figures.queries import by_day, by_grid, by_town, read, rows_of
from county.foundation.figures.registry import FIGURES
from county.foundation.staff.models import Post
from county.kernel import clock
from county.kernel.errors import Incomplete, NotAllowed
from county.kernel.periods import Period
from county.records.organisations import actions as organisations
from county.records.places.models import Area
from county.records.residents import actions as residents
from county.records.visits import actions as visits
from county.site.bench.leaking import Found, look
from county.site.generated import posts
from tests.actors import DIRECTOR
from tests.doors.counting import TOWNS, almighty, stolen, taken, today, worked
from tests.doors.test_every_address import of_a_firm, real  # noqa: F401 - fixtures

__all__ = ["almighty", "people", "stolen", "to_issue", "worked"]


def test_figures_are_counted_from_rows_made_by_verbs(worked, stolen, almighty):
    worked(2)
    stolen(3)
    in_state("consultation", "closed", almighty, topic="hukou")
    in_state("consultation", "answered", almighty, topic="hukou")
    said = {code: read(FIGURES[code], almighty, today()) for code in ("S09", "S10", "S31", "S24")}
    assert {code: one.value for code, one in said.items()} == {
        "S09": 1, "S10": 2, "S31": 2, "S24": 3,
    }  # fmt: skip
    assert [n for _title, n in said["S31"].also] == [200, None]
    assert said["S24"].before == 0 and said["S24"].change is None


def test_a_visit_counts_its_enterprise_once_and_of_those_in_business(desk):
    sat = desk("朱所长", post="PLD_CHIEF")
    firms = [
        organisations.register(
            code=code, name=name, area=Area.objects.get(pk=TOWNS[0]), by=DIRECTOR
        )
        for code, name in (("91330424MA00000155", "甲"), ("91330424MA00000230", "乙"))
    ]
    for n in range(2):
        visit = visits.propose(
            kind="enterprise", why="排摸", due_on=clock.today(), by=sat.officer,
            organisation=firms[0], key=f"v{n}",
        )  # fmt: skip
        visit = visits.plan(visit, on=clock.today(), appointment="", by=sat.officer)
        visits.record(visit, how="done", outcome="已走访", by=sat.officer)
    said = read(FIGURES["S01"], sat.officer, today())
    assert (said.value, said.whole, said.percent) == (1, 2, 50)
    assert [n for _title, n in said.also] == [2]
    assert by_town(FIGURES["S01"], sat.officer, today()) == {TOWNS[0]: 2}


def test_consent_counts_while_it_is_the_last_word(desk):
    sat = desk("朱所长", post="PLD_CHIEF")
    one, other = (residents.open_file(alias=n, town_code=TOWNS[0]) for n in ("甲", "乙"))
    for resident in (one, other):
        residents.record_consent(resident, scope="tags", given=True, evidence="x", by=resident)
    residents.record_consent(other, scope="tags", given=False, evidence="x", by=other)
    residents.record_consent(other, scope="calls", given=True, evidence="x", by=other)
    said = read(FIGURES["S13"], sat.officer, today())
    assert (said.value, said.whole) == (1, 2)
    residents.record_consent(other, scope="tags", given=True, evidence="x", by=other)
    assert read(FIGURES["S13"], sat.officer, today()).value == 2


def test_suggestions_count_for_whom_they_may_be_seen(to_issue, people, desk):
    issuing.issue(to_issue(), by=people["manager"])
    other = desk("另一", post="PROC_HANDLER", department="PROC").officer
    seen = {who: read(FIGURES["S22"], officer, today()).value for who, officer in people.items()}
    assert seen == {"handler": 1, "review": 1, "chief": 1, "manager": 1}
    assert read(FIGURES["S22"], other, today()).value == 0
    assert list(rows_of(FIGURES["S22"], other, today())) == []


def test_days_for_an_answer_are_those_of_the_duty_desk(of_a_firm, almighty):  # noqa: F811
    with time_machine.travel(clock.now() + timedelta(days=3), tick=True):
        questions.answer(Question.objects.get(), answer="依法办理。", by=almighty)
    span = Period(clock.today(), clock.today() + timedelta(days=9))
    told = handling(span.first, span.last)
    said = read(FIGURES["S21"], almighty, span)
    assert (said.value, told.median) == (3, 3)
    assert [n for _title, n in said.also] == [told.ninetieth, 1]


def test_the_library_and_the_measures_and_the_towns_are_told(almighty):
    said = read(FIGURES["S12"], almighty, today())
    assert (said.value, said.also[0][1]) == (102, 12)
    assert read(FIGURES["S19"], almighty, today()).value == 9
    assert read(FIGURES["S20"], almighty, today()).whole == 9


def test_what_is_entered_by_hand_says_who_and_stands_until_the_next(desk):
    chief = desk("值班长", post="CMD", department="PSB")
    assert read(FIGURES["S32"], chief.officer, today()).value is None
    chief.submits("/county/years/note/", years=18, basis="省平安办通报〔2025〕1号")
    actions.note_years(years=19, basis="省平安办通报〔2026〕1号", by=chief.officer)
    assert read(FIGURES["S32"], chief.officer, today()).value == 19
    page = chief.goes("/county/years/").text_content()
    assert "2025" in page and "2026" in page and "值班长" in page
    assert Event.objects.filter(kind="dashboard.years_noted").count() == 2
    with pytest.raises(Incomplete):
        actions.note_years(years=100, basis="x", by=chief.officer)
    with pytest.raises(Incomplete):
        actions.note_years(years=1, basis=" ", by=chief.officer)
    with pytest.raises(NotAllowed):
        actions.note_years(years=20, basis="x", by=desk("沈警官").officer)


def test_rows_are_told_by_town_by_grid_and_by_day(worked, almighty):
    worked(1, town="330424001")
    made = worked(2, town="330424002")
    made[0].area_code = "330424002G01"
    made[0].save(update_fields=["area_code"])
    figure = FIGURES["S10"]
    assert by_town(figure, almighty, today()) == {"330424001": 1, "330424002": 2}
    assert by_grid(figure, almighty, today(), "330424002") == {"330424002G01": 1}
    assert by_day(figure, almighty, today()) == [(clock.today(), 3)]
    assert read(figure, almighty, today(), "330424002").value == 2
    assert read(figure, almighty, today(), "330424002G01").value == 1


def test_whoever_is_told_too_few_altogether_is_told_nothing(worked, desk):
    worked(2)
    sat = desk("董检察长", post="PROC_CHIEF", department="PROC")
    said = read(FIGURES["S31"], sat.officer, today())
    assert said.value is None and said.hidden
    assert "少于5" in sat.goes("/county/?period=month").text_content().replace(" ", "")


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_file_is_the_list(worked, desk, form):
    made = worked(3)
    sat = desk("沈警官")
    address = "/county/figures/S31/?period=today&sort=number"
    sat.goes(address)
    listed = sat.sees("tbody td:first-child")
    assert sorted(listed) == sorted(one.number for one in made)
    assert [line[0] for line in taken(sat, f"{address}&format={form}", form)[1:]] == listed
    narrowed = f"{address}&money=stopped"
    assert len(taken(sat, f"{narrowed}&format={form}", form)) == 1


def test_an_auxiliary_takes_nothing_out_and_peoples_files_are_no_list_to_take(desk):
    """(E27) The house's rules of export hold behind the county's figures, too."""
    able_officer_post = Post.objects.get(pk="PLD_AUX")
    able_officer_post.permits = [*able_officer_post.permits, "helpdesk.figures"]
    able_officer_post.save()
    aux = desk("徐辅警", post="PLD_AUX")
    assert aux.client.get("/county/figures/S10/").status_code == 200
    assert aux.client.get("/county/figures/S10/?format=csv").status_code == 403
    chief = desk("朱所长", post="PLD_CHIEF")
    assert chief.client.get("/county/figures/S13/").status_code == 200
    assert chief.client.get("/county/figures/S13/?format=csv").status_code == 403


POSTS = [post["code"] for post in posts()]
HOUSES = {"PROC": "PROC", "PLD": "PS001", "EM": "EM", "SC": "SC", "CPS": "CPS", "DPO": "DPO"}


def seated(desk: Any, code: str) -> Any:
    """An officer of this post in a department that has it."""
    house = HOUSES.get(code.partition("_")[0], "FRAUD" if code == "FRAUD_DESK" else "PSB")
    return desk(f"某{code}", post=code, department=house)


@pytest.fixture
def county(
    real: Any,  # noqa: F811
    worked: Any,
    stolen: Any,
    to_issue: Any,
    people: Any,
    almighty: Any,
) -> None:
    """Something of each figure, some of it in another station's town, and a lead."""
    for town in TOWNS:
        worked(2, town=town)
        stolen(2, town=town)
    lead = in_state("lead", "solved", almighty)
    cases.link(lead, case_number="A1", link="direct", by=almighty) if not lead.case_number else None
    issuing.issue(to_issue(), by=people["manager"])


def test_no_figure_shows_any_post_what_it_may_not_see(county, desk):
    """The smaller form of `siwei bench dashboard`: rows, pages and files of every post."""
    span = Period(clock.today() - timedelta(days=40), clock.today())
    total = Found()
    for code in POSTS:
        sat = seated(desk, code)

        def asks(address: str, sat: Any = sat) -> tuple[int, bytes]:
            answer = sat.client.get(address)
            body = b"" if answer.streaming else answer.content
            return answer.status_code, body

        found = look(sat.officer, span, asks)
        assert (code, found.leaked, found.wrong) == (code, 0, 0)
        total += found
    assert len(POSTS) >= 14
    assert total.figures > 30 and total.rows > 100, "there was something to leak"


def test_the_looker_sees_a_leak_where_there_is_one(worked, desk, monkeypatch):
    """A figure that forgot its reader is caught."""
    worked(2, town=TOWNS[2])
    sat = desk("沈警官")
    honest = FIGURES["S10"].rows
    wrong = lambda holder, period: honest(able(), period)  # noqa: E731
    able = lambda: type("Everybody", (), {"actor": "x", "reach": None, "has": lambda s, p: True})()  # noqa: E731
    monkeypatch.setitem(FIGURES, "S10", _with(FIGURES["S10"], wrong))
    found = look(sat.officer, today(), lambda address: (404, b""))
    assert found.leaked == 2


def _with(figure: Any, rows: Any) -> Any:
    from dataclasses import replace  # noqa: PLC0415

    return replace(figure, rows=rows)


def test_nothing_awaited_is_shown_as_a_count(desk):
    sat = desk("值班长", post="CMD", department="PSB")
    desk_page = sat.goes("/county/").text_content()
    codes = {one.get("href") for one in sat.page.cssselect(".fig a")}
    assert codes and all("S02" not in one and "S14" not in one for one in codes)
    assert "整治问题隐患" not in desk_page.partition("口径")[0]
    page = sat.goes("/county/definitions/")
    told = [" ".join(row.text_content().split()) for row in page.cssselect("tbody tr")]
    for number in range(1, 33):
        mine = [row for row in told if row.startswith(f"S{number:02}")]
        assert mine, number
    assert sum("随业务条线" in row for row in told) == 16


def test_the_article_s_numbers_are_nowhere(desk):
    sat = desk("值班长", post="CMD", department="PSB")
    for address in ("/county/", "/county/definitions/", "/county/wall/"):
        page = sat.goes(address).text_content()
        assert not [n for n in ("4,660", "3,560", "32.68", "4.9万") if n in page]


@pytest.mark.parametrize("query", [
    "period=own&from=0001-01-01&until=9999-12-31", "period=x&town=x&figure=x", "page=99999&sort=x",
    "topic=%27%22&state=x", "from=x&until=x&period=own",
])  # fmt: skip
def test_nonsense_in_the_address_is_ignored(desk, query):
    sat = desk("值班长", post="CMD", department="PSB")
    for address in ("/county/", "/county/wall/", "/county/figures/S10/", "/county/figures/S22/"):
        assert sat.client.get(f"{address}?{query}").status_code == 200
    assert sat.client.get("/county/figures/S99/").status_code == 404
    assert sat.client.get("/county/flows/X/Y/").status_code == 404


def test_the_wall_is_for_those_who_hold_it_and_names_nobody(county, desk):
    assert desk("沈警官").client.get("/county/wall/").status_code == 403
    sat = desk("值班长", post="CMD", department="PSB")
    page = sat.goes("/county/wall/").text_content()
    assert not [name for name in ("小储", "另一", "第三", "安全账户", "沈警官") if name in page]


def test_a_page_that_asks_again_is_given_its_part_alone(worked, desk):
    worked(1)
    sat = desk("值班长", post="CMD", department="PSB")
    for address, has in (("/county/?period=today", "glance-figures"), ("/county/wall/", "kpis")):
        part = sat.client.get(address, HTTP_HX_REQUEST="true")
        assert part.status_code == 200
        assert has in part.content.decode() and "<html" not in part.content.decode()


def test_every_row_on_the_wall_s_map_of_few_is_hidden(worked, desk):
    """(I31) Whoever passes by reads the wall, so few are not told even of one's own rows."""
    worked(2, town=TOWNS[0])
    worked(8, town=TOWNS[1])
    worked(9, town=TOWNS[2])
    sat = desk("值班长", post="CMD", department="PSB")
    sat.goes("/county/wall/?figure=S10")
    said = dict(one.split(": ") for one in sat.sees("section.map ul li"))
    assert said["武原街道"] == "不显示"
    assert (said["西塘桥街道"], said["沈荡镇"]) == ("8", "9")


def test_a_count_kept_back_is_never_called_small(worked, desk):
    """The next smallest town is not told either: the wall must not say that it had under five."""
    for town in Area.objects.filter(level="town").values_list("code", flat=True):
        worked({TOWNS[0]: 2, TOWNS[1]: 6}.get(town, 7), town=town)
    sat = desk("值班长", post="CMD", department="PSB")
    text = sat.goes("/county/wall/?figure=S10").text_content()
    said = dict(one.split(": ") for one in sat.sees("section.map ul li"))
    assert (said["武原街道"], said["西塘桥街道"]) == ("不显示", "不显示")
    assert "为少于5件，或为防推算不显示" in text


def test_towns_of_others_are_not_called_empty(worked, desk):
    """A station reads its own towns: of the others its map says nothing, and leads nowhere."""
    worked(6, town=TOWNS[0])
    worked(8, town=TOWNS[1])
    sat = desk("沈警官", department="PS001")
    sat.goes("/county/?period=month&figure=S10")
    rows = sat.sees("#map tbody tr")
    assert "武原街道6" in rows and "西塘桥街道–" in rows
    assert len(sat.sees("#map tbody a")) == 1
    assert "不在您的辖区" in sat.page.text_content()


def test_definitions_lead_to_what_the_reader_is_told(desk):
    sat = desk("值班长", post="CMD", department="PSB")
    page = sat.goes("/county/definitions/").text_content()
    assert "查看明细" in page and "查看计数" in page and "属其他部门" not in page
    sat.goes("/county/figures/S22/")
    assert sat.status == 200
