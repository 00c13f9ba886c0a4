"""Codes by which residents add officers: kept before they are shown, telling whence one came."""

import pytest
from django.db import IntegrityError, transaction

from county.foundation.channels.wecom.ways import Way
from county.kernel.errors import Incomplete, NotAllowed
from county.records.contacts.actions import ways as acts
from county.records.contacts.models import Contact, ContactWay
from county.records.residents import actions as residents
from county.records.residents.models import Resident

pytestmark = pytest.mark.django_db(transaction=True)
TOWN = "330424001"


@pytest.fixture
def make(officers, chief, hear):
    def plan(*, failing=False, **more):
        said = {"title": "武原窗口", "town_code": TOWN, **more}
        way = acts.plan(members=list(officers.values())[:1], by=chief.officer, **said)
        hear(failing=failing)
        way.refresh_from_db()
        return way

    return plan


def test_a_code_is_shown_only_when_its_name_is_kept(make, fake, chief):
    """F-46."""
    fake.fails("externalcontact/add_contact_way", -1, -1, -1, -1)
    way = make(failing=True)
    chief.goes("/contacts/ways/")
    assert chief.page.cssselect("img, a[href*=ways][target]") == []
    assert (way.state, way.config_id, way.picture) == ("planned", None, "")
    with pytest.raises(IntegrityError), transaction.atomic():
        ContactWay.objects.update(state="ready")


def test_a_lost_answer_makes_no_second_code(make, fake, try_again):
    """F-46."""
    fake.fails("externalcontact/add_contact_way", "lost")
    way = make(failing=True)
    assert (len(fake.world.ways), way.config_id) == (1, None)
    try_again()
    way.refresh_from_db()
    assert len(fake.world.ways) == 1
    assert (way.state, way.config_id) == ("ready", next(iter(fake.world.ways)))
    assert way.picture == fake.world.ways[way.config_id]["qr_code"]


def test_who_comes_by_it_is_of_its_town(make, fake, hear):
    way = make()
    hear(fake.adds("wm1", "shen", state=way.state_word))
    assert Resident.objects.get().town_code == TOWN
    assert Contact.objects.get().channel_state == way.state_word
    by_word = make(word="反诈宣传周", town_code="330424002")
    assert by_word.state_word.startswith("反诈宣传周.")
    hear(fake.adds("wm2", "shen", state=by_word.state_word))
    assert Resident.objects.latest("number").town_code == "330424002"


def test_a_town_that_is_known_better_stays(make, fake, hear):
    residents.meet("wecom", "wm1", town_code="330424101")
    hear(fake.adds("wm1", "shen", state=make().state_word))
    assert Resident.objects.get().town_code == "330424101"


@pytest.mark.parametrize("state", ["", "x" * 31, "随便什么", "999999999.abc", "330424001'--"])
def test_a_state_that_is_not_ours_names_no_town(hear, fake, officers, state):
    hear(fake.adds("wm1", "shen", state=state))
    assert Resident.objects.get().town_code == ""


def test_a_code_that_wecom_refuses_says_why(make, fake, chief):
    fake.world.officers["shen"]["active"] = False
    way = make()
    assert way.state == "refused"
    assert "41054" in way.reason
    chief.goes(f"/contacts/ways/{way.pk}/")
    assert "(41054)" in chief.sees("dd")[0]


def test_a_deleted_code_is_gone_in_wecom_too(make, fake, chief, hear):
    first, second = make(), make(title="第二个")
    fake.world.ways.pop(second.config_id)
    acts.delete(first, by=chief.officer)
    acts.delete(second, by=chief.officer)
    hear()
    assert fake.world.ways == {}
    assert set(ContactWay.objects.values_list("state", flat=True)) == {"deleted"}


@pytest.mark.parametrize(
    "wrong",
    [{"title": ""}, {"title": "长" * 31}, {"town_code": "999999999"}, {"word": "a b"},
     {"word": "<script>"}, {"word": "长" * 21}],
)  # fmt: skip
def test_what_cannot_be_used_is_refused(make, wrong):
    with pytest.raises(Incomplete):
        make(**wrong)
    assert not ContactWay.objects.exists()


def test_codes_are_made_for_ones_own_areas(officers, desk, hear):
    head = desk("所长", post="PLD_CHIEF", department="PS002").officer
    with pytest.raises(NotAllowed):
        acts.plan(title="x", members=[officers["shen"]], by=head, town_code=TOWN)


def test_the_page_makes_shows_and_deletes(officers, chief, hear, fake):
    chief.goes("/contacts/ways/")
    assert chief.status == 200
    chief.submits("/contacts/ways/new/", title="武原窗口", town_code=TOWN,
                  members=[officers["shen"].pk])  # fmt: skip
    hear()
    way = ContactWay.objects.get()
    chief.goes(f"/contacts/ways/{way.pk}/")
    assert chief.page.cssselect(f'a[href="{way.picture}"]')
    assert "武原街道" in " ".join(chief.sees("dl"))
    refused = chief.part("/contacts/ways/new/", title="<b>", town_code="1", members=[])
    assert refused.status_code == 422
    chief.submits(f"/contacts/ways/{way.pk}/delete/")
    hear()
    assert fake.world.ways == {}
    assert chief.goes("/contacts/ways/") is not None
    assert "武原窗口" not in " ".join(chief.sees("td"))


def test_a_picture_is_an_address_of_the_web_or_none(make):
    """What WeCom says becomes a link on our page: never one that runs."""
    way = make()
    for said in ("javascript:alert(1)", "data:text/html,x", ""):
        acts.made(way, Way("config", said, "", "", ()))
        way.refresh_from_db()
        assert way.picture == ""
