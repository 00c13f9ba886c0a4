"""A WeCom on a real socket, and our application in it."""

import pytest
from django.utils.translation import override

from county.foundation.channels.wecom.client import Client, _client_of, client
from county.foundation.channels.wecom.standin.server import StandIn
from county.foundation.channels.wecom.standin.setting import AGENT, CORP, SECRET
from county.foundation.channels.wecom.tokens import App


@pytest.fixture
def standin():
    server = StandIn()
    yield server
    server.close()


@pytest.fixture
def app(standin):
    return App(CORP, SECRET, AGENT, standin.url)


@pytest.fixture
def worker():
    """`worker(app)` is one more worker's client of the application."""
    made = []

    def make(app):
        made.append(Client(app))
        return made[-1]

    yield make
    for one in made:
        one.close()


@pytest.fixture
def wecom(app, worker):
    with override("en"):
        yield worker(app)


@pytest.fixture
def switched_on(standin, settings):
    """The environment names the enterprise, as in an installation."""
    settings.WECOM_CORP_ID, settings.WECOM_SECRET = CORP, SECRET
    settings.WECOM_AGENT_ID, settings.WECOM_BASE_URL = AGENT, standin.url
    yield
    client().close()
    _client_of.cache_clear()
