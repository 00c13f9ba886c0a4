"""A resident's own tags on a phone: seen whole, agreed to, refused, set, ended; nobody else's."""

from datetime import timedelta

import pytest
from django.conf import settings

from county.kernel import clock
from county.records.conversations.models import Conversation
from county.records.residents.models import Consent
from county.records.tags import actions, queries
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


def test_two_switches_restrict_us_at_one_tap(two):
    """(E17) Shown first, whatever else there is."""
    first, _second, tagging = two
    first.goes(ME)
    assert [one for one in first.sees("#tags [role=switch]") if "开启" in one] == [
        "开启：仅接收通用内容", "开启：仅接收紧急提醒",
    ]  # fmt: skip
    first.submits("/tags/mine/refuse/", code="T1204", on="1")
    assert queries.refusals(tagging.resident_id) == {"T1204"}
    assert "关闭：仅接收通用内容" in first.sees("#tags [role=switch]")
    first.submits("/tags/mine/refuse/", code="T1204")
    assert queries.refusals(tagging.resident_id) == set()
    assert first.client.post("/tags/mine/refuse/", {"code": "T0802", "on": "1"}).status_code == 422


def test_a_resident_freezes_uses_again_and_objects_and_follows_it(two, desk):
    """(E13) One tap and some words; the answer comes back to the same page."""
    first, second, tagging = two
    first.submits(f"/tags/mine/{tagging.pk}/confirm/")
    first.submits(f"/tags/mine/{tagging.pk}/freeze/")
    assert "已冻结" in first.sees("#tags .ptag")[-1]
    first.submits(f"/tags/mine/{tagging.pk}/unfreeze/")
    assert second.client.post(
        f"/tags/mine/{tagging.pk}/object/", {"words": "不对"}
    ).status_code == 404  # fmt: skip
    assert first.client.post(f"/tags/mine/{tagging.pk}/object/", {"words": ""}).status_code == 422
    first.submits(f"/tags/mine/{tagging.pk}/object/", words="我已经搬走了")
    assert "我已经搬走了" in first.sees("#tags .ptag")[-1]
    chief = desk("所长", post="PLD_CHIEF")
    chief.goes("/tags/objections/")
    [line] = chief.sees("tbody tr")
    assert "租房居住" in line
    [address] = [a.get("href") for a in chief.page.cssselect("tbody a")]
    chief.goes(address)
    chief.submits(f"{address}decide/", decision="uphold", answer="已核实，予以删除")
    first.goes(ME)
    told = [one for one in first.sees("#tags .look") if "已核实" in one]
    assert len(told) == 1 and chief.officer.name not in told[0]
    assert state() == State.ENDED


def test_a_consent_is_taken_back_with_one_tap(two):
    """(I27) And what rested on it is gone from the page."""
    first, _second, tagging = two
    first.submits(f"/tags/mine/{tagging.pk}/confirm/")
    first.submits("/tags/mine/withdraw/", scope="tags")
    assert state() == State.ENDED
    assert [one.given for one in Consent.objects.order_by("id")] == [True, False]
    assert "租房居住" in first.sees("#tags details")[-1]


def test_a_resident_keeps_a_tag_for_another_term(two, desk):
    first, _second, tagging = two
    first.submits(f"/tags/mine/{tagging.pk}/confirm/")
    actions.ask_to_renew(tagging, why="续租一年", by=desk("陆警官").officer)
    first.goes(ME)
    assert any("续租一年" in one for one in first.sees("#tags .em"))
    first.submits(f"/tags/mine/{tagging.pk}/renew/")
    assert Tagging.objects.get().why == "续租一年"
