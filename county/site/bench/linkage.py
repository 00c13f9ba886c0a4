"""Facts through fifty rules, while worker and database are killed: what is lost, what comes twice.

Ten kinds of fact, five rules on each; a tenth of the facts meets each rule's condition, which then
takes one step. The step writes a row that nothing keeps from being written twice, so that a fact
acted on twice is seen. `--rate` facts are announced each second for `--seconds`; worker and
PostgreSQL are killed five times each. Then fewer, unkilled, for the wait from a fact to its step;
and what a fact costs that one, five or fifty rules hear. Node-RED 4.1.8 gets the same facts over
HTTP with the same fifty conditions, and is killed as often.
"""

from __future__ import annotations

import os
import random
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import psutil
import psycopg
from django.conf import settings
from django.db import connection, transaction

from county.foundation.database.embedded import OWNER
from county.foundation.events.actions import announce
from county.site.bench import ground, nodered
from county.site.bench.joints import (
    KINDS,
    RULES_A_KIND,
    expected,
    fact_of,
    heard_by,
    register,
    steps_of,
)
from county.site.bench.report import Options, Report, middle, p95, verdict

RATE, SECONDS, KILLS = 500.0, 60.0, 5
CALM_RATE, CALM_SECONDS, BAR = 50.0, 30.0, 1.0
PATIENCE = 300.0
TABLE = """
DROP TABLE IF EXISTS joints_step;
CREATE TABLE joints_step (fact bigint, rule text, sent double precision,
                          at double precision DEFAULT extract(epoch FROM clock_timestamp()));
GRANT INSERT, SELECT ON joints_step TO PUBLIC;
"""


@dataclass
class Facts:
    """Announces facts at a steady rate from one connection that comes back when it was lost."""

    rate: float
    seconds: float
    begin: int = 0
    known: list[int] = field(default_factory=list)
    unknown: int = 0

    def run(self) -> None:
        """Announce each at its moment; what committed is known."""
        begun, total = time.monotonic(), int(self.rate * self.seconds)
        for number in range(self.begin, self.begin + total):
            wait = begun + (number - self.begin) / self.rate - time.monotonic()
            if wait > 0:
                time.sleep(wait)
            self._announce(number)

    def _announce(self, number: int) -> None:
        """A fact whose commit was not answered is looked up before it is announced again."""
        while True:
            try:
                if self.unknown_is_kept(number):
                    return
                with transaction.atomic():
                    announce(fact_of(number, time.time()), by=ground.BENCH)
            except Exception as error:
                if not isinstance(error.__cause__ or error, psycopg.Error | OSError):
                    raise
                self.unknown = number
                connection.close()
                time.sleep(0.2)
            else:
                self.known.append(number)
                return

    def unknown_is_kept(self, number: int) -> bool:
        """Whether a fact that was cut off in its commit stands after all."""
        if self.unknown != number:
            return False
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT 1 FROM events_event WHERE kind LIKE 'bench.%%' AND facts->>'number' = %s",
                [str(number)],
            )
            kept = cursor.fetchone() is not None
        if kept:
            self.known.append(number)
        return kept


def run(options: Options) -> Report:
    """Announce, kill, wait, count; then in calm; then beside Node-RED."""
    rate = RATE if options.rate == Options.rate else options.rate
    seconds = options.seconds or SECONDS
    register()
    with ground.server(fresh=True), _served() as hands:
        options.say(f"{rate:g} facts a second for {seconds:g} s, {KILLS} kills of each")
        storm = _storm(hands, rate, seconds)
        spent_storm = _quiet(options)
        lost, twice = _missing(storm.known)
        options.say(f"{CALM_RATE:g} facts a second, unkilled")
        calm = Facts(CALM_RATE, CALM_SECONDS, begin=10_000_000)
        calm.run()
        _quiet(options)
        waits = _waits(calm.begin)
        costs = _costs(hands, options)
    peer = nodered.run(options, rate=rate, seconds=seconds, kills=KILLS)
    return _report(storm, spent_storm, lost, twice, waits, costs, peer)


@dataclass
class Hands:
    """The worker and the database, to be killed and found again."""

    pid: int = 0
    killed: list[str] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)


@contextmanager
def _served() -> Iterator[Hands]:
    """A worker with the bench's rules that is started again whenever it dies, and the database."""
    with psycopg.connect(settings.SIWEI_SERVER.url(OWNER), autocommit=True) as owner:
        owner.execute(TABLE)
    hands = Hands()
    keeper = threading.Thread(target=_keep, args=(hands,), daemon=True)
    keeper.start()
    try:
        yield hands
    finally:
        hands.over.set()
        keeper.join(30)


def _keep(hands: Hands) -> None:
    words = "import django; django.setup(); from county.site.bench import joints; joints.work()"
    command = [ground.SIWEI[0], "-c", words]
    around = ground.environment(DJANGO_SETTINGS_MODULE="county.site.settings")
    while not hands.over.is_set():
        with ground.running("worker", command, env=around) as pid:
            hands.pid = pid
            while not hands.over.is_set() and psutil.pid_exists(pid) and _lives(pid):
                time.sleep(0.1)


