"""Try the settings of WeCom on the command line."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from county.foundation.channels.wecom.client import client
from county.foundation.channels.wecom.errors import SwitchedOff
from county.foundation.channels.wecom.setup import examine


class Command(BaseCommand):
    help = "Try the enterprise ID, the Secret and the permissions of WeCom, and say what is wrong."

    def handle(self, *args: Any, **options: Any) -> None:
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
