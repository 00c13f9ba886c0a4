"""From an order to its feedback, with its limits; and what is refused on the way."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from county.dimensions.procuracy.actions import feedback, orders, plans
from county.dimensions.procuracy.actions.liaison import assign
from county.dimensions.procuracy.flow import ORDER
from county.dimensions.procuracy.models import Question
from county.dimensions.procuracy.models.lessons import Feedback, Order
from county.dimensions.procuracy.queries import orders as asked
from county.foundation.events.models import Event
from county.foundation.staff.queries import holders
from county.kernel import clock
from county.kernel.clock import SHANGHAI
from county.kernel.errors import Incomplete, NotAllowed, Refused
from county.kernel.fields import reveal
from county.kernel.flow import IllegalMove
from county.kernel.saying import said
from county.records.places.models import Area

pytestmark = pytest.mark.django_db


def words_of(placed):
    return [said(one.text) for one in asked.words(placed)]


@pytest.fixture
def confirmed(scheduled):
    def confirm(*, by, **more):
        placed = scheduled(by=by, **more)
        return orders.confirm(placed, placed.proposals.first().slot, by=by)

    return confirm


def test_story_one_orders_a_lesson_with_its_dates(items, speaker, liaison, lecturer, background):
    """(Story 1) Ordered 2024-04-12: accept by 04-16; accepted 04-15: schedule by 04-22."""
    person = speaker()

    def moment(day, hour=10):
        return clock.played_at(datetime(2024, 4, day, hour, tzinfo=SHANGHAI))

    with moment(12):
        items["PF02"].valid_through = date(2025, 1, 1)
        placed = orders.order(
            items["PF02"], persons=20, wanted=[], place="会议室", contact="演示", by=person
        )
        assert asked.due_of(placed).on == date(2024, 4, 16)
        background.catch_up()
        assert any("2024-04-16" in said(one) for one in liaison.notices())
    with moment(15):
        placed = orders.accept(placed, by=liaison.officer)
        assert asked.due_of(placed).on == date(2024, 4, 22)
        assert asked.lesson_by(placed) == date(2024, 5, 12)
        starts = [datetime(2024, 4, day, 14, tzinfo=SHANGHAI) for day in (24, 25, 26)]
        orders.propose(placed, lecturer=lecturer, starts=starts, by=liaison.officer)
    with moment(16):
        slot = placed.proposals.order_by("slot__starts_at").first().slot
        placed = orders.confirm(Order.objects.get(pk=placed.pk), slot, by=person)
        assert "已排期：2024-04-24 14:00" in words_of(placed)[0]
    with moment(24, 16):
        placed = orders.give(placed, words="结合案例讲解", by=liaison.officer)
        assert asked.due_of(placed).on == date(2024, 5, 9)
    with moment(25):
        feedback.feed_back(placed, useful=5, clear=5, relevant=4, organised=5, by=person)
    placed.refresh_from_db()
    assert placed.state == "closed"
    figure = asked.figure_ordered(date(2024, 4, 1), date(2024, 4, 30))
    assert (figure.orders, figure.useful) == (1, None)  # the database dated the feedback itself


def test_the_flow_is_that_of_the_appendix(scheduled, speaker, liaison):
    """(Appendix E) nine states, nine transitions; everything else is forbidden."""
    assert len(ORDER.states.values) == 9 and len(ORDER.moves) == 9
    person = speaker()
    placed = scheduled(by=person)
    for act in (
        lambda: orders.accept(placed, by=liaison.officer),
        lambda: orders.decline(placed, reason="不合适", by=liaison.officer),
        lambda: feedback.feed_back(placed, useful=1, clear=1, relevant=1, organised=1, by=person),
        lambda: orders.cancel(placed, by=person),
        lambda: orders.give(placed, words="已讲", by=liaison.officer),
    ):
        with pytest.raises(IllegalMove):
            act()


def test_the_same_key_is_the_same_order(ordered, speaker):
    person = speaker()
    first = ordered(by=person)
    again = ordered(by=person, key=first.pk)
    assert again.pk == first.pk and Order.objects.count() == 1
    with pytest.raises(NotAllowed):
        ordered(by=speaker(), key=first.pk)


def test_a_draft_is_kept_and_sent_later(ordered, speaker, prosecutor):
    person = speaker()
    draft = ordered(by=person, send=False)
    assert draft.state == "draft"
    assert asked.orders_for(prosecutor("PROC_CHIEF").officer).count() == 0
    sent = ordered(by=person, key=draft.pk, persons=33)
    assert (sent.pk, sent.state, sent.persons) == (draft.pk, "submitted", 33)


def test_who_may_not_order_and_what_cannot_be_ordered(ordered, items, speaker):
    with pytest.raises(NotAllowed):
        ordered(by=speaker(trusts=["enterprises.questions"]))
    with pytest.raises(Incomplete):
        ordered(persons=items["PF02"].most_persons + 1)
    with pytest.raises(Incomplete):
        ordered(wanted=[clock.today()])
    with pytest.raises(Refused):
        ordered(phone="12345")
    items["PF02"].state = "offline"
    with pytest.raises(Refused):
        ordered()
    assert Order.objects.count() == 0


def test_the_contact_is_sealed_and_its_opening_written_down(ordered, liaison):
    placed = ordered()
    kept = Order.objects.get(pk=placed.pk)
    assert "13800000000" not in str(vars(kept))
    assert (kept.phone_masked, reveal(kept, "phone")) == ("138****0000", "13800000000")
    assert orders.see_contact(kept, by=liaison.officer) == ("演示联系人", "13800000000")
    assert Event.objects.filter(kind="procuracy.contact_seen").count() == 1
    assert not any("13800000000" in str(one.facts) for one in Event.objects.all())


def test_another_towns_liaison_stays_out(ordered, prosecutor):
    placed = ordered()
    far = prosecutor(areas=("330424101",))
    assert far.client.get(placed.url).status_code == 404
    with pytest.raises(NotAllowed):
        orders.accept(placed, by=far.officer)
    assert asked.orders_for(prosecutor("PROC_CHIEF").officer).count() == 1


def test_a_late_lesson_is_explained_in_words(ordered, liaison, lecturer, at):
    placed = orders.accept(ordered(), by=liaison.officer)
    late = {"lecturer": lecturer, "starts": [at(31)], "by": liaison.officer}
    with pytest.raises(Incomplete):
        orders.propose(placed, **late)
    orders.propose(placed, **late, late_words="企业停产检修")
    placed.refresh_from_db()
    assert placed.late_words == "企业停产检修"
    with pytest.raises(Incomplete):  # at most three that are open
        orders.propose(placed, lecturer=lecturer, starts=[at(4), at(5), at(6)], by=liaison.officer)
    for wrong in ([at(-1)], [at(4, 9, 10)], []):
        with pytest.raises(Incomplete):
            orders.propose(placed, lecturer=lecturer, starts=wrong, by=liaison.officer)


def test_it_is_cancelled_in_time_or_not_at_all(confirmed, speaker, at):
    person = speaker()
    placed = confirmed(by=person)
    with clock.played_at(at(2, 9, 1)), pytest.raises(Refused):
        orders.cancel(placed, by=person)
    with clock.played_at(at(2, 9)):
        orders.cancel(placed, by=person)
    placed.refresh_from_db()
    assert placed.state == "cancelled"


def test_nobody_there_is_noted_once(confirmed, speaker, liaison, at):
    placed = confirmed(by=speaker())
    with pytest.raises(Refused):
        orders.miss(placed, reason="无人", by=liaison.officer)
    with clock.played_at(at(3, 10)):
        orders.miss(placed, reason="到场无人", by=liaison.officer)
        with pytest.raises(IllegalMove):
            orders.miss(placed, reason="到场无人", by=liaison.officer)
    assert Order.objects.filter(no_show=True, state="cancelled").count() == 1


def test_a_count_by_hand_says_why(confirmed, speaker, liaison, at):
    placed = confirmed(by=speaker())
    with pytest.raises(Refused):
        orders.give(placed, words="已讲", by=liaison.officer)
    with clock.played_at(at(3, 11)):
        with pytest.raises(Incomplete):
            orders.give(placed, words="已讲", by_hand=12, by=liaison.officer)
        placed = orders.give(placed, words="已讲", by_hand=12, by_hand_reason="车间不能带手机",
                             by=liaison.officer)  # fmt: skip
    assert asked.persons_of(placed) == 12
    with pytest.raises(IntegrityError), transaction.atomic():
        Order.objects.update(by_hand_reason="")


def test_feedback_closes_by_itself_after_fifteen_days_without_a_mark(confirmed, speaker, liaison,
                                                                     at, background):  # fmt: skip
    placed = confirmed(by=speaker())
    with clock.played_at(at(3, 11)):
        orders.give(placed, words="已讲", by=liaison.officer)
    with clock.played_at(at(18, 23)):
        background.clock_strikes("look_after_limits")
        placed.refresh_from_db()
        assert placed.state == "delivered"
    with clock.played_at(at(19, 9)):
        background.clock_strikes("look_after_limits")
    placed.refresh_from_db()
    assert placed.state == "closed" and not Feedback.objects.exists()
    year = clock.today().year
    assert asked.figure_ordered(date(year, 1, 1), date(year, 12, 31)).useful is None


def test_an_open_problem_is_announced_without_its_words(
    confirmed, speaker, liaison, at, background
):
    person = speaker()
    placed = confirmed(by=person)
    with clock.played_at(at(3, 11)):
        orders.give(placed, words="已讲", by=liaison.officer)
    with pytest.raises(NotAllowed):
        feedback.feed_back(placed, useful=5, clear=5, relevant=5, organised=5, by=speaker())
    with pytest.raises(IntegrityError), transaction.atomic():
        feedback.feed_back(placed, useful=6, clear=5, relevant=5, organised=5, by=person)
    background.catch_up()
    before = Event.objects.count()
    feedback.feed_back(placed, useful=4, clear=5, relevant=5, organised=5,
                       problem="地磅数据谁来保存", by=person)  # fmt: skip
    assert Event.objects.count() == before + 1, "a verb announces one fact"
    background.catch_up()
    left = Event.objects.get(kind="procuracy.problem_left")
    assert left.facts == {
        "order_id": str(placed.pk), "organisation_id": str(placed.organisation_id)
    }  # fmt: skip
    assert not any("地磅" in str(one.facts) for one in Event.objects.all())
    assert Question.objects.get().narrative == "地磅数据谁来保存"


def test_feedback_without_a_problem_leaves_none(confirmed, speaker, liaison, at, background):
    person = speaker()
    placed = confirmed(by=person)
    with clock.played_at(at(3, 11)):
        orders.give(placed, words="已讲", by=liaison.officer)
    feedback.feed_back(placed, useful=4, clear=5, relevant=5, organised=5,
                       problem=" ", by=person)  # fmt: skip
    background.catch_up()
    assert not Event.objects.filter(kind="procuracy.problem_left").exists()
    assert not Question.objects.exists()


def test_reminders_come_the_day_before_and_two_hours_before(confirmed, speaker, liaison, at,
                                                            lecturer, prosecutor):  # fmt: skip
    teaches = prosecutor("PROC_HANDLER")
    lecturer.officer = teaches.officer
    lecturer.save()
    placed = confirmed(by=speaker())
    counts = []
    for moment in (at(2, 8), at(2, 9, 5), at(2, 20), at(3, 7, 5), at(3, 8)):
        with clock.played_at(moment):
            counts.append(plans.remind())
    assert counts == [0, 1, 0, 1, 0]
    assert sum("提醒" in one for one in words_of(placed)) == 2
    assert any("提醒" in said(one) for one in teaches.notices())


def test_liaisons_hear_each_morning_of_what_is_due(ordered, liaison):
    placed = ordered()
    due = asked.due_of(placed).on
    with clock.played_at(clock.start_of_day(due - timedelta(days=1))):
        assert plans.remind_of_limits() == 0
    with clock.played_at(clock.start_of_day(due)):
        assert plans.remind_of_limits() == 1
    assert any("到期" in said(one) for one in liaison.notices())


def test_the_figures_and_the_smallest_cell(confirmed, speaker, liaison, at):
    person = speaker()
    span = (clock.today(), clock.today() + timedelta(days=5))
    placed = confirmed(by=person)
    with clock.played_at(at(3, 11)):
        orders.give(placed, words="已讲", by_hand=7, by_hand_reason="清点", by=liaison.officer)
    feedback.feed_back(placed, useful=4, clear=5, relevant=5, organised=5, by=person)
    assert asked.figure_given(*span) == asked.Given(1, 7, 1)
    assert asked.figure_given(*span, outside=True) == asked.Given(None, 7, None)
    assert asked.figure_ordered(*span) == asked.Ordered(1, 1, 4.0)
    assert asked.figure_ordered(*span, outside=True) == asked.Ordered(None, None, None)
    assert [one.pk for one in asked.given(*span)] == [placed.pk]
    assert [one.pk for one in asked.ordered(*span)] == [placed.pk]


def test_the_plan_counts_what_was_given_against_it(confirmed, speaker, liaison, at):
    placed = confirmed(by=speaker())
    with clock.played_at(at(3, 11)):
        orders.give(placed, words="已讲", by=liaison.officer)
        day = clock.today()
    for town, industry in (("330424002", ""), ("330424101", ""), ("", "26"), ("", "35")):
        plans.aim(year=day.year, month=day.month, lessons=2, town=town, industry=industry,
                  by=liaison.officer)  # fmt: skip
    told = {(one.town, one.industry): one.given for one in asked.plan(day.year)}
    assert told == {("330424002", ""): 1, ("330424101", ""): 0, ("", "26"): 1, ("", "35"): 0}
    plans.aim(year=day.year, month=day.month, lessons=0, industry="35", by=liaison.officer)
    assert len(asked.plan(day.year)) == 3
    with pytest.raises(Incomplete):
        plans.aim(year=day.year, month=1, lessons=1, town="999", by=liaison.officer)


def test_who_stands_by_the_town_sees_its_orders_and_hears_of_them(ordered, prosecutor, background):
    """An assignment of today is enough; without one, the post's own areas."""
    near, far = prosecutor(areas=()), prosecutor(areas=("330424101",))
    placed = ordered()
    assert asked.orders_for(near.officer).count() == 0
    assert asked.liaisons_of(placed.organisation) == list(holders("procuracy.liaise"))
    assign(
        town=Area.objects.get(pk="330424002"), officer=near.officer, part="main",
        phone="0573-86000000", from_on=clock.today(), by=prosecutor("PROC_CHIEF").officer,
    )  # fmt: skip
    assert [one.pk for one in asked.orders_for(near.officer)] == [placed.pk]
    assert asked.liaisons_of(placed.organisation) == [near.officer]
    background.catch_up()
    assert any("普法点单" in said(one) for one in near.notices())
    assert far.notices() == []
    assert orders.accept(placed, by=near.officer).officer == near.officer
