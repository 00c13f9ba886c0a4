"""The office's own things: ratings, call-backs, the library, quick replies, the roster."""

from datetime import date, timedelta

import pytest
import time_machine

from county.dimensions.helpdesk.actions import desk as office
from county.dimensions.helpdesk.actions import matters as acts
from county.dimensions.helpdesk.models import Answer, Duty, Matter
from county.dimensions.helpdesk.queries import desk as library
from county.dimensions.helpdesk.tests.conftest import in_state, make, opened, states_of
from county.kernel import clock
from county.kernel.errors import NotAllowed, Refused
from county.records.worklist.models import Task

TOMORROW = timedelta(days=1)


@pytest.mark.parametrize("rating", [1, 2, 3, 4, 5])
def test_a_finished_matter_is_rated_once_by_one_of_five(almighty, rating):
    matter = in_state("consultation", "closed", almighty)
    acts.rate(matter, rating=rating, words="快", by=matter.resident)
    with pytest.raises(Refused, match="already rated"):
        acts.rate(matter, rating=5, words="", by=matter.resident)
    assert Matter.objects.get(pk=matter.pk).rating == rating


@pytest.mark.parametrize("rating", [-1, 0, 6, 100])
def test_there_are_five_ratings_and_no_other(almighty, rating):
    matter = in_state("consultation", "closed", almighty)
    with pytest.raises(Refused, match="one of the five"):
        acts.rate(matter, rating=rating, words="", by=matter.resident)


def test_only_the_resident_rates(almighty):
    matter, other = in_state("help", "closed", almighty), opened("help")
    with pytest.raises(Refused, match="not your matter"):
        acts.rate(matter, rating=5, words="", by=other.resident)


UNFINISHED = [
    (kind, state)
    for kind in ("consultation", "help")
    for state in states_of(kind)
    if state not in ("answered", "resolved", "closed")
]


@pytest.mark.parametrize(("kind", "state"), [*UNFINISHED, ("lead", "closed")])
def test_nothing_unfinished_is_rated_and_no_lead(almighty, kind, state):
    matter = in_state(kind, state, almighty)
    with pytest.raises(Refused, match="not finished"):
        acts.rate(matter, rating=5, words="", by=matter.resident)


@pytest.mark.parametrize(("rating", "called"), [(1, 1), (2, 1), (3, 0), (4, 0), (5, 0)])
def test_a_bad_rating_is_called_back_within_one_working_day(almighty, background, rating, called):
    # A Friday: the working day after it is Monday.
    with time_machine.travel("2026-11-20T10:00:00+08:00", tick=False):
        matter = in_state("help", "closed", almighty)
        acts.rate(matter, rating=rating, words="没人管", by=matter.resident)
        background.catch_up()
    tasks = Task.objects.filter(about=matter.subject, kind="call")
    assert tasks.count() == called
    for task in tasks:
        assert (task.officer, task.department) == (None, almighty.department), "not by the rated"
        assert task.due_at == clock.end_of_day(date(2026, 11, 23))


def test_a_resident_rates_on_the_phone_and_goes_nowhere_else(phone, almighty, background):
    source = phone()
    source.says("身份证丢了")
    background.catch_up()
    matter = Matter.objects.get()
    for verb in ("take", "reply"):
        matter = make(matter, verb, almighty)
    answer = source.client.post(
        f"/helpdesk/phone/matters/{matter.pk}/rate/",
        {"rating": "5", "back": "https://evil.example/"},
    )
    assert answer.headers["Location"] == "/helpdesk/phone/matters/"
    assert Matter.objects.get(pk=matter.pk).rating == 5


def publish(by, *, days=30, question="身份证丢了怎么补办", **more):
    return office.publish(
        topic="hukou", question=question, text="带户口簿到派出所", rule="居民身份证法 2011",
        expires_on=clock.today() + timedelta(days=days), by=by, **more,
    )  # fmt: skip


def test_an_answer_is_suggested_until_its_review_day_and_not_after(almighty):
    answer = publish(almighty, days=3)
    asked = "我身份证丢了"
    assert library.answers_like(asked, clock.today()) == [answer]
    assert library.answers_like(asked, answer.expires_on) == [answer]
    assert library.answers_like(asked, answer.expires_on + TOMORROW) == []


