"""A printed entrance, scanned: the chat it opens is of the town that it was printed for."""

from urllib.parse import parse_qs, urlsplit

from county.foundation.channels import actions as channels
from county.foundation.channels.models import Mailbox
from county.records.residents.models import Resident
from tests.scanning import scanned

TOWN = "330424002"


def test_who_scans_a_towns_entrance_is_of_that_town(wecom, desk):
    channels.look_up_accounts()
    wecom.settles()
    chief = desk("值班长", post="CMD", department="PSB")
    chief.submits("/contacts/entrances/new/", account=Mailbox.objects.get(managed=True).pk)
    wecom.settles()
    chief.goes("/contacts/entrances/")
    entrance = chief.page.cssselect("option")[0].get("value")
    picture = f"/contacts/entrances/{entrance}/code/?town_code={TOWN}&kind=png"
    address = scanned(chief.client.get(picture).content)
    told = parse_qs(urlsplit(address).query)
    assert urlsplit(address).netloc == "work.weixin.qq.com"
    assert set(told) == {"enc_scene", "scene_param"}
    wecom.standin.resident(wecom.resident()).enters(
        scene="poster", scene_param=told["scene_param"][0]
    )
    wecom.settles()
    assert Resident.objects.get().town_code == TOWN