def _lives(pid: int) -> bool:
    try:
        return bool(psutil.Process(pid).status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


def _storm(hands: Hands, rate: float, seconds: float) -> Facts:
    """Announce while worker and database are killed in turns at random moments."""
    facts = Facts(rate, seconds)
    chance = random.Random(5)  # noqa: S311 - the same run each time
    moments = sorted(chance.uniform(2, seconds - 2) for _ in range(2 * KILLS))
    killer = threading.Thread(target=_kill, args=(hands, moments), daemon=True)
    killer.start()
    facts.run()
    killer.join(PATIENCE)
    return facts


def _kill(hands: Hands, moments: list[float]) -> None:
    begun = time.monotonic()
    for number, moment in enumerate(moments):
        time.sleep(max(0.0, begun + moment - time.monotonic()))
        if number % 2:
            os.kill(ground.database_pid(), signal.SIGKILL)
            time.sleep(0.5)
            while settings.SIWEI_SERVER.keep_running():
                time.sleep(0.5)
            hands.killed.append("database")
        elif _lives(hands.pid):
            os.kill(hands.pid, signal.SIGKILL)
            hands.killed.append("worker")


def _quiet(options: Options) -> float:
    """Wait until no fact waits; seconds it took."""
    begun = time.monotonic()
    while time.monotonic() - begun < PATIENCE:
        connection.close()
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM events_delivery")
            (left,) = cursor.fetchone()
        if not left:
            break
        options.say(f"{left} facts wait")
        time.sleep(2)
    return time.monotonic() - begun


def _rows(begin: int) -> list[tuple[int, str, float, float]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT fact, rule, sent, at FROM joints_step WHERE fact >= %s ORDER BY at", [begin]
        )
        return list(cursor.fetchall())


def _missing(known: list[int]) -> tuple[int, int]:
    """Steps that were not taken, and steps that were taken more than once."""
    wanted = {(number, rule) for number in known for rule in expected(number)}
    rows = [(fact, rule) for fact, rule, _sent, _at in _rows(0)]
    return len(wanted - set(rows)), len(rows) - len(set(rows))


def _waits(begin: int) -> list[float]:
    return [at - sent for _fact, _rule, sent, at in _rows(begin)]


def _costs(hands: Hands, options: Options) -> dict[int, float]:
    """CPU milliseconds of worker and database for a fact, by how many rules listen to its kind."""
    found: dict[int, float] = {}
    for listening in (1, RULES_A_KIND, 10 * RULES_A_KIND):
        options.say(f"what a fact costs that {listening} rules hear")
        pids = {"worker": hands.pid, "database": ground.database_pid()}
        before = sum(ground.cost(pids).values())
        numbers = range(20_000_000 + 10_000 * listening, 20_001_000 + 10_000 * listening)
        with transaction.atomic():
            for number in numbers:
                announce(heard_by(listening, number, time.time()), by=ground.BENCH)
        _quiet(options)
        found[listening] = 1000 * (sum(ground.cost(pids).values()) - before) / len(numbers)
    return found


def _report(
    storm: Facts,
    drained: float,
    lost: int,
    twice: int,
    waits: list[float],
    costs: dict[int, float],
    peer: nodered.Found,
) -> Report:
    one, few, many = (costs[n] for n in (1, RULES_A_KIND, 10 * RULES_A_KIND))
    wait = p95(waits)
    linear = many / few if few else 0.0
    rows = [
        ("facts kept while being killed", f"{len(storm.known)}", ""),
        ("steps lost / twice", f"{lost} / {twice}", verdict(lost == twice == 0)),
        ("drained after the last fact", f"{drained:.0f} s", ""),
        ("fact → step at 50/s, p50 / p95", f"{middle(waits):.2f} / {wait:.2f} s",
         verdict(wait <= BAR)),
        ("CPU a fact: 1, 5, 50 rules hear", f"{one:.2f} / {few:.2f} / {many:.2f} ms",
         verdict(linear <= 10)),
        ("Node-RED: accepted, lost, twice", f"{peer.accepted} / {peer.lost} / {peer.twice}", ""),
        ("Node-RED: facts a second, unkilled", f"{peer.rate:.0f}", ""),
    ]  # fmt: skip
    notes = [
        f"{KINDS} kinds of fact, {KINDS * RULES_A_KIND} rules, {RULES_A_KIND} on each kind.",
        f"Steps taken: {sum(steps_of(storm.known).values())}. {ground.machine()}",
    ]
    raw: dict[str, Any] = {
        "kept": len(storm.known), "lost": lost, "twice": twice, "drained": drained,
        "p50": middle(waits), "p95": wait, "cpu": costs, "nodered": vars(peer),
    }  # fmt: skip
    return Report("linkage", ("what", "measured", "bar"), rows, notes, raw)
