"""A department's report: one moment's numbers in three files, kept as they were."""

import io
import zipfile
from datetime import date, datetime, time, timedelta

import docx
import pypdfium2
import pytest
import time_machine
from django.db import DatabaseError, transaction
from python_calamine import CalamineWorkbook

from county.dimensions.helpdesk.models import Matter
from county.dimensions.helpdesk.tests.conftest import opened
from county.foundation.documents import press
from county.foundation.events.models import Event
from county.foundation.figures.queries import read
from county.foundation.files.actions import open_clean
from county.foundation.notices.models import Notice
from county.foundation.staff.models import Department
from county.kernel.clock import SHANGHAI
from county.kernel.periods import Period
from county.reports import actions
from county.reports.collecting import Eyes
from county.reports.house import figure_of
from county.reports.knowledge import ledgers
from county.reports.models import Report

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 11, 23, 7, 5, tzinfo=SHANGHAI)
WEEK = Period(date(2026, 11, 16), date(2026, 11, 22))


@pytest.fixture(autouse=True)
def monday():
    with time_machine.travel(MONDAY, tick=True):
        yield


@pytest.fixture
def chief(desk):
    return desk("王值班长", post="CMD", department="PSB")


def closed(n, town, day=18, kind="help", **more):
    """So many matters closed on a day of November."""
    for _at in range(n):
        matter = opened(kind, town=town)
        at = datetime.combine(date(2026, 11, day), time(10), SHANGHAI)
        fields = {"state": "closed", "result": "solved", "topic": "noise", **more}
        Matter.objects.filter(pk=matter.pk).update(
            closed_at=at, resolved_at=at, opened_at=at - timedelta(hours=2), **fields
        )


@pytest.fixture
def world():
    closed(7, "330424001")
    closed(6, "330424002", day=20)
    closed(2, "330424101")
    closed(4, "330424001", kind="consultation", topic="hukou")
    closed(3, "330424001", day=10)


@pytest.fixture
def made(chief, world, background):
    background.clock_strikes("reports.jobs.weekly")
    return Report.objects.get(department="PSB")


def squeezed(text):
    return "".join(text.split())


def of_pdf(report):
    pages = pypdfium2.PdfDocument(open_clean(report.pdf))
    return squeezed("".join(page.get_textpage().get_text_range() for page in pages))


def of_docx(report):
    document = docx.Document(io.BytesIO(open_clean(report.docx)))
    body = document.element.body.iter(
        "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}t"
    )
    return squeezed("".join(node.text or "" for node in body))


def of_xlsx(report):
    book = CalamineWorkbook.from_filelike(io.BytesIO(open_clean(report.xlsx)))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def figure(report, code):
    return next(one for one in report.content["figures"] if one["code"] == code)


def test_monday_at_seven_each_department_has_its_report_once(chief, desk, world, background):
    desk("朱所长", post="PLD_CHIEF", department="PS001")
    desk("承办检察官", post="PROC_HANDLER", department="PROC")
    for _twice in range(2):
        background.clock_strikes("reports.jobs.weekly")
    found = Report.objects.order_by("department_id")
    assert [(one.department_id, one.state, one.version) for one in found] == [
        ("PROC", "made", 1), ("PS001", "made", 1), ("PSB", "made", 1),
    ]  # fmt: skip
    assert {(one.first, one.last) for one in found} == {(WEEK.first, WEEK.last)}
    assert [one.url for one in Notice.objects.filter(officer=chief.officer)] == [
        Report.objects.get(department="PSB").url
    ]


def test_the_first_of_the_month_brings_the_month_before(chief, background):
    with time_machine.travel(datetime(2026, 12, 1, 7, tzinfo=SHANGHAI), tick=True):
        background.clock_strikes("reports.jobs.monthly")
    report = Report.objects.get()
    assert (report.span, report.first, report.last) == (
        "month", date(2026, 11, 1), date(2026, 11, 30),
    )  # fmt: skip


