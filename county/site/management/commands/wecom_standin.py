"""Run the stand-in for WeCom: its interfaces, its callbacks, and a page to play the people."""

from __future__ import annotations

import signal
import threading
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from county.foundation.channels.wecom.standin import setting
from county.foundation.channels.wecom.standin.server import StandIn, Target


class Command(BaseCommand):
    help = "Run a stand-in for WeCom, with a page to play residents and officers. Not for real use."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=setting.PORT)
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--callback", default=setting.CALLBACK_URL, metavar="URL")
        parser.add_argument("--state", type=Path, metavar="FILE", help="remember in this file")

    def handle(self, *args: Any, **options: Any) -> None:
        ended, target = threading.Event(), Target(options["callback"])
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_what: ended.set())
        try:
            standin = StandIn(
                target, host=options["host"], port=options["port"], state=options["state"]
            )
        except OSError as error:
            raise CommandError(
                f"The port {options['port']} is not free: {error.strerror}."
            ) from error
        try:
            self.stdout.write(f"WeCom stand-in 企业微信替身: {standin.url}/  (Ctrl+C stops)")
            if not standin.register(target):
                self.stdout.write(
                    f"No echo from {target.url} yet; callbacks are pushed all the same."
                )
            self.stdout.flush()
            ended.wait()
        finally:
            standin.close()
