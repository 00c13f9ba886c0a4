"""Serve a county that never was: the same processes, an invented cast, three weeks of work."""

from __future__ import annotations

from django.conf import settings
from django.core.management.base import CommandError

from county.demo.cast import appoint_all
from county.site.management.commands import serve


class Command(serve.Command):
    help = "Serve the demonstration. Refuses to run beside real data."

    def before(self) -> None:
        """Appoint the cast and play what happened, once."""
        if not settings.SIWEI_DEMO:
            raise CommandError("Set SIWEI_MODE=demo (siwei demo does it).")
        appoint_all()
