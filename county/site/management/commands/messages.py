"""Collect, compile and examine the sentences that the code puts on screens."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from county.site import catalogues


class Command(BaseCommand):
    help = "Catalogues: extract what the code says, compile them, list what is missing."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("work", choices=["extract", "compile", "missing"])

    def handle(self, *args: Any, **options: Any) -> None:
        getattr(self, options["work"])()

    def extract(self) -> None:
        """Bring the catalogues up to the code; no translation is lost."""
        for file in catalogues.extract_all():
            self.stdout.write(f"changed: {file.relative_to(settings.ROOT)}")

    def compile(self) -> None:
        """Write the files that Django reads."""
        count = catalogues.compile_all()
        if not count:
            self.stdout.write("No catalogues yet.")

    def missing(self) -> None:
        """List what would reach the screen in English or broken; exit 1 if anything would."""
        found = catalogues.defects()
        for defect in found:
            self.stderr.write(str(defect))
        if found:
            raise SystemExit(f"{len(found)} sentences have no sound translation: make messages")
