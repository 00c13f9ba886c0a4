"""Decisions teach: masked, with leave, taken back, forgotten; like cases; who still reads."""

from datetime import timedelta

import pytest

from county.dimensions.fraud import actions, jobs, queries
from county.dimensions.fraud.knowledge.labelled import Labelled
from county.dimensions.fraud.models import Alert, Example, Gram
from county.foundation.events.models import Event
from county.foundation.staff.models import Officer
from county.kernel import clock
from county.kernel.errors import NotAllowed, Refused
from county.records.conversations import actions as conversations
from county.records.conversations.models import Message
from county.records.residents import actions as residents
from county.records.residents.models import Resident

SCAM = "王警官说我涉嫌洗钱，让我加微信abc_8899，打13812345678，把5万块转到安全账户，不能告诉家里人"
LIKE = "有个自称公安局的说我涉嫌洗钱，要我把8万块转到安全账户核查，还不能告诉家里人和同事"
OTHER = "群里说刷单返利，垫付三千返四千二，现在做联单要先充值才能提现"
TYPE = "冒充公检法及政府机关"


@pytest.fixture
def judged(phone, desk, background):
    """`judged(text, …)` lets a resident say it and an officer confirm or dismiss the alert."""

    def go(text, *, confirm=True, town="330424001", by=None, alias="小储"):
        phone(town=town, alias=alias).says(text)
        background.catch_up()
        alert = Alert.objects.latest("raised_at")
        sat = by or desk("值班长", post="CMD", department="PSB")
        if confirm:
            actions.confirm(alert, category=TYPE, by=sat.officer)
        else:
            actions.dismiss(alert, reason="演习", intent="warning", by=sat.officer)
        background.catch_up()
        alert.refresh_from_db()
        return alert

    return go


def test_a_confirmed_alert_becomes_a_masked_example(judged):
    alert = judged(SCAM)
    example = Example.objects.get()
    assert (example.alert_id, example.is_scam, example.category) == (alert.pk, True, TYPE)
    for private in ("abc_8899", "13812345678", "王警官"):
        assert private not in example.text
    for kept in ("安全账户", "涉嫌洗钱", "〔电话〕", "〔姓名〕警官", "5万"):
        assert kept in example.text
    assert example.decided_by == "值班长"
    assert Gram.objects.filter(example=example).count() == example.size > 10
    assert list(queries.examples()) == [Labelled(example.text, example.intent, TYPE)]


def test_a_dismissed_alert_teaches_what_it_is_instead(judged):
    judged(SCAM, confirm=False)
    (one,) = queries.examples()
    assert (one.intent, one.category) == ("warning", "正常")
    assert Gram.objects.count() == 0


def test_the_residents_own_name_is_masked_wherever_it_stands(judged, phone, desk, background):
    sat = desk("值班长", post="CMD", department="PSB")
    phone(town="330424001", alias="阿土伯").says(
        "我是储小明阿土伯，客服说储小明涉嫌洗钱，要转到安全账户不能告诉别人"
    )
    background.catch_up()
    residents.correct(Resident.objects.get(), by=sat.officer, name="储小明")
    actions.confirm(Alert.objects.get(), category=TYPE, by=sat.officer)
    background.catch_up()
    text = Example.objects.get().text
    assert "储小明" not in text
    assert "阿土伯" not in text
    assert text.count("〔姓名〕") >= 2


def test_a_change_of_mind_replaces_what_was_learnt(judged, desk, background):
    alert = judged(SCAM)
    shen = desk("沈警官")
    answer = shen.part(f"/fraud/alerts/{alert.pk}/think-again/", reason="是家里人的玩笑")
    assert answer.status_code == 200
    background.catch_up()
    alert.refresh_from_db()
    assert (alert.state, alert.decided_by, alert.judge) == ("raised", "", None)
    assert Example.objects.count() == Gram.objects.count() == 0
    shen.part(f"/fraud/alerts/{alert.pk}/dismiss/", reason="玩笑", intent="ordinary")
    background.catch_up()
    example = Example.objects.get()
    assert (example.is_scam, example.decided_by, example.intent) == (False, "沈警官", "ordinary")


def test_a_decision_is_taken_back_with_a_reason_and_the_permit(judged, desk):
    alert = judged(SCAM)
    with pytest.raises(Refused):
        actions.think_again(alert, reason=" ", by=desk("沈警官").officer)
    with pytest.raises(NotAllowed):
        actions.think_again(alert, reason="x", by=desk("驻站", post="CPS_OFFICER").officer)
    assert Alert.objects.get().state == "confirmed"


def test_nothing_is_learnt_of_who_read_an_earlier_notice(judged, phone, background, desk):
    phone(town="330424001").says(SCAM)
    background.catch_up()
    Resident.objects.update(notice_version="2026-11")
    sat = desk("值班长", post="CMD", department="PSB")
    actions.confirm(Alert.objects.get(), category=TYPE, by=sat.officer)
    background.catch_up()
    assert list(queries.examples()) == []


