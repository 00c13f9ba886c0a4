"""Machines suggest; people read, decide and are watched for not reading."""

from datetime import timedelta

import pytest

from county.foundation.switches import actions as switches
from county.foundation.switches.registry import TAGS_SUGGESTIONS, TAGS_USE
from county.kernel import clock
from county.kernel.errors import Incomplete, Refused
from county.records.residents import actions as residents
from county.records.tags import actions, queries
from county.records.tags.flow import State
from county.records.tags.models import RefusedWords, Suggestion, Tagging

pytestmark = pytest.mark.django_db


def suggest(resident, code="T0701", **more):
    said = {"reason": "来信中提到刷单", "confidence": 70, "by": actions.CLOCK, **more}
    return actions.suggest(resident, code, **said)


def test_a_suggestion_has_no_effect_and_an_officer_makes_it_a_proposal(resident, shen):
    """(E7) In effect only when the person agrees to what a person proposed."""
    one = suggest(resident)
    assert not Tagging.objects.exists()
    assert queries.suggestions_for(shen, resident.pk) == [one]
    tagging = actions.take_suggestion(one, why="自述差点刷单", by=shen)
    assert (tagging.state, tagging.evidence) == (State.PROPOSED, f"suggestion:{one.pk}")
    assert queries.active_codes(resident.pk) == set()
    assert queries.suggestions_for(shen, resident.pk) == []
    with pytest.raises(Refused):
        actions.take_suggestion(one, why="自述差点刷单", by=shen)


def test_it_lapses_after_seven_days(resident, shen):
    """(E7)"""
    one = suggest(resident)
    assert one.until - one.made_at == timedelta(days=7)
    Suggestion.objects.update(until=clock.now() - timedelta(minutes=1))
    assert queries.suggestions_for(shen, resident.pk) == []
    with pytest.raises(Refused):
        actions.take_suggestion(one, why="自述差点刷单", by=shen)
    assert actions.let_suggestions_lapse() == 1


def test_of_what_is_sensitive_or_forbidden_no_machine_has_an_opinion(resident):
    """(E7) (E3)"""
    for code in ("T0502", "T0708", "T0106", "T1203"):
        with pytest.raises(Refused):
            suggest(resident, code)
    with pytest.raises(Incomplete):
        suggest(resident, reason="疑为信访人员")
    with pytest.raises(Incomplete):
        suggest(resident, reason=" ")
    assert not Suggestion.objects.exists()


def test_the_page_says_that_it_may_be_wrong(resident, desk):
    """(E23) With its reason, and how sure the machine is."""
    suggest(resident)
    sat = desk("陆警官")
    sat.goes(f"/residents/{resident.pk}/")
    [line] = [one for one in sat.sees(".look") if "建议" in one]
    assert "可能有误" in line and "来信中提到刷单" in line and "70" in line


def test_whoever_takes_nearly_everything_is_pointed_out(resident, shen, desk):
    """(E23) From fifty settled suggestions on, above 98 per cent."""
    other = desk("细看的").officer
    for officer, taken in [(shen, 50), (other, 49)]:
        for n in range(50):
            Suggestion.objects.create(
                resident=residents.open_file(), code="T0701", reason="x", confidence=1, source="x",
                until=clock.now(), officer=officer, taken=n < taken, settled_at=clock.now(),
            )  # fmt: skip
    alarms = {row["officer__name"]: row["alarm"] for row in queries.rubber_stamps()}
    assert alarms == {"沈警官": True, "细看的": False}
    dpo = desk("个保", post="DPO", department="DPO")
    dpo.goes("/tags/oversight/")
    assert len([one for one in dpo.sees("tr") if "是否真的看过" in one]) == 1


def test_suggestions_and_tags_are_switched_off_apart(resident, shen, desk):
    """(E34) At once; what refuses something holds all the same."""
    admin = desk("安全员", post="SYSADMIN", department="PSB").officer
    one = suggest(resident)
    actions.set_own(resident, "T0802")
    actions.refuse(resident, "T0109", on=True)
    switches.turn_off(TAGS_SUGGESTIONS, reason="模型待查", by=admin)
    assert suggest(resident, "T0702") is None
    assert queries.suggestions_for(shen, resident.pk) == []
    with pytest.raises(Refused):
        actions.take_suggestion(one, why="自述差点刷单", by=shen)
    assert queries.active_codes(resident.pk) == {"T0802", "T0109"}
    switches.turn_off(TAGS_USE, reason="来源待核", by=admin)
    assert queries.active_codes(resident.pk) == {"T0109"}
    assert queries.to_propose(resident.pk, shen) == [] == queries.to_set(resident.pk)
    with pytest.raises(Refused):
        actions.propose(resident, "T0205", why="自述租住武原", by=shen)
    actions.refuse(resident, "T1204", on=True)
    switches.turn_on(TAGS_USE, reason="已经核对", by=admin)
    assert queries.active_codes(resident.pk) == {"T0802", "T0109", "T1204"}


def test_what_served_nobody_for_six_months_is_proposed_for_deletion(resident):
    """(E30)"""
    actions.set_own(resident, "T0802")
    assert queries.unused() == [], "a young county has not waited for six months"
    actions.set_own(resident, "T0803")
    Tagging.objects.filter(code="T0803").update(
        proposed_at=clock.now() - timedelta(days=190),
        confirmed_at=clock.now() - timedelta(days=190),
    )
    assert len(queries.unused()) == 101
    assert "T0802" not in {tag.code for tag in queries.unused()}
    Tagging.objects.update(confirmed_at=clock.now() - timedelta(days=190))
    assert "T0802" in {tag.code for tag in queries.unused()}
    assert "T0701" not in {tag.code for tag in queries.unused(used={"T0701"})}


def test_a_refused_note_is_counted_without_words_or_person(resident, desk):
    """(E5) By month and kind; the overseers see it."""
    sat = desk("陆警官")
    for words in ("是信访户", "有前科", "老信访"):
        answer = sat.part(f"/tags/residents/{resident.pk}/propose/", code="T0304", why=words)
        assert answer.status_code == 422
    assert {(one.category, one.times) for one in RefusedWords.objects.all()} == {
        ("petition", 2), ("crime", 1),
    }  # fmt: skip
    dpo = desk("个保", post="DPO", department="DPO")
    dpo.goes("/tags/oversight/")
    assert any("信访" in one and "2" in one for one in dpo.sees(".lines li"))
