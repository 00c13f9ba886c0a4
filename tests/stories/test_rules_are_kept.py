"""The engine: settings by two people, failures that alarm, steps taken back, chains told."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from county.dimensions.fraud import actions as fraud
from county.dimensions.fraud.models import Alert
from county.dimensions.helpdesk.actions import follow_up
from county.dimensions.helpdesk.models import Matter
from county.dimensions.helpdesk.queries.topics import Asked, asked_in, week_before
from county.dimensions.incidents import actions as incidents
from county.foundation.approvals import actions as approvals
from county.foundation.approvals.models import Approval
from county.foundation.events.models import Delivery, Event
from county.foundation.notices.models import Notice
from county.kernel import clock
from county.kernel.errors import Incomplete, NotAllowed, Refused
from county.linkage import actions, catalogue, queries
from county.linkage.dials import shown
from county.linkage.engine import PATIENCE, RULES, setting
from county.linkage.flow import State
from county.linkage.models import Firing, Taken, Version, Wish
from county.records.places.models import Area
from county.records.worklist import actions as worklist
from county.records.worklist.models import Task
from tests.actors import DIRECTOR

pytestmark = pytest.mark.django_db
RULE = RULES["a_growing_topic_renews_the_answers"]


def values(**changed):
    return {name: value for name, _b, value in shown(setting(RULE).dials)} | changed


def grows(background, topic="hukou", count=24, before=10):
    week = week_before(clock.today())
    follow_up.tell_of_topic(Asked(topic, count, before), week=week, by=DIRECTOR)
    background.catch_up()


@pytest.fixture
def keeper(desk):
    return desk("值班长", post="CMD", department="PSB").officer


@pytest.fixture
def second(desk):
    return desk("检察长", post="PROC_CHIEF", department="PROC").officer


def agreed(wish, second, background, *, granted=True):
    approval = Approval.objects.get(subject=f"wish:{wish.pk}")
    approvals.decide(approval, granted=granted, note="看过", by=second)
    background.catch_up()


def test_parameters_change_only_with_a_second_persons_word(keeper, second, background):
    grows(background)
    assert Firing.objects.count() == 1
    wish = actions.wish(RULE, enabled=True, parameters=values(least=30), reason="太吵", by=keeper)
    grows(background, "traffic")
    assert Firing.objects.count() == 2, "until then the rule stays as it is"
    with pytest.raises(NotAllowed):
        approvals.decide(Approval.objects.get(), granted=True, note="", by=keeper)
    agreed(wish, second, background)
    assert setting(RULE).dials.least == 30
    grows(background, "exit")
    assert Firing.objects.count() == 2
    version = Version.objects.get()
    assert (version.number, version.by, version.agreed_by) == (1, keeper, second)


def test_a_refused_change_changes_nothing_and_another_may_follow(keeper, second, background):
    wish = actions.wish(RULE, enabled=False, parameters=values(), reason="试停", by=keeper)
    with pytest.raises(Refused, match="waits for a second person"):
        actions.wish(RULE, enabled=False, parameters=values(), reason="试停", by=keeper)
    agreed(wish, second, background, granted=False)
    assert setting(RULE).enabled and not Version.objects.exists()
    actions.wish(RULE, enabled=False, parameters=values(), reason="再停", by=keeper)
    assert Wish.objects.filter(settled_at=None).count() == 1


@pytest.mark.parametrize("least", [-1, 0, 4, 5001])
def test_a_value_out_of_bounds_is_refused(keeper, least):
    with pytest.raises(Refused, match="between 5 and 5000"):
        actions.wish(RULE, enabled=True, parameters=values(least=least), reason="试改", by=keeper)


def test_a_change_says_why_and_changes_something(keeper, desk):
    with pytest.raises(Incomplete):
        actions.wish(RULE, enabled=False, parameters=values(), reason=" ", by=keeper)
    with pytest.raises(Refused, match="Nothing would change"):
        actions.wish(RULE, enabled=True, parameters=values(), reason="一样", by=keeper)
    with pytest.raises(NotAllowed):
        actions.wish(
            RULE, enabled=False, parameters=values(), reason="试停", by=desk("沈警官").officer
        )


def failing(fact, dials):
    raise LookupError("the office has moved")
    yield


def test_a_rule_that_fails_is_tried_three_times_and_then_its_keepers_are_called(
    keeper, background, monkeypatch
):
    monkeypatch.setattr(type(RULE), "steps", lambda self, fact, dials: list(failing(fact, dials)))
    week = week_before(clock.today())
    follow_up.tell_of_topic(Asked("hukou", 24, 10), week=week, by=DIRECTOR)
    for again in range(PATIENCE):
        assert not Notice.objects.exists(), again
        Delivery.objects.update(due_at=timezone.now())
        background.catch_up(failing=True)
    dead = Delivery.objects.get(dead_at__isnull=False)
    assert dead.tries == PATIENCE
    assert len(queries.failures_of(RULE)) == 1
    told = Notice.objects.filter(officer=keeper, loud=True)
    assert told.filter(url=f"/linkage/rules/{RULE.name}/").exists()
    assert told.filter(url="/health/").exists()
    assert not Firing.objects.exists(), "nothing half done stands"


def test_one_failing_rule_leaves_the_others_to_act(keeper, background, monkeypatch, phone, desk):
    rule = RULES["suspicion_puts_the_matter_on_the_fast_lane"]
    works = type(rule).steps

    def steps(self, fact, dials):
        if self.name.startswith("money_already"):
            raise LookupError("broken")
        return works(self, fact, dials)

    monkeypatch.setattr(type(rule), "steps", steps)
    desk("沈警官")
    phone(town="330424001").says("对方说我涉嫌洗钱，要我把5万块转到安全账户，不能告诉家里人")
    background.catch_up(failing=True)
    assert Firing.objects.filter(rule=rule.name).count() == 1


def test_an_owner_takes_a_step_back_with_a_reason(keeper, background):
    grows(background)
    task = Task.objects.get()
    step = Taken.objects.get(subject=f"task:{task.pk}")
    with pytest.raises(Incomplete):
        actions.take_back(step, reason=" ", wrong=False, by=keeper)
    actions.take_back(step, reason="上周刚更新", wrong=True, by=keeper)
    background.catch_up()
    step.refresh_from_db()
    task.refresh_from_db()
    assert (step.state, step.reason) == (State.FALSE, "上周刚更新")
    assert (task.state, task.outcome) == ("withdrawn", "上周刚更新")
    assert queries.scores()[RULE.name].wrong == 1


def test_a_stranger_takes_nothing_back(keeper, background, desk):
    grows(background)
    step = Taken.objects.get(subject__startswith="task:")
    other = desk("沈警官")
    answer = other.client.post(f"/linkage/steps/{step.pk}/take-back/", {"reason": "不要"})
    assert answer.status_code == 404
    step.refresh_from_db()
    assert step.state == State.WAITING


def test_what_people_make_of_a_step_is_counted(keeper, background):
    grows(background)
    grows(background, "traffic")
    first, second = Task.objects.order_by("assigned_at")
    worklist.finish(first, outcome="已更新", by=keeper)
    worklist.withdraw(second, reason="不用", by=keeper)
    background.catch_up()
    score = queries.scores()[RULE.name]
    assert (score.fired, score.accepted, score.cancelled, score.waiting) == (2, 1, 1, 0)


def test_a_task_tells_what_led_to_it_and_the_cause_what_followed(keeper, background, desk):
    grows(background)
    task = Task.objects.get()
    chain = queries.chain(f"task:{task.pk}", keeper)
    assert [one.rule.name if one.rule else None for one in chain.causes] == [None, RULE.name]
    assert chain.causes[-1].firing == Firing.objects.get()
    topic = queries.chain("topic:hukou", keeper)
    assert [one.rule for one in topic.effects] == [RULE.name]
    assert topic.addresses[f"task:{task.pk}"].endswith(f"/desk/tasks/{task.pk}/")
    outsider = desk("案管", post="PROC_CASEMGR", department="PROC").officer
    assert queries.chain("topic:hukou", outsider).addresses == {}


def test_the_chain_is_shown_to_who_may_open_the_record_only(keeper, background, desk):
    grows(background)
    task = Task.objects.get()
    owner = desk("另一值班长", post="CMD", department="PSB")
    assert owner.client.get(f"/linkage/chain/?of=task:{task.pk}").status_code == 200
    outsider = desk("案管", post="PROC_CASEMGR", department="PROC")
    assert outsider.client.get(f"/linkage/chain/?of=task:{task.pk}").status_code == 404
    assert outsider.client.get("/linkage/chain/?of=nonsense").status_code == 404
    assert outsider.client.get("/linkage/chain/").status_code == 404


PAID = "我被骗了，刚才已经把5万块转给对方了，现在联系不上怎么办"


@pytest.fixture
def paid(phone, desk, background):
    """Somebody writes of having paid, as often as it is called; with 沈警官 and the fraud desk."""
    shen, fraud_desk = desk("沈警官"), desk("反诈专班", post="FRAUD_DESK", department="FRAUD")
    victim = phone(town="330424001")

    def writes() -> Alert:
        victim.says(PAID)
        background.catch_up()
        return Alert.objects.order_by("raised_at").last()

    writes.shen, writes.fraud_desk = shen, fraud_desk
    return writes


def dismissed(alert, paid, background, reason="反诈演练"):
    fraud.dismiss(alert, reason=reason, by=paid.shen.officer)
    background.catch_up()


def test_the_task_to_stop_a_payment_goes_with_the_alert_that_asked_for_it(paid, background):
    alert = paid()
    task = Task.objects.get()
    worklist.ask_along(task, department=paid.shen.officer.department, what="请核实",
                       by=paid.fraud_desk.officer)  # fmt: skip
    dismissed(alert, paid, background)
    task.refresh_from_db()
    assert (task.state, task.outcome, task.done_by) == (
        "withdrawn", "反诈演练", paid.shen.officer
    )  # fmt: skip
    assert (task.open_parts, task.parts.get().state) == (0, "released")
    step = Taken.objects.get(subject=task.subject)
    assert (step.state, step.reason) == (State.CANCELLED, "反诈演练")
    called_off = Taken.objects.get(action__endswith=".call_off")
    assert called_off.state == State.NOTED, "what a rule cancels is not counted against it"
    again = paid()
    assert Task.objects.get(state="open").url.endswith(f"#alert-{again.pk}"), "it is asked anew"
    fraud.ask_to_stop(
        again.conversation, amount=5, bank="b", account="123456", by=paid.shen.officer
    )
    background.catch_up()
    assert list(Task.objects.order_by("assigned_at").values_list("state", flat=True)) == [
        "withdrawn", "done"
    ]  # fmt: skip


def test_the_task_to_stop_a_payment_stays_while_another_alert_asks_for_it(paid, background):
    first, second = paid(), paid()
    assert first != second
    dismissed(first, paid, background)
    assert Task.objects.get().state == "open"
    dismissed(second, paid, background)
    assert Task.objects.get().state == "withdrawn"


def test_an_occasion_is_acted_on_once_within_its_pause(desk, background):
    desk("沈警官")
    grid = Area.objects.get(pk="330424001G01")
    shen = desk("朱所长", post="PLD_CHIEF").officer

    def theft(number):
        incidents.enter(
            number=f"演示{number:04}", what="theft", happened_on=clock.today(), area=grid, by=shen
        )
        background.catch_up()

    for number in range(5):
        theft(number)
    rule = "thefts_in_a_grid_warn_shops_and_suggest_patrols"
    assert Firing.objects.filter(rule=rule).count() == 1, "the third; not the fourth and fifth"
    with time_machine.travel(timezone.now() + timedelta(days=8)):
        for number in range(5, 8):
            theft(number)
    assert Firing.objects.filter(rule=rule).count() == 2


def test_topics_are_counted_by_week(phone, desk, background):
    desk("沈警官")
    for alias in ("甲", "乙"):
        phone(town="330424001", alias=alias).says("身份证丢了怎么补办？")
    background.catch_up()
    Matter.objects.update(opened_at=datetime(2026, 11, 18, 10, tzinfo=clock.SHANGHAI))
    with time_machine.travel("2026-11-23T06:30:00+08:00"):
        asked = asked_in(week_before(clock.today()))
        background.clock_strikes("helpdesk.jobs.count_topics")
    counted = {one.topic: (one.count, one.before) for one in asked}
    assert counted == {"hukou": (2, 0)}
    told = Event.objects.get(kind="helpdesk.topic_counted").facts
    assert told == {"topic": "hukou", "week": "2026-11-16", "count": 2, "before": 0}


def test_all_thirty_linkages_stand_in_the_catalogue_with_their_state():
    lines = {line.linkage.code: line for line in catalogue.lines()}
    assert list(lines) == [f"L{number:02}" for number in range(1, 31)]
    working = {code for code, line in lines.items() if line.rules}
    assert working == {
        "L01", "L02", "L03", "L04", "L05", "L06", "L07", "L23", "L26", "L28", "L30"
    }  # fmt: skip
    assert all(line.linkage.arrives for code, line in lines.items() if code not in working)
    assert all(not line.linkage.arrives for code, line in lines.items() if code in working)
    assert {line.state for code, line in lines.items() if code in working} == {"on"}


def test_every_rule_has_its_page(keeper, desk):
    sat = desk("值班长乙", post="CMD", department="PSB")
    sat.goes("/linkage/")
    assert sat.status == 200
    assert len(sat.sees("tbody tr")) >= 30
    for name in RULES:
        sat.goes(f"/linkage/rules/{name}/")
        assert sat.status == 200, name
    sat.goes("/linkage/rules/nothing/")
    assert sat.status == 404


def test_a_rules_page_tells_of_one_moment(desk):
    """A change that commits meanwhile is in the parameters and in the list, or in neither."""
    sat = desk("值班长丙", post="CMD", department="PSB")
    with CaptureQueriesContext(connection) as asked:
        sat.goes(f"/linkage/rules/{RULE.name}/")
    versions = [one["sql"] for one in asked if '"linkage_version"' in one["sql"]]
    assert len(versions) == 1


def test_a_rule_is_tried_at_its_page_and_nothing_is_done(desk, background):
    sat = desk("值班长", post="CMD", department="PSB")
    grows(background)
    count = Task.objects.count()
    sat.submits(f"/linkage/rules/{RULE.name}/try/", days="90", least="5", percent="10")
    background.catch_up()
    sat.goes(sat.client.get(f"/linkage/rules/{RULE.name}/").wsgi_request.path)
    link = next(
        a.get("href") for a in sat.page.cssselect("a") if "/trials/" in (a.get("href") or "")
    )
    sat.goes(link)
    assert "会触发 1 次" in " ".join(sat.sees("#progress"))
    assert Task.objects.count() == count
    answer = sat.client.post(f"/linkage/rules/{RULE.name}/try/", {"days": "0"})
    assert answer.status_code == 422
