"""Streams: a ticket opens its topics and no others; what was missed is told again, in order."""

from __future__ import annotations

import asyncio
import threading
import time
from dataclasses import dataclass
from datetime import timedelta

import orjson
import pytest
import time_machine
from django.conf import settings
from django.db import connection, transaction

from county.foundation.events.actions import CHANNEL, announce, whisper
from county.foundation.events.models import Event
from county.foundation.events.registry import Fact, System
from county.foundation.live import stream, tickets
from county.foundation.live.hub import Hub
from county.kernel import clock

BY = System("test")


@dataclass(frozen=True, kw_only=True)
class Said(Fact, kind="test.said", about="message_id", thread="conversation_id", title="Said"):
    message_id: str
    conversation_id: str


@dataclass(frozen=True, kw_only=True)
class Noted(Fact, kind="test.noted", about="message_id", thread="conversation_id", title="Noted"):
    message_id: str
    conversation_id: str


@dataclass(frozen=True, kw_only=True)
class Typing(
    Fact, kind="test.typing", about="conversation_id", thread="conversation_id", title="Typing"
):
    conversation_id: str
    who: str

    @property
    def shown(self):
        return {"who": self.who}


pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def hub(monkeypatch):
    """The process's hub, on this test's database."""
    monkeypatch.setattr(stream, "HUB", Hub(lambda: settings.SIWEI_DATABASE_ADDRESS, CHANNEL))


def tell(*threads, fact=Said):
    """One committed fact in each conversation; their numbers."""
    numbers = []
    for place in threads:
        with transaction.atomic():
            numbers.append(announce(fact(message_id="m", conversation_id=place), by=BY))
    return numbers


class Page:
    """An open page: what it was answered, frame by frame."""

    def __init__(self, path, *, last=b""):
        headers = [(b"last-event-id", last)] if last else []
        self.scope = {"type": "http", "path": path, "headers": headers}
        self.status, self.frames, self.leaving = None, [], threading.Event()
        self.thread = threading.Thread(target=lambda: asyncio.run(self._run()), daemon=True)

    async def _run(self):
        await stream.stream(self.scope, self._receive, self._send)

    async def _receive(self):
        while not self.leaving.is_set():
            await asyncio.sleep(0.01)
        return {"type": "http.disconnect"}

    async def _send(self, message):
        if message["type"] == "http.response.start":
            self.status = message["status"]
        elif message.get("body"):
            self.frames.append(message["body"])

    def __enter__(self):
        self.thread.start()
        self.wait(lambda: self.status is not None)
        return self

    def __exit__(self, *error):
        self.leaving.set()
        self.thread.join(5)
        connection.close()

    def wait(self, is_so, within=30.0):
        deadline = time.monotonic() + within
        while not is_so() and time.monotonic() < deadline:
            time.sleep(0.01)
        return is_so()

    def ready(self):
        """Whether the page hears what is announced from now on."""
        return self.wait(lambda: any(frame.startswith(b"event: again") for frame in self.frames))

    def facts(self):
        """(number, kind, conversation) of the facts heard so far."""
        heard = []
        for frame in self.frames:
            lines = dict(line.split(b": ", 1) for line in frame.strip().split(b"\n") if line)
            if lines.get(b"event") == b"fact":
                data = orjson.loads(lines[b"data"])
                place = next(t[7:] for t in data["topics"] if t.startswith("thread:"))
                heard.append((int(lines.get(b"id", b"0")), data["kind"], place))
        return heard


def test_a_page_hears_its_conversation_and_no_other():
    with Page(tickets.issue({"thread:A"})) as page:
        assert page.status == 200
        assert page.ready()
        _other, number = tell("B", "A")
        assert page.wait(page.facts)
        time.sleep(0.1)
    assert page.facts() == [(number, "test.said", "A")]


def test_a_page_hears_only_the_kinds_it_asked_for():
    ticket = tickets.issue({"thread:A"}, kinds=["test.said"])
    with Page(ticket) as page:
        assert page.ready()
        tell("A", fact=Noted)
        (number,) = tell("A")
        assert page.wait(page.facts)
    assert page.facts() == [(number, "test.said", "A")]


