"""A notice goes to whom it concerns and nobody else, agreed by four eyes, and tells the truth."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction

from county.dimensions.outreach import jobs, queries
from county.dimensions.outreach.actions import answers, drafting, sending
from county.dimensions.outreach.flow import Fate, State
from county.dimensions.outreach.models import Campaign, Delivery
from county.foundation.approvals import actions as approvals
from county.foundation.approvals.queries import open_for
from county.foundation.switches import actions as switches
from county.foundation.switches.registry import OUTREACH_BULK, TAGS_USE
from county.foundation.transparency import actions as publishing
from county.foundation.transparency.registry import Month
from county.kernel.clock import SHANGHAI
from county.kernel.errors import Incomplete, NotAllowed, Refused
from county.kernel.fields import set_sealed
from county.records.conversations.models import Conversation, Message
from county.records.residents.actions import joining
from county.records.tags import actions as tags
from county.records.tags.models import Tagging

pytestmark = pytest.mark.django_db
TEN = datetime(2026, 11, 25, 10, 50, tzinfo=SHANGHAI)


@pytest.fixture(autouse=True)
def in_the_window():
    with time_machine.travel(TEN, tick=False) as moment:
        yield moment


def fates(campaign):
    return queries.states([campaign]).get(campaign.pk, {})


def test_the_notice_of_story_six_goes_to_exactly_33(person, agreed, background):
    """(I6) 38 with the tag, 3 want generic content only, 2 want emergencies only: 33."""
    for n in range(38):
        person("T0302", *(["T1204"] if n < 3 else ["T0109"] if n < 5 else []))
    person("T0302", town="330424001")
    person("T0301")
    campaign = agreed()
    assert campaign.counted == 33
    assert campaign.state == State.SENDING
    assert fates(campaign) == {Fate.WRITTEN: 33, Fate.REFUSED: 5}
    said = Message.objects.filter(text__contains=campaign.text)
    assert said.count() == 33 and all(f"/outreach/n/{campaign.code}/" in one.text for one in said)
    reached = {one.conversation.resident_id for one in said.select_related("conversation")}
    refusers = Tagging.objects.filter(code__in=["T1204", "T0109"]).values_list("resident_id")
    assert not reached & {key for (key,) in refusers}


def test_nobody_alone_sends_anything(person, written, chen, chief):
    for _n in range(6):
        person("T0302")
    campaign = written()
    with pytest.raises(Refused):
        drafting.check_law(campaign, words="依法", by=chief)
    drafting.submit(campaign, by=chen)
    with pytest.raises(NotAllowed):
        drafting.check_law(campaign, words="依法", by=chen)
    drafting.check_law(campaign, words="依法", by=chief)
    with pytest.raises(NotAllowed):
        approvals.decide(open_for(drafting.SEND, campaign.subject), granted=True, by=chen)
    for state in (State.APPROVED, State.SENDING):
        with pytest.raises(IntegrityError), transaction.atomic():
            Campaign.objects.filter(pk=campaign.pk).update(state=state)
    assert not Delivery.objects.exists()


def test_fewer_than_five_are_no_audience(person, written, chen):
    """(I5) Neither at submission nor at sending."""
    for _n in range(4):
        person("T0302")
    with pytest.raises(Refused):
        drafting.submit(written(), by=chen)


def test_who_has_gone_before_it_begins_is_no_audience_either(person, agreed, in_the_window):
    people = [person("T0302") for _n in range(5)]
    in_the_window.move_to(TEN.replace(hour=21))
    campaign = agreed()
    assert campaign.state == State.APPROVED, "the window is closed"
    Tagging.objects.filter(resident=people[0]).update(state="ended", ended_at=TEN)
    in_the_window.move_to(TEN + timedelta(days=1))
    sending.begin(campaign)
    campaign.refresh_from_db()
    assert campaign.state == State.STOPPED and not Delivery.objects.exists()


def test_an_audience_that_grew_is_approved_anew(person, agreed, in_the_window):
    for _n in range(6):
        person("T0302")
    in_the_window.move_to(TEN.replace(hour=21))
    campaign = agreed()
    for _n in range(10):
        person("T0302")
    in_the_window.move_to(TEN + timedelta(days=1))
    sending.begin(campaign)
    campaign.refresh_from_db()
    assert (campaign.state, campaign.counted) == (State.DRAFT, None)
    assert not Delivery.objects.exists()


def test_at_night_nothing_leaves_but_emergencies(person, agreed, background, in_the_window):
    people = [person("T0302", *(["T0109"] if n == 0 else [])) for n in range(7)]
    in_the_window.move_to(TEN.replace(hour=22))
    routine, urgent = agreed(), agreed(urgency="emergency", title="紧急提醒")
    assert fates(routine) == {}
    assert fates(urgent) == {Fate.WRITTEN: 7}, "who wants emergencies only gets those"
    in_the_window.move_to(TEN + timedelta(days=1))
    sending.begin(routine)
    background.catch_up()
    assert fates(routine) == {Fate.WRITTEN: 6, Fate.REFUSED: 1}
    assert Delivery.objects.get(campaign=routine, state=Fate.REFUSED).resident == people[0]


def test_nobody_gets_more_than_two_in_a_week_and_six_in_a_month(
    person, agreed, background, in_the_window
):
    for _n in range(6):
        person("T0302")
    seen = []
    for day in range(0, 30, 3):
        in_the_window.move_to(TEN + timedelta(days=day))
        campaign = agreed(title=f"提醒{day}")
        seen.append(fates(campaign))
    sent = [one == {Fate.WRITTEN: 6} for one in seen]
    assert sent[:3] == [True, True, False]
    for start in range(len(sent)):
        assert sum(sent[start : start + 3]) <= 2, "three are nine days: any seven hold at most two"
    assert sum(sent) == 6


def test_who_wants_no_more_gets_no_more_though_it_was_on_its_way(
    person, agreed, background, in_the_window
):
    """(I27) Consent withdrawn stops queued notices."""
    people = [person("T0302") for _n in range(7)]
    campaign = agreed()
    assert fates(campaign) == {Fate.WRITTEN: 7}
    Delivery.objects.update(state=Fate.PLANNED, way="", sent_at=None)
    answers.opt_out(people[3])
    background.catch_up()
    line = Delivery.objects.get(resident=people[3])
    assert (line.state, line.why) == (Fate.REFUSED, sending.SINCE)


def test_a_stopped_notice_goes_nowhere(person, agreed, chief, in_the_window, background):
    for _n in range(7):
        person("T0302")
    campaign = agreed()
    Delivery.objects.filter(pk__in=Delivery.objects.values("pk")[:3]).update(
        state=Fate.PLANNED, way="", sent_at=None
    )
    drafting.stop(campaign, reason="文字有误", by=chief)
    background.catch_up()
    assert fates(campaign) == {Fate.WRITTEN: 4, Fate.CANCELLED: 3}


def test_what_a_page_has_shown_is_read_and_what_it_has_not_is_not(person, agreed, in_the_window):
    people = [person("T0302") for _n in range(6)]
    campaign = agreed()
    in_the_window.move_to(TEN + timedelta(minutes=9))
    Conversation.objects.filter(resident=people[0]).update(
        resident_read_at=TEN + timedelta(hours=1)
    )
    Message.objects.update(said_at=TEN)
    sending.look_after(campaign)
    assert fates(campaign) == {Fate.READ: 1, Fate.WRITTEN: 5}
    answers.opened(campaign, people[1])
    answers.opened(campaign, None)
    assert fates(campaign) == {Fate.READ: 1, Fate.CLICKED: 1, Fate.WRITTEN: 4}
    campaign.refresh_from_db()
    assert campaign.opened == 2


def test_what_is_read_after_the_notice_ended_is_noted_for_a_week(person, agreed, in_the_window):
    people = [person("T0302") for _n in range(6)]
    campaign = agreed()
    Message.objects.update(said_at=TEN)
    jobs.look_after()
    campaign.refresh_from_db()
    assert campaign.state == State.FINISHED and fates(campaign) == {Fate.WRITTEN: 6}
    for n, days in enumerate((2, 8)):
        in_the_window.move_to(TEN + timedelta(days=days))
        read = Conversation.objects.filter(resident=people[n])
        read.update(resident_read_at=TEN + timedelta(days=days))
        jobs.look_after()
        assert fates(campaign) == {Fate.READ: 1, Fate.WRITTEN: 5}


def test_who_has_no_page_and_no_contact_is_said_to_be_out_of_reach(person, agreed):
    for n in range(6):
        person("T0302", page=n > 0)
    assert fates(agreed()) == {Fate.WRITTEN: 5, Fate.UNREACHABLE: 1}


def test_who_has_neither_gets_a_text_message_once(person, agreed, background, monkeypatch):
    texts = []
    monkeypatch.setattr(sending.SMS, "send", lambda phone, text: texts.append((phone, text)))
    for n in range(6):
        one = person("T0302", page=n > 1)
        if n == 0:
            set_sealed(one, "phone", "13800000000")
            one.save()
    campaign = agreed()
    assert fates(campaign) == {Fate.WRITTEN: 4, Fate.HANDED: 1, Fate.UNREACHABLE: 1}
    assert [phone for phone, _text in texts] == ["13800000000"]
    assert campaign.code in texts[0][1]
    sending.look_after(campaign)
    background.catch_up()
    assert len(texts) == 1


def test_joined_files_share_what_they_were_sent_and_part_with_their_own(person, agreed, background):
    people = [person("T0302") for _n in range(6)]
    agreed()
    other = person()
    joined = joining.join(other, people[0], reason="同一人", by=other)
    background.catch_up()
    assert Delivery.objects.filter(resident=other).count() == 1
    assert not Delivery.objects.filter(resident=people[0]).exists()
    joining.part(joined, reason="不是同一人", by=other)
    background.catch_up()
    assert Delivery.objects.get(resident=people[0]).state == Fate.WRITTEN
    both = joining.join(people[1], people[2], reason="同一人", by=other)
    background.catch_up()
    assert Delivery.objects.filter(resident=people[2]).count() == 1, both


def test_words_and_audience_stand_still_once_submitted(person, written, chen, chief):
    for _n in range(6):
        person("T0302")
    campaign = drafting.submit(written(), by=chen)
    with pytest.raises(Refused):
        written(campaign=campaign, text="另外的话另外的话")
    drafting.send_back(campaign, words="改一下", by=chief)
    assert written(campaign=campaign, text="另外的话另外的话").text == "另外的话另外的话"


@pytest.mark.parametrize("title", ["信教群众提醒", "重点人管控", "给吸毒人员"])
def test_forbidden_words_are_in_no_notice(written, title):
    """(I3) The deny-list guards the titles and purposes of notices."""
    with pytest.raises(Incomplete):
        written(title=title)
    with pytest.raises(Incomplete):
        written(purpose=title)


@pytest.mark.parametrize("code", ["T0502", "T0602", "T0708"])
def test_sensitive_tags_choose_nobody(written, code):
    """(I5) (E24) L3 tags are refused in a notice's audience."""
    with pytest.raises(Refused):
        written(expression={"how": "any", "of": [f"tag:{code}"]})


