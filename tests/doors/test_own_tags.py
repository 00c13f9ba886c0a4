"""A resident's own tags on a phone: seen whole, agreed to, refused, set, ended; nobody else's."""

from datetime import timedelta

import pytest
from django.conf import settings

from county.kernel import clock
from county.records.conversations.models import Conversation
from county.records.residents.models import Consent
from county.records.tags import actions
from county.records.tags.flow import State
from county.records.tags.models import Tagging
from tests.actors import Phone

ME = "/helpdesk/phone/me/"


def owner(phone):
    """Whose phone it is: the one whose conversation was begun last."""
    return Conversation.objects.order_by("-begun_at").first().resident


@pytest.fixture
def two(phone, desk):
    """Two phones; to the first one's owner an officer has proposed a tag."""
    first = phone()
    resident = owner(first)
    tagging = actions.propose(resident, "T0205", why="自述租住武原", by=desk("沈警官").officer)
    return first, phone(town="330424101"), tagging


def state():
    return Tagging.objects.get().state


def test_a_resident_reads_everything_about_a_tag(two):
    first, second, tagging = two
    first.goes(ME)
    [card] = first.sees("#tags .ptag")
    last = clock.day_of(tagging.proposed_at) + timedelta(days=14)
    for words in ("租房居住", "待您确认", "租住安全", "自述租住武原", "您的同意", str(last)):
        assert words in card
    assert tagging.officer.department.name in card and tagging.officer.name not in card
    second.goes(ME)
    assert second.sees("#tags .ptag") == []
    first.client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    first.goes(ME)
    assert "tips on safe renting" in first.sees("#tags .ptag")[0]


def test_a_resident_agrees_and_ends_it_again(two):
    first, _second, tagging = two
    first.submits(f"/tags/mine/{tagging.pk}/confirm/")
    assert first.status == 200
    assert "有效" in first.sees("#tags .ptag")[0]
    assert str(clock.today() + timedelta(days=365)) in first.sees("#tags .ptag")[0]
    first.submits(f"/tags/mine/{tagging.pk}/end/")
    assert first.sees("#tags .ptag") == []
    assert "租房居住" in first.sees("#tags details")[-1]
    assert [one.given for one in Consent.objects.order_by("id")] == [True, False]


def test_a_proposal_is_refused_without_a_reason(two):
    first, _second, tagging = two
    first.submits(f"/tags/mine/{tagging.pk}/end/")
    assert state() == State.ENDED
    assert not Consent.objects.exists()
    assert first.client.post(f"/tags/mine/{tagging.pk}/confirm/").status_code == 409


def test_what_is_in_force_by_statute_names_the_statute(two, desk):
    first, _second, tagging = two
    actions.propose(tagging.resident, "T1001", why="自述出租两间", by=desk("陆警官").officer)
    first.goes(ME)
    assert any("居住登记条例" in one and "出租房东" in one for one in first.sees(".ptag"))


def test_another_residents_tags_are_not_there(two):
    _first, second, tagging = two
    for verb in ("confirm", "end"):
        assert second.client.post(f"/tags/mine/{tagging.pk}/{verb}/").status_code == 404
        assert Phone().client.post(f"/tags/mine/{tagging.pk}/{verb}/").status_code == 403
    assert state() == State.PROPOSED


def test_a_forged_cookie_is_a_strangers(two):
    first, _second, tagging = two
    address = Conversation.objects.get(resident=tagging.resident).address
    stranger = Phone()
    for forged in (address, f'"{address}"', first.client.cookies["siwei_phone"].value[:-1] + "~"):
        stranger.client.cookies["siwei_phone"] = forged
        assert stranger.client.post(f"/tags/mine/{tagging.pk}/confirm/").status_code == 403
        assert stranger.client.get(ME).status_code == 403
    assert state() == State.PROPOSED


def test_an_officer_is_no_resident(two, desk):
    _first, _second, tagging = two
    sat = desk("值班长", post="CMD", department="PSB")
    assert sat.client.post(f"/tags/mine/{tagging.pk}/confirm/").status_code == 403
    assert state() == State.PROPOSED


def test_a_resident_sets_a_tag_after_reading_what_it_is_for(phone):
    mine = phone()
    mine.goes(ME)
    mine.goes("/tags/mine/new/?code=T0602")
    assert any("语音播报" in one for one in mine.sees(".pcard"))
    assert any("敏感" in one for one in mine.sees(".em"))
    mine.submits("/tags/mine/set/", code="T0602")
    assert "需语音播报服务" in mine.sees("#tags .ptag")[0]
    assert Consent.objects.get().scope == "tag:T0602"


@pytest.mark.parametrize("code", ["T0711", "T1201", "T0405", "T9999", "", "T0205; --"])
def test_what_residents_do_not_set_alone_is_refused(phone, code):
    mine = phone()
    assert mine.client.get("/tags/mine/new/", {"code": code}).status_code == 422
    assert mine.client.post("/tags/mine/set/", {"code": code}).status_code == 422
    assert not Tagging.objects.exists()


def test_a_stranger_sets_nothing(db):
    assert Phone().client.get("/tags/mine/new/?code=T0602").status_code == 403
    assert Phone().client.post("/tags/mine/set/", {"code": "T0602"}).status_code == 403
    assert not Tagging.objects.exists()
