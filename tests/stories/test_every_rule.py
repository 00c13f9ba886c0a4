"""Each rule acts once on a fact and can be tried without acting (invariants 29 and 30)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from county.dimensions.outreach.models import Campaign
from county.dimensions.procuracy.models import Suggestion
from county.foundation.events.models import Delivery, Event
from county.foundation.notices.models import Notice
from county.kernel.saying import kept, said
from county.linkage import actions
from county.linkage.engine import RULES, Rule, setting
from county.linkage.flow import State
from county.linkage.models import Firing, Taken, Trial
from county.records.visits.models import Visit
from county.records.worklist.events import TaskAssigned
from county.records.worklist.models import Task
from tests.stories.occasions import OCCASIONS, World
from tests.stories.prosecution import scene

pytestmark = pytest.mark.django_db
__all__ = ["scene"]


@pytest.fixture
def world(request: pytest.FixtureRequest) -> World:
    return World(request.getfixturevalue)


def state_of_the_county() -> dict[str, Any]:
    """What rules may have changed; what the trial itself announces is left out."""
    kinds = Event.objects.exclude(kind__startswith="linkage.").exclude(kind__startswith="notices.")
    return {
        "tasks": sorted(Task.objects.values_list("key", "state", "officer_id")),
        "visits": sorted(Visit.objects.values_list("key", flat=True)),
        "notices": Notice.objects.exclude(about__startswith="trial:").count(),
        "campaigns": sorted(Campaign.objects.values_list("title", "state")),
        "firings": Firing.objects.count(),
        "steps": Taken.objects.count(),
        "facts": kinds.count(),
    }


def tasks_of(steps: list[Taken]) -> list[Task]:
    """The tasks that these steps made, by whichever verb."""
    told = Event.objects.filter(pk__in=[number for one in steps for number in one.events])
    made = told.filter(kind=TaskAssigned.kind).values_list("facts__task_id", flat=True)
    return list(Task.objects.filter(pk__in=list(made)))


def test_every_rule_has_an_occasion():
    assert set(OCCASIONS) == set(RULES)


@pytest.fixture
def played(world: World, background: Any) -> Callable[[str], list[Firing]]:
    """Bring the occasion of a rule about; what it did."""

    def play(name: str) -> list[Firing]:
        OCCASIONS[name](world)
        background.catch_up()
        return list(Firing.objects.filter(rule=name))

    return play


@pytest.mark.parametrize("name", sorted(RULES))
def test_a_rule_decides_nothing_can_be_tried_and_acts_once(name, played, desk, background):
    """One occasion, looked at in three ways: it takes longer to bring about than to look at."""
    fired = played(name)
    assert fired, "it acts on its occasion"
    steps_came_to_something(name)
    nothing_was_decided()
    can_be_tried_on_past_facts(RULES[name], len(fired), desk, background)
    acts_once_on_a_fact(RULES[name], background)


def steps_came_to_something(name: str) -> None:
    """Each task of a step says which rule asked for it."""
    steps = list(Taken.objects.filter(firing__rule=name))
    assert any(one.events or one.subject for one in steps), "something came of it"
    for task in tasks_of(steps):
        assert (task.rule, task.rule_text) == (RULES[name].code, kept(RULES[name].title)), task
    assert not [one.action for one in steps if one.action in said(one.said)], "it is said in words"


def nothing_was_decided() -> None:
    """Invariant 30: no suggestion, listing, penalty, gate closing or public warning by itself."""
    assert not Campaign.objects.exclude(state="draft").exists(), "a warning is only drafted"
    made = Event.objects.filter(pk__in=[n for one in Taken.objects.all() for n in one.events])
    decided = ("procuracy.suggestion", "outreach.campaign_moved", "outreach.campaign_begun")
    assert not [kind for kind in made.values_list("kind", flat=True) if kind.startswith(decided)]
    issued = Event.objects.filter(kind="procuracy.suggestion_moved", by="linkage")
    assert not issued.exists()
    assert Suggestion.objects.count() <= 1


def can_be_tried_on_past_facts(rule: Rule, fired: int, desk: Any, background: Any) -> None:
    """What it would have done is what it did; nothing is done by trying."""
    keeper = desk("试运行", post="CMD", department="PSB").officer
    before = state_of_the_county()
    parameters = {one: getattr(setting(rule).dials, one) for one in _names(rule)}
    trial = actions.ask_trial(rule, days=365, parameters=parameters, by=keeper)
    background.catch_up()
    trial = Trial.objects.get(pk=trial.pk)
    assert trial.ended_at is not None
    assert (trial.failed, trial.fired) == (0, fired), trial.found
    acted = Firing.objects.filter(rule=rule.name).values_list("event_id", flat=True)
    assert {one["event"] for one in trial.found} == set(acted)
    assert state_of_the_county() == before


def acts_once_on_a_fact(rule: Rule, background: Any) -> None:
    """Invariant 29: a linkage run twice with one trigger creates one set of tasks."""
    before = state_of_the_county()
    listener = f"{rule.decide.__module__}.{rule.decide.__qualname__}"
    for event in Event.objects.filter(kind=rule.when.kind):
        Delivery.objects.create(event=event, listener=listener)
    background.catch_up()
    assert state_of_the_county() == before


def _names(rule: Rule) -> list[str]:
    return list(rule.dials.__dataclass_fields__)


def test_a_rule_that_is_off_does_not_act(world, background):
    rule = RULES["a_growing_topic_renews_the_answers"]
    keeper = world.officer("案管", post="PROC_CASEMGR", department="PROC")
    chief = world.officer("检察长", post="PROC_CHIEF", department="PROC")
    values = {one: getattr(setting(rule).dials, one) for one in _names(rule)}
    actions.wish(rule, enabled=False, parameters=values, reason="试停", by=keeper.officer)
    approval = chief.goes("/approvals/").cssselect(".lines a")[0].get("href")
    chief.submits(f"{approval}decide/", decision="grant", note="同意")
    background.catch_up()
    assert not setting(rule).enabled
    OCCASIONS[rule.name](world)
    background.catch_up()
    assert not Firing.objects.filter(rule=rule.name).exists()
    assert not Taken.objects.exclude(state__in=[State.WAITING, State.NOTED]).exists()