def test_an_answer_past_its_review_day_stays_in_the_library(almighty):
    answer = publish(almighty, days=3)
    with time_machine.travel(clock.now() + timedelta(days=9)):
        assert list(library.answers(words="身份证")) == [answer]


@pytest.mark.parametrize("days", [0, -1])
def test_an_answer_is_not_published_for_the_past(almighty, days):
    with pytest.raises(Refused, match="lies in the past"):
        publish(almighty, days=days)


def test_the_likest_answer_comes_first_and_an_unlike_one_never(almighty):
    publish(almighty, question="护照怎么办")
    like = publish(almighty, question="身份证丢了怎么补办", words="挂失")
    less = publish(almighty, question="身份证")
    assert library.answers_like("身份证丢了怎么补办呢", clock.today())[:2] == [like, less]
    assert library.answers_like("今天天气不错", clock.today()) == []
    assert library.answers_like("", clock.today()) == []


def test_the_library_is_kept_by_posts_with_the_library(officer):
    with pytest.raises(NotAllowed):
        publish(officer())
    assert Answer.objects.count() == 0


def test_using_an_answer_counts(almighty, desk):
    answer, shen = publish(almighty), desk("沈警官")
    matter = opened("consultation")
    shen.part(f"{matter.url}reply/", text=answer.text, answer=str(answer.pk))
    assert Answer.objects.get().used == 1


def test_quick_replies_are_the_departments_and_the_countys(officer, almighty):
    near, far = officer("沈警官"), officer("陈警官", department="PS101")
    for by, title in ((near, "武原"), (far, "沈荡"), (almighty, "全县")):
        office.keep_quick_reply(title=title, text="请稍候", topic="", by=by)
    assert [one.title for one in library.quick_replies(near)] == ["全县", "武原"]


def test_quick_replies_of_the_topic_come_first(officer):
    shen = officer()
    for title, topic in (("甲", ""), ("乙", "hukou"), ("丙", "exit")):
        office.keep_quick_reply(title=title, text="请稍候", topic=topic, by=shen)
    assert [one.title for one in library.quick_replies(shen, "exit")] == ["丙", "甲", "乙"]


def duty(officer, by, *, area="330424001", begins=0.0, hours=8.0):
    start = clock.now() + timedelta(hours=begins)
    return office.put_on_duty(
        officer, area_code=area, starts_at=start, ends_at=start + timedelta(hours=hours), by=by
    )


def test_whoever_is_rostered_is_on_duty_and_else_everyone_able(officer, almighty):
    shen, chen = officer("沈警官"), officer("陈警官", department="PS101")
    assert shen in library.on_duty("330424001", clock.now())
    duty(chen, almighty)
    assert library.on_duty("330424001", clock.now()) == [chen]
    assert library.on_duty("330424001", clock.now() + timedelta(hours=8)) != [chen]


@pytest.mark.parametrize(
    ("begins", "hours"), [(0, 0), (0, -1), (0, 24 * 32), (24 * 400, 8), (-24 * 400, 8)]
)
def test_a_duty_that_no_calendar_holds_is_refused(officer, almighty, begins, hours):
    with pytest.raises(Refused):
        duty(officer(), almighty, begins=begins, hours=hours)
    assert Duty.objects.count() == 0


@pytest.mark.parametrize("moment", ["0001-01-01T00:00", "9999-12-31T23:59", "x", ""])
def test_a_moment_at_the_end_of_time_breaks_no_page(desk, moment):
    chief = desk("值班长", post="CMD", department="PSB")
    chief.submits(
        "/helpdesk/duty/new/", officer=chief.officer.pk, area_code="", starts_at=moment,
        ends_at="9999-12-31T23:59",
    )  # fmt: skip
    assert chief.status in (409, 422)
    chief.goes("/helpdesk/duty/")
    assert chief.status == 200


def test_a_station_enters_duties_for_its_own_area(officer):
    shen = officer()
    with pytest.raises(NotAllowed):
        duty(shen, shen, area="330424101")
    with pytest.raises(NotAllowed):
        duty(shen, shen, area="")
    assert duty(shen, shen).area_code == "330424001"
