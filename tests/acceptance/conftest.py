"""A whole installation of its own: embedded PostgreSQL, pages, streams and worker, as served."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest

from county.foundation.database.embedded import OWNER, RUNTIME, Server
from tests.acceptance.prepared import lay_out

ROOT = Path(__file__).parents[2]
PATIENCE = 300
"""Seconds within which a fresh installation serves, on a slow machine that does other things."""


def pytest_itemcollected(item: pytest.Item) -> None:
    """Whatever lies in this folder starts real processes; `tests/stage.py` keeps it together."""
    item.add_marker(pytest.mark.slow)


@dataclass
class Installation:
    """One folder, one port, and the processes that `siwei` starts for them."""

    home: Path
    port: int
    mode: str = "production"
    settings: dict[str, str] = field(default_factory=dict)
    tips: int = 0
    """The port of its anonymous address."""
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def database(self, *, owner: bool = False) -> str:
        """The database's address, for looking from outside at what is kept."""
        return Server(self.home).url(OWNER if owner else RUNTIME)

    def environment(self) -> dict[str, str]:
        clean = {k: v for k, v in os.environ.items() if not k.startswith(("SIWEI_", "DATABASE_"))}
        own = {
            "SIWEI_HOME": str(self.home),
            "SIWEI_MODE": self.mode,
            "SIWEI_TIPS_PORT": str(self.tips),
        }
        return {**clean, **own, **self.settings}

    def run(self, *words: str, feed: str = "") -> subprocess.CompletedProcess[str]:
        """One `siwei` command, to its end."""
        return subprocess.run(
            [sys.executable, "-m", "county.site.cli", *words],
            cwd=ROOT, env=self.environment(), input=feed, capture_output=True, text=True,
            check=False, timeout=PATIENCE,
        )  # fmt: skip

    def start(self, *words: str) -> subprocess.Popen[bytes]:
        """A `siwei` command that runs until it is stopped; it writes into home/siwei.log."""
        with (self.home / "siwei.log").open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "county.site.cli", *words],
                cwd=ROOT, env=self.environment(), stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            )  # fmt: skip
        self.processes.append(process)
        return process

    def serve(self, *words: str) -> None:
        """Serve, as `serve` or in other words, and wait until the pages answer."""
        process = self.start(*(words or ("serve",)), "--port", str(self.port))
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline and process.poll() is None:
            try:
                if httpx.get(f"{self.url}/health/live/", timeout=2).status_code == httpx.codes.OK:
                    return
            except httpx.TransportError:
                time.sleep(0.1)
        pytest.fail(f"The installation does not serve:\n{self.said()}")

    def said(self) -> str:
        """What its processes wrote, the end of it."""
        return "\n".join((self.home / "siwei.log").read_text(errors="replace").splitlines()[-60:])

    def stop(self) -> None:
        """Stop everything as an administrator would, with Ctrl+C's gentler sister."""
        for process in reversed(self.processes):
            process.send_signal(signal.SIGTERM)
            process.wait(30)
        self.processes.clear()


def free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])


@contextmanager
def opened(*, fresh: bool = False, **options: Any) -> Iterator[Installation]:
    """An installation in a new folder; whatever it became, nothing of it stays.

    Its database is there already, with its tables and no more, but for a `fresh` one.
    """
    home = Path(tempfile.mkdtemp(prefix="siwei-"))
    home.chmod(0o755)  # PostgreSQL runs as another user when the tests run as root
    county = Installation(home, **{"port": free_port(), "tips": free_port(), **options})
    try:
        if not fresh:
            lay_out(home)
        yield county
    finally:
        county.stop()
        Server(home).stop()
        shutil.rmtree(home, ignore_errors=True)


@pytest.fixture(scope="session")
def installation() -> Iterator[Installation]:
    """An empty county, started from nothing, that serves for the whole test run."""
    with opened(fresh=True) as county:
        county.serve()
        yield county


@pytest.fixture(scope="module")
def own_installation() -> Iterator[Callable[..., Installation]]:
    """Counties that a module may break: `own_installation()` serves, to its end or the module's."""
    with ExitStack() as stack:

        def make(*, serving: bool = True, **options: Any) -> Installation:
            county = stack.enter_context(opened(fresh=not serving, **options))
            if serving:
                county.serve()
            return county

        yield make
