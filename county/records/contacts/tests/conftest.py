"""A county whose officers have residents as contacts in a small WeCom on a real socket."""

from itertools import count

import pytest
from django.db import transaction

from county.foundation.channels import queries as channels
from county.foundation.channels.events import CallbackKept
from county.foundation.channels.wecom.client import Client, _client_of, client
from county.foundation.channels.wecom.tests.fake_contacts import FakeContacts
from county.foundation.channels.wecom.tests.fake_wecom import AGENT, CORP, SECRET
from county.foundation.channels.wecom.tokens import App
from county.foundation.events.actions import announce
from county.foundation.events.registry import System
from county.foundation.staff.models import Post
from county.records.contacts.access import Permit

TOWN = "330424001"


@pytest.fixture
def fake():
    server = FakeContacts()
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
    numbers = count(1)

    def deliver(*pushes, failing=False):
        for push in pushes:
            name = f"cb{next(numbers)}"
            channels.KEPT[name] = push
            fact = CallbackKept(callback_id=name, event=push["Event"], change=push["ChangeType"])
            with transaction.atomic():
                announce(fact, by=System("wecom"))
        worker.catch_up(failing=failing)

    return deliver


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
