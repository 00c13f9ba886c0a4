"""A benchmark's own installation: its folder, its PostgreSQL, its processes, its officers."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.core.management import call_command
from django.db import connections, transaction

from county.demo.cast import appoint_all
from county.foundation.events.registry import System
from county.foundation.staff import actions as staff
from county.foundation.staff.models import Officer
from county.site import prepare
from county.site.bench import processes
from county.site.bench.clients import Ask, Line
from county.site.commands import web, worker

BENCH = System("bench")
SIWEI = [sys.executable, "-m", "county.site.cli"]
PATIENCE = 120
"""Seconds within which a process must answer its first request."""


@contextmanager
def server(*, fresh: bool) -> Iterator[None]:
    """The folder's PostgreSQL with every table, emptied first if asked; stopped at the end."""
    if fresh:
        settings.SIWEI_SERVER.stop()
        for folder in ("pg", "schema", "filled"):
            path = settings.SIWEI_HOME / folder
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink(missing_ok=True)
    prepare.start_server()
    try:
        prepare.ready()
        appoint_all()
        call_command("collectstatic", interactive=False, verbosity=0)
        yield
    finally:
        for connection in connections.all(initialized_only=True):
            connection.close()
        settings.SIWEI_SERVER.stop()


def database_pid() -> int:
    """The process from which every other process of PostgreSQL descends."""
    return int((settings.SIWEI_SERVER.data / "postmaster.pid").read_text().split()[0])


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])


def environment(**more: str) -> dict[str, str]:
    """The surroundings of a process on this folder: nothing of an installation that is served."""
    own = {k: v for k, v in os.environ.items() if not k.startswith("DATABASE_")}
    return {**own, "SIWEI_HOME": str(settings.SIWEI_HOME), **more}


@contextmanager
def running(
    name: str, command: list[str], *, cwd: Path | None = None, env: dict[str, str] | None = None
) -> Iterator[int]:
    """A process in the background, its words in a file of the folder; stopped at the end."""
    with (settings.SIWEI_HOME / f"{name}.log").open("wb") as log:
        process = subprocess.Popen(  # noqa: S603
            command, cwd=cwd or settings.ROOT, env=env or environment(), stdout=log, stderr=log
        )
    try:
        yield process.pid
    finally:
        process.terminate()
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@contextmanager
def pages(number: int = 1) -> Iterator[tuple[int, int]]:
    """The pages and streams as `siwei serve` starts them: their process and their port."""
    port = free_port()
    with running("web", web("127.0.0.1", port, number)) as pid:
        wait_for(port, "/health/live/")
        yield pid, port


@contextmanager
def workers() -> Iterator[int]:
    """A worker as `siwei serve` starts it: its process."""
    with running("worker", worker()) as pid:
        yield pid


def wait_for(port: int, path: str, *, patience: float = PATIENCE) -> None:
    """Wait until a page answers; raises TimeoutError if it does not."""
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        try:
            if Line(port).ask(Ask(path))[0] < 500:
                return
        except OSError:
            time.sleep(0.05)
    raise TimeoutError(path)


def enter(username: str) -> dict[str, str]:
    """The headers of an officer who has signed in."""
    officer = Officer.objects.get(username=username)
    session = SessionStore()
    session[SESSION_KEY] = str(officer.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = officer.get_session_auth_hash()
    session.create()
    return {"Cookie": f"{settings.SESSION_COOKIE_NAME}={session.session_key}"}


def key(*permits: str) -> dict[str, str]:
    """The headers of another system with a key that has these permits."""
    chief = next(one for one in Officer.objects.filter(is_active=True) if one.has("staff.keys"))
    with transaction.atomic():
        _key, secret = staff.issue_key(
            name="bench", department=chief.department, permits=list(permits), days=1, by=chief
        )
    return {"Authorization": f"Bearer {secret}", "Content-Type": "application/json"}


def owner() -> str:
    """The address of the owner's database, for filling and emptying tables."""
    return settings.SIWEI_SERVER.url("siwei_owner")


def machine() -> str:
    """What the figures were measured on, and how busy it was."""
    model = next(
        (
            line.partition(":")[2].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if line.startswith("model name")
        ),
        "unknown processor",
    )
    load = os.getloadavg()[0]
    return f"{os.cpu_count()} cores ({model}), Python {sys.version.split()[0]}, load {load:.2f}"


def cost(pids: dict[str, int]) -> dict[str, float]:
    """CPU seconds used so far by each family."""
    return {name: processes.cpu(pid) for name, pid in pids.items()}
