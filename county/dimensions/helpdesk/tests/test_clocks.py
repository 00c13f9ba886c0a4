"""Service clocks: which limit begins when, what meets it, and what never moves it."""

from datetime import date, datetime, timedelta

import pytest
import time_machine

from county.dimensions.helpdesk import knowledge
from county.dimensions.helpdesk.actions import matters as acts
from county.dimensions.helpdesk.actions import outcome, talk
from county.dimensions.helpdesk.jobs import warn_of_missed_limits
from county.dimensions.helpdesk.models import ClockRun, Matter
from county.dimensions.helpdesk.tests.conftest import greet, in_state, make, opened, say
from county.foundation.events.models import Event
from county.foundation.notices.models import Notice
from county.kernel.clock import SHANGHAI


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def running(matter):
    """The limits that run: code → due, in county time."""
    rows = ClockRun.objects.filter(matter=matter, met_at__isnull=True).order_by("due_at", "id")
    return [(run.code, run.due_at.astimezone(SHANGHAI).isoformat()[:16]) for run in rows]


def met(matter):
    """The limits that were met: code → whether in time."""
    rows = ClockRun.objects.filter(matter=matter, met_at__isnull=False)
    return {run.code: run.met_at <= run.due_at for run in rows}


@pytest.mark.parametrize(
    ("kind", "priority", "opened_at", "code", "due"),
    [
        ("consultation", 3, "2026-11-23T10:00", "reply_office", "2026-11-23T10:15"),
        ("consultation", 3, "2026-11-23T08:29", "reply_night", "2026-11-23T09:29"),
        ("consultation", 3, "2026-11-23T08:30", "reply_office", "2026-11-23T08:45"),
        ("consultation", 3, "2026-11-23T17:30", "reply_night", "2026-11-23T18:30"),
        ("consultation", 3, "2026-11-23T23:50", "reply_night", "2026-11-24T00:50"),
        # Saturday; a Saturday that is worked; a holiday that is a Thursday.
        ("consultation", 3, "2026-11-21T10:00", "reply_night", "2026-11-21T11:00"),
        ("consultation", 3, "2026-10-10T10:00", "reply_office", "2026-10-10T10:15"),
        ("consultation", 3, "2026-10-01T10:00", "reply_night", "2026-10-01T11:00"),
        ("help", 1, "2026-11-21T03:00", "reply_urgent", "2026-11-21T03:01"),
        ("help", 2, "2026-11-21T03:00", "reply_fraud", "2026-11-21T03:02"),
        ("help", 3, "2026-11-23T10:00", "reply_office", "2026-11-23T10:15"),
    ],
)
def test_the_first_word_is_due_by_urgency_and_by_the_hour(db, kind, priority, opened_at, code, due):
    matter = opened(kind, priority=priority, at=at(opened_at))
    assert running(matter)[0] == (code, due)
    assert matter.next_due == at(due)


@pytest.mark.parametrize(
    ("kind", "opened_at", "code", "due"),
    [
        ("consultation", "2026-11-20T16:00", "answer", "2026-11-21T16:00"),
        ("help", "2026-11-23T10:00", "resolve", "2026-11-26T23:59"),
        # The vectors of domain 7.5: holidays and make-up days.
        ("help", "2024-09-27T10:00", "resolve", "2024-10-08T23:59"),
        ("help", "2024-10-16T10:00", "resolve", "2024-10-21T23:59"),
        ("help", "2024-04-30T10:00", "resolve", "2024-05-08T23:59"),
        ("help", "2026-09-24T10:00", "resolve", "2026-09-30T23:59"),
    ],
)
def test_the_whole_is_due_on_the_working_calendar(db, kind, opened_at, code, due):
    assert running(opened(kind, at=at(opened_at)))[-1] == (code, due)


def test_a_lead_is_screened_and_reviewed_in_time(db):
    with time_machine.travel(at("2026-11-20T16:00"), tick=False):
        lead = opened("lead")
    assert running(lead) == [
        ("lead_review", "2026-11-21T16:00"),
        ("screen", "2026-11-23T23:59"),
    ]


def test_days_are_the_countys_wherever_the_server_stands(db):
    """Half past midnight in Shanghai is still yesterday in UTC."""
    rule = knowledge.CLOCKS["resolve"]
    assert rule.due(at("2026-11-23T00:30")).astimezone(SHANGHAI).date() == date(2026, 11, 26)


def test_only_what_the_law_sets_is_called_statutory():
    for rule in knowledge.CLOCKS.values():
        assert rule.statutory is not rule.basis.startswith("local"), rule.code
        assert rule.basis


def test_what_runs_carries_the_basis_of_its_rule(almighty):
    for kind in ("consultation", "help", "lead"):
        for run in opened(kind).clocks.all():
            rule = knowledge.CLOCKS[run.code]
            assert (run.basis, run.statutory) == (rule.basis, rule.statutory)
    matter = acts.convert(
        opened("consultation"), kind="help", topic="fraud", priority=2, by=almighty
    )
    for run in matter.clocks.all():
        rule = knowledge.CLOCKS[run.code]
        assert (run.basis, run.statutory) == (rule.basis, rule.statutory)


def test_a_first_answer_in_time_meets_its_limit(almighty):
    with time_machine.travel(at("2026-11-23T10:00"), tick=False) as now:
        matter = make(opened("consultation"), "take", almighty)
        now.shift(timedelta(minutes=14))
        make(matter, "reply", almighty)
    assert met(matter) == {"reply_office": True, "answer": True}
    assert running(matter) == []


def test_a_first_answer_too_late_has_missed_it_for_good(almighty):
    with time_machine.travel(at("2026-11-23T10:00"), tick=False) as now:
        matter = make(opened("consultation"), "take", almighty)
        now.shift(timedelta(minutes=16))
        make(matter, "reply", almighty)
    assert met(matter) == {"reply_office": False, "answer": True}


