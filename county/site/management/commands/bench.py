"""Measure: `siwei bench` lists what, `siwei bench NAME` does it on a folder of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from county.site.bench import (
    alert,
    audiences,
    callbacks,
    dashboard,
    desk,
    fraud,
    memory,
    message,
    outage,
    outreach,
    queue,
    screenshots,
    start,
)
from county.site.bench.report import Options, Report

BENCHMARKS: dict[str, Callable[[Options], Report]] = {
    module.__name__.rpartition(".")[2]: module.run
    for module in (
        message, queue, desk, alert, callbacks, outage, memory, start, fraud, audiences, outreach,
        screenshots, dashboard,
    )
}  # fmt: skip
TOLD = {name: sys.modules[run.__module__].__doc__ or "" for name, run in BENCHMARKS.items()}


class Command(BaseCommand):
    help = "Measure, as docs/performance.md tells. Without a name: list the benchmarks."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", nargs="?", choices=sorted(BENCHMARKS))
        parser.add_argument("--json", type=Path, help="write the raw figures into this file")
        parser.add_argument("--seconds", type=float, help="how long to measure")
        parser.add_argument("--clients", type=int, help="how many ask at the same time")
        parser.add_argument("--rate", type=float, default=20.0, help="alert: messages a second")
        parser.add_argument("--share", type=float, default=0.2, help="alert: how many are scams")
        parser.add_argument(
            "--scale", type=float, default=1.0, help="desk: 1 is a million messages"
        )
        parser.add_argument("--web", type=int, default=1, help="web processes")
        parser.add_argument("--cold", action="store_true", help="start: from an empty folder, too")
        parser.add_argument("--fresh", action="store_true", help="forget what earlier runs left")
        parser.add_argument("--inside", action="store_true", help="used by the command itself")

    def handle(self, *args: Any, **options: Any) -> None:
        name = options["name"]
        if name is None:
            for known, told in TOLD.items():
                self.stdout.write(f"{known:11} {told.strip().splitlines()[0]}")
        elif options["inside"]:
            self.measure(name, options)
        else:
            self.go_inside(name)

    def go_inside(self, name: str) -> None:
        """Run again on the benchmark's own folder, so that nothing served is ever touched."""
        home = settings.SIWEI_HOME.resolve() / "bench" / name
        home.mkdir(parents=True, exist_ok=True)
        apart = {k: v for k, v in os.environ.items() if not k.startswith(("SIWEI_", "DATABASE_"))}
        command = [sys.executable, "-m", "county.site.cli", *sys.argv[1:], "--inside"]
        done = subprocess.run(  # noqa: S603
            command, env={**apart, "SIWEI_HOME": str(home), "SIWEI_MODE": "demo"}, check=False
        )
        if done.returncode:
            raise CommandError(f"The benchmark ended early ({done.returncode}); see {home}.")

    def measure(self, name: str, options: dict[str, Any]) -> None:
        """Run one benchmark here, print its table and keep its figures."""

        def say(words: str) -> None:
            self.stderr.write(f"… {words}")

        known = {key: options[key] for key in Options.__dataclass_fields__ if key in options}
        report = BENCHMARKS[name](Options(say=say, **known))
        for line in report.lines():
            self.stdout.write(line)
        if options["json"]:
            raw = {"name": name, "notes": report.notes, **report.raw}
            options["json"].write_text(json.dumps(raw, indent=1, default=str, ensure_ascii=False))
