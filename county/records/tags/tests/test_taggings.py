"""A tag is in force only when the resident agreed, or a statute names the duty."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from county.foundation.events.models import Event
from county.foundation.staff.models import Post
from county.kernel import clock
from county.kernel.errors import Incomplete, NotAllowed, Refused
from county.records.residents import actions as residents
from county.records.residents.models import Consent
from county.records.tags import actions, queries
from county.records.tags.flow import State
from county.records.tags.models import Tagging

pytestmark = pytest.mark.django_db


@pytest.fixture
def resident():
    opened = residents.open_file(alias="稻花香里", town_code="330424001")
    residents.see_notice(opened)
    return opened


@pytest.fixture
def shen(desk):
    return desk("沈警官")


def propose(resident, by, code="T0205", why="自述租住武原"):
    return actions.propose(resident, code, why=why, by=by.officer)


def test_a_proposal_is_in_force_when_the_resident_agrees(resident, shen):
    tagging = propose(resident, shen)
    assert tagging.state == State.PROPOSED
    assert queries.active_codes(resident.pk) == set()
    actions.confirm(tagging, by=resident)
    assert queries.active_codes(resident.pk) == {"T0205"}
    kept = Tagging.objects.get()
    assert (kept.officer, kept.confirmed_by) == (shen.officer, resident.actor)
    assert kept.until == clock.today() + timedelta(days=365)
    assert Consent.objects.get().scope == "tags"


def test_nobody_else_agrees_for_the_resident(resident, shen):
    other = residents.open_file()
    with pytest.raises(NotAllowed):
        actions.confirm(propose(resident, shen), by=other)
    assert queries.active_codes(resident.pk) == set()


def test_what_a_statute_names_is_in_force_at_once(resident, shen):
    assert propose(resident, shen, "T1001").state == State.ACTIVE
    assert not Consent.objects.exists()


def test_each_sets_only_what_the_library_lets_them(resident, shen):
    with pytest.raises(Refused):
        propose(resident, shen, "T0106")
    with pytest.raises(Refused):
        propose(resident, shen, "T9999")
    with pytest.raises(Refused):
        actions.set_own(resident, "T0711")
    with pytest.raises(Refused):
        actions.set_own(resident, "T0405")
    with pytest.raises(Refused):
        actions.note(resident, "T0101", by=actions.CLOCK)
    assert actions.note(resident, "T1206", by=actions.CLOCK).state == State.ACTIVE
    assert not Tagging.objects.exclude(code="T1206").exists()


def test_a_sensitive_tag_asks_a_permit_and_a_consent_of_its_own(resident, shen, desk):
    with pytest.raises(NotAllowed):
        propose(resident, shen, "T0502", "本人申请走访")
    chief = desk("值班长", post="CMD", department="PSB")
    tagging = actions.propose(
        resident, "T0502", why="本人申请走访", case_number="Q2026-1", by=chief.officer
    )
    second = desk("所长", post="PLD_CHIEF").officer
    actions.confirm(actions.approve(tagging, by=second), by=resident)
    assert Consent.objects.get().scope == "tag:T0502"
    assert queries.open_of(resident.pk, shen.officer) == []
    assert len(queries.open_of(resident.pk, chief.officer)) == 1


@pytest.mark.parametrize("why", ["", "重点人员", "信访户", "很" * 61])
def test_a_reason_is_short_and_says_nothing_forbidden(resident, shen, why):
    with pytest.raises(Incomplete):
        propose(resident, shen, why=why)


def test_a_tag_is_on_a_resident_once(resident, shen):
    tagging = propose(resident, shen)
    with pytest.raises(actions.AlreadyThere):
        propose(resident, shen)
    assert actions.set_own(resident, "T0205").pk == tagging.pk
    actions.end(Tagging.objects.get(), by=resident)
    assert [one.given for one in Consent.objects.order_by("id")] == [True, False]
    assert propose(resident, shen).state == State.PROPOSED


def test_the_database_keeps_what_is_not_lawful_out(resident):
    wrong = [
        {"state": "active"},
        {"state": "ended"},
        {"state": "wished"},
        {"code": "重点人"},
        {"ended_at": clock.now()},
    ]
    for values in wrong:
        row = {"resident": resident, "code": "T0101", "grade": "A", "one_of": "channel",
               "basis": "C", "proposed_by": "x", **values}  # fmt: skip
        with pytest.raises(IntegrityError), transaction.atomic():
            Tagging.objects.create(**row)


def test_what_is_old_runs_out(resident, shen):
    actions.confirm(propose(resident, shen), by=resident)
    lapsing = propose(resident, shen, "T0304", "自述个体经营")
    Tagging.objects.filter(state="active").update(until=clock.today() - timedelta(days=1))
    Tagging.objects.filter(pk=lapsing.pk).update(proposed_at=clock.now() - timedelta(days=15))
    assert actions.let_run_out() == 2
    assert [one.state for one in Tagging.objects.all()] == [State.ENDED]
    assert actions.let_run_out() == 0


def test_the_log_never_says_which_tag(resident, shen):
    actions.confirm(propose(resident, shen), by=resident)
    actions.end(Tagging.objects.get(), by=shen.officer, reason="已搬走")
    told = Event.objects.filter(kind__startswith="tags.")
    assert [event.kind for event in told] == [
        "tags.tag_proposed", "tags.tag_set", "tags.tag_ended",
    ]  # fmt: skip
    assert not any("T0205" in str(event.facts) + event.subject for event in told)


def test_an_officer_proposes_and_takes_back_on_the_residents_page(resident, shen):
    shen.goes(f"/residents/{resident.pk}/")
    assert "租房居住" in shen.sees("#tag_code")[0]
    assert "需外语沟通" not in shen.sees("#tag_code")[0]
    assert "独居老人" not in shen.sees("#tag_code")[0]
    shen.submits(f"/tags/residents/{resident.pk}/propose/", code="T0205", why="自述租住武原")
    assert any("租房居住" in one and "待居民确认" in one for one in shen.sees(".look"))
    refused = shen.part(f"/tags/residents/{resident.pk}/propose/", code="T0304", why="重点人员")
    assert refused.status_code == 422
    assert "重点人" in refused.content.decode()
    shen.submits(f"/tags/{Tagging.objects.get().pk}/end/", reason="填错了")
    assert Tagging.objects.get().state == State.ENDED


def test_another_towns_officer_and_a_post_without_the_permit_stay_out(resident, desk):
    far = desk("远方", department="PS002")
    address = f"/tags/residents/{resident.pk}/propose/"
    assert far.client.post(address, {"code": "T0205", "why": "自述租住"}).status_code == 404
    post = Post.objects.create(code="NOTAGS", title="x", title_en="x", permits=["residents.read"])
    without = desk("无权", post=post.pk)
    assert without.client.post(address, {"code": "T0205", "why": "自述租住"}).status_code == 403
    assert not Tagging.objects.exists()
