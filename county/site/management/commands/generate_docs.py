"""Write the pages of docs/generated from the code, or say which are stale."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from county.site import generated


class Command(BaseCommand):
    help = "Write docs/generated and .env.example from the code."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="write nothing, fail if stale")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            if not options["check"]:
                for name in generated.write_all():
                    self.stdout.write(f"changed: {name}")
                return
            stale = generated.stale()
        except ValueError as error:
            raise CommandError(str(error)) from error
        if stale:
            raise CommandError(f"Stale: {', '.join(map(str, stale))}. Run `make docs`.")
