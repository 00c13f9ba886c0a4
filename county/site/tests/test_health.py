"""What the health page says of WeCom."""

from datetime import timedelta

from county.foundation.channels.models import Entry, Mailbox
from county.foundation.channels.wecom import setup
from county.foundation.channels.wecom.client import client
from county.kernel import clock
from county.site.health import examine


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
