"""Senders that never give up and remember everything, and a hand that kills while they send."""

from __future__ import annotations

import os
import random
import signal
import threading
import time
from dataclasses import dataclass, field

import httpx
import psutil

from tests.acceptance.conftest import Installation

ISSUE_KEY = """
from county.foundation.events.registry import System
from county.foundation.staff import actions
from county.foundation.staff.models import Department, Post
department = Department.objects.get(pk="PSB")
chief = actions.appoint(username="cmd", name="值班长", department=department,
                        post=Post.objects.get(pk="CMD"), by=System("test"))
permits = ["conversations.receive", "helpdesk.read", "helpdesk.reply"]
key, secret = actions.issue_key(name="test", department=department, permits=permits, days=1,
                                by=chief, officer=chief)
print(secret)
"""


def key_for(county: Installation) -> str:
    """A key to the API, issued as an administrator at the server's console would."""
    done = county.run("shell", "-v", "0", "-c", ISSUE_KEY)
    assert done.returncode == 0, done.stderr
    return done.stdout.split()[-1]


@dataclass
class Senders:
    """Other systems that post messages, each until it is acknowledged, with its own names."""

    url: str
    secret: str
    acked: dict[str, str] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)
    unknown: set[str] = field(default_factory=set)
    odd: list[str] = field(default_factory=list)
    away: int = 0
    patience: float = 45

    def send(self, messages: list[tuple[str, str, str]], seed: int) -> None:
        """Post (external_id, sender, text) in order; one in twenty is sent twice."""
        chance = random.Random(seed)
        with httpx.Client(base_url=self.url, timeout=15) as client:
            client.headers["Authorization"] = f"Bearer {self.secret}"
            for name, sender, text in messages:
                self._until_acknowledged(client, name, sender, text)
                if chance.random() < 0.05:
                    self._until_acknowledged(client, name, sender, text)
                time.sleep(chance.random() * 0.03)

    def _until_acknowledged(self, client: httpx.Client, name: str, sender: str, text: str) -> None:
        deadline = time.monotonic() + self.patience
        body = {"external_id": name, "sender": sender, "text": text}
        while time.monotonic() < deadline:
            try:
                answer = client.post("/api/conversations/messages", json=body)
            except httpx.TransportError:
                self.unknown.add(name)
                time.sleep(0.1)
                continue
            if answer.status_code in (200, 201):
                self._note(name, answer)
                return
            self.unknown.add(name)
            self._inspect(answer)
            time.sleep(0.2)
        self.failed[name] = "never acknowledged"

    def _note(self, name: str, answer: httpx.Response) -> None:
        kept = answer.json()["id"]
        if self.acked.setdefault(name, kept) != kept:
            self.odd.append(f"{name} was kept as {self.acked[name]} and as {kept}")
        self.unknown.discard(name)

    def _inspect(self, answer: httpx.Response) -> None:
        """The only other answer there may be: the database is away, come again."""
        self.away += 1
        said = (
            answer.status_code,
            answer.headers.get("Content-Type"),
            "Retry-After" in answer.headers,
        )
        if said != (503, "application/problem+json", True):
            self.odd.append(f"{said}: {answer.text[:300]}")


@dataclass
class Killer:
    """Kills processes of one installation with SIGKILL, when so many messages are acknowledged."""

    county: Installation
    moments: dict[int, str]
    killed: list[str] = field(default_factory=list)

    def run(self, senders: Senders, done: threading.Event) -> None:
        """Wait for each moment; kill what is due then."""
        for moment, victim in sorted(self.moments.items()):
            while len(senders.acked) < moment and not done.is_set():
                time.sleep(0.01)
            deadline = time.monotonic() + 20
            while (process := self._find(victim)) is None and time.monotonic() < deadline:
                time.sleep(0.05)
            if process is not None:
                os.kill(process, signal.SIGKILL)
                self.killed.append(victim)

    def _find(self, victim: str) -> int | None:
        """The victim's process number; None while it is not there."""
        if victim in ("postmaster", "backend"):
            return self._database(victim)
        for child in psutil.Process(self.county.processes[0].pid).children():
            try:
                words = child.cmdline()
            except psutil.Error:
                continue
            if ("uvicorn" if victim == "web" else "worker") in words:
                return child.pid
        return None

    def _database(self, victim: str) -> int | None:
        try:
            number = (self.county.home / "pg" / "postmaster.pid").read_text().split("\n")[0]
            postmaster = psutil.Process(int(number))
            if postmaster.status() == psutil.STATUS_ZOMBIE:
                return None
            if victim == "postmaster":
                return postmaster.pid
            names = {one.pid: " ".join(one.cmdline()) for one in postmaster.children()}
        except (OSError, ValueError, psutil.Error):
            return None
        return next((pid for pid, name in names.items() if "siwei_app" in name), None)
