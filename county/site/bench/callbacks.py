"""WeCom's callbacks are answered at a steady rate while officers work and messages are read.

Pushes are signed and sent at fixed moments, whatever the last answer took: a slow answer delays
none of the others. Each announces a message that the worker then reads from the stand-in, hears
and answers; officers open queues and matters meanwhile. The floor is the same statement that keeps
a push, on one connection of bare psycopg, in the same run.
"""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import httpx
import psycopg
from django.conf import settings

from county.foundation.channels.actions import KEEP
from county.foundation.channels.wecom.standin import setting
from county.foundation.channels.wecom.standin.pushes import Target
from county.foundation.channels.wecom.standin.server import StandIn
from county.foundation.database.embedded import RUNTIME
from county.site.bench import ground
from county.site.bench.clients import Ask, Waited, drive
from county.site.bench.report import Options, Report, middle, rank, verdict
from county.site.commands import web, worker

RATE, BAR = 100.0, 0.5
"""Pushes a second, and the seconds within which 99 of 100 must be answered."""
RESIDENTS, OFFICERS = 40, 8
FLOOR_SECONDS = 5.0
TEXTS = (
    "身份证到期了在哪里办",
    "对方说我涉嫌洗钱，要我把5万块转到安全账户",
    "谢谢",
    "电动车被偷了怎么办",
)


@dataclass
class Pushed:
    """What the pushes waited for, in seconds, and those that were not answered 200."""

    times: list[float] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def deliver(
        self, verb: str, url: str, query: dict[str, str], body: bytes, seconds: float
    ) -> tuple[int, bytes]:
        """Bring one push to the door and note what it waited for."""
        begun = time.perf_counter()
        try:
            answer = LINES.request(verb, url, params=query, content=body, timeout=seconds)
        except httpx.HTTPError as error:
            with self.lock:
                self.failures.append(type(error).__name__)
            raise ConnectionError from None
        took = time.perf_counter() - begun
        with self.lock:
            if answer.status_code == httpx.codes.OK:
                self.times.append(took)
            else:
                self.failures.append(f"{answer.status_code} {answer.text[:100]}")
        return answer.status_code, answer.content


LINES = httpx.Client(trust_env=False, limits=httpx.Limits(max_connections=64))


def run(options: Options) -> Report:
    """The door at its rate, the desk beside it, and the floor."""
    seconds = options.seconds or 60.0
    rate = options.rate if options.rate != Options.rate else RATE
    pushed = Pushed()
    with ground.server(fresh=options.fresh):
        port = ground.free_port()
        target = Target(f"http://127.0.0.1:{port}/channels/wecom/callback/", deliver=pushed.deliver)
        with played(target, port) as standin:
            options.say(f"{rate:.0f} pushes a second for {seconds:.0f} s, {OFFICERS} officers")
            desk = at_the_desk(port, seconds)
            begun = time.monotonic()
            write(standin, rate, seconds)
            standin.settle(30)
            took = time.monotonic() - begun
            desk.join()
            heard = told(wait_until_heard(seconds), seconds)
        bare = floor(FLOOR_SECONDS)
    return report(pushed, took, desk.waited, heard, bare)


@contextmanager
def played(target: Target, port: int) -> Iterator[StandIn]:
    """The county's pages and worker, and a WeCom that rings at its door."""
    standin = StandIn(target, in_order=False)
    around = ground.environment(**settings_of(standin, port))
    try:
        with (
            ground.running("web", web("127.0.0.1", port, 1), env=around),
            ground.running("worker", worker(), env=around),
        ):
            ground.wait_for(port, "/health/live/")
            yield standin
    finally:
        standin.close()


def settings_of(standin: StandIn, port: int) -> dict[str, str]:
    """The environment of an installation whose WeCom this stand-in is."""
    return {
        "WECOM_CORP_ID": setting.CORP,
        "WECOM_AGENT_ID": str(setting.AGENT),
        "WECOM_SECRET": setting.SECRET,
        "WECOM_CALLBACK_TOKEN": setting.CALLBACK_TOKEN,
        "WECOM_ENCODING_AES_KEY": setting.ENCODING_AES_KEY,
        "WECOM_BASE_URL": standin.url,
        "SIWEI_ADDRESS": f"http://127.0.0.1:{port}",
    }