@pytest.mark.parametrize("who", ["minor", "child", "erased", "nobody"])
def test_nothing_is_learnt_of_minors_children_the_erased_and_the_unknown(
    phone, background, desk, who
):
    """(E19) And nothing of theirs is noted either."""
    phone(town="330424001").says(SCAM)
    background.catch_up()
    alert, resident = Alert.objects.get(), Resident.objects.get()
    sat = desk("值班长", post="CMD", department="PSB")
    if who == "minor":
        birthday = clock.today() - timedelta(days=15 * 366)
        residents.state_age(resident, birthday=birthday, by=sat.officer)
    elif who == "child":
        residents.declare_child(resident, by=sat.officer)
    elif who == "erased":
        Resident.objects.update(erased_at=clock.now())
    else:
        alert.conversation.resident = None
        alert.conversation.save()
    actions.confirm(alert, category=TYPE, by=sat.officer)
    background.catch_up()
    assert list(queries.examples()) == []


def test_who_refuses_is_forgotten_at_once_and_may_allow_it_again(phone, background, desk):
    resident = phone(town="330424001")
    resident.says(SCAM)
    background.catch_up()
    sat = desk("值班长", post="CMD", department="PSB")
    actions.confirm(Alert.objects.get(), category=TYPE, by=sat.officer)
    background.catch_up()
    resident.goes("/helpdesk/phone/me/")
    assert any("1" in words for words in resident.sees("#fraud-examples"))
    resident.submits("/fraud/learning/mine/")
    assert Example.objects.count() == Gram.objects.count() == 0
    background.catch_up()
    assert Event.objects.filter(kind="fraud.examples_forgotten").count() == 1
    actions.keep_example(Alert.objects.get().pk)
    assert Example.objects.count() == 0
    resident.submits("/fraud/learning/mine/", allowed="on")
    actions.keep_example(Alert.objects.get().pk)
    assert Example.objects.count() == 1


def test_an_example_goes_with_the_file(judged, background):
    judged(SCAM)
    resident = Resident.objects.get()
    residents.declare_child(resident, by=actions.LEARNER)
    background.catch_up()
    assert Example.objects.count() == Gram.objects.count() == 0


def test_the_desk_lists_examples_and_removes_one_for_a_reason(judged, desk):
    judged(SCAM)
    cmd = desk("反诈", post="FRAUD_DESK", department="PSB")
    cmd.goes("/fraud/learning/")
    assert len(cmd.sees("tbody .masked")) == 1
    cmd.goes("/fraud/learning/?decision=none")
    assert cmd.sees("tbody .masked") == []
    sheet = cmd.client.get("/fraud/learning/?format=csv").content.decode("utf-8-sig")
    assert TYPE in sheet
    assert "13812345678" not in sheet
    example = Example.objects.get()
    cmd.submits(f"/fraud/learning/{example.pk}/remove/", reason=" ")
    assert Example.objects.count() == 1
    cmd.submits(f"/fraud/learning/{example.pk}/remove/", reason="太像某家")
    assert Example.objects.count() == Gram.objects.count() == 0
    told = Event.objects.get(kind="fraud.example_removed")
    assert (told.facts["reason"], told.by) == ("太像某家", cmd.officer.actor)


def test_only_the_desk_sees_examples(judged, desk):
    judged(SCAM)
    shen = desk("沈警官")
    for address in ("/fraud/learning/", "/fraud/week/", "/fraud/oversight/"):
        shen.goes(address)
        assert shen.status == 403
    with pytest.raises(NotAllowed):
        actions.take_away(Example.objects.get(), reason="不对", by=shen.officer)
    assert list(queries.examples_for(shen.officer)) == []


def test_like_cases_are_others_confirmed_ones_of_the_own_areas(judged, phone, desk, background):
    judged(LIKE, town="330424001", alias="甲")
    judged(OTHER, town="330424001", alias="乙")
    Example.objects.exclude(text__startswith="有个").update(category="刷单返利")
    phone(town="330424001", alias="丙").says(SCAM)
    background.catch_up()
    alert = Alert.objects.latest("raised_at")
    shen, chen = desk("沈警官"), desk("陈警官", department="PS101")
    assert [one.began for one in queries.similar_cases(alert, chen.officer)] == []
    (case,) = queries.similar_cases(alert, shen.officer)
    assert (case.category, case.month.date()) == (TYPE, alert.raised_at.date())
    assert case.began.startswith("有个自称公安局的说我涉嫌洗钱")
    page = shen.client.get(f"/fraud/alerts/{alert.pk}/similar/", HTTP_HX_REQUEST="true")
    assert "有个自称公安局" in page.content.decode()
    assert chen.client.get(f"/fraud/alerts/{alert.pk}/similar/").status_code == 404


