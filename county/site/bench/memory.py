"""Memory of a whole demonstration at rest: web, worker, supervisor, PostgreSQL; no OCR loaded."""

from __future__ import annotations

import time
from collections import defaultdict
from dataclasses import dataclass

from county.site.bench import ground, processes
from county.site.bench.clients import Ask, Line
from county.site.bench.report import Options, Report, verdict

BAR_MB = 700
REST = 20.0
"""Seconds of rest before the first look."""
KINDS = {"cli worker": "worker", "uvicorn": "web", "cli demo": "supervisor"}
"""What stands in the command of each kind; PostgreSQL's have nothing of it."""
PAGES = ("/sign-in/", "/", "/health/live/")


@dataclass
class Share:
    """What one kind of process holds, bytes."""

    pss: int = 0
    rss: int = 0
    processes: int = 0


def run(options: Options) -> Report:
    """The memory of each kind of process, shared pages counted once, after a rest."""
    port = ground.free_port()
    with ground.running("demo", demo(port), env=ground.environment(SIWEI_MODE="demo")) as pid:
        ground.wait_for(port, "/sign-in/", patience=240)
        line = Line(port)
        for path in PAGES * 5:
            line.ask(Ask(path))
        options.say("resting")
        time.sleep(options.seconds or REST)
        shares = look(pid)
    total = sum(share.pss for share in shares.values()) / 1e6
    rows = [
        (name, f"{share.processes}", f"{share.pss / 1e6:.0f} MB", f"{share.rss / 1e6:.0f} MB")
        for name, share in shares.items()
    ]
    rss = sum(share.rss for share in shares.values()) / 1e6
    rows.append(("all", f"{sum(s.processes for s in shares.values())}", f"{total:.0f} MB",
                 f"{rss:.0f} MB"))  # fmt: skip
    return Report(
        "The demonstration at rest",
        ("process", "number", "PSS", "RSS"),
        rows,
        [
            (
                f"PSS of all {total:.0f} MB (bar {BAR_MB} MB): {verdict(total <= BAR_MB)};"
                " RSS counts shared pages in every process"
            ),
            ground.machine(),
        ],
        {name: vars(share) for name, share in shares.items()},
    )


def demo(port: int) -> list[str]:
    """`siwei demo` on this port."""
    return [*ground.SIWEI, "demo", "--port", str(port)]


def look(supervisor: int) -> dict[str, Share]:
    """What the supervisor's family and PostgreSQL's hold, by kind."""
    shares: dict[str, Share] = defaultdict(Share)
    family = [*processes.family(supervisor), *processes.family(ground.database_pid())]
    for pid in dict.fromkeys(family):
        command = processes.described(pid)
        kind = next((name for mark, name in KINDS.items() if mark in command), "postgresql")
        held, share = processes.memory_of(pid), shares[kind]
        share.pss, share.rss = share.pss + held.pss, share.rss + held.rss
        share.processes += 1
    return dict(shares)
