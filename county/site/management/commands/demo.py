"""Serve a county that never was: the same processes, an invented cast, three weeks of work."""

from __future__ import annotations

from argparse import ArgumentParser

from django.conf import settings
from django.core.management.base import CommandError

from county.demo.cast import appoint_all
from county.site.management.commands import serve


class Command(serve.Command):
    help = "Serve the demonstration. Refuses to run beside real data."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--empty", action="store_true", help="the cast only, no three weeks")

    def before(self) -> None:
        """Appoint the cast and play what happened, once."""
        if not settings.SIWEI_DEMO:
            raise CommandError("Set SIWEI_MODE=demo (siwei demo does it).")
        appoint_all()