def write(standin: StandIn, rate: float, seconds: float) -> None:
    """Let residents write, each message at its moment."""
    with standin.world.acting() as world:
        people = [world.add_resident(f"居民{n}（演示数据）") for n in range(RESIDENTS)]
    chance, begun = random.Random(1), time.monotonic()  # noqa: S311 - the same run each time
    for number in range(int(rate * seconds)):
        time.sleep(max(0.0, begun + number / rate - time.monotonic()))
        standin.resident(chance.choice(people)).writes(f"{chance.choice(TEXTS)}（{number}）")


class at_the_desk(threading.Thread):  # noqa: N801 - reads as what it is
    """Officers who open a queue every second, meanwhile."""

    def __init__(self, port: int, seconds: float) -> None:
        super().__init__()
        self.port, self.seconds, self.waited = port, seconds, Waited()
        self.headers = ground.enter("shen")
        self.start()

    def run(self) -> None:
        """Work until the time is over."""
        self.waited = drive(
            self.port,
            lambda _client, _number: Ask("/helpdesk/queues/unassigned/", self.headers),
            clients=OFFICERS,
            seconds=self.seconds,
            pause=1.0,
        )


def wait_until_heard(patience: float) -> float | None:
    """Seconds until nothing waits in the outbox any more; None if something does after so many."""
    begun = time.monotonic()
    with psycopg.connect(settings.SIWEI_SERVER.url(RUNTIME), autocommit=True) as wire:
        while time.monotonic() - begun < patience:
            row = wire.execute("SELECT count(*) FROM events_delivery").fetchone()
            if row is None or row[0] == 0:
                return time.monotonic() - begun
            time.sleep(0.2)
    return None


def told(heard: float | None, patience: float) -> str:
    """When everything was heard, in words."""
    if heard is None:
        return f"the worker still has messages to hear {patience:.0f} s after the last"
    return f"all heard, read and alarmed {heard:.1f} s after the last"


def floor(seconds: float) -> list[float]:
    """What one bare connection needs for each push: the statement alone, committed."""
    times: list[float] = []
    end = time.monotonic() + seconds
    with psycopg.connect(settings.SIWEI_SERVER.url(RUNTIME), autocommit=True) as wire:
        cursor, number = wire.cursor(), 0
        while time.monotonic() < end:
            key = f"floor{time.monotonic_ns()}"
            begun = time.perf_counter()
            values = (key, "kf_msg_or_event", "", b"\1" * 200, None, "kf_msg_or_event", "")
            cursor.execute(KEEP, values, prepare=True)
            times.append(time.perf_counter() - begun)
            number += 1
        wire.execute("DELETE FROM events_delivery WHERE event_id IN (SELECT id FROM events_event"
                     " WHERE subject LIKE 'callback:floor%')")  # fmt: skip
        wire.execute("DELETE FROM channels_callback WHERE key LIKE 'floor%'")
    return times


def report(pushed: Pushed, took: float, desk: Waited, heard: str, bare: list[float]) -> Report:
    """How long pushes and officers waited."""
    p99 = rank(pushed.times, 0.99)
    held = not pushed.failures and p99 < BAR
    rows = [
        _row("callback door", pushed.times, len(pushed.failures)),
        _row("queue page, meanwhile", desk.times, len(desk.failures)),
        _row("floor: the statement alone", bare, 0),
    ]
    return Report(
        "WeCom's callbacks, answered while the desk works",
        ("what", "count", "failed", "p50 ms", "p95 ms", "p99 ms", "slowest ms"),
        rows,
        [
            f"p99 {1000 * p99:.0f} ms (bar {1000 * BAR:.0f}): {verdict(held)}",
            f"{len(pushed.times) / took:.0f} pushes a second over {took:.0f} s",
            heard,
            *(f"failed: {one}" for one in pushed.failures[:3]),
            ground.machine(),
        ],
        {"times": pushed.times, "desk": desk.times, "floor": bare, "failures": pushed.failures},
    )


def _row(name: str, times: list[float], failed: int) -> tuple[str, ...]:
    shown = (middle(times), rank(times, 0.95), rank(times, 0.99), max(times, default=0.0))
    return (name, str(len(times)), str(failed), *(f"{1000 * one:.1f}" for one in shown))
