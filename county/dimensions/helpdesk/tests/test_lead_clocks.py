"""The clocks of leads (domain 6.4): what the law sets, what the county set, and when they ring."""

from datetime import datetime, timedelta

import pytest
import time_machine

from county.dimensions.helpdesk import knowledge
from county.dimensions.helpdesk.actions import cases, leads
from county.dimensions.helpdesk.flow import LEAD
from county.dimensions.helpdesk.jobs import CLOCK, warn_of_missed_limits
from county.dimensions.helpdesk.models import Matter
from county.dimensions.helpdesk.tests.conftest import greet, in_state, make, opened
from county.foundation.events.models import Event
from county.foundation.notices.actions import tell
from county.foundation.notices.models import Notice
from county.foundation.staff import sessions
from county.kernel.clock import SHANGHAI
from county.kernel.errors import NotAllowed, Refused

START = datetime(2026, 11, 23, 10, 0, tzinfo=SHANGHAI)
"""A Monday."""


@pytest.fixture
def monday():
    with time_machine.travel(START, tick=False) as now:
        yield now


def running(matter):
    rows = matter.clocks.filter(met_at__isnull=True).order_by("code")
    return {run.code: f"{run.due_at.astimezone(SHANGHAI):%m-%dT%H:%M}" for run in rows}


def test_each_step_meets_its_limit_and_starts_the_next(monday, almighty):
    lead = opened("lead")
    assert running(lead) == {"lead_review": "11-24T10:00", "screen": "11-24T23:59"}
    monday.shift(timedelta(hours=1))
    make(lead, "screen", almighty)
    assert running(lead) == {"lead_review": "11-24T10:00", "lead_transfer": "11-24T11:00"}
    make(lead, "register", almighty)
    assert running(lead) == {"lead_filing": "11-26T23:59"}
    make(lead, "verify", almighty)
    assert running(lead) == {"lead_verify": "11-30T23:59"}
    make(lead, "file_case", almighty)
    assert running(lead) == {}
    make(lead, "solved", almighty)
    assert running(lead) == {"lead_result": "11-30T23:59"}
    make(lead, "notify_reward", almighty)
    assert running(lead) == {}


def test_a_refusal_is_told_within_three_days(monday, almighty):
    lead = in_state("lead", "no_case", almighty)
    assert running(lead) == {"lead_refusal": "11-26T23:59"}
    assert lead.clocks.get(code="lead_refusal").statutory is True
    make(lead, "notify", almighty)
    assert running(lead) == {}


@pytest.mark.parametrize("verb", ["transfer_24h", "not_police"])
def test_what_is_not_ours_leaves_no_limit_behind(monday, almighty, verb):
    assert running(make(in_state("lead", "screened", almighty), verb, almighty)) == {}


def test_an_urgent_lead_is_screened_within_two_hours(monday):
    resident = greet().resident
    lead = leads.take_in(
        content="今晚要动手",
        topic="theft",
        secrecy="open",
        by=resident,
        resident=resident,
        urgent=True,
    )
    assert running(lead)["screen_urgent"] == "11-23T12:00"
    assert lead.clocks.get(code="screen_urgent").statutory is False


def test_a_complex_check_takes_thirty_days_when_a_superior_agrees(monday, almighty, officer):
    lead = in_state("lead", "verifying", almighty)
    zhu = officer("朱所长", post="PLD_CHIEF")
    with pytest.raises(NotAllowed):
        cases.extend(lead, reason="要去外省取证", by=officer("沈警官"))
    with pytest.raises(Refused, match="why"):
        cases.extend(lead, reason=" ", by=zhu)
    monday.shift(timedelta(days=2))
    cases.extend(lead, reason="要去外省取证", by=zhu)
    assert running(lead) == {"lead_complex": "12-23T23:59"}
    with pytest.raises(Refused, match="already"):
        cases.extend(lead, reason="还要", by=zhu)
    make(lead, "no_case", almighty)
    assert running(lead) == {"lead_refusal": "11-28T23:59"}


def test_whoever_checks_does_not_extend_it(monday, officer, almighty):
    zhu = officer("朱所长", post="PLD_CHIEF")
    lead = in_state("lead", "verifying", almighty)
    Matter.objects.filter(pk=lead.pk).update(assignee=zhu)
    with pytest.raises(NotAllowed):
        cases.extend(lead, reason="要去外省取证", by=zhu)
    with pytest.raises(Refused):
        cases.extend(in_state("lead", "screened", almighty), reason="x", by=zhu)


@pytest.mark.parametrize(
    ("state", "code", "days"),
    [
        ("received", "lead_review", 1), ("screened", "lead_transfer", 1),
        ("registered", "lead_filing", 3), ("verifying", "lead_verify", 7),
        ("no_case", "lead_refusal", 3), ("solved", "lead_result", 7),
    ],
)  # fmt: skip
def test_each_limit_rings_when_it_has_passed_and_not_before(
    monday, almighty, officer, state, code, days
):
    officer("朱所长", post="PLD_CHIEF")
    lead = in_state("lead", state, almighty)
    missed = Event.objects.filter(kind="helpdesk.clock_missed", facts__code=code)
    due = lead.clocks.get(code=code).due_at
    assert due.astimezone(SHANGHAI).date() == (START + timedelta(days=days)).date()
    monday.move_to(due)
    warn_of_missed_limits()
    assert missed.count() == 0
    monday.shift(timedelta(seconds=2))
    warn_of_missed_limits()
    warn_of_missed_limits()
    assert missed.count() == 1
    assert Notice.objects.filter(about=lead.subject, title__contains="missed").exists()


