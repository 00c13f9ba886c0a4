"""WeCom played beside a test: its pushes come through our door, its API is on a real socket."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client

from county.foundation.channels.wecom.client import _client_of, client
from county.foundation.channels.wecom.standin import setting
from county.foundation.channels.wecom.standin.pushes import Target
from county.foundation.channels.wecom.standin.server import StandIn
from tests.background import Background

DOOR = "/channels/wecom/callback/"


@dataclass
class WeChat:
    """A resident's phone in WeChat: what they write, and what they hear from 警小微."""

    resident: Any

    def says(self, text: str) -> str:
        """Write a text; its name in WeCom."""
        return str(self.resident.writes(text)["msgid"])

    def hears(self) -> list[str]:
        """What came back, in order; a picture or file by its kind."""
        said = [one for one in self.resident.chat() if one["from"] != "resident"]
        return [one.get("text", {}).get("content") or f"[{one['msgtype']}]" for one in said]


@dataclass
class WeCom:
    """The stand-in, the door it rings at, and the worker that answers."""

    standin: StandIn
    background: Background
    late: list[tuple[str, dict[str, str], bytes]]

    def phone(self, number: int = 0) -> WeChat:
        """One of the residents' phones."""
        return WeChat(self.standin.resident(list(setting.RESIDENTS)[number]))

    def resident(self, number: int = 0) -> str:
        """A resident's external_userid."""
        return list(setting.RESIDENTS)[number]

    def address(self, number: int = 0) -> str:
        """The address of the resident's conversation."""
        return f"{setting.KF}:{self.resident(number)}"

    def settles(self) -> None:
        """What WeCom pushed by itself, because of a call of ours, arrives; the worker acts."""
        while self.late:
            bring(*self.late.pop(0))
        self.background.catch_up()

    def later(self, seconds: float) -> None:
        """Turn WeCom's clock."""
        self.standin.later(seconds)


def bring(verb: str, query: dict[str, str], body: bytes) -> tuple[int, bytes]:
    """Bring a push to our door, as a request."""
    answer = Client().generic(
        verb, DOOR, body, content_type="text/xml", QUERY_STRING=urlencode(query)
    )
    return answer.status_code, answer.content


@pytest.fixture
def wecom(db: None, settings: Any, background: Background) -> Iterator[WeCom]:
    """A county that is set up with a WeCom of its own."""
    late: list[tuple[str, dict[str, str], bytes]] = []

    def deliver(
        verb: str, _url: str, query: dict[str, str], body: bytes, _seconds: float
    ) -> tuple[int, bytes]:
        """At once in the test's own thread, whose transaction it shares; later from another."""
        if threading.current_thread() is threading.main_thread():
            return bring(verb, query, body)
        late.append((verb, query, body))
        return 200, b""

    standin = StandIn(Target(deliver=deliver), inline=True)
    settings.WECOM_CORP_ID, settings.WECOM_SECRET = setting.CORP, setting.SECRET
    settings.WECOM_AGENT_ID, settings.WECOM_BASE_URL = setting.AGENT, standin.url
    settings.WECOM_CALLBACK_TOKEN = setting.CALLBACK_TOKEN
    settings.WECOM_ENCODING_AES_KEY = setting.ENCODING_AES_KEY
    yield WeCom(standin, background, late)
    client().close()
    _client_of.cache_clear()
    standin.close()