def test_typing_is_heard_and_has_no_number_to_replay_from():
    with Page(tickets.issue({"thread:A"})) as page:
        assert page.ready()
        with transaction.atomic():
            whisper(Typing(conversation_id="A", who="officer"))
        assert page.wait(page.facts)
    assert page.facts() == [(0, "test.typing", "A")]
    assert Event.objects.count() == 0


def test_what_was_missed_is_told_again_in_order_before_anything_new():
    first, second, _other, third = tell("A", "A", "B", "A")
    with Page(tickets.issue({"thread:A"}), last=str(first).encode()) as page:
        assert page.wait(lambda: len(page.facts()) >= 2)
        assert page.ready()
        (fourth,) = tell("A")
        assert page.wait(lambda: fourth in [number for number, _k, _p in page.facts()])
    numbers = [number for number, _kind, place in page.facts()]
    assert numbers[-3:] == [second, third, fourth]
    assert numbers == sorted(numbers)
    assert {place for _n, _k, place in page.facts()} == {"A"}


def test_what_was_missed_of_an_app_is_told_too():
    (number,) = tell("A")
    with Page(tickets.issue({"app:test"}), last=b"1") as page:
        assert page.wait(page.facts)
    assert [fact[0] for fact in page.facts()] == [number]


def test_a_page_that_heard_nothing_yet_is_told_nothing_old():
    tell("A")
    with Page(tickets.issue({"thread:A"})) as page:
        assert page.ready()
    assert page.facts() == []


def test_what_happened_while_the_page_was_on_its_way_is_told():
    """An alarm that falls between the page and its stream rings all the same, and only there."""
    with Page(tickets.issue({"thread:A"})) as other:
        assert other.ready()
        tell("A")
        assert other.wait(other.facts)
        time.sleep(0.5)
        ticket, elsewhere = tickets.issue({"thread:A"}), tickets.issue({"thread:B"})
        (number,) = tell("A")
        assert other.wait(lambda: len(other.facts()) == 2)
        with Page(ticket) as page, Page(elsewhere) as deaf:
            assert page.wait(page.facts)
        assert [fact[0] for fact in page.facts()] == [number]
        assert deaf.facts() == []


def test_a_page_older_than_what_is_remembered_asks_again():
    ticket = tickets.issue({"thread:A"})
    time.sleep(0.5)
    with Page(tickets.issue({"thread:A"})) as first:
        assert first.ready()
        with Page(ticket) as page:
            assert page.ready()


@pytest.mark.parametrize(
    "last", [b"x", b"-1", b"\xb2", b"1e9", b"9" * 17, b"9" * 40, b"1 OR 1=1", b"\x00"]
)
def test_a_number_that_is_none_opens_the_stream_without_a_past(last):
    with Page(tickets.issue({"thread:A"}), last=last) as page:
        assert page.status == 200
        assert page.ready()


def changed(ticket):
    at = len(ticket) // 2
    return ticket[:at] + ("A" if ticket[at] != "A" else "B") + ticket[at + 1 :]


@pytest.mark.parametrize(
    "forged",
    [
        "/live/",
        "/live/x",
        "/live/a:b:c",
        "/live/" + "A" * 9000,
        "/live/\x00",
        "/live/票",
        "/live/../health/",
    ],
)
def test_a_forged_ticket_opens_nothing(forged):
    with Page(forged) as page:
        assert page.status == 403
    assert page.frames == []


def test_a_changed_ticket_opens_nothing():
    with Page(changed(tickets.issue({"thread:A"}))) as page:
        assert page.status == 403


def test_a_ticket_signed_for_something_else_opens_nothing():
    from_elsewhere = stream.tickets.signing.dumps([["thread:A"], []], salt="county.phone")
    with Page(f"/live/{from_elsewhere}") as page:
        assert page.status == 403


def test_a_ticket_lasts_as_long_as_a_session_and_no_longer():
    ticket = tickets.issue({"thread:A"}).removeprefix("/live/")
    life = timedelta(seconds=tickets.LIFE)
    with time_machine.travel(clock.now() + life - timedelta(minutes=1)):
        assert tickets.read(ticket)[:2] == ({"thread:A"}, set())
    with time_machine.travel(clock.now() + life + timedelta(minutes=1)):
        assert tickets.read(ticket) is None
