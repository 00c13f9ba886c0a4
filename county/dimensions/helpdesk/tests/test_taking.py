"""Several officers reach for one matter at once: one has it, the others are told who."""

import pytest

from county.dimensions.helpdesk.actions import matters as acts
from county.dimensions.helpdesk.actions.matters import TakenAlready
from county.dimensions.helpdesk.models import Matter
from county.dimensions.helpdesk.tests.conftest import make, opened
from county.foundation.events.models import Event


@pytest.mark.django_db(transaction=True)
def test_of_officers_who_take_at_once_one_wins_and_the_others_hear_who(officer, all_at_once):
    officers = [officer(name) for name in ("沈警官", "徐辅警", "陈警官")]
    matter = opened("consultation")
    ends = all_at_once(*(lambda by=by: acts.take(matter, by=by) for by in officers))
    winners = [end for end in ends if isinstance(end, Matter)]
    losers = [end for end in ends if isinstance(end, TakenAlready)]
    assert (len(winners), len(losers)) == (1, 2)
    holder = Matter.objects.select_related("assignee").get(pk=matter.pk).assignee
    assert {str(lost) for lost in losers} == {f"{holder.name} has just taken this matter."}
    assert Event.objects.filter(kind="helpdesk.matter_taken").count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_officers_who_close_at_once_one_does(officer, all_at_once):
    shen = officer()
    matter = opened("consultation")
    for verb in ("take", "reply"):
        make(matter, verb, shen)
    ends = all_at_once(*(lambda: acts.close(matter, by=shen) for _ in range(2)))
    assert sorted(type(end).__name__ for end in ends) == ["IllegalMove", "Matter"]
    assert Event.objects.filter(kind="helpdesk.matter_closed").count() == 1


def test_the_page_says_who_was_faster(desk, db):
    matter = opened("help")
    shen, chen = desk("沈警官"), desk("陈警官")
    shen.submits(f"{matter.url}take/")
    answer = chen.part(f"{matter.url}take/")
    assert answer.status_code == 409
    assert "沈警官" in answer.content.decode()


def test_taking_ones_own_matter_again_is_nothing(officer, db):
    shen, matter = officer(), opened("help")
    acts.take(matter, by=shen)
    assert acts.take(matter, by=shen).assignee == shen
    assert Event.objects.filter(kind="helpdesk.matter_taken").count() == 1
