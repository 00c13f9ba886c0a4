"""Nobody is their own second person, and a word is good for exactly what was shown, once."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction

from county.foundation.approvals import actions, queries, registry
from county.foundation.approvals.flow import State
from county.foundation.approvals.models import Approval
from county.foundation.notices.models import Notice
from county.kernel import clock
from county.kernel.errors import Incomplete, NotAllowed, Refused

pytestmark = pytest.mark.django_db
KIND = "tests.thing"
PAYLOAD = {"text": "防诈骗提醒", "people": 33}


@pytest.fixture(autouse=True)
def kind():
    registry.four_eyes(KIND, "A thing", permit="worklist.supervise")
    yield
    del registry.KINDS[KIND]


@pytest.fixture
def li(desk):
    return desk("李警官", post="PLD_OFFICER", department="PS101").officer


@pytest.fixture
def chief(desk):
    return desk("赵所长", post="PLD_CHIEF", department="PS101").officer


@pytest.fixture
def command(desk):
    return desk("王值班长", post="CMD", department="PSB").officer


def ask(by, **more):
    words = {"subject": "thing:1", "payload": PAYLOAD, "title": "Thing", "why": "提醒居民", **more}
    return actions.ask(kind=KIND, by=by, **words)


def use(by, payload=PAYLOAD):
    return actions.use(kind=KIND, subject="thing:1", payload=payload, by=by)


def test_what_another_granted_is_good_once(li, chief):
    approval = ask(li)
    assert [one.officer for one in Notice.objects.filter(officer=chief)] == [chief]
    with pytest.raises(actions.NotApproved):
        use(li)
    actions.decide(approval, granted=True, by=chief)
    assert use(li).state == State.USED
    with pytest.raises(actions.NotApproved):
        use(li)


def test_a_word_is_for_exactly_what_was_shown(li, chief):
    actions.decide(ask(li), granted=True, by=chief)
    with pytest.raises(actions.NotApproved):
        use(li, {**PAYLOAD, "people": 34})
    assert Approval.objects.get().state == State.GRANTED


def test_a_word_runs_out_after_a_day(li, chief):
    actions.decide(ask(li), granted=True, by=chief)
    with (
        time_machine.travel(clock.now() + timedelta(hours=24, seconds=1)),
        pytest.raises(actions.NotApproved),
    ):
        use(li)
    late = ask(li, subject="thing:2")
    with time_machine.travel(clock.now() + timedelta(hours=25)), pytest.raises(Refused):
        actions.decide(late, granted=True, by=chief)


def test_where_nobody_could_decide_nothing_is_asked(chief):
    with pytest.raises(Refused):
        ask(chief)
    assert not Approval.objects.exists()


def test_the_asker_is_refused_by_verb_and_by_table(chief, command):
    approval = ask(chief)
    with pytest.raises(NotAllowed):
        actions.decide(approval, granted=True, by=chief)
    with pytest.raises(IntegrityError), transaction.atomic():
        Approval.objects.filter(pk=approval.pk).update(
            state=State.GRANTED, decider=chief, decided_at=clock.now(),
            decider_department=chief.department,
        )  # fmt: skip


def test_many_people_need_another_department(li, chief, command):
    approval = ask(li, people=501)
    assert list(queries.waiting_for(chief)) == []
    with pytest.raises(NotAllowed):
        actions.decide(approval, granted=True, by=chief)
    with pytest.raises(IntegrityError), transaction.atomic():
        Approval.objects.filter(pk=approval.pk).update(
            state=State.GRANTED, decider=chief, decided_at=clock.now(),
            decider_department=chief.department,
        )  # fmt: skip
    assert actions.decide(approval, granted=True, by=command).state == State.GRANTED


def test_a_refusal_says_why_and_ends_it(li, chief):
    approval = ask(li)
    with pytest.raises(Incomplete):
        actions.decide(approval, granted=False, by=chief)
    actions.decide(approval, granted=False, note="先改文字", by=chief)
    with pytest.raises(actions.NotApproved):
        use(li)
    assert Notice.objects.get(officer=li).text == "先改文字"
    with pytest.raises(Refused):
        actions.decide(approval, granted=True, by=chief)


def test_asking_anew_takes_the_earlier_wish_back(li, chief):
    first, second = ask(li), ask(li, payload={"text": "另一段文字"})
    first.refresh_from_db()
    assert (first.state, second.state) == (State.TAKEN_BACK, State.ASKED)
    with pytest.raises(Refused):
        actions.decide(first, granted=True, by=chief)


def test_a_post_without_the_permit_neither_sees_nor_decides(li, chief, desk):
    other = desk("何辅警", post="PLD_AUX", department="PS101")
    approval = ask(li)
    assert list(queries.approvals_for(other.officer)) == []
    with pytest.raises(NotAllowed):
        actions.decide(approval, granted=True, by=other.officer)
    other.goes(f"/approvals/{approval.pk}/")
    assert other.status == 404


def test_the_page_decides(li, desk):
    zhao = desk("赵所长", post="PLD_CHIEF", department="PS101")
    approval = ask(li)
    zhao.goes("/approvals/")
    assert any("Thing" in line for line in zhao.sees("ul.lines li"))
    zhao.submits(f"/approvals/{approval.pk}/decide/", decision="grant", note="同意")
    approval.refresh_from_db()
    assert (approval.state, approval.decider) == (State.GRANTED, zhao.officer)
