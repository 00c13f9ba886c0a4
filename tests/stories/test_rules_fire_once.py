"""A rule acts once on each fact, however often the fact is handed over, and decides nothing."""

import pytest

from county.dimensions.fraud.models import Alert
from county.dimensions.helpdesk.models import Matter
from county.foundation.events.models import Delivery, Event
from county.foundation.notices.models import Notice
from county.linkage.engine import RULES
from county.records.worklist.models import Task

SCAM = "对方说我涉嫌洗钱，要我把5万块转到安全账户，不能告诉家里人"
DANGER = "我不想活了，已经站在楼顶了"
OURS = ("helpdesk.", "worklist.", "notices.")


def state_of_the_county():
    """What the rules may have changed: matters, tasks, notices, facts that followed."""
    return (
        list(Matter.objects.order_by("pk").values("state", "kind", "priority", "alert")),
        Task.objects.count(),
        Notice.objects.count(),
        {
            kind: Event.objects.filter(kind=kind).count()
            for kind in Event.objects.values_list("kind", flat=True)
            if kind.startswith(OURS)
        },
    )


def hand_over_again(kind, background):
    """As if the worker had died after acting and before its note was kept."""
    events = Event.objects.filter(kind=kind)
    assert events.count() > 0
    for event in events:
        Delivery.objects.create(event=event)
    background.catch_up()


def test_there_are_rules():
    assert len(RULES) >= 4


@pytest.mark.parametrize(
    ("text", "kind"), [(SCAM, "fraud.suspicion_raised"), (DANGER, "fraud.danger_heard")]
)
def test_a_fact_handed_over_twice_changes_nothing_more(phone, desk, background, text, kind):
    desk("沈警官")
    phone(town="330424001").says(text)
    background.catch_up()
    before = state_of_the_county()
    hand_over_again(kind, background)
    assert state_of_the_county() == before


@pytest.mark.parametrize("verb", ["confirm", "dismiss"])
def test_a_judgement_handed_over_twice_is_written_once(phone, desk, background, verb):
    shen = desk("沈警官")
    phone(town="330424001").says(SCAM)
    background.catch_up()
    alert = Alert.objects.get()
    shen.part(f"/fraud/alerts/{alert.pk}/{verb}/", category=alert.category, reason="演习")
    background.catch_up()
    before = state_of_the_county()
    kind = {"confirm": "fraud.suspicion_confirmed", "dismiss": "fraud.suspicion_dismissed"}[verb]
    hand_over_again(kind, background)
    assert state_of_the_county() == before


def test_a_stop_request_handed_over_twice_moves_the_matter_once(phone, desk, background):
    shen = desk("沈警官")
    desk("反诈专班", post="FRAUD_DESK", department="FRAUD")
    phone(town="330424001").says(SCAM)
    background.catch_up()
    matter = Matter.objects.get()
    shen.submits(f"{matter.url}take/")
    shen.submits(
        f"/fraud/conversations/{matter.conversation_id}/stop/",
        amount="5",
        bank="b",
        account="123456",
    )
    background.catch_up()
    before = state_of_the_county()
    hand_over_again("fraud.stop_payment_asked", background)
    assert state_of_the_county() == before
    assert Matter.objects.get().state == "fraud_lane"


def test_suspicion_only_raises_and_never_decides(phone, desk, background):
    """No matter is resolved, no stop is asked, no priority lowered by what a program thinks."""
    resident = phone(town="330424001")
    resident.says(DANGER)
    background.catch_up()
    assert Matter.objects.get().priority == 1
    resident.says(SCAM)
    background.catch_up()
    matter = Matter.objects.get()
    assert (matter.priority, matter.state, matter.alert) == (1, "open", "raised")
    assert Event.objects.filter(kind="fraud.stop_payment_asked").count() == 0


def test_danger_in_a_question_tells_the_desk_loudly(phone, desk, background):
    shen = desk("沈警官")
    phone(town="330424001").says(DANGER)
    background.catch_up()
    assert Notice.objects.filter(officer=shen.officer, loud=True).count() == 1
