"""S09, S10, S11 and S31 as defined (domain 9), each with what looks like one and is none."""

from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine

from county.dimensions.helpdesk.actions import cases, outcome
from county.dimensions.helpdesk.actions import matters as acts
from county.dimensions.helpdesk.models.matters import CONSULTATION_TOPICS
from county.dimensions.helpdesk.queries import figures
from county.dimensions.helpdesk.tests.conftest import in_state, make, opened
from county.kernel import clock

DAY = timedelta(days=1)


def today():
    start = clock.start_of_day(clock.today())
    return figures.Span(start, start + DAY)


@pytest.fixture
def counted(almighty):
    """The totals of today."""
    return lambda span=None: figures.totals(almighty, span or today(), clock.now())


def behind(almighty, figure, span=None):
    return {matter.number for matter in figures.behind(almighty, figure, span or today())}


def resolved(by, *, result="solved", money="kept", topic="fraud", closed=True, **amounts):
    matter = in_state("help", "replied", by, topic=topic)
    outcome.resolve(matter, result=result, money=money, by=by, **amounts)
    return acts.close(matter, by=by) if closed else matter


@pytest.mark.parametrize("topic", CONSULTATION_TOPICS)
def test_s09_counts_a_closed_consultation_of_a_listed_topic(almighty, counted, topic):
    matter = in_state("consultation", "closed", almighty, topic=topic)
    assert counted().consultations == 1
    assert behind(almighty, "consultations") == {matter.number}


def test_s09_counts_nothing_else(almighty, counted):
    in_state("consultation", "answered", almighty, topic="hukou")
    in_state("consultation", "closed", almighty, topic="lost")
    in_state("help", "closed", almighty, topic="other")
    in_state("lead", "closed", almighty)
    assert counted().consultations == 0


def test_s09_counts_a_reopened_one_once_and_not_while_it_is_open(almighty, counted):
    matter = in_state("consultation", "closed", almighty, topic="hukou")
    acts.reopen(matter, why="", by=almighty)
    assert counted().consultations == 0
    acts.close(make(matter, "reply", almighty), by=almighty)
    assert counted().consultations == 1


def test_a_result_counts_on_the_day_of_the_result_not_of_the_question(almighty, counted):
    with time_machine.travel(clock.now() - 3 * DAY, tick=False):
        asked = in_state("consultation", "answered", almighty, topic="hukou")
        helped = in_state("help", "resolved", almighty, topic="noise")
        before = today()
    for matter in (asked, helped):
        acts.close(matter, by=almighty)
    assert (counted().consultations, counted().helps, counted().opened) == (1, 1, 0)
    then = counted(before)
    assert (then.consultations, then.helps, then.opened) == (0, 0, 2)


@pytest.mark.parametrize(("result", "counts"), [
    ("solved", 1), ("referred", 1), ("unsolved", 0), ("withdrawn", 0),
])  # fmt: skip
def test_s10_counts_what_was_solved_or_referred_and_completed(almighty, counted, result, counts):
    resolved(almighty, result=result, money="", topic="noise")
    assert counted().helps == counts


def test_s10_counts_nothing_that_is_not_closed_and_no_consultation(almighty, counted):
    resolved(almighty, topic="noise", money="", closed=False)
    in_state("consultation", "closed", almighty)
    assert counted().helps == 0


def solve(lead, by):
    for verb in ("screen", "register", "verify", "file_case", "solved"):
        lead = make(lead, verb, by)
    return lead


def test_s11_counts_distinct_solved_cases_that_leads_are_linked_to(almighty, counted):
    for case, link in (("A1", "direct"), ("A1", "indirect"), ("A2", "direct")):
        lead = opened("lead")
        cases.link_to_case(lead, case_number=case, link=link, by=almighty)
        solve(lead, almighty)
    assert counted().leads_solved == 2
    assert len(behind(almighty, "leads_solved")) == 3