def test_three_files_say_the_same_as_the_live_figures(made):
    """Parsed back, sheet, document and page agree with each other and with the moment's figures."""
    department = Department.objects.get(pk="PSB")
    eyes = Eyes(department, ledgers()["command"].permits)
    sheet = {row[0]: row for row in of_xlsx(made)["数据"] if row and row[0]}
    page, document = of_pdf(made), of_docx(made)
    seen = {}
    for one in made.content["figures"]:
        live = read(figure_of(one["code"]), eyes, WEEK)
        assert one["number"] == live.value
        line = squeezed(f"{one['title']}{one['said']}{one['unit']}")
        assert line in page, one
        assert line in document, one
        assert sheet[one["title"]][1] == (live.value or 0)
        seen[one["code"]] = live.value
    assert (seen["S10"], seen["S09"]) == (15, 4)
    for chart in made.content["charts"]:
        for bar in chart["rows"]:
            assert squeezed(bar["name"]) in page and squeezed(bar["name"]) in document
            assert squeezed(f"{bar['name']}{bar['said']}") in document


def test_charts_add_up_to_their_figure(made):
    by_time = next(
        one for one in made.content["charts"]
        if one["title"].startswith(figure(made, "S10")["title"]) and "按日" in one["title"]
    )  # fmt: skip
    assert len(by_time["rows"]) == 7
    assert sum(row["number"] for row in by_time["rows"]) == 15
    assert [row["number"] for row in by_time["rows"]] == [0, 0, 9, 0, 6, 0, 0]


def test_a_month_is_drawn_by_weeks_that_add_up(chief, world, background):
    with time_machine.travel(datetime(2026, 12, 1, 7, tzinfo=SHANGHAI), tick=True):
        background.clock_strikes("reports.jobs.monthly")
    report = Report.objects.get()
    drawn = next(one for one in report.content["charts"] if "按周" in one["title"]
                 and one["title"].startswith(figure(report, "S10")["title"]))  # fmt: skip
    assert sum(row["number"] for row in drawn["rows"]) == figure(report, "S10")["number"] == 18
    assert len(drawn["rows"]) == 6


def test_few_are_hidden_and_what_would_tell_them(made):
    """(Invariant 31) Two in one town: neither that cell, nor the one that the sum would give."""
    towns = next(
        one for one in made.content["charts"]
        if "镇街道" in one["title"] and one["title"].startswith(figure(made, "S10")["title"])
    )  # fmt: skip
    assert sorted(row["number"] or 0 for row in towns["rows"]) == [0, 0, 7]
    assert [row["said"] for row in towns["rows"] if row["number"] is None] == ["少于5"] * 2
    numbers = [row[1] for row in of_xlsx(made)["图表"] if len(row) > 1]
    assert "少于5" in numbers and "少于5" in of_pdf(made) and "少于5" in of_docx(made)


def test_the_sheet_has_a_sheet_for_each_list_and_native_charts(made):
    sheets = of_xlsx(made)
    listed = next(rows for name, rows in sheets.items() if name.startswith("明细1"))
    assert len(listed) == 16
    numbers = set(Matter.objects.filter(kind="help").values_list("number", flat=True))
    assert {row[0] for row in listed[1:]} <= numbers
    with zipfile.ZipFile(io.BytesIO(open_clean(made.xlsx))) as package:
        drawn = [name for name in package.namelist() if name.startswith("xl/charts/chart")]
    assert len(drawn) == sum(1 for one in made.content["charts"] if one["rows"])


def test_a_definition_stands_beside_each_figure_and_who_signs(made):
    for one in made.content["figures"]:
        assert squeezed(one["definition"]) in of_pdf(made)
        assert squeezed(one["definition"]) in of_docx(made)
    assert "情指中心负责人：" in of_pdf(made) and "情指中心负责人：" in of_docx(made)


def test_the_demonstration_says_so_everywhere(chief, world, background, settings):
    settings.SIWEI_DEMO = True
    background.clock_strikes("reports.jobs.weekly")
    report = Report.objects.get()
    assert "演示数据" in of_pdf(report) and "演示数据" in of_docx(report)
    assert "演示数据" in str(of_xlsx(report)["数据"])


def test_what_is_kept_never_changes_and_what_is_made_again_is_a_new_version(
    made, chief, background
):
    before = bytes(open_clean(made.pdf))
    closed(5, "330424002")
    for change in (
        lambda: Report.objects.filter(pk=made.pk).update(content={}),
        lambda: Report.objects.filter(pk=made.pk).delete(),
    ):
        with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
            change()
    chief.submits("/reports/new/", span="week", day="2026-11-18")
    background.catch_up()
    first, second = Report.objects.order_by("version")
    assert (first.version, second.version) == (1, 2)
    assert (figure(first, "S10")["number"], figure(second, "S10")["number"]) == (15, 20)
    assert open_clean(first.pdf) == before
    chief.goes(second.url)
    assert len(chief.sees(".lines li")) == 2


