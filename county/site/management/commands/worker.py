"""Hand facts to their listeners, do slow work, and start what the clock starts."""

from __future__ import annotations

import logging
import select
import signal
import sys
import threading
import time
from contextlib import suppress
from types import FrameType
from typing import Any

import psycopg
from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import close_old_connections, connection, connections
from psycopg.conninfo import conninfo_to_dict

from county.foundation.database.away import AWAY
from county.foundation.events.actions import CHANNEL, drain, drain_outside, renew_claims
from county.foundation.events.clock import strike
from county.kernel.clock import now

log = logging.getLogger("county.worker")

OUTSIDE = 4
"""Threads for slow and outward work: an answer need not wait until somebody's picture is read."""
CLOCK_EVERY = 5.0
"""Seconds between two looks at the clock."""
LONGEST_GOODBYE = 5.0
"""Seconds that work in hand may take to end; what does not is done again, by another."""
SWITCH = 0.0005
"""Seconds a thread may keep the interpreter: work that asks the database often would otherwise
wait five milliseconds after every answer for a thread that reckons, such as the clock's."""
IDLE = 1.0
"""Seconds to wait for news before looking at the outbox all the same."""


def as_worker() -> None:
    """From now on, ask the database as the worker's role: it may read tags, and set none (E7)."""
    parts = conninfo_to_dict(settings.SIWEI_WORKER_ADDRESS)
    default: Any = connections["default"]
    default.close()
    default.close_pool()
    default.settings_dict.update(USER=str(parts["user"]), PASSWORD=str(parts.get("password", "")))


class Command(BaseCommand):
    help = "Work in the background until stopped."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        sys.setswitchinterval(SWITCH)
        as_worker()
        self.stopping = threading.Event()
        self.news = {"facts": threading.Event(), "outside": threading.Event()}
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self.stop)
        threads = [
            threading.Thread(target=self.facts, name="facts", daemon=True),
            *(
                threading.Thread(target=self.outside, name=f"outside-{n}", daemon=True)
                for n in range(OUTSIDE)
            ),
            threading.Thread(target=self.clock, name="clock", daemon=True),
            threading.Thread(target=self.listen, name="listen", daemon=True),
        ]
        for thread in threads:
            thread.start()
        while not self.stopping.wait(1.0):
            if not all(thread.is_alive() for thread in threads):
                raise SystemExit(1)  # the supervisor starts a whole worker again
            self.patiently(renew_claims)
        end = time.monotonic() + LONGEST_GOODBYE
        for thread in threads:
            thread.join(max(0.0, end - time.monotonic()))

    def stop(self, number: int, frame: FrameType | None) -> None:
        self.stopping.set()
        for event in self.news.values():
            event.set()

    def facts(self) -> None:
        """Drain the outbox; look again as soon as there is news."""
        while not self.stopping.is_set():
            self.news["facts"].clear()
            done = self.patiently(drain)
            if done:
                self.news["outside"].set()
            else:
                self.news["facts"].wait(IDLE)

    def outside(self) -> None:
        """Do slow and outward work, each thread one after another."""
        while not self.stopping.is_set():
            self.news["outside"].clear()
            if not self.patiently(drain_outside):
                self.news["outside"].wait(IDLE)

    def clock(self) -> None:
        """Start what is due."""
        while not self.stopping.wait(CLOCK_EVERY):
            self.patiently(lambda: strike(now()))

    def patiently(self, work: Any) -> Any:
        """Work; when the database is away, wait for it instead of dying."""
        try:
            return work()
        except AWAY as error:
            log.warning("the database is away: %s", error)
            with suppress(*AWAY):
                close_old_connections()
                connection.close()
            time.sleep(1)
            return None

    def listen(self) -> None:
        """Wake the others when something is announced."""
        while not self.stopping.is_set():
            try:
                with psycopg.connect(settings.SIWEI_WORKER_ADDRESS, autocommit=True) as wire:
                    wire.execute(f"LISTEN {CHANNEL}")
                    while not self.stopping.is_set():
                        if select.select([wire.fileno()], [], [], IDLE)[0]:
                            for _ in wire.notifies(timeout=0):
                                pass
                            self.news["facts"].set()
            except psycopg.OperationalError as error:
                log.warning("not listening: %s", error)
                time.sleep(1)
