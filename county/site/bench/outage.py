"""Nothing written over WeCom is lost, doubled or disordered, whatever is killed meanwhile.

Residents write while pushes are lost, doubled and turned round at random, web, worker and database
are killed with SIGKILL, and the database stays away for a while (--seconds; ten minutes unless
said). --scale 1 is 5,000 messages. At the end every message must be kept once, in the order in
which its writer wrote it, and every push that was answered 200 must be in the database.
"""

from __future__ import annotations

import os
import random
import signal
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import psutil
import psycopg
from django.conf import settings

from county.foundation.channels.wecom import spool
from county.foundation.channels.wecom.envelope import envelope, notice
from county.foundation.channels.wecom.standin.pushes import Target, over_http
from county.foundation.channels.wecom.standin.server import StandIn
from county.foundation.database.embedded import OWNER, RUNTIME
from county.site.bench import ground
from county.site.bench.callbacks import settings_of, told, wait_until_heard
from county.site.bench.report import Options, Report, verdict

MESSAGES, RESIDENTS, RATE = 5000, 50, 25.0
OUTAGE, PATIENCE, MINUTE = 600.0, 180.0, 60.0
KILLS = ("web", "worker", "database") * 2
LOST, DOUBLED, LATEST = 0.2, 0.15, 0.3
"""Shares of pushes, and the seconds by which one may come later than the next."""


@dataclass
class Chaos:
    """The way between WeCom and the door: it loses, doubles and delays; what was answered 200."""

    target: Target
    chance: random.Random = field(default_factory=lambda: random.Random(7))  # noqa: S311
    acknowledged: set[str] = field(default_factory=set)
    odd: list[str] = field(default_factory=list)
    calm: bool = False
    lock: threading.Lock = field(default_factory=threading.Lock)

    def deliver(
        self, verb: str, url: str, query: dict[str, str], body: bytes, seconds: float
    ) -> tuple[int, bytes]:
        """Bring a push to the door, or not, or twice, or late."""
        with self.lock:
            fate, late = self.chance.random(), self.chance.random() * LATEST
        if self.calm:
            return self._bring(verb, url, query, body, seconds)
        if fate < LOST:
            return 200, b""
        time.sleep(late)
        if fate < LOST + DOUBLED:
            self._bring(verb, url, query, body, seconds)
        return self._bring(verb, url, query, body, seconds)

    def _bring(
        self, verb: str, url: str, query: dict[str, str], body: bytes, seconds: float
    ) -> tuple[int, bytes]:
        status, answer = over_http(verb, url, query, body, seconds)
        signed = query["msg_signature"], query["timestamp"], query["nonce"]
        plain = self.target.cipher.open(*signed, envelope(body).encrypt)
        with self.lock:
            if status == 200:
                self.acknowledged.add(notice(plain).key)
            else:
                self.odd.append(f"{status} {answer[:80].decode(errors='replace')}")
        return status, answer


def run(options: Options) -> Report:
    """Write, kill, wait, count."""
    number = int(MESSAGES * options.scale)
    away = OUTAGE if options.seconds is None else options.seconds
    with ground.server(fresh=True):
        port = ground.free_port()
        chaos = Chaos(Target(f"http://127.0.0.1:{port}/channels/wecom/callback/"))
        standin = StandIn(Target(chaos.target.url, deliver=chaos.deliver), in_order=False)
        try:
            with serving(standin, port) as pid:
                sent = storm(standin, pid, number, away, options)
                calm_down(standin, chaos)
                heard = told(wait_until_heard(PATIENCE), PATIENCE)
                found = kept()
                missing = chaos.acknowledged - pushes()
        finally:
            standin.close()
    return report(sent, found, missing, chaos, heard, away)


@contextmanager
def serving(standin: StandIn, port: int) -> Iterator[int]:
    """The county as `siwei serve` runs it, on a database that is not its own to restart."""
    server = settings.SIWEI_SERVER
    own = {"DATABASE_URL": server.url(RUNTIME), "DATABASE_OWNER_URL": server.url(OWNER)}
    around = ground.environment(**settings_of(standin, port), **own, SIWEI_MODE="production")
    command = [*ground.SIWEI, "serve", "--port", str(port)]
    with ground.running("serve", command, env=around) as pid:
        ground.wait_for(port, "/health/live/")
        yield pid


