"""What a resident's next word does: reopen within seven days, begin anew after, thank."""

import time
from datetime import timedelta

import pytest

from county.dimensions.helpdesk import knowledge
from county.dimensions.helpdesk.actions import matters as acts
from county.dimensions.helpdesk.actions import outcome
from county.dimensions.helpdesk.jobs import close_the_silent
from county.dimensions.helpdesk.models import Matter
from county.dimensions.helpdesk.tests.conftest import in_state, make, say
from county.kernel import clock


def of(matter):
    """The conversation's matters, oldest first: number and state."""
    rows = Matter.objects.filter(conversation=matter.conversation_id).order_by("opened_at", "id")
    return [(one.number, one.state) for one in rows]


def aged(matter, days):
    """The same matter, whose last word was said so many days ago."""
    Matter.objects.filter(pk=matter.pk).update(last_at=clock.now() - timedelta(days=days))
    return matter


@pytest.mark.parametrize("state", ["answered", "closed"])
@pytest.mark.parametrize("days", [0, 6.9])
def test_a_word_within_seven_days_reopens_the_matter(almighty, background, state, days):
    matter = aged(in_state("consultation", state, almighty), days)
    say(matter.conversation, "还是不行，窗口说材料不够")
    background.catch_up()
    assert of(matter) == [(matter.number, "taken")]
    again = Matter.objects.get(pk=matter.pk)
    assert again.assignee == almighty
    assert again.waiting_since is not None
    assert again.closed_at is None


@pytest.mark.parametrize("state", ["answered", "closed"])
def test_a_word_after_seven_days_is_another_matter(almighty, background, state):
    matter = aged(in_state("consultation", state, almighty), 7.1)
    say(matter.conversation, "想问问护照怎么办")
    background.catch_up()
    (old, new) = of(matter)
    assert old == (matter.number, "closed")
    assert new[1] == "asked"
    assert Matter.objects.get(number=new[0]).topic == "exit"


@pytest.mark.parametrize("state", ["resolved", "closed"])
def test_a_call_for_help_goes_back_to_its_officer(almighty, background, state):
    matter = in_state("help", state, almighty)
    say(matter.conversation, "隔壁又开始吵了")
    background.catch_up()
    assert of(matter) == [(matter.number, "assigned")]


def test_a_word_that_came_before_the_outcome_undoes_it_not(almighty, background):
    """The background is seconds behind: what the officer saw and settled stays settled."""
    matter = in_state("help", "on_site", almighty)
    say(matter.conversation, "还没有转，现在就去所里")
    outcome.resolve(matter, result="solved", by=almighty)
    background.catch_up()
    again = Matter.objects.get(pk=matter.pk)
    assert (again.state, again.unread > 0, again.waiting_since) == ("resolved", True, None)
    say(matter.conversation, "又来了一个电话")
    background.catch_up()
    assert Matter.objects.get(pk=matter.pk).state == "assigned"


@pytest.mark.parametrize("state", ["answered", "closed"])
@pytest.mark.parametrize(
    "thanks", ["谢谢", "好的，谢谢警官！", "收到", "明白了，谢谢您", "OK", "Thank you so much 🙏"]
)
def test_thanks_reopen_nothing_and_nobody_waits(almighty, background, state, thanks):
    matter = in_state("consultation", state, almighty)
    say(matter.conversation, thanks)
    background.catch_up()
    assert of(matter) == [(matter.number, state)]
    assert Matter.objects.get(pk=matter.pk).waiting_since is None
    assert Matter.objects.get(pk=matter.pk).last_text == thanks


@pytest.mark.parametrize(
    "question",
    ["好的那钱怎么办", "收到假币怎么办", "谢谢，还有一个问题", "明白了但是窗口不收", "ok but how?"],
)
def test_a_question_that_begins_with_thanks_is_a_question(almighty, background, question):
    assert not knowledge.is_thanks(question)
    matter = in_state("consultation", "answered", almighty)
    say(matter.conversation, question)
    background.catch_up()
    assert of(matter) == [(matter.number, "taken")]


@pytest.mark.parametrize(
    "thanks",
    [
        "好的，我照您说的做",
        "收到，办事真快",
        "好的，打扰了",
        "好的，那我先准备材料",
        "好的，我明天去办",
        "谢谢您，这下放心了",
        "谢谢啊，省得我跑一趟",
        "谢谢，周末过去",
        "知道了，麻烦你们了",
    ],
)
def test_a_promise_to_do_as_told_is_thanks_too(thanks):
    assert knowledge.is_thanks(thanks)


def test_a_text_made_to_be_read_slowly_is_read_at_once():
    begun = time.perf_counter()
    assert not knowledge.is_thanks("谢" * 59 + "x")
    assert not knowledge.is_thanks("好的" * 29 + "?x")
    assert time.perf_counter() - begun < 0.5


def test_a_matter_whose_officer_has_left_waits_for_anyone(desk, background):
    shen, director = desk("沈警官"), desk("管理员", post="SYSADMIN", department="PSB")
    matter = in_state("consultation", "answered", shen.officer)
    director.submits(f"/staff/{shen.officer.pk}/dismiss/")
    say(matter.conversation, "还是不行")
    background.catch_up()
    again = Matter.objects.get(pk=matter.pk)
    assert (again.state, again.assignee) == ("asked", None)


def test_silence_closes_an_answered_question_and_a_word_still_reopens_it(almighty, background):
    matter = aged(in_state("consultation", "answered", almighty), 3.1)
    close_the_silent()
    assert of(matter) == [(matter.number, "closed")]
    say(matter.conversation, "我去过了，窗口说不行")
    background.catch_up()
    assert of(matter) == [(matter.number, "taken")]


def test_silence_closes_nothing_that_waits(almighty):
    waiting = aged(in_state("consultation", "taken", almighty), 10)
    recent = aged(in_state("consultation", "answered", almighty), 2.9)
    helped = aged(in_state("help", "resolved", almighty), 10)
    close_the_silent()
    assert [Matter.objects.get(pk=one.pk).state for one in (waiting, recent, helped)] == [
        "taken", "answered", "resolved",
    ]  # fmt: skip


def test_what_is_said_goes_to_the_matter_at_work_not_to_a_later_one_that_is_done(
    almighty, background
):
    """An old matter reopened by an officer, while a later one is answered: no word is lost."""
    old = in_state("consultation", "closed", almighty)
    later = acts.open_matter(
        kind="consultation", topic="exit", by=almighty, conversation=old.conversation,
        resident=old.resident,
    )  # fmt: skip
    make(make(later, "take", almighty), "reply", almighty)
    acts.reopen(old, why="窗口来电", by=almighty)
    say(old.conversation, "那我明天去")
    background.catch_up()
    assert of(old) == [(old.number, "taken"), (later.number, "answered")]
    assert Matter.objects.get(pk=old.pk).last_text == "那我明天去"