def test_a_question_reaches_the_desk_as_the_residents_own_words(person, agreed, background):
    people = [person("T0302") for _n in range(6)]
    campaign = agreed()
    answers.ask(
        campaign, what="question", text="真的是你们发的吗", address=f"phone-{people[0].pk}",
        by=people[0],
    )  # fmt: skip
    background.catch_up()
    words = Message.objects.filter(author="resident").latest("number")
    assert "谨防冒充领导" in words.text and "真的是你们发的吗" in words.text
    assert queries.answers(campaign) == {"question": 1}


@pytest.mark.parametrize("name", ["outreach.bulk", "tags.use"])
def test_a_switch_holds_everything_back_at_once(person, agreed, written, desk, background, name):
    """(E34) Bulk outreach and the use of tags are switched off separately."""
    for _n in range(6):
        person("T0302")
    admin = desk("系统管理员", post="SYSADMIN", department="PSB").officer
    everybody = {"how": "all", "of": ["town:330424101"]}
    switches.turn_off(name, reason="演练停用", by=admin)
    generic = agreed(expression=everybody, title="全镇通知")
    assert fates(generic) == ({} if name == "outreach.bulk" else {Fate.WRITTEN: 6})
    if name == "tags.use":
        with pytest.raises(Refused):
            written()
    switches.turn_on(name, reason="恢复使用", by=admin)
    for campaign in queries.due(TEN):
        sending.begin(campaign)
    background.catch_up()
    assert fates(generic) == {Fate.WRITTEN: 6}