def storm(
    standin: StandIn, pid: int, number: int, away: float, options: Options
) -> dict[str, list[str]]:
    """Let residents write while things are killed; what each has written, in order."""
    with standin.world.acting() as world:
        people = [world.add_resident(f"居民{n}（演示数据）") for n in range(RESIDENTS)]
    sent: dict[str, list[str]] = defaultdict(list)
    chance = random.Random(11)  # noqa: S311 - the same run each time
    moments = dict(zip(_moments(number), [*KILLS, "outage"], strict=False))
    for count in range(number):
        if (victim := moments.get(count)) is not None:
            options.say(f"after {count} messages: {victim}")
            _strike(victim, pid, away)
        person = chance.choice(people)
        text = f"{len(sent[person]):05} 在吗"
        standin.resident(person).writes(text)
        sent[person].append(text)
        time.sleep(chance.random() * 2 / RATE)
    return sent


def _moments(number: int) -> list[int]:
    """After which messages something is killed: within the first half; then the outage begins."""
    parts = 2 * (len(KILLS) + 1)
    return [number * (part + 1) // parts for part in range(len(KILLS) + 1)]


def _strike(victim: str, pid: int, away: float) -> None:
    server = settings.SIWEI_SERVER
    if victim == "outage":
        threading.Thread(target=_stay_away, args=(away,), daemon=True).start()
    elif victim == "database":
        os.kill(ground.database_pid(), signal.SIGKILL)
        time.sleep(0.5)
        while server.keep_running():
            time.sleep(0.5)
    else:
        word = "uvicorn" if victim == "web" else "worker"
        for child in psutil.Process(pid).children():
            if word in child.cmdline():
                child.kill()


def _stay_away(seconds: float) -> None:
    settings.SIWEI_SERVER.stop()
    time.sleep(seconds)
    settings.SIWEI_SERVER.start()


def calm_down(standin: StandIn, chaos: Chaos) -> None:
    """Wait until the database is back and all pushes are through; then ring once more."""
    while not settings.SIWEI_SERVER.is_running():
        time.sleep(1)
    standin.settle(PATIENCE)
    chaos.calm = True
    with standin.world.acting() as world:
        last = world.add_resident("最后一位（演示数据）")
    until = time.monotonic() + 2 * MINUTE
    while any(spool.waiting()) and time.monotonic() < until:
        time.sleep(1)
    standin.resident(last).writes("最后一句")
    standin.settle(PATIENCE)
    time.sleep(5)


def kept() -> dict[str, list[str]]:
    """What is kept of each person, in the order of the thread."""
    found: dict[str, list[str]] = defaultdict(list)
    with psycopg.connect(settings.SIWEI_SERVER.url(RUNTIME)) as wire:
        rows = wire.execute(
            "SELECT split_part(c.address, ':', 2), m.text FROM conversations_message m"
            " JOIN conversations_conversation c ON c.id = m.conversation_id"
            " WHERE m.author = 'resident' AND m.text LIKE '% 在吗' ORDER BY m.number"
        )
        for person, text in rows:
            found[person].append(text)
    return found


def pushes() -> set[str]:
    """The pushes in the database, by their keys."""
    with psycopg.connect(settings.SIWEI_SERVER.url(RUNTIME)) as wire:
        return {row[0] for row in wire.execute("SELECT key FROM channels_callback")}


def report(
    sent: dict[str, list[str]],
    found: dict[str, list[str]],
    missing: set[str],
    chaos: Chaos,
    heard: str,
    away: float,
) -> Report:
    """What was lost, doubled or out of order."""
    total = sum(map(len, sent.values()))
    lost = sum(len(set(texts) - set(found[person])) for person, texts in sent.items())
    doubled = sum(len(texts) - len(set(texts)) for texts in found.values())
    disordered = sum(1 for texts in found.values() if texts != sorted(texts))
    held = (lost, doubled, disordered, len(missing)) == (0, 0, 0, 0)
    return Report(
        "WeCom under kills and an outage",
        ("messages", "lost", "doubled", "people out of order", "pushes acknowledged and missing"),
        [(str(total), str(lost), str(doubled), str(disordered), str(len(missing)))],
        [
            f"nothing lost, doubled or out of order: {verdict(held)}",
            f"killed: {', '.join(KILLS)}; the database away for {away:.0f} s",
            f"{LOST:.0%} of the pushes lost, {DOUBLED:.0%} doubled, delays up to {LATEST} s",
            f"{len(chaos.acknowledged)} pushes acknowledged, {len(chaos.odd)} answered otherwise",
            f"{heard}; {ground.machine()}",
        ],
        {
            "messages": total, "lost": lost, "doubled": doubled, "disordered": disordered,
            "missing": sorted(missing), "odd": chaos.odd[:50], "held": held,
        },
    )  # fmt: skip
