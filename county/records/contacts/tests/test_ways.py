"""Codes by which residents add officers: kept before they are shown, telling whence one came."""

import httpx
import pytest
from django.db import IntegrityError, transaction

from county.foundation.channels.wecom import pictures
from county.foundation.channels.wecom.errors import Unreachable
from county.foundation.channels.wecom.ways import Way
from county.foundation.events.models import Event
from county.foundation.files.models import StoredFile
from county.kernel.errors import Incomplete, NotAllowed
from county.records.contacts.actions import ways as acts
from county.records.contacts.exchange import ways as exchange
from county.records.contacts.models import Contact, ContactWay
from county.records.residents import actions as residents
from county.records.residents.models import Resident
from tests.scanning import scanned

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
    [picture] = chief.page.cssselect(".qr img")
    answer = chief.client.get(picture.get("src"))
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "image/png")
    config = next(iter(fake.world.ways))
    assert scanned(answer.content) == f"https://work.weixin.qq.com/ca/{config}"
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


def test_the_picture_is_fetched_once_and_printed_from_our_house(make, chief, hear):
    way = make()
    file = StoredFile.objects.get()
    assert (way.file, file.purpose, file.media_type) == (file, "contact code", "image/png")
    exchange.fetch_picture(way)
    assert StoredFile.objects.count() == 1
    chief.goes(f"/contacts/ways/{way.pk}/poster/")
    words = " ".join(chief.sees("main"))
    assert all(one in words for one in ("武原窗口", "武原街道", "110"))
    assert chief.page.cssselect("main img")[0].get("src") == f"/contacts/ways/{way.pk}/picture/"
    acts.delete(way, by=chief.officer)
    hear()
    for what in ("picture", "poster"):
        assert chief.client.get(f"/contacts/ways/{way.pk}/{what}/").status_code == 404


def test_another_stations_code_is_not_printed(make, desk):
    way = make()
    head = desk("所长", post="PLD_CHIEF", department="PS002")
    assert head.client.get(f"/contacts/ways/{way.pk}/picture/").status_code == 404
    assert desk("沈警官").client.get(f"/contacts/ways/{way.pk}/picture/").status_code == 403


def test_a_picture_that_cannot_be_had_is_fetched_later(make, chief, try_again, monkeypatch):
    fetch = pictures.fetch

    def away(address):
        raise Unreachable

    monkeypatch.setattr(pictures, "fetch", away)
    way = make(failing=True)
    assert (way.state, way.file) == ("ready", None)
    chief.goes(f"/contacts/ways/{way.pk}/")
    assert chief.page.cssselect(f'a[href="{way.picture}"]')
    monkeypatch.setattr(pictures, "fetch", fetch)
    try_again()
    way.refresh_from_db()
    assert way.file == StoredFile.objects.get()


def test_a_picture_that_was_none_is_asked_for_again(make, chief, hear, monkeypatch):
    fetch = pictures.fetch
    monkeypatch.setattr(pictures, "fetch", lambda _address: b"<html>busy</html>")
    way = make()
    monkeypatch.setattr(pictures, "fetch", fetch)
    chief.submits(f"/contacts/ways/{way.pk}/fetch/")
    hear()
    chief.goes(f"/contacts/ways/{way.pk}/")
    assert len(chief.page.cssselect(".qr img")) == 1
    chief.submits(f"/contacts/ways/{way.pk}/fetch/")
    hear()
    assert Event.objects.filter(kind="contacts.way_picture_asked").count() == 1


@pytest.mark.parametrize("content", [b"", b"<svg/>", b"<html>not found</html>"])
def test_what_is_no_picture_is_not_kept(make, monkeypatch, content):
    monkeypatch.setattr(pictures, "fetch", lambda _address: content)
    assert make().file is None
    assert not StoredFile.objects.exists()


@pytest.mark.parametrize(
    ("address", "may"),
    [
        ("https://wework.qpic.cn/wwpic/1_2/0", True),
        ("https://p.qpic.cn/wwhead/abc/0", True),
        ("https://open.work.weixin.qq.com/wwopen/userQRCode?vcode=vc1", True),
        ("http://p.qpic.cn/wwhead/abc/0", False),
        ("https://qpic.cn.example.org/x", False),
        ("https://evilqpic.cn/x", False),
        ("https://p.qpic.cn:8443/x", False),
        ("https://p.qpic.cn@127.0.0.1/x", False),
        ("https://127.0.0.1/x", False),
        ("https://localhost\\.qpic.cn/x", False),
        ("https://[::1/x", False),
        ("file:///etc/passwd", False),
        ("", False),
    ],
)
def test_pictures_are_fetched_only_from_where_wecom_keeps_them(address, may):
    assert pictures.may_be_fetched(address) is may


def test_the_stand_ins_pictures_are_fetched_only_where_it_plays_wecom(settings):
    settings.WECOM_BASE_URL, picture = "http://127.0.0.1:8201", "http://127.0.0.1:8201/a.png"
    settings.WECOM = "standin"
    assert pictures.may_be_fetched(picture)
    assert pictures.secured(picture) == picture
    settings.WECOM = ""
    assert not pictures.may_be_fetched(picture)
    assert pictures.secured("http://p.qpic.cn/a/0") == "https://p.qpic.cn/a/0"


@pytest.mark.parametrize("status", [302, 404, 500])
def test_a_way_that_leads_elsewhere_is_not_gone(fake, monkeypatch, status):
    transport = httpx.MockTransport(
        lambda _request: httpx.Response(status, headers={"location": "http://127.0.0.1/"})
    )
    with httpx.Client(transport=transport) as http:
        monkeypatch.setattr(pictures.httpx, "stream", lambda verb, address, **_more: http.stream(
            verb, address, follow_redirects=_more["follow_redirects"]))  # fmt: skip
        with pytest.raises(Unreachable):
            pictures.fetch("https://p.qpic.cn/a/0")


def test_a_picture_that_never_ends_is_given_up(fake, monkeypatch):
    monkeypatch.setattr(pictures, "LARGEST", 100)
    with pytest.raises(Unreachable):
        pictures.fetch(f"{fake.url}/_standin/")


def test_a_picture_is_not_fetched_inside_a_transaction(fake):
    with transaction.atomic(), pytest.raises(RuntimeError):
        pictures.fetch(f"{fake.url}/_standin/avatar.svg")