def test_nobody_is_told_of_a_lead_s_limit_who_may_not_open_it(monday, almighty, desk):
    """The fraud desk's my day led to a lead that answered 404: no word of it, and no link to it."""
    fan = desk("反诈专班", post="FRAUD_DESK", department="FRAUD")
    zhu = desk("朱所长", post="PLD_CHIEF")
    lead = opened("lead")
    monday.move_to(START + timedelta(days=2))
    sessions.forget()
    warn_of_missed_limits()
    assert Notice.objects.filter(about=lead.subject, officer=zhu.officer).exists()
    assert not Notice.objects.filter(about=lead.subject, officer=fan.officer).exists()
    tell([fan.officer], title="早先的通知", url=lead.url, by=CLOCK, about=lead.subject)
    for sat, status in ((fan, 404), (zhu, 200)):
        sat.client.force_login(sat.officer)
        assert sat.client.get(lead.url).status_code == status
        sat.goes("/desk/")
        links = {node.get("href") for node in sat.page.cssselect("main a")}
        assert (lead.url in links) == (status == 200)


def test_every_clock_of_a_lead_is_data_with_its_basis_and_a_name(desk, monday, almighty):
    """What the law sets is shown as such, what the county set too."""
    codes = {*knowledge.LEAD_STARTS.values()}
    codes |= {code for met in knowledge.LEAD_MEETS.values() for code in met}
    assert codes <= {*knowledge.CLOCKS}
    assert {*knowledge.LEAD_STARTS, *knowledge.LEAD_MEETS} <= {*LEAD.moves}
    lead = in_state("lead", "solved", almighty)
    shown = desk("沈警官").goes(lead.url).text_content()
    assert "7日内告知结果" in shown.replace(" ", "") and "本地设计值" in shown


def test_a_case_is_solved_only_with_evidence_and_a_link(almighty):
    lead = in_state("lead", "filed", almighty)
    with pytest.raises(Refused, match="document"):
        cases.solve(lead, by=almighty, document="  ")
    Matter.objects.filter(pk=lead.pk).update(case_number="")
    with pytest.raises(Refused, match="Link"):
        cases.solve(lead, by=almighty, document="结1号")
    assert Matter.objects.get(pk=lead.pk).state == "filed"


def test_one_case_is_one_however_its_number_was_typed():
    assert cases.case_of(" 盐公（立）字 〔2026〕１２号 ") == cases.case_of("盐公(立)字〔2026〕12号")


def test_the_kind_of_small_case_comes_from_the_list(almighty):
    lead = in_state("lead", "verifying", almighty)
    with pytest.raises(Refused, match="list"):
        cases.file_case(lead, case_number="A1", link="direct", small_case="murder", by=almighty)
    cases.file_case(lead, case_number="A1", link="indirect", small_case="e_bike", by=almighty)
    assert Matter.objects.get(pk=lead.pk).lead.small_case == "e_bike"


@pytest.mark.parametrize("verb", ["file_case", "solved"])
def test_filing_and_solving_are_no_mere_steps(almighty, desk, verb):
    state = sorted(LEAD.moves[verb].sources)[0]
    lead, shen = in_state("lead", state, almighty), desk("沈警官")
    assert shen.part(f"{lead.url}move/", verb=verb, note="").status_code == 409
    assert Matter.objects.get(pk=lead.pk).state == state


def test_a_reporter_is_told_something(almighty):
    lead = in_state("lead", "no_case", almighty)
    with pytest.raises(Refused):
        leads.conclude(lead, verb="notify", notice=" ", by=almighty)
    with pytest.raises(Refused):
        leads.conclude(lead, verb="screen", notice="x", by=almighty)
    leads.conclude(lead, verb="notify", notice="查无此事", by=almighty)
    assert Matter.objects.get(pk=lead.pk).lead.notice == "查无此事"


def test_credibility_is_words_and_never_what_may_not_be_noted(almighty, desk):
    lead = in_state("lead", "screened", almighty)
    leads.note_credibility(lead, text="细节具体，与报案吻合", by=almighty)
    assert Matter.objects.get(pk=lead.pk).lead.credibility == "细节具体，与报案吻合"
    with pytest.raises(Refused, match="no place"):
        leads.note_credibility(lead, text="举报人信佛教，不可信", by=almighty)
    fields = {field.name for field in Matter._meta.get_fields()}
    assert not {name for name in fields if "score" in name or "trust" in name}
    shen = desk("沈警官")
    shen.submits(f"{lead.url}credibility/", text="再看看")
    assert "再看看" in shen.goes(lead.url).text_content()
