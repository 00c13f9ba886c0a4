"""What residents may always do about their tags, and who decides when they object."""

from datetime import timedelta

import pytest

from county.kernel import clock
from county.kernel.errors import Incomplete, NotAllowed, Refused
from county.records.residents import actions as residents
from county.records.residents.models import Consent
from county.records.tags import actions, queries
from county.records.tags.flow import State
from county.records.tags.models import Objection, Tagging
from county.records.worklist.models import Task

pytestmark = pytest.mark.django_db


@pytest.fixture
def tagged(resident, shen):
    tagging = actions.propose(resident, "T0205", why="自述租住武原", by=shen)
    return actions.confirm(tagging, by=resident)


def codes(resident):
    return queries.active_codes(resident.pk)


def test_a_proposal_by_consent_has_no_effect_before_it_is_confirmed(resident, shen):
    """(I4) Nor does it show among what is in force."""
    tagging = actions.propose(resident, "T0302", why="自述任出纳", by=shen)
    assert codes(resident) == set()
    assert not queries.in_force().exists()
    actions.confirm(tagging, by=resident)
    assert codes(resident) == {"T0302"}


def test_a_tag_past_its_day_has_no_effect_before_the_night(resident, tagged):
    """(E8) Whether or not the nightly work has ended it."""
    Tagging.objects.update(until=clock.today())
    assert codes(resident) == {"T0205"}
    Tagging.objects.update(until=clock.today() - timedelta(days=1))
    assert codes(resident) == set()
    assert Tagging.objects.get().state == State.ACTIVE
    actions.let_run_out()
    assert Tagging.objects.get().state == State.ENDED


def test_a_frozen_tag_has_no_effect_until_it_is_thawed_and_still_runs_out(resident, tagged):
    actions.freeze(tagged, by=resident)
    assert codes(resident) == set()
    with pytest.raises(NotAllowed):
        actions.unfreeze(tagged, by=residents.open_file())
    actions.unfreeze(tagged, by=resident)
    assert codes(resident) == {"T0205"}
    actions.freeze(tagged, by=resident)
    Tagging.objects.update(until=clock.today() - timedelta(days=1))
    actions.let_run_out()
    assert Tagging.objects.get().state == State.ENDED


def test_an_objection_hides_the_tag_at_once_and_has_a_clock(resident, tagged, shen, chief):
    """(E11) Fifteen working days, on the worklist of somebody who did not set it."""
    objection = actions.object_to(tagged, words="我已经搬走了", by=resident)
    assert codes(resident) == set()
    assert Tagging.objects.get().state == State.CONTESTED
    assert clock.day_of(objection.due_at) == clock.add_working_days(clock.today(), 15)
    task = Task.objects.get()
    assert (task.key, task.officer, task.due_at) == (
        f"objection:{objection.pk}", chief, objection.due_at,
    )  # fmt: skip
    with pytest.raises(NotAllowed):
        actions.decide(objection, upheld=False, answer="登记仍在", by=shen)


def test_the_officer_who_tagged_never_decides(resident, chief, desk):
    """(E11) Not even with the permit; another does, and the task was never given to them."""
    other = desk("另一所长", post="PLD_CHIEF").officer
    tagging = actions.propose(resident, "T0205", why="自述租住武原", by=chief)
    objection = actions.object_to(actions.confirm(tagging, by=resident), words="不对", by=resident)
    assert Task.objects.get().officer == other
    with pytest.raises(NotAllowed):
        actions.decide(objection, upheld=False, answer="登记仍在", by=chief)
    actions.decide(objection, upheld=False, answer="登记仍在", by=other)
    assert codes(resident) == {"T0205"}


def test_an_upheld_objection_ends_the_tag_and_its_task(resident, tagged, chief):
    """(E12) It is in no selection made after that."""
    objection = actions.object_to(tagged, words="我已经搬走了", by=resident)
    with pytest.raises(Incomplete):
        actions.decide(objection, upheld=True, answer="此人难缠", by=chief)
    actions.decide(objection, upheld=True, answer="已核实，予以删除", by=chief)
    assert Tagging.objects.get().state == State.ENDED
    assert not queries.in_force().exists()
    assert Task.objects.get().state == "done"
    [kept] = queries.objections_of(resident.pk)
    assert (kept.upheld, kept.answer, kept.officer) == (True, "已核实，予以删除", chief)
    with pytest.raises(Refused):
        actions.decide(objection, upheld=False, answer="再看一次", by=chief)


