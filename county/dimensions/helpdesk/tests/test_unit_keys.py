"""Keys of units: the passphrase opens, no other does; a forgotten one is given anew."""

import pytest
from django.test import Client

from county.dimensions.helpdesk.actions import keys, leads
from county.dimensions.helpdesk.models import LeadFile, LeadWord, UnitKey
from county.dimensions.helpdesk.tests.conftest import greet, opened
from county.dimensions.helpdesk.tests.test_leads import CONTENT, FORM, everywhere
from county.dimensions.helpdesk.views.parts import lead_forms
from county.foundation.audit.models import Look
from county.foundation.events.models import Event
from county.kernel import boxes
from county.kernel.errors import NotAllowed, Refused

OLD, NEW, COUNTY = "三只灰鹅过石桥去赶集 1", "四只白鸭下池塘不回家 1", "县里的铁柜第二层左边 1"


@pytest.fixture
def chief(officer):
    return officer("朱所长", post="PLD_CHIEF")


@pytest.fixture
def holder(officer):
    return officer("数据办", post="DPO", department="DPO")


@pytest.fixture
def county(holder):
    return keys.make(department=None, passphrase=COUNTY, by=holder)


@pytest.fixture
def unit(county, chief):
    return keys.make(department=chief.department, passphrase=OLD, by=chief)


def given(secrecy="open"):
    conversation = greet()
    return leads.take_in(
        content=CONTENT, topic="gambling", secrecy=secrecy, place="天宁寺弄",
        by=conversation.resident, resident=conversation.resident,
    )  # fmt: skip


def opens(lead, by, passphrase):
    return [one.text for one in leads.read(lead, reason="初查", passphrase=passphrase, by=by)]


@pytest.mark.parametrize("secrecy", ["open", "secret", "anonymous"])
def test_every_lead_is_sealed_to_its_unit_once_there_is_a_key(unit, chief, secrecy):
    lead = given(secrecy)
    assert LeadFile.objects.get().content is None
    assert LeadWord.objects.get().unit_key == unit
    assert everywhere("聚众赌博") == everywhere("天宁寺弄") == []
    (text,) = opens(lead, chief, OLD)
    assert text.startswith(CONTENT) and "天宁寺弄" in text


def test_a_wrong_passphrase_opens_nothing_and_leaves_no_look(unit, desk):
    lead, shen = given(), desk("沈警官")
    for wrong in ("", NEW, OLD.upper() + "x"):
        answer = shen.part(f"{lead.url}lead/", reason="初查线索", passphrase=wrong)
        assert answer.status_code == 403
        assert CONTENT not in answer.content.decode()
    assert Look.objects.count() == 0
    right = shen.part(f"{lead.url}lead/", reason="初查线索", passphrase=OLD)
    assert CONTENT in right.content.decode()
    assert Look.objects.get().fields == "lead"
    assert everywhere(OLD) == []


def test_guessing_the_passphrase_ends_after_ten(unit, desk):
    lead, shen = given(), desk("沈警官")
    for _try in range(keys.TRIES.most):
        shen.part(f"{lead.url}lead/", reason="初查线索", passphrase="wrong")
    late = shen.part(f"{lead.url}lead/", reason="初查线索", passphrase=OLD)
    assert late.status_code == 403
    assert "Too many" in late.content.decode() or "次数过多" in late.content.decode()


def test_another_passphrase_opens_what_the_first_one_did(unit, chief):
    lead = given()
    keys.change_passphrase(unit, old=OLD, new=NEW, by=chief)
    assert opens(lead, chief, NEW)[0].startswith(CONTENT)
    with pytest.raises(keys.WrongPassphrase):
        opens(lead, chief, OLD)
    with pytest.raises(keys.WrongPassphrase):
        keys.change_passphrase(unit, old=OLD, new=OLD, by=chief)


def test_after_another_pair_of_keys_old_leads_still_open(unit, chief):
    before = given()
    second = keys.renew(unit, passphrase=OLD, by=chief)
    after = given()
    assert after.told.get().unit_key == second != before.told.get().unit_key
    keys.change_passphrase(second, old=OLD, new=NEW, by=chief)
    for lead in (before, after):
        assert opens(lead, chief, NEW)[0].startswith(CONTENT)
    unit.refresh_from_db()
    with pytest.raises(Refused):
        keys.renew(unit, passphrase=NEW, by=chief)


def test_a_forgotten_passphrase_is_given_anew_by_the_countys_key_holder(unit, chief, holder):
    lead = given()
    with pytest.raises(keys.WrongPassphrase):
        keys.recover(unit, county=OLD, new=NEW, by=holder)
    with pytest.raises(NotAllowed):
        keys.recover(unit, county=COUNTY, new=NEW, by=chief)
    keys.recover(unit, county=COUNTY, new=NEW, by=holder)
    assert opens(lead, chief, NEW)[0].startswith(CONTENT)
    hows = Event.objects.filter(kind="helpdesk.unit_key_changed").values_list("facts__how", "by")
    assert list(hows)[-1] == ("recovered", holder.actor)