def test_small_groups_are_not_told(person, agreed):
    """(I31) n < 5 is hidden."""
    for _n in range(6):
        person("T0302")
    for _n in range(2):
        person("T0302", town="330424102")
    campaign = agreed(expression={"how": "all", "of": ["tag:T0302"]})
    told = {row.name: row.people for row in queries.reach_by(campaign, "resident__town_code")}
    assert told == {"330424101": 6}, "an officer's reach ends at the towns of the station"


@pytest.mark.parametrize("name", [OUTREACH_BULK, TAGS_USE])
def test_what_is_switched_off_sends_nothing_until_it_is_on_again(
    person, agreed, in_the_window, desk, name
):
    """(E34) Between two steps of a notice too: the rest stays planned."""
    admin = desk("安全员", post="SYSADMIN", department="PSB").officer
    for _n in range(6):
        person("T0302")
    campaign = agreed()
    Delivery.objects.update(state=Fate.PLANNED, way="", sent_at=None)
    switches.turn_off(name, reason="先停再查", by=admin)
    assert sending.send_some(campaign) == 0
    assert fates(campaign) == {Fate.PLANNED: 6}
    switches.turn_on(name, reason="已经查清", by=admin)
    assert sending.send_some(campaign) == 6


def test_every_notice_stands_on_the_public_page(person, agreed, in_the_window):
    """(E25) With its size, words, tags and the units that wrote and approved it; nobody's name."""
    for _n in range(12):
        person("T0302")
    campaign = agreed()
    [section] = [one for one in publishing.counted(Month(TEN.date().replace(day=1)))
                 if one["code"] == "notices"]  # fmt: skip
    [row] = section["rows"]
    assert row["cells"] == [12]
    assert campaign.title in row["title"]["zh"] and "企业财务出纳" in row["title"]["zh"]
    assert str(campaign.author) not in row["title"]["zh"]


def test_a_wrong_tag_chooses_nobody_from_the_objection_on(person, agreed, chief, background):
    """(E12) Not while it is contested, and not after the objection is upheld."""
    people = [person("T0302") for _n in range(7)]
    wrong = Tagging.objects.get(resident=people[0])
    objection = tags.object_to(wrong, words="我不管财务", by=people[0])
    contested = agreed(title="异议期间")
    tags.decide(objection, upheld=True, answer="已核实，予以删除", by=chief)
    corrected = agreed(title="更正之后")
    for campaign in (contested, corrected):
        assert campaign.counted == 6 and fates(campaign) == {Fate.WRITTEN: 6}
        assert not Delivery.objects.filter(campaign=campaign, resident=people[0]).exists()
