"""My day: everything that waits, from every dimension, and nothing that does not open."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest

from county.dimensions.helpdesk.models import Matter
from county.foundation.staff.models import Department
from county.kernel import clock
from county.records.worklist import actions, queries, registry
from county.records.worklist.models import Task
from county.records.worklist.tests.conftest import (  # noqa: F401 - fixtures
    BY,
    MONDAY,
    about_a_person,
    house,
    monday,
    task,
)

pytestmark = pytest.mark.django_db


def lines(sat, address="/desk/"):
    sat.goes(address)
    assert sat.status == 200
    return sat.sees("article.task")


def test_matters_and_tasks_stand_in_one_list_by_deadline(phone, desk, background):
    phone(town="330424001", alias="小储").says("想问一下怎么办居住证")
    background.catch_up()
    shen = desk("沈警官")
    matter = shen.opens()
    shen.submits(f"{matter}take/")
    actions.assign(
        key="t", kind="other", title="明年的事", why="x", about="town:330424001",
        due_at=clock.now() + timedelta(days=300), officer=shen.officer, by=BY,
    )  # fmt: skip
    number = Matter.objects.get().number
    shown = lines(shen)
    assert [("明年的事" in one, number in one) for one in shown] == [(False, True), (True, False)]
    assert "小储" not in " ".join(shown), "a matter stands there by its number"
    assert [number in one for one in lines(shen, "/desk/?of=helpdesk")] == [True]
    assert lines(shen, "/desk/?of=worklist&kind=worklist.part") == []
    assert len(lines(shen, "/desk/?kind=helpdesk.in_hand")) == 1
    assert len(lines(shen, "/desk/?of=nonsense&kind=&page=9999999999")) == 0
    assert len(lines(shen, "/desk/?of=nonsense&kind=nonsense&page=x")) == 2


def test_a_colleague_s_own_list_is_not_shown(house, task):  # noqa: F811
    task()
    task(officer=None, department=Department.objects.get(pk="PS001"), title="无人接办的事")
    assert [("无人接办的事" in one) for one in lines(house["xu"])] == [True]
    assert lines(house["lu"]) == []


def test_a_link_is_shown_only_to_who_may_open_it(house, task, phone, background):  # noqa: F811
    """The fraud desk's list, and anybody's: no line leads to a page that answers 404."""
    phone(town="330424101", alias="沈荡人").says("身份证丢了")
    background.catch_up()
    matter = Matter.objects.get()
    task(about=matter.subject, url=matter.url)
    shen = house["shen"]
    assert shen.client.get(matter.url).status_code == 404
    lines(shen)
    links = [node.get("href") for node in shen.page.cssselect("article.task b a")]
    assert matter.url not in links
    assert [shen.client.get(one).status_code for one in links] == [200]
    shen.goes(Task.objects.get().page)
    assert matter.url not in [node.get("href") for node in shen.page.cssselect("a")]
    cmd = house["cmd"]
    Task.objects.update(officer=cmd.officer)
    lines(cmd, "/desk/?of=worklist")
    assert matter.url in [node.get("href") for node in cmd.page.cssselect("article.task b a")]


def test_a_source_lends_no_more_than_the_page_says(house, monkeypatch):  # noqa: F811
    def many(officer):
        for number in range(registry.MOST + 1):
            yield registry.Waiting(f"x:{number:03}", f"事{number}", "/desk/", personal=False)

    source = registry.Source("x", "某维度", "x.many", "某事", "", "/x/", many)
    monkeypatch.setattr("county.records.worklist.queries.day.SOURCES", [source])
    shown = lines(house["shen"])
    assert len(shown) == registry.MOST
    assert "某事" in " ".join(house["shen"].sees("p.help"))


def test_without_the_permit_no_row(house, monkeypatch):  # noqa: F811
    row = registry.Waiting("x:1", "不该看见", "/desk/")
    source = registry.Source("x", "某维度", "x.one", "某事", "nobody.holds", "", lambda o: [row])
    monkeypatch.setattr("county.records.worklist.queries.day.SOURCES", [source])
    assert queries.day_of(house["cmd"].officer).items == []


def test_pages_of_fifty_and_a_file_without_names(house, task, monday, about_a_person):  # noqa: F811
    for _n in range(52):
        task()
    task(about=about_a_person, title="回访张三", due_at=MONDAY + timedelta(days=2))
    shen = house["shen"]
    assert len(lines(shen)) == 50
    assert len(lines(shen, "/desk/?page=1")) == 3
    answer = shen.client.get("/desk/?format=csv")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert len(rows) == 54
    assert "核实仓库消防通道" in rows[2]
    assert "张三" not in answer.content.decode()
    assert shen.client.get("/desk/?format=xlsx").status_code == 200


def test_auxiliaries_take_no_list_out(desk):
    assert desk("徐辅警", post="PLD_AUX").client.get("/desk/?format=csv").status_code == 403


def test_what_waits_to_be_signed_for_is_due_by_its_clock(house, task, monday):  # noqa: F811
    actions.hand_over(
        task(), department=Department.objects.get(pk="PS002"), words="请接办",
        by=house["shen"].officer,
    )  # fmt: skip
    item = queries.day_of(house["lu"].officer, dimension="worklist").items[0]
    assert (item.kind, f"{item.due_at.astimezone(clock.SHANGHAI):%F}") == ("to_sign", "2026-11-24")
    house["lu"].submits(f"/desk/tasks/{Task.objects.get().pk}/sign/")
    assert Task.objects.get().officer == house["lu"].officer


def test_every_source_asks_at_most_twice(house, django_assert_max_num_queries):  # noqa: F811
    for source in registry.SOURCES:
        for sat in ("shen", "cmd", "jiang", "chief"):
            officer = house[sat].officer
            assert officer.permits is not None
            if not source.permit or officer.has(source.permit):
                with django_assert_max_num_queries(2):
                    list(source.ask(officer))
