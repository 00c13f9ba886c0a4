"""Node-RED 4.1.8 with the same fifty conditions, fed over HTTP and killed as often.

It comes from npm into the bench folder when a benchmark asks for it, and is no dependency. Its flow
is what its own documents show: HTTP in, one switch a kind, one a rule, a file that is appended to.
"""

from __future__ import annotations

import http.client
import json
import os
import random
import signal
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings

from county.site.bench import ground
from county.site.bench.clients import Ask, Line
from county.site.bench.joints import KINDS, ONE_IN, RULES_A_KIND, expected, name_of
from county.site.bench.report import Options

PACKAGE = "node-red@4.1.8"
QUIET = 5.0
"""Seconds without a new line after which nothing more is coming."""


@dataclass
class Found:
    """What it accepted, did not act on, did twice; and the facts a second it takes in calm."""

    accepted: int = 0
    lost: int = 0
    twice: int = 0
    rate: float = 0.0


@dataclass
class Peer:
    """A Node-RED in a folder of its own, started again whenever it was killed."""

    folder: Path
    port: int
    process: subprocess.Popen[bytes] | None = None
    over: threading.Event = field(default_factory=threading.Event)

    @property
    def file(self) -> Path:
        """Where its rules write."""
        return self.folder / "steps.txt"

    def start(self) -> None:
        """Start it and wait until it answers."""
        red = self.folder / "node_modules" / "node-red" / "red.js"
        command = ["node", str(red), "--userDir", str(self.folder), "--port", str(self.port)]
        self.process = subprocess.Popen(  # noqa: S603
            command, cwd=self.folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        ground.wait_for(self.port, "/ready")

    def kill(self) -> None:
        """SIGKILL, and start it again."""
        if self.process is not None:
            os.kill(self.process.pid, signal.SIGKILL)
            self.process.wait()
        self.start()

    def stop(self) -> None:
        """End it."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()

    def lines(self) -> list[tuple[int, str]]:
        """What its rules wrote."""
        if not self.file.exists():
            return []
        rows = [line.split() for line in self.file.read_text().splitlines()]
        return [(int(row[0]), row[1]) for row in rows if len(row) == 2]


def flow(file: Path) -> list[dict[str, Any]]:
    """HTTP in → switch by kind → for each rule a switch by amount → a line in a file."""
    nodes: list[dict[str, Any]] = [
        {"id": "tab", "type": "tab", "label": "joints"},
        {"id": "in", "type": "http in", "z": "tab", "url": "/facts", "method": "post",
         "wires": [["answer", "kinds"]]},
        {"id": "ready", "type": "http in", "z": "tab", "url": "/ready", "method": "get",
         "wires": [["answer"]]},
        {"id": "answer", "type": "http response", "z": "tab", "statusCode": "200", "wires": []},
        {"id": "kinds", "type": "switch", "z": "tab", "property": "payload.kind",
         "propertyType": "msg", "checkall": "true", "outputs": KINDS,
         "rules": [{"t": "eq", "v": str(kind), "vt": "num"} for kind in range(KINDS)],
         "wires": [[f"k{kind}t{turn}" for turn in range(RULES_A_KIND)] for kind in range(KINDS)]},
        {"id": "out", "type": "file", "z": "tab", "filename": str(file), "filenameType": "str",
         "appendNewline": True, "overwriteFile": "false", "wires": [[]]},
    ]  # fmt: skip
    for kind in range(KINDS):
        for turn in range(RULES_A_KIND):
            here, name = f"k{kind}t{turn}", name_of(kind, turn)
            nodes += [
                {"id": here, "type": "switch", "z": "tab", "property": "payload.digit",
                 "propertyType": "msg", "checkall": "true", "outputs": 1,
                 "rules": [{"t": "eq", "v": str(turn), "vt": "num"}], "wires": [[f"{here}w"]]},
                {"id": f"{here}w", "type": "template", "z": "tab", "field": "payload",
                 "fieldType": "msg", "syntax": "mustache", "output": "str",
                 "template": "{{payload.number}} " + name, "wires": [["out"]]},
            ]  # fmt: skip
    # Without a place on the sheet a node is taken for a setting that others share.
    return [node if node["type"] == "tab" else {"x": 1, "y": 1, **node} for node in nodes]


@contextmanager
def served() -> Iterator[Peer]:
    """Node-RED with the flow, from npm; stopped at the end."""
    folder = settings.SIWEI_HOME / "nodered"
    folder.mkdir(parents=True, exist_ok=True)
    if not (folder / "node_modules" / "node-red").is_dir():
        command = ["npm", "install", "--no-audit", "--no-fund", "--prefix", str(folder), PACKAGE]
        subprocess.run(command, check=True, capture_output=True, cwd=folder)  # noqa: S603
    peer = Peer(folder, ground.free_port())
    peer.file.unlink(missing_ok=True)
    (folder / "flows.json").write_text(json.dumps(flow(peer.file)))
    (folder / "settings.js").write_text(
        'module.exports = {flowFile: "flows.json", httpAdminRoot: false, logging: {console:'
        ' {level: "off"}}}\n'
    )
    peer.start()
    try:
        yield peer
    finally:
        peer.stop()


def _body(number: int) -> bytes:
    fact = {"number": number, "kind": number % KINDS, "digit": number // KINDS % ONE_IN}
    return json.dumps(fact).encode()


@dataclass
class Sender:
    """Sends facts at a steady rate over some connections; each until it is accepted."""

    peer: Peer
    rate: float
    seconds: float
    begin: int = 0
    accepted: set[int] = field(default_factory=set)
    hands: int = 8

    def run(self) -> None:
        """Send them all."""
        self._begun, self._next, self._lock = time.monotonic(), 0, threading.Lock()
        threads = [threading.Thread(target=self._send) for _ in range(self.hands)]
        for one in threads:
            one.start()
        for one in threads:
            one.join()

    def _send(self) -> None:
        wire, total = Line(self.peer.port), int(self.rate * self.seconds)
        while True:
            with self._lock:
                number, self._next = self._next, self._next + 1
            if number >= total:
                return
            time.sleep(max(0.0, self._begun + number / self.rate - time.monotonic()))
            wire = self._until_accepted(wire, self.begin + number)

    def _until_accepted(self, wire: Line, number: int) -> Line:
        headers = {"Content-Type": "application/json"}
        while True:
            try:
                status, _answer = wire.ask(Ask("/facts", headers, _body(number)))
                if status == 200:
                    self.accepted.add(number)
                    return wire
            except (OSError, http.client.HTTPException):
                time.sleep(0.05)
                wire = Line(self.peer.port)


def run(options: Options, *, rate: float, seconds: float, kills: int) -> Found:
    """The same storm on Node-RED; then how many facts a second it takes in calm."""
    with served() as peer:
        options.say(f"Node-RED: {rate:g} facts a second for {seconds:g} s, {kills} kills")
        sender = Sender(peer, rate, seconds)
        chance = random.Random(5)  # noqa: S311 - the same moments each time
        moments = sorted(chance.uniform(2, seconds - 2) for _ in range(kills))
        killer = threading.Thread(target=_kill, args=(peer, moments), daemon=True)
        killer.start()
        sender.run()
        killer.join(120)
        rows = _settled(peer)
        wanted = {(number, rule) for number in sender.accepted for rule in expected(number)}
        count = Counter(rows)
        twice = sum(n - 1 for row, n in count.items() if n > 1)
        return Found(len(sender.accepted), len(wanted - set(count)), twice, _calm(peer, options))


def _kill(peer: Peer, moments: list[float]) -> None:
    begun = time.monotonic()
    for moment in moments:
        time.sleep(max(0.0, begun + moment - time.monotonic()))
        peer.kill()


def _settled(peer: Peer) -> list[tuple[int, str]]:
    rows: list[tuple[int, str]] = []
    since = time.monotonic()
    while time.monotonic() - since < QUIET:
        time.sleep(0.5)
        if len(now := peer.lines()) != len(rows):
            rows, since = now, time.monotonic()
    return rows


def _calm(peer: Peer, options: Options) -> float:
    options.say("Node-RED: as many as it takes")
    sender = Sender(peer, rate=1e6, seconds=0.01, begin=10_000_000)
    begun = time.monotonic()
    sender.run()
    return len(sender.accepted) / (time.monotonic() - begun)