def test_without_a_county_key_nothing_is_recovered_until_the_passphrase_changes(chief, holder):
    unit = keys.make(department=chief.department, passphrase=OLD, by=chief)
    county = keys.make(department=None, passphrase=COUNTY, by=holder)
    with pytest.raises(Refused, match="cannot be recovered"):
        keys.recover(unit, county=COUNTY, new=NEW, by=holder)
    keys.change_passphrase(unit, old=OLD, new=NEW, by=chief)
    unit.refresh_from_db()
    assert unit.recovery_key == county
    keys.recover(unit, county=COUNTY, new=OLD, by=holder)


def test_a_unit_makes_its_own_key_and_no_other(county, chief, officer, holder):
    far = officer("陆所长", post="PLD_CHIEF", department="PS002")
    with pytest.raises(NotAllowed):
        keys.make(department=chief.department, passphrase=OLD, by=far)
    with pytest.raises(NotAllowed):
        keys.make(department=chief.department, passphrase=OLD, by=officer("沈警官"))
    with pytest.raises(NotAllowed):
        keys.make(department=None, passphrase=OLD, by=chief)
    with pytest.raises(Refused, match="at least"):
        keys.make(department=chief.department, passphrase="too short", by=chief)
    keys.make(department=chief.department, passphrase=OLD, by=chief)
    with pytest.raises(Refused, match="already"):
        keys.make(department=chief.department, passphrase=OLD, by=chief)


def test_a_lead_of_another_town_is_sealed_to_whoever_has_a_key(unit):
    conversation = greet(town="330424002")
    lead = leads.take_in(
        content=CONTENT, topic="theft", secrecy="open", by=conversation.resident,
        resident=conversation.resident,
    )  # fmt: skip
    assert lead.told.get().unit_key == unit


def test_leads_from_before_there_was_a_key_keep_opening(chief, county):
    lead = opened("lead")
    keys.make(department=chief.department, passphrase=OLD, by=chief)
    assert opens(lead, chief, "") == ["他们每晚在仓库里赌"]


def test_the_pages_of_the_keys_make_change_and_recover(desk):
    dpo, zhu = desk("数据办", post="DPO", department="DPO"), desk("朱所长", post="PLD_CHIEF")
    twice = {"passphrase": COUNTY, "again": COUNTY}
    dpo.submits("/helpdesk/leads/county-key/new/", **twice)
    zhu.submits("/helpdesk/leads/key/new/", passphrase=OLD, again=NEW)
    assert zhu.status == 422
    zhu.submits("/helpdesk/leads/key/new/", passphrase=OLD, again=OLD)
    zhu.submits("/helpdesk/leads/key/change/", old=OLD, passphrase=NEW, again=NEW)
    assert zhu.status == 200
    key = UnitKey.objects.get(department="PS001")
    dpo.submits(
        f"/helpdesk/leads/county-key/{key.pk}/recover/", old=COUNTY, passphrase=OLD, again=OLD
    )
    zhu.submits("/helpdesk/leads/key/renew/", passphrase=OLD)
    assert zhu.status == dpo.status == 200
    assert UnitKey.objects.filter(department="PS001").count() == 2
    for sat, page in ((zhu, "/helpdesk/leads/key/"), (dpo, "/helpdesk/leads/county-key/")):
        text = sat.goes(page).text_content()
        assert sat.status == 200 and OLD not in text and COUNTY not in text
    shen = desk("沈警官")
    for address in ("key/", "county-key/"):
        shen.goes(f"/helpdesk/leads/{address}")
        assert shen.status == 403
    for sat in (zhu, shen):
        assert sat.part(f"/helpdesk/leads/county-key/{key.pk}/recover/").status_code == 403
    assert Client().get("/helpdesk/leads/key/").status_code == 302


def test_a_passphrase_is_never_drawn_into_a_page(unit):
    form = lead_forms(given())["lead_why"]
    drawn = type(form)({"reason": "x", "passphrase": OLD})
    assert OLD not in str(drawn["passphrase"].as_widget())


def test_what_is_wrapped_says_what_opening_costs_and_no_more():
    secret = boxes.new_private()
    wrapped = boxes.wrap(OLD, secret, "here")
    assert boxes.unwrap(OLD, wrapped, "here") == secret
    assert secret not in wrapped
    for wrong in ((NEW, "here"), (OLD, "there")):
        with pytest.raises(boxes.NotOpened):
            boxes.unwrap(wrong[0], wrapped, wrong[1])
    assert boxes.MEMORY == 64, "tests stretch little; an office stretches 64 MiB"


def test_no_form_of_a_phone_lead_can_choose_what_is_not_offered(phone):
    somebody = phone()
    somebody.submits("/helpdesk/phone/lead/give/", **{**FORM, "urgent": "x" * 500})
    assert somebody.status == 200
