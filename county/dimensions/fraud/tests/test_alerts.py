"""One alert for one message: raised by the reading, judged by an officer, read again."""

import pytest

from county.dimensions.fraud import actions, queries
from county.dimensions.fraud.actions import RECOGNISER
from county.dimensions.fraud.flow import ALERT
from county.dimensions.fraud.knowledge.reading import CATEGORIES, read
from county.dimensions.fraud.models import Alert
from county.foundation.events.models import Event
from county.kernel.errors import NotAllowed, Refused
from county.records.conversations import actions as conversations
from county.records.conversations.models import Message, Read

SCAM = "对方说我涉嫌洗钱，要我把5万块转到安全账户，不能告诉家里人"
WORSE = "公安局的王警官让我把全部存款转到安全账户，屏幕共享，验证码也给他了，不能告诉任何人"
HARMLESS = "身份证到期了在哪里办"


@pytest.fixture
def alert(phone, background):
    """The alert on a message of a resident of Wuyuan."""
    phone(town="330424001").says(SCAM)
    background.catch_up()
    return Alert.objects.get()


class Record:
    def __init__(self, state):
        self.state = state


def test_an_alert_moves_as_its_table_says_and_in_no_other_way():
    for state in ALERT.states.values:
        for verb, move in ALERT.moves.items():
            record = Record(state)
            if state in move.sources:
                assert (ALERT.move(record, verb), record.state) == (state, move.target)
            else:
                with pytest.raises(Refused):
                    ALERT.move(record, verb)
                assert record.state == state


def test_a_scam_raises_one_alert_and_a_question_none(phone, background):
    resident = phone()
    for text in (HARMLESS, SCAM, HARMLESS):
        resident.says(text)
    background.catch_up()
    (alert,) = Alert.objects.all()
    assert (alert.message.text, alert.state, alert.source) == (SCAM, "raised", "text")
    assert alert.evidence != []


def test_each_scam_has_an_alert_of_its_own(phone, background):
    resident = phone()
    for text in (SCAM, WORSE):
        resident.says(text)
    background.catch_up()
    assert Alert.objects.count() == 2


def test_the_same_reading_twice_is_one_alert_and_one_fact(alert):
    for _turn in range(3):
        actions.raise_suspicion(alert.message, read(SCAM), text=SCAM, source="text", by=RECOGNISER)
    assert Alert.objects.count() == 1
    assert Event.objects.filter(kind="fraud.suspicion_raised").count() == 1


def test_a_stronger_reading_replaces_an_opinion_that_nobody_judged(alert):
    Alert.objects.update(score=0.6)
    again = actions.raise_suspicion(
        alert.message, read(WORSE), text=WORSE, source="image", by=RECOGNISER
    )
    assert (again.pk, again.source) == (alert.pk, "image")
    assert Alert.objects.get().score > 0.6


@pytest.mark.parametrize("judgement", ["confirm", "dismiss"])
def test_no_reading_overrules_an_officer(alert, officer_of, judgement):
    shen = officer_of()
    if judgement == "confirm":
        actions.confirm(alert, category=CATEGORIES[0], by=shen)
    else:
        actions.dismiss(alert, reason="演习", by=shen)
    before = Alert.objects.values().get()
    actions.raise_suspicion(alert.message, read(WORSE), text=WORSE, source="image", by=RECOGNISER)
    assert Alert.objects.values().get() == before


@pytest.fixture
def officer_of(desk):
    return lambda name="沈警官", **more: desk(name, **more).officer


def test_an_officer_confirms_once_and_corrects_the_type(alert, officer_of):
    shen = officer_of()
    kept = actions.confirm(alert, category=CATEGORIES[-1], by=shen)
    assert (kept.state, kept.category, kept.decided_by) == ("confirmed", CATEGORIES[-1], "沈警官")
    for again in (
        lambda: actions.confirm(alert, category=CATEGORIES[0], by=shen),
        lambda: actions.dismiss(alert, reason="不是", by=shen),
    ):
        with pytest.raises(Refused):
            again()
    assert Event.objects.filter(kind="fraud.suspicion_confirmed").count() == 1


def test_dismissing_needs_a_reason_and_confirming_a_known_type(alert, officer_of):
    shen = officer_of()
    with pytest.raises(Refused):
        actions.dismiss(alert, reason="  ", by=shen)
    with pytest.raises(Refused):
        actions.confirm(alert, category="别的", by=shen)
    assert Alert.objects.get().state == ALERT.start


@pytest.mark.parametrize("post", ["CPS_OFFICER", "DPO"])
def test_posts_without_triage_judge_nothing(alert, officer_of, post):
    other = officer_of("别人", post=post)
    for judge in (
        lambda: actions.confirm(alert, category=CATEGORIES[0], by=other),
        lambda: actions.dismiss(alert, reason="不是", by=other),
    ):
        with pytest.raises(NotAllowed):
            judge()


def test_another_towns_alert_is_not_there(alert, desk):
    chen = desk("陈警官", department="PS101")
    assert list(queries.alerts_for(chen.officer)) == []
    for verb in ("confirm", "dismiss"):
        answer = chen.part(f"/fraud/alerts/{alert.pk}/{verb}/", category=CATEGORIES[0], reason="x")
        assert answer.status_code == 404


def test_whoever_was_handed_the_matter_judges_its_alert_from_another_town(alert, desk, background):
    shen, chen = desk("沈警官"), desk("陈警官", department="PS101")
    matter = shen.opens()
    shen.submits(f"{matter}take/")
    shen.submits(f"{matter}hand-on/", officer=chen.officer.pk)
    answer = chen.part(f"/fraud/alerts/{alert.pk}/confirm/", category=CATEGORIES[0])
    assert answer.status_code == 200
    assert Alert.objects.get().decided_by == "陈警官"


def test_a_corrected_reading_is_read_again(phone, background, desk):
    """An officer types what the picture really says; the alert follows from that."""
    phone(town="330424001").says("看图")
    background.catch_up()
    message = Message.objects.get(text="看图")
    conversations.keep_reading(message, text="今天天气很好", turns=[], by=RECOGNISER)
    background.catch_up()
    assert Alert.objects.count() == 0
    shen = desk("沈警官")
    matter = shen.opens()
    shen.submits(f"{matter}messages/{message.pk}/reading/", text=SCAM)
    background.catch_up()
    assert (Alert.objects.get().message_id, Alert.objects.get().source) == (message.pk, "image")
    assert Read.objects.get().corrected_by == shen.officer.actor


def test_the_card_quotes_the_words_that_told(alert, desk):
    shen = desk("沈警官")
    matter = shen.opens()
    shen.goes(matter)
    assert shen.sees(".alert-card mark") != []
    assert [words for words in shen.sees(".alert-card mark") if words not in SCAM] == []
