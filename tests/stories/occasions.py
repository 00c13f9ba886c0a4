"""For every rule an occasion on which it acts, brought about through doors and verbs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from county.dimensions.fraud.models import Alert
from county.dimensions.helpdesk.actions import follow_up, outcome
from county.dimensions.helpdesk.models import Matter
from county.dimensions.helpdesk.queries.topics import Asked, week_before
from county.dimensions.incidents import actions as incidents
from county.dimensions.incidents.models import Incident
from county.dimensions.procuracy.actions import following, menu, questions
from county.dimensions.procuracy.models import Question
from county.kernel import clock
from county.records.organisations import actions as organisations
from county.records.organisations.models import Organisation
from county.records.places.models import Area
from tests.actors import DIRECTOR
from tests.stories import prosecution as law

SCAM = "对方说我涉嫌洗钱，要我把5万块转到安全账户，不能告诉家里人"
BOSS = "我们觉得财务遇到诈骗了，老板在群里让我马上转48万到这个账户，不要告诉别人"
PAID = "我被骗了，刚才已经把5万块转给对方了，现在联系不上怎么办"
DANGER = "我不想活了，已经站在楼顶了"
BOSS_TYPE = "冒充领导熟人"
GRID = "330424001G01"


@dataclass
class World:
    """Who may act in a test, each called when needed: `world("phone")` is the fixture."""

    ask: Callable[[str], Any]

    def __call__(self, name: str) -> Any:
        return self.ask(name)

    def officer(self, name: str = "沈警官", **post: Any) -> Any:
        """Somebody at a desk."""
        return self("desk")(name, **post)

    def writes(self, text: str, *, alias: str = "小储") -> Any:
        """A resident writes; the worker reads it."""
        phone = self("phone")(town="330424001", alias=alias)
        phone.says(text)
        self("background").catch_up()
        return phone

    def judges(self, shen: Any, verb: str = "confirm", **said: Any) -> None:
        """An officer judges the latest alert at the desk."""
        alert = Alert.objects.order_by("-raised_at").first()
        assert alert is not None
        answer = shen.part(f"/fraud/alerts/{alert.pk}/{verb}/", **said)
        assert answer.status_code == 200, answer.content.decode()[:300]
        self("background").catch_up()


def confirmed(world: World) -> None:
    shen = world.officer()
    world.writes(SCAM)
    world.judges(shen, category="冒充公检法及政府机关")


def dismissed(world: World) -> None:
    shen = world.officer()
    world.writes(SCAM)
    world.judges(shen, "dismiss", reason="演习")


def dismissed_payment(world: World) -> None:
    shen = world.officer()
    world.officer("反诈专班", post="FRAUD_DESK", department="FRAUD")
    world.writes(PAID)
    world.judges(shen, "dismiss", reason="演习")


def taken_back(world: World) -> None:
    shen = world.officer()
    world.writes(SCAM)
    world.judges(shen, category="冒充公检法及政府机关")
    world.judges(shen, "think-again", reason="再看看")


def resolved(world: World) -> Any:
    shen = world.officer()
    world.writes(SCAM)
    world.judges(shen, category="冒充公检法及政府机关")
    matter = Matter.objects.get()
    shen.submits(f"{matter.url}take/")
    shen.part(f"{matter.url}reply/", text="不要转账。")
    outcome.resolve(matter, result="solved", money="kept", by=shen.officer)
    world("background").catch_up()
    return shen


def corrected(world: World) -> None:
    shen = resolved(world)
    outcome.correct(Matter.objects.get(), result="solved", money="lost", by=shen.officer)


def boss_scam(world: World, *, firm: bool = False) -> None:
    shen = world.officer()
    world.writes(BOSS)
    if firm:
        account = world("firm")(town="330424001")
        Matter.objects.update(organisation=account.organisation)
        menu.load_examples()
    world.judges(shen, category=BOSS_TYPE)


def series(world: World) -> None:
    world.officer("反诈专班", post="FRAUD_DESK", department="FRAUD")
    shen = world.officer()
    for number in range(3):
        world.writes(SCAM, alias=f"居民{number}")
        world.judges(shen, category="冒充公检法及政府机关")


def stop_asked(world: World) -> None:
    shen = world.officer()
    world.officer("反诈专班", post="FRAUD_DESK", department="FRAUD")
    world.writes(SCAM)
    matter = Matter.objects.get()
    shen.submits(f"{matter.url}take/")
    shen.submits(
        f"/fraud/conversations/{matter.conversation_id}/stop/", amount="5", bank="b",
        account="123456",
    )  # fmt: skip


def paid(world: World) -> None:
    world.officer()
    world.officer("反诈专班", post="FRAUD_DESK", department="FRAUD")
    world.writes(PAID)


def danger(world: World) -> None:
    world.officer()
    world.writes(DANGER)


def suspected(world: World) -> None:
    world.officer()
    world.writes(SCAM)


def delivered(world: World) -> None:
    menu.load_examples()
    law.delivered(world("scene"))


def replied(world: World) -> None:
    law.replied(world("scene"))


def due(world: World) -> None:
    law.delivered(world("scene")).on(date(2024, 1, 10))
    following.remind(clock.now())


def rebound(world: World) -> None:
    menu.load_examples()
    scene = law.replied(world("scene")).on(date(2024, 1, 10))
    found = {f"item{number}-adopted": "yes" for number in (1, 2, 3)}
    found |= {f"item{number}-found": "fully" for number in (1, 2, 3)}
    scene.does("handler", "review-reply", **found | {"item3-found": "partly"}, words="继续整改")
    full = {**law.answers(), "send": "1"}
    scene.firm.client.post(f"{scene.now.firm_url}reply/", full, **law.PART)
    scene.on(date(2024, 4, 20)).does("handler", "review-reply", **found)
    fallen = law.VISIT | {"on": "2024-04-22", "result": "rebound"}
    scene.on(date(2024, 4, 22)).does("handler", "revisit", **fallen)


def topic(world: World) -> None:
    world.officer("值班长", post="CMD", department="PSB")
    week = week_before(clock.today())
    follow_up.tell_of_topic(Asked("hukou", 24, 10), week=week, by=DIRECTOR)


def thefts(world: World) -> None:
    shen = world.officer()
    for number in range(3):
        shen.submits(
            "/incidents/enter/", number=f"演示警{number:04}", what="theft", area=GRID,
            happened_on=clock.today().isoformat(), organisation="", loss="500",
        )  # fmt: skip
    assert Incident.objects.count() == 3


def gap(world: World) -> None:
    world.officer("案管", post="PROC_CASEMGR", department="PROC")
    shen = world.officer()
    firm = world("firm")(town="330424001").organisation
    case = incidents.enter(
        number="演示警0001", what="theft", happened_on=clock.today(), area=firm.area,
        organisation=firm, by=shen.officer,
    )  # fmt: skip
    shen.submits(f"{case.url}solve/", loss="5000", gap="on", gap_words="地磅无人复核")


def new_firm(world: World) -> None:
    world.officer("陆警官", department="PS002")
    world.officer("连检察官", post="PROC_LIAISON", department="PROC", areas=["330424002"])
    organisations.register(
        code="91330424MA00000155", name="示例化工", area=Area.objects.get(pk="330424002"),
        industry="2614", in_park=True, by=DIRECTOR,
    )  # fmt: skip
    assert Organisation.objects.get().in_park


def rated(world: World) -> None:
    shen = world.officer()
    world.officer("朱所长", post="PLD_CHIEF")
    phone = world.writes("身份证丢了怎么补办？")
    matter = Matter.objects.get()
    shen.submits(f"{matter.url}take/")
    shen.submits(
        f"{matter.url}reply/", text="请带户口簿", key="0192f0a0-0000-7000-8000-000000000001"
    )
    world("background").catch_up()
    phone.submits(f"/helpdesk/phone/matters/{matter.pk}/rate/", rating="1", words="")


def answer_rated(world: World) -> None:
    world.officer("案管", post="PROC_CASEMGR", department="PROC")
    jiang = world.officer("蒋检察官", post="PROC_HANDLER", department="PROC")
    firm = world("firm")()
    firm.submits(
        "/procuracy/firm/questions/ask/", topic="contract", narrative="合同纠纷由哪里管辖？"
    )
    question = Question.objects.get()
    questions.answer(question, answer="一般按约定的管辖。", follow_up="", by=jiang.officer)
    world("background").catch_up()
    firm.submits(f"/procuracy/firm/questions/{question.pk}/rate/", rating="1")


OCCASIONS: dict[str, Callable[[World], Any]] = {
    "a_confirmed_alert_reaches_the_matter": confirmed,
    "a_dismissed_alert_reaches_the_matter": dismissed,
    "a_decision_taken_back_reaches_the_matter": taken_back,
    "an_outcome_is_noted_on_the_alerts": resolved,
    "a_corrected_outcome_is_noted_on_the_alerts": corrected,
    "a_confirmed_boss_scam_drafts_a_warning": boss_scam,
    "a_boss_scam_at_a_firm_is_visited": lambda world: boss_scam(world, firm=True),
    "a_confirmed_fraud_suggests_a_tag": confirmed,
    "three_frauds_of_a_type_draft_a_county_warning": series,
    "a_stop_request_opens_the_fraud_lane": stop_asked,
    "money_already_paid_calls_the_fraud_desk": paid,
    "a_dismissed_alert_calls_the_stop_off": dismissed_payment,
    "danger_goes_to_the_head_of_the_queue": danger,
    "suspicion_puts_the_matter_on_the_fast_lane": suspected,
    "a_delivered_suggestion_offers_lessons": delivered,
    "a_reply_with_open_items_asks_for_a_visit": replied,
    "a_reply_near_its_day_is_urged": due,
    "a_rebound_offers_lessons_again": rebound,
    "a_growing_topic_renews_the_answers": topic,
    "thefts_in_a_grid_warn_shops_and_suggest_patrols": thefts,
    "a_solved_theft_tells_the_procuratorate_of_a_gap": gap,
    "a_new_firm_in_the_park_is_met": new_firm,
    "a_bad_rating_is_called_back": rated,
    "a_bad_rating_of_an_answer_is_called_back": answer_rated,
}
