"""Figures are lists of rows first; the page opens for whoever holds them, and only for them."""

from datetime import date, datetime

import pytest
import time_machine

from county.dimensions.procuracy.actions import following, issuing, replying
from county.dimensions.procuracy.models import Initiative
from county.dimensions.procuracy.queries import figures, initiatives
from county.dimensions.procuracy.queries.figures import FIGURES
from county.kernel.clock import SHANGHAI
from county.kernel.periods import Period

pytestmark = pytest.mark.django_db
YEAR = Period(date(2023, 1, 1), date(2024, 12, 31))


def at(day, hour=9):
    return time_machine.travel(datetime(day.year, day.month, day.day, hour, tzinfo=SHANGHAI))


def answered(letter, people, day):
    with at(day):
        said = {1: {"measure": "已落实", "state": "fully", "on": day, "person": "安全员"}}
        replying.save_reply(
            letter, responsible="示例法人", summary="", answers=said, by=people["handler"]
        )
        replying.send_reply(letter, by=people["handler"])
        found = {1: {"adopted": "yes", "found": "fully"}}
        return replying.review_reply(letter, found=found, words="", by=people["handler"])


@pytest.fixture
def three(to_issue, people):
    """Three letters of one day: answered in time, answered late, never answered."""
    made = []
    for _number in range(3):
        with at(date(2023, 11, 8)):
            letter = issuing.issue(to_issue(), by=people["manager"])
        with at(date(2023, 11, 10)):
            made.append(
                issuing.deliver(
                    letter, how="written", on=date(2023, 11, 10), receiver="收发室",
                    by=people["handler"],
                )
            )  # fmt: skip
    answered(made[0], people, date(2024, 1, 10))
    answered(made[1], people, date(2024, 1, 11))
    return made


def numbers(period):
    return {code: one.rows(period).count() for code, one in FIGURES.items()}


def test_replies_are_counted_by_the_day_they_were_due(three):
    found = numbers(YEAR)
    assert (found["issued"], found["reply_due"], found["replied"]) == (3, 3, 2)
    assert found["replied_in_time"] == 1, "a day late is late"
    assert numbers(Period(date(2024, 1, 11), date(2024, 12, 31)))["reply_due"] == 0
    assert figures.items_put_right(YEAR) == figures.Rate(2, 3)
    assert figures.adopted(YEAR) == figures.Rate(2, 2)


def test_a_withdrawn_letter_owes_no_reply(three, people):
    issuing.withdraw(three[2], words="不当", by=people["chief"])
    assert numbers(YEAR)["reply_due"] == 2
    assert figures.items_put_right(YEAR) == figures.Rate(2, 2)


def test_a_visit_counts_within_180_days_of_the_reply(three, people):
    visit = {
        "place": "企业", "visitors": ["甲", "乙"], "participants": "总经理", "result": "lasting",
        "checks": {1: {"found": "fully"}}, "signed_by_firm": "总经理", "by": people["handler"],
    }  # fmt: skip
    with at(date(2024, 7, 8)):
        replying.revisit(three[0], on=date(2024, 7, 8), **visit)  # 180 days after 2024-01-10
    with at(date(2024, 7, 10)):
        replying.revisit(three[1], on=date(2024, 7, 10), **visit)  # 181 after 2024-01-11
    found = numbers(YEAR)
    assert (found["revisit_due"], found["revisited"]) == (2, 1)


def test_the_funnel_counts_who_reached_each_step(three, people):
    with at(date(2024, 1, 10)):
        for _again in range(2):
            following.urge(
                three[2], how="visit", on=date(2024, 1, 10), counterpart="总经理", record="督促",
                by=people["handler"],
            )  # fmt: skip
        following.escalate(three[2], to=["upper"], reasons="无正当理由不整改", by=people["chief"])
    steps = [number for _title, number in figures.funnel(YEAR)]
    assert steps == [3, 3, 3, 3, 3, 3, 2, 2, 0]
    assert numbers(YEAR)["escalated"] == 1


def test_cells_below_three_are_not_told(three, people):
    assert [number for _title, number in figures.by_ground(YEAR)] == [3]
    issuing.withdraw(three[2], words="不当", by=people["chief"])
    later = Period(date(2024, 1, 1), date(2024, 12, 31))
    assert figures.by_ground(later) == []


def test_the_nine_measures_have_evidence_from_the_records(three):
    rows = initiatives.with_evidence(YEAR)
    assert [one.no for one, _evidence in rows] == list(range(1, 10))
    assert all(evidence for _one, evidence in rows)
    first = {str(one.url).partition("?")[0]: one.number for one in rows[0][1]}
    assert first == {
        "/procuracy/figures/registered/": 3, "/procuracy/figures/issued/": 3,
    }  # fmt: skip
    assert Initiative.objects.filter(is_example=True).count() == 9


def test_the_pages_open_with_every_row_behind_them(three, people, client):
    client.force_login(people["chief"])
    query = "?from=2023-01-01&until=2024-12-31"
    assert client.get(f"/procuracy/figures/{query}").status_code == 200
    for code in FIGURES:
        page = client.get(f"/procuracy/figures/{code}/{query}")
        assert page.status_code == 200
    sheet = client.get(f"/procuracy/figures/issued/{query}&format=csv").content.decode("utf-8-sig")
    assert sheet.count("盐检建") == 3
    assert client.get(f"/procuracy/figures/nothing/{query}").status_code == 404
    assert client.get("/procuracy/figures/?from=nonsense&until=%00").status_code in (200, 400)
    for one in Initiative.objects.all():
        assert client.get(f"/procuracy/measures/{one.no}/{query}").status_code == 200
    said = {"title": "本院自定举措", "target": "全年十场", "progress": "running"}
    client.post("/procuracy/measures/6/change/", said)
    client.post("/procuracy/measures/6/note/", {"on": "2024-01-02", "words": "研讨一次"})
    changed = Initiative.objects.get(pk=6)
    assert (changed.title, changed.is_example, changed.notes.count()) == ("本院自定举措", False, 1)
    client.force_login(people["handler"])
    assert client.post("/procuracy/measures/6/change/", said).status_code == 403