def test_an_answered_question_is_not_reported_as_missed_the_day_after(almighty, background):
    with time_machine.travel(at("2026-11-23T10:00"), tick=False) as now:
        matter = make(make(opened("consultation"), "take", almighty), "reply", almighty)
        now.shift(timedelta(hours=25))
        warn_of_missed_limits()
    assert Event.objects.filter(kind="helpdesk.clock_missed").count() == 0
    assert Matter.objects.get(pk=matter.pk).next_due is None


@pytest.mark.parametrize("deed", ["note", "hand on", "join", "call", "see", "lower"])
def test_no_deed_but_an_answer_moves_a_running_limit(almighty, officer, deed):
    chen = officer("陈警官")
    with time_machine.travel(at("2026-11-23T10:00"), tick=False) as now:
        matter = make(opened("consultation"), "take", almighty)
        before = running(matter)
        now.shift(timedelta(minutes=5))
        {
            "note": lambda: talk.note(matter, text="问过户籍科", by=almighty),
            "hand on": lambda: acts.hand_on(matter, to=chen, by=almighty),
            "join": lambda: acts.join(matter, officer=chen, by=almighty),
            "call": lambda: outcome.call_back(matter, officer=chen, why="", by=almighty),
            "see": lambda: talk.seen(matter, by=almighty),
            "lower": lambda: acts.convert(
                matter, kind="consultation", topic="hukou", priority=3, by=almighty
            ),
        }[deed]()
    assert running(matter) == before
    assert Matter.objects.get(pk=matter.pk).next_due == at("2026-11-23T10:15")


def test_more_words_of_the_resident_move_no_limit(almighty, background):
    with time_machine.travel(at("2026-11-23T10:00"), tick=False) as now:
        conversation = greet()
        say(conversation, "身份证丢了")
        background.catch_up()
        matter = Matter.objects.get(conversation=conversation)
        before = running(matter)
        now.shift(timedelta(minutes=5))
        say(conversation, "急用")
        background.catch_up()
    assert running(matter) == before


def test_reopening_starts_a_new_round_and_leaves_the_old_one_as_it_was(almighty):
    with time_machine.travel(at("2026-11-23T10:00"), tick=False) as now:
        matter = in_state("consultation", "answered", almighty)
        old = list(matter.clocks.order_by("id").values_list("code", "due_at", "met_at"))
        now.shift(timedelta(hours=2))
        acts.reopen(matter, why="还没办好", by=almighty)
    again = list(matter.clocks.order_by("id").values_list("code", "due_at", "met_at"))
    assert again[:2] == old
    assert running(matter) == [
        ("reply_office", "2026-11-23T12:15"),
        ("answer", "2026-11-24T12:00"),
    ]


def test_reopening_does_not_move_a_limit_that_still_runs(almighty):
    """A call for help reopened before its whole was done keeps what was left of it."""
    with time_machine.travel(at("2026-11-23T10:00"), tick=False) as now:
        matter = make(opened("consultation"), "take", almighty)
        matter = acts.convert(matter, kind="help", topic="noise", priority=3, by=almighty)
        due = dict(running(matter))["answer"]
        for verb in ("reply", "resolve"):
            matter = make(matter, verb, almighty)
        now.shift(timedelta(hours=2))
        acts.reopen(matter, why="又吵了", by=almighty)
    first = ClockRun.objects.filter(matter=matter, code="answer").order_by("id").first()
    assert first.due_at == at(due)


def test_a_question_that_becomes_urgent_gets_the_urgent_limit(almighty):
    with time_machine.travel(at("2026-11-23T10:00"), tick=False) as now:
        matter = make(opened("consultation"), "take", almighty)
        now.shift(timedelta(minutes=3))
        acts.convert(matter, kind="help", topic="fraud", priority=2, by=almighty)
    codes = dict(running(matter))
    assert codes["reply_fraud"] == "2026-11-23T10:05"
    assert codes["resolve"] == "2026-11-26T23:59", "a call for help has the limit of one"
    assert codes["answer"] == "2026-11-24T10:00", "what ran, runs on"


def test_a_missed_limit_is_told_once_to_the_holder_and_the_chief(desk, background):
    shen, chief = desk("沈警官"), desk("朱所长", post="PLD_CHIEF")
    far = desk("陈警官", department="PS101")
    with time_machine.travel(at("2026-11-23T10:00"), tick=False) as now:
        matter = make(opened("consultation"), "take", shen.officer)
        now.shift(timedelta(minutes=15, seconds=1))
        for _turn in range(3):
            warn_of_missed_limits()
    told = Notice.objects.filter(about=matter.subject).exclude(title__contains="New at the desk")
    assert {notice.officer_id for notice in told} == {shen.officer.pk, chief.officer.pk}
    assert far.officer.pk not in {notice.officer_id for notice in told}
    missed = Event.objects.filter(kind="helpdesk.clock_missed")
    assert [event.facts["code"] for event in missed] == ["reply_office"]


def test_a_limit_is_not_missed_at_its_last_moment(db, almighty):
    with time_machine.travel(at("2026-11-23T10:00"), tick=False) as now:
        make(opened("consultation"), "take", almighty)
        now.shift(timedelta(minutes=15))
        warn_of_missed_limits()
    assert Event.objects.filter(kind="helpdesk.clock_missed").count() == 0


def test_the_steps_of_a_lead_meet_its_limits(almighty):
    lead = make(opened("lead"), "screen", almighty)
    assert met(lead) == {"screen": True}
    make(lead, "register", almighty)
    assert met(lead) == {"screen": True, "lead_review": True, "lead_transfer": True}
