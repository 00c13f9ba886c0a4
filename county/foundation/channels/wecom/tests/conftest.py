"""A WeCom on a real socket, and our application in it."""

from threading import Barrier, Thread

import pytest
from django.db import connection
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


@pytest.fixture
def all_at_once():
    """Run these in threads that start together; what each came back with or raised."""

    def run_all(*works):
        gate, ends = Barrier(len(works)), {}

        def run(number, work):
            gate.wait()
            try:
                ends[number] = work()
            except Exception as error:
                ends[number] = error
            finally:
                connection.close()

        threads = [Thread(target=run, args=one) for one in enumerate(works)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return [ends[number] for number in range(len(works))]

    return run_all
