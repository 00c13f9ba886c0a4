"""Within WeCom an enterprise's people sign in without typing, once a code has tied the account."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import pytest

from county.foundation.channels.wecom.standin import login
from county.records.enterprises.models import Seat, Tie
from county.records.enterprises.seats import COOKIE
from tests.actors import Door
from tests.wecom import WeCom

WXWORK = "Mozilla/5.0 MicroMessenger/7.0 wxwork/4.1"
LEGAL = "13900000000"
ENTERED = "/firm/sign-in/wecom/entered/"


def comes(wecom: WeCom, door: Door, who: str) -> str:
    """Open the page in WeCom's browser as this person; where it leads after WeCom."""
    answer = door.client.get("/firm/", HTTP_USER_AGENT=WXWORK)
    answer = door.client.get(answer["Location"], HTTP_USER_AGENT=WXWORK)
    assert answer["Location"].startswith("/firm/sign-in/wecom/"), "nothing is to be typed"
    answer = door.client.get(answer["Location"], HTTP_USER_AGENT=WXWORK)
    asked = urlsplit(answer["Location"])
    query = {key: values[0] for key, values in parse_qs(asked.query).items()}
    assert query["redirect_uri"].endswith(ENTERED)
    back = urlsplit(login.chosen(wecom.standin.world, query, who))
    return door.client.get(f"{back.path}?{back.query}", HTTP_USER_AGENT=WXWORK)["Location"]


@pytest.fixture
def sent(monkeypatch):
    texts: list[str] = []

    class Gateway:
        def send(self, phone: str, text: str) -> str:
            texts.append(text)
            return ""

    monkeypatch.setattr("county.records.residents.codes.SMS", Gateway())
    return texts


@pytest.mark.parametrize("outside", [True, False])
def test_a_code_ties_the_account_once(wecom, firm, sent, outside):
    """For customers in WeChat and for members alike."""
    opened = firm()
    who = wecom.resident() if outside else "shen"
    door = Door()
    where = comes(wecom, door, who)
    assert where.startswith("/firm/sign-in/") and COOKIE not in door.client.cookies
    door.submits("/firm/sign-in/", phone=LEGAL)
    code = re.search(r"\d{6}", sent[-1])[0]
    door.submits("/firm/sign-in/code/", phone=LEGAL, code=code)
    assert door.sees(".firm-head b") == [opened.organisation.name]
    assert Tie.objects.count() == 1

    another = Door()
    assert comes(wecom, another, who) == "/firm/"
    assert another.goes("/firm/").cssselect(".firm-head b")
    stranger = Door()
    assert comes(wecom, stranger, wecom.resident(1)).startswith("/firm/sign-in/")
    assert stranger.client.get("/firm/").status_code == 302


def test_a_forged_return_opens_nothing(wecom, firm):
    firm()
    seats = Seat.objects.count()
    door = Door()
    for query in ("", "?state=x&code=y", f"?state={'a' * 48}&code=CODE", "?code=" + "x" * 2000):
        answer = door.client.get(f"{ENTERED}{query}")
        assert answer.status_code == 400
    assert Seat.objects.count() == seats
