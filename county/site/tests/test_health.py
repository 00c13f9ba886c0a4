"""What the health page says of WeCom and of the keys of leads."""

from datetime import timedelta

from county.dimensions.helpdesk.actions import keys
from county.foundation.channels.models import Entry, Mailbox
from county.foundation.channels.wecom import setup
from county.foundation.channels.wecom.client import client
from county.kernel import clock
from county.site import health
from county.site.health import examine, lead_keys


def of_wecom():
    return next(one for one in examine() if one.name in ("WeCom", "企业微信"))


def test_without_wecom_nothing_is_wrong(db):
    assert of_wecom().level == "ok"


def test_an_account_that_is_read_is_well_and_an_unread_one_is_not(wecom, background):
    wecom.phone().says("你好")
    background.catch_up()
    assert of_wecom().level == "ok"
    Entry.objects.update(trouble="x")
    assert of_wecom().level == "warn"
    Mailbox.objects.update(read_at=clock.now() - timedelta(minutes=16))
    assert of_wecom().level == "bad"


def test_a_secret_that_wecom_refuses_is_bad(wecom, settings):
    wecom.standin.rotate("another")
    assert not next(iter(setup.examine(client()))).well
    assert of_wecom().level == "bad"


def test_leads_without_a_key_and_keys_without_recovery_are_told(desk):
    assert lead_keys().level == "warn"
    chief = desk("朱所长", post="PLD_CHIEF").officer
    holder = desk("数据办", post="DPO", department="DPO").officer
    unit = keys.make(department=chief.department, passphrase="三只灰鹅过石桥去赶集去也", by=chief)
    assert (lead_keys().level, lead_keys().found[0]) == ("warn", "1")
    keys.make(department=None, passphrase="县里的铁柜第二层的左边啊", by=holder)
    old, new = "三只灰鹅过石桥去赶集去也", "四只白鸭下了池塘不回家呀"
    keys.change_passphrase(unit, old=old, new=new, by=chief)
    assert lead_keys().level == "ok"


def test_fonts_that_stand_in_for_official_ones_are_told(monkeypatch):
    for missing, level, words in (
        ({}, "ok", "the official ones"),
        ({"仿宋_GB2312": "FandolFang R"}, "ok", "仿宋_GB2312 → FandolFang R"),
        ({"仿宋_GB2312": ""}, "bad", "仿宋_GB2312 → —"),
    ):
        monkeypatch.setattr(health, "missing_faces", lambda missing=missing: missing)
        assert health.fonts().level == level
        assert words in health.fonts().found
