"""Try the settings of WeCom on the command line."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from county.foundation.channels import actions
from county.foundation.channels import queries as asked
from county.foundation.channels.wecom.client import client
from county.foundation.channels.wecom.errors import SwitchedOff
from county.foundation.channels.wecom.setup import examine
from county.foundation.events.registry import System
from county.kernel import clock


class Command(BaseCommand):
    help = "Try the settings of WeCom and say what is wrong; or replay what it pushed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--replay", type=int, metavar="HOURS", help="announce the kept pushes once more"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["replay"] is not None:
            since = clock.now() - timedelta(hours=options["replay"])
            count = actions.replay(asked.since(since), by=System("console"))
            self.stdout.write(f"{count} pushes are announced once more")
            return
        try:
            wecom = client()
        except SwitchedOff as off:
            raise CommandError(str(off)) from None
        well = True
        for finding in examine(wecom):
            well &= finding.well
            self.stdout.write(
                f"{'ok' if finding.well else 'bad':<5} {finding.name}: {finding.found}"
            )
        if not well:
            raise SystemExit(1)
