"""A county whose officers have residents as contacts in a small WeCom on a real socket."""

import pytest

from county.foundation.channels import actions as channels
from county.foundation.channels.wecom import client as wire
from county.foundation.channels.wecom.client import Client, _client_of, client
from county.foundation.channels.wecom.envelope import notice
from county.foundation.channels.wecom.standin.setting import AGENT, CORP, SECRET
from county.foundation.channels.wecom.tokens import App
from county.foundation.events import actions as events
from county.foundation.events.models import Delivery
from county.foundation.staff.models import Post
from county.records.contacts.access import Permit
from county.records.contacts.tests.town import Town

TOWN = "330424001"


@pytest.fixture(autouse=True)
def patience(monkeypatch):
    """The waits before further tries are short."""
    monkeypatch.setattr(wire, "BUSY_WAITS", (0.01, 0.01, 0.01))


@pytest.fixture
def fake():
    server = Town()
    yield server
    server.close()


@pytest.fixture
def wecom(fake):
    wire = Client(App(CORP, SECRET, AGENT, fake.url))
    yield wire
    wire.close()


@pytest.fixture
def switched_on(fake, settings):
    settings.WECOM_CORP_ID, settings.WECOM_SECRET = CORP, SECRET
    settings.WECOM_AGENT_ID, settings.WECOM_BASE_URL = AGENT, fake.url
    settings.WECOM = "standin"
    yield fake
    client().close()
    _client_of.cache_clear()


@pytest.fixture
def worker(transactional_db, background):
    """The worker's hands, with transactions of its own."""
    return background


@pytest.fixture
def hear(switched_on, worker):
    """`hear(*pushes)` lets each push reach us, in that order, and the worker do its work."""

    def deliver(*pushes, failing=False):
        for push in pushes:
            said = "".join(f"<{name}><![CDATA[{word}]]></{name}>" for name, word in push.items())
            plain = f"<xml>{said}</xml>"
            channels.keep(notice(plain), plain)
        worker.catch_up(failing=failing)

    return deliver


@pytest.fixture
def try_again(worker):
    """`try_again()` lets what failed be tried again at once."""

    def retry(*, failing=False):
        for delivery in Delivery.objects.exclude(error=""):
            Delivery.objects.filter(pk=delivery.pk).update(error="")
            events.retry(delivery)
        worker.catch_up(failing=failing)

    return retry


@pytest.fixture
def officers(desk):
    """Three officers with accounts in WeCom, all of Wuyuan station."""
    return {name: desk(name, wecom_id=name).officer for name in ("shen", "xu", "chen")}


@pytest.fixture
def chief(desk):
    """An officer with everything that concerns contacts, county-wide."""
    permits = [*Permit, "residents.read", "tags.read", "tags.propose"]
    post = Post.objects.create(
        code="CONTACTS",
        title="客户联系管理",
        title_en="Contacts",
        permits=permits,
        county_wide=True,
    )
    return desk("管理", post=post.pk, department="PSB")
