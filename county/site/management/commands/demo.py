"""Serve a county that never was: the same processes, an invented cast, three weeks of work."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError

from county.demo.play import DAYS, RealData, leave, play
from county.site.management.commands import serve


class Command(serve.Command):
    help = "Serve the demonstration. Refuses to run beside real data."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--days", type=int, default=DAYS, help="days to play, at first start")

    def handle(self, *args: Any, **options: Any) -> None:
        self.days = options["days"]
        super().handle(*args, **options)

    def before(self) -> None:
        """Appoint the cast and play what happened, once."""
        if not settings.SIWEI_DEMO:
            raise CommandError("Set SIWEI_MODE=demo (siwei demo does it).")
        try:
            play(days=self.days, told=self.tell)
        except RealData as error:
            raise CommandError(
                f"{error} Nothing was changed. Set SIWEI_HOME to an empty folder for the"
                f" demonstration; {settings.SIWEI_HOME} stays as it is."
            ) from error
        leave()

    def tell(self, percent: int) -> None:
        """Say how far the play has come."""
        self.stdout.write(f"Playing {self.days} days of an invented county … {percent} %")
        self.stdout.flush()