def test_with_nobody_else_the_data_protection_office_decides(resident, tagged):
    actions.object_to(tagged, words="我已经搬走了", by=resident)
    task = Task.objects.get()
    assert (task.officer, task.department_id) == (None, "DPO")


def test_one_may_still_end_what_one_objected_to(resident, tagged, chief):
    objection = actions.object_to(tagged, words="我已经搬走了", by=resident)
    actions.end(tagged, by=resident)
    actions.decide(objection, upheld=True, answer="本人已自行删除", by=chief)
    assert Tagging.objects.get().state == State.ENDED


def test_a_renewal_needs_a_reason_of_its_own_and_the_persons_word(resident, tagged, shen):
    """(E8) Until the person agrees, the old day stands."""
    soon = clock.today() + timedelta(days=3)
    Tagging.objects.update(until=soon)
    with pytest.raises(Incomplete):
        actions.ask_to_renew(tagged, why="自述租住武原", by=shen)
    actions.ask_to_renew(tagged, why="续租一年", by=shen)
    assert Tagging.objects.get().until == soon
    actions.renew(tagged, by=resident)
    kept = Tagging.objects.get()
    assert (kept.why, kept.until) == ("续租一年", clock.today() + timedelta(days=365))


def test_what_repeats_a_statutory_duty_is_renewed_with_a_new_reason(resident, shen):
    tagging = actions.propose(resident, "T1001", why="自述出租两间", by=shen)
    Tagging.objects.update(until=clock.today())
    actions.ask_to_renew(tagging, why="仍在出租", by=shen)
    assert Tagging.objects.get().until == clock.today() + timedelta(days=365)


def test_setting_one_of_several_ends_the_other_with_the_reason(resident):
    actions.set_own(resident, "T0101")
    actions.set_own(resident, "T0102")
    assert codes(resident) == {"T0102"}
    assert "偏好电话语音" in Tagging.objects.get(code="T0101").end_reason
    clock_tags = [actions.note(resident, code, by=actions.CLOCK) for code in ("T1202", "T1201")]
    assert codes(resident) == {"T0102", clock_tags[1].code}


def test_refusing_personal_content_is_one_switch_each_way(resident):
    """(E17) It ends the consent to personal reminders, and has no end of its own."""
    actions.refuse(resident, "T1204", on=True)
    actions.refuse(resident, "T1204", on=True)
    assert queries.refusals(resident.pk) == {"T1204"}
    assert Tagging.objects.get().until is None
    actions.refuse(resident, "T0109", on=True)
    assert queries.refusals(resident.pk) == {"T1204", "T0109"}
    actions.refuse(resident, "T1204", on=False)
    assert queries.refusals(resident.pk) == {"T0109"}
    with pytest.raises(Refused):
        actions.refuse(resident, "T1203", on=True)


def test_ending_one_tag_takes_nothing_back_from_the_others(resident, tagged, background):
    actions.set_own(resident, "T0802")
    actions.end(tagged, by=resident)
    background.catch_up()
    assert codes(resident) == {"T0802"}
    assert Consent.objects.order_by("-id").first().scope == "tag:T0205"


def test_withdrawing_consent_ends_what_rests_on_it_in_the_same_moment(resident, tagged, shen):
    """(I27) Tags, proposals too; what a statute names and what was agreed to alone stays."""
    actions.propose(resident, "T0304", why="自述个体经营", by=shen)
    actions.propose(resident, "T1001", why="自述出租两间", by=shen)
    actions.set_own(resident, "T0602")
    actions.refuse(resident, "T1204", on=True)
    assert actions.withdraw(resident, "tags") == 2
    assert codes(resident) == {"T1001", "T0602", "T1204"}
    assert actions.withdraw(resident, "tag:T0602") == 1
    assert codes(resident) == {"T1001", "T1204"}


def test_a_consent_taken_back_elsewhere_ends_them_too(resident, tagged, background):
    """(I27) By whatever door it was taken back; what was agreed to again since stays."""
    residents.record_consent(resident, scope="tags", given=False, evidence="window", by=resident)
    assert codes(resident) == {"T0205"}
    background.catch_up()
    assert codes(resident) == set()
    residents.record_consent(resident, scope="tags", given=False, evidence="window", by=resident)
    actions.set_own(resident, "T0802")
    background.catch_up()
    assert codes(resident) == {"T0802"}


