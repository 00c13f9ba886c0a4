"""Entrances to customer service by town: drawn in our house, told again when somebody enters."""

import cv2
import numpy as np
import pytest
from django.db import IntegrityError, transaction

from county.foundation.channels.models import Mailbox
from county.foundation.channels.wecom import ways as calls
from county.foundation.channels.wecom.answers import OverLimit
from county.foundation.channels.wecom.standin.setting import KF
from county.kernel.errors import NotAllowed, Refused
from county.records.contacts.actions import entrances as acts
from county.records.contacts.models import Entrance
from county.records.contacts.queries import ways as queries

pytestmark = pytest.mark.django_db(transaction=True)
PAGE = "/contacts/entrances/"
TOWN = "330424001"


@pytest.fixture
def box(db):
    return Mailbox.objects.create(pk=f"wecom:{KF}", channel="wecom", account=KF, title="警小微")


@pytest.fixture
def entrance(box, chief, hear):
    acts.ask(box, by=chief.officer)
    hear()
    return Entrance.objects.get()


def read(response):
    """What the code says to a phone that scans it."""
    picture = cv2.imdecode(np.frombuffer(response.content, np.uint8), cv2.IMREAD_COLOR)
    return cv2.QRCodeDetector().detectAndDecode(picture)[0]


def test_the_code_leads_to_the_account_and_tells_the_town(entrance, chief):
    assert entrance.link.startswith("https://work.weixin.qq.com/kf/")
    said = read(chief.client.get(f"{PAGE}{entrance.pk}/code/?town_code={TOWN}&kind=png"))
    assert said == f"{entrance.link}&scene_param={TOWN}"
    whole = read(chief.client.get(f"{PAGE}{entrance.pk}/code/?town_code=&kind=png"))
    assert whole == entrance.link


def test_a_link_is_made_once_and_stays(entrance, box, chief, hear, fake):
    acts.ask(box, by=chief.officer)
    acts.made(entrance, "https://work.weixin.qq.com/kf/other")
    hear()
    assert fake.asked["kf/add_contact_way"] == 1
    assert Entrance.objects.get().link == entrance.link


def test_a_lost_answer_is_asked_again(box, chief, hear, fake, try_again):
    fake.fails("kf/add_contact_way", "lost")
    acts.ask(box, by=chief.officer)
    hear(failing=True)
    assert Entrance.objects.get().state == "asked"
    assert queries.entrances_asked() != []
    try_again()
    assert Entrance.objects.get().state == "ready"


def test_what_wecom_refuses_says_why_and_is_asked_again(box, chief, hear, fake):
    fake.fails("kf/add_contact_way", 95000)
    acts.ask(box, by=chief.officer)
    hear()
    chief.goes(PAGE)
    assert "(95000)" in " ".join(chief.sees(".help"))
    chief.submits(f"{PAGE}new/", account=box.pk)
    hear()
    assert Entrance.objects.get().state == "ready"


def test_a_wrong_setting_is_told_and_tried_each_hour(box, chief, hear, fake, background):
    fake.fails("kf/add_contact_way", 48002)
    acts.ask(box, by=chief.officer)
    hear()
    assert Entrance.objects.get().state == "asked"
    background.clock_strikes("jobs.ways.finish")
    assert Entrance.objects.get().state == "ready"


def test_the_page_makes_shows_and_prints(box, chief, hear):
    chief.goes(PAGE)
    assert "警小微" in " ".join(chief.sees("form"))
    chief.submits(f"{PAGE}new/", account=box.pk)
    hear()
    entrance = Entrance.objects.get()
    chief.goes(f"{PAGE}?entrance={entrance.pk}&town_code={TOWN}")
    [picture] = chief.page.cssselect(".qr img")
    answer = chief.client.get(picture.get("src"))
    assert answer.headers["Content-Type"] == "image/svg+xml"
    assert answer.content.startswith(b"<svg") or b"<svg" in answer.content[:80]
    assert chief.sees("figcaption") == [f"{entrance.link}&scene_param={TOWN}"]
    chief.goes(f"{PAGE}{entrance.pk}/poster/?town_code={TOWN}")
    words = " ".join(chief.sees("main"))
    assert all(one in words for one in ("警小微", "武原街道", "110", "12110", "扫码"))
    assert chief.page.cssselect("main img")[0].get("src").startswith(PAGE)


@pytest.mark.parametrize("town", ["999999999", "330424001'--", "x" * 300, "330424001&a=b"])
@pytest.mark.parametrize("what", ["code", "poster"])
def test_a_town_that_is_none_gives_no_code(entrance, chief, town, what):
    answer = chief.client.get(f"{PAGE}{entrance.pk}/{what}/", {"town_code": town})
    assert answer.status_code == 422
    assert chief.client.get(PAGE, {"entrance": "x", "town_code": town}).status_code == 200


def test_each_prints_for_the_own_towns(entrance, desk):
    head = desk("所长", post="PLD_CHIEF", department="PS002")
    own = next(iter(head.officer.reach))
    assert head.client.get(f"{PAGE}{entrance.pk}/code/?town_code={own}").status_code == 200
    assert head.client.get(f"{PAGE}{entrance.pk}/code/?town_code={TOWN}").status_code == 422
    shen = desk("沈警官")
    assert shen.client.get(f"{PAGE}{entrance.pk}/code/?town_code={TOWN}").status_code == 403
    with pytest.raises(NotAllowed):
        acts.ask(entrance.mailbox, by=shen.officer)


def test_an_account_of_others_gives_no_code(entrance, box, chief):
    Mailbox.objects.update(managed=False)
    assert chief.client.get(f"{PAGE}{entrance.pk}/code/").status_code == 404
    box.refresh_from_db()
    with pytest.raises(Refused):
        acts.ask(box, by=chief.officer)
    assert chief.client.post(f"{PAGE}new/", {"account": "wecom:nobody"}).status_code == 404


@pytest.mark.parametrize("scene", ["", "x" * 33, "武原", "a b", "a&b"])
def test_a_scene_that_wecom_would_not_take_is_not_sent(wecom, fake, scene):
    with pytest.raises(OverLimit):
        calls.entrance(wecom, KF, scene)
    assert fake.asked == {}


def test_a_parameter_has_its_limit_and_is_encoded():
    link = "https://work.weixin.qq.com/kf/kfc1?enc_scene=ENC1"
    assert calls.with_parameter(link, "a&b=武") == f"{link}&scene_param=a%26b%3D%E6%AD%A6"
    assert calls.with_parameter(link, "x" * 128).endswith("x" * 128)
    with pytest.raises(OverLimit):
        calls.with_parameter(link, "武" * 43)


def test_an_entrance_in_use_has_its_link(box, chief):
    row = {"mailbox": box, "asked_by": chief.officer}
    for wrong in ({"state": "ready"}, {"state": "wished"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Entrance.objects.create(**row, **wrong)
