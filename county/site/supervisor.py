"""Keep the processes of one installation running, database included, and stop them together."""

from __future__ import annotations

import ctypes
import fcntl
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType

PAUSE = 0.5
"""Seconds between two looks at the processes; a dead one is started again after as many."""
GRACE = 8.0

_SET_PDEATHSIG, _SET_CHILD_SUBREAPER = 1, 36
_CALL = getattr(ctypes.CDLL(None), "prctl", None)


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


def adopt_orphans() -> None:
    """Let processes whose parent has gone fall to this one, where Linux can.

    PostgreSQL refuses to start while its predecessor's process number exists, and a killed process
    that nobody collects keeps its number: in a container often for ever.
    """
    if _CALL is not None:
        _CALL(_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def _end_with_parent() -> None:
    """In a child: end when the supervisor is killed, so that the port and the work are free."""
    if _CALL is not None:
        _CALL(_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)


class Supervisor:
    """Starts commands, starts them again when they end, and stops them all when told to.

    `tend` is called at every look: it brings back what is no command, such as the database.
    """

    def __init__(
        self, commands: dict[str, list[str]], *, tend: Callable[[], None] = lambda: None
    ) -> None:
        self.commands, self.tend = commands, tend
        self.running: dict[str, subprocess.Popen[bytes]] = {}
        self.stopping = False

    def run(self) -> None:
        """Run until a signal says stop."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._stop)
        adopt_orphans()
        try:
            while not self.stopping:
                for name in self.commands:
                    self._keep(name)
                self._collect()
                self.tend()
                time.sleep(PAUSE)
        finally:
            self._end()

    def _keep(self, name: str) -> None:
        """Start the command if it does not run; what a dead one left behind ends first."""
        process = self.running.get(name)
        if process is not None:
            if process.poll() is None:
                return
            sys.stderr.write(f"siwei: {name} ended ({process.returncode}), again\n")
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            time.sleep(PAUSE)
        self.running[name] = subprocess.Popen(  # noqa: S603
            self.commands[name], start_new_session=True, preexec_fn=_end_with_parent
        )

    def _collect(self) -> None:
        """Collect adopted processes that have ended; the own ones are left to their Popen."""
        own = {process.pid for process in self.running.values()}
        with suppress(ChildProcessError):
            while ended := os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT):
                if ended.si_pid in own:
                    return
                os.waitpid(ended.si_pid, 0)

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