def test_a_station_counts_and_reads_its_own_areas_only(desk, chief, world, background):
    zhu = desk("朱所长", post="PLD_CHIEF", department="PS001")
    background.clock_strikes("reports.jobs.weekly")
    own = Report.objects.get(department="PS001")
    assert figure(own, "S10")["number"] == 7
    others = Report.objects.get(department="PSB")
    zhu.goes(own.url)
    assert zhu.status == 200
    for address in (others.url, f"{others.url}file/?as=xlsx"):
        assert zhu.client.get(address).status_code == 404
    assert zhu.client.post(f"{others.url}repeat/").status_code == 404
    zhu.goes("/reports/")
    assert len(zhu.sees("tbody tr")) == 1


def test_who_lacks_the_permit_sees_no_report(made, desk):
    for post, department in (("PLD_AUX", "PS001"), ("SYSADMIN", "PSB")):
        sat = desk("某人", post=post, department=department)
        for address in ("/reports/", made.url, f"{made.url}file/"):
            assert sat.client.get(address).status_code == 403
    sat = desk("社区民警", post="PLD_OFFICER", department="PS001")
    assert (
        sat.client.post("/reports/new/", {"span": "week", "day": "2026-11-18"}).status_code == 403
    )


@pytest.mark.parametrize("form", ["pdf", "docx", "xlsx"])
def test_who_takes_a_report_away_is_on_record(made, chief, form):
    answer = chief.client.get(f"{made.url}file/?as={form}")
    assert answer.status_code == 200
    assert answer.content == open_clean(getattr(made, form))
    taken = Event.objects.get(kind="reports.taken")
    assert (taken.by, taken.facts["form"]) == (chief.officer.actor, form)


def test_nonsense_is_refused_in_words(chief, made):
    for fields, status in (
        ({"span": "week", "day": "2026-11-24"}, 409),
        ({"span": "month", "day": "2026-11-02"}, 409),
        ({"span": "day", "day": "2026-11-02"}, 422),
        ({"span": "week", "day": "x"}, 422),
        ({"span": "week", "day": "0001-01-01"}, 422),
        ({"span": "week", "day": "9999-12-31"}, 422),
        ({}, 422),
    ):
        assert chief.client.post("/reports/new/", fields).status_code == status, fields
    assert chief.client.get(f"{made.url}file/?as=exe").status_code == 409
    assert Report.objects.count() == 1


def test_a_failure_is_told_and_can_be_repeated(chief, world, background, monkeypatch):
    def broken(*_args, **_more):
        raise press.NotSet("no font")

    with monkeypatch.context() as patch:
        patch.setattr(press, "pdf", broken)
        background.clock_strikes("reports.jobs.weekly")
    report = Report.objects.get()
    assert (report.state, report.trouble, report.content) == ("failed", "no font", None)
    assert Notice.objects.filter(officer=chief.officer).count() == 1
    chief.goes(report.url)
    assert "no font" in chief.page.text_content()
    chief.submits(f"{report.url}repeat/")
    background.catch_up()
    report.refresh_from_db()
    assert (report.state, report.version, report.progress) == ("made", 1, 100)


def test_one_that_is_being_made_is_not_asked_for_twice(chief):
    for expected in (302, 409):
        answer = chief.client.post("/reports/new/", {"span": "week", "day": "2026-11-18"})
        assert answer.status_code == expected
    assert Report.objects.count() == 1


def test_making_it_again_after_a_crash_keeps_one(made, background):
    files = (made.xlsx_id, made.docx_id, made.pdf_id)
    assert actions.make(made.pk).pk == made.pk
    made.refresh_from_db()
    assert (made.xlsx_id, made.docx_id, made.pdf_id) == files


def test_a_worker_that_died_half_way_is_followed_by_another(chief, world, background):
    report = actions.ask(chief.officer.department, span="week", day=WEEK.first, by=chief.officer)
    Report.objects.filter(pk=report.pk).update(state="making", progress=50)
    background.catch_up()
    report.refresh_from_db()
    assert report.state == "made"


def test_no_text_becomes_a_formula(chief, world, background):
    Matter.objects.filter(kind="help").update(assignee=chief.officer)
    chief.officer.name = "=HYPERLINK(1)"
    chief.officer.save(update_fields=["name"])
    background.clock_strikes("reports.jobs.weekly")
    rows = str(of_xlsx(Report.objects.get()))
    assert "'=HYPERLINK(1)" in rows
