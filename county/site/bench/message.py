"""A message comes in: from the API's door to committed message, fact and outbox row.

In turns on one PostgreSQL: ours, django-helpdesk's ticket, and the floor: bare psycopg that makes
the same three inserts into the same tables in one transaction. CPU of application and database.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from uuid import uuid4

import psycopg
from django.conf import settings

from county.foundation.database.embedded import RUNTIME
from county.kernel.numbers import uuid7
from county.site.bench import ground, processes
from county.site.bench.clients import Ask, drive
from county.site.bench.peers import helpdesk
from county.site.bench.report import Options, Report, middle, verdict

ROUNDS = 4
SENDERS = 2000
TEXT = "东街网格发现井盖缺失，已拍照上报，请及时处理。刚才有人说是公检法，让我转账到安全账户。"
PEER_BAR, FLOOR_BAR = 6.0, 0.35

Turn = Callable[[float], tuple[int, float]]
"""Works for so many seconds; says how much was done and what it cost outside PostgreSQL."""


def run(options: Options) -> Report:
    """Messages, tickets and bare transactions per CPU second, in turns."""
    clients = options.clients or 8
    turn = (options.seconds or 60) / ROUNDS / 3
    with ground.server(fresh=options.fresh):
        headers = ground.key("conversations.receive")
        with ground.pages() as (web, port), helpdesk(tickets=1000) as peer:
            mark = uuid4().hex[:8]

            def message(client: int, number: int) -> Ask:
                body = {
                    "external_id": f"{mark}-{client}-{time.monotonic_ns()}",
                    "sender": f"r{(client * 7919 + number) % SENDERS}",
                    "text": TEXT,
                }
                return Ask("/api/conversations/messages", headers, json.dumps(body).encode())

            turns: dict[str, Turn] = {
                "siwei": _served(web, port, message, clients),
                "django-helpdesk 2.6.1": _served(
                    peer.pid, peer.port, lambda _client, _n: peer.ticket(TEXT), clients
                ),
                "floor: bare psycopg": floor,
            }
            return report(measure(turns, turn, options), options)


def _served(pid: int, port: int, wanted: Callable[[int, int], Ask], clients: int) -> Turn:
    def turn(seconds: float) -> tuple[int, float]:
        before = processes.cpu(pid)
        waited = drive(port, wanted, clients=clients, seconds=seconds)
        if waited.failures:
            raise RuntimeError(waited.failures[0])
        return waited.done, processes.cpu(pid) - before

    return turn


FLOOR = (
    (
        "INSERT INTO conversations_message (id, number, conversation_id, channel, external_id,"
        " author, by, kind, text) VALUES (%s, nextval('conversations_message_number'), %s, 'api',"
        " %s, 'resident', 'bench', 'text', %s)"
    ),
    (
        "INSERT INTO events_event (kind, subject, thread, facts, by) VALUES"
        " ('conversations.message_received', %s, %s, %s, 'bench') RETURNING id"
    ),
    "INSERT INTO events_delivery (event_id) VALUES (%s)",
)


def floor(seconds: float) -> tuple[int, float]:
    """Three prepared inserts and a commit, again and again, on one connection."""
    with psycopg.connect(settings.SIWEI_SERVER.url(RUNTIME), prepare_threshold=0) as wire:
        place = uuid7()
        wire.execute(
            "INSERT INTO conversations_conversation (id, channel, address) VALUES (%s, 'api', %s)",
            (place, str(place)),
        )
        wire.commit()
        begun, done, end = time.process_time(), 0, time.monotonic() + seconds
        cursor = wire.cursor()
        while time.monotonic() < end:
            key = uuid7()
            facts = json.dumps({"message_id": str(key), "conversation_id": str(place)})
            cursor.execute(FLOOR[0], (key, place, str(key), TEXT), prepare=True)
            cursor.execute(FLOOR[1], (f"message:{key}", str(place), facts), prepare=True)
            cursor.execute(FLOOR[2], cursor.fetchone(), prepare=True)
            wire.commit()
            done += 1
        return done, time.process_time() - begun


def measure(
    turns: dict[str, Turn], seconds: float, options: Options
) -> dict[str, list[dict[str, float]]]:
    """Every turn in every round, after a short one to warm up; what each cost."""
    database = ground.database_pid()
    found: dict[str, list[dict[str, float]]] = {name: [] for name in turns}
    for name, turn in turns.items():
        options.say(f"warming up: {name}")
        turn(min(2.0, seconds))
    for number in range(ROUNDS):
        options.say(f"round {number + 1} of {ROUNDS}")
        for name, turn in turns.items():
            before, begun = processes.cpu(database), time.monotonic()
            done, app = turn(seconds)
            took = time.monotonic() - begun
            time.sleep(0.5)  # a backend that just ended is counted once its parent has noticed
            database_cost = processes.cpu(database) - before
            found[name].append(
                {
                    "done": done,
                    "per_second": done / took,
                    "app_ms": 1000 * app / done,
                    "database_ms": 1000 * database_cost / done,
                    "per_cpu_second": done / (app + database_cost),
                }
            )
    return found


def report(found: dict[str, list[dict[str, float]]], options: Options) -> Report:
    """The medians of the rounds, and the two ratios."""
    medians = {
        name: {key: middle([one[key] for one in rounds]) for key in rounds[0]}
        for name, rounds in found.items()
    }
    ours, peer, bare = (medians[name]["per_cpu_second"] for name in medians)
    by_peer, by_floor = ours / peer, ours / bare
    return Report(
        "Message in: from the API to committed message + fact + outbox row",
        ("who", "CPU ms app", "CPU ms database", "per CPU second", "per second"),
        [
            (
                name,
                f"{one['app_ms']:.2f}",
                f"{one['database_ms']:.2f}",
                f"{one['per_cpu_second']:.0f}",
                f"{one['per_second']:.0f}",
            )
            for name, one in medians.items()
        ],
        [
            f"{by_peer:.1f} x django-helpdesk (bar {PEER_BAR:g}): {verdict(by_peer >= PEER_BAR)}",
            f"{by_floor:.2f} of the floor (bar {FLOOR_BAR:g}): {verdict(by_floor >= FLOOR_BAR)}",
            f"medians of {ROUNDS} rounds in turns; {ground.machine()}",
        ],
        {"rounds": found, "times_peer": by_peer, "of_floor": by_floor},
    )
