"""Every house has its report: its own tasks and hands, of which no other house reads a line."""

from __future__ import annotations

import io
from datetime import timedelta

import docx
import pypdfium2
import pytest
from python_calamine import CalamineWorkbook

from county.foundation.figures.queries import read
from county.foundation.files.actions import open_clean
from county.foundation.staff.models import Department
from county.kernel import clock
from county.kernel.periods import Period
from county.records.worklist import actions
from county.records.worklist.tests.conftest import about_a_person, house, monday, task
from county.reports.actions import ask
from county.reports.collecting import Eyes, collect
from county.reports.house import HOUSE, handed, linked
from county.reports.knowledge import WEEK, ledger_of, ledgers
from county.reports.models import Report
from county.reports.queries import reporting

__all__ = ["about_a_person", "house", "monday", "task"]
pytestmark = pytest.mark.django_db
SEATS = {
    "EM": "EM_OFFICER", "EDU": "CPS_EDU", "SC": "SC_COUNTER", "CPS": "CPS_OFFICER", "DPO": "DPO",
    "PROC": "PROC_CHIEF", "FRAUD": "FRAUD_DESK", "PS001": "PLD_CHIEF", "PSB": "CMD",
}  # fmt: skip


@pytest.fixture
def week(house, task, monday):
    """Emergency management gets five tasks in a week: signs one in time, one late, returns one."""
    monday()
    em = Department.objects.get(pk="EM")

    def over(title, **more):
        one = task(title=title, **more)
        by = house["shen"].officer
        return actions.hand_over(one, department=em, words="请接办", by=by)

    first, second, third = over("核实甲厂"), over("核实乙厂", rule="L99"), over("核实丙厂")
    actions.sign(first, by=house["em"].officer)
    actions.send_back(third, reason="不属于监管范围", by=house["em"].officer)
    own = task(title="检查丁厂", officer=None, department=em, kind="visit", rule="L98",
               due_at=monday() + timedelta(hours=5))  # fmt: skip
    late = task(title="检查戊厂", officer=None, department=em, due_at=monday() + timedelta(hours=1))
    now = monday(days=2, hours=3)
    actions.sign(second, by=house["em"].officer)
    actions.finish(own, outcome="已走访", by=house["em"].officer)
    return Period(clock.day_of(now) - timedelta(days=2), clock.day_of(now)), late


def counted(code, period):
    eyes = Eyes(Department.objects.get(pk=code), frozenset({"worklist.use"}))
    found = {name: read(one, eyes, period) for name, one in HOUSE.items()}
    return {name: (one.value, one.whole) for name, one in found.items()}


def test_a_house_s_tasks_and_hands_are_counted_as_they_were(week):
    period, _late = week
    assert counted("EM", period) == {
        "W01": (2, None),  # given to it first
        "W02": (3, None),  # handed over by Wuyuan
        "W03": (2, 3),  # one signed, one returned in time; one signed a day late
        "W04": (1, None),
        "W05": (1, None),
        "W06": (2, 2),  # one done after its hour, one not done
        "W07": (1, None),
        "W08": (2, None),
    }
    wuyuan = counted("PS001", period)
    assert (wuyuan["W01"], wuyuan["W02"], wuyuan["W04"]) == ((3, None), (0, None), (0, None))


def test_what_a_department_passes_inside_is_no_hand_of_another(house, task, monday):
    monday()
    actions.hand_over(
        task(), department=Department.objects.get(pk="PS001"), to=house["xu"].officer,
        words="请你办", by=house["shen"].officer,
    )  # fmt: skip
    period = Period(clock.today(), clock.today())
    eyes = Eyes(Department.objects.get(pk="PS001"), frozenset({"worklist.use"}))
    assert list(handed(eyes, period)) == [] and list(linked(eyes, period)) == []


def test_a_house_without_eyes_of_its_own_is_counted_nothing(week, house):
    """These rows are a department's; asked for anybody else there are none."""
    period, _late = week
    for one in HOUSE.values():
        assert list(one.rows(house["cmd"].officer, period)) == []


def test_a_title_that_may_name_a_person_stays_out(house, task, monday, about_a_person):
    monday()
    cps = Department.objects.get(pk="CPS")
    task(title="回访张三", about=about_a_person, officer=None, department=cps, rule="L30")
    content = collect(ledgers()["campus"], cps, WEEK, Period(clock.today(), clock.today()))
    assert "张三" not in str(content)
    (line,) = next(one for one in content["lists"] if one["code"] == "W08")["rows"]
    assert line[0] == "任务" and line[2] == "L30"


def test_every_department_with_a_reader_has_a_report(desk):
    for code, post in SEATS.items():
        desk(f"某{code}", post=post, department=code)
    assert {one.pk for one, _ledger in reporting()} == set(SEATS)
    for department in Department.objects.all():
        assert ledger_of(department.code, department.kind) is not None, department


def words_of(report):
    """The words of the three files, without blanks."""
    document = docx.Document(io.BytesIO(open_clean(report.docx)))
    body = document.element.body.iter(
        "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}t"
    )
    page = pypdfium2.PdfDocument(open_clean(report.pdf))
    book = CalamineWorkbook.from_filelike(io.BytesIO(open_clean(report.xlsx)))
    cells = [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]
    told = (
        "".join(node.text or "" for node in body),
        "".join(one.get_textpage().get_text_range() for one in page),
        str(cells),
    )
    return ["".join(one.split()) for one in told]


@pytest.mark.parametrize("code", ["EM", "EDU", "SC", "CPS", "DPO"])
def test_each_house_s_report_is_made_in_three_files(week, desk, monday, background, code):
    reader = desk(f"某{code}", post=SEATS[code], department=code)
    monday(days=8)
    day = clock.today() - timedelta(days=7)
    asked = ask(reader.officer.department, span="week", day=day, by=reader.officer)
    background.catch_up()
    report = Report.objects.get(pk=asked.pk)
    assert report.state == "made", report.trouble
    for words in words_of(report):
        assert "外部门移交任务" in words and "联动到达" in words
        assert ("检查戊厂" in words) == (code == "EM"), "nobody else reads it"
    reader.goes(report.url)
    assert reader.status == 200 and reader.page.cssselect(".paper-pages img")
    answer = reader.client.get(f"{report.url}file/?as=xlsx")
    assert answer.status_code == 200