def test_where_nothing_is_told_alike_the_latest_of_the_type_are_shown(
    judged, phone, desk, background
):
    judged(OTHER, alias="乙")
    phone(town="330424001", alias="丙").says(SCAM)
    background.catch_up()
    alert = Alert.objects.latest("raised_at")
    Example.objects.update(category=alert.category)
    (case,) = queries.similar_cases(alert, desk("沈警官").officer)
    assert case.is_told_alike is False
    Example.objects.update(category="其他")
    assert queries.similar_cases(alert, desk("民警").officer) == []


def test_the_outcome_of_a_like_case_is_what_the_matter_says(judged, phone, desk, background):
    alert = judged(LIKE, alias="甲")
    shen = desk("沈警官")
    matter = shen.opens()
    shen.submits(f"{matter}take/")
    shen.part(f"{matter}reply/", text="别转")
    shen.submits(f"{matter}resolve/", result="solved", money="kept", note="没转")
    background.catch_up()
    alert.refresh_from_db()
    assert alert.outcome == "kept"
    phone(town="330424001", alias="丙").says(SCAM)
    background.catch_up()
    (case,) = queries.similar_cases(Alert.objects.latest("raised_at"), shen.officer)
    assert case.outcome == "kept"


def test_a_lead_leaves_no_example_and_is_no_like_case(phone, desk, background):
    source = phone(town="330424001")
    source.submits(
        "/helpdesk/phone/lead/", topic="fraud", content=LIKE, secrecy="anonymous", place="", town=""
    )
    background.catch_up()
    assert Alert.objects.count() == Example.objects.count() == 0


def decisions(sat, *, confirmed, dismissed, seconds):
    """So many decisions of an officer, each so many seconds after its alert."""
    place = conversations.begin("web", "many")
    for number in range(confirmed + dismissed):
        message = conversations.write(
            place.pk, author="resident", by=actions.LEARNER, name="", text=f"转账{number}"
        )
        now = clock.now()
        alert = Alert.objects.create(
            message=message, conversation=place, score=0.9, category=TYPE, intent="scam",
            evidence=[], sentence_zh="", sentence_en="", source="text", judge=sat.officer,
            state="confirmed" if number < confirmed else "dismissed", decided_by=sat.officer.name,
            decided_at=now,
        )  # fmt: skip
        Alert.objects.filter(pk=alert.pk).update(raised_at=now - timedelta(seconds=seconds))


@pytest.mark.parametrize(
    ("confirmed", "dismissed", "seconds", "alarm"),
    [
        (20, 0, 5, True), (19, 1, 5, True), (0, 20, 5, True), (18, 2, 5, False),
        (19, 0, 5, False), (20, 0, 20, False), (10, 10, 5, False),
    ],
)  # fmt: skip
def test_a_supervisor_is_shown_who_decides_without_reading(
    desk, confirmed, dismissed, seconds, alarm
):
    """(E23) Shown only: nothing follows by itself."""
    shen = desk("沈警官")
    decisions(shen, confirmed=confirmed, dismissed=dismissed, seconds=seconds)
    chief = desk("所长", post="PLD_CHIEF")
    (one,) = queries.acceptance(chief.officer)
    assert (one.officer, one.decided, one.confirmed) == (
        "沈警官", confirmed + dismissed, confirmed,
    )  # fmt: skip
    assert one.alarm is alarm
    chief.goes("/fraud/oversight/")
    assert bool(chief.sees("tbody .t.red")) is alarm
    assert Officer.objects.get(pk=shen.officer.pk).is_active


def test_another_stations_chief_sees_nobody_of_ours(desk):
    decisions(desk("沈警官"), confirmed=2, dismissed=0, seconds=5)
    assert queries.acceptance(desk("别所", post="PLD_CHIEF", department="PS101").officer) == []
    assert queries.acceptance(desk("民警").officer) == []
    assert len(queries.acceptance(desk("值班长", post="CMD", department="PSB").officer)) == 1


def test_an_alert_quotes_nothing_of_an_erased_person(judged):
    judged(SCAM)
    assert Alert.objects.get().evidence
    actions.forget_person(Resident.objects.get().pk)
    alert = Alert.objects.get()
    assert (alert.evidence, alert.sentence_zh, alert.sentence_en) == ([], "", "")
    assert (alert.state, alert.category) == ("confirmed", TYPE)


def test_an_alert_quotes_nothing_that_was_taken_out_of_its_message(judged):
    alert = judged(SCAM)
    jobs.quote_nothing_that_is_gone()
    assert Alert.objects.get().evidence
    Message.objects.filter(pk=alert.message_id).update(text="")
    jobs.quote_nothing_that_is_gone()
    assert Alert.objects.get().evidence == []
    assert Event.objects.filter(kind="fraud.quotation_removed").count() == 1
