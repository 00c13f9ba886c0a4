"""Keep the processes of one installation running, and stop them together."""

from __future__ import annotations

import fcntl
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

PAUSE = 0.5
"""Seconds between two looks at the processes; a dead one is started again after as many."""
GRACE = 8.0


class AlreadyRunning(RuntimeError):  # noqa: N818 - reads as what happened
    """Another installation works on this folder."""


@contextmanager
def alone(home: Path) -> Iterator[None]:
    """Hold the folder for this process; raises AlreadyRunning if another one does."""
    home.mkdir(parents=True, exist_ok=True)
    with (home / "siwei.lock").open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise AlreadyRunning(str(home)) from error
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield


class Supervisor:
    """Starts commands, starts them again when they end, and stops them all when told to."""

    def __init__(self, commands: dict[str, list[str]]) -> None:
        self.commands = commands
        self.running: dict[str, subprocess.Popen[bytes]] = {}
        self.stopping = False

    def run(self) -> None:
        """Run until a signal says stop."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._stop)
        try:
            while not self.stopping:
                for name, command in self.commands.items():
                    process = self.running.get(name)
                    if process is None or process.poll() is not None:
                        if process is not None:
                            sys.stderr.write(f"siwei: {name} ended ({process.returncode}), again\n")
                            time.sleep(PAUSE)
                        self.running[name] = subprocess.Popen(command)  # noqa: S603
                time.sleep(PAUSE)
        finally:
            self._end()

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self.stopping = True

    def _end(self) -> None:
        for process in self.running.values():
            process.terminate()
        deadline = time.monotonic() + GRACE
        for process in self.running.values():
            try:
                process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