def test_s11_still_counts_when_the_source_has_been_told(almighty, counted):
    lead = opened("lead")
    cases.link_to_case(lead, case_number="A1", link="direct", by=almighty)
    make(solve(lead, almighty), "notify_reward", almighty)
    assert counted().leads_solved == 1


def test_s11_counts_neither_an_unsolved_case_nor_one_that_was_none(almighty, counted):
    filed = in_state("lead", "filed", almighty)
    cases.link_to_case(filed, case_number="A1", link="direct", by=almighty)
    dropped = in_state("lead", "no_case", almighty)
    cases.link_to_case(dropped, case_number="A2", link="direct", by=almighty)
    make(dropped, "notify", almighty)
    assert counted().leads_solved == 0


@pytest.mark.parametrize(("money", "counts"), [("kept", 1), ("stopped", 1), ("lost", 0)])
def test_s31_counts_frauds_whose_money_was_kept_or_stopped(almighty, counted, money, counts):
    matter = resolved(almighty, money=money, closed=False)
    assert counted().frauds_kept == counts
    assert behind(almighty, "frauds_kept") == ({matter.number} if counts else set())


def test_s31_counts_no_other_help_and_no_suspicion(almighty, counted):
    resolved(almighty, topic="noise", money="kept")
    in_state("help", "replied", almighty, topic="fraud")
    in_state("consultation", "closed", almighty, topic="antifraud")
    assert counted().frauds_kept == 0


def test_s31_loses_one_whose_money_was_lost_after_all(almighty, counted):
    matter = resolved(almighty, money="kept")
    acts.reopen(matter, why="又转账了", by=almighty)
    assert counted().frauds_kept == 0, "an open matter has no result"
    outcome.resolve(make(matter, "reply", almighty), result="solved", money="lost", by=almighty)
    assert counted().frauds_kept == 0


def test_amounts_are_summed_apart_by_who_vouches_for_them(almighty, counted):
    resolved(almighty, money="kept", stated_amount=Decimal(1000))
    resolved(almighty, money="stopped", verified_amount=Decimal("200.50"))
    resolved(almighty, money="stopped", stated_amount=Decimal(30), verified_amount=Decimal(20))
    resolved(almighty, money="lost", stated_amount=Decimal(5000), verified_amount=Decimal(5000))
    totals = counted()
    assert (totals.stated, totals.verified) == (1030.0, 220.5)


def test_figures_count_only_what_the_officer_may_see(almighty, desk, counted):
    in_state("consultation", "closed", almighty, town="330424001")
    in_state("consultation", "closed", almighty, town="330424101")
    shen = desk("沈警官").officer
    assert figures.totals(shen, today(), clock.now()).consultations == 1
    assert counted().consultations == 2


@pytest.mark.parametrize("figure", sorted(figures.DRILLS))
def test_every_figure_leads_to_the_matters_it_counts(almighty, desk, figure):
    resolved(almighty)
    in_state("consultation", "closed", almighty)
    opened("help")
    chief = desk("值班长", post="CMD", department="PSB")
    chief.goes(f"/helpdesk/matters/?figure={figure}&span=today")
    assert chief.status == 200
    shown = set(chief.sees("tbody td:first-child"))
    assert shown == behind(chief.officer, figure)


def test_waiting_is_whoever_has_no_word_yet(almighty, counted):
    opened("consultation")
    in_state("consultation", "answered", almighty)
    in_state("lead", "screened", almighty)
    assert counted().waiting == 1


def test_the_median_and_the_ninth_of_ten_are_values_that_were_measured(counted):
    assert (counted().first_reply_median, counted().first_reply_p90) == (None, None)
    for seconds in range(1, 11):
        matter = opened("consultation")
        matter.first_reply_at = matter.opened_at + timedelta(seconds=seconds)
        matter.save(update_fields=["first_reply_at"])
    assert (counted().first_reply_median, counted().first_reply_p90) == (5.0, 9.0)