def test_a_class_c_tag_needs_a_case_and_a_second_officer(resident, desk, chief):
    """(E9) Both before the person is asked at all."""
    cmd = desk("值班长", post="CMD", department="PSB").officer
    with pytest.raises(Incomplete):
        actions.propose(resident, "T0502", why="本人申请走访", by=cmd)
    tagging = actions.propose(
        resident, "T0502", why="本人申请走访", case_number="Q2026-0012", by=cmd
    )
    with pytest.raises(Refused):
        actions.confirm(tagging, by=resident)
    with pytest.raises(NotAllowed):
        actions.approve(tagging, by=cmd)
    actions.confirm(actions.approve(tagging, by=chief), by=resident)
    assert codes(resident) == {"T0502"}


def test_an_auxiliary_sees_no_class_c_and_withholds_nothing(resident, desk, shen, chief):
    """(E27) The post has none of the permits, so no question shows it and no verb obeys."""
    cmd = desk("值班长", post="CMD", department="PSB").officer
    laid = actions.propose(resident, "T0502", why="本人申请", case_number="Q1", by=cmd)
    actions.confirm(actions.approve(laid, by=chief), by=resident)
    statutory = actions.propose(resident, "T1001", why="自述出租两间", by=shen)
    aux = desk("辅警", post="PLD_AUX").officer
    assert [one.code for one in queries.open_of(resident.pk, aux)] == ["T1001"]
    assert [one.code for one in queries.open_of(resident.pk, chief)] == ["T0502", "T1001"]
    with pytest.raises(NotAllowed):
        actions.ask_to_withhold(statutory, ground="PIPL35", why="正在办理", days=30, by=aux)


def test_withholding_takes_a_ground_two_people_and_ends_by_itself(resident, desk, shen, chief):
    """(E14) At most 180 days, statutory tags only; then the person sees it, and it is reviewed."""
    dpo = desk("个保", post="DPO", department="DPO").officer
    statutory = actions.propose(resident, "T1001", why="自述出租两间", by=shen)
    own = actions.set_own(resident, "T0802")
    for wrong in ({"days": 181}, {"ground": "because"}):
        ask = {"ground": "PIPL35", "why": "正在办理中", "days": 30, **wrong}
        with pytest.raises(Incomplete):
            actions.ask_to_withhold(statutory, **ask, by=chief)
    with pytest.raises(Refused):
        actions.ask_to_withhold(own, ground="PIPL35", why="正在办理中", days=30, by=chief)
    kept = actions.ask_to_withhold(statutory, ground="PIPL35", why="正在办理中", days=30, by=chief)
    seen = lambda: {one.code for one in queries.own(resident.pk)}  # noqa: E731
    assert seen() == {"T1001", "T0802"}
    with pytest.raises(NotAllowed):
        actions.approve_withholding(kept, by=chief)
    actions.approve_withholding(kept, by=dpo)
    assert seen() == {"T0802"}
    assert Task.objects.get().due_at == clock.end_of_day(kept.until)
    with clock.played_at(clock.now() + timedelta(days=31)):
        assert seen() == {"T1001", "T0802"}


def test_nobody_is_tagged_before_having_seen_the_notice(shen):
    """(E18) Neither by an officer, nor by themselves, nor by the system."""
    stranger = residents.open_file(town_code="330424001")
    for verb in (
        lambda: actions.propose(stranger, "T0205", why="自述租住武原", by=shen),
        lambda: actions.set_own(stranger, "T0802"),
        lambda: actions.note(stranger, "T1206", by=actions.CLOCK),
    ):
        with pytest.raises(actions.NoticeNotSeen):
            verb()
    actions.refuse(stranger, "T1204", on=True)
    assert queries.refusals(stranger.pk) == {"T1204"}, "a refusal is always taken"
    residents.see_notice(stranger)
    assert actions.set_own(stranger, "T0802").state == State.ACTIVE


def test_the_objection_names_neither_the_tag_nor_the_words_in_the_log(resident, tagged):
    actions.object_to(tagged, words="我已经搬走了", by=resident)
    assert Objection.objects.count() == 1
    assert "T0205" not in Task.objects.get().title + Task.objects.get().why
